"""Queries of an audit of care: what was shown as low in a period, and what became of it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.assessment import Persistence, Severity
from alpdesk.domain.records import Flag, ResultStatus
from alpdesk.store.audit import changes_of
from alpdesk.store.care_tables import ChecklistEntryRow
from alpdesk.store.tables import ALP, AssessmentRow, AuditRow, MedicineRow, PanelRow, ResultRow


class Shown(NamedTuple):
    """One assessment that asked for an answer about an ALP."""

    id: int
    patient_id: int
    panel_id: int
    collected: date
    made_at: datetime
    flag: Flag
    severity: Severity | None
    persistence: Persistence


def shown_lows(session: Session, start: date, end: date) -> list[Shown]:
    """Return the assessments of lows and suspended values sampled in a period, oldest first."""
    made = select(
        *(col(AssessmentRow.id), col(AssessmentRow.patient_id), col(PanelRow.id), col(PanelRow.collected)),
        *(col(AssessmentRow.made_at), col(AssessmentRow.flag), col(AssessmentRow.severity)),
        col(AssessmentRow.persistence),
    ).join(PanelRow, col(AssessmentRow.panel_id) == col(PanelRow.id))
    asked = made.where(
        col(AssessmentRow.needs_answer).is_(True),
        col(AssessmentRow.flag).in_((Flag.LOW, Flag.SUSPENDED)),
        col(PanelRow.collected).between(start, end),
    )
    return [Shown._make(row) for row in session.execute(asked.order_by(col(AssessmentRow.id)))]


class Standing(NamedTuple):
    """The ALP of a panel as it stands now. ``corrected`` says that it took the place of another."""

    panel_id: int
    patient_id: int
    flag: Flag
    corrected: bool


def standing_alps(session: Session, panel_ids: Sequence[int]) -> dict[int, Standing]:
    """Return the ALP of each of some panels that still has one."""
    shown = select(
        *(col(PanelRow.id), col(PanelRow.patient_id), col(ResultRow.flag), col(ResultRow.replaces_id).is_not(None))
    ).join(ResultRow, col(ResultRow.panel_id) == col(PanelRow.id))
    mine = shown.where(
        col(PanelRow.id).in_(panel_ids),
        col(PanelRow.voided).is_not(True),
        col(ResultRow.analyte) == ALP,
        col(ResultRow.status) != ResultStatus.ENTERED_IN_ERROR,
    )
    found = (Standing._make(row) for row in session.execute(mine))
    return {each.panel_id: each for each in found}


def notes_about_people(session: Session, since: datetime) -> Iterator[str]:
    """Yield the lists that were signed when a birth date, a sex or a preterm birth was corrected, oldest first."""
    made = select(col(AuditRow.body)).where(
        col(AuditRow.action) == "patient changed",
        col(AuditRow.at) >= since.astimezone(UTC).date().isoformat(),
        col(AuditRow.body).contains("signed flags"),
    )
    for body in session.scalars(made.order_by(col(AuditRow.seq))):
        yield from (change["note"] for change in changes_of(body) if "note" in change)


class Marked(NamedTuple):
    """A mark on the checklist of a patient."""

    patient_id: int
    at: datetime


def marks(session: Session, patient_ids: Sequence[int]) -> list[Marked]:
    """Return when items of the checklist of some patients were marked; a mark taken back is none."""
    row = ChecklistEntryRow
    key = (col(row.patient_id), col(row.cause), col(row.mark))
    newest = select(func.max(col(row.id))).where(col(row.patient_id).in_(patient_ids)).group_by(*key)
    made = select(col(row.patient_id), col(row.made_at)).where(col(row.id).in_(newest), col(row.holds).is_(True))
    return [Marked._make(each) for each in session.execute(made.where(col(row.made_at).is_not(None)))]


class Begun(NamedTuple):
    """A medicine with the day it was begun."""

    patient_id: int
    name: str
    kind: str
    started: date


def begun(session: Session, start: date, end: date) -> list[Begun]:
    """Return the medicines begun in a period, without those that were entered by mistake."""
    medicine = select(
        *(col(MedicineRow.patient_id), col(MedicineRow.name), col(MedicineRow.medicine_class)),
        col(MedicineRow.started),
    )
    mine = medicine.where(col(MedicineRow.started).between(start, end), col(MedicineRow.withdrawn).is_(None))
    rows = session.execute(mine)
    return [Begun._make(row) for row in rows]


def values(session: Session, assessment_ids: Sequence[int]) -> dict[int, str]:
    """Return what was shown in some assessments, as JSON."""
    rows = session.execute(
        select(col(AssessmentRow.id), col(AssessmentRow.body)).where(col(AssessmentRow.id).in_(assessment_ids))
    )
    return {key or 0: body for key, body in rows}


def last_noted(session: Session, action: str, within: int) -> str | None:
    """Return when something was last put into the trail, among its newest entries: it has no index by action."""
    newest = select(func.coalesce(func.max(col(AuditRow.seq)), 0)).scalar_subquery()
    found = select(col(AuditRow.at)).where(col(AuditRow.seq) > newest - within, col(AuditRow.action) == action)
    return session.scalars(found.order_by(col(AuditRow.seq).desc()).limit(1)).first()
