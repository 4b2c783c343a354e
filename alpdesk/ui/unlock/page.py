"""Asks for the password of one database file."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from alpdesk.ui.theme import SPACE_2, SPACE_4
from alpdesk.ui.widgets import Banner, Field, PlainLabel, PrimaryButton, QuietButton

_SECOND = 1000


class UnlockPage(QWidget):
    """Signals: ``password_given(str, str)`` with password and name.

    ``other_requested()`` asks for another file, ``sheet_requested()`` for the recovery sheet, ``user_requested()`` for
    somebody else than who locked the desk.
    """

    password_given = Signal(str, str)
    other_requested = Signal()
    sheet_requested = Signal()
    user_requested = Signal()

    def __init__(
        self,
        file_name: str,
        *,
        user: str = "",
        locked: bool = False,
        sheet: bool = False,
        switch: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._user = QLineEdit(user)
        self._name = Field(self.tr("Your name"), self._user, hint=self.tr("Only where several people work."))
        self._password = QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._field = Field(self.tr("Password"), self._password)
        self._open = PrimaryButton(self.tr("Unlock") if locked else self.tr("Open"), key="Enter")
        self._other = QuietButton(self.tr("Open another file…"))
        self._sheet = QuietButton(self.tr("Open with the recovery sheet…"))
        self._switch = QuietButton(self.tr("Somebody else…"))
        self._left = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SECOND)
        self._pause.timeout.connect(self._count_down)
        self._trouble = Banner("caution")
        self._trouble.hide()
        self._build(file_name, locked=locked)
        self._name.setVisible(not locked)
        self._other.setVisible(not locked)
        self._sheet.setVisible(sheet)
        self._switch.setVisible(switch)
        self._password.returnPressed.connect(self._give)
        self._user.returnPressed.connect(self._give)
        self._open.clicked.connect(self._give)
        self._other.clicked.connect(self.other_requested)
        self._sheet.clicked.connect(self.sheet_requested)
        self._switch.clicked.connect(self.user_requested)
        self.setFocusProxy(self._password)

    def show_error(self, text: str) -> None:
        """Say why the file did not open; the password can be typed again at once."""
        self.set_busy(busy=False)
        self._trouble.show_message("caution", text)
        self._trouble.show()
        self._password.selectAll()
        self._password.setFocus()

    def hold(self, seconds: int) -> None:
        """Take no password for so many seconds, and say so; what is typed stays."""
        self._left = seconds
        self._count_down()

    def _count_down(self) -> None:
        waiting = self._left > 0
        self._open.setEnabled(not waiting)
        said = self.tr("Wait {seconds} s, then try again.").format(seconds=self._left)
        self._field.say(said if waiting else " ")
        if waiting:
            self._left -= 1
            self._pause.start()

    def set_busy(self, *, busy: bool) -> None:
        """Show that the file is being opened."""
        self._open.setEnabled(not busy)
        self._password.setReadOnly(busy)
        self._field.say(self.tr("Opening…") if busy else " ")

    def _build(self, file_name: str, *, locked: bool) -> None:
        title = self.tr("Locked") if locked else self.tr("Welcome back")
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self._open)
        row.addWidget(self._other)
        row.addWidget(self._switch)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE_4)
        column.addStretch(2)
        column.addWidget(PlainLabel(title, "title"))
        column.addWidget(PlainLabel(file_name, "muted", wrap=True))
        column.addWidget(self._field)
        column.addWidget(self._name)
        column.addWidget(self._trouble)
        column.addLayout(row)
        column.addWidget(self._sheet, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(3)
        self._field.say(" ")

    def _give(self) -> None:
        if self._open.isEnabled():
            self._trouble.hide()
            self.set_busy(busy=True)
            self.password_given.emit(self._password.text(), self._user.text().strip())
