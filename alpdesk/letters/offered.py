"""What a clinic may use in blocks of its own, by who reads the letter: data, not code."""

import tomllib
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from alpdesk.assets import resource
from alpdesk.domain.records import LetterKind


class _Listed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    values: tuple[str, ...]
    facts: tuple[str, ...]


class _Own(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    format: Literal[1]
    patient: _Listed
    colleague: _Listed


def values(kind: LetterKind) -> tuple[str, ...]:
    """Return the values that a sentence of the clinic's own may quote."""
    listed = _read()
    return (*listed.patient.values, *(listed.colleague.values if kind.to_colleague else ()))


def facts(kind: LetterKind) -> tuple[str, ...]:
    """Return the facts that may let a block of the clinic's own into a letter."""
    listed = _read()
    return (*listed.patient.facts, *(listed.colleague.facts if kind.to_colleague else ()))


@cache
def _read() -> _Own:
    return _Own.model_validate(tomllib.loads(resource("letters", "offered.toml").read_text(encoding="utf-8")))
