"""The geometry of a trend chart in plain floats, shared by the window and the letter."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import floor

from alpdesk.domain import axes
from alpdesk.domain.axes import DateStep
from alpdesk.domain.records import Flag, Record
from alpdesk.domain.trend import BandStep, Trend, TrendBar, TrendMark, TrendPoint, time_shown


class ValueTick(Record):
    """A line across the chart at a round value."""

    y: float
    text: str


class DateTick(Record):
    """A tick of the date axis; whoever draws it writes the date in the reader's language."""

    x: float
    day: date
    step: DateStep


class PlotBox(Record):
    """A piece of the interval band."""

    left: float
    top: float
    right: float
    bottom: float
    low: Decimal | None
    high: Decimal | None
    label: str


class PlotPoint(Record):
    """A value on the chart, with the middle of the baseline of its label."""

    x: float
    y: float
    label_x: float
    label_y: float
    labelled: bool
    source: TrendPoint


class PlotBar(Record):
    """A medicine under the chart; an open end goes on beyond the edge."""

    left: float
    right: float
    y: float
    text: str
    opens_left: bool
    opens_right: bool


class PlotMark(Record):
    """An event under the chart."""

    x: float
    y: float
    text: str


class Plot(Record):
    """A chart in plain floats, y downwards, in the unit of the width and height it was laid out for."""

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    text: float
    unit: str
    band: tuple[PlotBox, ...]
    lines: tuple[tuple[float, float, float, float], ...]
    points: tuple[PlotPoint, ...]
    values: tuple[ValueTick, ...]
    dates: tuple[DateTick, ...]
    bars: tuple[PlotBar, ...]
    marks: tuple[PlotMark, ...]

    def nearest(self, x: float, y: float) -> PlotPoint | None:
        """Return the point closest to a place, for a pointer or a finger."""
        return min(self.points, key=lambda point: (point.x - x) ** 2 + (point.y - y) ** 2, default=None)


_LANES = 6


def lay_out(trend: Trend, width: float, height: float, *, text: float = 9.0) -> Plot:
    """Return the chart of ``trend`` in a box; ``text`` is the height of its lettering."""
    frame = _Frame(trend, width, height, text)
    points = tuple(_labelled([frame.point(point) for point in trend.points], frame))
    readable = [point for point in points if not point.source.suspended]
    return Plot(
        width=width,
        height=height,
        left=frame.left,
        top=frame.top,
        right=frame.right,
        bottom=frame.bottom,
        text=text,
        unit=trend.unit,
        band=tuple(frame.box(step) for step in trend.band if frame.shows(step)),
        lines=tuple((a.x, a.y, b.x, b.y) for a, b in pairwise(readable)),
        points=points,
        values=tuple(frame.value_ticks()),
        dates=tuple(frame.date_ticks()),
        bars=tuple(frame.bar(lane, bar) for lane, bar in enumerate(frame.bars)),
        marks=tuple(frame.mark(mark) for mark in frame.marks),
    )


