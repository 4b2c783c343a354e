"""Slow work that shows how far it is and can be stopped, while the window stays awake."""

from collections.abc import Callable
from threading import Event
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets.buttons import Button
from alpdesk.ui.widgets.labels import PlainLabel

T = TypeVar("T")
Work = Callable[[Callable[[int, int], None], Callable[[], bool]], T]
_WHOLE = 100


class Working(QWidget):
    """What is being done, a bar, and a button that stops it; seen only while something is done.

    Signals: ``changed(bool)``: whether something is being done now.
    """

    changed = Signal(bool)
    _came = Signal(int)

    def __init__(self, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("asks", True)
        self._run = run
        self._wish = Event()
        self._told = 0
        self._words = PlainLabel("", "muted")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("How far it is"))
        self.stop_button = Button(self.tr("Stop"), icon="x", key="Esc")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(self._words)
        row.addWidget(self.bar, 1)
        row.addSpacing(SPACE_2)
        row.addWidget(self.stop_button)
        self._came.connect(self.bar.setValue)
        self.stop_button.clicked.connect(self.stop)
        self.busy = False
        self.hide()

    @property
    def was_stopped(self) -> bool:
        """Whether the user stopped what was done last."""
        return self._wish.is_set()

    def start(self, text: str, work: Work[T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Do ``work`` on the worker thread; it is given how to tell progress and how to ask whether to stop."""
        if self.busy:
            return
        self._wish.clear()
        self._told = 0
        self._words.setText(text)
        self.bar.setRange(0, _WHOLE)
        self.bar.setValue(0)
        self.stop_button.setEnabled(True)
        self._set_busy(busy=True)
        self._run(lambda: work(self._tell, self._wish.is_set), self._then(done), self._then(failed))

    def stop(self) -> None:
        """Ask what is being done to stop at the next step."""
        self._wish.set()
        self.stop_button.setEnabled(False)

    def _tell(self, done: int, total: int) -> None:
        """Take note of progress; called on the worker thread."""
        percent = _WHOLE * done // max(total, 1)
        if percent != self._told:  # the window would drown in steps that nobody can see
            self._told = percent
            self._came.emit(percent)

    def _then(self, take: Callable[[T], None]) -> Callable[[T], None]:
        def over(outcome: T) -> None:
            self._set_busy(busy=False)
            take(outcome)

        return over

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.setVisible(busy)
        self.changed.emit(busy)
