"""Two versions of a kind of letter, part by part."""

from collections.abc import Callable

from alpdesk.services.adapted import Adapted, differing, untouched
from alpdesk.ui.own_letters import words
from alpdesk.ui.records.conflict import Clash

Order = Callable[[Adapted], tuple[str, ...]]


def clashes(base: Adapted, mine: Adapted, theirs: Adapted, order: Order) -> list[Clash]:
    """Return the parts in which two versions differ; ``base`` is what both began from."""
    free = untouched(base, mine, theirs)
    return [_clash(name, mine, theirs, order, take_theirs=name in free) for name in differing(mine, theirs)]


def _clash(name: str, mine: Adapted, theirs: Adapted, order: Order, *, take_theirs: bool) -> Clash:
    yours, others = (words.part_value(side, name, order(side)) for side in (mine, theirs))
    titled = mine if name in mine.parts() else theirs
    return Clash(name, words.part(titled, name), yours, others, take_theirs=take_theirs)
