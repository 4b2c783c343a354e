"""The signs of the trend chart: a verdict has a shape of its own, so that it needs no colour."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

from alpdesk.domain.records import Comparator, Flag

_TURNS = {Comparator.BELOW: 1, Comparator.AT_MOST: 1, Comparator.ABOVE: -1, Comparator.AT_LEAST: -1}
_HOLLOW = {Flag.SUSPENDED, Flag.INDETERMINATE, Flag.NONE}


def is_filled(flag: Flag, comparator: Comparator) -> bool:
    """Return whether a sign is filled: a value that is known exactly and was judged."""
    return comparator is Comparator.EXACT and flag not in _HOLLOW


def sign(flag: Flag, comparator: Comparator, radius: float) -> QPainterPath:
    """Return the sign of a value around the origin.

    A triangle for low and for high, a square where it cannot be judged, a circle otherwise, struck through where it
    may not be read; a bound points with a chevron to where the value may lie.
    """
    path = QPainterPath()
    if flag in {Flag.LOW, Flag.HIGH}:
        path.addPolygon(_triangle(radius * 1.4, 1 if flag is Flag.LOW else -1))
        path.closeSubpath()
    elif flag is Flag.INDETERMINATE:
        path.addRect(QRectF(-radius, -radius, 2 * radius, 2 * radius))
    else:
        path.addEllipse(QPointF(0, 0), radius, radius)
    if flag is Flag.SUSPENDED:
        path.moveTo(-radius * 1.6, radius * 1.6)
        path.lineTo(radius * 1.6, -radius * 1.6)
    turn = _TURNS.get(comparator)
    if turn is not None:
        path.moveTo(-radius, turn * radius * 1.8)
        path.lineTo(0, turn * radius * 2.6)
        path.lineTo(radius, turn * radius * 1.8)
    return path


def _triangle(radius: float, turn: int) -> QPolygonF:
    corners = ((-radius, -radius * 0.7 * turn), (radius, -radius * 0.7 * turn), (0, radius * turn))
    return QPolygonF([QPointF(x, y) for x, y in corners])
