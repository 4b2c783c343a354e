"""Whom a run of letters is meant for, and why each of them gets one."""

from datetime import date, timedelta
from enum import StrEnum

from alpdesk.domain.base import Record
from alpdesk.domain.escalation import NextStep, Step
from alpdesk.domain.terms import LetterKind

WEEK = timedelta(days=7)
_REMINDERS = (Step.REMINDER_LETTER, Step.SECOND_LETTER)


class Choosing(StrEnum):
    """How patients are chosen for a run."""

    DUE = "due"
    RECALLS = "recalls"
    SELECTION = "selection"


class WhyDue(StrEnum):
    """Why somebody gets a letter."""

    REMINDER = "reminder"
    SECOND_REMINDER = "second_reminder"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    CHOSEN = "chosen"


class RunChoice(Record):
    """Whom a run is meant for; ``kind`` and ``patient_ids`` belong to a selection."""

    who: Choosing
    kind: LetterKind = LetterKind.PATIENT
    patient_ids: tuple[int, ...] = ()


class DueLetter(Record):
    """One letter somebody should get, why, and since when (or from when); ``step`` is what the reminders come to."""

    patient_id: int
    kind: LetterKind
    why: WhyDue
    since: date | None = None
    step: Step | None = None


def reminder_due(step: NextStep, due: date, today: date) -> WhyDue | None:
    """Say whether a reminder belongs into this week's letters: for what is overdue, when its day comes by then."""
    if step.step not in _REMINDERS or due >= today or step.on >= today + WEEK:
        return None
    return WhyDue.REMINDER if step.step is Step.REMINDER_LETTER else WhyDue.SECOND_REMINDER
