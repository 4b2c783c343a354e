"""Changes of ALP between two results: an acute fall, and more than chance allows."""

from collections.abc import Sequence
from decimal import Decimal

from alpdesk.domain.ages import has_reached
from alpdesk.domain.alp import AlpReading
from alpdesk.domain.records import Comparator, Patient
from alpdesk.domain.rules import SeriesRules

_HUNDRED = Decimal(100)


def percent_change(now: AlpReading, before: AlpReading) -> Decimal | None:
    """Return the change in percent; a bound has none."""
    if now.quantity is None or before.quantity is None:
        return None
    exact = now.quantity.comparator is Comparator.EXACT and before.quantity.comparator is Comparator.EXACT
    if not exact or not before.quantity.number:
        return None
    return (now.quantity.number - before.quantity.number) * _HUNDRED / before.quantity.number


def fell(now: AlpReading, earlier: Sequence[AlpReading], percent: Decimal, days: int) -> bool | None:
    """Say whether ALP fell by at least ``percent`` from any value of the last ``days`` days."""
    recent = [r for r in earlier if 0 <= (now.panel.collected - r.panel.collected).days <= days]
    falls = [_certain_fall(now, before) for before in recent]
    known = [each for each in falls if each is not None]
    return any(each >= percent for each in known) if known else None


def _certain_fall(now: AlpReading, before: AlpReading) -> Decimal | None:
    """Return the fall in percent; of ``<20`` after 95 at least the fall to 20 is certain."""
    if now.quantity is None or before.quantity is None or not before.quantity.number:
        return None
    upper_end = now.quantity.comparator in (Comparator.EXACT, Comparator.BELOW, Comparator.AT_MOST)
    lower_end = before.quantity.comparator in (Comparator.EXACT, Comparator.ABOVE, Comparator.AT_LEAST)
    if not (upper_end and lower_end):
        return None
    return (before.quantity.number - now.quantity.number) * _HUNDRED / before.quantity.number


def changed_beyond_noise(
    now: AlpReading, earlier: Sequence[AlpReading], patient: Patient, rules: SeriesRules
) -> bool | None:
    """Compare with the adult reference change value; growth and pregnancy have none."""
    if not earlier:
        return None
    before = earlier[-1]
    if (now.panel.collected - before.panel.collected).days > rules.rcv_days:
        return None
    if now.panel.gestation_weeks is not None or before.panel.gestation_weeks is not None:
        return None
    if not has_reached(patient.birth_date, before.panel.collected, rules.rcv_from):
        return None
    change = percent_change(now, before)
    return None if change is None else change < -rules.rcv_fall_percent or change > rules.rcv_rise_percent
