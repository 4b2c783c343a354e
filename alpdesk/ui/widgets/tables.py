"""The list every page uses: quiet rows, one selection, everything by keyboard."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from alpdesk.ui.theme import ROW_HEIGHT, colours

INK_ROLE = int(Qt.ItemDataRole.UserRole) + 50
STRONG_ROLE = INK_ROLE + 1


class RowDelegate(QStyledItemDelegate):
    """Paints inks by role name, so that a change of theme needs no new rows; marks the current row."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        role = index.data(INK_ROLE)
        if role:
            ink = QColor(getattr(colours(), role))
            option.palette.setColor(option.palette.ColorRole.Text, ink)
            option.palette.setColor(option.palette.ColorRole.HighlightedText, ink)
        if index.data(STRONG_ROLE):
            option.font.setWeight(option.font.Weight.DemiBold)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        option.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_Selected and index.column() == 0:
            bar = QRect(option.rect.left(), option.rect.top(), 3, option.rect.height())
            painter.fillRect(bar, QColor(colours().accent))


class TableView(QTableView):
    """Rows of 28 px, no grid, no editing. Enter, a double click or ``activate_current`` opens a row.

    Signals: ``row_activated(int)`` with the row.
    """

    row_activated = Signal(int)

    def __init__(self, name: str, *, row_height: int = ROW_HEIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(RowDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(max(row_height, self.fontMetrics().height() + 8))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionsClickable(False)
        self.doubleClicked.connect(lambda index: self.row_activated.emit(index.row()))

    def set_columns(self, widths: tuple[int, ...], *, stretch: int) -> None:
        """Set widths in characters; column ``stretch`` takes what is left."""
        head = self.horizontalHeader()
        unit = self.fontMetrics().averageCharWidth()
        for column, width in enumerate(widths):
            mode = QHeaderView.ResizeMode.Stretch if column == stretch else QHeaderView.ResizeMode.Interactive
            head.setSectionResizeMode(column, mode)
            head.resizeSection(column, width * unit + 16)

    def make_plain(self) -> None:
        """Lose the frame, to lie in a card."""
        self.setProperty("plain", True)

    def activate_current(self) -> None:
        """Open the current row, or the first."""
        if self._rows() > 0:
            self.row_activated.emit(max(0, self.currentIndex().row()))

    def move_selection(self, key: int) -> None:
        """Move the selection as if ``key`` had been typed here."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        rows = self._rows()
        if rows:
            here = self.currentIndex().row()
            self.selectRow(min(rows - 1, max(0, here + steps.get(Qt.Key(key), 0))))

    def _rows(self) -> int:
        model: QAbstractItemModel | None = self.model()
        return 0 if model is None else model.rowCount()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activate_current()
            return
        super().keyPressEvent(event)
