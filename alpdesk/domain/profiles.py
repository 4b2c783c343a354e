"""Interval profiles: named sets of ALP intervals by age and sex, or by week of pregnancy."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from pydantic import ConfigDict, Field

from alpdesk.domain.ages import Age, AgeText
from alpdesk.domain.assessment import Interval
from alpdesk.domain.condition import Id, Rule, Sourced


class ProfileInterval(Rule):
    """One partition of an interval profile, by age or by week of pregnancy, for samples of a time.

    Both days of validity belong to it; without one it is open on that side.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    sex: Literal["any", "female", "male"] = "any"
    low: Decimal
    high: Decimal
    age_from: AgeText = Field(default=Age(0, "d"), alias="from")
    age_to: AgeText | None = Field(default=None, alias="to")
    weeks_from: int | None = None
    weeks_to: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Say whether the partition counts for a sample of this day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    @property
    def words(self) -> str:
        """Say whom the partition is for."""
        people = {"any": "both sexes", "female": "female", "male": "male"}[self.sex]
        if self.weeks_from is not None:
            return f"week {self.weeks_from} of pregnancy to " + (
                "term" if self.weeks_to is None else f"under {self.weeks_to}"
            )
        return f"{people}, " + (
            f"{self.age_from} and over" if self.age_to is None else f"{self.age_from} to under {self.age_to}"
        )


class Profile(Sourced):
    """A named set of ALP intervals. ``covers_*`` claims an age range without gaps; ``own`` marks a clinic's."""

    id: Id
    title: str
    unit: str
    laboratory: str = ""
    method: str = ""
    note: str = ""
    own: bool = False
    by_gestation: bool = False
    covers_from: AgeText = Age(0, "d")
    covers_to: AgeText | None = None
    intervals: tuple[ProfileInterval, ...] = Field(min_length=1)

    def is_valid_on(self, day: date) -> bool:
        """Say whether any partition counts for a sample of this day."""
        return any(row.is_valid_on(day) for row in self.intervals)

    @cached_property
    def cells(self) -> tuple[tuple[ProfileInterval, Interval], ...]:
        """Every partition with the interval as it is shown."""
        return tuple((row, self._shown(row)) for row in self.intervals)

    def _shown(self, row: ProfileInterval) -> Interval:
        return Interval(
            low=row.low,
            high=row.high,
            unit=self.unit,
            profile=self.id,
            label=f"{self.title}: {row.words}",
            source=", ".join(self.sources),
        )


class ProfileDefaults(Rule):
    """Which profile gives the age-and-sex verdict unless the clinic chose others."""

    child: str
    adult: str
    adult_from: AgeText
    pregnancy: str
    preterm_below: AgeText


class ProfileChoice(NamedTuple):
    """The clinic's own choice of profiles; empty means the default."""

    child: str = ""
    adult: str = ""
