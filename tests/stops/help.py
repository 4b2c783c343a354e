"""The help, topic by topic, and a search in it."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtTest import QTest

from tests.stops.guide import Guide, Stop

TOPICS = (
    "", "keys", "sources", "about", "27_not_causes", "28_causes", "42_treatment", "70_questions_people_ask",
    "cause-gen-hpp-adult", "test-vitamin_b6",
)  # fmt: skip


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the topics of the help."""
    for topic in TOPICS:
        yield f"help-{topic or 'first'}", partial(guide.go, "help", topic)
    yield "help-found", lambda: _found(guide)


def _found(guide: Guide) -> None:
    guide.go("help")
    QTest.keyClicks(guide.page("help").search, "vitamin")
    QTest.qWait(150)
