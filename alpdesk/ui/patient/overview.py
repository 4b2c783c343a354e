"""ALP over time beside every result: the chart and the table in one order of time."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from alpdesk.domain.records import PanelWithResults, PatientRecord
from alpdesk.domain.rules import RuleBook
from alpdesk.ui.clinical.names import analyte_names
from alpdesk.ui.patient.trends import Trends, low_alp_set
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Button, Card, EmptyState, PlainLabel
from alpdesk.ui.widgets.flow import FlowRow
from alpdesk.ui.widgets.results_grid import Show, lay_grid
from alpdesk.ui.widgets.results_table import ResultsTable
from alpdesk.ui.widgets.trend_stack import TrendStack


class Overview(QWidget):
    """Signals: ``panel_chosen`` with the id of a sample that was opened."""

    panel_chosen = Signal(int)

    def __init__(self, rules: RuleBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = analyte_names(rules)
        self._work_up = frozenset(low_alp_set(rules))
        self._panels: Sequence[PanelWithResults] = ()
        self._unread: frozenset[int | None] = frozenset()
        self.trends = TrendStack()
        self.chart = self.trends.chart
        self.table = ResultsTable()
        self.shows = {
            Show.ALL: Button(self.tr("All")),
            Show.ABNORMAL: Button(self.tr("Abnormal")),
            Show.LOW_ALP_SET: Button(self.tr("Low-ALP set")),
        }
        self._show = Show.ALL
        self._build()
        self._connect()

    def show_results(
        self, record: PatientRecord, trends: Trends, panels: Sequence[PanelWithResults] | None = None
    ) -> None:
        """Show the results of a patient; ``panels`` are those of the table, withdrawn ones too."""
        self._panels = record.panels if panels is None else panels
        self._unread = frozenset(point.panel_id for point in trends.alp.points if point.suspended)
        self.trends.show_trends(trends.alp, trends.companions, trends.home, trends.whole)
        self._stack.setCurrentIndex(0 if self._panels else 1)
        self._drawn.setVisible(bool(record.panels))
        self._lay()

    def _lay(self) -> None:
        self.table.show_grid(lay_grid(self._panels, self._titles, self._show, self._work_up, self._unread))
        self.table.verticalScrollBar().setValue(0)

    def _pick(self, show: Show) -> None:
        self._show = show
        self._lay()

    def _build(self) -> None:
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        self._drawn = self._chart_card()
        both.addWidget(self._drawn)
        both.addWidget(self._table_card())
        both.setSizes([450, 600])
        empty = Card()
        empty.body.addWidget(
            EmptyState(
                "chart-line", self.tr("No results yet"), self.tr("New panel (N) types the first one from its report.")
            )
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(both)
        self._stack.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _chart_card(self) -> Card:
        card = Card()
        card.body.setSpacing(SPACE_2)
        card.body.addWidget(self.trends, 1)
        return card

    def _table_card(self) -> Card:
        card = Card()
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(PlainLabel(self.tr("Results"), "heading"))
        ends = QWidget()
        buttons = FlowRow(ends, spacing=SPACE_2)
        for button in self.shows.values():
            button.setCheckable(True)
            group.addButton(button)
            buttons.addWidget(button)
        row.addWidget(ends, 1)
        self.shows[Show.ALL].setChecked(True)
        self.table.setProperty("plain", True)
        card.body.setSpacing(SPACE_3)
        card.body.addLayout(row)
        card.body.addWidget(self.table, 1)
        return card

    def _connect(self) -> None:
        self.trends.panel_chosen.connect(self.panel_chosen)
        self.table.panel_chosen.connect(self.panel_chosen)
        for show, button in self.shows.items():
            button.clicked.connect(lambda _=False, show=show: self._pick(show))
