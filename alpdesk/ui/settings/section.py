"""What every section of the settings has."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.domain.records import Record
from alpdesk.errors import AlpdeskError
from alpdesk.services.drafts import Drafts
from alpdesk.ui.drafts.fields import FieldsKeeper, Typable
from alpdesk.ui.records.conflict import ConflictDialog, clashes, settle
from alpdesk.ui.said import error_words
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4
from alpdesk.ui.widgets import Banner, Button, PlainLabel, PrimaryButton

R = TypeVar("R", bound=Record)


class Section(QWidget):
    """A title, a sentence, fields, and a button that keeps them.

    What is typed in the fields given to ``keep_typing`` is there again after leaving, and after a crash.
    Signals: ``said(str)`` for the status line.
    """

    said = Signal(str)
    conflict: ConflictDialog | None = None
    wide = False  # takes all the room there is

    def __init__(self, title: str, sentence: str, *, keeps: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_3)
        self.trouble = Banner("caution")
        self.locked = Banner("info", self.tr("Only a clinician or an administrator changes this."))
        self.half_typed = Banner("info", "", action=self.tr("Begin again"))
        self.half_typed.acted.connect(self._begin_again)
        for banner in (self.trouble, self.locked, self.half_typed):
            banner.hide()
        self.save = PrimaryButton(self.tr("Save"), icon="check")
        self.save.clicked.connect(self.keep)
        self._before: list[Callable[[], None]] = []
        self._keys: QShortcut | None = None
        self._typing: FieldsKeeper | None = None
        self._typed_as = ""
        self.undo = Button(self.tr("Undo"), icon="undo-2", key="Ctrl+Z")
        self.undo.clicked.connect(self.take_back)
        self.undo.hide()
        self._lay_out(sentence, keeps=keeps)

    def _lay_out(self, sentence: str, *, keeps: bool) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        foot.addWidget(self.undo)
        foot.addStretch(1)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_3)
        head = PlainLabel(self.title, "heading")
        for widget in (head, PlainLabel(sentence, "muted", wrap=True), self.locked, self.half_typed):
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
        self.turn()
        self.kept(self.tr("Undone"))

    def keep_change(
        self,
        read: R,
        wanted: R,
        titles: Mapping[str, str],
        *,
        update: Callable[[R], R],
        get: Callable[[], R | None],
        said: str,
    ) -> None:
        """Keep a change of what was read, unless somebody made another: then both stand side by side, field by field.

        Undo lets hold what held before, unless somebody has changed it again since.
        """
        self.trouble.hide()
        try:
            kept = update(wanted)
        except AlpdeskError as error:
            theirs = getattr(error, "theirs", None)
            if not isinstance(theirs, type(wanted)):
                self.refuse(error_words(error))
                return
            found = clashes(read, wanted, theirs, titles)
            again = partial(self.keep_change, theirs, titles=titles, update=update, get=get, said=said)
            self.conflict = settle(self, found, wanted, theirs, again)
            return

        def undo() -> None:
            now = get()
            refuse_changed(kept, now)
            update(read.model_copy(update={"row_version": getattr(now, "row_version", None)}))

        self.can_be_undone(undo)
        self.saved(said)

    def keep_typing(self, drafts: Drafts, name: str, fields: Mapping[str, Typable]) -> None:
        """Keep what is typed in some fields, under the name of the section."""
        self._typing, self._typed_as = FieldsKeeper(drafts, "settings", fields, self), name

    def turn(self) -> None:
        """Show what is on record, and over it what was left half typed."""
        self.pause_typing()
        self.reload()
        self.watch_typing()

    def watch_typing(self, part: str = "") -> None:
        """From here on keep what is typed over what is shown; what was left of it before is put back."""
        if self._typing is None:
            return
        restored = self._typing.open(f"{self._typed_as}/{part}")
        self.half_typed.show_message("caution" if self._typing.outdated else "info", self._typing.said())
        self.half_typed.setVisible(restored)
        if restored:
            self.put_back()

    def pause_typing(self) -> None:
        """Keep what is typed before something else is shown."""
        if self._typing is not None:
            self._typing.close()
            self._typing.show_base()

    def saved_typing(self) -> None:
        """What was typed is on record; go on from what stands there now."""
        if self._typing is not None:
            self._typing.clear()
        self.watch_typing()

    def put_back(self) -> None:
        """Look at what was put back into the fields."""

    def unsaved(self) -> bool:
        """Keep what is typed, and say whether it would be lost with the window."""
        return self._typing is not None and self._typing.unsaved()

    def _begin_again(self) -> None:
        if self._typing is not None:
            self._typing.clear()
        self.turn()

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

    def saved(self, sentence: str) -> None:
        """Say that what was typed is on record: it is no draft any more."""
        if self._typing is not None:
            self._typing.clear()
        self.turn()
        self.kept(sentence)


def refuse_changed(kept: Record, now: Record | None, apart: Collection[str] = ()) -> None:
    """Refuse to take back what was kept where somebody has changed it again since, but for some fields."""
    left_out = {"row_version", *apart}
    if now is None or now.model_dump(exclude=left_out) != kept.model_dump(exclude=left_out):
        raise AlpdeskError("This entry was changed again since; nothing was taken back.")
