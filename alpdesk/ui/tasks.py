"""One worker thread for slow work; answers arrive on the UI thread.

Nothing of the window may die beside it: whoever drops the last hold of a page destroys its widgets on the very thread
it runs on. So the worker never holds what it was given, only the number of the job, and Python's collector of cycles
rests from before a job begins until its answer was fetched.
"""

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

T = TypeVar("T")
_numbers = count(1)
_away: set[int] = set()  # jobs of every worker that may still run; touched on the UI thread alone


class Run(Protocol):
    """How a presenter asks for work to be done."""

    def __call__(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None: ...


@dataclass
class _Job:
    """What was asked for, and the answer once there is one."""

    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    answer: Callable[[], None] | None = None

    def do(self) -> None:
        try:
            self.answer = partial(self.done, self.work())
        except Exception as error:  # noqa: BLE001  every failure must reach the UI
            self.answer = partial(self.failed, error)


class Tasks(QObject):
    """One worker thread. ``done`` and ``failed`` are called on the UI thread."""

    _finished = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: dict[int, _Job] = {}
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._finished.connect(self._deliver)

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Do ``work`` on the worker thread."""
        number = next(_numbers)
        self._jobs[number] = _Job(work, done, failed)
        _away.add(number)
        gc.disable()
        self._pool.start(partial(self._work, number))

    def _work(self, number: int) -> None:
        self._jobs[number].do()
        self._finished.emit(number)

    @property
    def busy(self) -> bool:
        """Whether work goes on, or its answer was not heard yet."""
        return bool(self._jobs)

    def wait(self) -> None:
        """Let running work end; call before closing the database."""
        self._pool.waitForDone()
        _are_back(self._jobs)

    @Slot(int)
    def _deliver(self, number: int) -> None:
        job = self._jobs.pop(number)
        _are_back((number,))
        answer, job.answer = job.answer, None  # a failure remembers the job, which must not remember it in turn
        if answer is not None:
            answer()


def _are_back(numbers: Iterable[int]) -> None:
    """Let cycles be collected again once nothing runs beside the window."""
    _away.difference_update(numbers)
    if not _away:
        gc.enable()


def at_once(work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
    """Do the work here and now: right for anything measured in milliseconds."""
    try:
        result = work()
    except Exception as error:  # noqa: BLE001  every failure must reach the UI
        failed(error)
    else:
        done(result)
