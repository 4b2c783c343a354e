"""Calcium adjusted for albumin, where the equation holds."""

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from alpdesk.domain.ages import has_reached
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.readings import Reading, against
from alpdesk.domain.records import Comparator

if TYPE_CHECKING:
    from alpdesk.domain.history import History

CALCIUM_UNIT = "mmol/L"
ALBUMIN_UNIT = "g/L"


def adjusted(reading: Reading, history: "History") -> Reading:
    """Return the calcium adjusted by the albumin of its own sample, or the total where that cannot be had."""
    albumin = _albumin(reading, history)
    rules = history.rules.severity.calcium
    if reading.quantity is None or albumin is None or reading.quantity.comparator is not Comparator.EXACT:
        return reading
    if albumin < rules.albumin_at_least:
        return reading
    if not has_reached(history.patient.birth_date, reading.panel.collected, rules.age_from):
        return reading
    total = reading.analyte.convert(reading.quantity, CALCIUM_UNIT)
    value = Quantity(Comparator.EXACT, total.number + rules.per_gram * (rules.albumin_target - albumin))
    canonical = reading.analyte.to_canonical(value, reading.analyte.unit_of(CALCIUM_UNIT))
    flag, interval, reason = reading.flag, reading.interval, reading.reason
    if interval is not None:
        flag, interval, reason = against(
            reading.analyte.convert(canonical, interval.unit), (interval,), history.patient
        )
    typed = reading.analyte.convert(canonical, reading.unit)
    return replace(reading, quantity=canonical, typed=typed, flag=flag, interval=interval, reason=reason)


def _albumin(reading: Reading, history: "History") -> Decimal | None:
    for panel, result in history.results("albumin"):
        if panel is reading.panel:
            return _grams(history.reading(panel, result))
    return None


def _grams(albumin: Reading | None) -> Decimal | None:
    if albumin is None or albumin.quantity is None or albumin.quantity.comparator is not Comparator.EXACT:
        return None
    return albumin.analyte.convert(albumin.quantity, ALBUMIN_UNIT).number
