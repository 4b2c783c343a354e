"""What can be done with the current line: the next thing by Enter, everything else by a letter."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alpdesk.ui.followup.requests import Act
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.today.rows import Go, Row
from alpdesk.ui.widgets import Button, PrimaryButton
from alpdesk.ui.widgets.flow import FlowRow

KEYS = {
    "d": Act.DONE, "n": Act.CONTACT, "m": Act.POSTPONE, "x": Act.CLOSE, "a": Act.ASSIGN, "o": Act.REOPEN,
}  # fmt: skip


class ActionBar(QWidget):
    """Signals: ``next_chosen()``, ``act_chosen(str)``, ``results_chosen()``, ``patient_chosen()``, ``why_chosen()``."""

    next_chosen = Signal()
    act_chosen = Signal(str)
    results_chosen = Signal()
    patient_chosen = Signal()
    why_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.next = PrimaryButton(self.tr("Decide"), key="Enter")
        self.results = Button(self.tr("Results"), key="R")
        self.acts = {
            Act.DONE: Button(self.tr("Done"), key="D"),
            Act.CONTACT: Button(self.tr("Contact"), key="N"),
            Act.POSTPONE: Button(self.tr("Postpone"), key="M"),
            Act.CLOSE: Button(self.tr("Close"), key="X"),
            Act.REOPEN: Button(self.tr("Open again"), key="O"),
            Act.ASSIGN: Button(self.tr("Assign"), key="A"),
        }
        self.patient = Button(self.tr("Patient"), key="P")
        self.why = Button(self.tr("Why?"), key="W")
        row = FlowRow(self, spacing=SPACE_2)
        for button in (self.next, self.results, *self.acts.values(), self.patient, self.why):
            row.addWidget(button)
        self.next.clicked.connect(self.next_chosen)
        self.results.clicked.connect(self.results_chosen)
        self.patient.clicked.connect(self.patient_chosen)
        self.why.clicked.connect(self.why_chosen)
        for act, button in self.acts.items():
            button.clicked.connect(lambda _=False, act=act: self.act_chosen.emit(act.value))

    def show_row(self, row: Row | None) -> None:
        """Offer what can be done with a line."""
        self.setVisible(row is not None)
        if row is None:
            return
        self.next.set_text(row.action)
        self.results.setVisible(row.takes_results and row.go is not Go.RESULTS)
        for act, button in self.acts.items():
            button.setVisible(act in row.acts)
        self.patient.setVisible(bool(row.patient_id))
        self.why.setVisible(row.explained)

    def set_asking(self, *, asking: bool) -> None:
        """While a question is open, Enter and the accent belong to its answer."""
        self.next.setVisible(not asking)
