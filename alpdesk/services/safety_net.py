"""The safety net of a week: who is overdue, since when, what was tried, and what comes next."""

from datetime import date

from alpdesk.domain.records import Record
from alpdesk.domain.terms import ContactKind, ContactOutcome
from alpdesk.services.context import Context
from alpdesk.services.due_items import DueItem, overdue
from alpdesk.services.worklist import OpenLow, open_lows
from alpdesk.store import clinic

_MOST = 100_000


class Attempt(Record):
    """One attempt to reach a patient, with the name of whoever made it."""

    on: date
    kind: ContactKind
    outcome: ContactOutcome
    note: str = ""
    made_by: str = ""


class SafetyLine(Record):
    """One overdue item with everything that was tried. ``item.next`` is the next step, empty for one without a date."""

    item: DueItem
    since: date
    tried: tuple[Attempt, ...] = ()


class SafetyNet(Record):
    """Everything that waits on a day: lows nobody answered, and what is overdue by at least ``weeks``."""

    day: date
    weeks: int
    unanswered: tuple[OpenLow, ...] = ()
    overdue: tuple[SafetyLine, ...] = ()


def safety_net(context: Context, weeks: int = 0, mine: int | None = None) -> SafetyNet:
    """Return the safety net as it stands today."""
    day = context.today()
    with context.database.read() as session:
        names = clinic.user_names(session)
        late = overdue(session, context, day, _MOST, weeks=weeks, mine=mine)
        return SafetyNet(
            day=day,
            weeks=weeks,
            unanswered=open_lows(session, day, _MOST, mine),
            overdue=tuple(_line(item, names) for item in late),
        )


def _line(item: DueItem, names: dict[int, str]) -> SafetyLine:
    tried = tuple(
        Attempt(
            on=contact.on,
            kind=contact.kind,
            outcome=contact.outcome,
            note=contact.note,
            made_by=names.get(contact.made_by or 0, ""),
        )
        for contact in item.contacts
    )
    return SafetyLine(item=item, since=item.first_due or item.due, tried=tried)
