"""Asks for the password of a protected letter, twice; it is kept nowhere."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QLineEdit, QProgressBar, QWidget

from alpdesk.ui.dialogs import Question
from alpdesk.ui.welcome.new_clinic import SHORTEST, strength
from alpdesk.ui.widgets import Banner, Field, Form

_BEST = 4


class PasswordDialog(Question):
    """Two fields and a meter; it is accepted only with two that are the same and not among the first guessed."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(title, text, yes=_tr("Protect"), no=_tr("Cancel"), parent=parent)
        self.first, self.again = QLineEdit(), QLineEdit()
        for line in (self.first, self.again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
        hint = _tr("At least {} characters; a few words in a row are best.").format(SHORTEST)
        self._first = Field(_tr("Password"), self.first, hint=hint)
        self._again = Field(_tr("Password again"), self.again, hint=" ")
        self._meter = QProgressBar()
        self._meter.setRange(0, _BEST)
        self._meter.setTextVisible(False)
        self._meter.setAccessibleName(_tr("Strength of the password"))
        self.body.addWidget(Form(((self._first, self._again),)))
        self.body.addWidget(self._meter)
        told = _tr("Tell the patient the password by phone or in person, never by e-mail.")
        detail = _tr("Alpdesk does not keep it. The letter itself stays in the record.")
        self.body.addWidget(Banner("info", told, detail=detail))
        self.first.textEdited.connect(self._weigh)
        self.again.textEdited.connect(self._compare)
        self.setMinimumWidth(520)
        self.first.setFocus()

    def password(self) -> str:
        """Return what was typed."""
        return self.first.text()

    def accept(self) -> None:
        """Close only where the two are the same and good enough."""
        if strength(self.first.text()) == 0:
            self._first.refuse(_tr("Too short or too common: {} characters at least.").format(SHORTEST))
            self.first.setFocus()
        elif self.first.text() != self.again.text():
            self._again.refuse(_tr("The two are not the same."))
            self.again.setFocus()
        else:
            super().accept()

    def _weigh(self) -> None:
        points = strength(self.first.text())
        words = (_tr("Too short or too common."), _tr("Acceptable."), _tr("Good."), _tr("Very good."), _tr("Strong."))
        self._meter.setValue(points)
        self._first.say(words[points] if self.first.text() else "")

    def _compare(self) -> None:
        same = bool(self.again.text()) and self.first.text() == self.again.text()
        self._again.say(_tr("Both are the same.") if same else " ")


def ask_password(parent: QWidget, text: str) -> str | None:
    """Return a password, or nothing when the user thought better of it."""
    dialog = PasswordDialog(_tr("Choose a password for the letter"), text, parent)
    try:
        return dialog.password() if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.first.clear()
        dialog.again.clear()
        dialog.deleteLater()


def _tr(text: str) -> str:
    return QCoreApplication.translate("LetterPassword", text)
