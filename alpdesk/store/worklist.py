"""Queries of what waits: unanswered assessments, due items, letters to print; and ALP results for the sweep."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.assessment import PRESSING, Persistence, Severity, Urgency
from alpdesk.domain.records import Comparator, Flag, LetterKind, LetterState, ResultStatus, Sex, Specimen
from alpdesk.store.decisions import unanswered
from alpdesk.store.followup import mine_of
from alpdesk.store.letter_tables import LetterRow
from alpdesk.store.tables import ALP, AssessmentRow, EventRow, FindingRow, PanelRow, PatientRow, ResultRow

_AT_ONCE = 5000
_URGENCIES = tuple(Urgency)
_ORDER = {urgency: rank for rank, urgency in enumerate(_URGENCIES)}
_WORST_THEN_NEWEST = (
    case({Persistence.PERSISTENT: 0, Persistence.FLUCTUATING: 1}, value=col(AssessmentRow.persistence), else_=2),
    case({Severity.VERY_LOW: 0, Severity.MARKEDLY_LOW: 1}, value=col(AssessmentRow.severity), else_=2),
    col(AssessmentRow.as_of).desc(),
    col(AssessmentRow.id).desc(),
)


def newest_unanswered(
    session: Session, limit: int, mine: int | None = None
) -> tuple[tuple[AssessmentRow, Urgency], ...]:
    """Return every waiting patient's newest unanswered assessment and worst urgency, most pressing first."""
    rank = case(_ORDER, value=col(AssessmentRow.urgency), else_=len(_ORDER) - 1)
    newest, worst = func.max(AssessmentRow.id).label("id"), func.min(rank).label("worst")
    waiting = select(newest, worst).where(unanswered(), *mine_of(col(AssessmentRow.patient_id), mine))
    each = waiting.group_by(col(AssessmentRow.patient_id)).subquery()
    chosen = select(AssessmentRow, each.c.worst).join(each, col(AssessmentRow.id) == each.c.id)
    rows = session.execute(chosen.order_by(each.c.worst, *_WORST_THEN_NEWEST).limit(limit)).all()
    return tuple((row[0], _URGENCIES[row[1]]) for row in rows)


def pressing(session: Session, patient_ids: Sequence[int]) -> tuple[AssessmentRow, ...]:
    """Return what waits for some patients with a pressing alert, newest first: the gravest need not be the newest."""
    mine = col(AssessmentRow.patient_id).in_(patient_ids), col(AssessmentRow.urgency).in_(PRESSING)
    return tuple(
        session.scalars(select(AssessmentRow).where(*mine, unanswered()).order_by(col(AssessmentRow.id).desc()))
    )


def count_unanswered(session: Session, mine: int | None = None) -> int:
    """Return how many patients wait for an answer."""
    people = select(func.count(func.distinct(AssessmentRow.patient_id)))
    return session.scalars(people.where(unanswered(), *mine_of(col(AssessmentRow.patient_id), mine))).one()


@dataclass(frozen=True)
class Unprinted:
    """A letter that waits for the printer, without its bytes."""

    id: int
    patient_id: int
    kind: LetterKind
    subject: str
    created_at: datetime
    signed: bool


def unprinted(session: Session, limit: int, mine: int | None = None) -> tuple[Unprinted, ...]:
    """Return the letters nobody has printed, newest first."""
    key, kind, subject = col(LetterRow.id), col(LetterRow.kind), col(LetterRow.subject)
    written, signed = col(LetterRow.created_at), col(LetterRow.signed_at)
    waiting = select(key, col(LetterRow.patient_id), kind, subject, written, signed).where(*_to_print(mine))
    rows = session.execute(waiting.order_by(key.desc()).limit(limit)).all()
    return tuple(Unprinted(row[0] or 0, row[1], row[2], row[3], row[4], row[5] is not None) for row in rows)


def count_letters(session: Session, mine: int | None = None) -> int:
    """Return how many letters nobody has printed."""
    return session.scalars(select(func.count()).select_from(LetterRow).where(*_to_print(mine))).one()


