"""What is due for a patient, what was tried, which plans run, and what was closed and why."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.domain.records import LetterKind, Patient
from alpdesk.domain.rules import MonitoringItem
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical.folding import FoldTitle
from alpdesk.ui.clinical.why import Explanation
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.followup.panel import ActionPanel
from alpdesk.ui.followup.requests import Act, Target
from alpdesk.ui.followup.saving import CalendarFile
from alpdesk.ui.patient.line_list import LineList
from alpdesk.ui.patient.monitoring_lines import Lines
from alpdesk.ui.patient.monitoring_presenter import Followed, MonitoringPresenter
from alpdesk.ui.patient.plan_editor import PlanEditor
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Button, EmptyState, PlainLabel
from alpdesk.ui.widgets.flow import FlowRow


class MonitoringTab(QWidget):
    """What is due for one patient, and what is done about it.

    Signals: ``kept(str)`` after something was done, with what to say; ``letter_requested(str)`` with the kind,
    ``explained(object)`` with why something is due.
    """

    kept = Signal(str)
    letter_requested = Signal(str)
    explained = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = MonitoringPresenter(self, desk)
        self._lines = Lines(self._presenter)
        self.panel = ActionPanel(desk)
        self.editor = PlanEditor(self._presenter.tests, self._presenter.read_test, desk.drafts)
        self.calendar_file = CalendarFile(self)
        self.responsible = PlainLabel("", "muted")
        self.assign = Button(self.tr("Assign…"), icon="user-pen")
        self.order = Button(self.tr("Tests ordered…"), icon="test-tubes")
        self.add = Button(self.tr("Add a date…"), icon="calendar-plus")
        self.remind = Button(self.tr("Reminder letter"), icon="mail")
        self.calendar = Button(self.tr("Calendar file (.ics)"), icon="calendar")
        self.due = LineList((self.tr("What"), self.tr("Tests"), self.tr("Next step"), self.tr("Due")), (4, 4, 4, 4))
        self.plans = LineList((self.tr("Plan"), self.tr("Since"), self.tr("Items, or why it ended")), (4, 2, 7))
        tried = (self.tr("On"), self.tr("How"), self.tr("About"), self.tr("Note"), self.tr("By"))
        self.contacts = LineList(tried, (2, 3, 4, 4, 2))
        why = (self.tr("What"), self.tr("Closed on"), self.tr("Why"), self.tr("By"))
        self.closed = LineList(why, (4, 2, 5, 2))
        self.tried = FoldTitle("", strong=False)
        self.more = FoldTitle("", strong=False)
        self._due_title = PlainLabel(self.tr("Due"), "heading")
        self._plans_title = PlainLabel(self.tr("Plans"), "heading")
        self._nothing = EmptyState(
            "calendar-check",
            self.tr("Nothing is due"),
            self.tr("Due items come from a signed answer to a low ALP, from a monitoring plan, or from ordered tests."),
        )
        self._build()
        self._connect()

    def show_patient(self, patient: Patient) -> None:
        """Show what is due for a patient."""
        self.panel.done()
        self.editor.hide()
        self._presenter.show(patient)

    # What the presenter asks

    def show_followed(self, followed: Followed) -> None:
        due, plans = list(self._lines.due(followed)), list(self._lines.plans(followed))
        contacts, closed = list(self._lines.contacts(followed)), list(self._lines.closed(followed))
        for made, lines in ((self.due, due), (self.plans, plans), (self.contacts, contacts), (self.closed, closed)):
            made.show_lines(lines)
        who = followed.responsible or self.tr("nobody yet")
        self.responsible.setText(self.tr("Responsible: {name}").format(name=who))
        self._due_title.setVisible(bool(due))
        self._plans_title.setVisible(bool(plans))
        self._fold(self.tried, self.contacts, self._attempts(len(contacts)), contacts)
        self._fold(self.more, self.closed, self.tr("%n closed", "", len(closed)), closed)
        self._nothing.setVisible(not (due or plans or closed))
        for button in (self.remind, self.calendar):
            button.setVisible(bool(followed.waiting))

    def ask(self, act: Act, target: Target, today: date) -> None:
        self.editor.hide()
        self.panel.ask(act, target, today)

    def edit(self, target: Target, items: Sequence[MonitoringItem], ends_after: int | None) -> None:
        self.panel.done()
        self.editor.edit(target, items, ends_after)

    def refuse(self, sentence: str) -> None:
        (self.editor if self.editor.isVisible() else self.panel).refuse(sentence)

    def done(self, sentence: str) -> None:
        self.panel.done()
        if not self.editor.isHidden():
            self.editor.done()
        self.kept.emit(sentence)

    def explain(self, explanation: Explanation) -> None:
        self.explained.emit(explanation)

    # Internal

    def _attempts(self, count: int) -> str:
        return counted(
            count, self.tr("%n attempt to reach the patient"), self.tr("%n attempts to reach the patient", "", count)
        )

    def _fold(self, title: FoldTitle, lines: LineList, text: str, filled: Sequence[object]) -> None:
        title.setVisible(bool(filled))
        title.setText(text)
        title.setAccessibleName(text)
        lines.setVisible(bool(filled) and title.isChecked())

    def _build(self) -> None:
        head = QWidget()
        row = FlowRow(head, spacing=SPACE_2)
        for button in (self.assign, self.order, self.add, self.remind, self.calendar):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(self.responsible)
        column.addWidget(head)
        parts: tuple[QWidget, ...] = (
            self.panel, self.editor, self._due_title, self.due, self._plans_title, self.plans, self.tried,
            self.contacts, self.more, self.closed, self._nothing,
        )  # fmt: skip
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)

    def _connect(self) -> None:
        self.tried.toggled.connect(self.contacts.setVisible)
        self.more.toggled.connect(self.closed.setVisible)
        self.panel.asked.connect(self._presenter.do)
        self.editor.kept.connect(self._presenter.do)
        self.assign.clicked.connect(lambda: self._presenter.ask(Act.ASSIGN))
        self.order.clicked.connect(lambda: self._presenter.ask(Act.ORDER))
        self.add.clicked.connect(lambda: self._presenter.ask(Act.DATE))
        self.remind.clicked.connect(lambda: self.letter_requested.emit(LetterKind.RECALL.value))
        self.calendar.clicked.connect(self._save_calendar)

    def _save_calendar(self) -> None:
        try:
            said = self.calendar_file.save(self._presenter.calendar())
        except AlpdeskError as error:
            said = str(error)
        if said:
            self.kept.emit(said)
