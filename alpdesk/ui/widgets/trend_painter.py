"""The strokes of the trend chart: band, line, signs, medicines and events."""

from math import ceil

from PySide6.QtCore import QCoreApplication, QDate, QLineF, QLocale, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from alpdesk.domain.axes import DateStep
from alpdesk.domain.plot import DateTick, Plot, PlotBar, PlotBox, PlotMark, PlotPoint
from alpdesk.domain.records import Comparator, Flag
from alpdesk.domain.trend import Trend
from alpdesk.ui.theme import Colours
from alpdesk.ui.widgets.dates import format_date
from alpdesk.ui.widgets.flags import arrow_of, flag_colour, flag_word
from alpdesk.ui.widgets.numbers import as_shown
from alpdesk.ui.widgets.trend_signs import is_filled, sign
from alpdesk.ui.widgets.trend_words import Beside, beside_words

_CENTRE = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_FORMATS = {DateStep.DAY: "d MMM", DateStep.MONTH: "MMM yy", DateStep.YEAR: "yyyy"}


def point_words(point: PlotPoint, trend: Trend) -> str:
    """Say one point in words."""
    typed = f" ({as_shown(point.source.typed)})" if point.source.typed else ""
    value = f"{trend.name} {as_shown(point.source.label)} {trend.unit}{typed}"
    return f"{value}, {format_date(point.source.day)}: {flag_word(point.source.flag)}"


