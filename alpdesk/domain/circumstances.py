"""Conditions on the patient, the sample, medicines, events and findings."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict, Field, model_validator

from alpdesk.domain.ages import AgeText
from alpdesk.domain.condition import BaseCondition
from alpdesk.domain.records import Haemolysis, Sex, Specimen
from alpdesk.domain.truth import negated

if TYPE_CHECKING:
    from alpdesk.domain.facts import Facts


class MedicineTaken(BaseCondition):
    """A medicine class taken on the sampling day, or stopped at most ``within_days`` before."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    kind: Literal["medicine"]
    medicine_class: str = Field(alias="class")
    within_days: int = 0
    min_days: int = 0

    def holds(self, facts: "Facts") -> bool | None:
        return facts.medicine(self.medicine_class, self.within_days, self.min_days) is not None

    def found(self, facts: "Facts") -> str:
        medicine = facts.medicine(self.medicine_class, self.within_days, self.min_days)
        return "" if medicine is None else facts.medicine_words(medicine)

    def references(self) -> Iterable[tuple[str, str]]:
        yield "medicine class", self.medicine_class


class EventHappened(BaseCondition):
    """An event on the sampling day or at most ``within_days`` before."""

    kind: Literal["event"]
    event: str
    within_days: int | None = None

    def holds(self, facts: "Facts") -> bool | None:
        return facts.event(self.event, self.within_days) is not None

    def found(self, facts: "Facts") -> str:
        event = facts.event(self.event, self.within_days)
        return "" if event is None else f"{facts.rules.events[self.event].title} on {event.on.isoformat()}"

    def references(self) -> Iterable[tuple[str, str]]:
        yield "event", self.event


class FindingIs(BaseCondition):
    """A sign or a piece of history; unknown until somebody enters it."""

    objective = False
    kind: Literal["finding"]
    finding: str
    present: bool = True

    def holds(self, facts: "Facts") -> bool | None:
        state = facts.finding(self.finding)
        return None if state is None else state is self.present

    def found(self, facts: "Facts") -> str:
        title = facts.rules.findings[self.finding].title
        return title if self.present else f"Not present: {title}"

    def asks(self, facts: "Facts") -> tuple[str, ...]:
        finding = facts.rules.findings[self.finding]
        return (finding.question or finding.title,)

    def references(self) -> Iterable[tuple[str, str]]:
        yield "finding", self.finding


class AgeIs(BaseCondition):
    """Calendar age on the sampling day."""

    objective = False
    kind: Literal["age"]
    at_least: AgeText | None = None
    below: AgeText | None = None

    @model_validator(mode="after")
    def _has_one(self) -> "AgeIs":
        if self.at_least is None and self.below is None:
            raise ValueError("needs at_least or below")
        return self

    def holds(self, facts: "Facts") -> bool | None:
        old_enough = self.at_least is None or facts.has_reached(self.at_least)
        return old_enough and (self.below is None or not facts.has_reached(self.below))

    def found(self, facts: "Facts") -> str:
        return f"Age {facts.age_words()}"


class SexIs(BaseCondition):
    """Sex as recorded for intervals."""

    objective = False
    kind: Literal["sex"]
    sex: Literal["female", "male"]

    def holds(self, facts: "Facts") -> bool | None:
        sex = facts.patient.sex
        return None if sex is Sex.UNKNOWN else sex.value == self.sex

    def found(self, facts: "Facts") -> str:
        return self.sex.capitalize()

    def asks(self, facts: "Facts") -> tuple[str, ...]:
        return ("Sex for intervals",)


class Pregnant(BaseCondition):
    """Gestation weeks are recorded with the sample."""

    kind: Literal["pregnant"]
    at_least_weeks: int = 0
    below_weeks: int | None = None

    def holds(self, facts: "Facts") -> bool | None:
        weeks = facts.gestation_weeks
        if weeks is None:
            return False
        return weeks >= self.at_least_weeks and (self.below_weeks is None or weeks < self.below_weeks)

    def found(self, facts: "Facts") -> str:
        return f"Pregnant, {facts.gestation_weeks} weeks"


class Preterm(BaseCondition):
    """Born preterm."""

    objective = False
    kind: Literal["preterm"]

    def holds(self, facts: "Facts") -> bool | None:
        return facts.patient.preterm

    def found(self, facts: "Facts") -> str:
        return "Born preterm"


