"""The chart's geometry: what is drawn where, in plain floats."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from alpdesk.domain.axes import DateStep, date_ticks, scale
from alpdesk.domain.plot import lay_out
from alpdesk.domain.records import Comparator, Flag
from alpdesk.domain.span import Span
from alpdesk.domain.trend import BandStep, Trend, TrendBar, TrendMark, TrendPoint

DAY = date(2026, 1, 12)


def point(days: int, value: str, flag: Flag = Flag.LOW, comparator: Comparator = Comparator.EXACT) -> TrendPoint:
    return TrendPoint(
        day=DAY + timedelta(days=days), value=Decimal(value), flag=flag, comparator=comparator, label=value
    )


def series(*points: TrendPoint, **more: Any) -> Trend:
    band = (BandStep(start=date(2000, 1, 1), stop=date(2100, 1, 1), low=Decimal(35), high=Decimal(104)),)
    return Trend(analyte="alp", name="ALP", unit="U/L", points=points, **{"band": band, **more})


def test_a_higher_value_stands_higher_on_the_page() -> None:
    plot = lay_out(series(point(0, "31"), point(50, "60", Flag.WITHIN)), 400, 200)
    assert plot.points[0].y > plot.points[1].y


def test_every_point_and_band_lies_inside_the_axes() -> None:
    plot = lay_out(series(point(0, "0"), point(900, "518", Flag.HIGH)), 400, 200)
    assert all(plot.left <= p.x <= plot.right and plot.top <= p.y <= plot.bottom for p in plot.points)
    assert all(box.left >= plot.left and box.right <= plot.right for box in plot.band)


def test_a_low_value_lies_below_the_band() -> None:
    plot = lay_out(series(point(0, "34"), point(50, "31")), 400, 200)
    assert all(p.y > plot.band[0].bottom for p in plot.points)


def test_the_band_steps_on_the_birthday() -> None:
    birthday = DAY + timedelta(days=100)
    band = (
        BandStep(start=date(2020, 1, 1), stop=birthday, low=Decimal(156), high=Decimal(369)),
        BandStep(start=birthday, stop=date(2030, 1, 1), low=Decimal(141), high=Decimal(460)),
    )
    plot = lay_out(series(point(0, "150"), point(200, "150", Flag.WITHIN), band=band), 400, 200)
    first, second = plot.band
    assert first.right == second.left
    assert first.bottom < second.bottom
    assert plot.points[0].x < first.right < plot.points[1].x


def test_an_open_end_of_the_band_reaches_the_edge() -> None:
    band = (BandStep(start=date(2000, 1, 1), stop=date(2100, 1, 1), high=Decimal(104)),)
    plot = lay_out(series(point(0, "60", Flag.WITHIN), band=band), 400, 200)
    assert plot.band[0].bottom == plot.bottom


def test_no_band_is_drawn_where_no_interval_is_known() -> None:
    band = (BandStep(start=date(2000, 1, 1), stop=date(2100, 1, 1)),)
    assert lay_out(series(point(0, "60"), band=band), 400, 200).band == ()


def test_one_value_alone_can_be_drawn() -> None:
    plot = lay_out(series(point(0, "31")), 400, 200)
    assert plot.lines == ()
    assert plot.left < plot.points[0].x < plot.right


def test_nothing_to_draw_is_no_error() -> None:
    assert lay_out(series(band=()), 400, 200).points == ()


def test_the_line_leaps_over_a_suspended_value() -> None:
    plot = lay_out(series(point(0, "60"), point(30, "9", Flag.SUSPENDED), point(60, "60")), 400, 200)
    assert len(plot.lines) == 1
    assert len(plot.points) == 3


def test_labels_never_run_into_each_other_and_the_last_value_keeps_its_own() -> None:
    plot = lay_out(series(*(point(days, "31") for days in range(60))), 300, 200)
    shown = [p for p in plot.points if p.labelled]
    assert plot.points[-1].labelled
    assert all(b.label_x - a.label_x > plot.text for a, b in pairwise(shown))


def test_a_medicine_taken_throughout_is_open_at_both_ends() -> None:
    bars = (TrendBar(text="alendronate", start=date(2020, 1, 1)),)
    bar = lay_out(series(point(0, "31"), point(50, "30"), bars=bars), 400, 200).bars[0]
    assert (bar.opens_left, bar.opens_right) == (True, True)
    assert bar.y > 100


def test_a_medicine_stopped_long_before_is_not_drawn() -> None:
    bars = (TrendBar(text="alendronate", start=date(2010, 1, 1), stop=date(2011, 1, 1)),)
    assert lay_out(series(point(0, "31"), bars=bars), 400, 200).bars == ()


def test_an_event_stands_on_its_day() -> None:
    marks = (TrendMark(text="Fracture", on=DAY + timedelta(days=50)),)
    plot = lay_out(series(point(0, "31"), point(50, "30"), marks=marks), 400, 200)
    assert plot.marks[0].x == plot.points[1].x


def test_the_nearest_point_is_the_one_pointed_at() -> None:
    plot = lay_out(series(point(0, "31"), point(50, "30")), 400, 200)
    assert plot.nearest(plot.points[1].x + 3, plot.points[1].y - 3) == plot.points[1]


@pytest.mark.parametrize("days", [1, 30, 90, 400, 4000, 30000])
def test_the_date_axis_names_some_days_and_never_too_many(days: int) -> None:
    ticks = date_ticks(DAY, DAY + timedelta(days=days), 6)
    assert 1 <= len(ticks) <= 6
    assert all(DAY <= day <= DAY + timedelta(days=days) for day, _ in ticks)


def test_long_times_are_named_by_year() -> None:
    assert {step for _, step in date_ticks(date(2010, 1, 1), date(2026, 1, 1), 6)} == {DateStep.YEAR}


@pytest.mark.parametrize("values", [[31.0, 104.0], [0.52, 1.6], [2.2, 2.6], [0.0], [5000.0, 12.0], [7.0, 7.0]])
def test_the_value_axis_is_round_and_holds_every_value(values: list[float]) -> None:
    axis = scale(values, 5)
    assert axis.bottom <= min(values) <= max(values) <= axis.top
    assert all(float(f"{value:.{axis.decimals}f}") == pytest.approx(value) for value in axis.values())


def test_a_narrowed_time_shows_its_values_and_the_line_to_those_beside_it() -> None:
    trend = series(point(0, "30"), point(100, "40", Flag.WITHIN), point(200, "30"), point(300, "40", Flag.WITHIN))
    span = Span(start=DAY + timedelta(days=50), stop=DAY + timedelta(days=250))
    plot = lay_out(trend, 400, 200, span=span)
    assert [p.index for p in plot.points] == [1, 2]
    assert len(plot.lines) == 3
    assert min(line[0] for line in plot.lines) == plot.left
    assert max(line[2] for line in plot.lines) == plot.right
    assert all(plot.left <= box.left <= box.right <= plot.right for box in plot.band)


def test_a_time_between_two_values_still_shows_the_line() -> None:
    span = Span(start=DAY + timedelta(days=40), stop=DAY + timedelta(days=80))
    plot = lay_out(series(point(0, "30"), point(200, "40")), 400, 200, span=span)
    assert plot.points == ()
    assert len(plot.lines) == 1


def test_a_slim_chart_has_the_same_days_and_neither_dates_nor_medicines() -> None:
    bars = (TrendBar(text="alendronate", start=date(2025, 1, 1)),)
    trend = series(point(0, "31"), point(50, "30"), bars=bars)
    usual, slim = lay_out(trend, 400, 200), lay_out(trend, 400, 100, slim=True)
    assert [p.x for p in slim.points] == [p.x for p in usual.points]
    assert (slim.bars, slim.dates) == ((), ())


def test_a_place_on_the_chart_is_a_day_and_back() -> None:
    plot = lay_out(series(point(0, "31"), point(400, "30")), 400, 200)
    day = DAY + timedelta(days=100)
    assert abs((plot.day_at(plot.x_of(day)) - day).days) <= 1
    assert plot.day_at(-50) == plot.span.start
