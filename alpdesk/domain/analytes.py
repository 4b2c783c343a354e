"""An analyte: its names, units, intervals and the bounds of what is plausible."""

from decimal import Decimal
from functools import cached_property
from typing import Literal

from pydantic import ConfigDict, Field

from alpdesk.domain.ages import Age, AgeText
from alpdesk.domain.condition import Rule, Sourced
from alpdesk.domain.names import folded
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.unit_text import folded_unit


class Unit(Rule):
    """A unit by its UCUM code; ``factor`` times a value gives the canonical unit.

    ``per_canonical`` is given instead where only the way back is exact.
    """

    code: str
    factor: Decimal | None = None
    per_canonical: Decimal | None = None
    decimals: int = 0
    system: Literal["conventional", "si", "both"] = "both"
    shown: str = ""
    spellings: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Return the unit as people write it."""
        return self.shown or self.code


class Bounds(Sourced):
    """Outside these a value is asked about, or refused. A limit itself is accepted."""

    unit: str
    confirm_below: Decimal | None = None
    confirm_above: Decimal | None = None
    reject_below: Decimal | None = None
    reject_above: Decimal | None = None


class UnitSlip(Sourced):
    """Numbers typed in ``unit`` that read like ``looks_like``. Both ends belong to the range.

    A bound such as ``<5`` is often a detection limit, so it has its own, narrower range.
    """

    unit: str
    looks_like: str
    at_least: Decimal
    at_most: Decimal | None = None
    open_below: bool = False
    bound_at_most: Decimal | None = None


class IntervalRow(Sourced):
    """A fallback interval of an analyte, for an age and a sex, in the unit its source gives it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    unit: str
    sex: Literal["any", "female", "male"] = "any"
    low: Decimal | None = None
    high: Decimal | None = None
    age_from: AgeText = Field(default=Age(0, "d"), alias="from")
    age_to: AgeText | None = Field(default=None, alias="to")
    label: str = ""


class Analyte(Rule):
    """Something a laboratory measures; ``unit`` is the canonical one."""

    id: str
    title: str
    short: str
    loinc: str = ""
    loinc_mark: Literal["a", "m", ""] = ""
    other_loinc: tuple[str, ...] = ()
    unit: str
    units: tuple[Unit, ...] = Field(min_length=1)
    refused_units: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    bounds: Bounds | None = None
    not_above: str = ""
    slips: tuple[UnitSlip, ...] = ()
    intervals: tuple[IntervalRow, ...] = ()
    note: str = ""

    @cached_property
    def named(self) -> str:
        """Return the title, with the short name behind it where that says something else."""
        said, short = _words(self.title), _words(self.short)
        return self.title if short <= said else f"{self.title} ({self.short})"

    @cached_property
    def all_names(self) -> tuple[str, ...]:
        """Every text that stands for the analyte."""
        named = (self.id, self.title, self.short, self.loinc, *self.other_loinc, *self.synonyms)
        return tuple(dict.fromkeys(name for name in named if name))

    @cached_property
    def _by_spelling(self) -> dict[str, Unit]:
        return {folded_unit(text): unit for unit in self.units for text in (unit.code, unit.label, *unit.spellings)}

    @cached_property
    def _by_code(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units}

    def find_unit(self, text: str) -> Unit | None:
        """Return the unit a person or a laboratory wrote."""
        return self._by_code.get(text) or self._by_spelling.get(folded_unit(text))

    def unit_of(self, code: str) -> Unit:
        """Return the unit with this UCUM code."""
        return self._by_code[code]

    def to_canonical(self, quantity: Quantity, unit: Unit) -> Quantity:
        """Convert exactly; nothing is rounded."""
        if unit.per_canonical is not None:
            return Quantity(quantity.comparator, quantity.number / unit.per_canonical)
        return quantity if unit.code == self.unit else quantity.times(unit.factor or Decimal(1))

    def convert(self, canonical: Quantity, code: str) -> Quantity:
        """Convert a canonical quantity into another of the analyte's units."""
        unit = self._by_code.get(code) or self._by_spelling[folded_unit(code)]
        if unit.per_canonical is not None:
            return canonical.times(unit.per_canonical)
        if unit.code == self.unit or unit.factor is None:
            return canonical
        return Quantity(canonical.comparator, canonical.number / unit.factor)


def _words(name: str) -> set[str]:
    return set(folded(name).split())
