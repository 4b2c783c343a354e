"""A field that searches while one types, a breath after the last key."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from alpdesk.ui.icons import icon

_PAUSE_MS = 60
_MOVES = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}


class SearchField(QLineEdit):
    """Signals: ``searched(str)`` after a pause, ``chosen()`` on Enter, ``moved(int)`` for arrow and page keys."""

    searched = Signal(str)
    chosen = Signal()
    moved = Signal(int)

    def __init__(self, placeholder: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(True)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._name_buttons()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.text()))
        self.textChanged.connect(self._restart)

    def _name_buttons(self) -> None:
        """Say what the two signs inside are; the keyboard has Enter and Escape for them."""
        clear, *others = self.findChildren(QToolButton)
        clear.setAccessibleName(self.tr("Clear the search"))
        for other in others:
            other.setAccessibleName(self.tr("Search"))

    def empty(self) -> None:
        """Forget what was typed, and search for nothing."""
        self.clear()
        self._pause.stop()

    def _restart(self) -> None:
        self._pause.start()

    def search_now(self) -> None:
        """Do not wait for the pause."""
        if self._pause.isActive():
            self._pause.stop()
            self.searched.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self.moved.emit(event.key())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.search_now()
            self.chosen.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
