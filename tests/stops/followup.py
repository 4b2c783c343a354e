"""What is due and overdue, with attempts, orders, something closed and an answer without a date."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from PySide6.QtTest import QTest

from alpdesk.domain.records import CloseCode, DecisionKind
from alpdesk.domain.terms import ContactKind, ContactOutcome
from alpdesk.services.decisions import DecisionDraft
from alpdesk.store.tables import RecallRow
from alpdesk.ui.followup.requests import Act
from alpdesk.ui.today.rows import Kind
from tests.stops.guide import Guide, Stop


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield Today with every list filled, and each form that can open above it."""
    yield "followup-today", lambda: _fill(guide)
    for act, kind in (
        (Act.CONTACT, Kind.OVERDUE), (Act.POSTPONE, Kind.OVERDUE), (Act.CLOSE, Kind.OVERDUE),
        (Act.ASSIGN, Kind.OVERDUE), (Act.REOPEN, Kind.CLOSED),
    ):  # fmt: skip
        yield f"followup-{act.value}", partial(_ask, guide, act, kind)
    yield "followup-monitoring", lambda: _monitoring(guide)
    yield "followup-order", lambda: _press(guide, "order")
    yield "followup-plan", lambda: _edit_plan(guide)


def _fill(guide: Guide) -> None:
    """Let time pass for a few patients, as a clinic would see it after some weeks."""
    desk = guide.desk
    today = desk.context.today()
    waiting = desk.worklist.today().unanswered
    for number, low in enumerate(waiting[-6:]):
        draft = DecisionDraft(
            patient_id=low.patient.id, assessment_id=low.assessment_id,
            kind=DecisionKind.REPEAT if number % 2 else DecisionKind.REFER,
            templates=("first-low",) if number else (), reason="as agreed",
        )  # fmt: skip
        made = desk.decisions.sign(draft).recalls
        if made:
            _back(guide, made[0].id or 0, 5 + 12 * number)
    late = [item for item in desk.worklist.today().overdue if item.recall_id]
    for number, item in enumerate(late[:4]):
        for kind, outcome in (
            (ContactKind.LETTER, ContactOutcome.SENT), (ContactKind.LETTER, ContactOutcome.SENT),
            (ContactKind.PHONE, ContactOutcome.NO_ANSWER),
        )[: 3 - number]:  # fmt: skip
            desk.followup.note_contact(item.recall_id, kind, outcome, today - timedelta(days=20))
    desk.followup.close(late[-1].recall_id, CloseCode.ATTENDED_ELSEWHERE, "City hospital")
    patient = guide.patient()
    desk.followup.order_tests(patient, ["zinc", "vitamin_b6", "tsh"], today + timedelta(days=3), "Work-up")
    guide.workspace.refresh()
    guide.go("today")


def _back(guide: Guide, recall_id: int, days: int) -> None:
    context = guide.desk.context
    with context.begin("due item postponed", "for the tour") as session:
        row = session.get(RecallRow, recall_id)
        assert row is not None
        row.due = context.today() - timedelta(days=days)


def _ask(guide: Guide, act: Act, kind: Kind) -> None:
    guide.go("today")
    page = guide.page("today")
    page.panel.done()
    page.table.selectRow(page.model.first_of(kind) + (1 if kind is Kind.OVERDUE else 0))
    page._ask(act)
    QTest.qWait(50)


def _monitoring(guide: Guide) -> None:
    desk = guide.desk
    item = next(one for one in desk.worklist.today().overdue if len(one.contacts) > 1)
    today = desk.context.today()
    desk.followup.order_tests(item.patient.id, ["zinc", "vitamin_b6", "tsh"], today + timedelta(days=3), "Work-up")
    desk.followup.postpone(item.recall_id, today + timedelta(days=1), "travels until then")
    guide.go("patient", item.patient.id)
    tabs = guide.page("patient")._tabs
    tabs.setCurrentIndex(1)
    tabs.monitoring.tried.setChecked(True)
    tabs.monitoring.more.setChecked(True)


def _press(guide: Guide, name: str) -> None:
    getattr(guide.page("patient")._tabs.monitoring, name).click()


def _edit_plan(guide: Guide) -> None:
    tab = guide.page("patient")._tabs.monitoring
    plan = next(plan for plan in guide.desk.decisions.plans(guide.page("patient").patient_id) if plan.stopped is None)
    tab._presenter.edit(plan)
