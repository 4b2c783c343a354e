"""A promise without a date is not lost among other answers, nor in a merge."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alpdesk.domain.loop import LOW, LoopState, Standing
from alpdesk.domain.records import CloseCode, DecisionKind, Role, User
from alpdesk.domain.terms import ContactKind, ContactOutcome
from alpdesk.errors import AlpdeskError
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.store.audit import Actor
from tests.conftest import Clock
from tests.services.conftest import Bench


def sign(bench: Bench, patient: int, assessment: int, kind: DecisionKind) -> None:
    draft = DecisionDraft(patient_id=patient, assessment_id=assessment, kind=kind, reason="Carrier.")
    bench.desk.decisions.sign(draft)


def test_an_answer_of_the_other_record_does_not_cover_a_promise_when_two_are_merged(bench: Bench) -> None:
    kept, other = bench.patient("Bloom"), bench.patient("Blum")
    sign(bench, other, bench.enter(other, "31", date(2026, 2, 1)).assessment_id or 0, DecisionKind.WORK_UP)
    sign(bench, kept, bench.enter(kept, "30", date(2026, 2, 2)).assessment_id or 0, DecisionKind.NO_ACTION)
    bench.desk.corrections.merge(kept, other, "One person.")
    lows = [one.state for one in bench.desk.loop.of_patient(kept) if one.concern.about == LOW]
    assert LoopState.UNANSWERED in lows
    assert [low.patient.id for low in bench.desk.worklist.today().unanswered] == [kept]


def promised(bench: Bench, patient: int, kind: DecisionKind = DecisionKind.REPEAT) -> int:
    """Answer a low with a promise that has no date; return the key of the answer."""
    draft = DecisionDraft(
        patient_id=patient, assessment_id=bench.enter(patient, "31", date(2026, 2, 1)).assessment_id or 0, kind=kind
    )
    return bench.desk.decisions.sign(draft).decision.id or 0


def low(desk: Desk, patient: int) -> Standing:
    (found,) = (one for one in desk.loop.of_patient(patient) if one.concern.about == LOW)
    return found


def as_staff(desk: Desk) -> Desk:
    clerk = desk.users.add(User(name="Jo Clerk", role=Role.STAFF)).id
    return Desk(replace(desk.context, actor=Actor(clerk, "Jo Clerk", "desk-2")))


def test_a_promise_without_a_date_is_closed_with_the_words_of_its_reason_in_one_act(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    answer = promised(bench, patient)
    clock.now += timedelta(days=3)
    assert low(desk, patient).state is LoopState.OVERDUE
    before = bench.audit()
    closed = desk.followup.close_undated(answer, CloseCode.DECLINED, "wants no more blood taken")
    assert bench.audit() == before + 1
    assert (closed.kind, closed.reason) == (DecisionKind.NO_ACTION, "Declined: wants no more blood taken")
    state = low(desk, patient)
    assert (state.state, state.reason, state.by) == (LoopState.CLOSED, closed.reason, desk.actor.user_id)
    assert desk.worklist.today().counts.overdue == 0
    assert [one.decision.reason for one in desk.decisions.assessments(patient)[0].further] == [closed.reason]
    with pytest.raises(AlpdeskError, match="by now"):
        desk.followup.close_undated(answer, CloseCode.DECLINED)


def test_nobody_is_unreachable_about_a_promise_before_anything_was_tried(bench: Bench) -> None:
    answer = promised(bench, bench.patient())
    with pytest.raises(AlpdeskError, match="there are 0"):
        bench.desk.followup.close_undated(answer, CloseCode.UNREACHABLE)
    with pytest.raises(AlpdeskError, match="Say why"):
        bench.desk.followup.close_undated(answer, CloseCode.OTHER, " ")


def test_an_attempt_about_a_promise_makes_it_an_item_as_overdue_as_it_was(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    answer = promised(bench, patient)
    signed, before = desk.context.today(), bench.audit()
    clock.now += timedelta(days=9)
    item = desk.followup.note_contact_about(
        answer, ContactKind.PHONE, ContactOutcome.NO_ANSWER, desk.context.today(), "twice"
    )
    assert bench.audit() == before + 1
    assert (item.title, item.tests, item.due, item.decision_id) == ("Repeat ALP", "alp", signed, answer)
    assert [one.note for one in desk.followup.contacts(item.id or 0)] == ["twice"]
    assert low(desk, patient).state is LoopState.OVERDUE
    (line,) = desk.worklist.today().overdue
    assert (line.undated, line.overdue_days) == (False, 9)
    with pytest.raises(AlpdeskError, match="future"):
        tomorrow = desk.context.today() + timedelta(days=1)
        desk.followup.note_contact_about(answer, ContactKind.PHONE, ContactOutcome.NO_ANSWER, tomorrow)


def test_who_died_leaves_with_the_promises_that_had_no_date(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    promised(bench, patient, DecisionKind.WORK_UP)
    item = desk.followup.order_tests(patient, ["zinc"], date(2026, 3, 3))
    clock.now += timedelta(days=5)
    assert desk.worklist.today().counts.overdue == 2
    desk.followup.close(item.id or 0, CloseCode.DIED, every=True)
    assert desk.worklist.today().counts.overdue == 0
    assert (low(desk, patient).state, low(desk, patient).reason) == (LoopState.CLOSED, "Died")


def test_closing_the_promise_of_somebody_who_moved_closes_the_items_too(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    answer = promised(bench, patient)
    desk.followup.order_tests(patient, ["zinc"], date(2026, 3, 3))
    desk.followup.close_undated(answer, CloseCode.MOVED, "to Leeds", every=True)
    assert [one.closed_reason for one in desk.decisions.recalls(patient)] == ["Moved away: to Leeds"]
    assert desk.followup.undated(patient) is None


def test_staff_close_items_and_leave_a_promise_without_a_date_to_the_clinician(bench: Bench, clock: Clock) -> None:
    patient = bench.patient()
    answer = promised(bench, patient)
    staff = as_staff(bench.desk)
    item = staff.followup.order_tests(patient, ["zinc"], date(2026, 3, 3))
    clock.now += timedelta(days=5)
    with pytest.raises(AlpdeskError, match="Only a clinician"):
        staff.followup.close_undated(answer, CloseCode.DIED)
    staff.followup.close(item.id or 0, CloseCode.DIED, every=True)
    assert [one.undated for one in staff.worklist.today().overdue] == [True]


@pytest.mark.parametrize("by_template", [True, False])
def test_an_answer_sets_no_date_at_which_nobody_will_look(bench: Bench, by_template: bool) -> None:
    """The year is a slip of the hand: the low would have left every list for decades."""
    patient, today = bench.patient(), bench.desk.context.today()
    assessment = bench.enter(patient, "31", date(2026, 2, 1)).assessment_id or 0
    last = today + timedelta(days=bench.desk.rules.escalation.furthest_days)

    def answered(due: date) -> None:
        dated = {"templates": ("first-low",), "due": due} if by_template else {"promised": due}
        draft = DecisionDraft(patient_id=patient, assessment_id=assessment, kind=DecisionKind.REPEAT)
        bench.desk.decisions.sign(draft.model_copy(update=dated))

    before = bench.audit()
    with pytest.raises(AlpdeskError, match="too far ahead"):
        answered(last + timedelta(days=1))
    assert (bench.desk.decisions.waiting(patient) is not None, bench.audit()) == (True, before)
    answered(last)
    assert low(bench.desk, patient).due == last
