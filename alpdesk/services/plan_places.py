"""Which item of a changed plan is which of before, and to which of them each due item belongs."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from alpdesk.domain.records import CloseCode, Recall
from alpdesk.domain.rules import MonitoringItem
from alpdesk.errors import AlpdeskError

Places = Sequence[int | None]


def places_before(before: Sequence[MonitoringItem], items: Sequence[MonitoringItem], was: Places | None) -> Places:
    """Return for each item its place in the plan of before, ``None`` for a new one.

    ``was`` says it where the items come from a form. Else those of one title are told apart by their order, and an
    item of which nothing but the title is new was renamed.
    """
    if was is not None:
        _refuse_strange(before, items, was)
        return was
    found: list[int | None] = [None] * len(items)
    if len(items) != len(before):  # one of several with the same title may be gone: what is unchanged is itself
        _match(before, items, found, title=True, days=True)
    _match(before, items, found, title=True)
    _match(before, items, found, days=True)
    return found


def owners(before: Sequence[MonitoringItem], recalls: Sequence[Recall]) -> Mapping[int, int]:
    """Return for the due items of a plan, by their key, the place of the item they belong to.

    They were made in the order of the items; what came later repeats one. One that was left out belongs to none.
    """
    mine = sorted((one for one in recalls if not _was_left_out(one)), key=lambda one: (one.title, one.id or 0))
    found: dict[int, int] = {}
    for title, some in groupby(mine, key=lambda one: one.title):
        places = [place for place, item in enumerate(before) if item.title == title]
        if places:
            found.update(_of_one_title(before, places, list(some)))
    for one in mine:  # the template may have called it otherwise when the plan began
        free = (place for place, item in enumerate(before) if place not in found.values() and _same_tests(item, one))
        place = next(free, None)
        if one.closed_on is None and one.id not in found and place is not None:
            found[one.id or 0] = place
    return found


def _of_one_title(before: Sequence[MonitoringItem], places: Sequence[int], mine: Sequence[Recall]) -> dict[int, int]:
    repeats = next((place for place in places if before[place].every_days), places[-1])
    found = {one.id or 0: places[n] if n < len(places) else repeats for n, one in enumerate(mine)}
    waiting = [one.id or 0 for one in mine if one.closed_on is None]
    if len(waiting) == len(places):
        found.update(zip(waiting, places, strict=True))
    return found


def _match(
    before: Sequence[MonitoringItem],
    items: Sequence[MonitoringItem],
    found: list[int | None],
    *,
    title: bool = False,
    days: bool = False,
) -> None:
    """Pair what has none yet, in order, where the title, or all else, or both are the same."""
    for n, item in enumerate(items):
        if found[n] is None:
            found[n] = next(
                (
                    place
                    for place, old in enumerate(before)
                    if place not in found
                    and (not title or old.title == item.title)
                    and (not days or old.model_copy(update={"title": item.title}) == item)
                ),
                None,
            )


def _refuse_strange(before: Sequence[MonitoringItem], items: Sequence[MonitoringItem], was: Places) -> None:
    known = [place for place in was if place is not None]
    if len(was) != len(items) or len(set(known)) != len(known) or not set(known) <= set(range(len(before))):
        raise AlpdeskError("These are not the items of this plan; look again.")


def _same_tests(item: MonitoringItem, recall: Recall) -> bool:
    return tuple(recall.tests.split()) == item.tests


def _was_left_out(recall: Recall) -> bool:
    return recall.closed_on is not None and recall.close_code is CloseCode.STOPPED
