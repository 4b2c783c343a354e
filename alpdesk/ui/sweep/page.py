"""The whole record searched for low ALP that nobody has answered."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.sweeping import SweptLow
from alpdesk.services.worklist import HitKind
from alpdesk.ui.said import error_words
from alpdesk.ui.sweep import words
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Banner, Button, EmptyState, PlainLabel, PrimaryButton, TableView
from alpdesk.ui.widgets.lines import LinesModel
from alpdesk.ui.widgets.rows import in_a_row
from alpdesk.ui.widgets.working import Working


class SweepPage(QWidget):
    """Searches, shows what it found, and puts on the list what no list has.

    Signals: ``decide_requested(int)``, ``patient_requested(int)`` with the patient, ``swept()`` when a search came to
    its end or something was put on the list, ``said(str)``.
    """

    decide_requested = Signal(int)
    patient_requested = Signal(int)
    swept = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lows: tuple[SweptLow, ...] = ()
        self._searched = False
        self.working = Working(run)
        self.result = Banner("ok", "")
        self.model = LinesModel(words.heads(), self)
        self.table = TableView(self.tr("Low ALP without an answer"))
        self.search = PrimaryButton(self.tr("Search the whole record"), icon="radar")
        self.take_up = PrimaryButton(self.tr("Put all on the list"), icon="list-checks", key="A")
        self.open = Button(self.tr("Decide"), key="Enter")
        self.patient = Button(self.tr("Open patient"), icon="user", key="P")
        self._last = PlainLabel("", "muted")
        self._nothing = EmptyState("radar", "")
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def reload(self) -> None:
        """Show when the record was last searched; what was found stays."""
        self._last.setText(words.last_swept(self._desk.sweeping.last()))
        self._show_state()

    def start(self) -> None:
        """Search now."""
        self.reload()
        self.result.hide()
        self.working.start(self.tr("Searching"), self._desk.sweeping.run, self._found, self._failed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.working.busy:
            self.working.stop()
            return
        super().keyPressEvent(event)

    # Building

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.set_columns((27, 24, 29, 14, 15), stretch=0, keep=(0,))
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_3)
        title = PlainLabel(self.tr("Sweep"), "title")
        column.addLayout(in_a_row(title, self._last, None, self.search))
        column.addWidget(self.working)
        column.addWidget(self.result)
        column.addWidget(self._stack, 1)
        column.addLayout(in_a_row(None, self.patient, self.open, self.take_up))
        self.result.hide()

    def _connect(self) -> None:
        self.search.clicked.connect(self.start)
        self.take_up.clicked.connect(self._take_up_all)
        self.open.clicked.connect(self.table.activate_current)
        self.patient.clicked.connect(self._open_patient)
        self.table.row_activated.connect(self._decide)
        self.table.key_pressed.connect(self._take_key)
        self.working.changed.connect(self._show_state)

    # Answers to the work

    def _found(self, lows: tuple[SweptLow, ...]) -> None:
        self._searched = True
        self._show(lows)
        never = sum(not low.hit.on_list for low in lows)
        others = sum(low.hit.kind is not HitKind.LOW for low in lows)
        self.result.show_message(
            "caution" if never else "low" if lows else "ok", *words.found(len(lows), never, others)
        )
        self.result.show()
        self.reload()
        self.swept.emit()

    def _show(self, lows: tuple[SweptLow, ...]) -> None:
        self._lows = lows
        self.model.set_lines([words.line(low) for low in lows], [low.patient.id for low in lows])
        self._show_state()
        if lows:
            self.table.selectRow(0)
            self.table.setFocus()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, AlpdeskError):
            raise error
        self.result.show_message("info" if self.working.was_stopped else "caution", error_words(error))
        self.result.show()

    def _take_up_all(self) -> None:
        missing = [low.patient.id for low in self._lows if not low.hit.on_list]
        if missing:
            work = partial(self._desk.sweeping.take_up, missing)
            self.working.start(self.tr("Putting on the list"), work, self._taken_up, self._failed)

    def _taken_up(self, kept: int) -> None:
        self.said.emit(words.taken_up(kept))
        self.start()

    # Answers to the user

    def _take_key(self, key: str) -> None:
        if key == "p":
            self._open_patient()
        elif key == "a":
            self._take_up_all()

    def _open_patient(self) -> None:
        patient = self.model.subject(self.table.currentIndex().row())
        if patient is not None:
            self.patient_requested.emit(patient)

    def _decide(self, row: int) -> None:
        """Open the answer; what was never shown is put on the list first."""
        low = self._lows[row]
        if not low.hit.on_list:
            self._desk.sweeping.take_up([low.patient.id])
            on_list = low.model_copy(update={"hit": low.hit.model_copy(update={"on_list": True})})
            self._show((*self._lows[:row], on_list, *self._lows[row + 1 :]))
            self.swept.emit()
        self.decide_requested.emit(low.patient.id)

    def _show_state(self) -> None:
        busy, anything = self.working.busy, bool(self._lows)
        self.search.setEnabled(not busy)
        self._stack.setCurrentWidget(self.table if anything else self._nothing)
        for button in (self.open, self.patient):
            button.setVisible(anything)
            button.setEnabled(not busy)
        self.take_up.setVisible(any(not low.hit.on_list for low in self._lows))
        self.take_up.setEnabled(not busy)
        if self._searched and not anything:
            self._nothing.say(self.tr("Nothing is missing"), self.tr("Every low ALP in the record has an answer."))
        else:
            why = self.tr("It reads every ALP there is and trusts no list. Do it after an import, or once a week.")
            self._nothing.say(self.tr("Search for low ALP that nobody has answered"), why)
