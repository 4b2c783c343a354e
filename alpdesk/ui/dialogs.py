"""The few windows that interrupt: a question before something final, a notice, a crash."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from alpdesk.ui.reading_order import step
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Button, PlainLabel, PrimaryButton


class Question(QDialog):
    """A title, a sentence, and one or two answers. Where a yes loses something, ``careful`` puts the no first."""

    def __init__(
        self, title: str, text: str, *, yes: str, no: str = "", careful: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Alpdesk")
        self.setMinimumWidth(420)
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_3)
        self._yes = Button(yes) if careful else PrimaryButton(yes)
        self._yes.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        other = PrimaryButton(no) if careful else Button(no)
        other.clicked.connect(self.reject)
        other.setVisible(bool(no))
        for button in (self._yes, other) if careful else (other, self._yes):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_4)
        column.addWidget(PlainLabel(title, "heading", wrap=True))
        column.addWidget(PlainLabel(text, wrap=True).make_selectable())
        column.addLayout(self.body)
        column.addLayout(row)
        (other if careful else self._yes).setFocus()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  (Qt's name)
        return step(self, forward=next) or super().focusNextPrevChild(next)


def ask(parent: QWidget | None, title: str, text: str, *, yes: str, no: str, careful: bool = False) -> bool:
    """Ask before something that cannot be taken back."""
    question = Question(title, text, yes=yes, no=no, careful=careful, parent=parent)
    return question.exec() == QDialog.DialogCode.Accepted


def tell(parent: QWidget | None, title: str, text: str) -> None:
    """Say something that must be read."""
    Question(title, text, yes=QGuiApplication.translate("Dialogs", "OK"), parent=parent).exec()


def notice(parent: QWidget, title: str, text: str) -> None:
    """Say something that must be read, without holding up what is behind it."""
    said = Question(title, text, yes=QGuiApplication.translate("Dialogs", "OK"), parent=parent)
    said.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    said.open()


class CrashDialog(Question):
    """Says that a fault of the program was met, and shows where, without a word of the record."""

    def __init__(self, where: str, parent: QWidget | None = None) -> None:
        translate = QGuiApplication.translate
        super().__init__(
            translate("Crash", "Alpdesk met a fault of its own"),
            translate("Crash", "What was saved is safe. Please save what you are typing, then start Alpdesk again. "
                      "The lines below hold no patient data and help to mend the fault."),
            yes=translate("Crash", "Continue"), parent=parent,
        )  # fmt: skip
        text = QPlainTextEdit()
        text.setPlainText(where)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName(translate("Crash", "Where the fault was met"))
        self.body.addWidget(text)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
