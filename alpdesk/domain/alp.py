"""The verdicts on one ALP: the laboratory's interval and the age-and-sex interval, side by side."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alpdesk.domain.ages import has_reached
from alpdesk.domain.analytes import Analyte, Unit, UnitSlip
from alpdesk.domain.assessment import Interval, Severity
from alpdesk.domain.intervals import (
    DEFAULT_CHOICE,
    age_sex_intervals,
    profile_intervals,
    without_preterm_interval,
)
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.readings import against, printed_interval, suspected_slip
from alpdesk.domain.records import Comparator, Flag, Panel, Patient, Result
from alpdesk.domain.rules import ProfileChoice, RuleBook
from alpdesk.domain.units import read_quantity

ALP = "alp"
MAY_BE_LOW = "It may be low."
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
Judged = tuple[Flag, Interval | None, str]
_NOTHING: Judged = (Flag.NONE, None, "")
NEVER_LOW = (
    "The printed lower limit is 0, which can never call an ALP low: "
    "the laboratory's verdict says nothing about low values."
)


@dataclass(frozen=True, slots=True)
class AlpReading:
    """One ALP with both verdicts. ``laboratory`` may be indeterminate here; it is shown as none.

    ``may_be_low`` marks a value that no verdict calls low and that may be: a bound, words with a number in them, or a
    patient of unknown sex, where one side or one sex would make it low.
    """

    panel: Panel
    result: Result
    typed: Quantity | None
    quantity: Quantity | None
    laboratory: Judged = _NOTHING
    age_sex: Judged = _NOTHING
    reason: str = ""
    slip: UnitSlip | None = None
    low_limit: Decimal | None = None
    laboratory_limit: Decimal | None = None
    may_be_low: bool = False

    @property
    def flag(self) -> Flag:
        """Low if either verdict is low; high only if neither is low and one is high."""
        verdicts = (self.laboratory[0], self.age_sex[0])
        for flag in (Flag.LOW, Flag.HIGH, Flag.INDETERMINATE, Flag.WITHIN):
            if flag in verdicts:
                return flag
        return Flag.INDETERMINATE if self.quantity is None else Flag.NONE

    @property
    def why_not(self) -> str:
        """Say why a verdict could not be given, where one could not, or what it leaves out."""
        if self.laboratory[2] == NEVER_LOW and self.age_sex[2]:
            said = f"{self.age_sex[2]} {NEVER_LOW}"
        else:
            said = self.reason or self.age_sex[2] or self.laboratory[2]
        return f"{said} {MAY_BE_LOW}" if self.may_be_low else said


def read_alp(
    result: Result, panel: Panel, patient: Patient, rules: RuleBook, choice: ProfileChoice = DEFAULT_CHOICE
) -> AlpReading:
    """Judge one ALP by both intervals, past any suspension."""
    analyte = rules.analytes[ALP]
    unit = analyte.find_unit(result.unit)
    typed = read_quantity(result.value)
    if unit is None:
        return AlpReading(panel, result, typed, None, reason=f'The unit "{result.unit}" is not known.')
    limits = _lower_limits(result, unit, panel, patient, rules, choice)
    if typed is None:
        found = (Decimal(number.replace(",", ".")) for number in _NUMBER.findall(result.value))
        numbers = [analyte.to_canonical(Quantity(Comparator.EXACT, number), unit) for number in found]
        said = f'"{result.value}" is not a number and cannot be judged.'
        return AlpReading(panel, result, None, None, reason=said, may_be_low=_may_lie_below(numbers, limits))
    quantity = analyte.to_canonical(typed, unit)
    laboratory = _laboratory(result, unit.code, typed, quantity, panel, patient, rules)
    age_sex = _age_sex(quantity, panel, patient, rules, choice)
    slip = suspected_slip(analyte, unit.code, typed)
    printed = _lower_limit(laboratory[1], analyte)
    limit = printed if age_sex[1] is None else _lower_limit(age_sex[1], analyte)
    flags = {laboratory[0], age_sex[0]}
    open_ = Flag.INDETERMINATE in flags and Flag.LOW not in flags and _may_lie_below([quantity], limits)
    return AlpReading(panel, result, typed, quantity, laboratory, age_sex, "", slip, limit, printed, open_)


def _lower_limits(
    result: Result, unit: Unit, panel: Panel, patient: Patient, rules: RuleBook, choice: ProfileChoice
) -> list[Decimal]:
    """Return, in the canonical unit, every lower limit that either verdict goes by; of both sexes where it is open."""
    printed, profile = printed_interval(result, unit.code), rules.profiles.get(panel.profile)
    weeks = panel.gestation_weeks
    by_laboratory = () if profile is None else profile_intervals(profile, patient, panel.collected, weeks)
    used = (
        *(by_laboratory if printed is None else (printed,)),
        *age_sex_intervals(patient, panel.collected, weeks, rules, choice),
    )
    limits = (_lower_limit(interval, rules.analytes[ALP]) for interval in used)
    return [limit for limit in limits if limit is not None]


def _may_lie_below(values: Iterable[Quantity], limits: Sequence[Decimal]) -> bool:
    return any(value.below(limit) is not False for value in values for limit in limits)


def _lower_limit(interval: Interval | None, analyte: Analyte) -> Decimal | None:
    """Return the lower limit in the canonical unit: the age-and-sex one, else the laboratory's."""
    if interval is None or interval.low is None:
        return None
    return analyte.to_canonical(Quantity(Comparator.EXACT, interval.low), analyte.unit_of(interval.unit)).number


