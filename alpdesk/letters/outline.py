"""What stands in which letter, in order, and when: data, not code."""

import tomllib
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from alpdesk.assets import resource
from alpdesk.domain.ages import AgeText
from alpdesk.domain.records import LetterKind
from alpdesk.errors import AlpdeskError


class OutlineError(AlpdeskError):
    """The outlines of the letters are not what they should be."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    when: tuple[str, ...] = ()

    def fits(self, facts: AbstractSet[str]) -> bool:
        """Return whether every name holds."""
        return all(_holds(name, facts) for name in self.when)

    def rests_on(self, facts: AbstractSet[str]) -> tuple[str, ...]:
        """Return the facts that let this part into the letter."""
        names = (name for wanted in self.when for name in wanted.split("|"))
        return tuple(name for name in names if name in facts)


class Sentence(_Part):
    """One sentence of the catalogue and when it is said."""

    text: str


class Entry(_Part):
    """One block: the first sentence that fits, every one that fits, or the first of each group, joined."""

    id: str
    kind: Literal["paragraph", "bullets", "boxes", "notice", "results", "chart", "sign_off"]
    heading: str = ""
    any: tuple[Sentence, ...] = ()
    every: tuple[Sentence, ...] = ()
    join: tuple[tuple[Sentence, ...], ...] = ()

    def chosen(self, facts: AbstractSet[str]) -> tuple[Sentence, ...]:
        """Return the sentences that are said, in order."""
        firsts = (_first(group, facts) for group in (self.any, *self.join))
        return (*(each for each in firsts if each), *(each for each in self.every if each.fits(facts)))


class Outlines(BaseModel):
    """The outlines of every kind, and the lists they rest on."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: Literal[1]
    parents_below: AgeText
    adult_from: AgeText
    infant_below: AgeText
    lowering_classes: frozenset[str]
    antiresorptive_classes: frozenset[str]
    highlighted_classes: frozenset[str]
    private_classes: frozenset[str]
    bone_findings: frozenset[str]
    family_findings: frozenset[str]
    genetic_findings: frozenset[str]
    ask_within_days: int = Field(gt=0)
    results_shown: int = Field(ge=2)
    patient: tuple[Entry, ...]
    recall: tuple[Entry, ...]
    summary: tuple[Entry, ...]

    def entries(self, kind: LetterKind) -> tuple[Entry, ...]:
        """Return the blocks of a kind that goes to patients."""
        return {LetterKind.RECALL: self.recall, LetterKind.SUMMARY: self.summary}.get(kind, self.patient)


@cache
def outlines() -> Outlines:
    """Return the shipped outlines."""
    try:
        return Outlines.model_validate(tomllib.loads(resource("letters", "outlines.toml").read_text(encoding="utf-8")))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise OutlineError(f"outlines.toml: {faults}") from error


def _first(group: tuple[Sentence, ...], facts: AbstractSet[str]) -> Sentence | None:
    return next((sentence for sentence in group if sentence.fits(facts)), None)


def _holds(name: str, facts: AbstractSet[str]) -> bool:
    return any((each[1:] not in facts) if each.startswith("!") else (each in facts) for each in name.split("|"))
