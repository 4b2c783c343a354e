"""ALP over time with its tools, and its companions under it in the same time."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.domain.span import Span
from alpdesk.domain.trend import Trend
from alpdesk.ui.theme import SPACE_1
from alpdesk.ui.widgets import IconButton, PlainLabel
from alpdesk.ui.widgets.cards import clear
from alpdesk.ui.widgets.time_window import TimeWindow
from alpdesk.ui.widgets.trend_chart import TrendChart
from alpdesk.ui.widgets.trend_picture import save_picture
from alpdesk.ui.widgets.trend_words import legend

_ALONE, _AMONG = 160, 240


class TrendStack(QWidget):
    """Signals: ``panel_chosen`` with a sample, ``grew(int)`` when charts were opened or shut: how many are open."""

    panel_chosen = Signal(int)
    grew = Signal(int)
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.time = TimeWindow(self)
        self.chart = TrendChart(self.time)
        self.companions: tuple[TrendChart, ...] = ()
        self.title = PlainLabel("", "heading")
        self.smaller = IconButton("zoom-out", self.tr("Show more time (−)"))
        self.larger = IconButton("zoom-in", self.tr("Show less time (+)"))
        self.whole = IconButton("undo-2", self.tr("Show all values again (0)"))
        self.beside = IconButton("chart-line", self.tr("Companion tests over time (T)"))
        self.save = IconButton("download", self.tr("Save the chart as a picture…"))
        self.legend = PlainLabel("", "small", wrap=True)
        self._below = QVBoxLayout()
        self._trends: tuple[Trend, ...] = ()
        self._build()
        self._connect()

    def show_trends(self, alp: Trend, companions: Sequence[Trend], home: Span | None, whole: Span | None) -> None:
        """Show a patient's charts; whether the companions are open stays as it was."""
        self._trends = tuple(companions)
        self.title.setText(self.tr("{analyte}, {unit}").format(analyte=alp.name, unit=alp.unit))
        if home is not None and whole is not None:
            self.time.set_times(home, whole)
        self.chart.show_trend(alp)
        self.beside.setEnabled(bool(companions))
        self._lay_companions()

    def toggle_companions(self) -> None:
        """Open or shut the charts under ALP."""
        if self.beside.isEnabled():
            self.beside.click()

    def _build(self) -> None:
        self.beside.setCheckable(True)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.title, 1)
        for button in (self.smaller, self.larger, self.whole, self.beside, self.save):
            head.addWidget(button)
        self._below.setSpacing(SPACE_1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        column.addLayout(head)
        column.addWidget(self.chart, 1)
        column.addLayout(self._below)
        column.addWidget(self.legend)

    def _connect(self) -> None:
        self.chart.panel_chosen.connect(self.panel_chosen)
        self.smaller.clicked.connect(lambda: self.chart.zoom(-1))
        self.larger.clicked.connect(lambda: self.chart.zoom(1))
        self.whole.clicked.connect(self.time.reset)
        self.beside.toggled.connect(self._lay_companions)
        self.save.clicked.connect(self._save)
        self.time.changed.connect(lambda: self.whole.setEnabled(not self.time.is_home))

    def _lay_companions(self) -> None:
        clear(self._below)
        shown = self._trends if self.beside.isChecked() else ()
        self.companions = tuple(TrendChart(self.time, slim=True) for _ in shown)
        for chart, trend in zip(self.companions, shown, strict=True):
            chart.show_trend(trend)
            chart.panel_chosen.connect(self.panel_chosen)
            self._below.addWidget(chart)
        drawn = [trend for trend in (self.chart.trend(), *shown) if trend is not None]
        self.legend.setText(legend(drawn))
        self.legend.setVisible(bool(self.legend.text()))
        self.chart.setMinimumHeight(_AMONG if shown else _ALONE)
        self.grew.emit(sum(chart.minimumHeight() + SPACE_1 for chart in self.companions))

    def _save(self) -> None:
        drawn = [chart.trend() for chart in (self.chart, *self.companions)]
        told = save_picture(self, [trend for trend in drawn if trend is not None], self.time.shown)
        if told:
            self.said.emit(told)
