"""Rows in and out: the few ways a record is written."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Table, func, insert, inspect, select, text
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from alpdesk.domain.records import Record
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.store import search
from alpdesk.store.audit import ledger_of

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
    table: Table = inspect(kind).local_table
    ids = _new_ids(session, table, len(records))
    rows = [
        {c.key: getattr(record, c.key) for c in table.columns} | _given(table, id_)
        for id_, record in zip(ids, records, strict=True)
    ]
    session.connection().execute(insert(table), rows)
    ledger_of(session).inserted(table, [list(row.values()) for row in rows])
    search.note(session, kind, rows)
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


def _given(table: Table, id_: int) -> dict[str, int]:
    return {"id": id_, "row_version": 1} if "row_version" in table.columns else {"id": id_}


def _new_ids(session: Session, table: Table, count: int) -> list[int]:
    """Return free ids. On SQLite the write lock is held, so the next numbers are ours."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        ask = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        return sorted(connection.execute(ask, {"name": table.name, "count": count}).scalars())
    last: int = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    return list(range(last + 1, last + 1 + count))
