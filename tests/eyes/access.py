"""What a screen reader and the keyboard find: names, roles, sizes, and the way of the Tab key."""

from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

_KINDS = (
    QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QAbstractItemView, QTabBar,
    QAbstractSlider,
)  # fmt: skip
_VAGUE = {QAccessible.Role.NoRole, QAccessible.Role.Client}
TARGET = 24
_MOST = 400
_OVERLAYS = {"SideSheet"}


def controls(ground: QWidget) -> list[QWidget]:
    """Return everything in sight that takes the focus or a click; scroll bars and headings belong to their view."""
    found = [widget for widget in ground.findChildren(QWidget) if widget.isVisible() and _is_control(widget)]
    return [widget for widget in found if not isinstance(widget, QScrollBar | QHeaderView)]


def _is_control(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    inside = isinstance(parent, QComboBox | QAbstractSpinBox) or widget.objectName().startswith("qt_")
    return not inside and widget.focusProxy() is None and (isinstance(widget, _KINDS) or _takes_focus(widget))


def _takes_focus(widget: QWidget) -> bool:
    if type(widget) in (QWidget, QAbstractScrollArea):
        return False
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def said(widget: QWidget) -> tuple[str, QAccessible.Role]:
    """Return the name and the role that a screen reader is told."""
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name).strip(), told.role()


def unnamed(ground: QWidget) -> list[str]:
    """Return the controls without a name or with a role that says nothing."""
    return [line for line in (_fault(widget) for widget in controls(ground)) if line]


def _fault(widget: QWidget) -> str:
    name, role = said(widget)
    if not name:
        return f"{_where(widget)} has no name"
    vague = role in _VAGUE and widget.objectName() != "page"  # a page is told as an area with a name
    return f"{_where(widget)} “{name}” has the role {role.name}" if vague else ""


def small_targets(ground: QWidget) -> list[str]:
    """Return the controls smaller than WCAG 2.5.8 asks; for the signs inside a field there are keys."""
    return [
        f"{_where(widget)} “{said(widget)[0]}” is {widget.width()} × {widget.height()}"
        for widget in controls(ground)
        if min(widget.width(), widget.height()) < TARGET and not isinstance(widget.parentWidget(), QLineEdit)
    ]


def _where(widget: QWidget) -> str:
    """Return the class of a widget and of the first parent of our own."""
    parents = [type(widget).__name__]
    parent = widget.parentWidget()
    while parent is not None and len(parents) < 3:
        if not type(parent).__name__.startswith("Q"):
            parents.append(type(parent).__name__)
        parent = parent.parentWidget()
    return " in ".join(parents)


def tab_faults(ground: QWidget) -> list[str]:
    """Press Tab until it comes round, and return what it misses, where it is caught, where it leaps back."""
    visited, round_again = _tab_round(ground)
    missed = [widget for widget in reachable(ground) if widget not in visited]
    faults = [f"Tab never comes to {label(widget)}" for widget in missed]
    if not round_again and visited:
        faults.append(f"Tab is caught in {label(visited[-1])}")
    leaps = [(one, other) for one, other in pairwise((*visited, *visited[:1])) if _goes_back(one, other, ground)]
    if len(leaps) == 1 and round_again:
        return faults  # a round has to leap once
    return faults + [f"Tab leaps back from {label(one)} to {label(other)}" for one, other in leaps]


def _tab_round(ground: QWidget) -> tuple[list[QWidget], bool]:
    visited: list[QWidget] = []
    for _ in range(_MOST):
        QTest.keyClick(QApplication.focusWidget() or ground, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        if visited and here is visited[-1] and isinstance(here, QTextBrowser):
            continue  # from link to link
        if here is None or here in visited:
            return visited, bool(visited) and here is visited[0]
        visited.append(here)
    return visited, False


def reachable(ground: QWidget) -> list[QWidget]:
    """Return what the Tab key should come to."""
    found = (widget for widget in ground.findChildren(QWidget) if widget.isVisible() and widget.isEnabled())
    return [
        widget
        for widget in found
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.window() is ground.window()
        and not isinstance(widget, QMenuBar)
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parentWidget(), QComboBox | QAbstractItemView)
    ]


def _goes_back(before: QWidget, after: QWidget, ground: QWidget) -> bool:
    if _lies_over(before) or _lies_over(after):
        return False
    shared = _shared(before, after, ground)
    one, other = _box(before, shared), _box(after, shared)
    if other.bottom() < one.top():
        return other.left() < one.right()
    same_line = abs(one.center().y() - other.center().y()) < min(one.height(), other.height()) / 2
    return same_line and other.right() < one.left()


def _lies_over(widget: QWidget) -> bool:
    """Return whether a control is part of what lies over the page; that is read after it."""
    parent = widget.parentWidget()
    while parent is not None and type(parent).__name__ not in _OVERLAYS:
        parent = parent.parentWidget()
    return parent is not None


def _shared(one: QWidget, other: QWidget, ground: QWidget) -> QWidget:
    """Return the closest widget that both lie in."""
    parent = one.parentWidget()
    while parent is not None and parent is not ground:
        if parent.isAncestorOf(other):
            return parent
        parent = parent.parentWidget()
    return ground


def _box(widget: QWidget, ground: QWidget) -> QRect:
    """Return where a widget is seen; what is scrolled away lies at the edge."""
    box = widget.rect()
    while widget is not ground:
        parent = widget.parentWidget()
        if parent is None:
            break
        box.translate(widget.pos())
        if isinstance(parent.parentWidget(), QScrollArea) and parent.objectName() == "qt_scrollarea_viewport":
            box = _held(box, parent.rect())
        widget = parent
    return box


def _held(box: QRect, frame: QRect) -> QRect:
    top = min(max(box.top(), frame.top()), frame.bottom() - 1)
    left = min(max(box.left(), frame.left()), frame.right() - 1)
    return QRect(left, top, max(1, min(box.width(), frame.width())), max(1, min(box.height(), frame.bottom() - top)))


def label(widget: QWidget) -> str:
    """Return a control in words."""
    return f"{_where(widget)} “{said(widget)[0]}”"
