"""Opens a record by its recovery sheet, and gives the one who does it another password."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Banner, Field, PlainLabel, PrimaryButton, QuietButton
from alpdesk.ui.widgets.new_password import NewPassword

_SQUARE_HEIGHT = 64


@dataclass(frozen=True)
class Recovery:
    """What was typed from a sheet, by whom, and the password from now on."""

    code: str
    user: str
    password: str
    square: str = ""


class RecoverPage(QWidget):
    """Signals: ``given(object)`` with a ``Recovery``, ``left()`` for the way back."""

    given = Signal(object)
    left = Signal()

    def __init__(self, file_name: str, *, user: str = "", needs_square: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code, self.user, self.square = QLineEdit(), QLineEdit(user), QPlainTextEdit()
        self.square.setTabChangesFocus(True)
        self.square.setFixedHeight(_SQUARE_HEIGHT)
        self._needs_square = needs_square
        self._code = Field(self.tr("Code of the sheet"), self.code, hint=self.tr("Nine groups of four."))
        self._user = Field(self.tr("Your name"), self.user, hint=self.tr("It is noted, and everybody is told."))
        said = self.tr("The key file is missing: scan the square code of the sheet, or type it.")
        self._square = Field(self.tr("Square code"), self.square, hint=said)
        self.secret = NewPassword()
        self.open = PrimaryButton(self.tr("Open the record"), key="Enter")
        self.back = QuietButton(self.tr("Back"))
        self._trouble = Banner("caution")
        self._trouble.hide()
        self._build(file_name)
        self._square.setVisible(needs_square)  # in its place by now: a widget without one would be a window
        self.open.clicked.connect(self._give)
        self.back.clicked.connect(self.left)
        for line in (self.code, self.user, self.secret.first, self.secret.again):
            line.returnPressed.connect(self._give)
        self.setFocusProxy(self.code)

    def show_error(self, text: str) -> None:
        """Say why the record did not open; what was typed stays."""
        self.open.setEnabled(True)
        self._trouble.show_message("caution", text)
        self._trouble.show()
        self.code.setFocus()

    def _give(self) -> None:
        if not self.open.isEnabled() or not self._filled() or not self.secret.check():
            return
        self._trouble.hide()
        self.open.setEnabled(False)
        square = self.square.toPlainText() if self._needs_square else ""
        self.given.emit(Recovery(self.code.text(), self.user.text().strip(), self.secret.password(), square))

    def _filled(self) -> bool:
        asked: list[tuple[Field, QWidget, str]] = [
            (self._code, self.code, self.code.text()),
            (self._user, self.user, self.user.text()),
        ]
        if self._needs_square:
            asked.insert(1, (self._square, self.square, self.square.toPlainText()))
        for field, editor, text in asked:
            if not text.strip():
                field.refuse(self.tr("This is needed."))
                editor.setFocus()
                return False
            field.say()
        return True

    def _build(self, file_name: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.open)
        row.addWidget(self.back)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE_3)
        column.addStretch(2)
        column.addWidget(PlainLabel(self.tr("Open with the recovery sheet"), "title", wrap=True))
        column.addWidget(PlainLabel(file_name, "muted", wrap=True))
        for widget in (self._code, self._square, self._user):
            column.addWidget(widget)
        column.addWidget(PlainLabel(self.tr("Choose another password for yourself"), "strong", wrap=True))
        column.addWidget(self.secret)
        column.addWidget(self._trouble)
        column.addLayout(row)
        column.addStretch(3)
