"""What the trail says of a patient, or of the clinic: who did what, newest first."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.store.tables import AuditAboutRow, AuditRow


def deeds(
    session: Session,
    patient_ids: Sequence[int] | None,
    *,
    before: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    actor_id: int | None = None,
    limit: int,
) -> Sequence[AuditRow]:
    """Return entries before a number, from an instant on and up to another, of one user, about some patients."""
    seq, at = col(AuditRow.seq), col(AuditRow.at)
    query = select(AuditRow)
    if patient_ids is not None:
        about = select(col(AuditAboutRow.seq)).where(col(AuditAboutRow.patient_id).in_(patient_ids))
        query = query.where(seq.in_(about))
    if before is not None:
        query = query.where(seq < before)
    if since is not None:
        query = query.where(at >= since.astimezone(UTC).isoformat())
    if until is not None:
        query = query.where(at < until.astimezone(UTC).isoformat())
    if actor_id is not None:
        query = query.where(col(AuditRow.actor_id) == actor_id)
    return session.scalars(query.order_by(seq.desc()).limit(limit)).all()
