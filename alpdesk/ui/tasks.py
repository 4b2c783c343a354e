"""One worker thread for slow work; answers arrive on the UI thread."""

import gc
from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

T = TypeVar("T")


class Run(Protocol):
    """How a presenter asks for work to be done."""

    def __call__(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None: ...


class Tasks(QObject):
    """One worker thread. ``done`` and ``failed`` are called on the UI thread."""

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._finished.connect(self._deliver)

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Do ``work`` on the worker thread."""

        def job() -> None:
            gc.disable()  # a widget caught in a cycle must not be destroyed on this thread
            try:
                result = work()
            except Exception as error:  # noqa: BLE001  every failure must reach the UI
                self._finished.emit(lambda error=error: failed(error))
            else:
                self._finished.emit(lambda: done(result))
            finally:
                gc.enable()

        self._pool.start(job)

    @property
    def busy(self) -> bool:
        """Whether work goes on."""
        return self._pool.activeThreadCount() > 0

    def wait(self) -> None:
        """Let running work end; call before closing the database."""
        self._pool.waitForDone()

    @Slot(object)
    def _deliver(self, outcome: Callable[[], None]) -> None:
        outcome()


def at_once(work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
    """Do the work here and now: right for anything measured in milliseconds."""
    try:
        result = work()
    except Exception as error:  # noqa: BLE001  every failure must reach the UI
        failed(error)
    else:
        done(result)
