"""A plan is changed for one patient: nothing that was missed is forgotten, and each item stays the one it was."""

from datetime import date, timedelta

import pytest

from alpdesk.domain.escalation import Step
from alpdesk.domain.records import CloseCode, DecisionKind, MonitoringPlan, Recall
from alpdesk.domain.rules import MonitoringItem
from alpdesk.domain.terms import ContactKind, ContactOutcome
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.decisions import DecisionDraft
from tests.conftest import Clock
from tests.services.conftest import Bench
from tests.services.test_who_may import clerk

DAY = date(2026, 3, 1)


def _plan(bench: Bench, patient: int, template: str = "first-low") -> MonitoringPlan:
    shown = bench.enter(patient, "24", DAY).assessment_id or 0
    draft = DecisionDraft(
        patient_id=patient, assessment_id=shown, kind=DecisionKind.REPEAT, cause="nut-zn", templates=(template,)
    )
    return bench.desk.decisions.sign(draft).plans[0]


def _open(bench: Bench, patient: int) -> list[Recall]:
    mine = [one for one in bench.desk.decisions.recalls(patient) if one.closed_on is None]
    return sorted(mine, key=lambda one: one.id or 0)


def _changed(bench: Bench, plan: MonitoringPlan, place: int, **change: object) -> MonitoringPlan:
    items = list(bench.desk.followup.plan_items(plan.id or 0))
    items[place] = items[place].model_copy(update=change)
    return bench.desk.followup.edit_plan(plan.id or 0, items, "Her wish.")


def _missed(bench: Bench, clock: Clock, patient: int) -> tuple[MonitoringPlan, Recall]:
    """Return a plan whose first item was missed, with two letters written about it."""
    plan = _plan(bench, patient)
    (item,) = _open(bench, patient)
    clock.now += timedelta(days=(item.due - bench.desk.context.today()).days + 58)
    for days in (40, 20):
        on = bench.desk.context.today() - timedelta(days=days)
        bench.desk.followup.note_contact(item.id or 0, ContactKind.LETTER, ContactOutcome.SENT, on)
    return plan, item


def test_a_missed_item_stays_overdue_with_its_letters_when_its_days_change_a_little(bench: Bench, clock: Clock) -> None:
    patient = bench.patient()
    plan, item = _missed(bench, clock, patient)
    days = bench.desk.followup.plan_items(plan.id or 0)[0].after_days
    for change in ({"after_days": days + 1}, {"after_days": days - 5}, {"after_days": days + 20, "every_days": 30}):
        _changed(bench, plan, 0, **change)
        (late,) = (one for one in bench.desk.worklist.today().overdue if one.patient.id == patient)
        assert (late.recall_id, late.due, late.overdue_days, len(late.contacts)) == (item.id, item.due, 58, 2)
        assert late.next is not None and late.next.step is Step.PHONE_CALL


def test_a_missed_item_that_is_moved_ahead_tells_since_when_it_was_due(bench: Bench, clock: Clock) -> None:
    patient = bench.patient()
    plan, item = _missed(bench, clock, patient)
    days = bench.desk.followup.plan_items(plan.id or 0)[0].after_days
    _changed(bench, plan, 0, after_days=days + 90)
    (moved,) = _open(bench, patient)
    assert (moved.id, moved.due, moved.first_due) == (item.id, item.due + timedelta(days=90), item.due)
    assert len(bench.desk.followup.contacts_of([item.id or 0])[item.id or 0]) == 2
    _changed(bench, plan, 0, after_days=days)
    assert _open(bench, patient)[0].first_due == item.due


def test_a_renamed_item_is_the_same_due_item(bench: Bench, clock: Clock) -> None:
    patient = bench.patient()
    plan, item = _missed(bench, clock, patient)
    _changed(bench, plan, 0, title="ALP again")
    (renamed,) = _open(bench, patient)
    assert (renamed.id, renamed.title, renamed.due) == (item.id, "ALP again", item.due)
    both = bench.desk.followup.plan_items(plan.id or 0)[0].model_copy(update={"title": "ALP", "every_days": 30})
    bench.desk.followup.edit_plan(plan.id or 0, [both], "Monthly.", was=[0])
    assert [(one.id, one.title) for one in _open(bench, patient)] == [(item.id, "ALP")]
    assert all(one.closed_on is None for one in bench.desk.decisions.recalls(patient))


