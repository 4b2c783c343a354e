"""The geometry of a trend chart in plain floats, shared by the window and the letter."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import pairwise, takewhile
from math import floor

from alpdesk.domain import axes
from alpdesk.domain.axes import DateStep
from alpdesk.domain.records import Flag
from alpdesk.domain.span import Span, span_of
from alpdesk.domain.trend import BandStep, Trend, TrendBar, TrendMark, TrendPoint

Line = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ValueTick:
    """A line across the chart at a round value."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class DateTick:
    """A tick of the date axis; whoever draws it writes the date in the reader's language."""

    x: float
    day: date
    step: DateStep


@dataclass(frozen=True, slots=True)
class PlotBox:
    """A piece of the interval band."""

    left: float
    top: float
    right: float
    bottom: float
    low: Decimal | None
    high: Decimal | None
    label: str


@dataclass(frozen=True, slots=True)
class PlotPoint:
    """A value on the chart, with the middle of the baseline of its label; ``index`` counts all values, shown or not."""

    index: int
    x: float
    y: float
    label_x: float
    label_y: float
    labelled: bool
    source: TrendPoint


@dataclass(frozen=True, slots=True)
class PlotBar:
    """A medicine under the chart; an open end goes on beyond the edge."""

    left: float
    right: float
    y: float
    text: str
    opens_left: bool
    opens_right: bool
    start: date | None = None
    stop: date | None = None


