"""Queries of the clinic's own rules."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.records import Instant
from alpdesk.domain.terms import EditKind
from alpdesk.store.care_tables import ClinicEditRow
from alpdesk.store.driver import first
from alpdesk.store.reading import fetch, value
from alpdesk.store.rows import add
from alpdesk.store.tables import ClinicRow

_EDITION = "SELECT max(id), count(*) FROM clinic_edit"  # asked by every session
_IN_FORCE = select(func.max(ClinicEditRow.id)).group_by(col(ClinicEditRow.kind), col(ClinicEditRow.key))


def edition(session: Session) -> tuple[int, int]:
    """Return what changes with every edit, also with one that was begun before another and kept after it."""
    newest, count = first(session.connection(), _EDITION) or (0, 0)
    return newest or 0, count


def in_force(session: Session) -> tuple[ClinicEdit, ...]:
    """Return the newest edit of each kind and key, those that lead back to the shipped value included."""
    rows = session.scalars(
        select(ClinicEditRow).where(col(ClinicEditRow.id).in_(_IN_FORCE)).order_by(col(ClinicEditRow.id))
    )
    return tuple(value(ClinicEdit, row) for row in rows.all())


def up_to(session: Session, newest: int | None = None, moment: Instant | None = None) -> tuple[ClinicEdit, ...]:
    """Return the edits that were the newest of their kind and key after one edit was kept, or at a moment."""
    ids = _IN_FORCE
    if newest is not None:
        ids = ids.where(col(ClinicEditRow.id) <= newest)
    if moment is not None:
        ids = ids.where(col(ClinicEditRow.made_at) <= moment)
    rows = session.scalars(select(ClinicEditRow).where(col(ClinicEditRow.id).in_(ids)).order_by(col(ClinicEditRow.id)))
    return tuple(value(ClinicEdit, row) for row in rows.all())


def get(session: Session, edit_id: int) -> ClinicEdit:
    """Return one edit."""
    return value(ClinicEdit, fetch(session, ClinicEditRow, edit_id, "change"))


def history(session: Session, kind: EditKind, key: str | None = None) -> Sequence[ClinicEdit]:
    """Return the edits of a kind, or of one of its entries, newest first."""
    found = select(ClinicEditRow).where(col(ClinicEditRow.kind) == kind)
    if key is not None:
        found = found.where(col(ClinicEditRow.key) == key)
    return [value(ClinicEdit, row) for row in session.scalars(found.order_by(col(ClinicEditRow.id).desc())).all()]


def hold(session: Session) -> None:
    """Let others who change the clinic's rules wait until this step is done; on a file the write lock does that."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(col(ClinicRow.id)).with_for_update())


def keep(session: Session, edit: ClinicEdit) -> ClinicEdit:
    """Keep one more edit."""
    return value(ClinicEdit, add(session, ClinicEditRow, edit))
