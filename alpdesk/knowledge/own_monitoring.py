"""A monitoring template as a clinic made it: other days, items of its own, items left out."""

from collections.abc import Iterator
from typing import Any

from alpdesk.domain.alp import ALP
from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.rules import MonitoringItem, MonitoringTemplate, RuleBook
from alpdesk.errors import brief
from alpdesk.knowledge.own_forms import STOP_RULES, EditFault, Fault, OwnItem, OwnMonitoring, read


def with_days(book: RuleBook, edit: ClinicEdit) -> RuleBook:
    """Lay what a clinic made of a monitoring template over the rule book."""
    known = book.monitoring.get(edit.key)
    if known is None:
        raise EditFault((Fault("", f"The monitoring template {edit.key} is not known."),))
    own = read(OwnMonitoring, edit.body)
    faults = (*_day_faults(own, known, book), *_far_faults(own, known, book), *_item_faults(own, known, book))
    if faults:
        raise EditFault(faults)
    days = [item for item in own.items if item.tests is None]
    given = {title: [item for item in days if item.title == title] for title in {i.title for i in days}}
    rules = {name: getattr(own, name) for name in STOP_RULES if name in MonitoringTemplate.model_fields}
    kept = (_item(item, given.get(item.title, [])) for item in known.items if item.title not in own.left_out)
    added = (MonitoringItem.model_construct(**_added(item)) for item in own.items if item.tests is not None)
    items = (*kept, *added)
    basis = f"{known.basis} The clinic has set days or items of its own."
    changed = MonitoringTemplate.model_construct(**{**dict(known), **rules, "items": items, "basis": basis})
    return book.with_changes(monitoring={**book.monitoring, edit.key: changed})


def _item(known: MonitoringItem, given: list[OwnItem]) -> MonitoringItem:
    """Give an item its days; of several with one title each takes the next that was given."""
    if not given:
        return known
    days = {name: value for name, value in dict(given.pop(0)).items() if name != "tests"}
    return MonitoringItem.model_construct(**{**dict(known), **days}).with_days_of(known)


def _day_faults(own: OwnMonitoring, known: MonitoringTemplate, book: RuleBook) -> Iterator[Fault]:
    gaps = {item.title: item.not_before_days for item in reversed(known.items) if ALP in item.tests}
    titles = {item.title for item in known.items}
    for place, item in enumerate(own.items):
        if item.title not in titles and item.tests is None:
            yield Fault(f"items.{place}.title", f'This template has no item "{brief(item.title)}".')
        if item.not_before_days is not None and item.not_before_days > item.after_days:
            yield Fault(f"items.{place}.not_before_days", "The earliest day lies after the day it is due.")
        least = min(gaps.get(item.title) or 0, book.severity.series.persistent_after_days)
        if item.tests is None and (item.not_before_days or 0) < least:
            sentence = (
                f"A sample with ALP counts from day {least} on; one before says nothing of a value that stays low."
            )
            yield Fault(f"items.{place}.not_before_days", sentence)


def _far_faults(own: OwnMonitoring, known: MonitoringTemplate, book: RuleBook) -> Iterator[Fault]:
    """Days so many that they are a slip of the hand: every low that is answered so would be forgotten."""
    most = book.escalation.furthest_days
    shipped = {(item.title, days) for item in known.items for days in (item.after_days, item.every_days)}
    for place, item in enumerate(own.items):
        for field in ("after_days", "every_days"):
            days = getattr(item, field)
            if days is not None and days > most and (item.title, days) not in shipped:
                yield Fault(f"items.{place}.{field}", f"That is too far ahead; the most is {most} days.")


def _added(item: OwnItem) -> dict[str, Any]:
    return {**dict(MonitoringItem(title=item.title)), **dict(item), "title": item.title.strip()}


def _item_faults(own: OwnMonitoring, known: MonitoringTemplate, book: RuleBook) -> Iterator[Fault]:
    """Say what is wrong with what is added and left out."""
    titles = {item.title for item in known.items}
    seen = set(titles)
    for place, item in enumerate(own.items):
        if item.tests is not None:
            yield from _added_faults(place, item, seen, book)
            seen.add(item.title.strip())
    yield from (Fault("left_out", f'This template has no item "{brief(t)}".') for t in own.left_out if t not in titles)
    yield from _left_faults(own, known)


def _added_faults(place: int, item: OwnItem, seen: set[str], book: RuleBook) -> Iterator[Fault]:
    title = item.title.strip()
    if not title:
        yield Fault(f"items.{place}.title", "Say what is due.")
    elif title in seen:
        yield Fault(f"items.{place}.title", f'There is an item "{brief(title)}" already.')
    strange = [test for test in item.tests or () if test not in book.analytes]
    yield from (Fault(f"items.{place}.tests", f"{brief(test)} is not a test that Alpdesk knows.") for test in strange)


def _left_faults(own: OwnMonitoring, known: MonitoringTemplate) -> Iterator[Fault]:
    """Nobody may be left without a repeat of the ALP."""
    kept = [item.tests for item in known.items if item.title not in own.left_out]
    kept += [item.tests for item in own.items if item.tests is not None]
    if known.items[0].title in own.left_out:
        yield Fault("left_out", "The first item gives the first date; it cannot be left out.")
    elif not kept:
        yield Fault("left_out", "Something must be left that falls due.")
    elif any(ALP in item.tests for item in known.items) and not any(ALP in tests for tests in kept):
        yield Fault("left_out", "An item with ALP must stay, or a low ALP would never be looked at again.")
