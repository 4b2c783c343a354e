"""The audit of care, with something in it."""

from collections.abc import Iterator

from alpdesk.ui.care.periods import Preset
from tests.stops.guide import Guide, Stop


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the top and the foot of the reports."""
    yield "care", lambda: _count(guide)
    yield "care-foot", lambda: _foot(guide)


def _count(guide: Guide) -> None:
    guide.go("care")
    page = guide.page("care")
    guide.wait_for(lambda: not page.working.busy)
    page.period.choose(Preset.THIS_YEAR)
    page.count.click()
    guide.wait_for(lambda: not page.working.busy)


def _foot(guide: Guide) -> None:
    _count(guide)
    guide.settle()
    page = guide.page("care")
    page.print_net.setFocus()
    bar = page.area.verticalScrollBar()
    bar.setValue(bar.maximum())
