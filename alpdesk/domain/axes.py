"""Round values and dates for the axes of a chart."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from math import ceil, floor, log10

from alpdesk.domain.records import Record

_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
_DAY_STEPS = (1, 2, 7, 14)
_YEAR = 12


class DateStep(StrEnum):
    """What a tick of the date axis names."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Scale(Record):
    """The value axis: round ends, a round step, and the decimals its labels need."""

    bottom: float
    top: float
    step: float
    decimals: int

    def values(self) -> Iterator[float]:
        """Yield the values that get a line."""
        for index in range(round((self.top - self.bottom) / self.step) + 1):
            yield self.bottom + index * self.step


def scale(values: Sequence[float], lines: float) -> Scale:
    """Return an axis that shows every value; it starts at nought unless that would flatten the values."""
    lowest, highest = min(values, default=0.0), max(values, default=1.0)
    base = 0.0 if lowest <= highest / 2 else lowest - (highest - lowest) * 0.25
    step = _round_step(((highest - base) * 1.05 or 1.0) / max(2.0, lines))
    bottom = floor(base / step) * step
    top = bottom + max(1, ceil((highest * 1.02 - bottom) / step)) * step
    return Scale(bottom=bottom, top=top, step=step, decimals=_decimals(step))


def date_ticks(start: date, stop: date, room: int) -> list[tuple[date, DateStep]]:
    """Return at most ``room`` days to name between two days."""
    for days in _DAY_STEPS:
        if (stop - start).days // days < room:
            count = (stop - start).days // days
            return [(start + timedelta(days=days * index), DateStep.DAY) for index in range(count + 1)]
    fitting = (months for months in _MONTH_STEPS if len(_every(months, start, stop)) <= room)
    months = next(fitting, _MONTH_STEPS[-1])
    step = DateStep.YEAR if months >= _YEAR else DateStep.MONTH
    return [(day, step) for day in _every(months, start, stop)]


def _every(months: int, start: date, stop: date) -> list[date]:
    """Return the first days of every so many months inside the time shown."""
    first = start.year * _YEAR + start.month - (start.day == 1)
    last = stop.year * _YEAR + stop.month - 1
    return [date(index // _YEAR, index % _YEAR + 1, 1) for index in range(first, last + 1) if index % months == 0]


def _round_step(raw: float) -> float:
    power: float = 10.0 ** floor(log10(raw))
    return _ROUND[bisect_left(_ROUND, raw / power - 1e-9)] * power


def _decimals(step: float) -> int:
    plain = max(0, -floor(log10(step) + 1e-9))
    return plain if abs(round(step, plain) - step) < step * 1e-6 else plain + 1
