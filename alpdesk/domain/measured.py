"""Conditions on what was measured."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pydantic import model_validator

from alpdesk.domain.condition import BaseCondition, Rule, plain
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.records import Flag
from alpdesk.domain.truth import all_of, negated

if TYPE_CHECKING:
    from alpdesk.domain.facts import Facts

Wanted = Literal["low", "high", "within", "not_low", "not_high"]


def flag_answers(flag: Flag, wanted: str) -> bool | None:
    """Compare a verdict with the wanted one; a verdict that could not be given answers nothing."""
    if flag not in (Flag.LOW, Flag.WITHIN, Flag.HIGH):
        return None
    if wanted.startswith("not_"):
        return flag.value != wanted.removeprefix("not_")
    return flag.value == wanted


class _Measured(BaseCondition):
    analyte: str
    scope: Literal["latest", "panel"] = "latest"
    within_days: int = 365
    adjusted: bool = False

    def asks(self, facts: "Facts") -> tuple[str, ...]:
        name = facts.rules.analyte(self.analyte).title
        return (f"{name}{' in this sample' if self.scope == 'panel' else ''}",)

    def references(self) -> Iterable[tuple[str, str]]:
        yield "analyte", self.analyte


class Measured(BaseCondition):
    """The analyte was measured, whatever came out; there is no unknown."""

    kind: Literal["measured"]
    analyte: str
    scope: Literal["latest", "panel"] = "latest"

    def holds(self, facts: "Facts") -> bool | None:
        return facts.measured(self.analyte, self.scope)

    def found(self, facts: "Facts") -> str:
        return f"{facts.rules.analyte(self.analyte).title} was measured"

    def references(self) -> Iterable[tuple[str, str]]:
        yield "analyte", self.analyte


class AnalyteIs(_Measured):
    """An analyte judged by its printed interval, else by the rule book's own."""

    kind: Literal["analyte"]
    flag: Wanted

    def holds(self, facts: "Facts") -> bool | None:
        reading = facts.reading(self.analyte, self.scope, self.within_days, self.adjusted)
        return None if reading is None else flag_answers(reading.flag, self.flag)

    def found(self, facts: "Facts") -> str:
        reading = facts.reading(self.analyte, self.scope, self.within_days, self.adjusted)
        return "" if reading is None else reading.words(facts)


class Limits(Rule):
    """Limits in one unit. Every limit that is given must hold."""

    below: Decimal | None = None
    at_most: Decimal | None = None
    at_least: Decimal | None = None
    above: Decimal | None = None

    @model_validator(mode="after")
    def _has_one(self) -> "Limits":
        if all(limit is None for limit in (self.below, self.at_most, self.at_least, self.above)):
            raise ValueError("needs one of below, at_most, at_least, above")
        return self

    def hold(self, quantity: Quantity) -> bool | None:
        """Compare on full precision."""
        answers: list[bool | None] = []
        if self.below is not None:
            answers.append(quantity.below(self.below))
        if self.at_least is not None:
            answers.append(negated(quantity.below(self.at_least)))
        if self.above is not None:
            answers.append(quantity.above(self.above))
        if self.at_most is not None:
            answers.append(negated(quantity.above(self.at_most)))
        return all_of(answers)

    def words(self, unit: str) -> str:
        """Return ``below 1.9 mmol/L`` and the like."""
        named = {"below": self.below, "at most": self.at_most, "at least": self.at_least, "above": self.above}
        return " and ".join(
            f"{word} {plain(limit)} {unit}".rstrip() for word, limit in named.items() if limit is not None
        )


class ValueIs(_Measured, Limits):
    """A value against limits in ``unit``; ``as_entered`` gives the limits for values typed in another unit."""

    kind: Literal["value"]
    unit: str
    as_entered: dict[str, Limits] = {}

    def holds(self, facts: "Facts") -> bool | None:
        reading = facts.reading(self.analyte, self.scope, self.within_days, self.adjusted)
        if reading is None or reading.quantity is None:
            return None
        own = self.as_entered.get(reading.unit)
        if own is not None and reading.typed is not None:
            return own.hold(reading.typed)
        return self.hold(facts.rules.analyte(self.analyte).convert(reading.quantity, self.unit))

    def found(self, facts: "Facts") -> str:
        reading = facts.reading(self.analyte, self.scope, self.within_days, self.adjusted)
        unit = facts.rules.analyte(self.analyte).unit_of(self.unit).label
        return "" if reading is None else f"{reading.shown(facts)}, {self.words(unit)}"

    def references(self) -> Iterable[tuple[str, str]]:
        yield "analyte", self.analyte
        for unit in (self.unit, *self.as_entered):
            yield "unit", f"{self.analyte} {unit}"


