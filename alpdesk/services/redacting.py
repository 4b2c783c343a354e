"""A patient taken out of the record on a legal order (``desk.redacting``): by an administrator, named and visible."""

from sqlalchemy.orm import Session

from alpdesk.domain.records import Patient, Record
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.looks import SEARCHED, Deed, deed
from alpdesk.services.roles import is_administrator
from alpdesk.store import decisions, followup, key_events, patients, redaction
from alpdesk.store.audit import note
from alpdesk.store.folding import date_words
from alpdesk.store.tables import REDACTED
from alpdesk.store.whole_patient import rows_of

_ONLY = "Only an administrator takes a patient out of the record, and only on a legal order."


class Outlook(Record):
    """What would go with a patient. ``merged`` names the records that were merged into this one and go with it.

    ``unanswered`` and ``due`` are what nobody would be reminded of any more.
    """

    patient: Patient
    merged: tuple[str, ...] = ()
    panels: int = 0
    letters: int = 0
    scans: int = 0
    rows: int = 0
    unanswered: int = 0
    due: int = 0


class Redacting:
    """Takes out what an authority has ordered to be taken out; the trail says that, and goes on to hold."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def may(self) -> bool:
        """Say whether whoever is at the desk may do it."""
        with self._context.database.read() as session:
            return is_administrator(session, self._context)

    def outlook(self, patient_id: int) -> Outlook:
        """Return what would go."""
        with self._context.database.read() as session:
            whose = self._whose(session, patient_id)
            keys = [one.id or 0 for one in whose]
            counts = {table.name: len(rows) for table, rows in rows_of(session, keys)}
            return Outlook(
                patient=whose[0],
                merged=tuple(f"{one.number} {one.name}" for one in whose[1:]),
                panels=counts.get("panel", 0),
                letters=counts.get("letter", 0),
                scans=counts.get("attachment", 0),
                rows=sum(counts.values()),
                unanswered=len(decisions.waiting(session, keys)),
                due=followup.count_open_of(session, keys),
            )

    def redact(self, patient_id: int, order: str, number: str) -> redaction.Redacted:
        """Take everything about a patient out; ``order`` says who ordered it, and ``number`` is typed to be sure."""
        if not order.strip():
            raise AlpdeskError("Type who ordered it, the reference and the day of the order.")
        with self._context.begin(REDACTED, order.strip()) as session:
            whose = self._whose(session, patient_id)
            if number.strip() != whose[0].number:
                raise AlpdeskError("This is not the number of the patient. Nothing was taken out.")
            names = [text for one in whose for text in (one.number, one.family_name, one.given_names)]
            born = [word for one in whose for word in date_words(one.birth_date)]
            keys = [one.id or 0 for one in whose]
            patients.hold(session, keys, merged=True)
            done = redaction.redact(session, keys, [*names, *born], SEARCHED)
            note(session, f"{done.rows} rows of the record, {done.entries} entries of the trail")
        return done

    def made(self) -> tuple[Deed, ...]:
        """Return every redaction, newest first: who, when, on whose order, and how much."""
        with self._context.database.read() as session:
            return tuple(map(deed, reversed(key_events.since(session, REDACTED, 0))))

    def _whose(self, session: Session, patient_id: int) -> list[Patient]:
        """Return the patient and whoever was merged into the record."""
        if not is_administrator(session, self._context):
            raise AlpdeskError(_ONLY)
        patient = patients.get(session, patient_id)
        if patient.merged_into_id is not None:
            raise AlpdeskError("This record was merged into another one. Open that, or undo the merge first.")
        return [patient, *patients.replaced(session, [patient_id]).get(patient_id, [])]
