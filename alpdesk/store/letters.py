"""Queries of kept letters; lists never load the pages themselves."""

import json
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Row, Select, and_, func, not_, select
from sqlalchemy.orm import Session, defer
from sqlmodel import col

from alpdesk.domain.issuing import LetterEvent
from alpdesk.domain.letter import KeptLetter
from alpdesk.domain.terms import LetterKind, LetterQueue, LetterState
from alpdesk.store.followup import mine_of
from alpdesk.store.letter_tables import LetterEventRow, LetterRow
from alpdesk.store.reading import fetch, value
from alpdesk.store.tables import PatientRow


def kept(session: Session, patient_id: int | None, before: int | None, limit: int) -> tuple[KeptLetter, ...]:
    """Return letters newest first, of one patient or of all, older than the letter ``before``."""
    wanted = _select().order_by(col(LetterRow.id).desc()).limit(limit)
    if patient_id is not None:
        wanted = wanted.where(col(LetterRow.patient_id) == patient_id)
    if before is not None:
        wanted = wanted.where(col(LetterRow.id) < before)
    return tuple(_kept(row) for row in session.execute(wanted).all())


def waiting(
    session: Session, queue: LetterQueue, signed_kinds: Collection[str], limit: int, mine: int | None = None
) -> tuple[KeptLetter, ...]:
    """Return the letters that wait for something, the oldest first; ``signed_kinds`` do not leave unsigned."""
    wanted = _select().where(*waits_for(queue, signed_kinds, mine)).order_by(col(LetterRow.id)).limit(limit)
    return tuple(_kept(row) for row in session.execute(wanted).all())


def count_waiting(session: Session, queue: LetterQueue, signed_kinds: Collection[str], mine: int | None = None) -> int:
    """Return how many letters wait for something."""
    wanted = select(func.count()).select_from(LetterRow).where(*waits_for(queue, signed_kinds, mine))
    return session.scalars(wanted).one()


def waits_for(
    queue: LetterQueue, signed_kinds: Collection[str], mine: int | None = None
) -> tuple[ColumnElement[bool], ...]:
    """Return what is true of letters that wait for something."""
    state, kinds = col(LetterRow.state), [LetterKind(kind) for kind in signed_kinds]
    inside = col(LetterRow.printed_at).is_(None)
    unsigned = and_(col(LetterRow.signed_at).is_(None), col(LetterRow.kind).in_(kinds))
    about = {
        LetterQueue.TO_SIGN: (unsigned, state.not_in([LetterState.REPLACED, LetterState.DRAFT])),
        LetterQueue.TO_SEND: (not_(unsigned), state.not_in([LetterState.REPLACED, LetterState.DRAFT])),
        LetterQueue.HALF_WAY: (state == LetterState.DRAFT,),
    }[queue]
    return (inside, *about, *mine_of(col(LetterRow.patient_id), mine))


def one(session: Session, letter_id: int) -> KeptLetter:
    """Return one letter without its pages."""
    fetch(session, LetterRow, letter_id, "letter")
    return _kept(session.execute(_select().where(col(LetterRow.id) == letter_id)).one())


def some(session: Session, letter_ids: Sequence[int]) -> tuple[KeptLetter, ...]:
    """Return some letters without their pages."""
    rows = session.execute(_select().where(col(LetterRow.id).in_(letter_ids))).all()
    return tuple(_kept(row) for row in rows)


def with_number(session: Session, number: str) -> KeptLetter | None:
    """Return the letter with a number, if there is one."""
    found = session.execute(_select().where(col(LetterRow.number) == number)).first()
    return None if found is None else _kept(found)


def replacing(session: Session, letter_id: int) -> KeptLetter | None:
    """Return the newest letter that takes the place of one, finished or not."""
    mine = _select().where(col(LetterRow.replaces_id) == letter_id)
    found = session.execute(mine.order_by(col(LetterRow.id).desc()).limit(1)).first()
    return None if found is None else _kept(found)


def events(session: Session, letter_id: int) -> tuple[LetterEvent, ...]:
    """Return what was done with a letter, oldest first."""
    mine = select(LetterEventRow).where(col(LetterEventRow.letter_id) == letter_id).order_by(col(LetterEventRow.id))
    return tuple(value(LetterEvent, row) for row in session.scalars(mine).all())


def quoting(session: Session, patient_id: int, result_ids: Sequence[int]) -> tuple[KeptLetter, ...]:
    """Return the letters of a patient that quote any of these results."""
    wanted = set(result_ids)
    letters = session.execute(_select().where(col(LetterRow.patient_id) == patient_id)).all()
    return tuple(letter for letter in map(_kept, letters) if wanted & set(letter.result_ids))


def _select() -> Select[LetterRow, PatientRow]:
    """Return letters with their patients, the pages and the words left in the file."""
    both = select(LetterRow, PatientRow).join(PatientRow, col(PatientRow.id) == col(LetterRow.patient_id))
    return both.options(defer(LetterRow.pdf), defer(LetterRow.body), defer(LetterRow.copy_pdf))  # type: ignore[arg-type]


def _kept(found: Row[LetterRow, PatientRow]) -> KeptLetter:
    letter, patient = found
    quoted = json.loads(letter.quoted)
    return KeptLetter(
        id=letter.id or 0,
        patient_id=letter.patient_id,
        patient_name=", ".join(part for part in (patient.family_name, patient.given_names) if part),
        patient_number=patient.number,
        kind=letter.kind,
        language=letter.language,
        subject=letter.subject,
        state=letter.state,
        sha256=letter.sha256,
        created_at=letter.created_at,
        created_by=letter.created_by,
        printed_at=letter.printed_at,
        number=letter.number or "",
        signed_at=letter.signed_at,
        signed_by=letter.signed_by,
        replaces_id=letter.replaces_id,
        copy_language=letter.copy_language or "",
        panel_ids=tuple(quoted.get("panels", ())),
        result_ids=tuple(quoted.get("results", ())),
        panel_versions=tuple(quoted.get("versions", ())),
        rule_book=quoted.get("rule_book", ""),
        catalogue=quoted.get("catalogue", ""),
    )
