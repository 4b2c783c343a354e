"""Checks of intervals side by side: no overlap and no gap, neither in age nor in time."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from alpdesk.domain.ages import Age, day_reached
from alpdesk.domain.analytes import Analyte
from alpdesk.domain.profiles import Profile, ProfileInterval

_BORN = date(2000, 1, 1)
_EVER = _BORN + timedelta(days=200 * 365)
_DAY = timedelta(days=1)

Span = tuple[date, date]


def span(first: Age, last: Age | None) -> Span:
    """Return an age band as days of one life, the last day not included."""
    return day_reached(_BORN, first), _EVER if last is None else day_reached(_BORN, last)


def overlaps(place: str, spans: list[Span]) -> Iterator[str]:
    """Yield a fault for each age band that begins before the one below it has ended."""
    for before, after in zip(sorted(spans), sorted(spans)[1:], strict=False):
        if after[0] < before[1]:
            yield f"{place}: intervals overlap in age"


def profile_faults(profile: Profile, alp: Analyte) -> Iterator[str]:
    """Yield what is wrong with a profile whose rows are sound one by one."""
    place = f'profile "{profile.id}"'
    if profile.unit not in [unit.code for unit in alp.units]:
        yield f'{place}: the unit "{profile.unit}" is not one of {alp.id}'
    yield from (f"{place}: a lower limit is above the upper one" for row in profile.intervals if row.low > row.high)
    yield from (f"{place}: the validity ends before it begins" for row in profile.intervals if _ends_early(row))
    for sex in ("any",) if profile.by_gestation else ("female", "male"):
        rows = [row for row in profile.intervals if row.sex in ("any", sex)]
        yield from _at_every_time(place if profile.by_gestation else f"{place} ({sex})", rows, profile)


def _ends_early(row: ProfileInterval) -> bool:
    return row.valid_from is not None and row.valid_to is not None and row.valid_to < row.valid_from


def _at_every_time(place: str, rows: list[ProfileInterval], profile: Profile) -> Iterator[str]:
    """Check the rows that count together, time by time. Before the first and after the last there may be none."""
    times = [(day, [row for row in rows if row.is_valid_on(day)]) for day in _turns(rows)]
    while len(times) > 1 and not times[0][1]:
        del times[0]
    while len(times) > 1 and not times[-1][1]:
        del times[-1]
    for day, valid in times:
        named = place if day == date.min else f"{place}, samples from {day.isoformat()}"
        if not valid and rows:
            yield f"{named}: no interval is valid"
        elif profile.by_gestation:
            yield from _weeks(named, valid)
        else:
            yield from _ages(named, valid, profile)


def _turns(rows: Iterable[ProfileInterval]) -> list[date]:
    """Return every day from which other rows may count than before."""
    begins = {row.valid_from for row in rows if row.valid_from is not None}
    ends = {row.valid_to + _DAY for row in rows if row.valid_to is not None and row.valid_to < date.max}
    return sorted({date.min, *begins, *ends})


def _ages(place: str, rows: list[ProfileInterval], profile: Profile) -> Iterator[str]:
    spans = sorted(span(row.age_from, row.age_to) for row in rows)
    yield from overlaps(place, spans)
    yield from _gaps(place, spans, span(profile.covers_from, profile.covers_to))


def _gaps(place: str, spans: list[Span], claimed: Span) -> Iterator[str]:
    reached, end = claimed
    for first, last in spans:
        if first > reached:
            yield f"{place}: no interval from day {(reached - _BORN).days} of life to day {(first - _BORN).days}"
        reached = max(reached, last)
    if reached < end:
        yield f"{place}: no interval from day {(reached - _BORN).days} of life on"


def _weeks(place: str, rows: list[ProfileInterval]) -> Iterator[str]:
    reached: int | None = 0
    for row in sorted(rows, key=lambda r: r.weeks_from or 0):
        if row.weeks_from is None or reached is None or row.weeks_from != reached:
            yield f"{place}: the weeks of pregnancy overlap or leave a gap"
            return
        reached = row.weeks_to
    if reached is not None:
        yield f"{place}: no interval from week {reached} on"
