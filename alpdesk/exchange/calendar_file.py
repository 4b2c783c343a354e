"""Due items as a calendar file (RFC 5545). Nothing in it says who somebody is: a number of the item and a day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from icalendar import Calendar, Event

TITLE = "Alpdesk: due item"
_MAKER = "-//Alpdesk//Due items//EN"
_DAY = timedelta(days=1)


class DueDay(NamedTuple):
    """A due item and its day; ``place`` tells the items of one database from those of another."""

    item: int
    due: date
    place: str


def calendar_of(days: Iterable[DueDay], now: datetime) -> bytes:
    """Return the items as whole-day events; the same item has the same key in every file, so that it moves."""
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    for each in days:
        event = Event()
        event.add("uid", f"due-{each.item}-{each.place}@alpdesk")
        event.add("dtstamp", now)
        event.add("dtstart", each.due)
        event.add("dtend", each.due + _DAY)
        event.add("summary", TITLE)
        event.add("description", f"Item {each.item}")
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
