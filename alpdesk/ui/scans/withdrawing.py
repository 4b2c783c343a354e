"""The reason for which something is withdrawn, typed in place."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Button


class Withdrawing(QWidget):
    """Signals: ``reasoned`` (reason)."""

    reasoned = Signal(str)

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

    def ask(self) -> None:
        """Ask for the reason."""
        self.reason.clear()
        self.show()
        self.reason.setFocus()

    def ask_about(self, then: Callable[[str], None]) -> None:
        """Ask for the reason, and hand it to ``then``."""
        self._then = then
        self.ask()

    def _keep(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self.hide()
            self.reasoned.emit(reason)
            if self._then is not None:
                self._then(reason)
        else:
            self.reason.setFocus()
