"""The rows of one interval profile while they are typed; nothing is kept here."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from alpdesk.services.own_rules import Fault
from alpdesk.ui.said import said
from alpdesk.ui.widgets.tables import INK_ROLE
from alpdesk.ui.widgets.tips import tip

AnyIndex = QModelIndex | QPersistentModelIndex
translate = QCoreApplication.translate
_BY_AGE = ("sex", "from", "to", "low", "high", "valid_from", "valid_to")
_BY_WEEK = ("weeks_from", "weeks_to", "low", "high", "valid_from", "valid_to")


class RowsModel(QAbstractTableModel):
    """Signals: ``edited()``."""

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[dict[str, Any]] = []
        self._faults: dict[tuple[int, str], str] = {}
        self._fields: tuple[str, ...] = _BY_AGE

    def set_rows(self, rows: Sequence[Mapping[str, Any]], *, by_gestation: bool) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._fields = _BY_WEEK if by_gestation else _BY_AGE
        self._rows = [dict(row) for row in rows]
        self._faults = {}
        self.endResetModel()

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as they are typed; an empty cell is left out."""
        return [{name: value for name, value in row.items() if value not in (None, "")} for row in self._rows]

    @property
    def by_gestation(self) -> bool:
        """Whether the rows are by week of pregnancy, not by sex and age."""
        return self._fields is _BY_WEEK

    def as_text(self) -> str:
        """Return the rows as they are typed, as a text."""
        return json.dumps({"by_gestation": self.by_gestation, "rows": self._rows}, ensure_ascii=False)

    def from_text(self, text: str) -> None:
        """Show rows as they were typed."""
        found = json.loads(text)
        self.set_rows(found["rows"], by_gestation=found["by_gestation"])

    def add_row(self, after: int) -> int:
        """Put a copy of a row under it, to be changed; return its place."""
        place = after + 1 if 0 <= after < len(self._rows) else len(self._rows)
        new = dict(self._rows[place - 1]) if self._rows else {"sex": "any", "from": "0d"}
        self.beginInsertRows(QModelIndex(), place, place)
        self._rows.insert(place, new)
        self.endInsertRows()
        self.edited.emit()
        return place

    def remove_row(self, place: int) -> None:
        """Take a row out."""
        if 0 <= place < len(self._rows):
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._rows[place]
            self.endRemoveRows()
            self.edited.emit()

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Mark the cells that are wrong."""
        placed = (fault for fault in faults if fault.field.startswith("intervals.") and fault.field.count(".") > 1)
        self._faults = {_place(fault.field): said(fault.sentence) for fault in placed}
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._fields)))

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._fields) + 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if index.column() < len(self._fields) else usual

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        text, wrong = self._text(index), self._is_wrong(index)
        head = str(self.headerData(index.column(), Qt.Orientation.Horizontal) or "")
        values: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: text,
            Qt.ItemDataRole.EditRole: text,
            Qt.ItemDataRole.ToolTipRole: tip(text),
            Qt.ItemDataRole.AccessibleTextRole: f"{head}: {text}",
            INK_ROLE: "caution" if wrong else "text",
        }
        return values.get(role)

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() >= len(self._fields):
            return False
        name, text = self._fields[index.column()], str(value).strip()
        typed = text.replace(",", ".") if name in ("low", "high") else _SEXES.get(text.casefold(), text)
        self._rows[index.row()][name] = typed
        self.edited.emit()
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = {
            "sex": translate("OwnRules", "Sex"), "from": translate("OwnRules", "Age from"),
            "to": translate("OwnRules", "to under"), "weeks_from": translate("OwnRules", "Week from"),
            "weeks_to": translate("OwnRules", "to under"), "low": translate("OwnRules", "Low"),
            "high": translate("OwnRules", "High"), "valid_from": translate("OwnRules", "Samples from"),
            "valid_to": translate("OwnRules", "until"), "": translate("OwnRules", "Remark"),
        }  # fmt: skip
        return heads[(*self._fields, "")[section]]

    def _text(self, index: AnyIndex) -> str:
        if index.column() < len(self._fields):
            value = self._rows[index.row()].get(self._fields[index.column()])
            return "" if value is None else str(value)
        return " ".join(sentence for (row, _), sentence in self._faults.items() if row == index.row())

    def _is_wrong(self, index: AnyIndex) -> bool:
        if index.column() < len(self._fields):
            return (index.row(), self._fields[index.column()]) in self._faults
        return True


_SEXES = {"f": "female", "m": "male", "♀": "female", "♂": "male", "both": "any"}


def _place(field: str) -> tuple[int, str]:
    _, row, name = field.split(".", 2)
    return int(row), name
