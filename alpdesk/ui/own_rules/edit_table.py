"""A table whose cells are typed in place, with what is wrong beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import TableView
from alpdesk.ui.widgets.tables import INK_ROLE, STRONG_ROLE
from alpdesk.ui.widgets.tips import tip

AnyIndex = QModelIndex | QPersistentModelIndex
_TYPING = (
    QAbstractItemView.EditTrigger.AnyKeyPressed
    | QAbstractItemView.EditTrigger.EditKeyPressed
    | QAbstractItemView.EditTrigger.DoubleClicked
)


@dataclass(frozen=True)
class EditRow:
    """One line: its texts, and whether the clinic has values of its own in it."""

    key: str
    texts: tuple[str, ...]
    changed: bool = False
    place: int = 0
    fault: str = ""
    note: str = ""


class EditModel(QAbstractTableModel):
    """Signals: ``typed(int, int, str)`` with line, column and text; the line changes only when it is set again."""

    typed = Signal(int, int, str)

    def __init__(self, heads: Sequence[str], editable: frozenset[int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads = (*heads, QCoreApplication.translate("OwnRules", "Remark"))
        self._editable = editable
        self._rows: tuple[EditRow, ...] = ()
        self._refused: dict[tuple[int, int], tuple[str, str]] = {}

    def set_rows(self, rows: tuple[EditRow, ...]) -> None:
        """Replace every line; what was refused is forgotten."""
        same = len(rows) == len(self._rows)
        if not same:
            self.beginResetModel()
        self._rows = rows
        self._refused.clear()
        if same and rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self._heads) - 1))
        elif not same:
            self.endResetModel()

    def refuse(self, row: int, column: int, text: str, sentence: str) -> None:
        """Leave what was typed in its cell and say beside it what is wrong."""
        self._refused[row, column] = text, sentence
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._heads) - 1))

    def row(self, number: int) -> EditRow | None:
        """Return a line."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if index.column() in self._editable else usual

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        text, wrong = self._text(row, column), (row, column) in self._refused
        is_remark = column == len(self._heads) - 1
        refused = is_remark and (bool(self._rows[row].fault) or any(line == row for line, _ in self._refused))
        values: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: text,
            Qt.ItemDataRole.EditRole: text,
            Qt.ItemDataRole.ToolTipRole: tip(text),
            Qt.ItemDataRole.AccessibleTextRole: f"{self._heads[column]}: {text}",
            INK_ROLE: "caution" if wrong or refused else "accent" if is_remark else "text",
            STRONG_ROLE: column in self._editable or (is_remark and not refused),
        }
        return values.get(role)

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() not in self._editable:
            return False
        text = str(value).strip()
        if text == self._text(index.row(), index.column()):
            return False
        self._refused.pop((index.row(), index.column()), None)
        self.typed.emit(index.row(), index.column(), text)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._heads[section]

    def _text(self, row: int, column: int) -> str:
        if column < len(self._heads) - 1:
            refused = self._refused.get((row, column))
            return self._rows[row].texts[column] if refused is None else refused[0]
        said = [sentence for (line, _), (_, sentence) in sorted(self._refused.items()) if line == row]
        own = QCoreApplication.translate("OwnRules", "● own") if self._rows[row].changed else ""
        return " ".join(said) or self._rows[row].fault or self._rows[row].note or own


class EditTable(TableView):
    """A table for typing in: a key begins a cell, Enter opens and closes it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(_TYPING)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag(head.defaultAlignment() | Qt.TextFlag.TextWordWrap))
        head.setMinimumHeight(2 * self.fontMetrics().height() + SPACE_3)

    def wrap_lines(self) -> None:
        """Let a long text go on in a second line."""
        self.setWordWrap(True)
        self.horizontalHeader().setMinimumHeight(3 * self.fontMetrics().height() + SPACE_3)
        self.verticalHeader().setDefaultSectionSize(2 * self.fontMetrics().height() + SPACE_2)

    def read_only(self) -> None:
        """Let no cell be typed in."""
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typing = self.state() == QAbstractItemView.State.EditingState
        editable = self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not typing:
            if editable and self.editTriggers() != QAbstractItemView.EditTrigger.NoEditTriggers:
                self.edit(self.currentIndex())
            return
        QTableView.keyPressEvent(self, event)
