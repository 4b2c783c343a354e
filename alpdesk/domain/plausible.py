"""Values that are asked about, and entries that are refused."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from alpdesk.domain.alp import ALP
from alpdesk.domain.analytes import Analyte, Bounds, Unit, UnitSlip
from alpdesk.domain.condition import plain
from alpdesk.domain.other_units import limit_in, looks_like, unit_words
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.readings import Reading, suspected_slip
from alpdesk.domain.records import Result
from alpdesk.domain.rules import RuleBook
from alpdesk.domain.units import UnitError, read_quantity, read_unit
from alpdesk.errors import brief

_THREE_DIGITS = re.compile(r"\D*([1-9]\d{0,2})[.,](\d{3})", re.ASCII)
_USUAL_DECIMALS = 1


def refusal(result: Result, rules: RuleBook) -> str | None:
    """Return the sentence by which an entry is refused, or ``None``."""
    analyte = rules.analytes.get(result.analyte)
    if analyte is None:
        return f'The analyte "{brief(result.analyte)}" is not known.'
    try:
        unit = read_unit(analyte, result.unit)
    except UnitError as error:
        return str(error)
    typed = read_quantity(result.value)
    return _impossible_interval(result, analyte) or _impossible_value(result, analyte, unit.code, typed)


def _impossible_interval(result: Result, analyte: Analyte) -> str | None:
    if result.low is not None and result.high is not None and result.low > result.high:
        return f"{analyte.named}: the printed interval is the wrong way round ({result.low} to {result.high})."
    if any(limit is not None and limit < 0 for limit in (result.low, result.high)):
        return f"{analyte.named}: a printed limit is below zero, which is impossible."
    if analyte.id == ALP and result.high is not None and result.low is None:
        return (
            f"{analyte.named}: the printed interval has no lower limit, so a low value could not be seen; "
            "enter both limits or none."
        )
    return None


def _impossible_value(result: Result, analyte: Analyte, unit: str, typed: Quantity | None) -> str | None:
    bounds = analyte.bounds
    if typed is None or bounds is None or suspected_slip(analyte, unit, typed) is not None:
        return None
    number = analyte.convert(analyte.to_canonical(typed, analyte.unit_of(unit)), bounds.unit).number
    too_low = bounds.reject_below is not None and number < bounds.reject_below
    too_high = bounds.reject_above is not None and number > bounds.reject_above
    if not (too_low or too_high):
        return None
    here = analyte.unit_of(unit)
    other = looks_like(analyte, here, typed)
    advice = "check the value and the unit." if other is None else f"it looks like {other.label}: check the unit."
    return (
        f"{analyte.named}: the value {result.value} {brief(result.unit)} is impossible "
        f"(accepted: {_range(analyte, bounds, here)} {here.label}); {advice}"
    )


def _range(analyte: Analyte, bounds: Bounds, unit: Unit) -> str:
    low = limit_in(analyte, bounds.reject_below or Decimal(0), bounds.unit, unit, upper=False)
    if bounds.reject_above is None:
        return f"{plain(low)} and above"
    return f"{plain(low)} to {plain(limit_in(analyte, bounds.reject_above, bounds.unit, unit, upper=True))}"


def doubtful_separator(reading: Reading) -> str | None:
    """Ask about ``1,234`` where three decimals are not usual: some people part thousands that way."""
    match = _THREE_DIGITS.fullmatch(reading.result.value.strip())
    if match is None or reading.typed is None or reading.quantity is None:
        return None
    if reading.analyte.unit_of(reading.unit).decimals > _USUAL_DECIMALS:
        return None
    read, whole = plain(reading.typed.number), f"{match[1]}{match[2]}"
    return f"{reading.analyte.title} is read as {read}: if {whole} is meant, enter it without the sign for thousands."


def implausible(reading: Reading) -> str | None:
    """Return the question for a value that is possible but hardly ever seen."""
    analyte, bounds = reading.analyte, reading.analyte.bounds
    if bounds is None or reading.quantity is None:
        return None
    number = analyte.convert(reading.quantity, bounds.unit).number
    unit = analyte.unit_of(reading.unit)
    if bounds.confirm_below is not None and number < bounds.confirm_below:
        limit = limit_in(analyte, bounds.confirm_below, bounds.unit, unit, upper=False)
        return f"{analyte.title} is below {plain(limit)} {unit.label}: is the value right?"
    if bounds.confirm_above is not None and number > bounds.confirm_above:
        limit = limit_in(analyte, bounds.confirm_above, bounds.unit, unit, upper=True)
        return f"{analyte.title} is above {plain(limit)} {unit.label}: is the value right?"
    return None


def other_unit(reading: Reading) -> Unit | None:
    """Return the unit that a doubtful number looks like."""
    if reading.typed is None or implausible(reading) is None:
        return None
    return looks_like(reading.analyte, reading.analyte.unit_of(reading.unit), reading.typed)


def _doubt(reading: Reading) -> str | None:
    other = other_unit(reading)
    if other is None or reading.typed is None:
        return implausible(reading)
    return unit_words(reading.analyte, reading.analyte.unit_of(reading.unit), other, reading.typed)


def doubts(readings: Sequence[Reading]) -> tuple[str, ...]:
    """Return the questions about the values of one sample."""
    asked = [_doubt(r) for r in readings]
    parted = [doubtful_separator(r) for r in readings]
    return tuple(text for text in (*asked, *parted, *_parts_above_wholes(readings)) if text is not None)


def _parts_above_wholes(readings: Sequence[Reading]) -> Iterable[str]:
    """A part such as direct bilirubin cannot exceed the whole."""
    values = {r.analyte.id: r for r in readings if r.quantity is not None}
    for part in values.values():
        whole = values.get(part.analyte.not_above)
        if whole is None or whole.quantity is None or part.quantity is None:
            continue
        if part.quantity.number > whole.quantity.number:
            yield f"{part.analyte.title} is above {whole.analyte.title.lower()}: are the values right?"


def slip_words(slip: UnitSlip, analyte: Analyte, typed: Quantity) -> str:
    """Return ``0.9 U/L looks like µkat/L: 0.9 µkat/L would be 54 U/L.`` and the like."""
    return unit_words(analyte, analyte.unit_of(slip.unit), analyte.unit_of(slip.looks_like), typed)
