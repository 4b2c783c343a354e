"""A change that is compared over the whole record, then signed, then kept: bar, list and signature in one place."""

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.context import Cancelled, Progress, Watch
from alpdesk.services.desk import Desk
from alpdesk.services.impact import Impact, UnsignedError
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.impact.card import ImpactCard
from alpdesk.ui.said import error_words
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Button

_WHOLE = 100
Find = Callable[[Progress, Cancelled], Impact]
Keep = Callable[[Impact, str, Watch], object]


class SignedChange(QWidget):
    """Signals: ``kept(str)`` with what to say, ``failed(str)`` with why nothing was kept.

    ``clashed(object)`` with the error before that, where somebody else changed the same.
    """

    kept = Signal(str)
    failed = Signal(str)
    clashed = Signal(object)
    _came = Signal(int)

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._keep: Keep | None = None
        self._wish = Event()
        self.card = ImpactCard(desk)
        self._bar = QProgressBar()
        self._bar.setRange(0, _WHOLE)
        self.stop = Button(self.tr("Stop"), icon="x")
        self.stop.clicked.connect(self._wish.set)
        self._came.connect(self._bar.setValue)
        self._working = QWidget()
        row = QHBoxLayout(self._working)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(self._bar, 1)
        row.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._working)
        column.addWidget(self.card)
        self._working.hide()

    def start(self, find: Find, keep: Keep) -> None:
        """Compare, and keep at once where nothing turns; else ask for the signature first."""
        self._keep = keep
        self.card.hide()
        self._work(self.tr("Comparing flags"))
        self._run(lambda: find(self._watch, self._wish.is_set), self._found, self._not_found)

    def put_away(self) -> None:
        """The list is not of what is typed now: whoever types on compares again."""
        self.card.hide()

    def _work(self, said: str) -> None:
        self._wish.clear()
        self._bar.setAccessibleName(said)
        self._bar.setFormat(f"{said}  %p %")
        self._bar.setValue(0)
        self._working.show()

    def _watch(self, done: int, total: int) -> None:
        """Tell the window how far the comparison is; called on the worker thread."""
        self._came.emit(_WHOLE * done // max(total, 1))

    def _found(self, impact: Impact) -> None:
        self._working.hide()
        if impact.changes:
            self.card.ask(impact, self._finish)
        else:
            self._finish(impact, "")

    def _not_found(self, error: Exception) -> None:
        self._working.hide()
        if not isinstance(error, AlpdeskError):
            raise error
        self.failed.emit(error_words(error))

    def _finish(self, impact: Impact, reason: str) -> None:
        keep = self._keep
        if keep is None:
            return
        self._work(self.tr("Judging everybody again"))
        watch = Watch(self._watch, self._wish.is_set)
        self._run(lambda: keep(impact, reason, watch), lambda _: self._finished(impact), self._not_finished)

    def _finished(self, impact: Impact) -> None:
        self._working.hide()
        self.kept.emit(self._said(impact))

    def _not_finished(self, error: Exception) -> None:
        self._working.hide()
        if isinstance(error, UnsignedError):
            self.card.ask(error.impact, self._finish)
            since = self.tr("Results came in since; this is the list as it is now.")
            self.failed.emit(error_words(error) if error.another else since)
            return
        if not isinstance(error, AlpdeskError):
            raise error
        if isinstance(error, ConflictError):
            self.clashed.emit(error)
        self.failed.emit(error_words(error))

    def _said(self, impact: Impact) -> str:
        turned = len(impact.changes)
        if turned:
            return counted(turned, self.tr("Saved; %n flag turns"), self.tr("Saved; %n flags turn", "", turned))
        return counted(
            impact.looked_at, self.tr("Saved; %n ALP looked at, no flag turns"),
            self.tr("Saved; %n ALP looked at, no flag turns", "", impact.looked_at),
        )  # fmt: skip
