"""Stroke icons that take their colour from the palette at the moment they are painted."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from alpdesk.assets import resource
from alpdesk.ui.theme import colours


class _StrokeEngine(QIconEngine):
    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = "control" if mode is QIcon.Mode.Disabled else self._role
        _renderer(self._name, getattr(colours(), role)).render(painter, _square(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        return _StrokeEngine(self._name, self._role)


def icon(name: str, role: str = "muted") -> QIcon:
    """Return the icon ``name`` of resources/icons in the colour ``role``."""
    return QIcon(_StrokeEngine(name, role))


def paint_icon(painter: QPainter, name: str, rect: QRect, colour: str) -> None:
    """Draw the icon ``name`` into ``rect``."""
    _renderer(name, colour).render(painter, _square(rect))


def program_icon() -> QIcon:
    """Return the program's own sign."""
    return QIcon(str(resource("icons", "alpdesk.svg")))


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    return QSvgRenderer(QByteArray(text.encode()))


def _square(rect: QRect) -> QRect:
    side = min(rect.width(), rect.height())
    return QRect(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2, side, side)
