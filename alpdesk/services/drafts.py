"""Forms left half typed: kept in the encrypted record, one a user, kind and subject, until saved or cleared."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from alpdesk.domain.followup import Draft
from alpdesk.domain.records import Record
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.store import drafts as queries, patients
from alpdesk.store.care_tables import DraftRow
from alpdesk.store.reading import fetch

T = TypeVar("T")
_GOES_WITH_A_MERGE = frozenset({"panel", "answer", "look_back", "medicine", "event", "plan", "rationale"})


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
    not in the trail. What was typed about a record that was merged since is offered in the record it went into.
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
            about = Draft(kind=kind, subject=subject, body=text).patient_id
            if about is not None and not patients.lines(session, [about]):
                return  # the patient was taken out meanwhile: nothing of them comes back
            row = queries.row(session, self._user, kind, subject)
            if row is None:
                row = DraftRow(user_id=self._user, kind=kind, subject=subject, body=text)
                session.add(row)
            row.body, row.saved_at = text, self._context.clock()

    def get(self, kind: str, subject: str, shape: type[T]) -> T | None:
        """Return a form as it was left; raise ``UnreadableDraft`` when it cannot be read any more."""
        with self._context.database.read() as session:
            row = queries.row(session, self._user, kind, subject)
        body = self._adopted(kind, subject) if row is None else row.body
        if body is None:
            return None
        try:
            return TypeAdapter(shape).validate_json(body)
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
            found = tuple(self._standing(session))
            keys = {draft.patient_id for draft in found if draft.patient_id is not None}
            names = {key: one.name for key, one in patients.lines(session, sorted(keys)).items()}
        wanted = (draft for draft in found if patient_id is None or draft.patient_id == patient_id)
        return tuple(_half_typed(draft, names) for draft in wanted if draft.patient_id in (None, *names))

    def _standing(self, session: Session) -> Iterator[Draft]:
        """Yield the drafts of the user under the records that hold what they are about; none hides another."""
        every = queries.of_user(session, self._user)
        roots = patients.roots(session, {one.patient_id for one in every if one.patient_id is not None})
        taken = {(one.kind, one.subject) for one in every}
        for draft in every:
            subject = _moved(draft, roots)
            if subject == draft.subject:
                yield draft
            elif (draft.kind, subject) not in taken:
                taken.add((draft.kind, subject))
                yield draft.model_copy(update={"subject": subject})

    def _adopted(self, kind: str, subject: str) -> str | None:
        """Bring over what was typed about a record that was merged into this one, and return it."""
        with self._context.database.read() as session:
            every = queries.of_user(session, self._user)
            roots = patients.roots(session, {one.patient_id for one in every if one.patient_id is not None})
        found = next((one for one in every if one.kind == kind and _moved(one, roots) == subject), None)
        if found is None:
            return None
        with self._context.begin("draft kept") as session:
            row = fetch(session, DraftRow, found.id, "draft")
            row.subject = subject
            return row.body

    @property
    def _user(self) -> int | None:
        return self._context.actor.user_id


def _moved(draft: Draft, roots: Mapping[int, int]) -> str:
    """Return the subject of a draft in the record that holds now what it is about."""
    _, slash, rest = draft.subject.partition("/")
    root = None if draft.patient_id is None else roots.get(draft.patient_id)
    return draft.subject if root is None or draft.kind not in _GOES_WITH_A_MERGE else f"{root}{slash}{rest}"


def _half_typed(draft: Draft, names: Mapping[int, str]) -> HalfTyped:
    day = date.min if draft.saved_at is None else draft.saved_at.astimezone().date()
    name = "" if draft.patient_id is None else names[draft.patient_id]
    return HalfTyped(kind=draft.kind, subject=draft.subject, on=day, patient_id=draft.patient_id, name=name)
