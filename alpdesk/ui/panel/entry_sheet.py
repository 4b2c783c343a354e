"""The rows of a panel, one under the other, walked with Enter."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from alpdesk.services.panels import ResultDraft
from alpdesk.ui.panel.entry_row import LAST, NOW, UNIT, VALUE, EntryRow, Room
from alpdesk.ui.panel.shown import RowSpec
from alpdesk.ui.theme import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from alpdesk.ui.widgets import PlainLabel


class EntrySheet(QWidget):
    """Signals carry the analyte: ``edited``, ``entered``, ``left``.

    ``answered`` also carries whether the offer is taken, ``retyped`` what was typed in the second look.
    ``shown`` carries the cell the cursor went to, which has to be in sight.
    """

    edited = Signal(str)
    entered = Signal(str)
    left = Signal(str)
    answered = Signal(str, bool)
    retyped = Signal(str, str)
    shown = Signal(QWidget)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, EntryRow] = {}
        self._room: int | None = None
        self._body = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self._column.addWidget(self._body)
        self._column.addStretch(1)
        self._grid = self._headed_grid()

    def show_rows(self, specs: Sequence[RowSpec], typed: Mapping[str, ResultDraft]) -> None:
        """Make the rows anew; cells typed before stay."""
        self._start_again()
        for number, spec in enumerate(specs, 1):
            self._add(spec, number, typed.get(spec.analyte))
        self._body.show()
        self._fit_again()

    def append(self, spec: RowSpec) -> None:
        """Add one row at the end."""
        self._add(spec, len(self._rows) + 1, None)
        self._rows[spec.analyte].show()
        self._fit_again()

    def fit(self, room: int) -> None:
        """Put away what can be spared where the rows have not the room for all of it, as beside a scan."""
        self._room = room
        columns = [max(column) for column in zip(*(row.widths() for row in self._rows.values()), strict=True)]
        needed = sum(columns) + NOW * SPACE_3 + 2 * SPACE_4
        less = needed - sum(columns[NOW:]) - SPACE_3
        self._fit(Room.ALL if room >= needed else Room.LESS if room >= less else Room.TIGHT)

    def rows(self) -> tuple[ResultDraft, ...]:
        """Return every row as typed."""
        return tuple(row.draft() for row in self._rows.values())

    def row(self, analyte: str) -> EntryRow:
        """Return the row of ``analyte``."""
        return self._rows[analyte]

    def __contains__(self, analyte: str) -> bool:
        return analyte in self._rows

    def tab_order(self) -> tuple[QWidget, ...]:
        """Return every cell in the order of the Tab key: across, then down."""
        return tuple(cell for row in self._rows.values() for cell in (row.value, row.unit, row.low, row.high))

    def go_to(self, analyte: str) -> None:
        """Put the cursor into the value of ``analyte``."""
        cell = self._rows[analyte].goal()
        cell.setFocus(Qt.FocusReason.TabFocusReason)
        self.shown.emit(cell)

    def go_first(self) -> None:
        """Put the cursor into the first value."""
        for analyte in self._rows:
            self.go_to(analyte)
            return

    def go_by(self, analyte: str, by: int) -> bool:
        """Go on from ``analyte``; say whether there was a row to go to."""
        order = list(self._rows)
        at = order.index(analyte) + by
        if not 0 <= at < len(order):
            return False
        self.go_to(order[at])
        return True

    def _start_again(self) -> None:
        for row in self._rows.values():
            row.blockSignals(True)
            row.deleteLater()
        self._rows = {}
        old, self._body = self._body, QWidget()
        self._column.replaceWidget(old, self._body)
        old.hide()
        old.deleteLater()
        self._grid = self._headed_grid()

    def _fit_again(self) -> None:
        """New rows are wide ones."""
        self._fitted = Room.ALL
        if self._room is not None:
            self.fit(self._room)

    def _fit(self, room: Room) -> None:
        if room is self._fitted:
            return
        self._fitted = room
        self._heads[LAST].setVisible(room is not Room.TIGHT)
        self._heads[NOW].setVisible(room is Room.ALL)
        self._grid.setColumnStretch(NOW, int(room is Room.ALL))
        self._grid.setColumnStretch(UNIT, int(room is Room.TIGHT))
        self._grid.setColumnStretch(LAST, int(room is Room.LESS))
        self._grid.setHorizontalSpacing(SPACE_2 if room is Room.TIGHT else SPACE_3)
        for row in self._rows.values():
            row.fit(room)

    def _headings(self) -> tuple[str, ...]:
        heads = (self.tr("Test"), self.tr("Value"), self.tr("Unit"))
        return (*heads, self.tr("Interval"), self.tr("Last"), self.tr("Now"))

    def _headed_grid(self) -> QGridLayout:
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_1)
        grid.setColumnStretch(NOW, 1)
        self._fitted = Room.ALL
        self._heads = tuple(PlainLabel(word, "overline") for word in self._headings())
        self._heads[VALUE].setAlignment(Qt.AlignmentFlag.AlignRight)
        for column, label in enumerate(self._heads):
            grid.addWidget(label, 0, column)
        return grid

    def _make_row(self, spec: RowSpec) -> EntryRow:
        return EntryRow(spec, self)

    def _add(self, spec: RowSpec, number: int, typed: ResultDraft | None) -> None:
        row = self._make_row(spec)
        row.place(self._grid, number)
        if typed is not None:
            row.fill(typed)
        self._rows[spec.analyte] = row
        name = spec.analyte
        row.edited.connect(lambda: self.edited.emit(name))
        row.entered.connect(lambda: self.entered.emit(name))
        row.left.connect(lambda: self.left.emit(name))
        row.moved.connect(lambda by: self.go_by(name, by))
        row.answered.connect(lambda take: self.answered.emit(name, take))
        row.retyped.connect(lambda text: self.retyped.emit(name, text))
