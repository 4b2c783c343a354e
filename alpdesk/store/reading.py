"""Rows out: what leaves the store is a frozen record, never a row."""

from typing import TypeVar

from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from alpdesk.errors import AlpdeskError

R = TypeVar("R", bound=SQLModel)
T = TypeVar("T", bound=SQLModel)


def value(record: type[R], row: SQLModel) -> R:
    """Return ``row`` as a frozen record."""
    return record.model_validate(row, from_attributes=True)


def fetch(session: Session, table: type[T], key: int | None, what: str) -> T:
    """Return the row with ``key``, or say plainly that it is gone."""
    row = session.get(table, key) if key is not None else None
    if row is None:
        raise AlpdeskError(f"This {what} is not in the records.")
    return row
