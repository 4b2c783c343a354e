"""Who looked at what, and who did what (``desk.looks``): opened, searched, printed, and every change."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from alpdesk.domain.records import Record
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.roles import is_administrator
from alpdesk.store import deeds as queries, patients
from alpdesk.store.audit import changes_of
from alpdesk.store.letter_tables import LetterRow
from alpdesk.store.reading import fetch
from alpdesk.store.tables import AuditRow

OPENED, SEARCHED, LETTER_OPENED, PRINTED = "patient opened", "searched", "letter opened", "printed or saved"
_MANY = 500
AGAIN = timedelta(minutes=10)
"""Whoever comes back to a patient within this time goes on looking: it is one look."""


class Deed(Record):
    """One entry of the trail: what somebody did, why, and what was noted with it."""

    seq: int
    at: datetime
    who: str
    station: str
    action: str
    reason: str = ""
    noted: tuple[str, ...] = ()


class DeedFilter(Record):
    """Which deeds are wanted: from a day to a day, both included, of one user."""

    since: date | None = None
    until: date | None = None
    user_id: int | None = None


class Looks:
    """Notes looks, and tells who did what."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._seen: dict[int, datetime] = {}

    def opened(self, patient_id: int) -> None:
        """Note that the record of a patient was opened, once for as long as somebody goes on with it."""
        now, last = self._context.clock(), self._seen.get(patient_id)
        self._seen[patient_id] = now
        if last is None or now - last > AGAIN:
            self._note(OPENED, "", (patient_id,))

    def searched(self, text: str) -> None:
        """Note what was searched for."""
        if text.strip():
            self._note(SEARCHED, text.strip())

    def letter_opened(self, letter_id: int) -> None:
        """Note that a letter on file was opened."""
        with self._context.database.read() as session:
            row = fetch(session, LetterRow, letter_id, "letter")
        self._note(LETTER_OPENED, row.number or str(row.id), (row.patient_id,))

    def printed(self, what: str, about: Sequence[int] = ()) -> None:
        """Note that something of the record went onto paper or into a file."""
        self._note(PRINTED, what, about)

    def of_patient(
        self, patient_id: int, wanted: DeedFilter | None = None, *, before: int | None = None, limit: int = 200
    ) -> tuple[Deed, ...]:
        """Return who did what to a patient, and looked, newest first; those merged into the record are told too."""
        with self._context.database.read() as session:
            mine = [patient_id, *(one.id or 0 for one in patients.replaced(session, [patient_id]).get(patient_id, []))]
        return self._deeds(mine, wanted or DeedFilter(), before, limit)

    def of_clinic(
        self, wanted: DeedFilter | None = None, *, before: int | None = None, limit: int = 200
    ) -> tuple[Deed, ...]:
        """Return who did what in the whole record, newest first, to an administrator."""
        with self._context.database.read() as session:
            if not is_administrator(session, self._context):
                raise AlpdeskError("Only an administrator reads what everybody did; of a patient anybody does.")
        return self._deeds(None, wanted or DeedFilter(), before, limit)

    def _deeds(
        self, patient_ids: list[int] | None, wanted: DeedFilter, before: int | None, limit: int
    ) -> tuple[Deed, ...]:
        with self._context.database.read() as session:
            found = queries.deeds(
                session,
                patient_ids,
                before=before,
                since=None if wanted.since is None else _midnight(wanted.since),
                until=None if wanted.until is None else _midnight(wanted.until + timedelta(days=1)),
                actor_id=wanted.user_id,
                limit=limit,
            )
            return tuple(deed(row) for row in found)

    def _note(self, action: str, detail: str, about: Sequence[int] = ()) -> None:
        self._context.database.note(self._context.actor, action, detail, about=about)


def deeds_of(session: Session, patient_ids: Sequence[int]) -> Iterator[Deed]:
    """Yield everything that was done to some patients, newest first."""
    before: int | None = None
    while found := queries.deeds(session, patient_ids, before=before, limit=_MANY):
        yield from map(deed, found)
        before = found[-1].seq


def _midnight(day: date) -> datetime:
    """Return when a day begins where the clinic stands."""
    return datetime.combine(day, time()).astimezone()


def deed(row: AuditRow) -> Deed:
    """Return an entry of the trail as it is told."""
    return Deed(
        seq=row.seq,
        at=datetime.fromisoformat(row.at),
        who=row.actor,
        station=row.station,
        action=row.action,
        reason=row.reason,
        noted=tuple(str(change["note"]) for change in changes_of(row.body) if change.get("note")),
    )
