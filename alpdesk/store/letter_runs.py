"""Queries of runs of letters, and of whom the record says that a letter is due."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.issuing import LetterRun, LetterRunItem
from alpdesk.domain.records import Flag, LetterKind, LetterState
from alpdesk.domain.terms import ContactKind, ContactOutcome, RunState
from alpdesk.store.care_tables import ContactRow
from alpdesk.store.letter_tables import LetterRow, LetterRunItemRow, LetterRunRow
from alpdesk.store.reading import value
from alpdesk.store.tables import AssessmentRow, DecisionRow, PanelRow, PatientRow, RecallRow

Columns = TypeVarTuple("Columns")
_AT_ONCE = 400


def runs(session: Session, limit: int) -> tuple[LetterRun, ...]:
    """Return the newest runs, newest first."""
    rows = session.scalars(select(LetterRunRow).order_by(col(LetterRunRow.id).desc()).limit(limit)).all()
    return tuple(value(LetterRun, row) for row in rows)


def states(session: Session, run_ids: Sequence[int]) -> dict[int, dict[RunState, int]]:
    """Return, for some runs, how many of their letters have come how far."""
    run, state = col(LetterRunItemRow.run_id), col(LetterRunItemRow.state)
    counted = select(run, state, func.count()).where(run.in_(run_ids)).group_by(run, state)
    found: dict[int, dict[RunState, int]] = {key: {} for key in run_ids}
    for key, how_far, many in session.execute(counted):
        found[key][how_far] = many
    return found


def letters_of(session: Session, run_id: int) -> Sequence[tuple[LetterKind, LetterState, bool]]:
    """Return the letters of a run in its order: kind, state, whether signed."""
    letter, item = col(LetterRow.id), col(LetterRunItemRow.letter_id)
    found = select(col(LetterRow.kind), col(LetterRow.state), col(LetterRow.signed_at))
    found = found.join(LetterRunItemRow, item == letter).where(col(LetterRunItemRow.run_id) == run_id)
    rows = session.execute(found.order_by(col(LetterRunItemRow.id)))
    return [(row[0], row[1], row[2] is not None) for row in rows]


def items(session: Session, run_id: int) -> tuple[LetterRunItem, ...]:
    """Return the letters of a run in its order."""
    mine = select(LetterRunItemRow).where(col(LetterRunItemRow.run_id) == run_id).order_by(col(LetterRunItemRow.id))
    return tuple(value(LetterRunItem, row) for row in session.scalars(mine).all())


def waiting(session: Session, run_id: int) -> tuple[LetterRunItem, ...]:
    """Return the letters of a run that are still to be made, in its order."""
    return tuple(item for item in items(session, run_id) if item.state is RunState.WAITING)


def item_rows(session: Session, keys: Sequence[int]) -> dict[int, LetterRunItemRow]:
    """Return the rows of some letters of a run, as they stand now, held until the step is done."""
    mine = select(LetterRunItemRow).where(col(LetterRunItemRow.id).in_(keys)).order_by(col(LetterRunItemRow.id))
    if session.get_bind().dialect.name == "postgresql":
        mine = mine.with_for_update()
    rows = session.scalars(mine.execution_options(populate_existing=True)).all()
    return {row.id or 0: row for row in rows}


def answered_lows(
    session: Session, since: datetime, among: Collection[int] | None = None
) -> list[tuple[int, datetime]]:
    """Return who had a low ALP answered since an instant and was sent no letter about it yet, and when, oldest first.

    Only a patient's newest answer counts. A letter to the patient, or one with the results for their own records, that
    was written after the low was shown tells of it; one that was replaced does not.
    """
    patient, signed = col(DecisionRow.patient_id), col(DecisionRow.signed_at)
    newest = select(func.max(col(DecisionRow.id))).where(signed >= since).group_by(patient)
    about = and_(col(AssessmentRow.id) == col(DecisionRow.assessment_id), col(AssessmentRow.flag) == Flag.LOW)
    told = exists().where(
        col(LetterRow.patient_id) == patient,
        col(LetterRow.kind).in_((LetterKind.PATIENT, LetterKind.SUMMARY)),
        col(LetterRow.state) != LetterState.REPLACED,
        col(LetterRow.created_at) >= col(AssessmentRow.made_at),
    )
    found = select(patient, signed).join(AssessmentRow, about).where(col(DecisionRow.id).in_(newest), ~told)
    if among is not None:
        found = found.where(patient.in_(among))
    rows = session.execute(found.order_by(signed, patient)).all()
    return [(row[0], row[1]) for row in rows if row[1] is not None]


def lying_ready(session: Session, patient_ids: Sequence[int]) -> set[tuple[int, LetterKind]]:
    """Return whose letters of which kind are kept and have not left yet."""
    patient, kind = col(LetterRow.patient_id), col(LetterRow.kind)
    found = select(patient, kind).where(*_ready()).distinct()
    return {(row[0], row[1]) for rows in _each(session, found, patient.in_, patient_ids) for row in rows}


def since_begun(session: Session, patient_ids: Sequence[int], since: datetime) -> set[tuple[int, LetterKind]]:
    """Return whose letters of which kind were kept or have left since an instant, unless they were replaced."""
    patient, kind = col(LetterRow.patient_id), col(LetterRow.kind)
    lately = or_(col(LetterRow.created_at) >= since, col(LetterRow.printed_at) >= since)
    found = select(patient, kind).where(lately, col(LetterRow.state) != LetterState.REPLACED).distinct()
    return {(row[0], row[1]) for rows in _each(session, found, patient.in_, patient_ids) for row in rows}


def left_since(session: Session, patient_ids: Sequence[int], since: datetime) -> dict[tuple[int, LetterKind], datetime]:
    """Return whose letters of which kind have left since an instant, and when the last did, unless replaced."""
    patient, kind, left = col(LetterRow.patient_id), col(LetterRow.kind), func.max(col(LetterRow.printed_at))
    lately = col(LetterRow.printed_at) >= since, col(LetterRow.state) != LetterState.REPLACED
    found = select(patient, kind, left).where(*lately).group_by(patient, kind)
    rows = (row for rows in _each(session, found, patient.in_, patient_ids) for row in rows)
    return {(row[0], row[1]): row[2] for row in rows if row[2] is not None}


def reminded_since(session: Session, patient_ids: Sequence[int], since: datetime) -> set[int]:
    """Return who was written to since an instant about something that is still open."""
    patient, item = col(ContactRow.patient_id), col(RecallRow.id)
    about = and_(item == col(ContactRow.recall_id), col(RecallRow.closed_on).is_(None))
    written = col(ContactRow.kind).in_((ContactKind.LETTER, ContactKind.MESSAGE))
    sent = written, col(ContactRow.outcome) == ContactOutcome.SENT, col(ContactRow.made_at) >= since
    found = select(patient).join(RecallRow, about).where(*sent).distinct()
    return {row[0] for rows in _each(session, found, patient.in_, patient_ids) for row in rows}


def with_open_items(session: Session, patient_ids: Sequence[int]) -> set[int]:
    """Return of whom something is still to be done."""
    patient = col(RecallRow.patient_id)
    found = select(patient).where(col(RecallRow.closed_on).is_(None)).distinct()
    return {row[0] for rows in _each(session, found, patient.in_, patient_ids) for row in rows}


def unread(session: Session, patient_ids: Sequence[int]) -> set[int]:
    """Return of whom there are results that no clinician has read."""
    patient = col(PanelRow.patient_id)
    stands = col(PanelRow.to_review).is_(True), func.coalesce(col(PanelRow.voided), False).is_(False)
    found = select(patient).where(*stands).distinct()
    return {row[0] or 0 for rows in _each(session, found, patient.in_, patient_ids) for row in rows}


def merged(session: Session, patient_ids: Sequence[int]) -> set[int]:
    """Return whose records were merged into another."""
    key = col(PatientRow.id)
    found = select(key).where(col(PatientRow.merged_into_id).is_not(None))
    return {row[0] or 0 for rows in _each(session, found, key.in_, patient_ids) for row in rows}


def _ready() -> tuple[ColumnElement[bool], ...]:
    return (
        col(LetterRow.printed_at).is_(None),
        col(LetterRow.state).in_((LetterState.DRAFT, LetterState.CHECKED, LetterState.SIGNED)),
    )


def _each(
    session: Session,
    found: Select[*Columns],
    among: Callable[[Sequence[int]], ColumnElement[bool]],
    keys: Sequence[int],
) -> Iterator[Sequence[Row[*Columns]]]:
    """Yield what is found for some of the keys at a time: a statement takes only so many."""
    for start in range(0, len(keys), _AT_ONCE):
        yield session.execute(found.where(among(keys[start : start + _AT_ONCE]))).all()
