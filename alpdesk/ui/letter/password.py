"""Asks for the password of a protected letter, twice; it is kept nowhere."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QWidget

from alpdesk.ui.dialogs import Question
from alpdesk.ui.widgets import Banner
from alpdesk.ui.widgets.new_password import NewPassword


class PasswordDialog(Question):
    """It is accepted only with two that are the same and not among the first guessed."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(title, text, yes=_tr("Protect"), no=_tr("Cancel"), parent=parent)
        self.typed = NewPassword()
        self.body.addWidget(self.typed)
        told = _tr("Tell the patient the password by phone or in person, never by e-mail.")
        detail = _tr("Alpdesk does not keep it. The letter itself stays in the record.")
        self.body.addWidget(Banner("info", told, detail=detail))
        self.setMinimumWidth(520)
        self.typed.setFocus()

    def accept(self) -> None:
        """Close only where the two are the same and good enough."""
        if self.typed.check():
            super().accept()


def ask_password(parent: QWidget, text: str) -> str | None:
    """Return a password, or nothing when the user thought better of it."""
    dialog = PasswordDialog(_tr("Choose a password for the letter"), text, parent)
    try:
        return dialog.typed.password() if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.typed.forget()
        dialog.deleteLater()


def _tr(text: str) -> str:
    return QCoreApplication.translate("LetterPassword", text)
