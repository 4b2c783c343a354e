"""The ground of what stands before the desk is open: brand on the left, one task on the right."""

from typing import Protocol, runtime_checkable

from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from alpdesk.ui.icons import program_icon
from alpdesk.ui.theme import SPACE_2, SPACE_4, SPACE_8
from alpdesk.ui.widgets import PlainLabel, scrolled

_TOP, _FOOT, _INK = "#0b6b6b", "#073f43", "#ffffff"
_BRAND_WIDTH = 300
_TASK_WIDTH = 560


class _Brand(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_BRAND_WIDTH)
        sign = PlainLabel()
        sign.setPixmap(program_icon().pixmap(56, 56))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_8, SPACE_8, SPACE_8, SPACE_8)
        column.setSpacing(SPACE_4)
        column.addWidget(sign)
        column.addWidget(self._word("Alpdesk", "title"))
        column.addWidget(self._word(self.tr("No low alkaline phosphatase passes unseen."), "heading"))
        column.addStretch(1)
        column.addWidget(self._word(self.tr("Supports a decision; never makes one."), "body"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = QLinearGradient(0, 0, 0, self.height())
        ground.setColorAt(0, QColor(_TOP))
        ground.setColorAt(1, QColor(_FOOT))
        painter.fillRect(self.rect(), ground)
        painter.end()

    def _word(self, text: str, size: str) -> PlainLabel:
        label = PlainLabel(text, wrap=True)
        points = {"title": 20, "heading": 12, "body": 10}[size]
        weight = 600 if size == "title" else 400
        label.setStyleSheet(f"color: {_INK}; font-size: {points}pt; font-weight: {weight};")
        return label


class Gate(QWidget):
    """Holds one task at a time beside the brand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gate")
        self._slot = QVBoxLayout()
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(SPACE_8, SPACE_8, SPACE_8, SPACE_8)
        row.addStretch(1)
        row.addLayout(self._slot, 20)
        row.addStretch(1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(_Brand())
        outer.addWidget(scrolled(middle), 1)

    def show_task(self, task: QWidget) -> None:
        """Replace the task."""
        while (item := self._slot.takeAt(0)) is not None:
            old = item.widget()
            if old is not None and old is not task:
                old.hide()
                old.deleteLater()
        task.setMaximumWidth(_TASK_WIDTH)
        self._slot.addWidget(task)
        task.show()


@runtime_checkable
class Asking(Protocol):
    """A task that asks for something, and can say why it was not enough."""

    def show_error(self, text: str) -> None:
        """Say why; what was typed stays."""


class Waiting(QWidget):
    """Says what is being done while nothing can be asked."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setAccessibleName(text)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE_2)
        column.addStretch(1)
        column.addWidget(PlainLabel(text, "heading", wrap=True))
        column.addWidget(bar)
        column.addStretch(1)
