"""The periods an audit is usually made of."""

from datetime import date, timedelta
from enum import StrEnum

_DAY = timedelta(days=1)
_MONTHS = 12


class Preset(StrEnum):
    """A usual period, or one of the user's own."""

    LAST_MONTH = "last_month"
    LAST_QUARTER = "last_quarter"
    LAST_YEAR = "last_year"
    THIS_YEAR = "this_year"
    CUSTOM = "custom"


def period(preset: Preset, today: date) -> tuple[date, date]:
    """Return the first and the last day of a usual period; one of the user's own begins as this year."""
    first = today.replace(day=1)
    if preset is Preset.LAST_MONTH:
        return _months_before(first, 1), first - _DAY
    if preset is Preset.LAST_QUARTER:
        begins = first.replace(month=first.month - (first.month - 1) % 3)
        return _months_before(begins, 3), begins - _DAY
    new_year = first.replace(month=1)
    if preset is Preset.LAST_YEAR:
        return new_year.replace(year=today.year - 1), new_year - _DAY
    return new_year, today


def _months_before(first: date, months: int) -> date:
    years, month = divmod(first.year * _MONTHS + first.month - 1 - months, _MONTHS)
    return date(years, month + 1, 1)
