"""A table of lines that were written beforehand: no query and no decision while it is painted."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from alpdesk.ui.widgets.tables import DETAIL_ROLE, INK_ROLE, KEEP_DETAIL_ROLE, STRONG_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Cell:
    """What stands in one place; ``detail`` follows in grey, ``ink`` names a colour role."""

    text: str
    detail: str = ""
    ink: str = "text"
    strong: bool = False
    keeps_detail: bool = False
    right: bool = False


class LinesModel(QAbstractTableModel):
    """Lines of cells, each with a subject behind it."""

    def __init__(self, heads: tuple[str, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads = heads
        self._lines: list[tuple[Cell, ...]] = []
        self._subjects: list[int] = []

    def set_lines(self, lines: Sequence[tuple[Cell, ...]], subjects: Sequence[int]) -> None:
        """Replace every line."""
        self.beginResetModel()
        self._lines, self._subjects = list(lines), list(subjects)
        self.endResetModel()

    def subject(self, row: int) -> int | None:
        """Return what a line is about."""
        return self._subjects[row] if 0 <= row < len(self._subjects) else None

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        cell = self._lines[index.row()][index.column()]
        values: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: cell.text,
            Qt.ItemDataRole.AccessibleTextRole: f"{cell.text} {cell.detail}".strip(),
            Qt.ItemDataRole.TextAlignmentRole: int(_RIGHT) if cell.right else None,
            DETAIL_ROLE: cell.detail,
            INK_ROLE: cell.ink,
            STRONG_ROLE: cell.strong,
            KEEP_DETAIL_ROLE: cell.keeps_detail,
        }
        return values.get(role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section] if 0 <= section < len(self._heads) else None
        return None