def _to_print(mine: int | None) -> tuple[ColumnElement[bool], ...]:
    waits = col(LetterRow.printed_at).is_(None), col(LetterRow.state).not_in([LetterState.REPLACED, LetterState.DRAFT])
    return (*waits, *mine_of(col(LetterRow.patient_id), mine))


class AlpLine(NamedTuple):
    """An ALP result with what both verdicts rest on."""

    patient_id: int
    birth_date: date
    sex: Sex
    preterm: bool
    panel_id: int
    collected: date
    profile: str
    gestation_weeks: int | None
    value: str
    unit: str
    comparator: Comparator
    canonical: Decimal | None
    low: Decimal | None
    high: Decimal | None
    specimen: Specimen


def _standing_alp() -> tuple[ColumnElement[bool], ...]:
    return col(ResultRow.analyte) == ALP, col(ResultRow.status) != ResultStatus.ENTERED_IN_ERROR


def count_alp(session: Session) -> int:
    """Return how many standing ALP results there are."""
    return session.scalars(select(func.count()).select_from(ResultRow).where(*_standing_alp())).one()


def alp_lines(session: Session) -> Iterator[AlpLine]:
    """Stream every standing ALP result, however many there are."""
    columns = (
        *(col(PatientRow.id), col(PatientRow.birth_date), col(PatientRow.sex), col(PatientRow.preterm)),
        *(col(PanelRow.id), col(PanelRow.collected), col(PanelRow.profile), col(PanelRow.gestation_weeks)),
        *(col(ResultRow.value), col(ResultRow.unit), col(ResultRow.comparator), col(ResultRow.canonical)),
        *(col(ResultRow.low), col(ResultRow.high), col(PanelRow.specimen)),
    )
    joined = select(*columns).select_from(ResultRow).join(PanelRow).join(PatientRow).where(*_standing_alp())
    for row in session.execute(joined.execution_options(yield_per=_AT_ONCE)):
        yield AlpLine._make(row)


def out_of_range(session: Session, analytes: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Stream the patient and the panel of every standing result of some analytes that was found out of its interval."""
    wanted = (
        col(ResultRow.analyte).in_(analytes),
        col(ResultRow.status) != ResultStatus.ENTERED_IN_ERROR,
        col(ResultRow.flag).not_in((Flag.WITHIN, Flag.NONE)),
    )
    found = select(col(PanelRow.patient_id), col(PanelRow.id)).join(ResultRow).where(*wanted).distinct()
    for row in session.execute(found.execution_options(yield_per=_AT_ONCE)):
        yield row[0] or 0, row[1] or 0


class OtherLine(NamedTuple):
    """The little of a result beside ALP that the sweep needs."""

    patient_id: int
    panel_id: int
    analyte: str
    comparator: Comparator
    canonical: Decimal


def otherwise_judged(session: Session, analytes: Sequence[str]) -> Iterator[OtherLine]:
    """Stream the standing numbers of some analytes that no interval judged, or only one printed on a report."""
    result = ResultRow
    printed = col(result.low).is_not(None) | col(result.high).is_not(None)
    wanted = (
        col(result.analyte).in_(analytes),
        col(result.status) != ResultStatus.ENTERED_IN_ERROR,
        col(result.canonical).is_not(None),
        (col(result.flag) == Flag.NONE) | ((col(result.flag) == Flag.WITHIN) & printed),
    )
    columns = (col(PanelRow.patient_id), col(PanelRow.id), col(result.analyte), col(result.comparator))
    found = (
        select(*columns, col(result.canonical)).join(result, col(result.panel_id) == col(PanelRow.id)).where(*wanted)
    )
    for row in session.execute(found.execution_options(yield_per=_AT_ONCE)):
        yield OtherLine._make(row)


def known_to_have(session: Session, findings: Sequence[str], events: Sequence[str]) -> set[int]:
    """Return whose record holds one of some findings, or one of some events."""
    found = select(col(FindingRow.patient_id)).where(
        col(FindingRow.finding).in_(findings), col(FindingRow.present).is_(True)
    )
    happened = select(col(EventRow.patient_id)).where(col(EventRow.kind).in_(events), col(EventRow.withdrawn).is_(None))
    return {key or 0 for wanted in (found, happened) for key in session.scalars(wanted.distinct())}
