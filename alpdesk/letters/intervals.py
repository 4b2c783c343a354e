"""Intervals and values in words, in the unit the report was typed in."""

from decimal import ROUND_HALF_EVEN, Decimal

from alpdesk.domain.alp import AlpReading
from alpdesk.domain.analytes import Analyte
from alpdesk.domain.assessment import Interval
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.records import Comparator, Result
from alpdesk.domain.units import convert
from alpdesk.letters.catalogue import Catalogue

_BOUNDS = {
    Comparator.BELOW: "below",
    Comparator.AT_MOST: "at_most",
    Comparator.AT_LEAST: "at_least",
    Comparator.ABOVE: "above",
}


def value_words(result: Result, typed: Quantity | None, words: Catalogue) -> str:
    """Return the value as it was typed, in the way the language writes numbers."""
    if typed is None:
        return result.value
    number = words.number(typed.number)
    bound = _BOUNDS.get(typed.comparator)
    return number if bound is None else words.text(bound, "words", value=number)


def unit_words(result: Result, analyte: Analyte) -> str:
    """Return the unit as the report gave it; capitals as they ought to be."""
    unit = analyte.find_unit(result.unit)
    same = unit is not None and unit.label.casefold() == result.unit.casefold()
    return unit.label if unit is not None and (same or not result.unit) else result.unit


def interval_words(interval: Interval | None, analyte: Analyte, unit: str, words: Catalogue) -> str:
    """Return an interval in the unit of the value, or nothing where there is none."""
    if interval is None:
        return ""
    low, high = (_limit(limit, interval, analyte, unit, words) for limit in (interval.low, interval.high))
    if low and high:
        return words.text("between", "words", low=low, high=high)
    if low:
        return words.text("from", "words", low=low)
    return words.text("upto", "words", high=high) if high else ""


def fits_the_age(reading: AlpReading, analyte: Analyte) -> bool:
    """Return whether the laboratory's interval may stand in the letter of somebody who is still growing."""
    laboratory, age_sex = reading.laboratory[1], reading.age_sex[1]
    if laboratory is None or laboratory.low is None or age_sex is None or age_sex.low is None:
        return False
    printed = convert(analyte, laboratory.low, laboratory.unit, analyte.unit)
    return printed >= convert(analyte, age_sex.low, age_sex.unit, analyte.unit)


def _limit(limit: Decimal | None, interval: Interval, analyte: Analyte, unit: str, words: Catalogue) -> str:
    if limit is None:
        return ""
    wanted, given = analyte.find_unit(unit), analyte.find_unit(interval.unit)
    if wanted is None or given is None or wanted.code == given.code:
        return words.number(limit)
    digits = Decimal(1).scaleb(-wanted.decimals)
    return words.number(convert(analyte, limit, given.code, wanted.code).quantize(digits, ROUND_HALF_EVEN))
