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
from alpdesk.ui.theme import DARK, LIGHT, Colours, contrast
from alpdesk.ui.widgets.trend_chart import TrendChart
from alpdesk.ui.widgets.trend_picture import write_picture
from alpdesk.ui.widgets.trend_stack import TrendStack
from tests.eyes.painted import watching

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


def test_what_lies_under_it_is_visited_by_keys_and_by_the_pointer(qtbot: QtBot, chart: TrendChart) -> None:
    bars = (TrendBar(text="Alendronate", start=date(2025, 2, 1)),)
    marks = (
        TrendMark(text="Fracture", on=date(2025, 4, 1)),
        TrendMark(text="Refer", on=date(2025, 6, 1), decision=True),
    )
    chart.show_trend(_trend(bars=bars, marks=marks))
    chart.setFocus()
    told = []
    for _ in range(4):
        qtbot.keyClick(chart, Qt.Key.Key_Down)
        told.append(chart.accessibleDescription())
    assert told == [
        "Alendronate; 1 Feb 2025 – still taken", "Fracture; 1 Apr 2025 · event",
        "Refer; 1 Jun 2025 · decision", "Refer; 1 Jun 2025 · decision",
    ]  # fmt: skip
    assert chart.current() is None
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.beside() is None
    plot = chart._laid_out()
    assert plot is not None
    qtbot.mouseMove(chart, QPoint(round(plot.marks[0].x), round(plot.marks[0].y)))
    assert chart.accessibleDescription().startswith("Fracture")
    bar = plot.bars[0]
    qtbot.mouseMove(chart, QPoint(round((bar.left + bar.right) / 2), round(bar.y)))
    assert chart.accessibleDescription().startswith("Alendronate")


def test_a_mark_at_the_right_edge_has_its_words_on_its_left(chart: TrendChart) -> None:
    chart.show_trend(_trend(marks=(TrendMark(text="Second fracture", on=_DAYS[-1]),)))
    with watching() as painted:
        chart.grab()
    assert "Second fracture" in painted.texts
    assert painted.cut_off == []


def test_the_legend_names_the_signs_that_are_drawn_and_no_others(stack: TrendStack) -> None:
    stack.show_trends(_trend(marks=(TrendMark(text="Fracture", on=_DAYS[1]),)), (), None, None)
    said = stack.legend.text()
    assert all(word in said for word in ("● within", "▼ low", "▲ high", "a bound", "◆ event", "interval"))
    assert not any(word in said for word in ("⊘", "■", "▬"))


def test_the_time_shown_does_not_run_into_the_future() -> None:
    today = _DAYS[-1] + timedelta(days=2)
    span = span_of(_DAYS, today)
    assert span.stop == today
    assert span_of([today], today) == Span(start=today - timedelta(days=60), stop=today)
    assert span_of(_DAYS, today + timedelta(days=900)) == span_of(_DAYS)


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


_SEEN_AS = {  # Machado, Oliveira, Fernandes: IEEE Trans Vis Comput Graph 2009;15:1291, severity 1.0
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}


def _seen(colour: str, sight: str) -> str:
    """Return a colour as somebody with this sight has it; the matrices are for linear light."""
    light = [_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    mixed = [sum(part * each for part, each in zip(row, light, strict=True)) for row in _SEEN_AS[sight]]
    return "#" + "".join(f"{round(255 * _gamma(min(max(part, 0.0), 1.0))):02x}" for part in mixed)


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def _gamma(part: float) -> float:
    return float(12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", _SEEN_AS)
def test_every_sign_stands_out_from_its_ground_for_every_sight(sight: str, scheme: Colours) -> None:
    """Signs are told apart by their shape, so that a shape has to be seen: three to one on card and band."""
    for ink in ("text", "low", "high", "caution", "muted", "accent"):
        for ground in ("raised", "band"):
            ratio = contrast(_seen(getattr(scheme, ink), sight), _seen(getattr(scheme, ground), sight))
            assert ratio >= 3, f"{ink} on {ground}: {ratio:.2f}"
    assert _seen("#ffffff", sight) == "#ffffff"


def _sign(chart: TrendChart, flag: Flag, comparator: Comparator, sight: str) -> list[bool]:
    """Return which dots round the middle of a sign stand out from the ground for somebody with this sight."""
    point = _trend().points[0].model_copy(update={"flag": flag, "comparator": comparator, "label": " "})
    chart.show_trend(_trend(points=(point,), band=()))
    place = chart._laid_out()
    assert place is not None
    x, y = round(place.points[0].x), round(place.points[0].y)
    picture = chart.grab().toImage()
    ground = _seen(picture.pixelColor(x + 20, y - 5).name(), sight)
    dots = [picture.pixelColor(x + i, y + j).name() for j in range(-9, 10) for i in range(-8, 9)]
    return [contrast(_seen(dot, sight), ground) > 2 for dot in dots]


@pytest.mark.parametrize("sight", _SEEN_AS)
def test_every_kind_of_point_has_a_shape_of_its_own_for_every_sight(chart: TrendChart, sight: str) -> None:
    signs = {name: _sign(chart, *kind, sight) for name, kind in _KINDS.items()}
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
