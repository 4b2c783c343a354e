"""One patient: the record, a panel being typed, the decision."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabWidget

from tests.stops.guide import Guide, Stop


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the stops of one patient."""
    low = guide.patient()
    yield "patient", lambda: guide.go("patient", low)
    tabs = _tabs(guide, low)
    for number in range(tabs.count()):
        yield f"patient-tab-{number}", partial(_tab, guide, low, number)
    yield "panel", lambda: guide.go("panel", low)
    yield "panel-typed", lambda: _type_panel(guide, low)
    yield "decide", lambda: guide.go("decide", low)


def _tabs(guide: Guide, patient: int) -> Any:
    guide.go("patient", patient)
    return guide.page("patient").findChild(QTabWidget)


def _tab(guide: Guide, patient: int, number: int) -> None:
    _tabs(guide, patient).setCurrentIndex(number)


def _type_panel(guide: Guide, patient: int) -> None:
    guide.go("panel", patient)
    for text in ("t", "29", "9.4", "3.4", "1.9"):
        guide.settle()
        QTest.keyClicks(guide.focus(), text)
        QTest.keyClick(guide.focus(), Qt.Key.Key_Return)
    QTest.qWait(200)
