"""Who may do what: roles, who answers for a patient, the end of a plan, a review taken back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alpdesk.domain.records import CloseCode, DecisionKind, MonitoringPlan, Role, User
from alpdesk.errors import AlpdeskError
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.store.audit import Actor
from tests.conftest import Clock
from tests.services.conftest import Bench


def as_user(desk: Desk, user: User) -> Desk:
    return Desk(replace(desk.context, actor=Actor(user.id, user.name, "desk-2")))


def clerk(desk: Desk) -> Desk:
    return as_user(desk, desk.users.add(User(name="Jo Clerk", role=Role.STAFF)))


def a_plan(bench: Bench, patient: int) -> MonitoringPlan:
    shown = bench.enter(patient, "31", date(2026, 2, 1)).assessment_id or 0
    draft = DecisionDraft(
        patient_id=patient, assessment_id=shown, kind=DecisionKind.REPEAT, templates=("treated-cause",)
    )
    return bench.desk.decisions.sign(draft).plans[0]


def test_nobody_raises_a_role_but_an_administrator(desk: Desk) -> None:
    staff, doctor = clerk(desk), desk.users.add(User(name="Dr. Next", role=Role.CLINICIAN))
    me = staff.users.current()
    assert me is not None
    for theirs, changed in (
        (staff, me.model_copy(update={"role": Role.ADMINISTRATOR})),
        (as_user(desk, doctor), doctor.model_copy(update={"role": Role.ADMINISTRATOR})),
        (staff, doctor.model_copy(update={"active": False})),
    ):
        with pytest.raises(AlpdeskError, match="Only an administrator says"):
            theirs.users.update(changed)
    with pytest.raises(AlpdeskError, match="Only an administrator says"):
        staff.users.add(User(name="Dr. Myself", role=Role.CLINICIAN))
    staff.users.update(me.model_copy(update={"title": "Reception"}))
    staff.users.add(User(name="Sam Clerk", role=Role.STAFF))
    assert {(user.name, user.role) for user in desk.users.list()} >= {("Jo Clerk", Role.STAFF)}


def test_the_last_administrator_stays_one(desk: Desk) -> None:
    me = desk.users.current()
    assert me is not None
    for change in ({"role": Role.CLINICIAN}, {"active": False}):
        with pytest.raises(AlpdeskError, match="last administrator"):
            desk.users.update(me.model_copy(update=change))
    desk.users.add(User(name="Dr. Next", role=Role.ADMINISTRATOR))
    assert desk.users.update(me.model_copy(update={"role": Role.CLINICIAN})).role is Role.CLINICIAN


def test_only_clinicians_answer_for_patients(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    staff = clerk(desk)
    doctor, nurse = desk.actor.user_id or 0, staff.actor.user_id or 0
    said = "Jo Clerk is neither a clinician nor an administrator"
    with pytest.raises(AlpdeskError, match=said):
        desk.followup.assign([patient], nurse)
    with pytest.raises(AlpdeskError, match=said):
        desk.followup.hand_over(doctor, nurse, "Leaves.")
    assert desk.patients.get(patient).responsible_id is None


def test_staff_end_no_plan_leave_nothing_out_of_it_and_say_not_when_it_ends(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    plan, staff = a_plan(bench, patient), clerk(bench.desk)
    items, key = desk.followup.plan_items(plan.id or 0), plan.id or 0
    with pytest.raises(AlpdeskError, match="ends a monitoring plan"):
        staff.followup.stop_plan(key, "Enough.")
    with pytest.raises(AlpdeskError, match="says when a plan ends"):
        staff.followup.edit_plan(key, items, "Sooner.", ends_after=1)
    with pytest.raises(AlpdeskError, match="leaves an item out"):
        own = items[0].model_copy(update={"title": "Something else"})
        staff.followup.edit_plan(key, [own], "Other.")
    sooner = [item.model_copy(update={"after_days": 20}) for item in items]
    assert staff.followup.edit_plan(key, sooner, "Holiday.").own_items
    assert desk.decisions.plans(patient)[0].stopped is None


def test_a_plan_ends_for_one_patient_when_the_clinician_says_with_who_and_why(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    plan = a_plan(bench, patient)
    items, key = desk.followup.plan_items(plan.id or 0), plan.id or 0
    template = desk.rules.monitoring[plan.template]
    assert template.stop_after_not_low == 2
    kept = desk.followup.edit_plan(key, items, "One is enough for her.", ends_after=1)
    assert (kept.own_stop, kept.own_stop_by, kept.own_stop_reason, kept.own_items) == (
        1, desk.actor.user_id, "One is enough for her.", None,
    )  # fmt: skip
    due = desk.decisions.recalls(patient)[0].due
    clock.now += timedelta(days=(due - desk.context.today()).days + 1)
    said = bench.enter(patient, "70", due).closed
    assert any("this monitoring ends here" in sentence for sentence in said)
    assert desk.decisions.plans(patient)[0].stopped is not None


def test_a_plan_that_never_ends_by_itself_goes_on_and_a_rule_already_met_ends_it(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    plan = a_plan(bench, patient)
    items, key = desk.followup.plan_items(plan.id or 0), plan.id or 0
    desk.followup.edit_plan(key, items, "Lifelong.", ends_after=0)
    for _ in range(3):
        due = next(one.due for one in desk.decisions.recalls(patient) if one.closed_on is None)
        clock.now += timedelta(days=max((due - desk.context.today()).days, 0) + 1)
        bench.enter(patient, "70", max(due, desk.context.today() - timedelta(days=1)))
    assert desk.decisions.plans(patient)[0].stopped is None
    ended = desk.followup.edit_plan(key, items, "As usual after all.", ends_after=None)
    assert ended.stopped is not None and ended.stop_reason == "ALP was not low 2 times in a row."


def test_a_sign_off_is_taken_back_with_a_reason_and_the_panel_is_unread_again(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    staff = clerk(desk)
    panel = Bench(staff).enter(patient, "70", date(2026, 2, 1)).panel_id
    desk.reviewing.sign_off(panel)
    with pytest.raises(AlpdeskError, match="Only a clinician"):
        staff.reviewing.take_back(panel, "Wrong.")
    with pytest.raises(AlpdeskError, match="Say why"):
        desk.reviewing.take_back(panel, " ")
    before = bench.audit()
    back = desk.reviewing.take_back(panel, "I had another one before me.")
    assert bench.audit() == before + 1
    assert (back.to_review, back.reviewed_by) == (True, "")
    assert [one.panel_id for one in desk.reviewing.waiting().items] == [panel]
    with pytest.raises(AlpdeskError, match="nothing to take back"):
        desk.reviewing.take_back(panel, "Again.")


@pytest.mark.parametrize("code", [CloseCode.DECLINED, CloseCode.UNREACHABLE, CloseCode.OTHER])
def test_staff_give_up_no_alp_that_is_due(bench: Bench, code: CloseCode) -> None:
    desk, patient = bench.desk, bench.patient()
    today = desk.context.today()
    alp = desk.followup.add_item(patient, "Repeat ALP", ("alp",), today)
    other = desk.followup.add_item(patient, "Dentist", (), today)
    staff = clerk(desk)
    with pytest.raises(AlpdeskError, match="Only a clinician or an administrator closes an ALP"):
        staff.followup.close(alp.id or 0, code, "said so")
    if code is not CloseCode.UNREACHABLE:
        staff.followup.close(other.id or 0, code, "said so")
        desk.followup.close(alp.id or 0, code, "said so")


@pytest.mark.parametrize("code", [CloseCode.DIED, CloseCode.MOVED, CloseCode.ATTENDED_ELSEWHERE])
def test_staff_note_that_somebody_is_gone_or_went_elsewhere(bench: Bench, code: CloseCode) -> None:
    desk, patient = bench.desk, bench.patient()
    alp = desk.followup.add_item(patient, "Repeat ALP", ("alp",), desk.context.today())
    assert clerk(desk).followup.close(alp.id or 0, code, "").closed_on == desk.context.today()


def test_staff_take_no_alp_out_of_an_order(bench: Bench) -> None:
    """Otherwise an order could be made to wait for something else, and be closed."""
    patient, due = bench.patient(), bench.desk.context.today() + timedelta(days=7)
    staff = clerk(bench.desk)
    order = staff.followup.order_tests(patient, ("alp",), due).id or 0
    with pytest.raises(AlpdeskError, match="Only a clinician"):
        staff.followup.name_tests(order, ("zinc",), due)
    assert staff.followup.name_tests(order, ("alp", "zinc"), due).tests == "alp zinc"
    assert bench.desk.followup.name_tests(order, ("zinc",), due).tests == "zinc"
