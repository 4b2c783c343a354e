"""A verified copy, and the checks of the record."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from alpdesk import settings as remembered
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.vault import Check
from alpdesk.ui.deeds import words as deeds
from alpdesk.ui.keys.words import key_words, sheet_words
from alpdesk.ui.said import error_words, said
from alpdesk.ui.settings.drill import DrillPane
from alpdesk.ui.settings.section import Section
from alpdesk.ui.standing_facts import when
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Banner, Button, Divider, Field, PlainLabel, PrimaryButton
from alpdesk.ui.widgets.cards import clear
from alpdesk.ui.widgets.forms import beside

_WHOLE = 100


class SafetySection(Section):
    """Backs up to a file of the user's choice and checks the record, both on the worker thread.

    Signals: ``settings_changed(object)`` when another folder for backups is chosen, for this computer,
    ``restore_requested(object)`` when a backup is to take the place of the record.
    """

    settings_changed = Signal(object)
    restore_requested = Signal(object)
    _came = Signal(int)

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        sentence = self.tr(
            "Made by itself every half hour of use and at the end, when something changed. Read back before it counts."
        )
        super().__init__(self.tr("Backup and checks"), sentence, keeps=False, parent=parent)
        self._desk = desk
        self._run = run
        self.backup = PrimaryButton(self.tr("Back up now…"), icon="hard-drive")
        self.check = Button(self.tr("Check everything now"), icon="shield-check")
        self.facts = PlainLabel("", "muted", wrap=True)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setAccessibleName(self.tr("Working"))
        self._came.connect(self._show_progress)
        self._wish = Event()
        self.stop = Button(self.tr("Stop"), icon="x")
        self.stop.clicked.connect(self._stop)
        self._found = QVBoxLayout()
        self._found.setSpacing(SPACE_2)
        self.folder, self.second = QLineEdit(), QLineEdit()
        self.change, self.change_second = Button(self.tr("Change…")), Button(self.tr("Change…"))
        self.change.setAccessibleName(self.tr("Choose another backup folder"))
        self.change_second.setAccessibleName(self.tr("Choose another second place for backups"))
        self.newest = Banner("ok", "")
        self.drill = DrillPane(desk, run)
        self.drill.restore_requested.connect(self.restore_requested)
        self._build()
        self.change.clicked.connect(lambda: self._choose_folder(self.folder))
        self.change_second.clicked.connect(lambda: self._choose_folder(self.second))
        self.backup.clicked.connect(self._choose)
        self.check.clicked.connect(self._check)

    def _build(self) -> None:
        acts, working = QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((acts, (self.backup, self.check)), (working, (self._busy, self.stop))):
            row.setSpacing(SPACE_2)
            for widget in widgets:
                row.addWidget(widget)
        acts.addStretch(1)
        working.setStretch(0, 1)
        places = (
            (self.folder, self.change, self.tr("Backup folder"), ""),
            (self.second, self.change_second, self.tr("Second place"),
             self.tr("A stick or another disk, in case this one is lost. The copies are encrypted.")),
        )  # fmt: skip
        for line, change, name, hint in places:
            line.setReadOnly(True)
            self.body.addWidget(Field(name, beside(line, change), hint=hint))
            line.setAccessibleName(name)
        self.body.addWidget(self.newest)
        self.body.addLayout(acts)
        self.body.addLayout(working)
        self.body.addLayout(self._found)
        self.body.addWidget(self.facts)
        self.body.addWidget(Divider())
        self.body.addWidget(self.drill)
        for widget in (self._busy, self.stop):
            widget.hide()

    def back_up_to(self, target: Path) -> None:
        """Write a verified copy to ``target``."""
        self._set_busy(busy=True)
        self.stop.show()
        self._run(lambda: self._desk.safety.backup(target, self._watch), self._backed_up, self._failed)

    def reload(self) -> None:
        settings = remembered.load()
        self.folder.setText(settings.backups)
        self.folder.setPlaceholderText(self.tr("None chosen yet; each backup asks where to"))
        self.second.setText(settings.second_backups)
        self.second.setPlaceholderText(self.tr("None chosen yet"))
        self._show_newest(remembered.backup_places(settings))
        on_file = self._desk.context.database.path is not None and self._desk.context.database.on_close is None
        self.drill.setVisible(on_file and self._desk.access.may_change())
        self.drill.offer(remembered.backup_places(settings))
        self._show_facts()

    def _show_newest(self, places: Sequence[Path]) -> None:
        """Say of each place how old its newest copy is; the oldest of them sets the tone."""
        found = [(place, self._desk.safety.newest_copy(place)) for place in places]
        none = self.tr("no copy yet, or not plugged in")
        lines = [f"{place}: {none if at is None else when(at)}" for place, at in found]
        old = [at for _, at in found if self._desk.safety.is_old(at)]
        said = self.tr("A place has no recent backup.") if old else self.tr("Every place has a recent backup.")
        self.newest.show_message("caution" if old else "ok", said, detail="\n".join(lines))
        self.newest.setVisible(bool(found) and self._desk.context.database.path is not None)

    def _show_facts(self) -> None:
        """Say who is at the desk, when everything was last checked, and what keeps and judges the record."""
        checked, user = self._desk.safety.last_check(), self._desk.users.current()
        editions = " · ".join(f"{name} {version}" for name, version in self._desk.safety.editions())
        state = self._desk.access.state() if self._desk.access.kept_here else None
        locked = () if state is None else (sheet_words(state), key_words(state))
        taken_out = deeds.taken_out(self._desk.redacting.made())
        self.facts.setText("\n".join((
            self.tr("At the desk: {name}").format(name=user.name if user else self._desk.actor.name),
            *locked,
            *taken_out,
            self.tr("Last check: {when}").format(when=when(checked) if checked else self.tr("never")),
            self.tr("Rule book {edition}").format(edition=self._desk.rules.version),
            editions,
        )))  # fmt: skip

    def _choose_folder(self, line: QLineEdit) -> None:
        chosen = QFileDialog.getExistingDirectory(self, line.accessibleName(), line.text())
        if chosen:
            now = remembered.load()
            first = line is self.folder
            changed = replace(now, backups=chosen) if first else replace(now, second_backups=chosen)
            self.settings_changed.emit(changed)
            self.reload()

    def _choose(self) -> None:
        stamp = QDateTime.currentDateTime().toString("yyyy-MM-dd-HHmm")
        kind = self.tr("Backup of Alpdesk (*.alpbackup)")
        start = str(Path(self.folder.text() or Path.home()) / f"alpdesk-{stamp}.alpbackup")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Back up to"), start, kind)
        if chosen:
            self.back_up_to(Path(chosen))

    def _check(self) -> None:
        self._set_busy(busy=True)
        places = remembered.backup_places(remembered.load())
        self._run(lambda: self._desk.safety.check_everything(places, self._watch_check), self._checked, self._failed)

    def _watch_check(self, done: int, total: int) -> None:
        """Tell the window how far the check is; called on the worker thread."""
        self._came.emit(_WHOLE * done // max(total, 1))

    def _watch(self, done: int, total: int) -> None:
        """Tell the window how far the copy is; called on the worker thread."""
        if self._wish.is_set():
            raise AlpdeskError(self.tr("The backup was stopped; no file was written."))
        self._came.emit(_WHOLE * done // max(total, 1))

    def _show_progress(self, percent: int) -> None:
        self._busy.setRange(0, _WHOLE)
        self._busy.setValue(percent)

    def _stop(self) -> None:
        self._wish.set()
        self.stop.setEnabled(False)

    def _backed_up(self, path: Path) -> None:
        self._set_busy(busy=False)
        self._found.addWidget(Banner("ok", self.tr("Backed up and verified."), detail=str(path)))
        self.kept(self.tr("Backed up"))

    def _checked(self, checks: list[Check]) -> None:
        self._set_busy(busy=False)
        self._show_facts()
        good = all(check.ok for check in checks)
        words = self.tr("Everything is as it was saved.") if good else self.tr("Something is not as it was saved.")
        self._found.addWidget(Banner("ok" if good else "emergency", words))
        for check in checks:
            sign = "✓" if check.ok else "✗"
            line = f"{sign} {said(check.name)}: {said(check.detail)}"
            self._found.addWidget(PlainLabel(line, "body" if check.ok else "error", wrap=True))

    def _failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        if not isinstance(error, AlpdeskError):
            raise error
        self.refuse(error_words(error))

    def _set_busy(self, *, busy: bool) -> None:
        clear(self._found)
        self.trouble.hide()
        self._wish.clear()
        self._busy.setRange(0, 0)
        self._busy.setVisible(busy)
        self.stop.hide()
        self.stop.setEnabled(True)
        self.backup.setEnabled(not busy)
        self.check.setEnabled(not busy)
