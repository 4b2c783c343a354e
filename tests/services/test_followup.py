"""Nothing that is due leaves the list without a reason: postponed, reminded of, ordered, closed, handed over."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from alpdesk.domain.escalation import Step
from alpdesk.domain.loop import LoopState
from alpdesk.domain.records import CloseCode, DecisionKind, LetterKind, Panel, Recall, Result, Role, User
from alpdesk.domain.rules import MonitoringItem
from alpdesk.domain.terms import ContactKind, ContactOutcome
from alpdesk.errors import AlpdeskError
from alpdesk.services.decisions import DecisionDraft, Signed
from alpdesk.services.desk import Desk
from alpdesk.services.entry import ResultDraft
from alpdesk.services.worklist import Wanted
from alpdesk.store.audit import Actor
from tests.conftest import Clock
from tests.services.conftest import Bench

DAY = date(2026, 2, 10)
TODAY = date(2026, 3, 2)


def _signed(bench: Bench, patient: int, alp: str = "30", **draft: Any) -> Signed:
    entered = bench.enter(patient, alp, DAY if "due" not in draft else min(DAY, draft["due"] - timedelta(days=31)))
    asked: dict[str, Any] = {"kind": DecisionKind.REPEAT, "templates": ("first-low",), **draft}
    return bench.desk.decisions.sign(
        DecisionDraft(patient_id=patient, assessment_id=entered.assessment_id or 0, **asked)
    )


def _item(bench: Bench, patient: int) -> Recall:
    return _signed(bench, patient).recalls[0]


def _later(clock: Clock, days: int) -> None:
    clock.now += timedelta(days=days)


def _call(bench: Bench, item: Recall, outcome: ContactOutcome = ContactOutcome.NO_ANSWER) -> None:
    bench.desk.followup.note_contact(item.id or 0, ContactKind.PHONE, outcome, bench.desk.context.today())


def test_the_first_answer_makes_its_signer_responsible(bench: Bench) -> None:
    patient = bench.patient()
    signed = _signed(bench, patient)
    assert bench.desk.patients.get(patient).responsible_id == signed.decision.signed_by
    assert {item.decision_id for item in signed.recalls} == {signed.decision.id}
    other = bench.desk.users.add(User(name="Dr. Next"))
    bench.desk.followup.assign([patient], other.id or 0, "on leave")
    second = bench.enter(patient, "29", TODAY)
    bench.desk.decisions.sign(
        DecisionDraft(patient_id=patient, assessment_id=second.assessment_id or 0, kind=DecisionKind.REPEAT)
    )
    assert bench.desk.patients.get(patient).responsible_id == other.id


def test_a_postponed_item_keeps_its_first_date(bench: Bench) -> None:
    follow, item = bench.desk.followup, _item(bench, bench.patient())
    with pytest.raises(AlpdeskError, match="Say why"):
        follow.postpone(item.id or 0, date(2026, 5, 1), " ")
    with pytest.raises(AlpdeskError, match="past"):
        follow.postpone(item.id or 0, date(2026, 3, 1), "travels")
    follow.postpone(item.id or 0, date(2026, 5, 1), "travels")
    again = follow.postpone(item.id or 0, date(2026, 6, 1), "still travels")
    assert (again.due, again.first_due) == (date(2026, 6, 1), item.due)


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        (CloseCode.OTHER, "", "Say why"),
        (CloseCode.RESULT, "", "set by the program"),
        (CloseCode.STOPPED, "x", "set by the program"),
        (CloseCode.UNREACHABLE, "", "before 3 attempts"),
    ],
)
def test_a_due_item_leaves_the_list_only_for_a_reason_that_holds(
    bench: Bench, code: CloseCode, text: str, words: str
) -> None:
    item = _item(bench, bench.patient())
    with pytest.raises(AlpdeskError, match=words):
        bench.desk.followup.close(item.id or 0, code, text)
    assert bench.desk.decisions.recalls(item.patient_id)[0].closed_on is None


def test_a_closed_item_says_why_when_and_through_whom_and_ends_its_plan(bench: Bench) -> None:
    desk, item = bench.desk, _item(bench, bench.patient())
    closed = desk.followup.close(item.id or 0, CloseCode.DECLINED, "needles")
    assert (closed.close_code, closed.closed_on) == (CloseCode.DECLINED, TODAY)
    assert closed.closed_reason == "Declined: needles"
    assert closed.closed_by == desk.context.actor.user_id
    plan = desk.decisions.plans(item.patient_id)[0]
    assert (plan.stopped, plan.stopped_by) == (TODAY, desk.context.actor.user_id)
    with pytest.raises(AlpdeskError, match="closed already"):
        desk.followup.close(item.id or 0, CloseCode.DECLINED, "twice")


def test_an_item_that_is_opened_again_is_open_in_every_way(bench: Bench) -> None:
    desk, item = bench.desk, _item(bench, bench.patient())
    desk.followup.close(item.id or 0, CloseCode.DECLINED)
    again = desk.followup.reopen(item.id or 0, "changed her mind")
    assert (again.closed_on, again.close_code, again.closed_by, again.closed_reason) == (None, None, None, "")
    assert desk.decisions.plans(item.patient_id)[0].stopped is None
    with pytest.raises(AlpdeskError, match="is open"):
        desk.followup.reopen(item.id or 0, "twice")


def test_attempts_on_three_days_make_somebody_unreachable_and_a_talk_begins_anew(bench: Bench, clock: Clock) -> None:
    follow, item = bench.desk.followup, _item(bench, bench.patient())
    for _ in range(3):
        _call(bench, item)
    with pytest.raises(AlpdeskError, match="there are 0"):
        follow.close(item.id or 0, CloseCode.UNREACHABLE)
    clock.now += item.due - TODAY
    for _ in range(2):
        _call(bench, item)
        _call(bench, item)
        _later(clock, 1)
    with pytest.raises(AlpdeskError, match="there are 2"):
        follow.close(item.id or 0, CloseCode.UNREACHABLE)
    _call(bench, item, ContactOutcome.REACHED)
    for _ in range(3):
        with pytest.raises(AlpdeskError, match="Nobody is unreachable"):
            follow.close(item.id or 0, CloseCode.UNREACHABLE)
        _later(clock, 1)
        _call(bench, item)
    assert follow.close(item.id or 0, CloseCode.UNREACHABLE).close_code is CloseCode.UNREACHABLE
    assert len(follow.contacts(item.id or 0)) == 11


def test_who_died_leaves_with_everything_in_one_action(bench: Bench) -> None:
    patient = bench.patient()
    signed = _signed(bench, patient, templates=("first-low", "unexplained"))
    before = bench.audit()
    with pytest.raises(AlpdeskError, match="died or moved"):
        bench.desk.followup.close(signed.recalls[0].id or 0, CloseCode.DECLINED, every=True)
    bench.desk.followup.close(signed.recalls[0].id or 0, CloseCode.DIED, "1 March", every=True)
    recalls = bench.desk.decisions.recalls(patient)
    assert len(recalls) == 4 and {one.close_code for one in recalls} == {CloseCode.DIED}
    assert bench.audit() == before + 1


def test_what_was_done_elsewhere_falls_due_again_and_what_was_declined_does_not(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    signed = _signed(bench, patient, templates=("child",))
    dentist = next(one for one in signed.recalls if one.title == "Dentist")
    with pytest.raises(AlpdeskError, match="closed by its result"):
        desk.followup.done(next(one for one in signed.recalls if one.tests).id or 0, TODAY)
    desk.followup.done(dentist.id or 0, TODAY, "no caries")
    again = [one for one in desk.decisions.recalls(patient) if one.title == "Dentist" and one.closed_on is None]
    assert [one.due for one in again] == [TODAY + timedelta(days=180)]
    desk.followup.close(again[0].id or 0, CloseCode.DECLINED)
    assert not [one for one in desk.decisions.recalls(patient) if one.title == "Dentist" and one.closed_on is None]
    assert desk.decisions.plans(patient)[0].stopped is None


def test_a_contact_is_noted_with_who_when_how_and_outcome(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    signed = _signed(bench, patient, templates=("first-low", "unexplained"))
    item = signed.recalls[0]
    with pytest.raises(AlpdeskError, match="future"):
        desk.followup.note_contact(item.id or 0, ContactKind.PHONE, ContactOutcome.REACHED, date(2027, 1, 1))
    with pytest.raises(AlpdeskError, match="cannot be what came"):
        desk.followup.note_contact(item.id or 0, ContactKind.PHONE, ContactOutcome.RETURNED, TODAY)
    _later(clock, 300)
    made = desk.followup.note_contact(
        item.id or 0, ContactKind.PHONE, ContactOutcome.MESSAGE_LEFT, TODAY, "with her son", every=True
    )
    assert (made.made_by, made.note) == (desk.context.actor.user_id, "with her son")
    tried = desk.followup.contacts_of([one.id or 0 for one in signed.recalls])
    late = {one.id for one in signed.recalls if one.due < desk.context.today()}
    assert set(tried) == late and len(late) > 1


def test_an_order_stays_until_every_result_is_in(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    with pytest.raises(AlpdeskError, match="not a test"):
        desk.followup.order_tests(patient, ["alp", "luck"], TODAY)
    with pytest.raises(AlpdeskError, match="which tests"):
        desk.followup.order_tests(patient, [], TODAY)
    order = desk.followup.order_tests(patient, ["alp", "zinc", "tsh"], TODAY + timedelta(days=14), "Work-up")
    assert (order.ordered_on, order.ordered_by) == (TODAY, desk.context.actor.user_id)
    _later(clock, 5)
    old = bench.enter(patient, "40", TODAY - timedelta(days=1), Result(analyte="tsh", value="2", unit="mIU/L"))
    assert [said.endswith("it stays due.") for said in old.closed] == [True]
    some = bench.enter(patient, "40", TODAY + timedelta(days=3))
    assert some.closed == ("Work-up: still missing: Zinc, Thyroid-stimulating hormone.",)
    assert desk.followup.missing(desk.decisions.recalls(patient)) == {order.id: ("zinc", "tsh")}
    panel = desk.panels.get(some.panel_id).panel.model_copy(update={"uid": None})
    zinc, tsh = Result(analyte="zinc", value="12", unit="umol/L"), Result(analyte="tsh", value="2", unit="mIU/L")
    last = desk.panels.enter(patient, panel, (zinc, tsh))
    assert last.closed == ("Work-up: all results are in.",)
    closed = desk.decisions.recalls(patient)[0]
    assert (closed.close_code, closed.closed_by) == (CloseCode.RESULT, desk.context.actor.user_id)


def test_an_answer_that_sets_no_date_is_overdue_until_it_has_one(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    signed = _signed(bench, patient, kind=DecisionKind.REFER, templates=())
    assert desk.worklist.today().counts.overdue == 0
    _later(clock, 1)
    late = desk.worklist.today()
    assert late.counts.overdue == 1
    assert [(one.undated, one.promised, one.due) for one in late.overdue] == [(True, DecisionKind.REFER, TODAY)]
    with pytest.raises(AlpdeskError, match="another patient"):
        desk.followup.add_item(bench.patient("Other"), "x", [], date(2026, 4, 1), signed.decision.id)
    desk.followup.add_item(patient, "Letter from endocrinology", [], date(2026, 4, 1), signed.decision.id)
    assert desk.worklist.today().counts.overdue == 0


@pytest.mark.parametrize("days", [3, 365])
def test_an_answer_signed_while_the_clock_stood_ahead_is_overdue_once_it_is_right(
    bench: Bench, clock: Clock, days: int
) -> None:
    patient = bench.patient()
    low = bench.enter(patient, "30", date(2026, 2, 28))
    clock.now += timedelta(days=days)
    answer = DecisionDraft(patient_id=patient, assessment_id=low.assessment_id or 0, kind=DecisionKind.REPEAT)
    bench.desk.decisions.sign(answer.model_copy(update={"reason": "repeat"}))
    clock.now -= timedelta(days=days)
    today = bench.desk.worklist.today()
    assert [item.promised for item in today.overdue] == [DecisionKind.REPEAT]
    assert today.counts.overdue == 1
    (state,) = {one.state for one in bench.desk.loop.of_patient(patient)}
    assert state is LoopState.OVERDUE
    assert bench.desk.followup.undated(patient) is not None


def test_no_action_sets_no_date_and_a_newer_answer_takes_the_place_of_the_older(bench: Bench, clock: Clock) -> None:
    patient = bench.patient()
    _signed(bench, patient, templates=())
    _later(clock, 3)
    entered = bench.enter(patient, "29", date(2026, 3, 4))
    bench.desk.decisions.sign(
        DecisionDraft(
            patient_id=patient, assessment_id=entered.assessment_id or 0, kind=DecisionKind.NO_ACTION, reason="lifelong"
        )
    )
    _later(clock, 3)
    assert bench.desk.worklist.today().counts.overdue == 0


def test_a_first_low_ends_with_one_normal_sample_and_not_with_one_that_is_too_early(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    _signed(bench, patient)
    _later(clock, 90)
    early = bench.enter(patient, "70", DAY + timedelta(days=20))
    assert early.closed == ("Repeat ALP: this sample came too early; it counts from 13 March 2026.",)
    assert desk.decisions.plans(patient)[0].stopped is None
    right = bench.enter(patient, "70", DAY + timedelta(days=40))
    assert right.closed[-1] == "First low ALP: this monitoring ends here; ALP was not low."
    plan = desk.decisions.plans(patient)[0]
    assert (plan.stop_reason, plan.stopped_by) == ("ALP was not low.", desk.context.actor.user_id)


def test_a_treated_cause_ends_after_two_in_a_row_and_a_low_between_begins_anew(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    _signed(bench, patient, templates=("treated-cause",))
    _later(clock, 400)
    for day, alp in ((30, "70"), (90, "20"), (200, "70")):
        bench.enter(patient, alp, DAY + timedelta(days=day))
        assert desk.decisions.plans(patient)[0].stopped is None
    last = bench.enter(patient, "70", DAY + timedelta(days=320))
    assert last.closed[-1].endswith("ALP was not low 2 times in a row.")
    recalls = desk.decisions.recalls(patient)
    assert all(one.closed_on for one in recalls)
    assert CloseCode.STOPPED in {one.close_code for one in recalls}


def test_the_items_of_a_plan_are_the_patients_own(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    signed = _signed(bench, patient, templates=("unexplained",))
    plan, follow = signed.plans[0], desk.followup
    first, second, last = follow.plan_items(plan.id or 0)
    assert first.title.startswith("Look for a cause") and second.title == last.title == "ALP"
    own = MonitoringItem(title="Bone scan", after_days=40)
    sooner = first.model_copy(update={"after_days": first.after_days + 10})
    with pytest.raises(AlpdeskError, match="Say why"):
        follow.edit_plan(plan.id or 0, [sooner], "")
    with pytest.raises(AlpdeskError, match="at least one item"):
        follow.edit_plan(plan.id or 0, [], "none")
    follow.edit_plan(plan.id or 0, [sooner, own], "she is away until then")
    assert follow.plan_items(plan.id or 0) == (sooner, own)
    recalls = desk.decisions.recalls(patient)
    waiting = {one.title: one.due for one in recalls if one.closed_on is None}
    assert waiting == {
        first.title: signed.recalls[0].due + timedelta(days=10),
        "Bone scan": TODAY + timedelta(days=40),
    }
    assert {one.close_code for one in recalls if one.closed_on} == {CloseCode.STOPPED}


def test_a_changed_interval_is_that_of_the_next_repeat(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient(born=date(2018, 5, 1))
    plan = _signed(bench, patient, "60", templates=("child",)).plans[0]
    items = desk.followup.plan_items(plan.id or 0)
    own = [items[0].model_copy(update={"every_days": 60, "not_before_days": 20}), *items[1:]]
    desk.followup.edit_plan(plan.id or 0, own, "grows fast")
    _later(clock, 200)
    sample = DAY + timedelta(days=121)
    bench.enter(patient, "60", sample)
    waiting = [one for one in desk.decisions.recalls(patient) if one.closed_on is None and one.tests]
    assert [(one.not_before, one.due) for one in waiting] == [
        (sample + timedelta(days=20), sample + timedelta(days=60))
    ]


def test_patients_are_handed_over_all_at_once(bench: Bench) -> None:
    desk = bench.desk
    mine, theirs = [bench.patient("One"), bench.patient("Two")], bench.patient("Three")
    new, gone = desk.users.add(User(name="Dr. New")), desk.users.add(User(name="Dr. Gone", active=False))
    me = desk.context.actor.user_id or 0
    desk.followup.assign(mine, me, "start")
    before = bench.audit()
    with pytest.raises(AlpdeskError, match="no longer works here"):
        desk.followup.hand_over(me, gone.id or 0, "leaves")
    with pytest.raises(AlpdeskError, match="Say why"):
        desk.followup.hand_over(me, new.id or 0, "")
    assert desk.followup.hand_over(me, new.id or 0, "leaves") == 2
    assert bench.audit() == before + 1
    assert [desk.patients.get(key).responsible_id for key in (*mine, theirs)] == [new.id, new.id, None]


def test_mine_are_my_patients_and_those_of_nobody(bench: Bench, clock: Clock) -> None:
    desk, mine, nobodys, other = bench.desk, bench.patient("Mine"), bench.patient("New"), bench.patient("Other")
    new = desk.users.add(User(name="Dr. New")).id or 0
    for patient in (mine, other):
        _signed(bench, patient, due=date(2026, 3, 20))
    bench.enter(nobodys, "30", DAY)
    desk.followup.assign([other], new, "hers")
    _later(clock, 30)
    ours = desk.worklist.today(wanted=Wanted(mine=desk.context.actor.user_id))
    assert [one.patient.id for one in ours.overdue] == [mine]
    assert [one.patient.id for one in ours.unanswered] == [nobodys]
    assert (ours.counts.overdue, ours.counts.unanswered) == (1, 1)
    assert desk.worklist.today().counts.overdue == 2
    assert [one.responsible for one in ours.overdue] == ["Dr. Test"]
    gone = next(user for user in desk.users.list() if user.id == new)
    desk.users.update(gone.model_copy(update={"active": False}))
    ours = desk.worklist.today(wanted=Wanted(mine=desk.context.actor.user_id))
    assert {one.patient.id for one in ours.overdue} == {mine, other}, "who left answers for nobody"


@pytest.mark.parametrize(("days", "count"), [(13, 0), (14, 1)])
def test_overdue_by_two_weeks_means_fourteen_days(bench: Bench, clock: Clock, days: int, count: int) -> None:
    _signed(bench, bench.patient(), due=TODAY)
    _later(clock, days)
    today = bench.desk.worklist.today(wanted=Wanted(weeks=2))
    assert len(today.overdue) == today.counts.overdue == count


def test_the_safety_net_names_who_since_when_what_was_tried_and_what_is_next(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    item = _signed(bench, patient, due=date(2026, 3, 10)).recalls[0]
    desk.followup.postpone(item.id or 0, date(2026, 3, 20), "travels")
    _later(clock, 40)
    _call(bench, item)
    net = desk.followup.safety_net()
    line = net.overdue[0]
    assert (line.item.patient.name, line.since, line.item.overdue_days) == ("Bloom, Molly", date(2026, 3, 10), 22)
    assert [(one.kind, one.outcome, one.made_by) for one in line.tried] == [("phone", "no_answer", "Dr. Test")]
    assert line.item.next is not None and line.item.next.step is Step.REMINDER_LETTER
    assert desk.followup.safety_net(weeks=4).overdue == ()


def test_what_is_due_in_six_weeks_is_counted_and_listed_when_asked_for(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    _signed(bench, patient, due=TODAY + timedelta(days=42))
    _signed(bench, bench.patient("Soon"), due=TODAY + timedelta(days=2))
    today = desk.worklist.today()
    assert (today.counts.due, today.counts.later) == (2, 1)
    assert desk.worklist.counts() == today.counts
    assert ([one.patient.name for one in today.due], today.later) == (["Soon, Molly"], ())
    opened = desk.worklist.today(wanted=Wanted(later=200))
    assert [one.patient.id for one in opened.later] == [patient]
    assert len(desk.worklist.open_items()) == 2


def test_a_low_that_was_answered_for_good_stands_among_what_was_closed(bench: Bench, clock: Clock) -> None:
    desk = bench.desk
    for name, asked in (
        ("Lifelong", {"kind": DecisionKind.NO_ACTION, "reason": "known for years"}),
        ("Zinc", {"kind": DecisionKind.EXPLAINED, "cause": "nut-zn"}),
    ):
        _signed(bench, bench.patient(name), templates=(), **asked)
    today = desk.worklist.today()
    assert {(one.answer, one.cause, one.reason, one.closed_by) for one in today.closed} == {
        (DecisionKind.NO_ACTION, "", "known for years", "Dr. Test"),
        (DecisionKind.EXPLAINED, "nut-zn", "", "Dr. Test"),
    }
    assert today.counts.closed == desk.worklist.counts().closed == 2
    _later(clock, 8)
    assert desk.worklist.today().closed == ()


def test_my_letters_are_those_of_my_patients(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    _signed(bench, patient)
    desk.letters.keep(desk.letters.compose(patient, LetterKind.RECALL))
    other = desk.users.add(User(name="Dr. New")).id or 0
    assert len(desk.worklist.today(wanted=Wanted(mine=desk.context.actor.user_id)).letters) == 1
    hers = desk.worklist.today(wanted=Wanted(mine=other))
    assert (hers.letters, hers.counts.letters) == ((), 0)


def test_closed_lately_says_why_and_by_whom(bench: Bench, clock: Clock) -> None:
    item = _item(bench, bench.patient())
    bench.desk.followup.close(item.id or 0, CloseCode.MOVED, "to Leeds")
    today = bench.desk.worklist.today()
    assert [(one.reason, one.closed_by, one.code) for one in today.closed] == [
        ("Moved away: to Leeds", "Dr. Test", CloseCode.MOVED)
    ]
    _later(clock, 8)
    assert bench.desk.worklist.today().closed == ()


def test_a_recall_letter_notes_the_contact_and_the_second_one_says_so(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    item = _signed(bench, patient, due=date(2026, 3, 10)).recalls[0]
    _later(clock, 20)
    first = desk.letters.keep(desk.letters.compose(patient, LetterKind.RECALL))
    desk.letters.issued(first.id, "saved")
    assert not desk.followup.contacts(item.id or 0), "a letter that never left reached nobody"
    desk.letters.issued(first.id, "printed")
    desk.letters.issued(first.id, "handed_over")
    assert [(one.kind, one.outcome, one.letter_id) for one in desk.followup.contacts(item.id or 0)] == [
        (ContactKind.LETTER, ContactOutcome.SENT, first.id)
    ]
    assert desk.followup.next_step(item.id or 0).step is Step.SECOND_LETTER
    second = desk.letters.compose(patient, LetterKind.RECALL)
    assert not first.subject.startswith("Second reminder") and second.subject.startswith("Second reminder")
    words = " ".join(getattr(block, "text", "") for block in second.blocks)
    assert "We wrote to you before" in words


def test_yearly_means_yearly_although_the_first_dates_are_closer(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    _signed(bench, patient, templates=("unexplained",))
    _later(clock, 800)
    for days in (180, 360):
        bench.enter(patient, "30", DAY + timedelta(days=days))
    waiting = [one.due for one in desk.decisions.recalls(patient) if one.title == "ALP" and one.closed_on is None]
    assert waiting == [DAY + timedelta(days=360 + 365)]


def test_a_withdrawn_sample_opens_what_it_closed_and_leaves_the_other_dates(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    signed = _signed(bench, patient, templates=("unexplained",))
    dates = sorted(one.due for one in signed.recalls if one.title == "ALP")
    _later(clock, 300)
    kept = bench.enter(patient, "30", DAY + timedelta(days=180))
    desk.corrections.void_panel(kept.panel_id, "another patient's tube")
    waiting = sorted(one.due for one in desk.decisions.recalls(patient) if one.title == "ALP" and one.closed_on is None)
    assert waiting == dates and len(dates) == 2


def test_an_order_is_open_again_when_one_of_its_results_is_withdrawn(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    desk.followup.order_tests(patient, ["alp"], TODAY + timedelta(days=14), "ALP again")
    _later(clock, 5)
    kept = bench.enter(patient, "40", TODAY + timedelta(days=2))
    assert desk.decisions.recalls(patient)[0].closed_on is not None
    desk.corrections.void_panel(kept.panel_id, "another patient's tube")
    assert desk.decisions.recalls(patient)[0].closed_on is None


def _staff(desk: Desk) -> Desk:
    clerk = desk.users.add(User(name="Jo Clerk", role=Role.STAFF))
    return Desk(replace(desk.context, actor=Actor(clerk.id, clerk.name, "desk-2")))


def test_staff_put_an_alp_off_no_longer_than_until_a_clinician_would_be_asked(bench: Bench, clock: Clock) -> None:
    signed = _signed(bench, bench.patient(), templates=("first-low",))
    repeat, staff = signed.recalls[0], _staff(bench.desk)
    days = bench.desk.rules.escalation.until_clinician
    last = repeat.due + timedelta(days=days)
    with pytest.raises(AlpdeskError, match=f"by more than {days} days"):
        staff.followup.postpone(repeat.id or 0, last + timedelta(days=1), "she is away")
    staff.followup.postpone(repeat.id or 0, last, "she is away")
    with pytest.raises(AlpdeskError, match="by more than"):
        staff.followup.postpone(repeat.id or 0, last + timedelta(days=days), "and again")
    bench.desk.followup.postpone(repeat.id or 0, last + timedelta(days=days), "agreed with her")


def test_staff_let_no_sample_count_sooner_than_planned_and_put_no_item_off_for_long(bench: Bench) -> None:
    patient = bench.patient()
    _signed(bench, patient, templates=("first-low",))
    (plan,), staff = bench.desk.decisions.plans(patient), _staff(bench.desk)
    (item,) = bench.desk.followup.plan_items(plan.id or 0)
    for change, said in (
        ({"not_before_days": 0, "after_days": 1}, "count sooner"),
        ({"not_before_days": None}, "count sooner"),
        ({"after_days": item.after_days + 200}, "by more than"),
    ):
        with pytest.raises(AlpdeskError, match=said):
            staff.followup.edit_plan(plan.id or 0, [item.model_copy(update=change)], "she is away")
    staff.followup.edit_plan(plan.id or 0, [item.model_copy(update={"after_days": item.after_days + 7})], "a week")


def test_an_item_that_was_opened_again_waits_for_another_sample(bench: Bench, clock: Clock) -> None:
    patient = bench.patient()
    repeat = _signed(bench, patient, templates=("first-low",)).recalls[0]
    _later(clock, 50)
    done = bench.enter(patient, "60", repeat.due)
    bench.desk.followup.reopen(repeat.id or 0, "another one is wanted")
    result = next(one for one in bench.desk.panels.get(done.panel_id).results if one.analyte == "alp")
    right = ResultDraft(analyte="alp", value="61", unit="U/L")
    bench.desk.corrections.correct(done.panel_id, result.id or 0, right, "misread")
    (again,) = (one for one in bench.desk.decisions.recalls(patient) if one.id == repeat.id)
    assert again.closed_on is None
    bench.enter(patient, "62", repeat.due + timedelta(days=1))
    (again,) = (one for one in bench.desk.decisions.recalls(patient) if one.id == repeat.id)
    assert again.closed_on is not None


def test_an_order_is_done_when_the_test_that_was_missing_is_struck_out(bench: Bench) -> None:
    patient = bench.patient()
    order = bench.desk.followup.order_tests(patient, ["zinc", "vitamin_b6"], TODAY)
    zinc = Result(analyte="zinc", value="80", unit="ug/dL")
    bench.desk.panels.enter(patient, Panel(uid=uuid4(), collected=TODAY), (zinc,))
    assert bench.desk.decisions.recalls(patient)[0].closed_on is None
    named = bench.desk.followup.name_tests(order.id or 0, ["zinc"], TODAY)
    assert named.close_code is CloseCode.RESULT
