"""What a series of low and not-low ALP results amounts to."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from alpdesk.domain.assessment import Persistence
from alpdesk.domain.records import Flag

_COUNTED = {Flag.LOW, Flag.WITHIN, Flag.HIGH}


class Series(NamedTuple):
    """The label, when the present run of lows began, how many lows there are, and whether any run persisted."""

    persistence: Persistence = Persistence.NONE
    low_since: date | None = None
    lows: int = 0
    contains_persistent: bool = False


def read_series(verdicts: Iterable[tuple[date, Flag]], persistent_after_days: int) -> Series:
    """Read verdicts, oldest first. Results that could not be judged neither count nor interrupt."""
    judged = _judged(verdicts)
    runs = _runs(judged)
    if not runs:
        return Series()
    lasted = [(run[-1] - run[0]).days >= persistent_after_days for run in runs]
    now_low = judged[-1][1]
    return Series(_label(lasted, now_low=now_low), runs[-1][0] if now_low else None, sum(map(len, runs)), any(lasted))


def run_since(verdicts: Iterable[tuple[date, Flag]], day: date) -> date | None:
    """Return when the run of lows began to which the sample of a day belongs, whether or not it goes on."""
    return next((run[0] for run in _runs(_judged(verdicts)) if run[0] <= day <= run[-1]), None)


def _judged(verdicts: Iterable[tuple[date, Flag]]) -> list[tuple[date, bool]]:
    return [(day, flag is Flag.LOW) for day, flag in verdicts if flag in _COUNTED]


def _runs(judged: Iterable[tuple[date, bool]]) -> list[list[date]]:
    return [[day for day, _ in group] for is_low, group in groupby(judged, key=lambda pair: pair[1]) if is_low]


def _label(lasted: Sequence[bool], *, now_low: bool) -> Persistence:
    if lasted[-1]:
        return Persistence.PERSISTENT if now_low else Persistence.FORMERLY_PERSISTENT
    if len(lasted) > 1:
        return Persistence.FLUCTUATING
    return Persistence.SINGLE if now_low else Persistence.RESOLVED
