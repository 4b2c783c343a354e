"""The help, topic by topic, a search in it, and the tour over the demonstration."""

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
    for number in range(8):
        yield f"guide-{number + 1}", partial(_tour, guide, number)
    yield "guide-ended", partial(_end, guide)


def _tour(guide: Guide, number: int) -> None:
    if number:
        guide.workspace.tour.card.next.click()
    else:
        guide.window.look_around()
    guide.settle()


def _found(guide: Guide) -> None:
    guide.go("help")
    QTest.keyClicks(guide.page("help").search, "vitamin")
    QTest.qWait(150)


def _end(guide: Guide) -> None:
    guide.workspace.tour.card.leave()
