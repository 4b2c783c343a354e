"""The reason for which something is withdrawn, typed in place."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Button
from alpdesk.ui.widgets.question_line import QuestionLine


class Withdrawing(QWidget):
    """Asks, and hands the reason on; Esc puts the question away."""

    def __init__(self, question: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason = QuestionLine()
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
        self.reason.left.connect(self.hide)
        self.keep.clicked.connect(self._keep)
        self.hide()

    def ask_about(self, then: Callable[[str], None]) -> None:
        """Ask for the reason, and hand it to ``then``."""
        self._then = then
        self.reason.clear()
        self.show()
        self.reason.setFocus()

    def _keep(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self.hide()
            if self._then is not None:
                self._then(reason)
        else:
            self.reason.setFocus()