class SpecimenIs(BaseCondition):
    """The tube of the sample."""

    kind: Literal["specimen"]
    any_of: tuple[Specimen, ...]

    def holds(self, facts: "Facts") -> bool | None:
        return facts.specimen in self.any_of

    def found(self, facts: "Facts") -> str:
        return f"Specimen: {facts.specimen.value.replace('_', '-')}"


class HaemolysisIs(BaseCondition):
    """Haemolysis as the laboratory noted it."""

    kind: Literal["haemolysis"]
    at_least: Literal["slight", "gross"] = "slight"

    def holds(self, facts: "Facts") -> bool | None:
        wanted = {Haemolysis.GROSS} if self.at_least == "gross" else {Haemolysis.SLIGHT, Haemolysis.GROSS}
        return facts.haemolysis in wanted

    def found(self, facts: "Facts") -> str:
        return f"Haemolysis of the sample: {facts.haemolysis.value}"


# Words by which a method says of a buffer that it is not used, or that it is one of several: then nothing is known.
_DOUBT = frozenset(
    {"no", "not", "non", "without", "or", "kein", "nicht", "ohne", "oder", "sin", "sans", "pas", "ou", "amp"}
)


class MethodIs(BaseCondition):
    """The laboratory's buffer; unknown until it is recorded, or where a free text leaves it open."""

    kind: Literal["method"]
    method: str

    def holds(self, facts: "Facts") -> bool | None:
        words = set(re.findall(r"[^\W_]+", facts.method.casefold()))
        if self.method.casefold() not in words:
            return False if words else None
        return None if words & _DOUBT - {self.method.casefold()} else True

    def found(self, facts: "Facts") -> str:
        return f"Method: {facts.method}"

    def asks(self, facts: "Facts") -> tuple[str, ...]:
        return ("The laboratory's ALP method (buffer)",)


class _BeforeOrAfter(BaseCondition):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    medicine_class: str | None = Field(default=None, alias="class")
    event: str | None = None

    @model_validator(mode="after")
    def _names_one(self) -> "_BeforeOrAfter":
        if (self.medicine_class is None) == (self.event is None):
            raise ValueError("needs either class or event")
        return self

    def title(self, facts: "Facts") -> str:
        """Return the medicine's class or the event as people call it."""
        if self.event is not None:
            return facts.rules.events[self.event].title
        return facts.rules.medicine_classes[self.medicine_class or ""].title

    def references(self) -> Iterable[tuple[str, str]]:
        if self.event is not None:
            yield "event", self.event
        if self.medicine_class is not None:
            yield "medicine class", self.medicine_class

    def asks(self, facts: "Facts") -> tuple[str, ...]:
        return (f"An ALP from before: {self.title(facts)}",)


class LowBefore(_BeforeOrAfter):
    """The last ALP before the medicine or event began was already low."""

    kind: Literal["low_before"]

    def holds(self, facts: "Facts") -> bool | None:
        return facts.is_recorded(self.medicine_class, self.event) and facts.low_before(self.medicine_class, self.event)

    def found(self, facts: "Facts") -> str:
        return f"ALP was already low before: {self.title(facts)}"


class NormalBefore(_BeforeOrAfter):
    """The last ALP before the medicine or event began was not low."""

    kind: Literal["normal_before"]

    def holds(self, facts: "Facts") -> bool | None:
        recorded = facts.is_recorded(self.medicine_class, self.event)
        return recorded and negated(facts.low_before(self.medicine_class, self.event))

    def found(self, facts: "Facts") -> str:
        return f"ALP was not low before: {self.title(facts)}"


class LowAfter(_BeforeOrAfter):
    """Still low more than ``days`` after the medicine stopped or the event happened."""

    kind: Literal["low_after"]
    days: int = 0

    def holds(self, facts: "Facts") -> bool | None:
        return facts.low_after(self.medicine_class, self.event, self.days)

    def found(self, facts: "Facts") -> str:
        return f"ALP is still low more than {self.days} days after: {self.title(facts)}"

    def asks(self, facts: "Facts") -> tuple[str, ...]:
        return (f"An ALP from after: {self.title(facts)}",)
