"""What every section of the settings has."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4
from alpdesk.ui.widgets import Banner, Button, PlainLabel, PrimaryButton


class Section(QWidget):
    """A title, a sentence, fields, and a button that keeps them.

    Signals: ``said(str)`` for the status line.
    """

    said = Signal(str)
    wide = False  # takes all the room there is

    def __init__(self, title: str, sentence: str, *, keeps: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_3)
        self.trouble = Banner("caution")
        self.locked = Banner("info", self.tr("Only a clinician or an administrator changes this."))
        for banner in (self.trouble, self.locked):
            banner.hide()
        self.save = PrimaryButton(self.tr("Save"), icon="check")
        self.save.clicked.connect(self.keep)
        self._before: list[Callable[[], None]] = []
        self._keys: QShortcut | None = None
        self.undo = Button(self.tr("Undo"), icon="undo-2", key="Ctrl+Z")
        self.undo.clicked.connect(self.take_back)
        self.undo.hide()
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        foot.addWidget(self.undo)
        foot.addStretch(1)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_3)
        for widget in (PlainLabel(title, "heading"), PlainLabel(sentence, "muted", wrap=True), self.locked):
            column.addWidget(widget)
        column.addLayout(self.body)
        column.addWidget(self.trouble)
        column.addLayout(foot)
        self.save.setVisible(keeps)
        column.addStretch(1)

    def can_be_undone(self, undo: Callable[[], None]) -> None:
        """Offer to let hold again what held before; ``undo`` keeps it through the service."""
        if self._keys is None:
            self._keys = QShortcut(QKeySequence.StandardKey.Undo, self)
            self._keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._keys.activated.connect(self.take_back)
        self._before.append(undo)
        self.undo.show()

    def take_back(self) -> None:
        """Let hold again what held before the last change that was made here."""
        if not self._before:
            return
        undo = self._before.pop()
        self.undo.setVisible(bool(self._before))
        try:
            undo()
        except AlpdeskError as error:
            self.refuse(str(error))
            return
        self.reload()
        self.kept(self.tr("Undone"))

    def turn_to(self, part: str) -> None:
        """Turn to a part of the section, if it has such a one."""

    def reload(self) -> None:
        """Show what is kept."""

    def keep(self) -> None:
        """Keep what stands there."""

    def lock(self, *, locked: bool) -> None:
        """Say, before anything is typed, that the user at the desk may only read this."""
        self.locked.setVisible(locked)
        if locked:
            self.save.setEnabled(False)
            self.read_only()

    def read_only(self) -> None:
        """Let nothing be typed here."""

    def refuse(self, sentence: str) -> None:
        """Say why it was not kept."""
        self.trouble.show_message("caution", sentence)
        self.trouble.show()

    def kept(self, sentence: str) -> None:
        """Say that it was kept."""
        self.trouble.hide()
        self.said.emit(sentence)
