"""A low ALP waits until somebody signs; signing makes things due; the right sample closes them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from alpdesk.domain.records import Clinic, CloseCode, DecisionKind, Laboratory, Medicine, Result, Role, Specimen, User
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.decisions import DecisionDraft, Decisions
from alpdesk.services.desk import Desk
from alpdesk.store.audit import Actor
from tests.conftest import Clock
from tests.services.conftest import Bench

DAY = date(2026, 2, 10)


def _sign(bench: Bench, patient: int, assessment: int | None, **draft: Any) -> DecisionDraft:
    kind = draft.pop("kind", DecisionKind.REPEAT)
    made = DecisionDraft(patient_id=patient, assessment_id=assessment or 0, kind=kind, **draft)
    bench.desk.decisions.sign(made)
    return made


def test_a_signed_answer_takes_the_low_from_today(bench: Bench) -> None:
    patient = bench.patient()
    entered = bench.enter(patient, "30", DAY)
    assert bench.desk.worklist.today().counts.unanswered == 1
    _sign(bench, patient, entered.assessment_id)
    assert bench.desk.worklist.today().counts.unanswered == 0
    kept = bench.desk.decisions.assessment(entered.assessment_id or 0)
    assert kept.decision is not None and kept.signed_by == "Dr. Test"


@pytest.mark.parametrize("user", [None, User(name="Dr. Gone", active=False)])
def test_an_answer_needs_the_name_of_somebody_who_works_here(bench: Bench, user: User | None) -> None:
    patient = bench.patient()
    entered = bench.enter(patient, "30", DAY)
    key = None if user is None else bench.desk.users.add(user).id
    context = replace(bench.desk.context, actor=Actor(key, "Dr. Gone", "desk-1"))
    draft = DecisionDraft(patient_id=patient, assessment_id=entered.assessment_id or 0, kind=DecisionKind.REPEAT)
    with pytest.raises(AlpdeskError, match=r"who signs|no longer works here"):
        Decisions(context).sign(draft)
    assert bench.desk.worklist.today().counts.unanswered == 1


@pytest.mark.parametrize("in_the_name_of", [False, True])
def test_staff_sign_no_answer_in_their_own_name_nor_in_a_clinicians(bench: Bench, *, in_the_name_of: bool) -> None:
    patient = bench.patient()
    entered, before = bench.enter(patient, "30", DAY), bench.audit()
    context, doctor = bench.desk.context, bench.desk.actor.user_id
    clerk = bench.desk.users.add(User(name="Jo Clerk", role=Role.STAFF)).id
    staff = Decisions(replace(context, actor=Actor(clerk, "Jo Clerk", "desk-2")))
    draft = DecisionDraft(patient_id=patient, assessment_id=entered.assessment_id or 0, kind=DecisionKind.REPEAT)
    with pytest.raises(AlpdeskError, match="Only a clinician or an administrator signs"):
        staff.sign(draft.model_copy(update={"user_id": doctor if in_the_name_of else None}))
    assert bench.audit() == before + 1  # the user who was added
    assert bench.desk.worklist.today().counts.unanswered == 1


def test_a_second_answer_shows_the_first_and_is_kept_only_beside_it(bench: Bench) -> None:
    patient = bench.patient()
    key = bench.enter(patient, "30", DAY).assessment_id or 0
    first = DecisionDraft(patient_id=patient, assessment_id=key, kind=DecisionKind.NO_ACTION, reason="the first")
    theirs = bench.desk.decisions.sign(first).decision
    second = first.model_copy(update={"reason": "the second"})
    before = bench.audit()
    with pytest.raises(ConflictError, match="answered meanwhile") as caught:
        bench.desk.decisions.sign(second)
    assert caught.value.theirs == theirs
    assert bench.audit() == before
    bench.desk.decisions.sign(second.model_copy(update={"beside": theirs.id}))
    (kept,) = bench.desk.decisions.assessments(patient)
    assert kept.decision == theirs
    assert [(one.decision.reason, one.signed_by) for one in kept.further] == [("the second", "Dr. Test")]
    with pytest.raises(ConflictError):  # a third that was not read either
        bench.desk.decisions.sign(second.model_copy(update={"beside": theirs.id}))


def test_a_clinician_who_is_no_administrator_signs(bench: Bench) -> None:
    patient = bench.patient()
    entered = bench.enter(patient, "30", DAY)
    key = bench.desk.users.add(User(name="Dr. Late", role=Role.CLINICIAN)).id
    doctor = Decisions(replace(bench.desk.context, actor=Actor(key, "Dr. Late", "desk-2")))
    doctor.sign(DecisionDraft(patient_id=patient, assessment_id=entered.assessment_id or 0, kind=DecisionKind.REPEAT))
    assert bench.desk.worklist.today().counts.unanswered == 0


@pytest.mark.parametrize(("value", "specimen", "waits"), [("30", "edta", 1), ("0.9", "serum", 1), ("60", "serum", 0)])
def test_an_alp_that_may_not_be_read_waits_for_an_answer_too(
    bench: Bench, value: str, specimen: str, waits: int
) -> None:
    bench.enter(bench.patient(), value, DAY, specimen=Specimen(specimen))
    assert bench.desk.worklist.today().counts.unanswered == waits


def test_on_asfotase_alfa_nothing_of_alp_waits(bench: Bench) -> None:
    patient = bench.patient()
    bench.desk.patients.add_medicine(patient, Medicine(name="asfotase alfa", started=date(2025, 1, 1)))
    bench.enter(patient, "5000", DAY)
    assert bench.desk.worklist.today().counts.unanswered == 0


def test_answering_the_newest_answers_the_older_and_not_the_next(bench: Bench) -> None:
    patient = bench.patient()
    bench.enter(patient, "30", date(2026, 1, 5))
    second = bench.enter(patient, "29", DAY)
    _sign(bench, patient, second.assessment_id)
    assert bench.desk.decisions.waiting(patient) is None
    third = bench.enter(patient, "28", date(2026, 3, 1))
    waiting = bench.desk.decisions.waiting(patient)
    assert waiting is not None and waiting.id == third.assessment_id


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        ({"kind": DecisionKind.EXPLAINED}, "which cause"),
        ({"kind": DecisionKind.EXPLAINED, "cause": "bad-luck"}, "not known"),
        ({"kind": DecisionKind.NO_ACTION}, "why nothing"),
        ({"templates": ("weekly-party",)}, "not known"),
    ],
)
def test_an_incomplete_answer_is_refused_and_nothing_is_kept(bench: Bench, draft: dict[str, Any], words: str) -> None:
    patient = bench.patient()
    entered = bench.enter(patient, "30", DAY)
    with pytest.raises(AlpdeskError, match=words):
        _sign(bench, patient, entered.assessment_id, **draft)
    assert bench.desk.decisions.waiting(patient) is not None
    assert bench.desk.decisions.plans(patient) == ()


def test_an_answer_for_another_patient_is_refused(bench: Bench) -> None:
    entered = bench.enter(bench.patient("One"), "30", DAY)
    with pytest.raises(AlpdeskError, match="another patient"):
        _sign(bench, bench.patient("Two"), entered.assessment_id)


def test_a_user_who_left_cannot_sign(bench: Bench) -> None:
    patient = bench.patient()
    entered = bench.enter(patient, "30", DAY)
    left = bench.desk.users.add(User(name="Dr. Left", active=False))
    with pytest.raises(AlpdeskError, match="no longer works here"):
        _sign(bench, patient, entered.assessment_id, user_id=left.id)


def test_a_repeat_is_due_closed_by_the_sample_that_is_not_too_early(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    entered = bench.enter(patient, "30", DAY)
    _sign(bench, patient, entered.assessment_id, templates=("first-low",))
    recalls = desk.decisions.recalls(patient)
    open_before = [one for one in recalls if one.closed_on is None and "alp" in one.tests.split()]
    assert open_before and all(one.not_before == DAY + timedelta(days=31) for one in open_before)
    clock.now += timedelta(days=60)
    early = bench.enter(patient, "31", DAY + timedelta(days=30))
    assert early.closed == ("Repeat ALP: this sample came too early; it counts from 13 March 2026.",)
    right = bench.enter(patient, "31", DAY + timedelta(days=31))
    assert any(open_before[0].title in sentence for sentence in right.closed)
    closed = next(one for one in desk.decisions.recalls(patient) if one.id == open_before[0].id)
    assert (closed.panel_id, closed.closed_on) == (right.panel_id, desk.context.today())


def test_a_sample_without_the_analyte_closes_nothing(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    entered = bench.enter(patient, "30", DAY)
    _sign(bench, patient, entered.assessment_id, templates=("first-low",))
    clock.now += timedelta(days=60)
    panel = desk.panels.enter(
        patient,
        desk.panels.get(entered.panel_id).panel.model_copy(update={"uid": None, "collected": DAY + timedelta(days=50)}),
        (Result(analyte="tsh", value="2.0", unit="mIU/L"),),
    )
    assert panel.closed == ()


def test_a_due_date_can_be_moved_and_an_item_closed_only_with_a_reason(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    entered = bench.enter(patient, "30", DAY)
    _sign(bench, patient, entered.assessment_id, templates=("first-low",), due=date(2026, 6, 1))
    recall = next(one for one in desk.decisions.recalls(patient) if one.due == date(2026, 6, 1))
    with pytest.raises(AlpdeskError, match="Say why"):
        desk.followup.close(recall.id or 0, CloseCode.OTHER, "  ")
    closed = desk.followup.close(recall.id or 0, CloseCode.OTHER, "moved away")
    assert closed.closed_reason == "moved away"


def test_stopping_a_plan_closes_what_was_due(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    entered = bench.enter(patient, "30", DAY)
    _sign(bench, patient, entered.assessment_id, templates=("first-low",))
    plan = desk.decisions.plans(patient)[0]
    desk.followup.stop_plan(plan.id or 0, "normal twice")
    assert all(one.closed_on for one in desk.decisions.recalls(patient) if one.plan_id == plan.id)


def test_today_shows_due_and_overdue_items_however_late(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    entered = bench.enter(patient, "30", date(2026, 1, 20))
    _sign(bench, patient, entered.assessment_id, templates=("first-low",), due=date(2026, 3, 5))
    today = desk.worklist.today()
    assert [item.due for item in today.due if item.due == date(2026, 3, 5)]
    clock.now += timedelta(days=900)
    late = desk.worklist.today()
    assert late.counts.overdue == len(late.overdue) >= 1
    assert max(item.overdue_days for item in late.overdue) > 800


def test_the_worst_is_on_top(bench: Bench) -> None:
    mild, grave = bench.patient("Mild"), bench.patient("Grave")
    edta = (
        Result(analyte="potassium", value="12.9", unit="mmol/L"),
        Result(analyte="calcium", value="4.0", unit="mg/dL"),
    )
    bench.enter(grave, "20", DAY, *edta)
    bench.enter(mild, "34", DAY)
    rows = bench.desk.worklist.today().unanswered
    assert [row.patient.id for row in rows] == [grave, mild]


def test_users_and_laboratories_have_one_name_each(desk: Desk) -> None:
    with pytest.raises(AlpdeskError, match="already"):
        desk.users.add(User(name="Dr. Test"))
    with pytest.raises(AlpdeskError, match="already"):
        desk.laboratories.add(Laboratory(name="CITY LAB"))


def test_the_clinic_judges_by_the_profiles_it_chose(bench: Bench) -> None:
    desk = bench.desk
    with pytest.raises(AlpdeskError, match="not known"):
        desk.clinic.update(desk.clinic.get().model_copy(update={"adult_profile": "magic"}))
    desk.clinic.update(desk.clinic.get().model_copy(update={"adult_profile": "arup"}))
    shown = bench.enter(bench.patient(), "30", DAY).assessment
    assert shown is not None and shown.alp.interval is not None and shown.alp.interval.profile == "arup"
    assert isinstance(desk.clinic.get(), Clinic)


def test_a_promised_item_comes_back_to_the_list_and_its_sample_closes_it(bench: Bench, clock: Clock) -> None:
    patient = bench.patient()
    low = bench.enter(patient, "29", date(2026, 2, 20))
    _sign(bench, patient, low.assessment_id, promised=date(2026, 4, 3))
    (item,) = bench.desk.decisions.recalls(patient)
    assert (item.due, item.not_before) == (date(2026, 4, 3), date(2026, 3, 23))
    assert item.decision_id is not None
    clock.now += timedelta(days=20)
    (said,) = bench.enter(patient, "70", date(2026, 3, 22)).closed
    assert "too early" in said
    assert bench.desk.decisions.recalls(patient)[0].closed_on is None
    clock.now += timedelta(days=2)
    bench.enter(patient, "70", date(2026, 3, 23))
    assert bench.desk.decisions.recalls(patient)[0].close_code is CloseCode.RESULT


def test_an_answer_that_promises_nothing_takes_no_promised_date_and_none_lies_in_the_past(bench: Bench) -> None:
    patient = bench.patient()
    low = bench.enter(patient, "29", date(2026, 2, 20))
    nothing = {"kind": DecisionKind.NO_ACTION, "reason": "Known", "promised": date(2026, 4, 3)}
    with pytest.raises(AlpdeskError, match="promises nothing"):
        _sign(bench, patient, low.assessment_id, **nothing)
    with pytest.raises(AlpdeskError, match="past"):
        _sign(bench, patient, low.assessment_id, promised=date(2026, 3, 1))
    assert bench.desk.decisions.waiting(patient) is not None


def test_an_older_low_that_was_shown_renewed_does_not_answer_a_newer_one(bench: Bench) -> None:
    patient = bench.patient()
    older, newer = bench.enter(patient, "29", date(2026, 2, 1)), bench.enter(patient, "28", date(2026, 2, 20))
    draft = DecisionDraft(
        patient_id=patient,
        assessment_id=older.assessment_id or 0,
        kind=DecisionKind.NO_ACTION,
        reason="seen",
        renewed=True,
    )
    bench.desk.decisions.sign(draft)
    waiting = bench.desk.decisions.waiting(patient)
    assert waiting is not None and waiting.panel_id == newer.panel_id
