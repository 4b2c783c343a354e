"""One plain sentence for a table that does not fit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from alpdesk.errors import brief

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a known key",
    "string_type": "must be text in quotation marks",
    "string_too_short": "must not be empty",
    "string_too_long": "is too long",
    "too_short": "must not be empty",
    "too_long": "is too long",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "tuple_type": "must be a list",
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
    "decimal_type": "must be a number",
    "decimal_parsing": "must be a number",
    "finite_number": "must be a number",
    "date_type": "must be a date such as 2024-06-01",
    "date_parsing": "must be a date such as 2024-06-01",
    "date_from_datetime_parsing": "must be a date such as 2024-06-01",
}


def sentence(error: "ValidationError", inside: str = "") -> str:
    """Return the first fault of a case file, with its place."""
    first = error.errors()[0]
    place = _place((inside, *first["loc"]) if inside else first["loc"])
    return f"{place} {_what(first)}."


def _place(location: Sequence[int | str]) -> str:
    """Return ``panels 1, results 2, value``: people count from one."""
    words: list[str] = []
    for part in location:
        if isinstance(part, int) and words:
            words[-1] = f"{words[-1]} {part + 1}"
        else:
            words.append(brief(str(part)))
    return ", ".join(words) or "The case"


def _what(fault: "ErrorDetails") -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind in _WORDS:
        return _WORDS[kind]
    if kind in ("enum", "literal_error"):
        return f'"{brief(str(fault["input"]))}" is not known (expected {context.get("expected", "")})'
    if kind in ("greater_than_equal", "less_than_equal"):
        return (
            f"must be {'at least' if kind.startswith('greater') else 'at most'} {context.get('ge', context.get('le'))}"
        )
    return fault["msg"].removeprefix("Value error, ")
