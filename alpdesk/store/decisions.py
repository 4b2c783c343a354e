"""Queries of assessments, the decisions that answer them, and what is due."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.assessment import Persistence, Urgency
from alpdesk.domain.records import Decision, Flag, MonitoringPlan, Recall
from alpdesk.store.reading import value
from alpdesk.store.tables import AssessmentRow, DecisionRow, MonitoringPlanRow, RecallRow


def unanswered() -> ColumnElement[bool]:
    """Return the condition that an assessment needs an answer and no decision at or after it was signed."""
    mine = and_(
        col(DecisionRow.patient_id) == col(AssessmentRow.patient_id),
        col(DecisionRow.assessment_id) >= col(AssessmentRow.id),
    )
    return and_(col(AssessmentRow.needs_answer).is_(True), ~exists().where(mine))


def assessments(session: Session, patient_id: int) -> tuple[AssessmentRow, ...]:
    """Return what was shown for a patient, newest first."""
    mine = select(AssessmentRow).where(col(AssessmentRow.patient_id) == patient_id)
    return tuple(session.scalars(mine.order_by(col(AssessmentRow.id).desc())).all())


def waiting(session: Session, patient_ids: Sequence[int]) -> tuple[AssessmentRow, ...]:
    """Return the unanswered assessments of some patients, newest first."""
    mine = select(AssessmentRow).where(col(AssessmentRow.patient_id).in_(patient_ids), unanswered())
    return tuple(session.scalars(mine.order_by(col(AssessmentRow.id).desc())).all())


class Waiting(NamedTuple):
    """The little of an unanswered assessment that a list shows."""

    patient_id: int
    flag: Flag
    persistence: Persistence
    urgency: Urgency | None


def waiting_lines(session: Session, patient_ids: Sequence[int]) -> dict[int, Waiting]:
    """Return the newest unanswered assessment of each of some patients, without its body."""
    patient, urgency = col(AssessmentRow.patient_id), col(AssessmentRow.urgency)
    shown = select(patient, col(AssessmentRow.flag), col(AssessmentRow.persistence), urgency)
    mine = shown.where(patient.in_(patient_ids), unanswered()).order_by(col(AssessmentRow.id))
    return {row[0]: Waiting._make(row) for row in session.execute(mine)}


def decisions(session: Session, patient_ids: Sequence[int]) -> tuple[Decision, ...]:
    """Return the decisions of some patients, oldest first."""
    mine = select(DecisionRow).where(col(DecisionRow.patient_id).in_(patient_ids))
    return tuple(value(Decision, row) for row in session.scalars(mine.order_by(col(DecisionRow.id))).all())


def newest_to_answer(session: Session, patient_ids: Sequence[int]) -> dict[int | None, int]:
    """Return, for every panel of some patients, the newest assessment that needed an answer."""
    key, panel = func.max(AssessmentRow.id), col(AssessmentRow.panel_id)
    mine = select(panel, key).where(col(AssessmentRow.patient_id).in_(patient_ids))
    rows = session.execute(mine.where(col(AssessmentRow.needs_answer).is_(True)).group_by(panel)).all()
    return {about: newest for about, newest in rows if newest is not None}


def newest_signed(session: Session, patient_ids: Sequence[int]) -> dict[int | None, int]:
    """Return, for some patients, the newest assessment that somebody has answered."""
    patient, key = col(DecisionRow.patient_id), func.max(DecisionRow.assessment_id)
    rows = session.execute(select(patient, key).where(patient.in_(patient_ids)).group_by(patient)).all()
    return {row[0]: row[1] for row in rows}


def plans(session: Session, patient_id: int) -> tuple[MonitoringPlan, ...]:
    """Return the plans of a patient, newest first."""
    mine = select(MonitoringPlanRow).where(col(MonitoringPlanRow.patient_id) == patient_id)
    rows = session.scalars(mine.order_by(col(MonitoringPlanRow.id).desc())).all()
    return tuple(value(MonitoringPlan, row) for row in rows)


def recalls(session: Session, patient_id: int) -> tuple[Recall, ...]:
    """Return the due items of a patient, open ones first, then by day."""
    mine = select(RecallRow).where(col(RecallRow.patient_id) == patient_id)
    shut, due, key = col(RecallRow.closed_on).is_not(None), col(RecallRow.due), col(RecallRow.id)
    return tuple(value(Recall, row) for row in session.scalars(mine.order_by(shut, due, key)).all())


def recalls_of(session: Session, patient_ids: Sequence[int]) -> dict[int, tuple[Recall, ...]]:
    """Return the due items of some patients, for each open ones first, then by day."""
    patient, shut = col(RecallRow.patient_id), col(RecallRow.closed_on).is_not(None)
    mine = select(RecallRow).where(patient.in_(patient_ids))
    rows = session.scalars(mine.order_by(patient, shut, col(RecallRow.due), col(RecallRow.id))).all()
    return {key: tuple(value(Recall, row) for row in some) for key, some in groupby(rows, lambda row: row.patient_id)}


def open_of_plan(session: Session, plan_id: int) -> Sequence[RecallRow]:
    """Return the open due items of a plan."""
    return session.scalars(
        select(RecallRow).where(col(RecallRow.plan_id) == plan_id, col(RecallRow.closed_on).is_(None))
    ).all()
