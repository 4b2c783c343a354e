"""Whom letters are made for, and the runs that were made before."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from alpdesk.domain.letter_choice import Choosing, RunChoice
from alpdesk.services.desk import Desk
from alpdesk.services.letter_due import ANSWERED_WITHIN
from alpdesk.ui.letter_runs import words
from alpdesk.ui.letter_runs.whom import WhomCard
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Button, EmptyState, PlainLabel, PrimaryButton, TableView, scrolled
from alpdesk.ui.widgets.flow import FlowRow
from alpdesk.ui.widgets.lines import LinesModel


class StartView(QWidget):
    """Signals: ``chosen(object)`` with whom letters are for, ``opened(int)`` with a run."""

    chosen = Signal(object)
    opened = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.due = PrimaryButton(words.choice(Choosing.DUE), icon="calendar-clock", key="D")
        self.recalls = Button(words.choice(Choosing.RECALLS), icon="bell", key="R")
        self.selection = Button(words.choice(Choosing.SELECTION), icon="users", key="S")
        self.whom = WhomCard(desk)
        self.model = LinesModel(words.runs_heads(), self)
        self.table = TableView(self.tr("Runs of letters"))
        ground = QWidget()
        around = QVBoxLayout(ground)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.whom)
        self._choosing = scrolled(ground)
        self._due = PlainLabel(words.meaning(Choosing.DUE, ANSWERED_WITHIN), "muted", wrap=True)
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def reload(self) -> None:
        """Read the runs again."""
        lines = self._desk.letter_runs.list()
        self.model.set_lines([words.runs_line(line) for line in lines], [line.run.id or 0 for line in lines])
        if lines:
            self.table.selectRow(0)
        if self._stack.currentWidget() is not self._choosing:
            self._show_runs()

    def take_key(self, key: str) -> None:
        """Do what a letter stands for."""
        button = {"d": self.due, "r": self.recalls, "s": self.selection}.get(key)
        if button is not None:
            button.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack.currentWidget() is self._choosing:
            self._show_runs()
            self.selection.setFocus()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.set_columns((20, 34, 10, 40), stretch=3)
        nothing = self.tr(
            "“Letters due this week” looks through who should get one. Nothing is made before you say so."
        )
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState("mail", self.tr("No letters were made together yet"), nothing))
        self._stack.addWidget(self._choosing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        ways = FlowRow(spacing=SPACE_2)
        for button in (self.due, self.recalls, self.selection):
            ways.addWidget(button)
        column.addLayout(ways)
        column.addWidget(self._due)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.due.clicked.connect(lambda: self.chosen.emit(RunChoice(who=Choosing.DUE)))
        self.recalls.clicked.connect(lambda: self.chosen.emit(RunChoice(who=Choosing.RECALLS)))
        self.selection.clicked.connect(self._ask_whom)
        self.whom.chosen.connect(self._choose)
        self.table.row_activated.connect(self._open)
        self.table.key_pressed.connect(self.take_key)

    def _ask_whom(self) -> None:
        self._due.hide()
        self._stack.setCurrentWidget(self._choosing)
        self.whom.setFocus()

    def _show_runs(self) -> None:
        self._due.show()
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)

    def _choose(self, choice: RunChoice) -> None:
        self._show_runs()
        self.chosen.emit(choice)

    def _open(self, row: int) -> None:
        run_id = self.model.subject(row)
        if run_id is not None:
            self.opened.emit(run_id)
