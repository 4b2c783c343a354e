"""The audit of care at its limits: the same day, the day before, the edges of the window, nobody at all."""

from datetime import date, timedelta
from typing import Any

import pytest

from alpdesk.domain.assessment import Persistence
from alpdesk.domain.care_audit import AnswerLine, CareAudit, CareLines, LowLine, Repeat, Started, audit
from alpdesk.domain.care_standards import MeasureId
from alpdesk.domain.records import DecisionKind
from alpdesk.domain.rules import RuleBook

DAY = date(2026, 1, 10)
LATER = DAY + timedelta(days=400)


def low(key: int = 1, **changes: Any) -> LowLine:
    made = {"patient_id": key, "panel_id": key, "collected": DAY, "shown_on": DAY, "first_id": 10, "newest_id": 10}
    return LowLine.model_validate({**made, **changes})


def answer(key: int = 1, after: int = 0, about: int = 10, kind: str = "repeat", **more: Any) -> AnswerLine:
    made = {"patient_id": key, "assessment_id": about, "kind": kind, "signed_on": DAY + timedelta(days=after)}
    return AnswerLine.model_validate({**made, **more})


def counted(rules: RuleBook, *lows: LowLine, as_of: date = LATER, **lines: Any) -> CareAudit:
    return audit(DAY, DAY, as_of, CareLines(lows=lows, **lines), rules)


def share(found: CareAudit, name: MeasureId) -> tuple[int, int]:
    measure = next(each for each in found.measures if each.id == name)
    return measure.count, measure.of


def test_a_low_answered_on_the_day_it_was_shown_took_no_days(rules: RuleBook) -> None:
    found = counted(rules, low(), answers=(answer(after=0),))
    assert (share(found, "answered"), found.days_to_answer, found.unanswered) == ((1, 1), (0,), ())


def test_a_decision_on_what_was_shown_before_the_low_does_not_count(rules: RuleBook) -> None:
    found = counted(rules, low(), answers=(answer(about=9),))
    assert share(found, "answered") == (0, 1)
    assert [waits.days for waits in found.unanswered] == [400]
    assert found.median is None


def test_a_decision_of_another_patient_does_not_count(rules: RuleBook) -> None:
    assert share(counted(rules, low(1), answers=(answer(2, about=99),)), "answered") == (0, 1)


@pytest.mark.parametrize(("days", "in_time"), [(7, (1, 1)), (8, (0, 1))])
def test_an_answer_is_in_time_until_the_last_day_allowed(rules: RuleBook, days: int, in_time: tuple[int, int]) -> None:
    assert rules.audit.rules.answer_within_days == 7
    assert share(counted(rules, low(), answers=(answer(after=days),)), "answered_in_time") == in_time


@pytest.mark.parametrize(("waited", "counts"), [(7, (0, 0)), (8, (0, 1))])
def test_a_low_that_may_still_be_answered_in_time_is_not_held_against_anyone(
    rules: RuleBook, waited: int, counts: tuple[int, int]
) -> None:
    assert share(counted(rules, low(), as_of=DAY + timedelta(days=waited)), "answered_in_time") == counts


def test_a_low_that_was_shown_again_waits_again_but_its_first_answer_keeps_its_time(rules: RuleBook) -> None:
    found = counted(rules, low(newest_id=20), answers=(answer(after=2),))
    assert share(found, "answered") == (0, 1)
    assert (found.days_to_answer, len(found.unanswered)) == ((2,), 1)


@pytest.mark.parametrize(
    ("days", "repeat"),
    [
        (30, Repeat.EARLY),
        (31, Repeat.IN_TIME),
        (56, Repeat.IN_TIME),
        (57, Repeat.LATE),
        (0, Repeat.NEVER),
        (-1, Repeat.NEVER),
    ],
)
def test_a_repeat_counts_from_the_minimum_gap_to_the_end_of_the_window(
    rules: RuleBook, days: int, repeat: Repeat
) -> None:
    found = counted(rules, low(), samples={1: (DAY, DAY + timedelta(days=days))})
    assert found.repeats == {repeat: 1}
    assert share(found, "repeated_in_time") == (int(repeat is Repeat.IN_TIME), 1)


def test_an_early_sample_does_not_spoil_one_in_time(rules: RuleBook) -> None:
    samples = {1: (DAY, DAY + timedelta(days=20), DAY + timedelta(days=40))}
    assert counted(rules, low(), samples=samples).repeats == {Repeat.IN_TIME: 1}


@pytest.mark.parametrize(("passed", "repeat"), [(56, Repeat.OPEN), (57, Repeat.NEVER)])
def test_a_window_that_is_still_open_is_not_counted(rules: RuleBook, passed: int, repeat: Repeat) -> None:
    found = counted(rules, low(), as_of=DAY + timedelta(days=passed), samples={1: (DAY,)})
    assert found.repeats == {repeat: 1}
    assert share(found, "repeated_in_time") == (0, int(repeat is Repeat.NEVER))


