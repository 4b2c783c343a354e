"""A trend as vectors on the page: readable without colour, lows by sign and word."""

from collections.abc import Callable
from datetime import date

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from alpdesk.domain.axes import DateStep
from alpdesk.domain.plot import DateTick, Plot, PlotBar, PlotMark, PlotPoint, lay_out
from alpdesk.domain.records import Flag
from alpdesk.domain.trend import Trend
from alpdesk.letters import fonts
from alpdesk.letters.lines import draw
from alpdesk.letters.styles import BAND, INK, MUTED, RULE

_USUAL = 7.5
DateWords = Callable[[date, DateStep], str]


class Chart(Flowable):
    """Draws one trend; y grows downwards inside."""

    keepWithNext = 1  # noqa: N815  (reportlab's name)

    def __init__(self, trend: Trend, width: float, height: float, name_date: DateWords, text: float = 7.5) -> None:
        super().__init__()
        height += text * 1.7 * (len(trend.bars) + bool(trend.marks))
        self.width, self.height = width, height
        self.spaceAfter = 2
        self.plot = lay_out(trend, width, height, text=text)
        self._name_date = name_date

    def draw(self) -> None:
        pen = _Pen(self.canv, self.height, self.plot.text)
        _draw_band(pen, self.plot)
        _draw_axes(pen, self.plot, self._name_date)
        for bar in self.plot.bars:
            _draw_bar(pen, bar)
        for mark in self.plot.marks:
            _draw_mark(pen, mark, self.plot.right)
        pen.lines(self.plot.lines)
        for point in self.plot.points:
            _draw_point(pen, point)


class _Pen:
    """A canvas seen from the top left corner of the drawing."""

    def __init__(self, canvas: Canvas, height: float, size: float) -> None:
        self.canvas, self.size = canvas, size
        self._height = height
        self.scale = size / _USUAL

    def line(self, x1: float, y1: float, x2: float, y2: float, *, width: float = 0.5, muted: bool = False) -> None:
        self.canvas.setStrokeColor(RULE if muted else INK)
        self.canvas.setLineWidth(width)
        self.canvas.line(x1, self._height - y1, x2, self._height - y2)

    def lines(self, lines: tuple[tuple[float, float, float, float], ...]) -> None:
        for line in lines:
            self.line(*line, width=0.9)

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        self.canvas.setFillColor(BAND)
        self.canvas.rect(left, self._height - bottom, right - left, bottom - top, stroke=0, fill=1)

    def triangle(self, x: float, y: float, half: float, *, up: bool) -> None:
        path = self.canvas.beginPath()
        tip, base = (half, -half) if up else (-half, half)
        path.moveTo(x, self._height - y + tip)
        path.lineTo(x - half, self._height - y + base)
        path.lineTo(x + half, self._height - y + base)
        path.close()
        self._filled()
        self.canvas.drawPath(path, stroke=1, fill=1)

    def ring(self, x: float, y: float, radius: float, *, filled: bool = False) -> None:
        self._filled()
        if not filled:
            self.canvas.setFillColorRGB(1, 1, 1)
        self.canvas.circle(x, self._height - y, radius, stroke=1, fill=1)

    def text(self, x: float, y: float, text: str, *, bold: bool = False, anchor: float = 0) -> None:
        """Write on a baseline; ``anchor`` is the share of the text left of ``x``."""
        size = self.size
        x -= anchor * fonts.width(text, size, bold=bold)
        self.canvas.setFillColor(INK if bold else MUTED)
        self.canvas.setStrokeColor(INK if bold else MUTED)
        draw(self.canvas, text, (x, self._height - y), size, bold=bold)

    def _filled(self) -> None:
        self.canvas.setStrokeColor(INK)
        self.canvas.setLineWidth(0.9)
        self.canvas.setFillColor(INK)


def _draw_band(pen: _Pen, plot: Plot) -> None:
    for box in plot.band:
        pen.box(box.left, box.top, box.right, box.bottom)
        for y, limit in ((box.top, box.high), (box.bottom, box.low)):
            if limit is not None:
                pen.line(box.left, y, box.right, y, muted=True)


def _draw_axes(pen: _Pen, plot: Plot, name_date: DateWords) -> None:
    pen.line(plot.left, plot.top, plot.left, plot.bottom)
    pen.line(plot.left, plot.bottom, plot.right, plot.bottom)
    pen.text(plot.left, plot.top - plot.text * 0.8, plot.unit, anchor=1)
    for tick in plot.values:
        if plot.top - 1 <= tick.y <= plot.bottom + 1:
            pen.line(plot.left - 2.5, tick.y, plot.left, tick.y)
            pen.text(plot.left - 4, tick.y + plot.text * 0.35, tick.text, anchor=1)
    for day in plot.dates:
        _draw_date(pen, plot, day, name_date)


def _draw_date(pen: _Pen, plot: Plot, tick: DateTick, name_date: DateWords) -> None:
    text = name_date(tick.day, tick.step)
    half = fonts.width(text, pen.size) / 2
    pen.line(tick.x, plot.bottom, tick.x, plot.bottom + 2.5)
    pen.text(min(tick.x, plot.width - half), plot.bottom + plot.text * 1.4, text, anchor=0.5)


def _draw_bar(pen: _Pen, bar: PlotBar) -> None:
    y, scale = bar.y - 3 * pen.scale, pen.scale
    pen.line(bar.left, y, bar.right, y, width=2.2, muted=True)
    for x, opens, step in ((bar.left, bar.opens_left, 2.5), (bar.right, bar.opens_right, -2.5)):
        if not opens:
            pen.line(x, y - 2.5, x, y + 2.5, width=0.9)
        else:
            pen.line(x, y, x + step, y, width=0.9)
    pen.text(bar.left + 2, bar.y + 5.4 * scale, bar.text)


def _draw_mark(pen: _Pen, mark: PlotMark, right: float) -> None:
    pen.ring(mark.x, mark.y, 2.0 * pen.scale, filled=True)
    beside = 5 * pen.scale
    fits = mark.x + beside + fonts.width(mark.text, pen.size) <= right + 8
    pen.text(mark.x + (beside if fits else -beside), mark.y + 2.5 * pen.scale, mark.text, anchor=0 if fits else 1)


def _draw_point(pen: _Pen, point: PlotPoint) -> None:
    flag = point.source.flag
    if flag is Flag.SUSPENDED:
        pen.line(point.x - 2.5, point.y - 2.5, point.x + 2.5, point.y + 2.5, width=0.9)
        pen.line(point.x - 2.5, point.y + 2.5, point.x + 2.5, point.y - 2.5, width=0.9)
    elif flag in {Flag.LOW, Flag.HIGH}:
        pen.triangle(point.x, point.y, 3.0 * pen.scale, up=flag is Flag.HIGH)
    else:
        pen.ring(point.x, point.y, 2.4 * pen.scale)
    if point.labelled:
        pen.text(point.label_x, point.label_y, point.source.label, bold=True, anchor=0.5)
