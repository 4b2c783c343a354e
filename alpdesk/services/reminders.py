"""Attempts to reach a patient about a due item, and what comes next when nobody comes."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from alpdesk.domain.escalation import NextStep, next_step, suits
from alpdesk.domain.followup import Contact
from alpdesk.domain.terms import ContactKind, ContactOutcome
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.store import followup as queries, patients
from alpdesk.store.care_tables import ContactRow
from alpdesk.store.letter_tables import LetterRow
from alpdesk.store.reading import fetch, value
from alpdesk.store.rows import add
from alpdesk.store.tables import RecallRow

Made = dict[str, object]


def held(session: Session, recall_id: int) -> RecallRow:
    """Return a due item while others who write about its patient wait."""
    row = fetch(session, RecallRow, recall_id, "due item")
    patients.hold(session, [row.patient_id])
    session.refresh(row)
    return row


def still_open(session: Session, recall_id: int) -> RecallRow:
    """Return a due item that nobody has closed, or say that it is closed."""
    row = held(session, recall_id)
    if row.closed_on is not None:
        raise AlpdeskError("This item is closed already.")
    return row


def note_letter(session: Session, context: Context, patient_id: int, letter_id: int) -> None:
    """Note, once, a reminder that left the house on everything it can be about: what is overdue, or due soon."""
    today = context.today()
    until = today + timedelta(days=context.rules.escalation.due_soon_days)
    letter = {"kind": ContactKind.LETTER, "outcome": ContactOutcome.SENT, "on": today, "letter_id": letter_id}
    waiting = queries.open_of_patient(session, patient_id)
    tried = queries.contacts(session, [row.id or 0 for row in waiting])
    for row in waiting:
        noted = any(one.letter_id == letter_id for one in tried.get(row.id or 0, ()))
        if row.due <= until and not noted:
            _note(session, context, row, letter)


def attempt(
    context: Context,
    kind: ContactKind,
    outcome: ContactOutcome,
    on: date,
    note: str = "",
    letter_id: int | None = None,
) -> Made:
    """Return an attempt as it is kept, or refuse one that cannot have been."""
    kind, outcome = ContactKind(kind), ContactOutcome(outcome)
    if on > context.today():
        raise AlpdeskError("The day of the attempt lies in the future.")
    if not suits(kind, outcome):
        raise AlpdeskError("That cannot be what came of it.")
    return {"kind": kind, "outcome": outcome, "on": on, "note": note, "letter_id": letter_id}


def refuse_too_few(context: Context, made: int) -> None:
    """Refuse to call somebody unreachable before that was tried often enough."""
    need = context.rules.escalation.unreachable_contacts
    if made < need:
        sentence = f"Nobody is unreachable before {need} attempts on different days since it was due"
        raise AlpdeskError(f"{sentence}; there are {made}.")


class Reminders:
    """What was tried, and the next step."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def note_contact(
        self,
        recall_id: int,
        kind: ContactKind,
        outcome: ContactOutcome,
        on: date,
        note: str = "",
        letter_id: int | None = None,
        *,
        every: bool = False,
    ) -> Contact:
        """Note an attempt to reach a patient about a due item; ``every`` notes it for all that are overdue."""
        made = attempt(self._context, kind, outcome, on, note, letter_id)
        with self._context.begin("contact noted", note.strip()) as session:
            row = still_open(session, recall_id)
            _refuse_letter_of_another(session, row, letter_id)
            return self.note_in(session, row, made, every=every)

    def note_in(self, session: Session, row: RecallRow, made: Made, *, every: bool) -> Contact:
        """Note an attempt as part of a step that holds the patient."""
        first = _note(session, self._context, row, made)
        for other in self._overdue(session, row) if every else ():
            _note(session, self._context, other, made)
        return first

    def contacts(self, recall_id: int) -> tuple[Contact, ...]:
        """Return the attempts that were made for a due item, oldest first."""
        return self.contacts_of([recall_id]).get(recall_id, ())

    def contacts_of(self, recall_ids: Sequence[int]) -> dict[int, tuple[Contact, ...]]:
        """Return the attempts of some due items, oldest first."""
        with self._context.database.read() as session:
            return queries.contacts(session, recall_ids)

    def next_step(self, recall_id: int) -> NextStep:
        """Return what comes next for a due item, and from which day on."""
        with self._context.database.read() as session:
            row = fetch(session, RecallRow, recall_id, "due item")
            made = queries.contacts(session, [recall_id]).get(recall_id, ())
            return next_step(self._context.rules.escalation, row.due, made, self._context.today(), row.first_due)

    def _overdue(self, session: Session, row: RecallRow) -> list[RecallRow]:
        today = self._context.today()
        return [one for one in queries.open_of_patient(session, row.patient_id) if one.due < today and one.id != row.id]


def _note(session: Session, context: Context, row: RecallRow, made: Made) -> Contact:
    about = {"patient_id": row.patient_id, "recall_id": row.id, "made_by": context.actor.user_id}
    contact = Contact.built({**made, **about, "made_at": context.clock()})
    return value(Contact, add(session, ContactRow, contact))


def _refuse_letter_of_another(session: Session, row: RecallRow, letter_id: int | None) -> None:
    if letter_id is not None and fetch(session, LetterRow, letter_id, "letter").patient_id != row.patient_id:
        raise AlpdeskError("This letter belongs to another patient.")
