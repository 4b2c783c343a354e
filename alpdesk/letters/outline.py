"""What stands in which letter, in order, and when: data, not code."""

import tomllib
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from alpdesk.assets import resource
from alpdesk.domain.ages import AgeText
from alpdesk.domain.records import LetterKind
from alpdesk.errors import AlpdeskError


class OutlineError(AlpdeskError):
    """The outlines of the letters are not what they should be."""


class Part(BaseModel):
    """Something that is said when the named facts hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    when: tuple[str, ...] = ()

    def fits(self, facts: AbstractSet[str]) -> bool:
        """Return whether every name holds."""
        return all(_holds(name, facts) for name in self.when)

    def rests_on(self, facts: AbstractSet[str]) -> tuple[str, ...]:
        """Return the facts that let this part into the letter; one that must not hold is led by ``not_``."""
        names = (name for wanted in self.when for name in wanted.split("|"))
        shown = (f"not_{name[1:]}" if name.startswith("!") else name for name in names if _holds(name, facts))
        return tuple(dict.fromkeys(shown))


class Sentence(Part):
    """One sentence of the catalogue and when it is said."""

    text: str


class Chosen(NamedTuple):
    """A sentence that is said; ``otherwise`` where it is said because none before it fits."""

    sentence: Sentence
    otherwise: bool = False


class Entry(Part):
    """One block: the first sentence that fits, every one that fits, or the first of each group, joined.

    Blocks of one ``group`` stand beside each other where they fit. A clinic may not leave out what is ``needed``.
    """

    id: str
    kind: Literal[
        "paragraph", "bullets", "boxes", "notice", "results", "chart", "alps", "medicines", "companions", "sign_off"
    ]
    heading: str = ""
    needed: bool = False
    strong: bool = False
    group: str = ""
    side: Literal["left", "right"] = "left"
    any: tuple[Sentence, ...] = ()
    every: tuple[Sentence, ...] = ()
    join: tuple[tuple[Sentence, ...], ...] = ()

    def facts(self) -> frozenset[str]:
        """Return every fact that this block or a sentence of it asks for."""
        parts = (self, *self.any, *self.every, *(each for group in self.join for each in group))
        names = (name for part in parts for wanted in part.when for name in wanted.split("|"))
        return frozenset(name.lstrip("!") for name in names)

    def chosen(self, facts: AbstractSet[str]) -> tuple[Chosen, ...]:
        """Return the sentences that are said, in order."""
        firsts = (_first(group, facts) for group in (self.any, *self.join))
        every = (Chosen(each) for each in self.every if each.fits(facts))
        return (*(each for each in firsts if each), *every)


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
    referral: tuple[Entry, ...]
    doctor: tuple[Entry, ...]

    def entries(self, kind: LetterKind) -> tuple[Entry, ...]:
        """Return the blocks of a kind."""
        return {
            LetterKind.PATIENT: self.patient,
            LetterKind.RECALL: self.recall,
            LetterKind.SUMMARY: self.summary,
            LetterKind.REFERRAL: self.referral,
            LetterKind.DOCTOR: self.doctor,
        }[kind]

    def facts(self, kind: LetterKind) -> frozenset[str]:
        """Return every fact that lets anything into a letter of this kind, or of one that the same person reads."""
        kinds = (each for each in LetterKind if kind.to_colleague or not each.to_colleague)
        return frozenset(name for each in kinds for entry in self.entries(each) for name in entry.facts())


@cache
def outlines() -> Outlines:
    """Return the shipped outlines."""
    try:
        return Outlines.model_validate(tomllib.loads(resource("letters", "outlines.toml").read_text(encoding="utf-8")))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise OutlineError(f"outlines.toml: {faults}") from error


def _first(group: tuple[Sentence, ...], facts: AbstractSet[str]) -> Chosen | None:
    found = next(((place, each) for place, each in enumerate(group) if each.fits(facts)), None)
    return None if found is None else Chosen(found[1], otherwise=found[0] > 0 and not found[1].when)


def _holds(name: str, facts: AbstractSet[str]) -> bool:
    return any((each[1:] not in facts) if each.startswith("!") else (each in facts) for each in name.split("|"))
