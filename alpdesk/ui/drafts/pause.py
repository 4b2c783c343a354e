"""When typing pauses, what stands in the form is kept."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from alpdesk.services.drafts import Drafts

PAUSE_MS = 1000


class Pause(QTimer):
    """Started anew by every key; keeps the form a second after the last one."""

    def __init__(self, drafts: Drafts, keep: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._keep = keep
        self.setSingleShot(True)
        self.setInterval(PAUSE_MS)
        self.timeout.connect(self._paused)

    def _paused(self) -> None:
        """A long step of another hand is not waited for: the window must not stand still for a draft."""
        if self._drafts.must_wait:
            self.start()
        else:
            self._keep()
