"""What the dialogs of a correction share: a title, a body, a reason, what went wrong, and two answers."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from alpdesk.services.drafts import Drafts
from alpdesk.ui.drafts.fields import FieldsKeeper
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Banner, Button, Field, PlainLabel, PrimaryButton, scrolled

_WIDTH = 600
_HIGHEST = 660


class ActionDialog(QDialog):
    """Ctrl+Enter asks for it to be done, Escape leaves. It closes once ``accept`` is called.

    Signals: ``submitted()`` when everything that is needed stands there.
    """

    submitted = Signal()

    def __init__(self, title: str, text: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Alpdesk")
        self.setAccessibleName(title)
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_3)
        self.reason = QLineEdit()
        self._reason = Field(self.tr("Why? The reason is kept."), self.reason)
        self.act = PrimaryButton(action, icon="check", key="Ctrl+Enter")
        self.leave = Button(self.tr("Cancel"), key="Esc")
        self.trouble = Banner("caution")
        self._build(title, text)
        self.act.clicked.connect(self.submit)
        self.leave.clicked.connect(self.reject)
        self.reason.returnPressed.connect(self.submit)
        self.reason.textEdited.connect(lambda _: self._reason.say())

    def why(self) -> str:
        """Return the reason as typed."""
        return self.reason.text().strip()

    def remember(self, drafts: Drafts, subject: str, fields: Mapping[str, QWidget]) -> bool:
        """Hold on to what is typed until it is kept; show what was left in it, and say whether there was anything."""
        typed = FieldsKeeper(drafts, "correction", fields, self)
        left = typed.open(subject)
        self.accepted.connect(typed.clear)
        if left:
            self.trouble.show_message("caution" if typed.outdated else "info", typed.said())
            self.trouble.show()
        return left

    def refuse(self, sentence: str) -> None:
        """Say why it was not done; everything typed stays."""
        self.trouble.show_message("caution", sentence)
        self.trouble.show()
        self.fit()

    def submit(self) -> None:
        """Ask for it to be done, once nothing is missing."""
        missing = self.check()
        if missing is not None:
            missing.setFocus()
            return
        self.trouble.hide()
        self.submitted.emit()

    def check(self) -> QWidget | None:
        """Mark what is missing and return the first such field."""
        if self.why():
            return None
        self._reason.refuse(self.tr("Type the reason first."))
        return self.reason

    def sizeHint(self) -> QSize:
        """Return the room everything takes, as far as a small screen has it."""
        inside = self._inside.layout()
        room = _WIDTH - SPACE_6 - 2 * SPACE_3
        height = max(inside.totalHeightForWidth(room), inside.sizeHint().height()) if inside else 0
        return QSize(_WIDTH, min(height + self._foot, _HIGHEST))

    def fit(self) -> None:
        """Take the room that the words need now, as far as the screen has it."""
        screen, wanted = self.screen().availableGeometry(), self.sizeHint()
        width, height = max(self.width(), wanted.width()), max(self.height(), wanted.height())
        self.resize(min(width, screen.width()), min(height, screen.height()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
        elif not entered:
            super().keyPressEvent(event)

    def _build(self, title: str, text: str) -> None:
        self.trouble.hide()
        said = PlainLabel(text, wrap=True).make_selectable()
        said.setVisible(bool(text))
        self._inside = QWidget()
        middle = QVBoxLayout(self._inside)
        middle.setContentsMargins(0, 0, SPACE_3, 0)
        middle.setSpacing(SPACE_3)
        middle.addWidget(PlainLabel(title, "heading", wrap=True))
        middle.addWidget(said)
        middle.addLayout(self.body)
        middle.addWidget(self._reason)
        middle.addWidget(self.trouble)
        middle.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.setContentsMargins(0, 0, SPACE_3, 0)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.act)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_3, SPACE_4)
        column.setSpacing(SPACE_4)
        column.addWidget(scrolled(self._inside), 1)
        column.addLayout(row)
        self._foot = SPACE_6 + SPACE_4 + SPACE_4 + self.act.sizeHint().height() + SPACE_2