def test_days_too_far_ahead_are_refused_whoever_asks(bench: Bench) -> None:
    patient = bench.patient()
    plan, most = _plan(bench, patient), bench.desk.rules.escalation.furthest_days
    items, staff = bench.desk.followup.plan_items(plan.id or 0), clerk(bench.desk)
    for change in ({"after_days": most + 1}, {"every_days": most + 1}):
        far = items[0].model_copy(update=change)
        for desk in (bench.desk, staff):
            with pytest.raises(AlpdeskError, match="too far ahead"):
                desk.followup.edit_plan(plan.id or 0, [far, *items[1:]], "Abroad.")
    late = MonitoringItem(title="Bone scan", after_days=most + 1)
    with pytest.raises(AlpdeskError, match="too far ahead"):
        bench.desk.followup.edit_plan(plan.id or 0, [*items, late], "Abroad.")


def test_staff_neither_change_the_tests_of_an_item_nor_drop_one_of_two_with_its_title(bench: Bench) -> None:
    patient = bench.patient()
    plan = _plan(bench, patient, "unexplained")
    staff, items = clerk(bench.desk).followup, bench.desk.followup.plan_items(plan.id or 0)
    zinc = items[1].model_copy(update={"tests": ("zinc",)})
    for less in (items[:2], (items[0], zinc, items[2])):
        with pytest.raises(AlpdeskError, match="leaves an item out"):
            staff.edit_plan(plan.id or 0, less, "Enough.")


def test_items_of_one_title_keep_dates_of_their_own(bench: Bench) -> None:
    patient = bench.patient()
    plan = _plan(bench, patient, "unexplained")
    _, first, second = before = _open(bench, patient)
    assert first.title == second.title
    _changed(bench, plan, 1, after_days=90, not_before_days=60, tests=("alp", "zinc"))
    days = [one.after_days for one in bench.desk.rules.monitoring["unexplained"].items]
    _, sooner, untouched = _open(bench, patient)
    assert sooner.due == first.due + timedelta(days=90 - days[1])
    assert (sooner.tests, untouched) == ("alp zinc", second.model_copy(update={"row_version": untouched.row_version}))
    _changed(bench, plan, 2, after_days=days[2] - 60)
    _, same, nearer = _open(bench, patient)
    assert (same.due, nearer.due) == (sooner.due, second.due - timedelta(days=60))
    items = bench.desk.followup.plan_items(plan.id or 0)
    bench.desk.followup.edit_plan(plan.id or 0, [items[0], items[2]], "One is enough.")
    assert [one.id for one in _open(bench, patient)] == [before[0].id, second.id]
    closed = [one for one in bench.desk.decisions.recalls(patient) if one.closed_on]
    assert [(one.id, one.close_code) for one in closed] == [(first.id, CloseCode.STOPPED)]


def test_the_later_of_two_items_moves_once_the_first_is_done(bench: Bench, clock: Clock) -> None:
    patient = bench.patient()
    plan = _plan(bench, patient, "unexplained")
    _, first, second = _open(bench, patient)
    clock.now += timedelta(days=(first.due - bench.desk.context.today()).days)
    bench.enter(patient, "24", first.due)
    assert [one.id for one in _open(bench, patient) if one.tests == "alp"] == [second.id]
    days = bench.desk.followup.plan_items(plan.id or 0)[2].after_days
    _changed(bench, plan, 2, after_days=days + 14)
    moved = next(one for one in _open(bench, patient) if one.id == second.id)
    assert moved.due == second.due + timedelta(days=14)


def test_the_second_of_two_people_is_shown_what_the_first_made_of_a_plan(bench: Bench) -> None:
    patient = bench.patient()
    plan = _plan(bench, patient)
    items = bench.desk.followup.plan_items(plan.id or 0)
    zinc = MonitoringItem(title="Zinc", after_days=10, tests=("zinc",))
    kept = bench.desk.followup.edit_plan(plan.id or 0, [*items, zinc], "One.", seen=plan)
    with pytest.raises(ConflictError, match="changed this plan") as refused:
        bench.desk.followup.edit_plan(plan.id or 0, items, "Two.", seen=plan)
    assert refused.value.theirs == kept
    assert bench.desk.followup.plan_items(plan.id or 0) == (*items, zinc)
    bench.desk.followup.edit_plan(plan.id or 0, items, "Two, read.", seen=kept)
    assert bench.desk.followup.plan_items(plan.id or 0) == items
