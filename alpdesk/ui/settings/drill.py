"""The restore drill: a backup beside the record, and only then in its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from alpdesk.errors import AlpdeskError, WrongPassword
from alpdesk.services.context import Cancelled, Progress
from alpdesk.services.desk import Desk
from alpdesk.services.drill import Comparison
from alpdesk.ui.dialogs import ask
from alpdesk.ui.said import error_words
from alpdesk.ui.settings import drill_words as words
from alpdesk.ui.standing_facts import when
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_3
from alpdesk.ui.widgets import Banner, Button, Choice, Field, PlainLabel
from alpdesk.ui.widgets.cards import clear
from alpdesk.ui.widgets.flow import FlowRow
from alpdesk.ui.widgets.working import Working

_OTHER = "other"


@dataclass(frozen=True)
class Restoring:
    """A backup that is to take the place of the record; ``key`` opens it where it is of the present one."""

    file: Path
    password: str
    key: bytes | None = None


class DrillPane(QWidget):
    """Signals: ``restore_requested(object)`` with a ``Restoring``."""

    restore_requested = Signal(object)

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.confirm = ask
        self.choice, self.password = Choice(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._choice = Field(self.tr("Backup"), self.choice)
        hint = self.tr("Your password when the backup was made.")
        self._password = Field(self.tr("Password of then"), self.password, hint=hint)
        self.compare = Button(self.tr("Compare with the record"), icon="history")
        self.replace = Button(self.tr("Put this backup in place of the record…"), icon="undo-2")
        self.working = Working(run)
        self.result = Banner("info", "")
        self._lists = QVBoxLayout()
        self._lists.setSpacing(SPACE_3)
        self._compared: Path | None = None
        self._found: Comparison | None = None
        self._build()
        self.choice.picked.connect(self._pick)
        self.compare.clicked.connect(self._begin)
        self.password.returnPressed.connect(self._begin)
        self.replace.clicked.connect(self._ask)
        self.working.changed.connect(self._show_state)

    def offer(self, places: Sequence[Path]) -> None:
        """Offer the backups that were made by themselves, the newest first, and any other file."""
        found = [(at, file) for place in places for at, file in self._desk.safety.copies(place).items()]
        newest = sorted(found, reverse=True)
        lines = tuple((f"{when(at)} · {file.parent}", str(file)) for at, file in newest)
        self.choice.set_items((*lines, (self.tr("Another file…"), _OTHER)))
        self._forget()

    def _pick(self, value: object) -> None:
        self._forget()
        if value == _OTHER:
            kind = self.tr("Backups of Alpdesk (*.alpbackup *.alpdesk-backup)")
            chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a backup"), "", kind)
            if chosen:
                self.offer_file(Path(chosen))

    def offer_file(self, file: Path) -> None:
        """Offer one file more, and choose it."""
        there = [(self.choice.itemText(row), self.choice.itemData(row)) for row in range(self.choice.count())]
        self.choice.set_items(((file.name, str(file)), *((text, data) for text, data in there)))
        self.choice.set_value(str(file))
        self._forget()

    def _begin(self) -> None:
        value = self.choice.value()
        if value in (None, _OTHER) or self.working.busy:
            self._choice.refuse(self.tr("Choose a backup first."))
            return
        file, password = Path(str(value)), self.password.text()
        self._forget(keep_password=True)

        def work(progress: Progress, cancelled: Cancelled) -> Comparison:
            def watch(done: int, total: int) -> None:
                if cancelled():
                    raise AlpdeskError(stopped)
                progress(done, total)

            return self._desk.safety.compare(file, password, self._desk.actor.name, watch)

        stopped = self.tr("The comparison was stopped; nothing was changed.")
        self._compared = file
        self.working.start(self.tr("Comparing"), work, self._show, self._failed)

    def _show(self, found: Comparison) -> None:
        self._found = found
        lost = bool(found.would_be_lost)
        self.result.show_message("caution" if lost else "ok", words.headline(found), detail=words.counts(found))
        self.result.show()
        for line in words.lists(found):
            self._lists.addWidget(PlainLabel(line, wrap=True).make_selectable())
        self.replace.show()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, AlpdeskError):
            raise error
        if isinstance(error, WrongPassword):
            self._password.show()
            self._password.refuse(self.tr("This backup is of an earlier key: type your password of then."))
            self.password.setFocus()
            return
        self.result.show_message("caution", error_words(error))
        self.result.show()

    def _ask(self) -> None:
        if self._compared is None or self._found is None:
            return
        title = self.tr("Put the backup of {when} in place of the record?").format(when=when(self._found.made_at))
        text = words.warning(self._found)
        if self.confirm(self, title, text, yes=self.tr("Put it in place"), no=self.tr("Cancel"), careful=True):
            key = self._desk.context.database.key
            self.restore_requested.emit(Restoring(self._compared, self.password.text(), key() if key else None))
            self.password.clear()

    def _show_state(self) -> None:
        self.compare.setEnabled(not self.working.busy)

    def _forget(self, *, keep_password: bool = False) -> None:
        """Show nothing of a comparison that is not of what is chosen."""
        clear(self._lists)
        self._found = self._compared = None
        self._choice.say()
        self.result.hide()
        self.replace.hide()
        if not keep_password:
            self.password.clear()
            self._password.say()
            self._password.hide()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        title = PlainLabel(QCoreApplication.translate("DrillPane", "Restore drill"), "strong")
        said = self.tr("A backup is opened beside the record and compared with it. Nothing is replaced by that.")
        column.addWidget(title)
        column.addWidget(PlainLabel(said, "muted", wrap=True))
        column.addWidget(self._choice)
        column.addWidget(self._password)
        row = FlowRow(spacing=SPACE_3)
        row.addWidget(self.compare)
        row.addWidget(self.replace)
        column.addLayout(row)
        column.addWidget(self.working)
        column.addWidget(self.result)
        column.addLayout(self._lists)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
