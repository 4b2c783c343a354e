"""Whom a letter is due: found from the record, by a rule that the window says in words."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta

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


Among = Collection[int] | None  # only these patients, or everybody


def wanted(session: Session, context: Context, choice: RunChoice, among: Among = None) -> tuple[DueLetter, ...]:
    """Return the letters a choice asks for, one of a kind for each patient; ``among`` asks of some patients only."""
    found = {
        Choosing.DUE: _due,
        Choosing.RECALLS: _overdue,
        Choosing.SELECTION: lambda *_: iter(_chosen(choice)),
    }[choice.who](session, context, among)
    first: dict[tuple[int, LetterKind], DueLetter] = {}
    for letter in found:
        first.setdefault((letter.patient_id, letter.kind), letter)
    return tuple(first.values())


def _due(session: Session, context: Context, among: Among) -> Iterator[DueLetter]:
    """Yield the reminders whose day comes this week, second ones first, and lows that were answered untold."""
    yield from sorted(_reminders(session, context, among), key=lambda letter: letter.why is not WhyDue.SECOND_REMINDER)
    day = context.today() - ANSWERED_WITHIN
    for patient_id, signed in queries.answered_lows(session, datetime.combine(day, time()).astimezone(), among):
        yield DueLetter(
            patient_id=patient_id, kind=LetterKind.PATIENT, why=WhyDue.ANSWERED, since=signed.astimezone().date()
        )


def _reminders(session: Session, context: Context, among: Among) -> Iterator[DueLetter]:
    today = context.today()
    for row, step in _late(session, context, among):
        why = reminder_due(step, row.due, today)
        if why is not None:
            yield DueLetter(patient_id=row.patient_id, kind=LetterKind.RECALL, why=why, since=step.on, step=step.step)


def _overdue(session: Session, context: Context, among: Among) -> Iterator[DueLetter]:
    for row, step in _late(session, context, among):
        yield DueLetter(
            patient_id=row.patient_id, kind=LetterKind.RECALL, why=WhyDue.OVERDUE, since=row.due, step=step.step
        )


def _chosen(choice: RunChoice) -> Iterator[DueLetter]:
    for patient_id in choice.patient_ids:
        yield DueLetter(patient_id=patient_id, kind=choice.kind, why=WhyDue.CHOSEN)


def _late(session: Session, context: Context, among: Among) -> Iterator[tuple[RecallRow, NextStep]]:
    """Yield what is overdue, the oldest first, with what comes next."""
    today, rules = context.today(), context.rules.escalation
    rows = _open(session, today - _DAY, among)
    tried = followup.contacts(session, [row.id or 0 for row in rows])
    for row in rows:
        yield row, next_step(rules, row.due, tried.get(row.id or 0, ()), today, row.first_due)


def _open(session: Session, until: date, among: Among) -> list[RecallRow]:
    if among is None:
        return [row for row, _ in followup.open_items(session, None, until, _MOST)]
    theirs = (row for patient_id in among for row in followup.open_of_patient(session, patient_id))
    return sorted((row for row in theirs if row.due <= until), key=lambda row: (row.due, row.id or 0))
