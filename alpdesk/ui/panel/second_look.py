"""The field under a row in which its value is typed once more, while the first one is hidden."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy

from alpdesk.ui.panel.cells import EntryEdit
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import PlainLabel


class SecondLook(QFrame):
    """Says why, and holds the second field. Nothing is pasted into it: that would say the first value again, unread."""

    def __init__(self, edit: EntryEdit) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setProperty("kind", "info")
        self.edit = edit
        self._label = PlainLabel("", "body", wrap=True)
        self._label.setBuddy(edit)
        edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        edit.setProperty("figure", True)
        edit.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        edit.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        row.setSpacing(SPACE_3)
        row.addWidget(edit)
        row.addWidget(self._label, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def open(self, sentence: str) -> None:
        """Ask for the value once more; without a sentence there is nothing to ask."""
        self._label.setText(sentence)
        self.setAccessibleName(sentence)
        if bool(sentence) == self.isHidden():
            self.edit.clear()
            self.setVisible(bool(sentence))
        if sentence:
            self.edit.setAccessibleDescription(sentence)
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and _pastes(event):
            QApplication.beep()
            return True
        return super().eventFilter(watched, event)


def _pastes(event: QEvent) -> bool:
    """Say whether an event puts the clipboard, or what is marked elsewhere, into a field."""
    if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
        return event.matches(QKeySequence.StandardKey.Paste)
    middle = Qt.MouseButton.MiddleButton
    return (
        event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent) and event.button() == middle
    )
