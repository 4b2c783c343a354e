"""Queries of what was marked on a patient's checklist."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.followup import ChecklistEntry
from alpdesk.store.care_tables import ChecklistEntryRow
from alpdesk.store.reading import value


def entries(session: Session, patient_id: int) -> tuple[ChecklistEntry, ...]:
    """Return what was marked for a patient, in that order."""
    mine = select(ChecklistEntryRow).where(col(ChecklistEntryRow.patient_id) == patient_id)
    return tuple(value(ChecklistEntry, row) for row in session.scalars(mine.order_by(col(ChecklistEntryRow.id))).all())
