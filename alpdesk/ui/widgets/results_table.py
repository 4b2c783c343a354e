"""Results over time as a table: analytes down, samples across, newest on the right."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QDate,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from alpdesk.domain.records import Flag
from alpdesk.ui.theme import ROW_HEIGHT, colours
from alpdesk.ui.widgets.flags import arrow_of, flag_colour, flag_word
from alpdesk.ui.widgets.results_grid import Cell, ResultsGrid

AnyIndex = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole
UNIT_ROLE = Qt.ItemDataRole.UserRole + 1
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
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(cell)
        if role == CELL_ROLE:
            return cell
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return self._spoken(index, cell)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        count = len(self._grid.columns) if orientation is _ACROSS else len(self._grid.rows)
        if not 0 <= section < count:
            return None
        if orientation is _ACROSS:
            return self._date(section) if role == Qt.ItemDataRole.DisplayRole else None
        row = self._grid.rows[section]
        found = {Qt.ItemDataRole.DisplayRole: row.title, UNIT_ROLE: row.unit}
        found[Qt.ItemDataRole.AccessibleTextRole] = found[Qt.ItemDataRole.ToolTipRole] = f"{row.title}, {row.unit}"
        return found.get(role)

    def _date(self, section: int) -> str:
        return QLocale().toString(QDate(self._grid.columns[section].collected), "d MMM yy")

    def _spoken(self, index: AnyIndex, cell: Cell | None) -> str:
        row = self._grid.rows[index.row()]
        if cell is None:
            return self.tr("{analyte}, {date}: not measured").format(analyte=row.title, date=self._date(index.column()))
        said = (
            f"{row.title}, {self._date(index.column())}: {cell.value} {cell.unit or row.unit}, {flag_word(cell.flag)}"
        )
        limits = _limits(cell)
        return f"{said} ({limits})" if limits else said


class ResultsDelegate(QStyledItemDelegate):
    """Draws the value large, its sign and word in the colour of the verdict, all values on one edge."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        background = QStyleOptionViewItem(option)
        self.initStyleOption(background, index)
        background.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, background, painter, option.widget)
        cell = index.data(CELL_ROLE)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if isinstance(cell, Cell):
            self._cell(painter, option, cell, selected)
        else:
            painter.setPen(QColor(colours().muted))
            painter.drawText(_value_area(option.rect, option.fontMetrics), int(_RIGHT), "–")
        painter.restore()

    def _cell(self, painter: QPainter, option: QStyleOptionViewItem, cell: Cell, selected: bool) -> None:
        inks = colours()
        marked = cell.flag in {Flag.LOW, Flag.HIGH}
        ink = QColor(inks.text if cell.flag in {Flag.WITHIN, Flag.NONE} else flag_colour(cell.flag, inks))
        plain = option.palette.color(QPalette.ColorRole.HighlightedText) if selected else ink
        font = QFont(option.font)
        font.setBold(marked)
        font.setStrikeOut(cell.flag is Flag.SUSPENDED)
        painter.setFont(font)
        painter.setPen(plain)
        area = _value_area(option.rect, option.fontMetrics)
        painter.drawText(area, int(_RIGHT), f"{cell.value} {cell.unit}".strip())
        font.setStrikeOut(False)
        font.setBold(False)
        painter.setFont(font)
        words = QRect(area.right() + 6, option.rect.top(), option.rect.right() - area.right() - 8, option.rect.height())
        painter.drawText(words, int(_LEFT), _sign_words(cell.flag))


