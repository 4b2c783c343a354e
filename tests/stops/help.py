"""The help, topic by topic."""

from collections.abc import Iterator
from functools import partial

from tests.stops.guide import Guide, Stop


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the topics of the help."""
    for topic in ("", "keys", "sources", "about"):
        yield f"help-{topic or 'first'}", partial(guide.go, "help", topic)
