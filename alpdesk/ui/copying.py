"""Backups by themselves: every half hour of use when something changed, and when the desk is left."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from alpdesk import settings as remembered
from alpdesk.errors import AlpdeskError
from alpdesk.ui.daily_check import DailyCheck
from alpdesk.ui.said import error_words
from alpdesk.ui.tasks import Run

if TYPE_CHECKING:
    from alpdesk.services.desk import Desk
    from alpdesk.services.self_backup import Copied

_EVERY_MS = 30 * 60 * 1000


class Copying(QObject):
    """Signals: ``copied()`` when the places were looked after, ``trouble(str)`` with what was not done, and why."""

    copied = Signal()
    trouble = Signal(str)

    def __init__(self, run: Run, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._desk: Desk | None = None
        self.timer = QTimer(self)
        self.timer.setInterval(_EVERY_MS)
        self.timer.timeout.connect(self._copy)
        self.check = DailyCheck(run, self)

    def watch(self, desk: "Desk | None") -> None:
        """Look after the copies of an open record; of none when it is closed."""
        self._desk = desk
        self.check.watch(desk)
        if desk is None:
            self.timer.stop()
        else:
            self.timer.start()

    def last(self) -> None:
        """Make the copies before the record is closed; what goes wrong is said and stops nothing."""
        if self._desk is None or not self._places():
            return
        try:
            self._done(self._desk.safety.back_up_by_itself(self._places()))
        except AlpdeskError as error:
            self._failed(error)

    def _copy(self) -> None:
        desk, places = self._desk, self._places()
        if desk is not None and places:
            self._run(lambda: desk.safety.back_up_by_itself(places), self._done, self._failed)

    def _places(self) -> tuple[Path, ...]:
        return remembered.backup_places(remembered.load())

    def _done(self, copied: "Copied") -> None:
        for problem in copied.problems:
            self.trouble.emit(problem)
        self.copied.emit()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, AlpdeskError):
            raise error
        self.trouble.emit(error_words(error))
