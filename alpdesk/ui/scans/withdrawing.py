"""The reason for which something is withdrawn, typed in place."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Button


class Withdrawing(QWidget):
    """Asks, and hands the reason on; Esc puts the question away."""

    def __init__(self, question: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason = QLineEdit()
        self._then: Callable[[str], None] | None = None
        self.reason.setPlaceholderText(question or self.tr("Why is it withdrawn? It stays in the record."))
        self.reason.setAccessibleName(question or self.tr("Reason for withdrawing the scan"))
        self.keep = Button(self.tr("Withdraw"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(self.reason, 1)
        row.addWidget(self.keep)
        self.reason.returnPressed.connect(self._keep)
        self.keep.clicked.connect(self._keep)
        self.hide()

    def ask_about(self, then: Callable[[str], None]) -> None:
        """Ask for the reason, and hand it to ``then``."""
        self._then = then
        self.reason.clear()
        self.show()
        self.reason.setFocus()

    def event(self, event: QEvent) -> bool:
        """Take Escape before a shortcut of the page does: it puts the question away and leaves nothing."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_escape(event):
            self.hide()
            return
        super().keyPressEvent(event)

    def _keep(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self.hide()
            if self._then is not None:
                self._then(reason)
        else:
            self.reason.setFocus()


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
