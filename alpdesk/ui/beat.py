"""What waits, read again while the desk is on the screen: others enter and answer, and midnight passes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from alpdesk.ui.tasks import Run

if TYPE_CHECKING:
    from datetime import date

    from alpdesk.services.desk import Desk
    from alpdesk.services.worklist import Counts
    from alpdesk.ui.workspace import Workspace

_EVERY_MS = 60_000


class Beat(QObject):
    """Looks every minute whether the day or the record is another one; counting is done beside the window."""

    def __init__(self, workspace: "Workspace", desk: "Desk", run: Run) -> None:
        super().__init__(workspace)
        self._workspace, self._desk, self._run = workspace, desk, run
        self._counted: tuple[date, int] | None = None
        self._reads = False
        timer = QTimer(self)
        timer.timeout.connect(self.look)
        timer.start(_EVERY_MS)

    def look(self) -> None:
        """Read anew what waits, unless nothing has moved or nobody sees it; long work is not waited for twice."""
        if self._workspace.isVisible() and not self._reads:
            self._reads = True
            self._run(self._read, self._show, self._failed)

    def _read(self) -> "tuple[tuple[date, int], Counts] | None":
        moved = self._desk.worklist.last_moved()
        return None if moved == self._counted else (moved, self._desk.worklist.counts())

    def _show(self, read: "tuple[tuple[date, int], Counts] | None") -> None:
        self._reads = False
        if read is None or not self._workspace.isVisible():
            return
        self._counted, counts = read
        self._workspace.refresh(counts)
        look_again = getattr(self._workspace.page(self._workspace.here.page), "look_again", None)
        if look_again is not None:
            look_again()

    def _failed(self, _error: Exception) -> None:
        """A record out of reach is told to whoever asks for something in it."""
        self._reads = False
