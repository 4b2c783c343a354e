"""Column types that keep a value exact on both engines."""

from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Dialect, Enum, Numeric, String
from sqlalchemy.types import TypeDecorator, TypeEngine


class Exact(TypeDecorator[Decimal]):
    """A decimal with every digit it came with: text on SQLite, NUMERIC on PostgreSQL."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Decimal] | TypeEngine[str]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Numeric())
        return dialect.type_descriptor(String())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | str | None:
        if value is None or dialect.name == "postgresql":
            return value
        return format(value, "f")

    def process_result_value(self, value: Decimal | str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


def values_of(kind: type[StrEnum]) -> Enum:
    """Return the column type that stores the values of ``kind`` as text."""
    return Enum(kind, values_callable=lambda members: [m.value for m in members], native_enum=False, length=32)
