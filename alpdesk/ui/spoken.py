"""Tells screen readers what the widgets are that the program paints itself."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_KEPT = "_spoken"


def tell_roles() -> None:
    """Let every widget whose class has a ``spoken_role`` be told as that, not as an area without a name."""
    QAccessible.installFactory(_told)


def describe(widget: QWidget, words: str) -> None:
    """Let a screen reader tell words of a widget, at once while one is in it."""
    widget.setAccessibleDescription(words)
    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.DescriptionChanged))
    if words and widget.hasFocus():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def _told(_name: str, thing: QObject | None) -> QAccessibleInterface | None:
    """Return what a widget is told as; the widget keeps it, so that it lives as long."""
    role = getattr(thing, "spoken_role", None)
    if role is None or not isinstance(thing, QWidget):
        return None
    told = QAccessibleWidget(thing, role)
    setattr(thing, _KEPT, told)
    return told
