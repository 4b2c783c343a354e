"""Queries of panels that wait until a clinician has read them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.records import Flag, Panel, PanelWithResults, Result, ResultStatus
from alpdesk.store.decisions import unanswered
from alpdesk.store.reading import value
from alpdesk.store.tables import AssessmentRow, PanelRow, PatientRow, ResultRow

IMPORTED = "imported"
_UNREMARKABLE = (Flag.WITHIN,)


class Narrowed(NamedTuple):
    """Which of the waiting panels are asked for; empty fields ask for all."""

    responsible_id: int | None = None
    origin: str = ""
    remarkable: bool = False
    unremarkable: bool = False


def waiting(session: Session, narrowed: Narrowed, after: int, limit: int) -> tuple[PanelWithResults, ...]:
    """Return panels that nobody has signed off, in the order they were entered, from beyond the key ``after``."""
    mine = select(PanelRow).where(*_waits(narrowed), col(PanelRow.id) > after)
    rows = session.scalars(mine.order_by(col(PanelRow.id)).limit(limit)).all()
    results: dict[int | None, list[Result]] = {row.id: [] for row in rows}
    typed = select(ResultRow).where(col(ResultRow.panel_id).in_(list(results))).order_by(col(ResultRow.id))
    for row in session.scalars(typed).all():
        results[row.panel_id].append(value(Result, row))
    return tuple(PanelWithResults(panel=value(Panel, row), results=tuple(results[row.id])) for row in rows)


def count(session: Session, narrowed: Narrowed) -> int:
    """Return how many panels nobody has signed off."""
    return session.scalars(select(func.count()).select_from(PanelRow).where(*_waits(narrowed))).one()


def keys(session: Session, narrowed: Narrowed, limit: int) -> tuple[int, ...]:
    """Return the keys of panels that nobody has signed off, in the order they were entered."""
    mine = select(col(PanelRow.id)).where(*_waits(narrowed)).order_by(col(PanelRow.id)).limit(limit)
    return tuple(key or 0 for key in session.scalars(mine).all())


def among(session: Session, narrowed: Narrowed, panel_ids: Sequence[int]) -> Sequence[PanelRow]:
    """Return the rows of those of some panels that nobody has signed off."""
    mine = select(PanelRow).where(*_waits(narrowed), col(PanelRow.id).in_(panel_ids))
    return session.scalars(mine.order_by(col(PanelRow.id))).all()


def patients_of(session: Session, panel_ids: Sequence[int]) -> tuple[int, ...]:
    """Return whose some panels are."""
    mine = select(col(PanelRow.patient_id)).where(col(PanelRow.id).in_(panel_ids)).distinct()
    return tuple(key or 0 for key in session.scalars(mine).all())


def read_again(session: Session, panel_ids: Sequence[int]) -> None:
    """Let panels that got new results wait until somebody has read those too."""
    for row in session.scalars(select(PanelRow).where(col(PanelRow.id).in_(panel_ids))).all():
        row.to_review, row.reviewed_by, row.reviewed_at = True, None, None
    session.flush()


def to_answer(session: Session, panel_ids: Sequence[int]) -> dict[int, int]:
    """Return, for those of some panels that wait for an answer, the newest assessment that does."""
    panel, key = col(AssessmentRow.panel_id), func.max(AssessmentRow.id)
    mine = select(panel, key).where(panel.in_(panel_ids), unanswered()).group_by(panel)
    return {about: newest for about, newest in session.execute(mine).all() if about is not None and newest is not None}


def _waits(narrowed: Narrowed) -> list[ColumnElement[bool]]:
    waits, stands = col(PanelRow.to_review).is_(True), func.coalesce(col(PanelRow.voided), False).is_(False)
    asked: list[ColumnElement[bool]] = [waits, stands]
    if narrowed.responsible_id is not None:
        patient = and_(
            col(PatientRow.id) == col(PanelRow.patient_id), col(PatientRow.responsible_id) == narrowed.responsible_id
        )
        asked.append(exists().where(patient))
    if narrowed.origin:
        asked.append(col(PanelRow.origin) == narrowed.origin)
    if narrowed.remarkable:
        asked.append(_remarkable())
    if narrowed.unremarkable:
        asked.append(~_remarkable())
    return asked


def _remarkable() -> ColumnElement[bool]:
    """Return the condition that a value is not known to be within its interval, or that a rule spoke of the panel."""
    result = and_(
        col(ResultRow.panel_id) == col(PanelRow.id),
        col(ResultRow.status) != ResultStatus.ENTERED_IN_ERROR,
        col(ResultRow.flag).not_in(_UNREMARKABLE),
    )
    return exists().where(result) | exists().where(col(AssessmentRow.panel_id) == col(PanelRow.id))
