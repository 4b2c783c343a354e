"""A result read: value, unit, and the verdict by the interval that applies."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from alpdesk.domain.analytes import Analyte, Unit, UnitSlip
from alpdesk.domain.assessment import Interval
from alpdesk.domain.condition import plain
from alpdesk.domain.intervals import own_intervals, shown_row
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.records import Comparator, Flag, Panel, Patient, Result, Sex
from alpdesk.domain.units import read_quantity

if TYPE_CHECKING:
    from alpdesk.domain.facts import Facts
    from alpdesk.domain.rules import RuleBook

_WORDS = {Flag.LOW: "low", Flag.HIGH: "high", Flag.WITHIN: "within the interval"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One result as the rules see it. ``typed`` is in ``unit``; ``quantity`` in the canonical unit."""

    analyte: Analyte
    result: Result
    panel: Panel
    unit: str
    typed: Quantity | None
    quantity: Quantity | None
    flag: Flag = Flag.NONE
    interval: Interval | None = None
    reason: str = ""

    def shown(self, facts: "Facts") -> str:
        """Return ``TSH 402 mIU/L``, with the day when it is not the sample in hand."""
        unit = (
            self.result.unit
            if self.analyte.find_unit(self.result.unit) is None
            else self.analyte.unit_of(self.unit).label
        )
        day = "" if self.panel is facts.panel else f" on {self.panel.collected.isoformat()}"
        return f"{self.analyte.short} {self.result.value} {unit}".rstrip() + day

    def words(self, facts: "Facts") -> str:
        """Return the value with its verdict and the interval it rests on."""
        return f"{self.shown(facts)}: {_WORDS.get(self.flag, 'not judged')}{limits_words(self.interval)}"

    def told(self, facts: "Facts") -> str:
        """Return the value with its verdict, the limits it was judged by, and where these are from."""
        if self.flag not in _WORDS or self.interval is None:
            return f"{self.shown(facts)}: not judged. {self.reason}".rstrip()
        return f"{self.shown(facts)}: {verdict_word(self.flag)} ({basis_words(self.interval)})"


def verdict_word(flag: Flag) -> str:
    """Return a verdict in words."""
    return _WORDS.get(flag, "not judged")


def basis_words(interval: Interval) -> str:
    """Return ``0.4 to 4 mIU/L, adults, S12``: limits, unit, what they are called, and their source."""
    low, high = interval.low, interval.high
    ends = [f"from {plain(low)}" if low is not None else "", f"up to {plain(high)}" if high is not None else ""]
    limits = " ".join(end for end in ends if end)
    if low is not None and high is not None:
        limits = f"{plain(low)} to {plain(high)}"
    label = interval.label or ("the rule book's own interval" if interval.profile == "own" else interval.profile)
    return ", ".join(part for part in (f"{limits} {interval.unit}".strip(), label, interval.source) if part)


def limits_words(interval: Interval | None) -> str:
    """Return `` (0.4 to 4)`` and the like, or nothing."""
    if interval is None or (interval.low is None and interval.high is None):
        return ""
    if interval.low is None:
        return f" (up to {plain(interval.high or Decimal(0))})"
    if interval.high is None:
        return f" (from {plain(interval.low)})"
    return f" ({plain(interval.low)} to {plain(interval.high)})"


def read_result(result: Result, panel: Panel, patient: Patient, rules: "RuleBook") -> Reading | None:
    """Read one result; ``None`` when the rule book does not know the analyte."""
    analyte = rules.analytes.get(result.analyte)
    if analyte is None:
        return None
    unit = analyte.find_unit(result.unit)
    typed = read_quantity(result.value)
    if unit is None:
        return Reading(analyte, result, panel, result.unit, typed, None, reason="The unit is not known.")
    if typed is None:
        reason = f'"{result.value}" is not a number, so it cannot be judged.'
        return Reading(analyte, result, panel, unit.code, None, None, reason=reason)
    quantity = analyte.to_canonical(typed, unit)
    flag, interval, reason = _judged(analyte, result, panel, patient, typed, quantity, unit)
    return Reading(analyte, result, panel, unit.code, typed, quantity, flag, interval, reason)


def printed_interval(result: Result, unit: str) -> Interval | None:
    """Return the interval printed on the report, if one was."""
    if result.low is None and result.high is None:
        return None
    return Interval(low=result.low, high=result.high, unit=unit, profile="printed", label="printed on the report")


def _judged(
    analyte: Analyte, result: Result, panel: Panel, patient: Patient, typed: Quantity, quantity: Quantity, unit: Unit
) -> tuple[Flag, Interval | None, str]:
    printed = printed_interval(result, unit.code)
    if printed is not None:
        return against(typed, (printed,), patient)
    return _by_own(analyte, panel, patient, typed, quantity, unit.code)


def by_own_interval(reading: Reading, patient: Patient) -> Reading:
    """Return a reading judged by the rule book's own interval, whatever was printed."""
    if reading.typed is None or reading.quantity is None:
        return reading
    flag, interval, reason = _by_own(
        reading.analyte, reading.panel, patient, reading.typed, reading.quantity, reading.unit
    )
    return replace(reading, flag=flag, interval=interval, reason=reason)


def _by_own(
    analyte: Analyte, panel: Panel, patient: Patient, typed: Quantity, quantity: Quantity, unit: str
) -> tuple[Flag, Interval | None, str]:
    rows = own_intervals(analyte, unit, patient, panel.collected)
    if not rows:
        return Flag.NONE, None, "No interval is known for this age; enter the one printed on the report."
    value = typed if rows[0].unit == unit else analyte.convert(quantity, rows[0].unit)
    return against(value, tuple(shown_row(row) for row in rows), patient)


def against(value: Quantity, intervals: tuple[Interval, ...], patient: Patient) -> tuple[Flag, Interval | None, str]:
    """Judge by one interval, or by both sexes' where the sex is unknown."""
    flags = {value.against(each.low, each.high) for each in intervals}
    interval = intervals[0] if len(intervals) == 1 else None
    if len(flags) > 1 and patient.sex is Sex.UNKNOWN:
        return Flag.INDETERMINATE, None, "The sex is not recorded, and the intervals of the sexes disagree."
    flag = flags.pop()
    if flag is Flag.INDETERMINATE:
        bound = f"{value.comparator}{plain(value.number)}"
        return flag, interval, f"{bound} may lie on either side of a limit, so it cannot be judged."
    return flag, interval or intervals[0], ""


def suspected_slip(analyte: Analyte, unit: str, typed: Quantity | None) -> UnitSlip | None:
    """Return the slip that a number in this unit looks like."""
    if typed is None:
        return None
    return next((slip for slip in analyte.slips if slip.unit == unit and _reads_like(slip, typed)), None)


def _reads_like(slip: UnitSlip, typed: Quantity) -> bool:
    if typed.comparator is Comparator.EXACT:
        above = typed.number > slip.at_least if slip.open_below else typed.number >= slip.at_least
        return above and (slip.at_most is None or typed.number <= slip.at_most)
    if slip.bound_at_most is None:
        return slip.at_most is None and typed.number > slip.at_least
    return slip.at_least <= typed.number <= slip.bound_at_most
