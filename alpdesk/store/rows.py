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
from alpdesk.store.driver import first
from alpdesk.store.plain import shape_of

Row = TypeVar("Row", bound=SQLModel)


def add(session: Session, kind: type[Row], record: SQLModel) -> Row:
    """Add one record as a row and return the row with its id."""
    row = kind.model_validate(record, from_attributes=True)
    session.add(row)
    session.flush()
    return row


def add_many(session: Session, kind: type[SQLModel], records: Sequence[SQLModel], **same: object) -> list[int]:
    """Add many records by one statement, audited all the same, and return their ids in order.

    ``same`` gives columns that hold one value for all, such as the panel of new results.
    """
    if not records:
        return []
    session.flush()
    ledger, connection, shape = ledger_of(session), session.connection(), shape_of(inspect(kind).local_table)
    ids = _new_ids(connection, shape.table.name, len(records))
    given: dict[str, Sequence[object]] = {name: [value] * len(ids) for name, value in same.items()}
    given |= {"id": ids, "row_version": [1] * len(ids)}
    columns = [given[key] if key in given else [getattr(record, key) for record in records] for key in shape.keys]
    plain = shape.plain_columns(columns)
    shape.insert(connection, columns, plain)
    ledger.inserted(shape.table, plain)
    search.note(session, kind, (dict(zip(shape.keys, row, strict=True)) for row in zip(*columns, strict=True)))
    return ids


def change(session: Session, kind: type[Row], record: Record) -> Row:
    """Bring the row of ``record`` to what the record says, unless somebody changed it since it was read."""
    values = record.model_dump()
    row = session.get(kind, values.pop("id"), with_for_update=True)
    if row is None:
        raise AlpdeskError("This entry is no longer in the records.")
    values.pop("row_version", None)
    refuse_conflict(row, record)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()
    return row


def refuse_conflict(row: SQLModel, record: Record) -> None:
    """Refuse a record that somebody else has changed since it was read, and say what they made of it."""
    seen = getattr(record, "row_version", None)
    if seen is not None and seen != getattr(row, "row_version", None):
        raise ConflictError(
            "Somebody else has changed this since you opened it. Nothing was saved; look again.",
            theirs=type(record).model_validate(row, from_attributes=True),
        )


def _new_ids(connection: Connection, table: str, count: int) -> list[int]:
    """Return free ids. On SQLite the write lock is held, so the next numbers are ours."""
    if connection.dialect.name == "postgresql":
        sequence = f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, {count})"  # noqa: S608  our own names
        return sorted(connection.exec_driver_sql(sequence).scalars())
    row = first(connection, f"SELECT max(id) FROM {table}")  # noqa: S608  our own names
    last = row[0] if row and row[0] else 0
    return list(range(last + 1, last + 1 + count))