def test_the_gap_is_that_of_the_monitoring_template(rules: RuleBook) -> None:
    template = rules.monitoring["first-low"]
    item = template.items[0].model_copy(update={"not_before_days": 10})
    changed = {**rules.monitoring, "first-low": template.model_copy(update={"items": (item,)})}
    own = rules.model_copy(update={"monitoring": changed})
    samples = {1: (DAY + timedelta(days=10),)}
    assert counted(own, low(), samples=samples).repeats == {Repeat.IN_TIME: 1}
    assert counted(rules, low(), samples=samples).repeats == {Repeat.EARLY: 1}


def test_only_first_lows_are_asked_for_a_repeat(rules: RuleBook) -> None:
    assert counted(rules, low(persistence=Persistence.PERSISTENT)).repeats == {}


@pytest.mark.parametrize(
    ("kind", "cause", "considered"),
    [
        (DecisionKind.REPEAT, "", 0),
        (DecisionKind.NO_ACTION, "", 0),
        (DecisionKind.REPEAT, "zinc_deficiency", 1),
        (DecisionKind.EXPLAINED, "zinc_deficiency", 1),
        (DecisionKind.WORK_UP, "", 1),
        (DecisionKind.REFER, "", 1),
    ],
)
def test_a_cause_was_considered_when_the_answer_says_so(
    rules: RuleBook, kind: DecisionKind, cause: str, considered: int
) -> None:
    found = counted(rules, low(), answers=(answer(kind=kind, cause=cause),))
    assert share(found, "cause_considered") == (considered, 1)


@pytest.mark.parametrize(("days", "considered"), [(-1, 0), (0, 1), (30, 1)])
def test_a_mark_on_the_checklist_counts_from_the_day_the_low_was_shown(
    rules: RuleBook, days: int, considered: int
) -> None:
    found = counted(rules, low(), marked={1: (DAY + timedelta(days=days),)})
    assert share(found, "cause_considered") == (considered, 1)


def test_persistent_lows_are_counted_by_patient(rules: RuleBook) -> None:
    lows = (low(1, persistent=True), low(1, panel_id=3, persistent=True), low(2, persistent=True), low(4))
    found = counted(rules, *lows, answers=(answer(1, kind="work_up"), answer(4, kind="work_up")))
    assert share(found, "persistent_worked_up") == (1, 2)


@pytest.mark.parametrize(("days", "known"), [(-1, 1), (0, 1), (1, 0)])
def test_an_alp_is_known_before_an_antiresorptive_until_the_day_it_is_begun(
    rules: RuleBook, days: int, known: int
) -> None:
    started = (Started(patient_id=5, started=DAY),)
    found = counted(rules, started=started, samples={5: (DAY + timedelta(days=days),)})
    assert share(found, "antiresorptive_prior") == (known, 1)


def test_what_was_withdrawn_is_counted_apart_and_nowhere_else(rules: RuleBook) -> None:
    found = counted(rules, low(1, withdrawn=True), low(2, suspended=True, withdrawn=True), low(3))
    assert (found.lows, found.suspended, found.withdrawn, len(found.unanswered)) == (1, 0, 2, 1)


def test_values_that_may_not_be_read_are_counted_apart_and_wait_as_lows_do(rules: RuleBook) -> None:
    found = counted(rules, low(1, suspended=True))
    assert (found.lows, found.suspended) == (0, 1)
    assert (share(found, "suspended_answered"), len(found.unanswered)) == ((0, 1), 1)


def test_half_and_nine_of_ten_answers_came_within_these_days(rules: RuleBook) -> None:
    lows = [low(key) for key in range(1, 11)]
    found = counted(rules, *lows, answers=tuple(answer(key, after=key) for key in range(1, 11)))
    assert (found.median, found.nine_of_ten) == (5, 9)
    alone = counted(rules, low(), answers=(answer(after=3),))
    assert (alone.median, alone.nine_of_ten) == (3, 3)


def test_a_period_without_lows_has_no_shares(rules: RuleBook) -> None:
    found = counted(rules)
    assert all(measure.share is None for measure in found.measures)
    assert (found.median, found.nine_of_ten, found.lows) == (None, None, 0)


def test_the_unanswered_come_persistent_first_then_longest(rules: RuleBook) -> None:
    old = DAY - timedelta(days=9)
    found = counted(rules, low(1), low(2, shown_on=old), low(3, persistent=True))
    assert [waits.low.patient_id for waits in found.unanswered] == [3, 2, 1]


def test_answers_are_counted_for_whoever_signed_first(rules: RuleBook) -> None:
    answers = (answer(1, 1, signed_by=7), answer(1, 5, signed_by=8), answer(2, 1, signed_by=7))
    assert counted(rules, low(1), low(2), answers=answers).signed == {7: 2}
