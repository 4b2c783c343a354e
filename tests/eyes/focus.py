"""Whether one sees where the keyboard is: what changes on the screen when a control takes the focus."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget

from alpdesk.ui.reading_order import bring_into_view
from alpdesk.ui.theme import contrast
from tests.eyes import access

_AROUND = 6
_STRONG = 3.0


def unseen_focus(ground: QWidget, seen: set[str]) -> list[str]:
    """Return the controls, one of each kind not yet ``seen``, whose focus does not show."""
    faults = []
    for widget in access.reachable(ground):
        kind = _kind(widget)
        if kind not in seen:
            seen.add(kind)
            if _strong_dots(widget) < _wanted(widget):
                faults.append(f"The focus does not show on {access.label(widget)}")
    return faults


def _kind(widget: QWidget) -> str:
    state = widget.isChecked() if isinstance(widget, QAbstractButton) else ""
    look = [widget.property(name) for name in ("plain", "bare", "role", "invalid")]
    return f"{type(widget).__name__} {state} {look}"


def _wanted(widget: QWidget) -> int:
    """A ring, or in a list the current line, is at least as long as half of the shorter way round."""
    return min(widget.width(), widget.height()) if not isinstance(widget, QAbstractItemView) else 40


def _strong_dots(widget: QWidget) -> int:
    """Return how many dots change by at least three to one when the widget takes the focus."""
    window = widget.window()
    bring_into_view(widget)
    QApplication.processEvents()
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
    window.setFocus()
    widget.clearFocus()
    QApplication.processEvents()
    before = window.grab(place).toImage()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    after = window.grab(place).toImage()
    return sum(_differs(before, after, x, y) for x in range(before.width()) for y in range(before.height()))


def _differs(before: QImage, after: QImage, x: int, y: int) -> bool:
    one, other = before.pixel(x, y), after.pixel(x, y)
    return one != other and contrast(_hex(one), _hex(other)) >= _STRONG


def _hex(dot: int) -> str:
    return f"#{dot & 0xFFFFFF:06x}"
