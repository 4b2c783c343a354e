"""TOML that somebody else wrote: read, or refused by one kind of error, whatever is in it."""

import tomllib
from decimal import Decimal, InvalidOperation
from typing import Any


class BadToml(ValueError):
    """A text that is no TOML, as a clause that says why."""


def read_toml(text: str) -> dict[str, Any]:
    """Return the tables of a text, its numbers exact."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except RecursionError:
        raise BadToml("it is nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        raise BadToml(str(error)) from None
    except (ValueError, InvalidOperation):
        raise BadToml("a number in it is too long") from None
