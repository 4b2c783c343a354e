"""The kinds of condition a rule may use, told apart by ``kind``."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from alpdesk.domain.circumstances import (
    AgeIs,
    EventHappened,
    FindingIs,
    HaemolysisIs,
    LowAfter,
    LowBefore,
    MedicineTaken,
    MethodIs,
    NormalBefore,
    Pregnant,
    Preterm,
    SexIs,
    SpecimenIs,
)
from alpdesk.domain.conclusions import CauseSupported, CriteriaAre
from alpdesk.domain.condition import BaseCondition
from alpdesk.domain.measured import AlpIs, AnalyteIs, Measured, PanelPattern, RatioIs, ValueIs
from alpdesk.domain.substrates import SubstratesRaised
from alpdesk.domain.suspicions import AdultIntervalOnChild, AlertFires, Implausible, NoLowerLimit, UnitSuspect
from alpdesk.domain.truth import all_of, any_of, negated

if TYPE_CHECKING:
    from alpdesk.domain.facts import Facts


class AllOf(BaseCondition):
    """Every one of these holds."""

    kind: Literal["all"]
    of: tuple["Condition", ...] = Field(min_length=1)

    def holds(self, facts: "Facts") -> bool | None:
        return all_of(part.holds(facts) for part in self.of)

    def found(self, facts: "Facts") -> str:
        return "; ".join(part.sentence(facts) for part in self.of)

    def asks(self, facts: "Facts") -> tuple[str, ...]:
        return _unknown(self.of, facts)

    def is_objective(self, facts: "Facts") -> bool:
        return any(part.is_objective(facts) for part in self.of)

    def references(self) -> Iterable[tuple[str, str]]:
        for part in self.of:
            yield from part.references()


class AnyOf(BaseCondition):
    """At least ``at_least`` of these hold (one, unless said otherwise)."""

    kind: Literal["any"]
    of: tuple["Condition", ...] = Field(min_length=1)
    at_least: int = 1

    def holds(self, facts: "Facts") -> bool | None:
        if self.at_least == 1:
            return any_of(part.holds(facts) for part in self.of)
        answers = [part.holds(facts) for part in self.of]
        if answers.count(True) >= self.at_least:
            return True
        return None if answers.count(True) + answers.count(None) >= self.at_least else False

    def _holding(self, facts: "Facts") -> list["Condition"]:
        return [part for part in self.of if part.holds(facts)]

    def found(self, facts: "Facts") -> str:
        return "; ".join(part.sentence(facts) for part in self._holding(facts))

    def asks(self, facts: "Facts") -> tuple[str, ...]:
        return _unknown(self.of, facts)

    def is_objective(self, facts: "Facts") -> bool:
        return any(part.is_objective(facts) for part in self._holding(facts))

    def references(self) -> Iterable[tuple[str, str]]:
        for part in self.of:
            yield from part.references()


class NotOf(BaseCondition):
    """The condition does not hold."""

    kind: Literal["not"]
    of: "Condition"

    def holds(self, facts: "Facts") -> bool | None:
        return negated(self.of.holds(facts))

    def found(self, facts: "Facts") -> str:
        return self.text or f"Not so: {self.of.text}" if self.of.text else "The opposite is not recorded"

    def asks(self, facts: "Facts") -> tuple[str, ...]:
        return self.of.asks(facts)

    def is_objective(self, facts: "Facts") -> bool:
        return self.of.objective

    def references(self) -> Iterable[tuple[str, str]]:
        return self.of.references()


class Unknown(BaseCondition):
    """The record does not say whether this holds."""

    objective = False
    kind: Literal["unknown"]
    of: "Condition"

    def holds(self, facts: "Facts") -> bool | None:
        return self.of.holds(facts) is None

    def found(self, facts: "Facts") -> str:
        return "; ".join(self.of.asks(facts))

    def references(self) -> Iterable[tuple[str, str]]:
        return self.of.references()


class Known(BaseCondition):
    """A condition that must be known to hold; where nothing is known, it does not count."""

    kind: Literal["known"]
    of: "Condition"

    def holds(self, facts: "Facts") -> bool | None:
        return self.of.holds(facts) is True

    def found(self, facts: "Facts") -> str:
        return self.of.sentence(facts)

    def is_objective(self, facts: "Facts") -> bool:
        return self.of.is_objective(facts)

    def references(self) -> Iterable[tuple[str, str]]:
        return self.of.references()


def _unknown(parts: tuple["Condition", ...], facts: "Facts") -> tuple[str, ...]:
    asked = (text for part in parts if part.holds(facts) is None for text in part.asks(facts))
    return tuple(dict.fromkeys(asked))


Condition = Annotated[
    AllOf
    | AnyOf
    | NotOf
    | Known
    | Measured
    | Unknown
    | AnalyteIs
    | ValueIs
    | RatioIs
    | PanelPattern
    | AlpIs
    | NoLowerLimit
    | AdultIntervalOnChild
    | UnitSuspect
    | AlertFires
    | Implausible
    | SubstratesRaised
    | MedicineTaken
    | EventHappened
    | FindingIs
    | AgeIs
    | SexIs
    | Pregnant
    | Preterm
    | SpecimenIs
    | HaemolysisIs
    | MethodIs
    | LowBefore
    | NormalBefore
    | LowAfter
    | CauseSupported
    | CriteriaAre,
    Field(discriminator="kind"),
]

for _composite in (AllOf, AnyOf, NotOf, Unknown):
    _composite.model_rebuild()
