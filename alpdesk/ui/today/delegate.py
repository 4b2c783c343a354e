"""How the lines of the day are drawn."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from alpdesk.ui.theme import colours
from alpdesk.ui.today.model import ROW
from alpdesk.ui.widgets.tables import RowDelegate

HEAD_EXTRA = 10
AnyIndex = QModelIndex | QPersistentModelIndex


class TodayDelegate(RowDelegate):
    """Draws the head of a list across every column, and lines as any table."""

    def need(self, font: QFont, index: AnyIndex) -> int:
        return 0 if index.data(ROW).is_head else super().need(font, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(ROW)
        if not row.is_head:
            super().paint(painter, option, index)
            return
        scheme = colours()
        rect: QRect = option.rect
        painter.save()
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(scheme.text))
        room = rect.adjusted(10, HEAD_EXTRA, -10, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, row.who)
        painter.setPen(QColor(scheme.muted))
        left = painter.fontMetrics().horizontalAdvance(row.who) + 10
        painter.drawText(room.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(row.count))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(scheme.line))
        painter.restore()
