"""What the stops of the tour need: the demonstration clinic opened in a window, and hands and eyes in it."""

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QLocale
from PySide6.QtWidgets import QApplication, QWidget

from alpdesk.domain.assessment import Persistence
from alpdesk.services.desk import Desk
from alpdesk.services.worklist import OpenLow
from alpdesk.settings import Settings
from alpdesk.ui.program import Program
from alpdesk.ui.workspace import Workspace

_PATIENCE_MS = 60_000
Stop = Callable[[], QWidget | None]


class Guide:
    """Opens the demonstration clinic; a stop asks it to go somewhere, to type, to wait."""

    def __init__(self, application: QApplication, theme: str, size: tuple[int, int]) -> None:
        self.application = application
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        self.program = Program(application, replace(Settings(), appearance=theme, guide=False), demo=True)
        self.window = self.program.window
        self.window.may_lose = lambda _: True
        self.window.resize(*size)

    def start(self) -> None:
        """Open the clinic and wait until it is there; a fault ends the tour instead of being shown in a window."""
        hook = sys.excepthook
        self.program.start()
        sys.excepthook = hook
        self.window.activateWindow()
        self.wait_for(lambda: self.program.desk is not None)

    def close(self) -> None:
        """Leave the clinic."""
        self.window.close()

    def settle(self) -> None:
        """Let what was asked for be painted."""
        for _ in range(3):
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def wait_for(self, ready: Callable[[], bool]) -> None:
        """Wait until something is so."""
        deadline = QDeadlineTimer(_PATIENCE_MS)
        while not ready():
            self.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
            if deadline.hasExpired():
                raise TimeoutError("a stop of the tour did not come about")

    @property
    def desk(self) -> Desk:
        """The open clinic."""
        assert self.program.desk is not None
        return self.program.desk

    @property
    def workspace(self) -> Workspace:
        """The window's inside while the clinic is open."""
        assert self.window.workspace is not None
        return self.window.workspace

    def go(self, page: str, *subject: object) -> None:
        """Open a page by name."""
        self.workspace.go(page, *subject)

    def page(self, name: str) -> Any:
        """Return a page by name."""
        return self.workspace.page(name)

    def patient(self) -> int:
        """Return the patient with the longest story among those whose persistent low waits."""
        waiting = self.desk.worklist.today().unanswered
        persistent = (low for low in waiting if low.persistence is Persistence.PERSISTENT)
        return max(persistent, key=self._panels).patient.id

    def focus(self) -> QWidget:
        """Return what has the focus."""
        field = self.window.focusWidget()
        assert field is not None
        return field

    def show(self, dialog: QWidget) -> QWidget:
        """Show a dialog and return it: that is the stop then."""
        dialog.show()
        return dialog

    def _panels(self, low: OpenLow) -> int:
        return len(self.desk.patients.record(low.patient.id).panels)
