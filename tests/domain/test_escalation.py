"""The ladder of a missed item, at each of its limits."""

from datetime import date, timedelta

import pytest

from alpdesk.domain.escalation import NextStep, Step, next_step, suits
from alpdesk.domain.followup import Contact
from alpdesk.domain.rules import RuleBook
from alpdesk.domain.terms import ContactKind, ContactOutcome

DUE = date(2026, 3, 2)
LETTER = (ContactKind.LETTER, ContactOutcome.SENT)
BACK = (ContactKind.LETTER, ContactOutcome.RETURNED)
CALL = (ContactKind.PHONE, ContactOutcome.NO_ANSWER)
TALK = (ContactKind.PHONE, ContactOutcome.REACHED)
TEXT = (ContactKind.MESSAGE, ContactOutcome.SENT)
Tried = tuple[ContactKind, ContactOutcome]


def _on(day: int) -> date:
    return DUE + timedelta(days=day)


def _next(rules: RuleBook, today: int, *tried: tuple[int, Tried], due: int = 0) -> NextStep:
    contacts = [
        Contact(patient_id=1, recall_id=1, kind=kind, outcome=outcome, on=_on(day)) for day, (kind, outcome) in tried
    ]
    return next_step(rules.escalation, _on(due), contacts, _on(today))


@pytest.mark.parametrize(("today", "ready"), [(-1, False), (0, False), (6, False), (7, True), (8, True)])
def test_the_reminder_letter_waits_a_week_after_the_due_date(rules: RuleBook, today: int, ready: bool) -> None:
    step = _next(rules, today)
    assert (step.step, step.on, step.ready) == (Step.REMINDER_LETTER, _on(7), ready)


@pytest.mark.parametrize(
    ("tried", "step", "on"),
    [
        ([(8, LETTER)], Step.SECOND_LETTER, 22),
        ([(8, LETTER), (22, LETTER)], Step.PHONE_CALL, 36),
        ([(8, LETTER), (22, LETTER), (36, CALL)], Step.CLINICIAN, 43),
        ([(8, LETTER), (22, LETTER), (36, CALL), (50, LETTER)], Step.CLINICIAN, 57),
        ([(8, TEXT), (22, TEXT)], Step.PHONE_CALL, 36),
        ([(8, BACK)], Step.PHONE_CALL, 22),
        ([(8, LETTER), (10, BACK)], Step.PHONE_CALL, 24),
    ],
)
def test_each_step_counts_from_the_last_attempt(
    rules: RuleBook, tried: list[tuple[int, Tried]], step: Step, on: int
) -> None:
    before, at = _next(rules, on - 1, *tried), _next(rules, on, *tried)
    assert (before.step, before.on, before.ready) == (step, _on(on), False)
    assert (at.step, at.ready) == (step, True)


def test_a_call_before_the_letters_moves_the_day_and_not_the_step(rules: RuleBook) -> None:
    step = _next(rules, 10, (5, CALL))
    assert (step.step, step.on) == (Step.REMINDER_LETTER, _on(12))


def test_calls_that_reach_nobody_on_enough_days_go_to_the_clinician_before_any_letter(rules: RuleBook) -> None:
    twice_a_day = ((5, CALL), (5, CALL), (6, CALL))
    assert _next(rules, 10, *twice_a_day).step is Step.REMINDER_LETTER
    step = _next(rules, 20, *twice_a_day, (8, CALL))
    assert (step.step, step.on, step.ready, step.unreached) == (Step.CLINICIAN, _on(15), True, 3)
    assert _next(rules, 20, *twice_a_day, (7, TALK), (8, CALL)).step is Step.REMINDER_LETTER


def test_attempts_count_once_a_day_and_from_the_first_due_date_on(rules: RuleBook) -> None:
    assert _next(rules, 0, (-3, LETTER), (-2, CALL), (-1, CALL)).unreached == 0
    assert _next(rules, 2, (0, CALL), (0, CALL), (0, LETTER), (1, CALL)).unreached == 2
    contacts = [
        Contact(patient_id=1, recall_id=1, kind=kind, outcome=outcome, on=_on(day))
        for day, (kind, outcome) in ((1, CALL), (2, CALL), (3, CALL))
    ]
    moved = next_step(rules.escalation, _on(50), contacts, _on(60), first_due=DUE)
    assert (moved.unreached, moved.step) == (3, Step.CLINICIAN)


def test_a_moved_date_holds_the_ladder_and_does_not_begin_it_anew(rules: RuleBook) -> None:
    step = _next(rules, 60, (8, LETTER), due=50)
    assert (step.step, step.on, step.ready) == (Step.SECOND_LETTER, _on(64), False)


def test_nothing_is_ready_before_an_item_is_overdue(rules: RuleBook) -> None:
    at_once = rules.model_copy(update={"escalation": rules.escalation.model_copy(update={"reminder_letter_days": 0})})
    assert not _next(at_once, 0).ready
    assert _next(at_once, 1).ready


def test_somebody_who_was_reached_is_not_unreachable(rules: RuleBook) -> None:
    assert _next(rules, 50, (8, LETTER), (22, LETTER), (36, CALL)).unreached == 3
    step = _next(rules, 50, (8, LETTER), (22, TALK), (36, CALL))
    assert (step.attempts, step.unreached, step.last_contact) == (3, 1, _on(36))


def test_an_outcome_suits_its_kind(rules: RuleBook) -> None:
    assert suits(*CALL) and suits(*BACK)
    assert not suits(ContactKind.PHONE, ContactOutcome.RETURNED)
    assert not suits(ContactKind.LETTER, ContactOutcome.REACHED)
    assert all(any(suits(kind, outcome) for outcome in ContactOutcome) for kind in ContactKind)
