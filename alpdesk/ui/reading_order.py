"""The way of the Tab key: as one reads, whatever order the widgets were made in."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QGridLayout,
    QLayout,
    QLineEdit,
    QMenuBar,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QWidget,
)

_WHOLE = (QAbstractItemView, QComboBox, QLineEdit)


def step(ground: QWidget, *, forward: bool) -> bool:
    """Put the focus on the next control, or the one before; after the last comes the first."""
    stops = list(tab_stops(ground))
    if not stops:
        return False
    here = QApplication.focusWidget()
    at = stops.index(here) if here in stops else _before(stops, here, forward=forward)
    wanted = stops[(at + (1 if forward else -1)) % len(stops)]
    wanted.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    bring_into_view(wanted)
    return True


def tab_stops(ground: QWidget) -> Iterator[QWidget]:
    """Yield every control that the Tab key visits, as one reads."""
    for widget in _read(ground):
        takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes and widget.isEnabled() and widget.focusProxy() is None:
            yield widget


def _before(stops: list[QWidget], here: QWidget | None, *, forward: bool) -> int:
    """Return where to start from something that is no stop itself: a page starts with what lies in it."""
    inside = [at for at, stop in enumerate(stops) if here is not None and here.isAncestorOf(stop)]
    if not inside:
        return -1 if forward else 0
    return inside[0] - 1 if forward else inside[0]


def _read(widget: QWidget) -> Iterator[QWidget]:
    """Yield what is shown, a widget before what lies in it."""
    if not widget.isVisible() or isinstance(widget, QMenuBar):
        return
    yield widget
    if not isinstance(widget, _WHOLE):
        for child in _children(widget):
            yield from _read(child)


def _children(widget: QWidget) -> list[QWidget]:
    """Return the children as they are laid out, then those that lie free, from the top."""
    laid = list(dict.fromkeys(_laid_out(widget)))
    free = [child for child in widget.children() if isinstance(child, QWidget) and child not in laid]
    free = [child for child in free if not child.isWindow()]
    return laid + sorted(free, key=lambda child: (child.y(), child.x()))


def _laid_out(widget: QWidget) -> Iterator[QWidget]:
    match widget:
        case QSplitter():
            pieces = (widget.widget(index) for index in range(widget.count()))
            yield from (piece for piece in pieces if piece is not None)
        case QTabWidget():
            yield widget.tabBar()
        case QScrollArea():
            yield widget.viewport()
        case QAbstractScrollArea():
            return
    layout = widget.layout()
    if layout is not None:
        yield from _of_layout(layout, [child for child in widget.children() if isinstance(child, QWidget)])


def _of_layout(layout: QLayout, children: list[QWidget]) -> Iterator[QWidget]:
    """Yield those of a widget's children that a layout places, as they are read; an inner layout is one piece.

    The items of a layout are not asked for: Python would keep hold of each after Qt has deleted it, and what takes its
    place in memory would be written to once it is gone itself.
    """
    inner = [child for child in layout.children() if isinstance(child, QLayout)]
    placed: list[tuple[int, QWidget | QLayout]]
    placed = [*((layout.indexOf(each), each) for each in children), *((layout.indexOf(each), each) for each in inner)]
    pieces = [(_place(layout, place), piece) for place, piece in placed if place >= 0]
    for _, piece in sorted(pieces, key=lambda each: each[0]):
        if isinstance(piece, QLayout):
            yield from _of_layout(piece, children)
        else:
            yield piece


def _place(layout: QLayout, place: int) -> tuple[int, ...]:
    """Return what the pieces of a layout are ordered by: row and column in a grid."""
    if not isinstance(layout, QGridLayout):
        return (place,)
    found: Any = layout.getItemPosition(place)
    return tuple(found[:2])


def bring_into_view(widget: QWidget) -> None:
    """Scroll until a widget is seen."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()
