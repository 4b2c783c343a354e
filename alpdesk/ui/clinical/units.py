"""Intervals shown in the unit of the value beside them; judging never uses these rounded numbers."""

from decimal import Decimal

from alpdesk.domain.analytes import Analyte, Unit
from alpdesk.domain.assessment import Interval
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.records import Comparator


def interval_in(interval: Interval, analyte: Analyte, typed: str) -> Interval:
    """Return ``interval`` in the unit ``typed``, rounded as that unit is reported; units as people write them."""
    wanted, applied = analyte.find_unit(typed), analyte.find_unit(interval.unit)
    if applied is None:
        return interval
    if wanted is None or wanted.code == applied.code:
        return interval.model_copy(update={"unit": applied.label})
    low, high = (_converted(limit, analyte, applied, wanted) for limit in (interval.low, interval.high))
    return interval.model_copy(update={"low": low, "high": high, "unit": wanted.label})


def _converted(limit: Decimal | None, analyte: Analyte, applied: Unit, wanted: Unit) -> Decimal | None:
    if limit is None:
        return None
    canonical = analyte.to_canonical(Quantity(Comparator.EXACT, limit), applied)
    return round(analyte.convert(canonical, wanted.code).number, wanted.decimals)
