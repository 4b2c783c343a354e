"""A number that fits another of an analyte's units better than the one it was typed in."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from alpdesk.domain.analytes import Analyte, Bounds, Unit
from alpdesk.domain.condition import plain
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.records import Comparator

_FIGURES = 3


def usual_in(analyte: Analyte, unit: Unit, typed: Quantity) -> bool:
    """Say whether a number in this unit would need no question."""
    bounds = analyte.bounds
    if bounds is None:
        return False
    number = analyte.convert(analyte.to_canonical(typed, unit), bounds.unit).number
    low, high = _usual(bounds)
    return low is not None and low <= number and (high is None or number <= high) and number > 0


def _usual(bounds: Bounds) -> tuple[Decimal | None, Decimal | None]:
    low = bounds.reject_below if bounds.confirm_below is None else bounds.confirm_below
    return low, bounds.reject_above if bounds.confirm_above is None else bounds.confirm_above


def looks_like(analyte: Analyte, unit: Unit, typed: Quantity) -> Unit | None:
    """Return the other system's unit in which a number is usual that is not so in its own.

    An analyte with slips of its own goes by those.
    """
    if analyte.slips or usual_in(analyte, unit, typed):
        return None
    others = (other for other in analyte.units if other.system not in ("both", unit.system))
    return next((other for other in others if usual_in(analyte, other, typed)), None)


def nearer_before(
    analyte: Analyte, unit: Unit, typed: Quantity, before: Quantity, *, near: Decimal, far: Decimal
) -> Unit | None:
    """Return the unit that brings a number near the value before, where its own leaves it more than ``far`` times off.

    ``before`` is in the canonical unit.
    """
    if {typed.comparator, before.comparator} != {Comparator.EXACT} or typed.number <= 0 or before.number <= 0:
        return None
    if _times(analyte.to_canonical(typed, unit), before) <= far:
        return None
    others = (other for other in analyte.units if other is not unit)
    return next((one for one in others if _times(analyte.to_canonical(typed, one), before) < near), None)


def _times(one: Quantity, other: Quantity) -> Decimal:
    return max(one.number / other.number, other.number / one.number)


def limit_in(analyte: Analyte, limit: Decimal, given: str, unit: Unit, *, upper: bool) -> Decimal:
    """Return a limit in another unit, in few figures; rounded inwards, so that nothing is called right that is not."""
    if given == unit.code:
        return limit
    canonical = analyte.to_canonical(Quantity(Comparator.EXACT, limit), analyte.unit_of(given))
    number = analyte.convert(canonical, unit.code).number
    step = Decimal(1).scaleb(number.adjusted() - _FIGURES + 1)
    return number.quantize(step, rounding=ROUND_FLOOR if upper else ROUND_CEILING)


def unit_words(analyte: Analyte, unit: Unit, other: Unit, typed: Quantity) -> str:
    """Return ``9.6 mmol/L looks like mg/dL: 9.6 mg/dL would be 2.4 mmol/L.`` and the like."""
    as_other = analyte.convert(analyte.to_canonical(typed, other), unit.code).number
    bound = "" if typed.comparator is Comparator.EXACT else typed.comparator.value
    step = Decimal(1).scaleb(as_other.adjusted() - _FIGURES + 1) if as_other else Decimal(1)
    shown = min(as_other, as_other.quantize(step), key=lambda number: len(plain(number)))
    return (
        f"{bound}{plain(typed.number)} {unit.label} looks like {other.label}: "
        f"{bound}{plain(typed.number)} {other.label} would be {bound}{plain(shown)} {unit.label}."
    )
