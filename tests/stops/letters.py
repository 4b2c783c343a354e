"""The letters, written and kept."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtTest import QTest

from tests.stops.guide import Guide, Stop


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the stops among the letters."""
    low = guide.patient()
    for kind in ("patient", "referral"):
        yield f"letter-{kind}", partial(_write, guide, low, kind)
    yield "letter-search", partial(_search, guide, low)
    yield "letters", lambda: guide.go("letters")


def _write(guide: Guide, patient: int, kind: str) -> None:
    guide.go("letter", patient, kind)
    QTest.qWait(1200)  # the pages are drawn beside the window's own work


def _search(guide: Guide, patient: int) -> None:
    _write(guide, patient, "referral")
    search = guide.page("letter")._preview.search
    search.open()
    search.field.setText("calcium")
    QTest.qWait(1200)
