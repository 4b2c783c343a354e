"""Whom a letter is due: found from the record, by a rule that the window says in words."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from alpdesk.domain.escalation import NextStep, next_step
from alpdesk.domain.letter_choice import Choosing, DueLetter, RunChoice, WhyDue, reminder_due
from alpdesk.domain.records import LetterKind
from alpdesk.services.context import Context
from alpdesk.store import followup, letter_runs as queries
from alpdesk.store.tables import RecallRow

ANSWERED_WITHIN = timedelta(weeks=4)
_DAY = timedelta(days=1)
_MOST = 100_000


def wanted(session: Session, context: Context, choice: RunChoice) -> tuple[DueLetter, ...]:
    """Return the letters a choice asks for, one of a kind for each patient."""
    found = {
        Choosing.DUE: _due,
        Choosing.RECALLS: _overdue,
        Choosing.SELECTION: lambda *_: iter(_chosen(choice)),
    }[choice.who](session, context)
    first: dict[tuple[int, LetterKind], DueLetter] = {}
    for letter in found:
        first.setdefault((letter.patient_id, letter.kind), letter)
    return tuple(first.values())


def _due(session: Session, context: Context) -> Iterator[DueLetter]:
    """Yield the reminders whose day comes this week, second ones first, and lows that were answered untold."""
    yield from sorted(_reminders(session, context), key=lambda letter: letter.why is not WhyDue.SECOND_REMINDER)
    day = context.today() - ANSWERED_WITHIN
    for patient_id, signed in queries.answered_lows(session, datetime.combine(day, time()).astimezone()):
        yield DueLetter(
            patient_id=patient_id, kind=LetterKind.PATIENT, why=WhyDue.ANSWERED, since=signed.astimezone().date()
        )


def _reminders(session: Session, context: Context) -> Iterator[DueLetter]:
    today = context.today()
    for row, step in _late(session, context):
        why = reminder_due(step, row.due, today)
        if why is not None:
            yield DueLetter(patient_id=row.patient_id, kind=LetterKind.RECALL, why=why, since=step.on, step=step.step)


def _overdue(session: Session, context: Context) -> Iterator[DueLetter]:
    for row, step in _late(session, context):
        yield DueLetter(
            patient_id=row.patient_id, kind=LetterKind.RECALL, why=WhyDue.OVERDUE, since=row.due, step=step.step
        )


def _chosen(choice: RunChoice) -> Iterator[DueLetter]:
    for patient_id in choice.patient_ids:
        yield DueLetter(patient_id=patient_id, kind=choice.kind, why=WhyDue.CHOSEN)


def _late(session: Session, context: Context) -> Iterator[tuple[RecallRow, NextStep]]:
    """Yield what is overdue, the oldest first, with what comes next."""
    today, rules = context.today(), context.rules.escalation
    rows = [row for row, _ in followup.open_items(session, None, today - _DAY, _MOST)]
    tried = followup.contacts(session, [row.id or 0 for row in rows])
    for row in rows:
        yield row, next_step(rules, row.due, tried.get(row.id or 0, ()), today, row.first_due)
