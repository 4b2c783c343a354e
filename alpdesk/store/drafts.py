"""Queries of forms left half typed."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.followup import Draft
from alpdesk.store.care_tables import DraftRow
from alpdesk.store.reading import value


def row(session: Session, user_id: int | None, kind: str, subject: str) -> DraftRow | None:
    """Return the draft of a user, if there is one."""
    wanted = select(DraftRow).where(
        col(DraftRow.user_id).is_(None) if user_id is None else col(DraftRow.user_id) == user_id,
        col(DraftRow.kind) == kind,
        col(DraftRow.subject) == subject,
    )
    return session.scalars(wanted.order_by(col(DraftRow.id))).first()


def about(session: Session, patient_ids: Collection[int]) -> tuple[DraftRow, ...]:
    """Return the drafts of all users about some patients, to be deleted."""
    return tuple(row for row in session.scalars(select(DraftRow)) if value(Draft, row).patient_id in patient_ids)


def of_user(session: Session, user_id: int | None) -> tuple[Draft, ...]:
    """Return every draft of a user, newest first."""
    own = col(DraftRow.user_id).is_(None) if user_id is None else col(DraftRow.user_id) == user_id
    ordered = select(DraftRow).where(own).order_by(col(DraftRow.saved_at).desc(), col(DraftRow.id).desc())
    return tuple(value(Draft, found) for found in session.scalars(ordered).all())
