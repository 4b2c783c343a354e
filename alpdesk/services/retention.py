"""Which backups stay: all of the last days, then ever fewer the older they are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Retention:
    """Everything of ``all_days``; before that the newest of so many days, then of weeks, then of months."""

    all_days: int = 2
    daily: int = 12
    weekly: int = 10
    monthly: int = 9


USUAL = Retention()


def to_drop(made: Iterable[datetime], now: datetime, keep: Retention = USUAL) -> list[datetime]:
    """Return the instants whose backups may go. The newest is never among them, however old it is."""
    every = sorted(set(made), reverse=True)
    rest = [at for at in every[1:] if now - at > timedelta(days=keep.all_days)]
    dropped: list[datetime] = []
    for most, span in ((keep.daily, _day), (keep.weekly, _week), (keep.monthly, _month)):
        more, rest = _newest_of_each(rest, most, span)
        dropped += more
    return sorted((*dropped, *rest))


def _newest_of_each(
    made: Sequence[datetime], most: int, span: Callable[[datetime], tuple[int, ...]]
) -> tuple[list[datetime], list[datetime]]:
    """Return what is passed over between the newest of each span, and what is older than so many spans."""
    kept: set[tuple[int, ...]] = set()
    passed_over = []
    for place, at in enumerate(made):
        if span(at) in kept:
            passed_over.append(at)
        elif len(kept) == most:
            return passed_over, list(made[place:])
        else:
            kept.add(span(at))
    return passed_over, []


def _day(at: datetime) -> tuple[int, ...]:
    return at.year, at.month, at.day


def _week(at: datetime) -> tuple[int, ...]:
    return tuple(at.isocalendar()[:2])


def _month(at: datetime) -> tuple[int, ...]:
    return at.year, at.month
