"""A figure with a caption that leads to what it counts."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from alpdesk.ui.icons import paint_icon
from alpdesk.ui.theme import SPACE_3, colours
from alpdesk.ui.widgets.tips import tip


class CountTile(QAbstractButton):
    """``kind`` is the colour role worn while the figure is not zero."""

    def __init__(self, icon: str, caption: str, kind: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._kind = kind
        self._count = 0
        self.setText(caption)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show a figure."""
        self._count = count
        self.setAccessibleName(f"{self.text()}: {count}")
        self.setToolTip(tip(self.text()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(150, self.fontMetrics().height() * 2 + 36)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        scheme = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = getattr(scheme, self._kind) if self._count else scheme.muted
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(scheme.accent if focused else scheme.line), 2 if focused else 1))
        painter.setBrush(QColor(scheme.hover if self.underMouse() else scheme.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        self._paint_figure(painter, ink)
        self._paint_caption(painter, scheme.muted)
        painter.end()

    def _paint_figure(self, painter: QPainter, ink: str) -> None:
        font = QFont(self.font())
        font.setPointSizeF(18)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        upper = QRect(SPACE_3, 8, self.width() - 2 * SPACE_3, self.height() // 2)
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, str(self._count))
        paint_icon(painter, self._icon, QRect(self.width() - SPACE_3 - 20, 14, 20, 20), ink)

    def _paint_caption(self, painter: QPainter, ink: str) -> None:
        painter.setFont(self.font())
        painter.setPen(QColor(ink))
        lower = QRect(SPACE_3, self.height() // 2 + 4, self.width() - 2 * SPACE_3, self.height() // 2 - 8)
        said = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, said)