def _laboratory(
    result: Result,
    unit: str,
    typed: Quantity,
    quantity: Quantity,
    panel: Panel,
    patient: Patient,
    rules: RuleBook,
) -> Judged:
    printed = printed_interval(result, unit)
    if printed is not None:
        return _printed(typed, printed, patient)
    profile = rules.profiles.get(panel.profile)
    if profile is None:
        return _NOTHING
    found = profile_intervals(profile, patient, panel.collected, panel.gestation_weeks)
    if not found:
        lacking = "this age" if profile.is_valid_on(panel.collected) else "samples of this day"
        return Flag.NONE, None, f"{profile.title} has no interval for {lacking}."
    return against(quantity, found, patient)


def _printed(typed: Quantity, printed: Interval, patient: Patient) -> Judged:
    """Judge literally, and say where a printed interval can never call an ALP low."""
    if printed.low is None:
        return Flag.NONE, printed, "The printed interval has no lower limit."
    flag, interval, reason = against(typed, (printed,), patient)
    return flag, interval, reason or ("" if printed.low else NEVER_LOW)


def _age_sex(quantity: Quantity, panel: Panel, patient: Patient, rules: RuleBook, choice: ProfileChoice) -> Judged:
    if without_preterm_interval(patient, panel.collected, rules):
        return Flag.NONE, None, "No age interval is valid for a child born preterm at this age."
    found = age_sex_intervals(patient, panel.collected, panel.gestation_weeks, rules, choice)
    if not found:
        return Flag.NONE, None, "The clinic's profile has no interval for this age."
    return against(quantity, found, patient)


def severity(reading: AlpReading, patient: Patient, rules: RuleBook) -> Severity | None:
    """Say how low a low value is, on full precision; a bound counts as far as it is certain."""
    if reading.flag is not Flag.LOW or reading.quantity is None:
        return None
    bands = rules.severity.bands
    very, markedly = bands.adult_very_low, bands.adult_markedly_low
    if not has_reached(patient.birth_date, reading.panel.collected, bands.child_below):
        limit = reading.low_limit or Decimal(0)
        very, markedly = limit * bands.child_very_low, limit * bands.child_markedly_low
    if reading.quantity.below(very):
        return Severity.VERY_LOW
    return Severity.MARKEDLY_LOW if reading.quantity.below(markedly) else Severity.LOW