class TrendPainter:
    """Draws a plot in the colours and the font it is given."""

    def __init__(self, painter: QPainter, inks: Colours, font: QFont, locale: QLocale) -> None:
        self._painter = painter
        self._inks = inks
        self._font = QFont(font)
        self._small = QFont(font)
        self._small.setPointSizeF(max(9.0, font.pointSizeF() * 0.9))
        self._locale = locale

    def draw(self, plot: Plot, trend: Trend, *, named: bool = False) -> None:
        """Draw everything that does not move; ``named`` writes above what it is."""
        self._painter.setFont(self._small)
        for box in plot.band:
            self._band(box)
        self._axes(plot)
        if named:
            self._name(plot, trend)
        else:
            self._band_words(plot)
        self._line(plot)
        self._points(plot)
        for point in plot.points:
            if point.labelled:
                self._label(point)
        for bar in plot.bars:
            self._bar(bar, plot)
        self._marks(plot)

    def draw_day(self, x: float, plot: Plot) -> None:
        """Draw a hair line through the day that is looked at."""
        self._painter.setPen(QPen(QColor(self._inks.control), 1, Qt.PenStyle.DotLine))
        self._painter.drawLine(QLineF(x, plot.top, x, plot.bottom))

    def draw_visited(self, point: PlotPoint, plot: Plot, trend: Trend) -> None:
        """Ring the visited point and say its value beside it."""
        self._painter.setPen(QPen(QColor(self._inks.accent), 2))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawEllipse(QPointF(point.x, point.y), plot.text * 0.85, plot.text * 0.85)
        day = format_date(point.source.day)
        first = f"{arrow_of(point.source.flag)} {as_shown(point.source.label)} {trend.unit}".strip()
        typed = f" · {as_shown(point.source.typed)}" if point.source.typed else ""
        words = (first, f"{day}{typed} · {flag_word(point.source.flag)}")
        self._bubble((point.x, point.y), plot, words, self._ink(point.source.flag))

    def draw_beside(self, thing: Beside, plot: Plot) -> None:
        """Say what a medicine, an event or a decision is, and when, with a line up to its days."""
        self._painter.setPen(QPen(QColor(self._inks.accent), 1, Qt.PenStyle.DashLine))
        ends = (thing.left, thing.right) if isinstance(thing, PlotBar) else (thing.x,)
        self._painter.drawLines([QLineF(x, plot.top, x, thing.y) for x in ends])
        self._bubble((sum(ends) / len(ends), thing.y), plot, beside_words(thing), QColor(self._inks.text))

    def draw_focus(self, frame: QRect) -> None:
        """Show that the keyboard is here."""
        self._painter.setPen(QPen(QColor(self._inks.accent), 2))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRoundedRect(QRectF(frame).adjusted(1, 1, -1, -1), 6, 6)

    def _name(self, plot: Plot, trend: Trend) -> None:
        self._painter.setPen(QColor(self._inks.text))
        place = QRectF(plot.left, 0, plot.right - plot.left, plot.text * 1.6)
        self._painter.drawText(place, _LEFT, f"{trend.name}  {trend.unit}")

    def _line(self, plot: Plot) -> None:
        self._painter.save()
        self._painter.setClipRect(QRectF(QPointF(plot.left, plot.top - 2), QPointF(plot.right, plot.bottom + 2)))
        self._painter.setPen(QPen(QColor(self._inks.muted), 1.4))
        self._painter.drawLines([QLineF(*line) for line in plot.lines])
        self._painter.restore()

    def _band(self, box: PlotBox) -> None:
        area = QRectF(QPointF(box.left, box.top), QPointF(box.right, box.bottom))
        self._painter.fillRect(area, QColor(self._inks.band))
        self._painter.setPen(QPen(QColor(self._inks.accent), 1.2))
        if box.low is not None:
            self._painter.drawLine(area.bottomLeft(), area.bottomRight())
        if box.high is not None:
            self._painter.drawLine(area.topLeft(), area.topRight())

    def _band_words(self, plot: Plot) -> None:
        """Name the interval of today inside the last piece of the band."""
        if not plot.band:
            return
        box = plot.band[-1]
        words = QCoreApplication.translate("TrendPainter", "interval {limits}").format(limits=self._limits(box))
        metrics = QFontMetricsF(self._small)
        if box.right - box.left < metrics.horizontalAdvance(words) + 8:
            words = self._limits(box)
        width = metrics.horizontalAdvance(words) + 2
        place = QRectF(box.right - width - 6, box.top + 3, width, metrics.height())
        if any(place.adjusted(-8, -8, 8, 8).contains(point.x, point.y) for point in plot.points):
            place.moveTop(box.top + (box.bottom - box.top - metrics.height()) / 2)
        self._painter.setPen(QColor(self._inks.muted))
        self._painter.drawText(place, _RIGHT, words)

    def _axes(self, plot: Plot) -> None:
        grid, ink = QPen(QColor(self._inks.line), 1), QColor(self._inks.muted)
        for tick in plot.values:
            self._painter.setPen(grid)
            self._painter.drawLine(QLineF(plot.left, tick.y, plot.right, tick.y))
            self._painter.setPen(ink)
            text = tick.text.replace(".", self._locale.decimalPoint())
            self._painter.drawText(
                QRectF(0, tick.y - plot.text, plot.left - plot.text * 0.6, plot.text * 2), _RIGHT, text
            )
        for date in plot.dates:
            self._date(date, plot, ink)

    def _date(self, tick: DateTick, plot: Plot, ink: QColor) -> None:
        self._painter.setPen(ink)
        self._painter.drawLine(QLineF(tick.x, plot.bottom, tick.x, plot.bottom + plot.text * 0.35))
        words = self._locale.toString(QDate(tick.day), _FORMATS[tick.step])
        room = plot.text * 6
        left = min(max(tick.x - room / 2, 0.0), plot.width - room)
        self._painter.drawText(QRectF(left, plot.bottom + plot.text * 0.4, room, plot.text * 1.7), _CENTRE, words)

    def _points(self, plot: Plot) -> None:
        """Draw the points, those of a kind after one another."""
        kinds: dict[tuple[Flag, Comparator], list[PlotPoint]] = {}
        for point in plot.points:
            kinds.setdefault((point.source.flag, point.source.comparator), []).append(point)
        for (flag, comparator), points in kinds.items():
            shape = sign(flag, comparator, plot.text * 0.42)
            ink = self._ink(flag)
            self._painter.setPen(QPen(ink, 1.6))
            self._painter.setBrush(ink if is_filled(flag, comparator) else QColor(self._inks.raised))
            for point in points:
                self._painter.drawPath(shape.translated(point.x, point.y))

    def _label(self, point: PlotPoint) -> None:
        words = f"{as_shown(point.source.label)} {arrow_of(point.source.flag)}".strip()
        width = QFontMetricsF(self._small).horizontalAdvance(words)
        self._painter.setPen(self._ink(point.source.flag))
        self._painter.drawText(QPointF(point.label_x - width / 2, point.label_y), words)

    def _bar(self, bar: PlotBar, plot: Plot) -> None:
        thick = plot.text * 1.35
        area = QRectF(bar.left, bar.y - thick / 2, max(bar.right - bar.left, 3.0), thick)
        self._painter.setPen(QPen(QColor(self._inks.accent), 1))
        self._painter.setBrush(QColor(self._inks.accent_soft))
        self._painter.drawRoundedRect(area, 3, 3)
        metrics = QFontMetricsF(self._small)
        width = metrics.horizontalAdvance(bar.text)
        inside = area.adjusted(6, 0, -4, 0)
        if width > inside.width() and width < plot.width - area.right() - 6:
            inside = QRectF(area.right() + 5, area.top(), width + 2, thick)
        elif width > inside.width() and width < area.left() - plot.left:
            inside = QRectF(area.left() - width - 6, area.top(), width + 2, thick)
        self._painter.setPen(QColor(self._inks.text))
        words = metrics.elidedText(bar.text, Qt.TextElideMode.ElideRight, inside.width())
        self._painter.drawText(inside, _LEFT, words)

    def _marks(self, plot: Plot) -> None:
        free = plot.left
        metrics = QFontMetricsF(self._small)
        ends = [*(mark.x - plot.text for mark in plot.marks[1:]), plot.width]
        for mark, end in zip(plot.marks, ends, strict=False):
            self._sign(mark, plot.text * 0.45)
            before, after = mark.x - plot.text - free, end - mark.x - plot.text
            free = max(free, mark.x + plot.text)
            wanted = metrics.horizontalAdvance(mark.text)
            left_of = after < wanted and before > after
            room = before if left_of else after
            if room <= plot.text * 3:
                continue
            words = metrics.elidedText(mark.text, Qt.TextElideMode.ElideRight, room)
            start = mark.x - plot.text - room if left_of else mark.x + plot.text
            self._painter.setPen(QColor(self._inks.text))
            place = QRectF(start, mark.y - plot.text, room, plot.text * 2)
            self._painter.drawText(place, _RIGHT if left_of else _LEFT, words)
            if not left_of:
                free = mark.x + plot.text * 2 + ceil(metrics.horizontalAdvance(words))

    def _sign(self, mark: PlotMark, radius: float) -> None:
        """A diamond for what happened, a square for what was decided."""
        ink = "accent" if mark.decision else "caution"
        self._painter.setPen(QPen(QColor(getattr(self._inks, ink)), 1.2))
        self._painter.setBrush(QColor(getattr(self._inks, f"{ink}_soft")))
        corners: tuple[tuple[float, float], ...] = ((0, -radius), (radius, 0), (0, radius), (-radius, 0))
        if mark.decision:
            radius *= 0.85
            corners = ((-radius, -radius), (radius, -radius), (radius, radius), (-radius, radius))
        self._painter.drawPolygon(QPolygonF([QPointF(mark.x + x, mark.y + y) for x, y in corners]))

    def _bubble(self, at: tuple[float, float], plot: Plot, lines: tuple[str, str], ink: QColor) -> None:
        bold = QFont(self._font)
        bold.setBold(True)
        fonts = (bold, self._small)
        pairs = list(zip(fonts, lines, strict=True))
        width = max(QFontMetricsF(font).horizontalAdvance(line) for font, line in pairs) + 20
        height = sum(QFontMetricsF(font).height() for font in fonts) + 12
        left = min(max(at[0] - width / 2, 2.0), plot.width - width - 2)
        above = at[1] - height - plot.text * 1.3
        area = QRectF(left, above if above > 0 else at[1] + plot.text * 1.3, width, height)
        self._painter.setPen(QPen(QColor(self._inks.control), 1))
        self._painter.setBrush(QColor(self._inks.raised))
        self._painter.drawRoundedRect(area, 6, 6)
        top = area.top() + 6
        for font, line in pairs:
            self._painter.setFont(font)
            self._painter.setPen(ink if font is bold else QColor(self._inks.text))
            step = QFontMetricsF(font).height()
            self._painter.drawText(QRectF(area.left(), top, width, step), _CENTRE, line)
            top += step

    def _limits(self, box: PlotBox) -> str:
        low, high = box.low, box.high
        words = f"{low.normalize():f}–{high.normalize():f}" if low is not None and high is not None else ""
        if not words:
            words = (
                f"≥ {low.normalize():f}" if low is not None else f"≤ {high.normalize():f}" if high is not None else ""
            )
        return words.replace(".", self._locale.decimalPoint())

    def _ink(self, flag: Flag) -> QColor:
        return QColor(self._inks.text if flag in {Flag.WITHIN, Flag.NONE} else flag_colour(flag, self._inks))
