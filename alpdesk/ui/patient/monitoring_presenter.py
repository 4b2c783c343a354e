"""Decides what the monitoring tab shows, and does what is asked there. Knows neither widgets nor SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.escalation import NextStep, next_step
from alpdesk.domain.followup import Contact
from alpdesk.domain.records import Decision, MonitoringPlan, Patient, Recall
from alpdesk.domain.rules import MonitoringItem
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical.names import analyte_names
from alpdesk.ui.clinical.why import Explanation, Reasons
from alpdesk.ui.followup import doing
from alpdesk.ui.followup.requests import Act, Request, Target

_WITHOUT_DATE = (Act.DATE, Act.CONTACT, Act.CLOSE)


@dataclass(frozen=True)
class Followed:
    """Everything the tab shows. Mappings are by the key of the due item or of the plan."""

    today: date
    waiting: Sequence[Recall]
    closed: Sequence[Recall]
    plans: Sequence[MonitoringPlan]
    steps: Mapping[int, NextStep]
    contacts: Mapping[int, Sequence[Contact]]
    missing: Mapping[int, Sequence[str]]
    items: Mapping[int, Sequence[MonitoringItem]]
    undated: Decision | None
    users: Mapping[int, str]
    responsible: str


class MonitoringView(Protocol):
    """What the presenter asks of the tab."""

    def show_followed(self, followed: Followed) -> None: ...
    def ask(self, act: Act, target: Target, today: date) -> None: ...
    def edit(self, target: Target, items: Sequence[MonitoringItem], ends_after: int | None) -> None: ...
    def refuse(self, sentence: str) -> None: ...
    def done(self, sentence: str) -> None: ...
    def explain(self, explanation: Explanation) -> None: ...


class MonitoringPresenter:
    """One patient's due items, plans and orders."""

    def __init__(self, view: MonitoringView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._patient = 0
        self._shown: Followed | None = None
        self.tests = analyte_names(desk.rules)
        self.read_test = desk.rules.analyte_of
        self.templates = {template.id: template.title for template in desk.rules.monitoring.values()}

    def show(self, patient: Patient) -> None:
        """Show what is due for a patient as the record stands."""
        desk, self._patient = self._desk, patient.id or 0
        recalls, plans = desk.decisions.recalls(self._patient), desk.decisions.plans(self._patient)
        contacts = desk.followup.contacts_of([recall.id or 0 for recall in recalls])
        today, rules = desk.context.today(), desk.rules.escalation
        users = {user.id or 0: user.name for user in desk.users.list()}
        waiting = sorted((each for each in recalls if each.closed_on is None), key=lambda each: each.due)
        closed = [recall for recall in recalls if recall.closed_on is not None]
        self._shown = Followed(
            today=today,
            waiting=waiting,
            closed=sorted(closed, key=lambda each: (each.closed_on or today, each.id or 0), reverse=True),
            plans=plans,
            steps={
                r.id or 0: next_step(rules, r.due, contacts.get(r.id or 0, ()), today, r.first_due) for r in waiting
            },
            contacts=contacts,
            missing=desk.followup.missing(waiting),
            items={plan.id or 0: desk.followup.plan_items(plan.id or 0) for plan in plans if plan.stopped is None},
            undated=desk.followup.undated(self._patient),
            users=users,
            responsible=users.get(patient.responsible_id or 0, ""),
        )
        self._view.show_followed(self._shown)

    def ask(self, act: Act, *, recall: Recall | None = None, plan: MonitoringPlan | None = None) -> None:
        """Ask what has to be known for an action on a due item, a plan, or the patient."""
        if self._shown is None:
            return
        undated = self._shown.undated if recall is None and act in _WITHOUT_DATE else None
        target = Target(
            patient_id=self._patient,
            recall_id=0 if recall is None else recall.id or 0,
            plan_id=0 if plan is None else plan.id or 0,
            decision_id=None if undated is None else undated.id,
            title=self._title(recall, plan),
            promised=None if undated is None else undated.kind,
            responsible=self._shown.responsible,
            others=self._others(recall),
        )
        self._view.ask(act, target, self._shown.today)

    def why(self, recall: Recall) -> None:
        """Explain why an item is due on its day."""
        self._view.explain(Reasons(self._desk.rules).due(self._desk.reasoning.due(recall.id or 0)))

    def edit(self, plan: MonitoringPlan) -> None:
        """Let the items of a plan be changed."""
        if self._shown is not None:
            target = Target(self._patient, plan_id=plan.id or 0, title=self._title(None, plan), plan=plan)
            self._view.edit(target, self._shown.items.get(plan.id or 0, ()), plan.own_stop)

    def do(self, target: Target, asked: Request) -> None:
        """Do what was asked and say so."""
        try:
            sentence = doing.do(self._desk, target, asked)
        except ConflictError as error:  # what stands now is shown below what was typed
            self.show(self._desk.patients.get(self._patient))
            below = QCoreApplication.translate("Monitoring", "What it is now stands under Plans; open it again there.")
            self._view.refuse(f"{error} {below}")
        except AlpdeskError as error:
            self._view.refuse(str(error))
        else:
            self._view.done(sentence)

    def calendar(self) -> bytes:
        """Return what is due for the patient as a calendar file."""
        waiting = () if self._shown is None else self._shown.waiting
        return self._desk.followup.calendar([recall.id or 0 for recall in waiting])

    def _title(self, recall: Recall | None, plan: MonitoringPlan | None) -> str:
        if recall is not None:
            return recall.title
        return "" if plan is None else self.templates.get(plan.template, plan.template)

    def _others(self, recall: Recall | None) -> int:
        if self._shown is None:
            return 0
        mine = None if recall is None else recall.id
        return sum(each.due < self._shown.today and each.id != mine for each in self._shown.waiting)
