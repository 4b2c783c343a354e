"""Medicines and events around a sample, and the ALP before and after them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from alpdesk.domain.alp import AlpReading
from alpdesk.domain.history import History
from alpdesk.domain.records import Event, Flag, Medicine


def taken(history: History, medicine_class: str, day: date, within_days: int, min_days: int = 0) -> Medicine | None:
    """Return the medicine taken on ``day``, or stopped at most ``within_days`` before.

    Where the days after it count at all, a medicine that acts on for longer counts for as long.
    """
    fitting = [
        m
        for m in history.medicines(medicine_class)
        if _taken(m, day, within_days and max(within_days, history.lasts(m))) and _long_enough(m, day, min_days)
    ]
    return max(fitting, key=lambda m: (m.stopped is None, m.stopped or day), default=None)


def _taken(medicine: Medicine, day: date, within_days: int) -> bool:
    if medicine.started is not None and medicine.started > day:
        return False
    return medicine.stopped is None or (day - medicine.stopped).days <= within_days


def _long_enough(medicine: Medicine, day: date, min_days: int) -> bool:
    """An unknown start may be long ago, so it counts as long enough."""
    if medicine.started is None:
        return True
    last = day if medicine.stopped is None else min(medicine.stopped, day)
    return (last - medicine.started).days >= min_days


def words(medicine: Medicine) -> str:
    """Return the medicine with the dates that are known."""
    started = "" if medicine.started is None else f" since {medicine.started.isoformat()}"
    stopped = "" if medicine.stopped is None else f" until {medicine.stopped.isoformat()}"
    return f"On the medicine list: {medicine.name}{started}{stopped}"


def happened(events: Iterable[Event], kind: str, day: date, within_days: int | None) -> Event | None:
    """Return the last event of this kind on ``day`` or at most ``within_days`` before."""
    fitting = [
        e
        for e in events
        if e.kind == kind and e.on <= day and (within_days is None or (day - e.on).days <= within_days)
    ]
    return max(fitting, key=lambda e: e.on, default=None)


def is_recorded(history: History, medicine_class: str | None, event: str | None, day: date) -> bool:
    """Say whether the medicine had begun, or the event happened, by ``day``."""
    if event is not None:
        return happened(history.record.events, event, day, None) is not None
    return any(m.started is None or m.started <= day for m in history.medicines(medicine_class or ""))


def low_before(
    history: History, alps: Sequence[AlpReading], medicine_class: str | None, event: str | None
) -> bool | None:
    """Say whether the last judged ALP before the medicine or event began was low."""
    began = _began(history, medicine_class, event)
    if began is None:
        return None
    judged = (Flag.LOW, Flag.WITHIN, Flag.HIGH)
    before = [alp for alp in alps if alp.flag in judged and alp.panel.collected < began]
    return before[-1].flag is Flag.LOW if before else None


def _began(history: History, medicine_class: str | None, event: str | None) -> date | None:
    """Return the first day on which a sample no longer counts as taken before.

    A first dose usually follows that day's sample; an operation may come before it.
    """
    if event is not None:
        found = happened(history.record.events, event, history.as_of, None)
        return None if found is None else found.on
    starts = [m.started for m in history.medicines(medicine_class or "")]
    known = [start for start in starts if start is not None]
    return min(known) + timedelta(days=1) if known and len(known) == len(starts) else None


def acts_on(history: History, medicine_class: str | None) -> int:
    """Return for how many days the longest-acting medicine of the class on record outlasts its last dose."""
    return max((history.lasts(m) for m in history.medicines(medicine_class or "")), default=0)


def ended(history: History, medicine_class: str | None, event: str | None, day: date) -> date | None:
    """Return the day the event happened, or the class was last taken; ``None`` while it is taken."""
    if event is not None:
        found = happened(history.record.events, event, day, None)
        return None if found is None else found.on
    stops = [m.stopped for m in history.medicines(medicine_class or "")]
    known = [stop for stop in stops if stop is not None and stop <= day]
    return max(known) if known and len(known) == len(stops) else None
