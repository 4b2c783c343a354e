"""A small rounded word on a soft ground."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpdesk.ui.theme import colours


class Chip(QWidget):
    """``kind`` names a colour role that has a soft ground: low, high, caution, emergency, ok, accent; or plain."""

    def __init__(self, text: str, kind: str = "plain", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._kind = kind
        font = QFont(self.font())
        font.setPointSizeF(9)
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_text(self, text: str, kind: str | None = None) -> None:
        """Change the word, and the colour when one is given."""
        self._text = text
        self._kind = kind or self._kind
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the word."""
        return self._text

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 18, metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        scheme = colours()
        ground = scheme.faint if self._kind == "plain" else getattr(scheme, f"{self._kind}_soft")
        ink = scheme.text if self._kind == "plain" else getattr(scheme, self._kind)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        radius = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setPen(QColor(ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
