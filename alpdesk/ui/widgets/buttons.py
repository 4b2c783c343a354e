"""Buttons with a word, an icon, and the key that does the same."""

from typing import ClassVar

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from alpdesk.ui.icons import paint_icon
from alpdesk.ui.theme import CONTROL_HEIGHT, RADIUS, Colours, colours
from alpdesk.ui.widgets.tips import tip

_ICON = 16
_PAD = 12
_GAP = 8


class PaintedButton(QPushButton):
    """A button that paints itself anew under the pointer, and that Enter presses as Space does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)


class Button(PaintedButton):
    """A secondary button. ``key`` is only shown; the shortcut itself belongs to the page's action."""

    variant: ClassVar[str] = "secondary"

    def __init__(self, text: str, *, icon: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._key = key
        self.setText(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    @property
    def sign(self) -> str:
        """The name of its icon."""
        return self._icon

    @property
    def key(self) -> str:
        """The key that does the same."""
        return self._key

    @property
    def spoken(self) -> str:
        """What it does, as a screen reader says it."""
        return self.accessibleName() or self.text()

    def set_text(self, text: str) -> None:
        """Change the word and what a screen reader says."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = 2 * _PAD + self.fontMetrics().horizontalAdvance(self.text()) + 2
        width += _ICON + (_GAP if self.text() else 0) if self._icon else 0
        width += _GAP + self._key_width() if self._key else 0
        return QSize(max(width, CONTROL_HEIGHT), max(CONTROL_HEIGHT, self.fontMetrics().height() + 12))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = colours()
        ground, edge, ink = self._inks(scheme)
        self._paint_ground(painter, scheme, ground, edge)
        self._paint_content(painter, ink)
        painter.end()

    def _inks(self, scheme: Colours) -> tuple[str, str, str]:
        if not self.isEnabled():
            return scheme.faint, scheme.faint, scheme.control
        ground = scheme.faint if self.isDown() or self.isChecked() else scheme.raised
        return (scheme.hover if self.underMouse() and not self.isDown() else ground), scheme.control, scheme.text

    def _paint_ground(self, painter: QPainter, scheme: Colours, ground: str, edge: str) -> None:
        inset = 3.0 if self.hasFocus() else 0.5
        if self.hasFocus():
            painter.setPen(QPen(QColor(scheme.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.setPen(QPen(QColor(edge), 1) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        radius = RADIUS - 2 if self.hasFocus() else RADIUS
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)

    def _paint_content(self, painter: QPainter, ink: str) -> None:
        content = self.sizeHint().width() - 2 * _PAD
        x = max(0, (self.width() - content) // 2)
        if self._icon:
            paint_icon(painter, self._icon, QRect(x, (self.height() - _ICON) // 2, _ICON, _ICON), ink)
            x += _ICON + _GAP
        painter.setPen(QColor(ink))
        advance = self.fontMetrics().horizontalAdvance(self.text())
        painter.drawText(QRect(x, 0, advance + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._key:
            self._paint_key(painter, x + advance + _GAP, ink)

    def _paint_key(self, painter: QPainter, x: int, ink: str) -> None:
        height = self.fontMetrics().height()
        box = QRectF(x + 0.5, (self.height() - height) / 2 + 0.5, self._key_width() - 1, height - 1)
        edge = QColor(ink)
        edge.setAlphaF(0.55)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        font = self.font()
        font.setPointSizeF(9)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)

    def _key_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._key) + 10


class PrimaryButton(Button):
    """The one thing a page is for."""

    variant = "primary"

    def _inks(self, scheme: Colours) -> tuple[str, str, str]:
        if not self.isEnabled():
            return scheme.faint, scheme.faint, scheme.control
        pressed = self.isDown() or self.underMouse()
        return (scheme.accent_hover if pressed else scheme.accent), "", scheme.on_accent


class QuietButton(Button):
    """A button without a frame, for what is rarely needed."""

    variant = "quiet"

    def _inks(self, scheme: Colours) -> tuple[str, str, str]:
        if not self.isEnabled():
            return "", "", scheme.control
        return (scheme.faint if self.underMouse() or self.isDown() else ""), "", scheme.accent


class IconButton(QuietButton):
    """An icon without a word; ``name`` is what a screen reader and the tool tip say."""

    def __init__(self, icon: str, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__("", icon=icon, parent=parent)
        self.setAccessibleName(name)
        self.setToolTip(tip(name))

    def sizeHint(self) -> QSize:
        return QSize(CONTROL_HEIGHT, CONTROL_HEIGHT)

    def _paint_content(self, painter: QPainter, ink: str) -> None:
        paint_icon(painter, self._icon, self.rect().adjusted(7, 7, -7, -7), ink)
