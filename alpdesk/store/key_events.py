"""What the trail says of log-ins, keys and redactions; an index finds every action here (``tables.OF_KEYS``)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.store.tables import OF_KEYS, AuditRow


def newest(session: Session, action: str, actor_id: int | None = None, skip: int = 0) -> AuditRow | None:
    """Return the newest entry of an action, of one user if one is named; ``skip`` so many before."""
    found = select(AuditRow).where(_is(action))
    if actor_id is not None:
        found = found.where(col(AuditRow.actor_id) == actor_id)
    return session.scalars(found.order_by(col(AuditRow.seq).desc()).offset(skip).limit(1)).first()


def since(session: Session, action: str, seq: int) -> Sequence[AuditRow]:
    """Return the entries of an action after another entry, oldest first."""
    found = select(AuditRow).where(_is(action), col(AuditRow.seq) > seq)
    return session.scalars(found.order_by(col(AuditRow.seq))).all()


def _is(action: str) -> ColumnElement[bool]:
    if action not in OF_KEYS:
        raise ValueError(f"no index finds {action!r}")
    return col(AuditRow.action) == literal_column(f"'{action}'")  # an index over some rows is chosen for a constant
