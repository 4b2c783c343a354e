"""What every record is made of: frozen, validated values; text that is clean; instants that say their zone."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, ValidationError
from pydantic_core import PydanticCustomError
from sqlmodel import SQLModel

from alpdesk.errors import AlpdeskError

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c]")
_CONTROL_FOUND = "control_character"


class SignError(AlpdeskError, ValueError):
    """A text holds a sign that cannot be kept, such as one that came along with a paste; a wrong value all the same."""


def _text(value: str) -> str:
    """Return ``value`` in NFC, stripped; breaks of line and page as word processors write them become new lines."""
    clean = _BREAKS.sub("\n", value)
    if _CONTROL.search(clean):
        raise PydanticCustomError(_CONTROL_FOUND, "contains a control character")
    return unicodedata.normalize("NFC", clean).strip()


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


CLEAN_LINE, CLEAN_TEXT = _first(_line), _first(_text)
Line = Annotated[str, CLEAN_LINE]
Text = Annotated[str, CLEAN_TEXT]
Instant = Annotated[datetime, AfterValidator(_instant)]


class Record(SQLModel):
    """An immutable, validated value. Rows in the store inherit its fields."""

    model_config = {"frozen": True, "extra": "forbid", "use_enum_values": False}

    def __init__(self, **values: object) -> None:
        """Build the record; a control character is the slip of a person, so it is told in a sentence."""
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise _told(error) from error

    # As SQLModel marks its own: reading from a file or a draft does not pass through here.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def built(cls, values: Mapping[str, object]) -> Self:
        """Build the record out of named values."""
        return cls(**values)


def _told(error: ValidationError) -> Exception:
    """Return a sentence in place of an error that is about a control character; any other as it is."""
    found = next((fault for fault in error.errors() if fault["type"] == _CONTROL_FOUND), None)
    if found is None:
        return error
    where = " ".join(str(part) for part in found["loc"]).replace("_", " ") or "text"
    return SignError(f"The field {where} contains a control character: delete it, or type the text anew.")
