"""Rows in their plain form: as they are audited and hashed, and as they are handed to the driver."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Dialect,
    Enum,
    Table,
    TypeDecorator,
    insert,
    type_coerce,
)
from sqlalchemy.types import NullType

from alpdesk.store.columns import Exact
from alpdesk.store.driver import run_many
from alpdesk.store.tables import DIGEST

Convert = Callable[[Any], object]
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def canonical(value: object) -> str:
    """Return ``value`` as the one JSON text that is hashed."""
    return _ENCODER.encode(value)


def sha256(content: str | bytes) -> str:
    """Return the SHA-256 of ``content`` as hex."""
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()


def row_hash(table: str, names: Sequence[str], values: Sequence[object]) -> str:
    """Return the hash of one row. Empty columns are left out, so that a column can be added later."""
    filled = sorted((name, value) for name, value in zip(names, values, strict=True) if value is not None)
    return sha256(canonical([table, filled]))


_PLAIN: dict[type, Convert] = {
    Decimal: lambda value: format(value, "f"),
    date: lambda value: value.isoformat(),
    time: lambda value: value.isoformat(),
    datetime: lambda value: value.astimezone(UTC).isoformat(),
    UUID: str,
    bytes: lambda value: {"sha256": sha256(value if isinstance(value, str) else bytes(value))},
}


Columns = list[Sequence[object]]


class Shape:
    """The columns of one table: how rows are audited, and how they are inserted without compiling anew."""

    def __init__(self, table: Table) -> None:
        columns = list(table.columns)
        self.table = table
        self.names = [column.name for column in columns]
        self.keys = [column.key for column in columns]
        self._plain = [_plain_of(column) for column in columns]

    def plain(self, row: Sequence[object]) -> list[object]:
        """Return one row in the form that is audited: the same whether just written or read back."""
        pairs = zip(self._plain, row, strict=True)
        return [value if convert is None or value is None else convert(value) for convert, value in pairs]

    def plain_columns(self, columns: Columns) -> Columns:
        """Return many rows, given column by column, in the form that is audited."""
        return [_each(convert, values) for convert, values in zip(self._plain, columns, strict=True)]

    def insert(self, connection: Connection, columns: Columns, plain: Columns) -> None:
        """Write rows, given column by column as they are and in their plain form."""
        statement, by_name, binds = _prepared(self, connection.dialect)
        bound = [
            audited if bind is as_audited else _each(bind, values)
            for bind, values, audited in zip(binds, columns, plain, strict=True)
        ]
        rows = list(zip(*bound, strict=True))
        run_many(connection, statement, [dict(zip(self.keys, row, strict=True)) for row in rows] if by_name else rows)

    def stored(self, dialect: Dialect) -> "Stored":
        """Return how rows are read back: a column that is kept in its plain form is taken as it is."""
        raw = [_bind_of(column, dialect) is as_audited or _is_number(column, dialect) for column in self.table.columns]
        columns = [
            type_coerce(column, NullType()) if kept else column
            for column, kept in zip(self.table.columns, raw, strict=True)
        ]
        converts = [(i, convert) for i, convert in enumerate(self._plain) if convert is not None and not raw[i]]
        truths = [(i, _truth) for i, column in enumerate(self.table.columns) if _is_number(column, dialect)]
        return Stored(columns, [*converts, *truths])


@dataclass(frozen=True)
class Stored:
    """The columns of one table as they are read back, and what brings some of them into the plain form."""

    columns: Sequence[ColumnElement[Any]]
    converts: list[tuple[int, Convert]]

    def plain(self, row: Sequence[object]) -> list[object]:
        """Return one row in the form that is audited."""
        values = list(row)
        for place, convert in self.converts:
            if values[place] is not None:
                values[place] = convert(values[place])
        return values


def _is_number(column: Column[Any], dialect: Dialect) -> bool:
    """Say whether a yes or no is kept as a number, which may be another one than 0 and 1."""
    return dialect.name == "sqlite" and isinstance(column.type, Boolean)


def _truth(value: object) -> object:
    """Return a yes or no; a 2 would count as yes in one question and as no in another, so it is none."""
    return {0: False, 1: True}[value]  # type: ignore[index]  # what is no number has no place here either


def as_audited(value: object) -> object:
    """Mark a column that the driver takes in the form that is audited."""
    return value


def _each(convert: Convert | None, values: Sequence[object]) -> Sequence[object]:
    return values if convert is None else [None if value is None else convert(value) for value in values]


def _plain_of(column: Column[Any]) -> Convert | None:
    if column.info.get("audit") == DIGEST["audit"]:
        return lambda value: {"sha256": sha256(value)}
    if isinstance(column.type, Enum):
        return str
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return _PLAIN.get(kind.python_type)


@cache
def shape_of(table: Table) -> Shape:
    """Return the shape of ``table``."""
    return Shape(table)


@lru_cache(256)
def _prepared(shape: Shape, dialect: Dialect) -> tuple[str, bool, list[Convert | None]]:
    """Return the statement of a driver, whether it takes values by name, and what turns a value into the driver's."""
    compiled = insert(shape.table).compile(dialect=dialect, column_keys=shape.keys)
    return str(compiled), not compiled.positional, [_bind_of(column, dialect) for column in shape.table.columns]


def _bind_of(column: Column[Any], dialect: Dialect) -> Convert | None:
    if dialect.name == "sqlite" and isinstance(column.type, (Exact, Enum, Date)):
        return as_audited
    return column.type.dialect_impl(dialect).bind_processor(dialect)
