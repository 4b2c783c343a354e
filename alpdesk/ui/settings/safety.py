"""A verified copy, and the checks of the record."""

from pathlib import Path

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.vault import Check
from alpdesk.ui.settings.section import Section
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Banner, Button, PlainLabel, PrimaryButton
from alpdesk.ui.widgets.cards import clear


class SafetySection(Section):
    """Backs up to a file of the user's choice and checks the record, both on the worker thread."""

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
        self._busy.hide()
        self._found = QVBoxLayout()
        self._found.setSpacing(SPACE_2)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.backup)
        row.addWidget(self.check)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self._busy)
        self.body.addLayout(self._found)
        self.backup.clicked.connect(self._choose)
        self.check.clicked.connect(self._check)

    def back_up_to(self, target: Path) -> None:
        """Write a verified copy to ``target``."""
        self._set_busy(busy=True)
        self._run(lambda: self._desk.safety.backup(target), self._backed_up, self._failed)

    def _choose(self) -> None:
        stamp = QDateTime.currentDateTime().toString("yyyy-MM-dd-HHmm")
        kind = self.tr("Backup of Alpdesk (*.alpbackup)")
        start = str(Path.home() / f"alpdesk-{stamp}.alpbackup")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Back up to"), start, kind)
        if chosen:
            self.back_up_to(Path(chosen))

    def _check(self) -> None:
        self._set_busy(busy=True)
        self._run(self._desk.safety.verify, self._checked, self._failed)

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
            said = f"{sign} {check.name}: {check.detail}"
            self._found.addWidget(PlainLabel(said, "body" if check.ok else "error", wrap=True))

    def _failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        if not isinstance(error, AlpdeskError):
            raise error
        self.refuse(str(error))

    def _set_busy(self, *, busy: bool) -> None:
        clear(self._found)
        self.trouble.hide()
        self._busy.setVisible(busy)
        self.backup.setEnabled(not busy)
        self.check.setEnabled(not busy)
