"""How far a letter may go, and what every letter must hold: data, not code."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from alpdesk.assets import resource
from alpdesk.errors import AlpdeskError
from alpdesk.letters.outline import Part

_ENGLISH = "en"


class Reading(BaseModel):
    """How easily a letter to a patient is read; words by language."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    evidence: str
    awaiting_sign_off: bool
    ease: int
    few_words: int = Field(gt=0)
    longest: Mapping[str, int]
    mean: Mapping[str, int]


class Leaving(BaseModel):
    """How long a letter may lie once the day it asks for has gone by."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    evidence: str
    awaiting_sign_off: bool
    days: int = Field(gt=0)


class Must(Part):
    """Something a letter must say."""

    kinds: frozenset[str]
    block: str = ""
    phrase: str = ""
    said: str


class Quoted(BaseModel):
    """Sentences that tell what the record says, by name, and places that do not make a sentence one of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    sentences: tuple[str, ...]
    free: frozenset[str]


class Limits(BaseModel):
    """What the checker goes by."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: Literal[1]
    needs_signature: frozenset[str]
    of_the_record: frozenset[str]
    leaving: Leaving
    reading: Reading
    quoted: Quoted
    must: tuple[Must, ...]
    phrases: Mapping[str, Mapping[str, str]]
    counts: Mapping[str, str]
    shortened: Mapping[str, tuple[str, ...]]
    said: Mapping[str, str]

    def sentence(self, name: str, **values: object) -> str:
        """Return what the writer reads of a fault."""
        return self.said[name].format(**{key: str(value) for key, value in values.items()})


@cache
def limits() -> Limits:
    """Return what the checker goes by."""
    try:
        return Limits.model_validate(tomllib.loads(resource("letters", "checks.toml").read_text(encoding="utf-8")))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise AlpdeskError(f"checks.toml: {faults}") from error


@cache
def phrase(name: str, language: str) -> re.Pattern[str] | None:
    """Return by which words a language says something, if they are known."""
    found = limits().phrases.get(language, {}).get(name)
    return None if found is None else re.compile(found, re.IGNORECASE)


@cache
def counting(language: str) -> re.Pattern[str]:
    """Return what makes a number a span of time or a count."""
    known = limits().counts
    return re.compile(rf"\s*-?(?:{known.get(language, known[_ENGLISH])})", re.IGNORECASE)
