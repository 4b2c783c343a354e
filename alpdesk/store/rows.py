"""Rows in and out: the few ways a record is written."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Connection, inspect
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from alpdesk.domain.records import Record
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.store import search
from alpdesk.store.audit import ledger_of
from alpdesk.store.plain import shape_of

Row = TypeVar("Row", bound=SQLModel)


def add(session: Session, kind: type[Row], record: SQLModel) -> Row:
    """Add one record as a row and return the row with its id."""
    row = kind.model_validate(record, from_attributes=True)
    session.add(row)
    session.flush()
    return row


def add_many(session: Session, kind: type[SQLModel], records: Sequence[SQLModel]) -> list[int]:
    """Add many records by one statement, audited all the same, and return their ids in order."""
    if not records:
        return []
    session.flush()
    ledger, connection, shape = ledger_of(session), session.connection(), shape_of(inspect(kind).local_table)
    ids = _new_ids(connection, shape.table.name, len(records))
    rows = [shape.row(record, key) for key, record in zip(ids, records, strict=True)]
    shape.insert(connection, rows)
    ledger.inserted(shape.table, rows)
    search.note(session, kind, (dict(zip(shape.keys, row, strict=True)) for row in rows))
    return ids


def change(session: Session, kind: type[Row], record: Record) -> Row:
    """Bring the row of ``record`` to what the record says, unless somebody changed it since it was read."""
    values = record.model_dump()
    row = session.get(kind, values.pop("id"), with_for_update=True)
    if row is None:
        raise AlpdeskError("This entry is no longer in the records.")
    seen = values.pop("row_version", None)
    if seen is not None and seen != getattr(row, "row_version", None):
        raise ConflictError("Somebody else has changed this since you opened it. Nothing was saved; look again.")
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()
    return row


def _new_ids(connection: Connection, table: str, count: int) -> list[int]:
    """Return free ids. On SQLite the write lock is held, so the next numbers are ours."""
    if connection.dialect.name == "postgresql":
        sequence = f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, {count})"  # noqa: S608  our own names
        return sorted(connection.exec_driver_sql(sequence).scalars())
    last = connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM {table}").scalar_one()  # noqa: S608  our own names
    return list(range(last + 1, last + 1 + count))