@dataclass(frozen=True, slots=True)
class PlotMark:
    """An event or a decision under the chart."""

    x: float
    y: float
    text: str
    decision: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart in plain floats, y downwards, in the unit of the width and height it was laid out for."""

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    text: float
    unit: str
    span: Span
    band: tuple[PlotBox, ...]
    lines: tuple[Line, ...]
    points: tuple[PlotPoint, ...]
    values: tuple[ValueTick, ...]
    dates: tuple[DateTick, ...]
    bars: tuple[PlotBar, ...]
    marks: tuple[PlotMark, ...]

    def day_at(self, x: float) -> date:
        """Return the day at a place, the closest shown where the place is beside the chart."""
        share = min(max((x - self.left) / (self.right - self.left), 0.0), 1.0)
        return self.span.start + timedelta(days=round(share * self.span.days))

    def x_of(self, day: date) -> float:
        """Return the place of a day."""
        return self.left + (day - self.span.start).days / self.span.days * (self.right - self.left)

    def nearest(self, x: float, y: float) -> PlotPoint | None:
        """Return the point closest to a place, for a pointer or a finger."""
        return min(self.points, key=lambda point: (point.x - x) ** 2 + (point.y - y) ** 2, default=None)


_LANES = 6


def lay_out(
    trend: Trend, width: float, height: float, *, text: float = 9.0, span: Span | None = None, slim: bool = False
) -> Plot:
    """Return the chart of ``trend`` in a box; ``text`` is the height of its lettering.

    ``span`` is the time to show, if not all. A ``slim`` chart shows values and band only, to lie under another one.
    """
    frame = _Frame(trend, width, height, text, span, slim=slim)
    everywhere = [frame.point(index, point) for index, point in enumerate(trend.points)]
    points = tuple(_labelled([point for point in everywhere if frame.span.holds(point.source.day)], frame))
    readable = [point for point in everywhere if not point.source.suspended]
    return Plot(
        width=width,
        height=height,
        left=frame.left,
        top=frame.top,
        right=frame.right,
        bottom=frame.bottom,
        text=text,
        unit=trend.unit,
        span=frame.span,
        band=tuple(frame.box(step) for step in trend.band if frame.shows(step)),
        lines=tuple(line for a, b in pairwise(readable) if (line := frame.line(a, b)) is not None),
        points=points,
        values=tuple(frame.value_ticks()),
        dates=tuple(frame.date_ticks()),
        bars=tuple(frame.bar(lane, bar) for lane, bar in enumerate(frame.bars)),
        marks=tuple(frame.mark(mark) for mark in frame.marks),
    )


class _Frame:
    """Where days and values fall inside the box."""

    def __init__(
        self, trend: Trend, width: float, height: float, text: float, span: Span | None, *, slim: bool
    ) -> None:
        self.text = text
        self.slim = slim
        self.span = span or span_of([point.day for point in trend.points] or [date(2000, 1, 1)])
        self.start, self.stop = self.span.start, self.span.stop
        self.bars = [] if slim else [bar for bar in trend.bars if self._meets(bar)][:_LANES]
        self.marks = [] if slim else [mark for mark in trend.marks if self.span.holds(mark.on)]
        self.lane = text * 1.7
        self.lanes = len(self.bars) + bool(self.marks)
        self.left, self.right = text * 4.0, width - text * 1.5
        self.top = text * (2.6 if slim else 1.8)
        foot = text * 0.8 if slim else text * 2.0 + self.lanes * self.lane
        self.bottom = max(self.top + text, height - foot)
        self.scale = axes.scale(self._extremes(trend), lines=(self.bottom - self.top) / (text * 2.4))

    def x(self, day: date) -> float:
        share = (day - self.start).days / (self.stop - self.start).days
        return self.left + share * (self.right - self.left)

    def y(self, value: float) -> float:
        share = (value - self.scale.bottom) / (self.scale.top - self.scale.bottom)
        return self.bottom - share * (self.bottom - self.top)

    def line(self, one: PlotPoint, other: PlotPoint) -> Line | None:
        """Return the piece of the line between two values that lies in the time shown."""
        if other.x < self.left or one.x > self.right:
            return None
        if one.x == other.x:
            return one.x, one.y, other.x, other.y
        slope = (other.y - one.y) / (other.x - one.x)
        left, right = max(one.x, self.left), min(other.x, self.right)
        return left, one.y + slope * (left - one.x), right, one.y + slope * (right - one.x)

    def point(self, index: int, point: TrendPoint) -> PlotPoint:
        x, y = self.x(point.day), self.y(float(point.value))
        below = point.flag is Flag.LOW and y + self.text * 1.6 < self.bottom
        label_y = y + self.text * 1.5 if below else y - self.text * 0.8
        return PlotPoint(index=index, x=x, y=y, label_x=x, label_y=label_y, labelled=True, source=point)

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
        if self.slim:
            return
        room = max(2, floor((self.right - self.left) / (self.text * 6.5)))
        for day, step in axes.date_ticks(self.start, self.stop, room):
            yield DateTick(x=self.x(day), day=day, step=step)

    def bar(self, lane: int, bar: TrendBar) -> PlotBar:
        opens_left = bar.start is None or bar.start < self.start
        opens_right = bar.stop is None or bar.stop > self.stop
        left = self.left if bar.start is None else self.x(max(bar.start, self.start))
        right = self.right if bar.stop is None else self.x(min(bar.stop, self.stop))
        y = self._lane_y(lane)
        return PlotBar(left, right, y, bar.text, opens_left, opens_right, start=bar.start, stop=bar.stop)

    def mark(self, mark: TrendMark) -> PlotMark:
        return PlotMark(self.x(mark.on), self._lane_y(len(self.bars)), mark.text, mark.decision, on=mark.on)

    def _lane_y(self, lane: int) -> float:
        return self.bottom + self.text * 2.0 + (lane + 0.5) * self.lane

    def _extremes(self, trend: Trend) -> list[float]:
        """Return the values and limits of the time shown; of all time where it shows no value."""
        steps = [step for step in trend.band if self.shows(step)]
        limits = [limit for step in steps for limit in (step.low, step.high) if limit is not None]
        shown = [point.value for point in trend.points if self.span.holds(point.day)]
        values = shown or [point.value for point in trend.points]
        return [float(value) for value in [*values, *limits]]

    def _meets(self, bar: TrendBar) -> bool:
        begins = bar.start is None or bar.start <= self.stop
        return begins and (bar.stop is None or bar.stop >= self.start)


def _labelled(points: list[PlotPoint], frame: _Frame) -> Iterator[PlotPoint]:
    """Yield the points with labels that do not run into each other; the last value always keeps its own."""
    taken: list[PlotPoint] = []
    kept = set()
    widest = frame.text * 0.7 * max((len(point.source.label) for point in points), default=0)
    for point in reversed(points):
        beside = takewhile(partial(_is_near, point.label_x + widest), reversed(taken))
        if all(_apart(point, other, frame.text) for other in beside):
            taken.append(point)
            kept.add(point.index)
    for point in points:
        half = frame.text * 0.3 * len(point.source.label)
        x = min(max(point.label_x, frame.left + half), frame.right + frame.text * 1.4 - half)
        yield replace(point, labelled=point.index in kept, label_x=x)


def _is_near(end: float, other: PlotPoint) -> bool:
    return other.label_x <= end


def _apart(one: PlotPoint, other: PlotPoint, text: float) -> bool:
    width = text * 0.35 * (len(one.source.label) + len(other.source.label))
    return abs(one.label_x - other.label_x) > width or abs(one.label_y - other.label_y) > text * 1.1