class _Frame:
    """Where days and values fall inside the box."""

    def __init__(self, trend: Trend, width: float, height: float, text: float) -> None:
        self.text = text
        self.start, self.stop = _days(trend)
        self.bars = [bar for bar in trend.bars if self._meets(bar)][:_LANES]
        self.marks = [mark for mark in trend.marks if self.start <= mark.on <= self.stop]
        self.lane = text * 1.7
        self.lanes = len(self.bars) + bool(self.marks)
        self.left, self.right = text * 4.0, width - text * 1.5
        self.top = text * 1.8
        self.bottom = max(self.top + text, height - text * 2.0 - self.lanes * self.lane)
        self.scale = axes.scale(_extremes(trend), lines=(self.bottom - self.top) / (text * 2.4))

    def x(self, day: date) -> float:
        share = (day - self.start).days / (self.stop - self.start).days
        return self.left + share * (self.right - self.left)

    def y(self, value: float) -> float:
        share = (value - self.scale.bottom) / (self.scale.top - self.scale.bottom)
        return self.bottom - share * (self.bottom - self.top)

    def point(self, point: TrendPoint) -> PlotPoint:
        x, y = self.x(point.day), self.y(float(point.value))
        below = point.flag is Flag.LOW and y + self.text * 1.6 < self.bottom
        label_y = y + self.text * 1.5 if below else y - self.text * 0.8
        return PlotPoint(x=x, y=y, label_x=x, label_y=label_y, labelled=True, source=point)

    def shows(self, step: BandStep) -> bool:
        bounded = step.low is not None or step.high is not None
        return bounded and step.start < self.stop and step.stop > self.start

    def box(self, step: BandStep) -> PlotBox:
        top = self.top if step.high is None else max(self.top, self.y(float(step.high)))
        bottom = self.bottom if step.low is None else min(self.bottom, self.y(float(step.low)))
        left, right = self.x(max(step.start, self.start)), self.x(min(step.stop, self.stop))
        return PlotBox(left=left, top=top, right=right, bottom=bottom, low=step.low, high=step.high, label=step.label)

    def value_ticks(self) -> Iterator[ValueTick]:
        for value in self.scale.values():
            yield ValueTick(y=self.y(value), text=f"{value:.{self.scale.decimals}f}")

    def date_ticks(self) -> Iterator[DateTick]:
        room = max(2, floor((self.right - self.left) / (self.text * 6.5)))
        for day, step in axes.date_ticks(self.start, self.stop, room):
            yield DateTick(x=self.x(day), day=day, step=step)

    def bar(self, lane: int, bar: TrendBar) -> PlotBar:
        opens_left = bar.start is None or bar.start < self.start
        opens_right = bar.stop is None or bar.stop > self.stop
        left = self.left if bar.start is None else self.x(max(bar.start, self.start))
        right = self.right if bar.stop is None else self.x(min(bar.stop, self.stop))
        y = self._lane_y(lane)
        return PlotBar(left=left, right=right, y=y, text=bar.text, opens_left=opens_left, opens_right=opens_right)

    def mark(self, mark: TrendMark) -> PlotMark:
        return PlotMark(x=self.x(mark.on), y=self._lane_y(len(self.bars)), text=mark.text)

    def _lane_y(self, lane: int) -> float:
        return self.bottom + self.text * 2.0 + (lane + 0.5) * self.lane

    def _meets(self, bar: TrendBar) -> bool:
        begins = bar.start is None or bar.start <= self.stop
        return begins and (bar.stop is None or bar.stop >= self.start)


def _days(trend: Trend) -> tuple[date, date]:
    return time_shown([point.day for point in trend.points] or [date(2000, 1, 1)])


def _extremes(trend: Trend) -> list[float]:
    limits = [limit for step in trend.band for limit in (step.low, step.high) if limit is not None]
    return [float(value) for value in [*(point.value for point in trend.points), *limits]]


def _labelled(points: list[PlotPoint], frame: _Frame) -> Iterator[PlotPoint]:
    """Yield the points with labels that do not run into each other; the last value always keeps its own."""
    taken: list[PlotPoint] = []
    kept = set()
    for index in sorted(range(len(points)), key=lambda index: (index != len(points) - 1, -index)):
        if all(_apart(points[index], other, frame.text) for other in taken):
            taken.append(points[index])
            kept.add(index)
    for index, point in enumerate(points):
        half = frame.text * 0.3 * len(point.source.label)
        x = min(max(point.label_x, frame.left + half), frame.right + frame.text * 1.4 - half)
        yield point.model_copy(update={"labelled": index in kept, "label_x": x})


def _apart(one: PlotPoint, other: PlotPoint, text: float) -> bool:
    width = text * 0.35 * (len(one.source.label) + len(other.source.label))
    return abs(one.label_x - other.label_x) > width or abs(one.label_y - other.label_y) > text * 1.1
