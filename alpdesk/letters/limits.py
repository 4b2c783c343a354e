"""How far a letter may go, and what every letter must hold: data, not code."""

import tomllib
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from alpdesk.assets import resource
from alpdesk.errors import AlpdeskError


class Limits(BaseModel):
    """What the checker goes by."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: Literal[1]
    needs_signature: frozenset[str]


@cache
def limits() -> Limits:
    """Return what the checker goes by."""
    try:
        return Limits.model_validate(tomllib.loads(resource("letters", "checks.toml").read_text(encoding="utf-8")))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise AlpdeskError(f"checks.toml: {faults}") from error
