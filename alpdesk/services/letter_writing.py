"""A letter composed from the record of one patient, set and checked; nothing is written."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from alpdesk.domain.followup import Contact
from alpdesk.domain.letter import LetterDraft, LetterWarning
from alpdesk.domain.records import Decision, LetterKind, PatientRecord, Recall, User
from alpdesk.domain.terms import ContactKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.judging import choice, judge_with
from alpdesk.services.letter_corrections import corrections_of
from alpdesk.services.logos import Logos
from alpdesk.services.translations import awaiting
from alpdesk.store import clinic, decisions, followup, logos, patients
from alpdesk.store.audit import read_head
from alpdesk.store.letter_tables import LetterRow
from alpdesk.store.reading import fetch, value
from alpdesk.store.tables import PatientRow, UserRow

if TYPE_CHECKING:
    from alpdesk.letters.checking import Truth
    from alpdesk.letters.source import LetterSource


class LetterRefusedError(AlpdeskError):
    """A letter that may not be kept as it is; ``changed`` where the record is not what it was when it was begun."""

    def __init__(self, sentence: str, warnings: tuple[LetterWarning, ...] = (), *, changed: bool = False) -> None:
        super().__init__(sentence)
        self.warnings, self.changed = warnings, changed


class Writing:
    """Composing, setting and checking."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._logos = Logos(context)

    def compose(
        self, patient_id: int, kind: LetterKind | str, language: str | None = None, *, replaces: int | None = None
    ) -> LetterDraft:
        """Return a letter as the record has it today; nothing is written. It names the letter that it ``replaces``."""
        from alpdesk.letters.compose import compose

        context = self._context
        with context.database.read() as session:
            source = source_of(session, context, patient_id, replaces)
        return compose(source, context.rules, LetterKind(kind), language)

    def languages(self) -> tuple[str, ...]:
        """Return the languages there are letters in."""
        from alpdesk.letters.catalogue import offered

        return offered()

    def pdf(self, draft: LetterDraft) -> bytes:
        """Return the pages of a draft; equal drafts give equal bytes."""
        from alpdesk.letters.layout import render

        return render(numbered(draft), self._logos.picture(draft.logo))

    def check(self, draft: LetterDraft, *, replaces: int | None = None) -> LetterDraft:
        """Return the draft with the warnings it deserves, held against the record of now."""
        from alpdesk.letters.checking import checked

        with self._context.database.read() as session:
            against = held_against(session, self._context, draft, replaces)
        return checked(draft, against)


def numbered(draft: LetterDraft) -> LetterDraft:
    """Return a draft with the number it will be found by, unless another letter has that number already."""
    from alpdesk.domain.letter_number import number_of

    return draft if draft.number else draft.model_copy(update={"number": number_of(draft)})


def held_against(
    session: Session, context: Context, draft: LetterDraft, replaces: int | None = None, day: date | None = None
) -> "Truth":
    """Return what a letter is held against: the record of now, as a letter of ``day`` would tell it."""
    from alpdesk.letters.checking import truth

    if replaces is not None and fetch(session, LetterRow, replaces, "letter").patient_id != draft.patient_id:
        raise AlpdeskError("The letter to be replaced belongs to another patient.")
    return truth(source_of(session, context, draft.patient_id, replaces, day), context.rules, draft)


def source_of(
    session: Session,
    context: Context,
    patient_id: int,
    replaces: int | None = None,
    day: date | None = None,
    *,
    without: int | None = None,
) -> "LetterSource":
    """Return what a letter about a patient is made from, as the record has it; ``day`` is the date it bears.

    ``without`` is the letter itself: that it reminded somebody is not to count as a reminder before it.
    """
    fetch(session, PatientRow, patient_id, "patient")
    known = _Known(session, context, [patient_id], day, without)
    (source,) = (known.source(record) for record in patients.records(session, [patient_id]))
    replaced = None if replaces is None else fetch(session, LetterRow, replaces, "letter")
    if replaced is not None:
        told = {"replaced_on": replaced.created_at.astimezone().date(), "replaced_number": replaced.number or ""}
        source = source.model_copy(update=told)
    return source


def sources_of(session: Session, context: Context, patient_ids: Sequence[int]) -> "list[LetterSource]":
    """Return what letters about some patients are made from, in the order asked; read all at once."""
    known = _Known(session, context, patient_ids)
    return [known.source(record) for record in patients.records(session, patient_ids)]


class _Known:
    """What is read once for the letters of some patients."""

    def __init__(
        self,
        session: Session,
        context: Context,
        patient_ids: Sequence[int],
        as_of: date | None = None,
        without: int | None = None,
    ) -> None:
        self._session, self._context, self._as_of, self._without = session, context, as_of, without
        self._signed: dict[int, list[Decision]] = {}
        for decision in decisions.decisions(session, patient_ids):
            self._signed.setdefault(decision.patient_id, []).append(decision)
        self._recalls = decisions.recalls_of(session, patient_ids)
        self._waiting = decisions.waiting_lines(session, patient_ids)
        due = [recall.id or 0 for some in self._recalls.values() for recall in some if recall.closed_on is None]
        self._tried = followup.contacts(session, due)
        self._clinic, self._author = clinic.clinic(session), author(session, context)
        self._choice, self._anchor, self._logo = choice(session), _anchor(session), logos.digest(session)
        self._awaiting = awaiting(session)

    def source(self, record: PatientRecord) -> "LetterSource":
        """Return what a letter about one of them is made from."""
        from alpdesk.letters.source import LetterSource

        key, context = record.patient.id or 0, self._context
        signed, recalls = self._signed.get(key, []), self._recalls.get(key, ())
        corrected_on, corrected_samples = corrections_of(self._session, record)
        last = record.panels[-1].panel.collected if record.panels else None
        return LetterSource(
            record=record,
            assessment=judge_with(context, record, None, self._choice, self._as_of) if record.panels else None,
            clinic=self._clinic,
            author=self._author,
            decision=signed[-1] if signed else None,
            decided_by=_signer(self._session, signed),
            answered=key not in self._waiting,
            recalls=recalls,
            reminded=self._reminded(recalls),
            awaiting=self._awaiting,
            corrected_on=corrected_on,
            corrected_samples=corrected_samples,
            anchor=self._anchor,
            logo=self._logo,
            day=self._as_of or _day(context.today(), last),
        )

    def _reminded(self, recalls: Sequence[Recall]) -> frozenset[int]:
        """Return the open items that a letter was sent about."""
        made = ((recall.id or 0, self._tried.get(recall.id or 0, ())) for recall in recalls)
        return frozenset(key for key, tried in made if any(map(self._is_reminder, tried)))

    def _is_reminder(self, tried: Contact) -> bool:
        own = self._without is not None and tried.letter_id == self._without
        return tried.kind is ContactKind.LETTER and not own


def author(session: Session, context: Context) -> User | None:
    """Return who is at the desk, if the desk knows."""
    user_id = context.actor.user_id
    row = None if user_id is None else session.get(UserRow, user_id)
    return None if row is None else value(User, row)


def _day(today: date, last: date | None) -> date:
    """Return today, or the last sampling day where a clock runs behind it."""
    return today if last is None else max(today, last)


def _signer(session: Session, signed: Sequence[Decision]) -> str:
    """Return who signed the latest answer."""
    row = session.get(UserRow, signed[-1].signed_by) if signed and signed[-1].signed_by else None
    return "" if row is None else row.name


def _anchor(session: Session) -> tuple[int, str]:
    head = read_head(session.connection())
    return head.seq, head.hash
