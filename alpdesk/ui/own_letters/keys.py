"""Keys that answer wherever the focus is in a part of the window, each with the name Help tells."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind(widget: QWidget, does: Iterable[tuple[str, str, Callable[[], object]]]) -> None:
    """Bind each key to what it does; one without a name does what another one does."""
    for key, name, act in does:
        shortcut = QShortcut(QKeySequence(key), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setWhatsThis(name)
        shortcut.activated.connect(act)
