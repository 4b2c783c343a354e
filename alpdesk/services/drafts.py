"""Forms left half typed: kept in the encrypted record, one a user, kind and subject, until saved or cleared."""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from alpdesk.domain.followup import Draft
from alpdesk.domain.records import Record
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.store import drafts as queries, patients
from alpdesk.store.care_tables import DraftRow

T = TypeVar("T")


class UnreadableDraft(AlpdeskError):
    """What was kept of a form cannot be read: it is damaged, or of another edition of the program."""


class HalfTyped(Record):
    """One form that waits to be gone on with; ``name`` is the patient's, empty for a new one."""

    kind: str
    subject: str
    on: date
    patient_id: int | None = None
    name: str = ""


class Drafts:
    """The forms the user at the desk left half typed (``desk.drafts``).

    ``subject`` begins with the patient's key where there is one: ``12`` or ``12/7``. They are no records, so they are
    not in the trail.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def must_wait(self) -> bool:
        """Whether something else is being written just now, so that keeping a draft would hold up the window."""
        return self._context.database.writing

    def put(self, kind: str, subject: str, body: object) -> None:
        """Keep a form as far as it is typed, in place of what was kept before."""
        try:
            text = TypeAdapter(type(body)).dump_json(body).decode()
        except ValueError:
            raise AlpdeskError("A character in this form cannot be kept.") from None
        with self._context.begin("draft kept") as session:
            row = queries.row(session, self._user, kind, subject)
            if row is None:
                row = DraftRow(user_id=self._user, kind=kind, subject=subject, body=text)
                session.add(row)
            row.body, row.saved_at = text, self._context.clock()

    def get(self, kind: str, subject: str, shape: type[T]) -> T | None:
        """Return a form as it was left; raise ``UnreadableDraft`` when it cannot be read any more."""
        with self._context.database.read() as session:
            row = queries.row(session, self._user, kind, subject)
        if row is None:
            return None
        try:
            return TypeAdapter(shape).validate_json(row.body)
        except ValidationError:
            raise UnreadableDraft("What was typed here before could not be read back, so the form is empty.") from None

    def clear(self, kind: str, subject: str) -> None:
        """Forget a form that was saved or cleared."""
        with self._context.database.read() as session:
            if queries.row(session, self._user, kind, subject) is None:
                return
        with self._context.begin("draft cleared") as session:
            row = queries.row(session, self._user, kind, subject)
            if row is not None:
                session.delete(row)

    def list(self, patient_id: int | None = None) -> tuple[HalfTyped, ...]:
        """Return what the user left half typed, newest first; of one patient where a key is given."""
        with self._context.database.read() as session:
            found = queries.of_user(session, self._user)
            keys = {draft.patient_id for draft in found if draft.patient_id is not None}
            names = {key: one.name for key, one in patients.lines(session, sorted(keys)).items()}
        wanted = (draft for draft in found if patient_id is None or draft.patient_id == patient_id)
        return tuple(_half_typed(draft, names) for draft in wanted if draft.patient_id in (None, *names))

    @property
    def _user(self) -> int | None:
        return self._context.actor.user_id


def _half_typed(draft: Draft, names: Mapping[int, str]) -> HalfTyped:
    day = date.min if draft.saved_at is None else draft.saved_at.astimezone().date()
    name = "" if draft.patient_id is None else names[draft.patient_id]
    return HalfTyped(kind=draft.kind, subject=draft.subject, on=day, patient_id=draft.patient_id, name=name)
