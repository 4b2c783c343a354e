"""What every record is made of: frozen, validated values; text that is clean; instants that say their zone."""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from sqlmodel import SQLModel

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _text(value: str) -> str:
    """Return ``value`` in NFC, stripped; refuse control characters."""
    if _CONTROL.search(value):
        raise ValueError("contains a control character")
    return unicodedata.normalize("NFC", value).strip()


def _line(value: str) -> str:
    """Return ``value`` as one line of text."""
    return _text(" ".join(value.splitlines()).replace("\t", " "))


def _first(clean: Callable[[str], str]) -> BeforeValidator:
    """Clean text before its length is counted, so that blanks alone are not a name."""
    return BeforeValidator(lambda value: clean(value) if isinstance(value, str) else value)


def _instant(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return value.astimezone(UTC)


Line = Annotated[str, _first(_line)]
Text = Annotated[str, _first(_text)]
Instant = Annotated[datetime, AfterValidator(_instant)]


class Record(SQLModel):
    """An immutable, validated value. Rows in the store inherit its fields."""

    model_config = {"frozen": True, "extra": "forbid", "use_enum_values": False}
