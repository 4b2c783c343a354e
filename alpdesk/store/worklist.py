"""Queries of what waits: unanswered assessments, due items, letters to print; and ALP results for the sweep."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.assessment import Urgency
from alpdesk.store.decisions import unanswered
from alpdesk.store.tables import AssessmentRow, MonitoringPlanRow, RecallRow

_ORDER = {urgency: rank for rank, urgency in enumerate(Urgency)}


def newest_unanswered(session: Session, limit: int) -> Sequence[AssessmentRow]:
    """Return the newest unanswered assessment of every waiting patient, most pressing first, then newest."""
    newest = select(func.max(AssessmentRow.id)).where(unanswered()).group_by(col(AssessmentRow.patient_id))
    rank = case(_ORDER, value=col(AssessmentRow.urgency), else_=len(_ORDER))
    chosen = select(AssessmentRow).where(col(AssessmentRow.id).in_(newest))
    return session.scalars(chosen.order_by(rank, col(AssessmentRow.id).desc()).limit(limit)).all()


def count_unanswered(session: Session) -> int:
    """Return how many patients wait for an answer."""
    return session.scalars(select(func.count(func.distinct(AssessmentRow.patient_id))).where(unanswered())).one()


def due(session: Session, since: date | None, until: date, limit: int) -> Sequence[tuple[RecallRow, str]]:
    """Return open due items from ``since`` (no limit when ``None``) up to ``until``, with their template."""
    found = select(RecallRow, func.coalesce(MonitoringPlanRow.template, "")).join(MonitoringPlanRow, isouter=True)
    found = found.where(col(RecallRow.closed_on).is_(None), col(RecallRow.due) <= until)
    if since is not None:
        found = found.where(col(RecallRow.due) >= since)
    rows = session.execute(found.order_by(col(RecallRow.due), col(RecallRow.id)).limit(limit)).all()
    return [(row[0], row[1]) for row in rows]


def count_due(session: Session, since: date | None, until: date) -> int:
    """Return how many open due items there are in that time."""
    found = select(func.count()).select_from(RecallRow)
    found = found.where(col(RecallRow.closed_on).is_(None), col(RecallRow.due) <= until)
    return session.scalars(found if since is None else found.where(col(RecallRow.due) >= since)).one()
