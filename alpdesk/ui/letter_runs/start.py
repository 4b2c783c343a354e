"""Whom letters are made for, and the runs that were made before."""

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from alpdesk.domain.letter_choice import Choosing, RunChoice
from alpdesk.domain.records import LetterKind
from alpdesk.services.desk import Desk
from alpdesk.services.letter_due import ANSWERED_WITHIN
from alpdesk.ui.letter_runs import words
from alpdesk.ui.letters import words as names
from alpdesk.ui.theme import SPACE_3
from alpdesk.ui.widgets import Button, Card, Choice, EmptyState, Field, PlainLabel, PrimaryButton, TableView
from alpdesk.ui.widgets.lines import LinesModel
from alpdesk.ui.widgets.rows import in_a_row

_KINDS = (LetterKind.PATIENT, LetterKind.RECALL, LetterKind.SUMMARY, LetterKind.DOCTOR)
_BETWEEN = re.compile(r"[\s,;]+")


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
        self.kind = Choice(tuple((names.kind(kind), kind.value) for kind in _KINDS))
        self.numbers = QLineEdit()
        self.look = PrimaryButton(self.tr("Look through"), icon="search")
        self._numbers = Field(
            self.tr("Patient numbers"), self.numbers, hint=self.tr("With blanks or commas between them.")
        )
        self.card = Card(words.choice(Choosing.SELECTION))
        self.model = LinesModel(words.runs_heads(), self)
        self.table = TableView(self.tr("Runs of letters"))
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def reload(self) -> None:
        """Read the runs again."""
        lines = self._desk.letter_runs.list()
        self.model.set_lines([words.runs_line(line) for line in lines], [line.run.id or 0 for line in lines])
        self._stack.setCurrentIndex(0 if lines else 1)
        if lines:
            self.table.selectRow(0)

    def take_key(self, key: str) -> None:
        """Do what a letter stands for."""
        button = {"d": self.due, "r": self.recalls, "s": self.selection}.get(key)
        if button is not None:
            button.click()

    def _build(self) -> None:
        self.kind.setAccessibleName(self.tr("Kind of letter"))
        self.card.body.addWidget(self._numbers)
        self.card.body.addLayout(in_a_row(self.kind, None, self.look))
        self.card.hide()
        self.table.setModel(self.model)
        self.table.set_columns((20, 34, 10, 40), stretch=3)
        nothing = self.tr(
            "“Letters due this week” looks through who should get one. Nothing is made before you say so."
        )
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState("mail", self.tr("No letters were made together yet"), nothing))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addLayout(in_a_row(self.due, self.recalls, self.selection, None))
        column.addWidget(PlainLabel(words.meaning(Choosing.DUE, ANSWERED_WITHIN), "muted", wrap=True))
        column.addWidget(self.card)
        column.addWidget(self._stack, 1)
        column.addStretch(0)

    def _connect(self) -> None:
        self.due.clicked.connect(lambda: self.chosen.emit(RunChoice(who=Choosing.DUE)))
        self.recalls.clicked.connect(lambda: self.chosen.emit(RunChoice(who=Choosing.RECALLS)))
        self.selection.clicked.connect(self._ask_whom)
        self.look.clicked.connect(self._choose)
        self.numbers.returnPressed.connect(self._choose)
        self.table.row_activated.connect(self._open)
        self.table.key_pressed.connect(self.take_key)

    def _ask_whom(self) -> None:
        self.card.setVisible(self.card.isHidden())
        self._stack.setVisible(self.card.isHidden() or self.model.rowCount() > 0)
        if not self.card.isHidden():
            self.numbers.setFocus()

    def _choose(self) -> None:
        typed = [number for number in _BETWEEN.split(self.numbers.text()) if number]
        found, unknown = self._desk.letter_runs.with_numbers(typed)
        if unknown or not found:
            self._numbers.refuse(words.unknown(unknown) if unknown else self.tr("Enter the numbers of the patients."))
            self.numbers.setFocus()
            return
        self._numbers.say()
        self._ask_whom()
        kind = LetterKind(str(self.kind.value()))
        self.chosen.emit(RunChoice(who=Choosing.SELECTION, kind=kind, patient_ids=found))

    def _open(self, row: int) -> None:
        run_id = self.model.subject(row)
        if run_id is not None:
            self.opened.emit(run_id)
