"""Results over time as a table: analytes down, samples across, newest on the right."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QDate,
    QLocale,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QTableView,
    QWidget,
)

from alpdesk.ui.widgets.flags import flag_word
from alpdesk.ui.widgets.results_grid import Cell, Column, ResultsGrid
from alpdesk.ui.widgets.results_paint import (
    CELL_ROLE,
    UNIT_ROLE,
    AnalyteHeader,
    AnyIndex,
    ResultsDelegate,
    cell_words,
    words_room,
)
from alpdesk.ui.widgets.tips import tip

_NOWHERE = QModelIndex()
_ACROSS = Qt.Orientation.Horizontal


class ResultsModel(QAbstractTableModel):
    """Looks up what ``show_grid`` was given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = ResultsGrid()

    def show_grid(self, grid: ResultsGrid) -> None:
        """Show another grid."""
        self.beginResetModel()
        self._grid = grid
        self.endResetModel()

    def grid(self) -> ResultsGrid:
        """Return what is shown."""
        return self._grid

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._grid.rows)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._grid.columns)

    def cell(self, index: AnyIndex) -> Cell | None:
        """Return the result at ``index``; ``None`` was not measured."""
        return self._grid.rows[index.row()].cells[index.column()]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            said = self._spoken(index, cell)
            return said if role == Qt.ItemDataRole.AccessibleTextRole else tip(said)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        found: dict[int, object] = {Qt.ItemDataRole.DisplayRole: cell_words(cell), CELL_ROLE: cell}
        return found.get(role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        count = len(self._grid.columns) if orientation is _ACROSS else len(self._grid.rows)
        if not 0 <= section < count:
            return None
        if orientation is _ACROSS:
            return self._sample(section, role)
        row = self._grid.rows[section]
        spoken = f"{row.title}, {row.unit}"
        found = {Qt.ItemDataRole.DisplayRole: row.title, UNIT_ROLE: row.unit}
        found |= {Qt.ItemDataRole.AccessibleTextRole: spoken, Qt.ItemDataRole.ToolTipRole: tip(spoken)}
        return found.get(role)

    def _sample(self, section: int, role: int) -> object:
        """Return what stands over a sample; a withdrawn one has a sign."""
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            day = self._date(section)
            return self.tr("{date}, withdrawn").format(date=day) if self._grid.columns[section].voided else day
        sign = "⊘ " if self._grid.columns[section].voided else ""
        return f"{sign}{self._date(section)}" if role == Qt.ItemDataRole.DisplayRole else None

    def _date(self, section: int) -> str:
        return QLocale().toString(QDate(self._grid.columns[section].collected), "d MMM yy")

    def _spoken(self, index: AnyIndex, cell: Cell | None) -> str:
        row = self._grid.rows[index.row()]
        if cell is None:
            return self.tr("{analyte}, {date}: not measured").format(analyte=row.title, date=self._date(index.column()))
        said = (
            f"{row.title}, {self._date(index.column())}: {cell.value} {cell.unit or row.unit}, {flag_word(cell.flag)}"
        )
        if cell.withdrawn:
            said = self.tr("{analyte}, {date}: {value}, withdrawn").format(
                analyte=row.title, date=self._date(index.column()), value=f"{cell.value} {cell.unit or row.unit}"
            )
        limits = "" if cell.withdrawn else _limits(cell)
        said = f"{said} ({limits})" if limits else said
        before = self.tr("corrected, previously {values}").format(values="; ".join(cell.before)) if cell.before else ""
        return f"{said}; {before}" if before else said


class ResultsTable(QTableView):
    """The table.

    Signals: ``panel_chosen`` with the sample of a cell opened with Enter or a double click, ``menu_wanted`` (where) for
    the menu of the current cell.
    """

    panel_chosen = Signal(int)
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ResultsModel(self)
        self.setModel(self._model)
        self.setItemDelegate(ResultsDelegate(self))
        self.setVerticalHeader(AnalyteHeader(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)  # never a date cut into another
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAccessibleName(self.tr("Results over time"))
        self.activated.connect(self._opened)
        self._newest = True
        self._widths: list[int] = []
        bar = self.horizontalScrollBar()
        bar.rangeChanged.connect(self._hold_newest)
        bar.valueChanged.connect(lambda value: setattr(self, "_newest", value >= bar.maximum()))

    def show_grid(self, grid: ResultsGrid) -> None:
        """Show a grid with its newest sample in sight."""
        self._model.show_grid(grid)
        self._fit()
        if grid.rows and grid.columns:
            self.setCurrentIndex(self._model.index(0, len(grid.columns) - 1))
            self.clearSelection()
        self._newest = True
        self._hold_newest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def _hold_newest(self) -> None:
        """Stay at the newest sample while the room changes, until somebody scrolls away from it."""
        if self._newest:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().maximum())

    def here(self) -> tuple[Column, str, Cell | None] | None:
        """Return the sample, the analyte and the result of the current cell."""
        index, grid = self.currentIndex(), self._model.grid()
        if not index.isValid():
            return None
        return grid.columns[index.column()], grid.rows[index.row()].analyte, self._model.cell(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.pos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            at = self.visualRect(self.currentIndex()).center()
        else:
            self.setCurrentIndex(self.indexAt(at))
        if self.here() is not None:
            self.menu_wanted.emit(self.viewport().mapToGlobal(at))

    def results_model(self) -> ResultsModel:
        """Return the model."""
        return self._model

    def _fit(self) -> None:
        grid, metrics = self._model.grid(), self.fontMetrics()
        names = [metrics.horizontalAdvance(f"{row.title} {row.unit}") + 26 for row in grid.rows]
        self.verticalHeader().setFixedWidth(min(max(names, default=120), 300))
        self._widths = []
        for column in range(len(grid.columns)):
            cells = [row.cells[column] for row in grid.rows]
            values = [metrics.horizontalAdvance(f"{cell.value} {cell.unit}") for cell in cells if cell is not None]
            room = max(max(values, default=0) + 18, metrics.horizontalAdvance("000.0")) + words_room(metrics)
            self._widths.append(max(room, metrics.horizontalAdvance("⊘ 00 MMM 00") + 16))
        self._spread()

    def _spread(self) -> None:
        """Give the newest samples the room that would show a piece of an older one, so that no date is cut."""
        room, widths = self.viewport().width(), list(self._widths)
        whole = 0
        while whole < len(widths) and sum(widths[-whole - 1 :]) <= room:
            whole += 1
        if 0 < whole < len(widths):
            spare = room - sum(widths[-whole:])
            for place in range(1, whole + 1):
                widths[-place] += spare // whole + (place <= spare % whole)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        self.updateGeometries()
        self._hold_newest()
        self._align()

    def _align(self) -> None:
        """Widths that change alone do not move what is scrolled to."""
        header, bar = self.horizontalHeader(), self.horizontalScrollBar()
        if bar.value() == bar.maximum():
            header.setOffset(max(0, header.length() - self.viewport().width()))
        else:
            header.setOffsetToSectionPosition(bar.value())
        self.viewport().update()

    def _opened(self, index: QModelIndex) -> None:
        panel_id = self._model.grid().columns[index.column()].panel_id
        if panel_id is not None:
            self.panel_chosen.emit(panel_id)


def _limits(cell: Cell) -> str:
    low = "" if cell.low is None else f"{cell.low.normalize():f}"
    high = "" if cell.high is None else f"{cell.high.normalize():f}"
    limits = f"{low}–{high}" if low and high else (f"≥ {low}" if low else f"≤ {high}" if high else "")
    limits = limits.replace(".", str(QLocale().decimalPoint()))
    return f"{limits} {cell.judged_by}".strip() if limits else ""
