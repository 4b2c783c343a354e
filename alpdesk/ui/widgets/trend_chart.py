"""One analyte over time, drawn from the geometry that the letter draws from too."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpdesk.domain.plot import Plot, PlotPoint, lay_out
from alpdesk.domain.records import Flag
from alpdesk.domain.trend import Trend
from alpdesk.ui.theme import colours
from alpdesk.ui.widgets.trend_painter import TrendPainter, point_words

_REACH = 18.0
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class TrendChart(QWidget):
    """Points that the pointer and the arrow keys can visit.

    ``panel_chosen`` carries the id of the sample whose point was opened with Enter or a double click.
    """

    panel_chosen = Signal(int)
    spoken_role = QAccessible.Role.Chart

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trend: Trend | None = None
        self._plot: Plot | None = None
        self._at: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 160)
        self.setAccessibleName(self.tr("Trend"))

    def sizeHint(self) -> QSize:
        return QSize(460, 280)

    def show_trend(self, trend: Trend) -> None:
        """Draw ``trend`` in place of what was drawn before."""
        self._trend = trend
        self._at = None
        self._plot = None
        self.setAccessibleName(self.tr("{analyte} over time").format(analyte=trend.name))
        self._describe(self._summary())
        self.update()

    def current(self) -> PlotPoint | None:
        """Return the point that is visited."""
        plot = self._laid_out()
        return plot.points[self._at] if plot is not None and self._at is not None else None

    def visit(self, index: int | None) -> None:
        """Visit one point and say it to a screen reader; ``None`` leaves."""
        if index == self._at:
            return
        self._at = index
        point = self.current()
        self._describe(self._summary() if point is None or self._trend is None else point_words(point, self._trend))
        self.update()

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        plot = self._laid_out()
        if plot is None or self._trend is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing = TrendPainter(painter, colours(), self.font(), self.locale())
        drawing.draw(plot, self._trend)
        point = self.current()
        if point is not None:
            drawing.draw_visited(point, plot, self._trend)
        if self.hasFocus():
            drawing.draw_focus(self.rect())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._plot = None
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._plot = None
            self.update()
        super().changeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.visit(self._index_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self.visit(None)
        super().leaveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._open()

    def focusInEvent(self, event: QFocusEvent) -> None:
        plot = self._laid_out()
        if self._at is None and plot is not None and plot.points:
            self.visit(len(plot.points) - 1)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.visit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plot = self._laid_out()
        last = len(plot.points) - 1 if plot is not None else -1
        moves: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self._step(-1),
            Qt.Key.Key_Right: lambda: self._step(1),
            Qt.Key.Key_Home: lambda: self.visit(0),
            Qt.Key.Key_End: lambda: self.visit(last),
            Qt.Key.Key_Return: self._open,
            Qt.Key.Key_Enter: self._open,
        }
        move = moves.get(event.key())
        if move is None or last < 0:
            super().keyPressEvent(event)
            return
        move()

    # Internal

    def _laid_out(self) -> Plot | None:
        if self._plot is None and self._trend is not None:
            text = float(self.fontMetrics().ascent()) * 0.9
            self._plot = lay_out(self._trend, float(self.width()), float(self.height()), text=text)
        return self._plot

    def _step(self, by: int) -> None:
        plot = self._laid_out()
        if plot is None:
            return
        start = len(plot.points) if self._at is None else self._at
        self.visit(min(max(start + by, 0), len(plot.points) - 1))

    def _open(self) -> None:
        point = self.current()
        if point is not None and point.source.panel_id is not None:
            self.panel_chosen.emit(point.source.panel_id)

    def _index_at(self, place: QPointF) -> int | None:
        plot = self._laid_out()
        point = plot.nearest(place.x(), place.y()) if plot is not None else None
        if plot is None or point is None or abs(point.x - place.x()) + abs(point.y - place.y()) > _REACH:
            return None
        return plot.points.index(point)

    def _summary(self) -> str:
        if self._trend is None or not self._trend.points:
            return self.tr("No values yet.")
        points = self._trend.points
        lows = sum(point.flag is Flag.LOW for point in points)
        return self.tr("{count} values, {lows} of them low. Left and Right visit them.").format(
            count=len(points), lows=lows
        )

    def _describe(self, words: str) -> None:
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
