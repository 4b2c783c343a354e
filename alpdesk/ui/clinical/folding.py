"""Small pieces that fold: a title that opens what is under it, and a line that ends in an ellipsis."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from alpdesk.ui.icons import paint_icon
from alpdesk.ui.theme import RADIUS, colours
from alpdesk.ui.widgets import PlainLabel
from alpdesk.ui.widgets.labels import Role
from alpdesk.ui.widgets.tips import show_tip, tip

_ICON = 16


class FoldTitle(QAbstractButton):
    """A title with a chevron; checked means open."""

    def __init__(self, text: str, *, strong: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)
        self._strong = strong

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + _ICON + 28, metrics.height() + 10)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(tip(self.text()) if self.sizeHint().width() > self.width() else "")

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        inks = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(inks.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        chevron = "chevron-down" if self.isChecked() else "chevron-right"
        ink = inks.accent if self.underMouse() else inks.muted
        paint_icon(painter, chevron, QRect(4, (self.height() - _ICON) // 2, _ICON, _ICON), ink)
        font = QFont(self.font())
        if self._strong:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(inks.text))
        room = QRect(_ICON + 10, 0, self.width() - _ICON - 14, self.height())
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
        painter.end()


class ElidedLabel(PlainLabel):
    """One line that never asks for more room than it gets; ``keeps_end`` cuts it in the middle."""

    def __init__(
        self, text: str = "", role: Role = "body", *, keeps_end: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, role, parent=parent)
        self._cut = Qt.TextElideMode.ElideMiddle if keeps_end else Qt.TextElideMode.ElideRight
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def event(self, event: QEvent) -> bool:
        """What is cut is whole in the tip."""
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and cut:
            show_tip(event.globalPos(), self.text(), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        words = self.fontMetrics().elidedText(self.text(), self._cut, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
        painter.end()
