"""The bar over every page: way back, search, who is at the desk, lock."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from alpdesk.ui.finder import Finder
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4
from alpdesk.ui.widgets import Chip, IconButton, PlainLabel
from alpdesk.ui.widgets.tips import tip


class TopBar(QFrame):
    """Signals: ``back_requested()``, ``lock_requested()``."""

    back_requested = Signal()
    lock_requested = Signal()

    def __init__(self, ground: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self._back = IconButton("arrow-left", self.tr("Back (Esc)"))
        self._back.clicked.connect(self.back_requested)
        self.finder = Finder(ground)
        self._demo = Chip(self.tr("Demo: nothing is kept"), "caution")
        self._demo.hide()
        self._reading = Chip(self.tr("Read only: nothing is saved"), "caution")
        self._reading.hide()
        self._user = PlainLabel("", "muted")
        self._lock = IconButton("lock", self.tr("Lock (Ctrl+L)"))
        self._lock.clicked.connect(self.lock_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_2, SPACE_4, SPACE_2)
        row.setSpacing(SPACE_3)
        row.addWidget(self._back)
        row.addWidget(self.finder, 20)
        row.addStretch(1)
        for widget in (self._demo, self._reading, self._user, self._lock):
            row.addWidget(widget)
        self.finder.setMaximumWidth(640)

    def show_user(self, name: str, *, demo: bool, read_only: str = "") -> None:
        """Show who is at the desk, and why nothing can be saved if that is so."""
        self._user.setText(name)
        self._reading.setVisible(bool(read_only))
        self._reading.setToolTip(tip(read_only))
        self._demo.setVisible(demo)
        self._lock.setVisible(not demo)

    def allow_back(self, allowed: bool) -> None:
        """Say whether there is a way back."""
        self._back.setEnabled(allowed)
