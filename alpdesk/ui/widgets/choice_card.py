"""A large button that explains itself."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpdesk.ui.icons import paint_icon
from alpdesk.ui.theme import SPACE_4, colours
from alpdesk.ui.widgets.buttons import PaintedButton

_TEXT_LEFT = 76


class ChoiceCard(PaintedButton):
    """An icon, a title and a sentence; the whole ground is the button."""

    def __init__(self, icon: str, title: str, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._icon = icon
        self._sentence = text
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(480))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(width - _TEXT_LEFT - SPACE_4, 80), 1000)
        text = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self._sentence).height()
        return 2 * SPACE_4 + QFontMetrics(self._title_font()).height() + 4 + text

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = colours()
        strong = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(QColor(scheme.accent if strong else scheme.control), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(scheme.hover if self.underMouse() else scheme.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        self._paint_sign(painter)
        self._paint_words(painter)
        painter.end()

    def _paint_sign(self, painter: QPainter) -> None:
        scheme = colours()
        ground = QRect(SPACE_4, (self.height() - 44) // 2, 44, 44)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.accent_soft))
        painter.drawEllipse(ground)
        paint_icon(painter, self._icon, ground.adjusted(12, 12, -12, -12), scheme.accent)

    def _paint_words(self, painter: QPainter) -> None:
        scheme, font = colours(), self._title_font()
        room = self.rect().adjusted(_TEXT_LEFT, SPACE_4, -SPACE_4, -SPACE_4)
        painter.setFont(font)
        painter.setPen(QColor(scheme.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignTop, self.text())
        painter.setFont(self.font())
        painter.setPen(QColor(scheme.muted))
        below = room.adjusted(0, QFontMetrics(font).height() + 4, 0, 0)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap), self._sentence)

    def _title_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.15)
        font.setWeight(QFont.Weight.DemiBold)
        return font