class RatioIs(Limits, BaseCondition):
    """One analyte of this sample divided by another, each in its own unit."""

    kind: Literal["ratio"]
    over: str
    over_unit: str
    under: str
    under_unit: str

    def holds(self, facts: "Facts") -> bool | None:
        ratio = facts.ratio(self.over, self.over_unit, self.under, self.under_unit)
        return None if ratio is None else self.hold(ratio)

    def found(self, facts: "Facts") -> str:
        ratio = facts.ratio(self.over, self.over_unit, self.under, self.under_unit)
        names = f"{facts.rules.analyte(self.over).short}/{facts.rules.analyte(self.under).short}"
        return "" if ratio is None else f"{names} ratio {ratio.comparator}{ratio.number:.1f}, {self.words('')}"

    def asks(self, facts: "Facts") -> tuple[str, ...]:
        missing = (a for a in (self.over, self.under) if facts.reading(a, "panel") is None)
        return tuple(f"{facts.rules.analyte(a).title} in this sample" for a in missing)

    def references(self) -> Iterable[tuple[str, str]]:
        yield "analyte", self.over
        yield "analyte", self.under
        yield "unit", f"{self.over} {self.over_unit}"
        yield "unit", f"{self.under} {self.under_unit}"


class PanelPattern(BaseCondition):
    """At least so many of these analytes are low in this sample."""

    kind: Literal["panel_pattern"]
    low: tuple[str, ...]
    at_least: int

    def _flags(self, facts: "Facts") -> list[bool | None]:
        readings = [facts.reading(analyte, "panel") for analyte in self.low]
        return [None if r is None else flag_answers(r.flag, "low") for r in readings]

    def holds(self, facts: "Facts") -> bool | None:
        flags = self._flags(facts)
        if flags.count(True) >= self.at_least:
            return True
        return None if flags.count(True) + flags.count(None) >= self.at_least else False

    def found(self, facts: "Facts") -> str:
        low = [a for a, is_low in zip(self.low, self._flags(facts), strict=True) if is_low]
        return f"Low together in this sample: {', '.join(facts.rules.analyte(a).title for a in low)}"

    def references(self) -> Iterable[tuple[str, str]]:
        return (("analyte", analyte) for analyte in self.low)


class AlpIs(BaseCondition):
    """What is said of the ALP itself. Everything that is given must hold.

    ``raw`` looks past a suspension at the bare verdict.
    """

    kind: Literal["alp"]
    flag: Literal["low", "high", "within", "not_low", "not_high", "suspended", "indeterminate"] | None = None
    laboratory: Wanted | None = None
    age_sex: Wanted | None = None
    raw: bool = False
    persistence_any: tuple[str, ...] = ()
    severity_any: tuple[str, ...] = ()
    suspended_any: tuple[str, ...] = ()
    fall_at_least: Decimal | None = None
    fall_days: int = 30
    below: Decimal | None = None
    at_most: Decimal | None = None
    at_least: Decimal | None = None
    change_beyond: Literal["rcv"] | None = None
    fraction_of_low_below: Decimal | None = None

    def holds(self, facts: "Facts") -> bool | None:
        return all_of(self._answers(facts))

    def _answers(self, facts: "Facts") -> Iterable[bool | None]:
        if self.flag is not None:
            yield facts.alp_flag(self.flag, raw=self.raw)
        if self.laboratory is not None:
            yield flag_answers(facts.alp_laboratory, self.laboratory)
        if self.age_sex is not None:
            yield flag_answers(facts.alp_age_sex, self.age_sex)
        if self.persistence_any:
            yield facts.persistence in self.persistence_any
        if self.severity_any:
            yield facts.severity in self.severity_any
        if self.suspended_any:
            yield facts.suspended in self.suspended_any
        if self.fall_at_least is not None:
            yield facts.alp_fell(self.fall_at_least, self.fall_days)
        if self.change_beyond is not None:
            yield facts.alp_changed_beyond_noise()
        yield from self._value_answers(facts)

    def _value_answers(self, facts: "Facts") -> Iterable[bool | None]:
        quantity = facts.alp_quantity
        if self.below is not None:
            yield None if quantity is None else quantity.below(self.below)
        if self.at_most is not None:
            yield None if quantity is None else negated(quantity.above(self.at_most))
        if self.at_least is not None:
            yield None if quantity is None else negated(quantity.below(self.at_least))
        if self.fraction_of_low_below is not None:
            low = facts.alp_low_limit
            yield None if quantity is None or low is None else quantity.below(low * self.fraction_of_low_below)

    def found(self, facts: "Facts") -> str:
        return facts.alp_words()

    def asks(self, facts: "Facts") -> tuple[str, ...]:
        return ("An ALP that can be judged",) if facts.alp_quantity is None else ("An earlier ALP to compare with",)
