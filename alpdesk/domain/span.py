"""The time that a chart shows of all the time it could show."""

from collections.abc import Iterable
from datetime import date, timedelta

from alpdesk.domain.base import Record

_SHORTEST = timedelta(days=60)
_CLOSEST = 28


class Span(Record):
    """From the first day shown to the last."""

    start: date
    stop: date

    @property
    def days(self) -> int:
        """Return how long it is."""
        return (self.stop - self.start).days

    def holds(self, day: date) -> bool:
        """Return whether a day is shown."""
        return self.start <= day <= self.stop

    def zoomed(self, factor: float, at: date, whole: "Span") -> "Span":
        """Return a span ``factor`` as long that keeps ``at`` where it is, inside the whole."""
        days = min(max(round(self.days * factor), _CLOSEST), whole.days)
        share = (at - self.start).days / self.days
        return _inside(at.toordinal() - round(share * days), days, whole)

    def moved(self, days: int, whole: "Span") -> "Span":
        """Return the span some days later, or earlier, inside the whole."""
        return _inside(self.start.toordinal() + days, self.days, whole)

    def showing(self, day: date, whole: "Span") -> "Span":
        """Return the span, moved no further than needed to show a day."""
        if self.holds(day):
            return self
        air = self.days // 10
        aside = (day - self.start).days - air if day < self.start else (day - self.stop).days + air
        return self.moved(aside, whole)


def span_of(days: Iterable[date], latest: date | None = None) -> Span:
    """Return the time of some days with some air, never less than is readable, and nothing of it after ``latest``."""
    shown = tuple(days)
    first, last = min(shown), max(shown)
    air = max((last - first) * 0.05, (_SHORTEST - (last - first)) / 2)
    start, stop = first - air, last + air
    if latest is None or stop <= latest:
        return Span(start=start, stop=stop)
    stop = max(last, latest)
    return Span(start=min(start, stop - _SHORTEST), stop=stop)


def _inside(start: int, days: int, whole: Span) -> Span:
    first = min(max(start, whole.start.toordinal()), whole.stop.toordinal() - days)
    return Span(start=date.fromordinal(first), stop=date.fromordinal(first + days))
