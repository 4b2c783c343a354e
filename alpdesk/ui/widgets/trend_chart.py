"""One analyte over time, drawn from the geometry that the letter draws from too."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpdesk.domain.plot import Plot, PlotPoint, lay_out
from alpdesk.domain.records import Flag
from alpdesk.domain.span import span_of
from alpdesk.domain.trend import Trend
from alpdesk.ui.spoken import describe
from alpdesk.ui.theme import colours
from alpdesk.ui.widgets.time_window import TimeWindow
from alpdesk.ui.widgets.trend_painter import TrendPainter, point_words
from alpdesk.ui.widgets.trend_words import Beside, all_beside, beside_at, beside_words

_REACH = 18.0
_SHARE = 5
_SLIM_HEIGHT = 104


class TrendChart(QWidget):
    """Points that the pointer and the arrow keys can visit, in a time that can be narrowed and moved.

    Charts that share a ``time`` show the same days; a ``slim`` one lies under another. Signals: ``panel_chosen``
    with the id of the sample whose point was opened with Enter or a double click.
    """

    panel_chosen = Signal(int)
    spoken_role = QAccessible.Role.Chart

    def __init__(self, time: TimeWindow | None = None, *, slim: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares_time = time is not None
        self.time = time or TimeWindow(self)
        self._slim = slim
        self._trend: Trend | None = None
        self._plot: Plot | None = None
        self._picture: QPixmap | None = None
        self._at: int | None = None
        self._beside: int | None = None
        self._dragged: float | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, _SLIM_HEIGHT if slim else 160)
        self.setAccessibleName(self.tr("Trend"))
        self.time.changed.connect(self._lay_out_anew)
        self.time.pointed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(460, _SLIM_HEIGHT if self._slim else 280)

    def show_trend(self, trend: Trend) -> None:
        """Draw ``trend`` in place of what was drawn before."""
        self._trend = trend
        self._at = None
        if not self._shares_time and trend.points:
            span = span_of(point.day for point in trend.points)
            self.time.set_times(span, span)
        self.setAccessibleName(self.tr("{analyte} over time").format(analyte=trend.name))
        describe(self, self._summary())
        self._lay_out_anew()

    def trend(self) -> Trend | None:
        """Return what is drawn."""
        return self._trend

    def current(self) -> PlotPoint | None:
        """Return the point that is visited."""
        plot = self._laid_out()
        return None if plot is None else next((point for point in plot.points if point.index == self._at), None)

    def visit(self, index: int | None) -> None:
        """Visit one point and say it to a screen reader; ``None`` leaves."""
        if index == self._at and self._beside is None:
            return
        self._at, self._beside = index, None
        if index is not None and self._trend is not None:
            self.time.reveal(self._trend.points[index].day)
        point = self.current()
        self.time.point(None if point is None else point.source.day)
        describe(self, self._summary() if point is None or self._trend is None else point_words(point, self._trend))
        self.update()

    def beside(self) -> Beside | None:
        """Return the medicine, event or decision that is visited."""
        plot = self._laid_out()
        others = () if plot is None else all_beside(plot)
        return others[self._beside] if self._beside is not None and self._beside < len(others) else None

    def visit_beside(self, number: int | None) -> None:
        """Visit what lies under the chart, and say it; ``None`` leaves."""
        if number is None or number == self._beside:
            return
        self.visit(None)
        self._beside = number
        thing = self.beside()
        describe(self, "; ".join(beside_words(thing)) if thing is not None else self._summary())
        self.update()

    def zoom(self, steps: int) -> None:
        """Show less time around the visited point, or around the middle."""
        plot, point = self._laid_out(), self.current()
        if plot is not None:
            self.time.zoom(steps, plot.day_at((plot.left + plot.right) / 2) if point is None else point.source.day)

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        plot = self._laid_out()
        if plot is None or self._trend is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._drawn(plot, self._trend))
        drawing = TrendPainter(painter, colours(), self.font(), self.locale())
        if self.time.day is not None and plot.span.holds(self.time.day):
            drawing.draw_day(plot.x_of(self.time.day), plot)
        point = self.current()
        if point is not None:
            drawing.draw_visited(point, plot, self._trend)
        beside = self.beside()
        if beside is not None:
            drawing.draw_beside(beside, plot)
        if self.hasFocus():
            drawing.draw_focus(self.rect())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out_anew()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._lay_out_anew()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._dragged = event.position().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._dragged is not None:
            self._drag(event.position().x())
        else:
            self._visit_under(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._index_at(event.position()) is None:
            self.time.reset()
        else:
            self._open()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls under the pointer, unless somebody works in the chart or holds Ctrl."""
        plot = self._laid_out()
        meant = self.hasFocus() or bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if plot is None or not meant or event.angleDelta().y() == 0:
            super().wheelEvent(event)
            return
        self.time.zoom(1 if event.angleDelta().y() > 0 else -1, plot.day_at(event.position().x()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self.visit(None)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        plot = self._laid_out()
        if self._at is None and plot is not None and plot.points:
            self.visit(plot.points[-1].index)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.visit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        move = self._moves(shifted=shifted).get(event.key())
        if move is None or self._trend is None or not self._trend.points:
            super().keyPressEvent(event)
            return
        move()

    # Internal

    def _moves(self, *, shifted: bool) -> dict[int, Callable[[], None]]:
        days = max(1, self.time.shown.days // _SHARE) if self.time.shown is not None else 1
        last = len(self._trend.points) - 1 if self._trend is not None else 0
        return {
            Qt.Key.Key_Left: (lambda: self.time.pan(-days)) if shifted else (lambda: self._step(-1)),
            Qt.Key.Key_Right: (lambda: self.time.pan(days)) if shifted else (lambda: self._step(1)),
            Qt.Key.Key_Down: lambda: self._step_beside(1),
            Qt.Key.Key_Up: lambda: self._step_beside(-1),
            Qt.Key.Key_Home: lambda: self.visit(0),
            Qt.Key.Key_End: lambda: self.visit(last),
            Qt.Key.Key_Return: self._open,
            Qt.Key.Key_Enter: self._open,
            Qt.Key.Key_Plus: lambda: self.zoom(1),
            Qt.Key.Key_Equal: lambda: self.zoom(1),
            Qt.Key.Key_Minus: lambda: self.zoom(-1),
            Qt.Key.Key_0: self.time.reset,
        }

    def _lay_out_anew(self) -> None:
        self._plot = self._picture = None
        self.update()

    def _laid_out(self) -> Plot | None:
        if self._plot is None and self._trend is not None:
            text = float(self.fontMetrics().ascent()) * 0.9
            size = (float(self.width()), float(self.height()))
            span = self.time.shown if self._trend.points or self._shares_time else None
            self._plot = lay_out(self._trend, *size, text=text, span=span, slim=self._slim)
        return self._plot

    def _drawn(self, plot: Plot, trend: Trend) -> QPixmap:
        """Return what does not move with the pointer, drawn once."""
        if self._picture is None:
            ratio = self.devicePixelRatioF()
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            TrendPainter(painter, colours(), self.font(), self.locale()).draw(plot, trend, named=self._slim)
            painter.end()
        return self._picture

    def _drag(self, x: float) -> None:
        plot = self._laid_out()
        if plot is not None and self._dragged is not None:
            days = (plot.day_at(self._dragged) - plot.day_at(x)).days
            if days:
                self.time.pan(days)
                self._dragged = x

    def _step(self, by: int) -> None:
        if self._trend is not None:
            start = len(self._trend.points) if self._at is None else self._at
            self.visit(min(max(start + by, 0), len(self._trend.points) - 1))

    def _step_beside(self, by: int) -> None:
        plot = self._laid_out()
        many = 0 if plot is None else len(plot.bars) + len(plot.marks)
        if many:
            start = (-1 if by > 0 else many) if self._beside is None else self._beside
            self.visit_beside(min(max(start + by, 0), many - 1))

    def _visit_under(self, place: QPointF) -> None:
        index, plot = self._index_at(place), self._laid_out()
        under = beside_at(plot, place.x(), place.y()) if plot is not None and index is None else None
        if under is None:
            self.visit(index)
        else:
            self.visit_beside(under)

    def _open(self) -> None:
        point = self.current()
        if point is not None and point.source.panel_id is not None:
            self.panel_chosen.emit(point.source.panel_id)

    def _index_at(self, place: QPointF) -> int | None:
        plot = self._laid_out()
        point = plot.nearest(place.x(), place.y()) if plot is not None else None
        if point is None or abs(point.x - place.x()) + abs(point.y - place.y()) > _REACH:
            return None
        return point.index

    def _summary(self) -> str:
        if self._trend is None or not self._trend.points:
            return self.tr("No values yet.")
        points = self._trend.points
        lows = sum(point.flag is Flag.LOW for point in points)
        said = self.tr("1 value") if len(points) == 1 else self.tr("%n values", "", len(points))
        return self.tr(
            "{values}, {lows} of them low. Left and Right visit them, Up and Down what is under them, "
            "plus and minus zoom, 0 shows all again."
        ).format(values=said, lows=lows)
