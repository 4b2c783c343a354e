"""The record checked by itself once a day of use, while one works; only a fault is said."""

from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from alpdesk import settings as remembered
from alpdesk.errors import AlpdeskError
from alpdesk.ui.tasks import Run

if TYPE_CHECKING:
    from alpdesk.services.checking import Check
    from alpdesk.services.desk import Desk

_FIRST_MS, _AGAIN_MS = 2 * 60 * 1000, 60 * 60 * 1000
A_DAY = timedelta(hours=24)


class DailyCheck(QObject):
    """Looks a little after a record was opened, then every hour. Signals: ``checked()``, ``found(str)`` for a fault."""

    checked = Signal()
    found = Signal(str)

    def __init__(self, run: Run, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._desk: Desk | None = None
        self._stopped = Event()
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.look)

    def watch(self, desk: "Desk | None") -> None:
        """Look after an open record; a check that goes on ends soon when it is closed."""
        self._desk = desk
        self._stopped.set()
        self.timer.stop()
        if desk is not None:
            self._stopped = Event()
            self.timer.start(_FIRST_MS)

    def look(self) -> None:
        """Check the record, unless that was done within a day."""
        desk, stopped = self._desk, self._stopped
        self.timer.setInterval(_AGAIN_MS)
        if desk is None:
            return
        last = desk.safety.last_check()
        if last is not None and desk.clock() - last < A_DAY:
            return
        places = remembered.backup_places(remembered.load())

        def watched(_done: int, _total: int) -> None:
            if stopped.is_set():
                raise AlpdeskError("The check was stopped.")

        self._run(lambda: desk.safety.check_everything(places, watched), self._checked, self._failed)

    def _checked(self, checks: "list[Check]") -> None:
        faults = [check for check in checks if not check.ok]
        if faults:
            said = QCoreApplication.translate(
                "DailyCheck",
                "The daily check found something that is not as it was saved. See Settings, Backup and checks.",
            )
            self.found.emit("\n".join((said, *(f"{check.name}: {check.detail}" for check in faults))))
        self.checked.emit()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, AlpdeskError):
            raise error  # stopped, or in use: it is looked at again within the hour
