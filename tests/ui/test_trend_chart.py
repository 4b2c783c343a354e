"""The trend of one analyte, drawn and read out."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import Comparator, Flag
from alpdesk.domain.span import Span, span_of
from alpdesk.domain.trend import BandStep, Trend, TrendBar, TrendMark, TrendPoint
from alpdesk.ui.theme import LIGHT
from alpdesk.ui.widgets.trend_chart import TrendChart
from alpdesk.ui.widgets.trend_picture import write_picture
from alpdesk.ui.widgets.trend_stack import TrendStack

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


# Narrowing and moving


def _shown(chart: TrendChart) -> Span:
    assert chart.time.shown is not None
    return chart.time.shown


def test_plus_narrows_around_the_visited_point_and_nought_shows_all_again(qtbot: QtBot, chart: TrendChart) -> None:
    chart.show_trend(_trend())
    whole = _shown(chart)
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Plus)
    assert _shown(chart).days < whole.days
    assert _shown(chart).holds(_DAYS[-1])
    qtbot.keyClick(chart, Qt.Key.Key_Minus)
    qtbot.keyClick(chart, Qt.Key.Key_Plus)
    qtbot.keyClick(chart, Qt.Key.Key_0)
    assert _shown(chart) == whole


def test_a_visit_to_a_point_out_of_sight_brings_it_into_sight(qtbot: QtBot, chart: TrendChart) -> None:
    chart.show_trend(_trend())
    chart.setFocus()
    for _ in range(5):
        qtbot.keyClick(chart, Qt.Key.Key_Plus)
    assert not _shown(chart).holds(_DAYS[0])
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert _shown(chart).holds(_DAYS[0])
    assert chart.accessibleDescription() == "ALP 62 U/L, 12 Jan 2025: within"


def test_shift_and_an_arrow_move_the_time(qtbot: QtBot, chart: TrendChart) -> None:
    chart.show_trend(_trend())
    chart.setFocus()
    for _ in range(3):
        qtbot.keyClick(chart, Qt.Key.Key_Plus)
    before = _shown(chart)
    qtbot.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert _shown(chart).start < before.start
    assert _shown(chart).days == before.days


def _turn(chart: TrendChart, modifier: Qt.KeyboardModifier) -> None:
    middle = QPointF(chart.width() / 2, chart.height() / 2)
    event = QWheelEvent(
        middle, chart.mapToGlobal(middle), QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton, modifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(chart, event)


def test_the_wheel_scrolls_the_page_unless_somebody_works_in_the_chart(qtbot: QtBot, chart: TrendChart) -> None:
    chart.show_trend(_trend())
    whole = _shown(chart)
    _turn(chart, Qt.KeyboardModifier.NoModifier)
    assert _shown(chart) == whole
    _turn(chart, Qt.KeyboardModifier.ControlModifier)
    assert _shown(chart).days < whole.days
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(chart.width() - 4, 4))
    assert _shown(chart) == whole


def test_dragging_moves_the_time_with_the_pointer(qtbot: QtBot, chart: TrendChart) -> None:
    chart.show_trend(_trend())
    chart.setFocus()
    for _ in range(3):
        qtbot.keyClick(chart, Qt.Key.Key_Plus)
    before = _shown(chart)
    qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
    qtbot.mouseMove(chart, QPoint(260, 60))
    qtbot.waitUntil(lambda: _shown(chart).start < before.start)
    qtbot.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=QPoint(260, 60))


def test_a_double_click_on_a_point_opens_its_sample(qtbot: QtBot, chart: TrendChart) -> None:
    chart.show_trend(_trend())
    chart.setFocus()
    point = chart.current()
    assert point is not None
    with qtbot.waitSignal(chart.panel_chosen) as chosen:
        qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(point.x), round(point.y)))
    assert chosen.args == [10]


# Companions


@pytest.fixture
def stack(qtbot: QtBot) -> TrendStack:
    made = TrendStack()
    qtbot.addWidget(made)
    made.resize(560, 600)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    span = span_of(_DAYS)
    calcium = _trend(analyte="calcium", name="Calcium", unit="mmol/L", band=())
    made.show_trends(_trend(), (calcium,), span, span)
    return made


def test_the_companions_open_under_it_on_the_same_days(qtbot: QtBot, stack: TrendStack) -> None:
    assert not stack.companions
    with qtbot.waitSignal(stack.grew) as grew:
        stack.toggle_companions()
    assert grew.args is not None
    assert grew.args[0] > 0
    [calcium] = stack.companions
    qtbot.waitUntil(calcium.isVisible)
    stack.chart.setFocus()
    qtbot.keyClick(stack.chart, Qt.Key.Key_Plus)
    assert _shown(calcium) == _shown(stack.chart)
    calcium.setFocus()
    assert calcium.accessibleDescription().startswith("Calcium 130 mmol/L")
    assert stack.time.day == _DAYS[-1]
    stack.toggle_companions()
    assert not stack.companions


def test_another_patient_leaves_the_companions_open(stack: TrendStack) -> None:
    stack.toggle_companions()
    span = span_of(_DAYS)
    stack.show_trends(_trend(), (_trend(name="Zinc"), _trend(name="Phosphate")), span, span)
    assert [chart.accessibleName() for chart in stack.companions] == ["Zinc over time", "Phosphate over time"]


# The picture


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_picture_is_written_and_says_nothing_about_the_patient(tmp_path: Path, ending: str) -> None:
    place = tmp_path / f"alp.{ending}"
    assert write_picture(place, [_trend(), _trend(name="Calcium")], span_of(_DAYS))
    if ending == "png":
        picture = QImage(str(place))
        assert picture.width() > 1500
        assert _has(picture, LIGHT.low)
    else:
        assert "<title>ALP, U/L" in place.read_text(encoding="utf-8")


def test_a_place_that_takes_no_file_is_told(tmp_path: Path) -> None:
    assert not write_picture(tmp_path / "nowhere" / "alp.png", [_trend()], None)


def test_the_proposed_name_is_the_test_and_the_day(
    stack: TrendStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked: list[str] = []

    def choose(_parent: object, _title: str, proposed: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(proposed).name)
        return str(tmp_path / "chart"), "Drawing (*.svg)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    with qtbot.waitSignal(stack.said) as said:
        stack.save.click()
    assert asked[0].startswith("alp-trend-20")
    assert said.args == ["Saved as chart.svg"]
    assert (tmp_path / "chart.svg").is_file()


# Read without colour

_KINDS = {
    "within": (Flag.WITHIN, Comparator.EXACT),
    "low": (Flag.LOW, Comparator.EXACT),
    "high": (Flag.HIGH, Comparator.EXACT),
    "not interpretable": (Flag.SUSPENDED, Comparator.EXACT),
    "cannot be judged": (Flag.INDETERMINATE, Comparator.EXACT),
    "a low bound": (Flag.LOW, Comparator.BELOW),
}


def _sign(chart: TrendChart, flag: Flag, comparator: Comparator) -> list[bool]:
    """Return which dots round the middle of a sign are inked, without their colour."""
    point = _trend().points[0].model_copy(update={"flag": flag, "comparator": comparator, "label": " "})
    chart.show_trend(_trend(points=(point,), band=()))
    place = chart._laid_out()
    assert place is not None
    x, y = round(place.points[0].x), round(place.points[0].y)
    grey = chart.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    ground = grey.pixelColor(x + 20, y - 5).lightness()
    dots = [(x + i, y + j) for j in range(-9, 10) for i in range(-8, 9)]
    return [abs(grey.pixelColor(*dot).lightness() - ground) > 60 for dot in dots]


def test_every_kind_of_point_has_a_shape_of_its_own_in_grey(chart: TrendChart) -> None:
    """What grey keeps, every colour-blindness keeps: the shapes differ, whatever the hue."""
    signs = {name: _sign(chart, *kind) for name, kind in _KINDS.items()}
    for one, other in combinations(signs, 2):
        different = sum(a != b for a, b in zip(signs[one], signs[other], strict=True))
        assert different >= 15, f"{one} and {other} differ in {different} dots only"


def test_a_decision_is_drawn_otherwise_than_an_event(chart: TrendChart) -> None:
    def drawn(*, decision: bool) -> QImage:
        mark = TrendMark(text="", on=date(2025, 4, 1), decision=decision)
        chart.show_trend(_trend(marks=(mark,)))
        return chart.grab().toImage()

    event, decision = drawn(decision=False), drawn(decision=True)
    assert _has(decision, LIGHT.accent_soft)
    assert not _has(event, LIGHT.accent_soft)


def test_five_hundred_points_are_moved_over_within_a_frame(chart: TrendChart) -> None:
    points = tuple(
        TrendPoint(day=date(2015, 1, 1) + timedelta(days=8 * at), value=Decimal(30 + at % 40), label=str(30 + at % 40))
        for at in range(500)
    )
    chart.show_trend(_trend(points=points))
    chart.grab()
    times = []
    for at in range(9):
        chart.visit(at)
        begun = perf_counter()
        chart.grab()
        times.append(perf_counter() - begun)
    assert sorted(times)[4] < 0.016
