"""The figures of the day: how much there is in each list."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from alpdesk.services.worklist import Counts
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.theme import SPACE_3
from alpdesk.ui.today.rows import Kind
from alpdesk.ui.widgets.count_tile import CountTile

_WIDE = 860
_IN_A_ROW = 3


class Tiles(QWidget):
    """Signals: ``chosen(str)`` with the list a figure stands for. Two rows where the window is narrow."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles = {
            Kind.UNANSWERED: CountTile("arrow-down", self.tr("patients unanswered"), "low"),
            Kind.OVERDUE: CountTile("calendar-x", self.tr("overdue"), "caution"),
            Kind.DUE: CountTile("calendar-clock", self.tr("due"), "accent"),
            Kind.CLOSED: CountTile("circle-check", self.tr("closed lately"), "muted"),
            Kind.LETTERS: CountTile("printer", self.tr("letters to print"), "accent"),
            Kind.REVIEW: CountTile("clipboard-check", self.tr("to review"), "accent"),
        }
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE_3)
        self._place()
        for kind, tile in self.tiles.items():
            tile.clicked.connect(lambda _=False, kind=kind: self.chosen.emit(kind.value))

    def show_counts(self, counts: Counts, *, mine: bool = False) -> None:
        """Show how much there is; what waits for review is counted of the whole clinic, and says so among ``mine``."""
        one, many = self.tr("patient unanswered"), self.tr("patients unanswered", "", counts.unanswered)
        self.tiles[Kind.UNANSWERED].setText(counted(counts.unanswered, one, many))
        self.tiles[Kind.REVIEW].setText(self.tr("to review, whole clinic") if mine else self.tr("to review"))
        figures = {
            Kind.UNANSWERED: counts.unanswered, Kind.OVERDUE: counts.overdue, Kind.DUE: counts.due,
            Kind.CLOSED: counts.closed, Kind.LETTERS: counts.letters, Kind.REVIEW: counts.to_review,
        }  # fmt: skip
        for kind, tile in self.tiles.items():
            tile.show_count(figures[kind])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        columns = len(self.tiles) if self.width() >= _WIDE else _IN_A_ROW
        if columns == self._columns:
            return
        self._columns = columns
        for place, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, place // columns, place % columns)
