"""Queries of scanned reports; lists never load their bytes."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, defer
from sqlmodel import col

from alpdesk.domain.followup import Attachment
from alpdesk.store.care_tables import AttachmentRow
from alpdesk.store.reading import value
from alpdesk.store.tables import PanelRow


def of_panel(session: Session, panel_uid: UUID) -> tuple[Attachment, ...]:
    """Return the scans of a sample, kept or not, in the order they were added; withdrawn ones too."""
    return _listed(session, col(AttachmentRow.panel_uid) == panel_uid)


def of_patient(session: Session, patient_id: int) -> tuple[Attachment, ...]:
    """Return the scans of the samples that are in a patient's record now, wherever they were added."""
    mine = select(col(PanelRow.uid)).where(col(PanelRow.patient_id) == patient_id)
    return _listed(session, col(AttachmentRow.panel_uid).in_(mine))


def owner_of(session: Session, panel_uid: UUID) -> int | None:
    """Return in whose record a sample is, once it is kept."""
    return session.scalars(select(col(PanelRow.patient_id)).where(col(PanelRow.uid) == panel_uid)).first()


def _listed(session: Session, wanted: ColumnElement[bool]) -> tuple[Attachment, ...]:
    without_bytes = defer(AttachmentRow.content)  # type: ignore[arg-type]  # a column at run time
    rows: Sequence[AttachmentRow] = session.scalars(
        select(AttachmentRow).options(without_bytes).where(wanted).order_by(col(AttachmentRow.id))
    ).all()
    return tuple(_attachment(row) for row in rows)


def _attachment(row: AttachmentRow) -> Attachment:
    return Attachment(**{name: getattr(row, name) for name in Attachment.model_fields})


def kept(row: AttachmentRow) -> Attachment:
    """Return a scan without its bytes."""
    return value(Attachment, row)
