"""Every row about a patient, found by the keys of the tables themselves: a new table is in it without being named."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Table, or_, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from alpdesk.store.audit import is_audited
from alpdesk.store.plain import shape_of

_PATIENT = "patient"
Rows = list[dict[str, Any]]


def rows_of(session: Session, patient_ids: Sequence[int]) -> Iterator[tuple[Table, Rows]]:
    """Yield each table with its rows about some patients: those that name one, and those that name such a row."""
    found: dict[str, list[object]] = {}
    for table in SQLModel.metadata.sorted_tables:
        if not is_audited(table):
            continue
        if table.name == _PATIENT:
            wanted = [table.c.id.in_(patient_ids)]
        elif named := references(table, {_PATIENT}):
            wanted = [column.in_(patient_ids) for column in named]
        elif parents := references(table, found.keys() - {_PATIENT}):
            wanted = [column.in_(found[_target(column)]) for column in parents]
        else:
            continue
        rows = [dict(row) for row in session.execute(select(table).where(or_(*wanted)).order_by(table.c.id)).mappings()]
        found[table.name] = [row["id"] for row in rows]
        yield table, rows


def plain(table: Table, row: dict[str, Any]) -> dict[str, object]:
    """Return a row as it is written down: days and numbers as text, bytes by their hash, nothing that is empty."""
    shape = shape_of(table)
    values = shape.plain([row[name] for name in shape.names])
    return {name: value for name, value in zip(shape.names, values, strict=True) if value is not None}


def references(table: Table, targets: set[str]) -> list[Column[Any]]:
    """Return the columns that refer to one of some tables; a table refers to itself for other reasons."""
    return [c for c in table.columns if c.foreign_keys and _target(c) in targets and _target(c) != table.name]


def _target(column: Column[Any]) -> str:
    return next(iter(column.foreign_keys)).column.table.name
