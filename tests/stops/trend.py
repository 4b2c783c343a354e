"""The trend of ALP with its companions, narrowed and read out."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from alpdesk.ui.widgets.trend_stack import TrendStack
from tests.stops.guide import Guide, Stop


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the stops at the charts."""
    yield "trend-companions", lambda: _companions(guide)
    yield "trend-zoomed", lambda: _zoomed(guide)


def _companions(guide: Guide) -> None:
    guide.go("patient", guide.patient())
    stack = _stack(guide)
    if not stack.beside.isChecked():
        stack.toggle_companions()


def _zoomed(guide: Guide) -> None:
    _companions(guide)
    chart = _stack(guide).chart
    chart.setFocus()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Plus, Qt.Key.Key_Plus):
        QTest.keyClick(chart, key)


def _stack(guide: Guide) -> TrendStack:
    found = guide.page("patient").findChild(TrendStack)
    assert isinstance(found, TrendStack)
    return found
