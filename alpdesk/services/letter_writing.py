"""A letter composed from the record of one patient, set and checked; nothing is written."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from alpdesk.domain.letter import LetterDraft, LetterWarning
from alpdesk.domain.records import Decision, LetterKind, Recall, User
from alpdesk.domain.terms import ContactKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.judging import judge
from alpdesk.services.letter_corrections import corrections_of
from alpdesk.services.logos import Logos
from alpdesk.services.translations import awaiting
from alpdesk.store import clinic, decisions, followup, logos, patients
from alpdesk.store.audit import read_head
from alpdesk.store.letter_tables import LetterRow
from alpdesk.store.reading import fetch, value
from alpdesk.store.tables import UserRow

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
    session: Session, context: Context, patient_id: int, replaces: int | None = None, day: date | None = None
) -> "LetterSource":
    """Return what a letter about a patient is made from, as the record has it; ``day`` is the date it bears."""
    from alpdesk.letters.source import LetterSource

    record = patients.record(session, patient_id)
    signed = decisions.decisions(session, [patient_id])
    recalls = decisions.recalls(session, patient_id)
    last = record.panels[-1].panel.collected if record.panels else None
    corrected_on, corrected_samples = corrections_of(session, record)
    replaced = None if replaces is None else fetch(session, LetterRow, replaces, "letter")
    return LetterSource(
        record=record,
        assessment=judge(session, context, record) if record.panels else None,
        clinic=clinic.clinic(session),
        author=author(session, context),
        decision=signed[-1] if signed else None,
        decided_by=_signer(session, signed),
        answered=not decisions.waiting(session, [patient_id]),
        recalls=recalls,
        reminded=_reminded(session, recalls),
        awaiting=awaiting(session),
        corrected_on=corrected_on,
        corrected_samples=corrected_samples,
        replaced_on=None if replaced is None else replaced.created_at.astimezone().date(),
        replaced_number="" if replaced is None else replaced.number or "",
        anchor=_anchor(session),
        logo=logos.digest(session),
        day=day or _day(context.today(), last),
    )


def author(session: Session, context: Context) -> User | None:
    """Return who is at the desk, if the desk knows."""
    user_id = context.actor.user_id
    row = None if user_id is None else session.get(UserRow, user_id)
    return None if row is None else value(User, row)


def _day(today: date, last: date | None) -> date:
    """Return today, or the last sampling day where a clock runs behind it."""
    return today if last is None else max(today, last)


def _reminded(session: Session, recalls: Sequence[Recall]) -> frozenset[int]:
    """Return the open items that a letter was sent about."""
    waiting = [recall.id or 0 for recall in recalls if recall.closed_on is None]
    tried = followup.contacts(session, waiting)
    return frozenset(key for key, made in tried.items() if any(one.kind is ContactKind.LETTER for one in made))


def _signer(session: Session, signed: Sequence[Decision]) -> str:
    """Return who signed the latest answer."""
    row = session.get(UserRow, signed[-1].signed_by) if signed and signed[-1].signed_by else None
    return "" if row is None else row.name


def _anchor(session: Session) -> tuple[int, str]:
    head = read_head(session.connection())
    return head.seq, head.hash
