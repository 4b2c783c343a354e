"""A reason typed in place, without a dialog."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Button, PlainLabel


class ReasonLine(QFrame):
    """Asks for a reason, and hands it on once it is there."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setProperty("kind", "info")
        self._then: Callable[[str], None] | None = None
        self._question = PlainLabel("", "strong", wrap=True)
        self.reason = QLineEdit()
        self._problem = PlainLabel("", "error")
        self.keep = Button(self.tr("Close it"), icon="check")
        self.cancel = Button(self.tr("Cancel"))
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        row.setSpacing(SPACE_3)
        row.addWidget(self._question, 2)
        row.addWidget(self.reason, 3)
        for widget in (self._problem, self.keep, self.cancel):
            row.addWidget(widget)
        self.reason.returnPressed.connect(self._keep)
        self.keep.clicked.connect(self._keep)
        self.cancel.clicked.connect(self.hide)
        self.hide()

    def ask(self, question: str, action: str, then: Callable[[str], None]) -> None:
        """Ask, and call ``then`` with the reason."""
        self._then = then
        self._question.setText(question)
        self.keep.set_text(action)
        self.reason.clear()
        self.reason.setPlaceholderText(self.tr("Why? The reason is kept."))
        self.reason.setAccessibleName(question)
        self._problem.clear()
        self.show()
        self.reason.setFocus()

    def _keep(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._problem.setText(self.tr("Type the reason first."))
        elif self._then is not None:
            self.hide()
            self._then(reason)
