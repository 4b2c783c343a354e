"""The trend of one analyte, drawn and read out."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import Comparator, Flag
from alpdesk.domain.trend import BandStep, Trend, TrendBar, TrendMark, TrendPoint
from alpdesk.ui.theme import LIGHT
from alpdesk.ui.widgets.trend_chart import TrendChart

_DAYS = (date(2025, 1, 12), date(2025, 3, 3), date(2025, 5, 14), date(2025, 7, 1))
_VALUES = (("62", Flag.WITHIN), ("34", Flag.LOW), ("<20", Flag.LOW), ("130", Flag.HIGH))


def _trend(**changes: object) -> Trend:
    points = tuple(
        TrendPoint(
            day=day,
            value=Decimal(label.strip("<")),
            comparator=Comparator.BELOW if "<" in label else Comparator.EXACT,
            flag=flag,
            label=label,
            panel_id=number,
        )
        for number, (day, (label, flag)) in enumerate(zip(_DAYS, _VALUES, strict=True), 7)
    )
    band = (BandStep(start=date(2024, 1, 1), stop=date(2026, 1, 1), low=Decimal(35), high=Decimal(104)),)
    made = {"analyte": "alp", "name": "ALP", "unit": "U/L", "points": points, "band": band, **changes}
    return Trend.model_validate(made)


@pytest.fixture
def chart(qtbot: QtBot) -> TrendChart:
    made = TrendChart()
    qtbot.addWidget(made)
    made.resize(560, 320)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.clearFocus()
    return made


def _has(picture: QImage, colour: str) -> bool:
    wanted = QColor(colour).rgb()
    return any(picture.pixel(x, y) == wanted for x in range(picture.width()) for y in range(0, picture.height(), 1))


def test_it_sums_itself_up_for_a_screen_reader(chart: TrendChart) -> None:
    chart.show_trend(_trend())
    assert chart.accessibleName() == "ALP over time"
    assert chart.accessibleDescription().startswith("4 values, 2 of them low.")


def test_the_arrow_keys_visit_every_point_and_read_it_out(qtbot: QtBot, chart: TrendChart) -> None:
    chart.show_trend(_trend())
    chart.setFocus()
    assert chart.accessibleDescription() == "ALP 130 U/L, 1 Jul 2025: high"
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.accessibleDescription() == "ALP <20 U/L, 14 May 2025: low"
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert chart.accessibleDescription() == "ALP 62 U/L, 12 Jan 2025: within"
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.current() is not None


def test_the_pointer_finds_the_value_under_it(qtbot: QtBot, chart: TrendChart) -> None:
    chart.show_trend(_trend())
    qtbot.keyClick(chart, Qt.Key.Key_End)
    point = chart.current()
    assert point is not None
    chart.visit(None)
    qtbot.mouseMove(chart, QPoint(round(point.x) + 2, round(point.y)))
    qtbot.waitUntil(lambda: chart.current() == point)
    qtbot.mouseMove(chart, QPoint(2, 2))
    qtbot.waitUntil(lambda: chart.current() is None)


def test_enter_opens_the_sample_of_the_point(qtbot: QtBot, chart: TrendChart) -> None:
    chart.show_trend(_trend())
    chart.setFocus()
    with qtbot.waitSignal(chart.panel_chosen) as chosen:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen.args == [10]


def test_lows_highs_and_the_band_are_drawn_in_their_colours(chart: TrendChart) -> None:
    chart.show_trend(_trend())
    picture = chart.grab().toImage()
    assert all(_has(picture, colour) for colour in (LIGHT.low, LIGHT.high, LIGHT.band))


def test_medicines_and_events_are_drawn_under_it(chart: TrendChart) -> None:
    chart.show_trend(_trend())
    bare = chart.grab().toImage()
    bars = (TrendBar(text="alendronate", start=date(2025, 2, 1)),)
    marks = (TrendMark(text="Major surgery", on=date(2025, 4, 1)),)
    chart.show_trend(_trend(bars=bars, marks=marks))
    dressed = chart.grab().toImage()
    assert _has(dressed, LIGHT.caution_soft)
    assert not _has(bare, LIGHT.caution_soft)


def test_a_patient_without_values_is_drawn_without_fault(chart: TrendChart) -> None:
    chart.show_trend(_trend(points=(), band=()))
    assert not chart.grab().isNull()
    assert chart.accessibleDescription() == "No values yet."


def test_values_of_one_day_are_drawn_without_fault(chart: TrendChart) -> None:
    one = _trend().points[0]
    chart.show_trend(_trend(points=(one, one), band=()))
    assert not chart.grab().isNull()
