"""A verified copy, and the checks of the record."""

from dataclasses import replace
from pathlib import Path
from threading import Event

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from alpdesk import settings as remembered
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.vault import Check
from alpdesk.ui.said import error_words, said
from alpdesk.ui.settings.section import Section
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Banner, Button, Field, PlainLabel, PrimaryButton
from alpdesk.ui.widgets.cards import clear
from alpdesk.ui.widgets.forms import beside

_WHOLE = 100


class SafetySection(Section):
    """Backs up to a file of the user's choice and checks the record, both on the worker thread.

    Signals: ``settings_changed(object)`` when another folder for backups is chosen, for this computer.
    """

    settings_changed = Signal(object)
    _came = Signal(int)

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        sentence = self.tr("A backup is read back and compared before it counts. Keep one outside the house.")
        super().__init__(self.tr("Backup and checks"), sentence, keeps=False, parent=parent)
        self._desk = desk
        self._run = run
        self.backup = PrimaryButton(self.tr("Back up now…"), icon="hard-drive")
        self.check = Button(self.tr("Check the record"), icon="shield-check")
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setAccessibleName(self.tr("Working"))
        self._came.connect(self._show_progress)
        self._wish = Event()
        self.stop = Button(self.tr("Stop"), icon="x")
        self.stop.clicked.connect(self._stop)
        self._found = QVBoxLayout()
        self._found.setSpacing(SPACE_2)
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.change = Button(self.tr("Change…"))
        self.change.setAccessibleName(self.tr("Choose another backup folder"))
        self._build()
        self.change.clicked.connect(self._choose_folder)
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
        self.body.addWidget(Field(self.tr("Backup folder"), beside(self.folder, self.change)))
        self.folder.setAccessibleName(self.tr("Backup folder"))
        self.body.addLayout(acts)
        self.body.addLayout(working)
        self.body.addLayout(self._found)
        for widget in (self._busy, self.stop):
            widget.hide()

    def back_up_to(self, target: Path) -> None:
        """Write a verified copy to ``target``."""
        self._set_busy(busy=True)
        self.stop.show()
        self._run(lambda: self._desk.safety.backup(target, self._watch), self._backed_up, self._failed)

    def reload(self) -> None:
        self.folder.setText(remembered.load().backups)
        self.folder.setPlaceholderText(self.tr("None chosen yet; each backup asks where to"))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Backup folder"), self.folder.text())
        if chosen:
            self.settings_changed.emit(replace(remembered.load(), backups=chosen))
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
        self._run(self._desk.safety.verify, self._checked, self._failed)

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