class AnalyteHeader(QHeaderView):
    """Names on the left edge of each row, their unit small and grey on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName(self.tr("Tests"))
        self.setDefaultSectionSize(ROW_HEIGHT)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        inks = colours()
        painter.save()
        painter.fillRect(rect, QColor(inks.raised))
        painter.setPen(QColor(inks.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        title = str(self.model().headerData(logical, self.orientation()) or "")
        unit = str(self.model().headerData(logical, self.orientation(), UNIT_ROLE) or "")
        metrics = QFontMetrics(self.font())
        width = metrics.horizontalAdvance(unit)
        inside = QRectF(rect).adjusted(8, 0, -8, 0)
        painter.setPen(QColor(inks.muted))
        painter.drawText(inside, int(_RIGHT), unit)
        painter.setPen(QColor(inks.text))
        room = int(inside.width()) - width - 8
        painter.drawText(inside, int(_LEFT), metrics.elidedText(title, Qt.TextElideMode.ElideRight, room))
        painter.restore()


class ResultsTable(QTableView):
    """The table; ``panel_chosen`` carries the id of the sample of a cell opened with Enter or a double click."""

    panel_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ResultsModel(self)
        self.setModel(self._model)
        self.setItemDelegate(ResultsDelegate(self))
        self.setVerticalHeader(AnalyteHeader(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAccessibleName(self.tr("Results over time"))
        self.activated.connect(self._opened)

    def show_grid(self, grid: ResultsGrid) -> None:
        """Show a grid with its newest sample in sight."""
        self._model.show_grid(grid)
        self._fit()
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().maximum())
        if grid.rows and grid.columns:
            self.setCurrentIndex(self._model.index(0, len(grid.columns) - 1))
            self.clearSelection()

    def resizeEvent(self, event: QResizeEvent) -> None:
        bar = self.horizontalScrollBar()
        newest = bar.value() == bar.maximum()
        super().resizeEvent(event)
        if newest:
            self.updateGeometries()
            bar.setValue(bar.maximum())

    def results_model(self) -> ResultsModel:
        """Return the model."""
        return self._model

    def _fit(self) -> None:
        grid, metrics = self._model.grid(), self.fontMetrics()
        names = [metrics.horizontalAdvance(f"{row.title} {row.unit}") + 26 for row in grid.rows]
        self.verticalHeader().setFixedWidth(min(max(names, default=120), 300))
        for column in range(len(grid.columns)):
            cells = [row.cells[column] for row in grid.rows]
            values = [metrics.horizontalAdvance(f"{cell.value} {cell.unit}") for cell in cells if cell is not None]
            room = max(max(values, default=0) + 18, metrics.horizontalAdvance("000.0")) + _words_room(metrics)
            self.setColumnWidth(column, max(room, metrics.horizontalAdvance("00 MMM 00") + 16))

    def _opened(self, index: QModelIndex) -> None:
        panel_id = self._model.grid().columns[index.column()].panel_id
        if panel_id is not None:
            self.panel_chosen.emit(panel_id)


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def cell_words(cell: Cell | None) -> str:
    """Return what a cell says: value, sign and word, or a dash for what was not measured."""
    return "–" if cell is None else f"{cell.value} {cell.unit}".strip() + f" {_sign_words(cell.flag)}".rstrip()


def _sign_words(flag: Flag) -> str:
    """Return sign and word; what cannot be judged has its own sign, and its words in the tool tip."""
    return f"{_sign(flag)} {flag_word(flag)}" if flag in {Flag.LOW, Flag.HIGH} else _sign(flag)


def _value_area(rect: QRect, metrics: QFontMetrics) -> QRect:
    """Return the part of a cell that holds the value: all but the room of sign and word."""
    return rect.adjusted(4, 0, -_words_room(metrics), 0)


def _words_room(metrics: QFontMetrics) -> int:
    return max(metrics.horizontalAdvance(_sign_words(flag)) for flag in (Flag.LOW, Flag.HIGH)) + 14


def _limits(cell: Cell) -> str:
    low = "" if cell.low is None else f"{cell.low.normalize():f}"
    high = "" if cell.high is None else f"{cell.high.normalize():f}"
    limits = f"{low}–{high}" if low and high else (f"≥ {low}" if low else f"≤ {high}" if high else "")
    return f"{limits} {cell.judged_by}".strip() if limits else ""


def _sign(flag: Flag) -> str:
    return "?" if flag is Flag.NONE else arrow_of(flag)
