"""The flags that a change would turn, as a table."""

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from alpdesk.domain.alp import ALP
from alpdesk.domain.assessment import Severity
from alpdesk.domain.impact import FlagChange
from alpdesk.domain.records import Flag
from alpdesk.ui.clinical import words
from alpdesk.ui.widgets import arrow_of, flag_word, format_date
from alpdesk.ui.widgets.numbers import as_shown
from alpdesk.ui.widgets.tables import DETAIL_ROLE, INK_ROLE, KEEP_DETAIL_ROLE, STRONG_ROLE

WHO, SAMPLE, TEST, WAS, BECOMES = range(5)
AnyIndex = QModelIndex | QPersistentModelIndex
translate = QCoreApplication.translate


class ImpactModel(QAbstractTableModel):
    """One line a flag; a new low stands first, then a low that would be one no more."""

    def __init__(self, names: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self._rows: tuple[FlagChange, ...] = ()

    def set_rows(self, rows: tuple[FlagChange, ...]) -> None:
        """Replace every line."""
        self.beginResetModel()
        self._rows = tuple(sorted(rows, key=_weight))
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else BECOMES + 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        text, detail = self._texts(row)[column]
        values: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: text,
            DETAIL_ROLE: detail,
            Qt.ItemDataRole.AccessibleTextRole: ", ".join(part for part in (text, detail) if part),
            INK_ROLE: _ink({WAS: row.was, BECOMES: row.becomes}.get(column)),
            STRONG_ROLE: column in (WHO, BECOMES),
            KEEP_DETAIL_ROLE: column == WHO,
        }
        return values.get(role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = (
            translate("Impact", "Patient"), translate("Impact", "Sample"), translate("Impact", "Value"),
            translate("Impact", "Was"), translate("Impact", "Becomes"),
        )  # fmt: skip
        return heads[section]

    def _texts(self, row: FlagChange) -> tuple[tuple[str, str], ...]:
        return (
            (row.patient, row.patient_number),
            (format_date(row.collected), ""),
            (self._names.get(row.analyte, row.analyte), f"{as_shown(row.value)} {row.unit}"),
            (_said(row.was, row.was_severity), ""),
            (_said(row.becomes, row.becomes_severity), ""),
        )


def _weight(change: FlagChange) -> tuple[bool, bool, bool]:
    return not change.is_new_low, not change.is_lost_low, change.analyte != ALP


def _said(flag: Flag, severity: Severity | None) -> str:
    word = flag_word(flag) if severity is None else words.severity(severity)
    return f"{arrow_of(flag)} {word}".strip()


def _ink(flag: Flag | None) -> str:
    inks = {Flag.LOW: "low", Flag.HIGH: "high", Flag.INDETERMINATE: "caution", Flag.SUSPENDED: "caution"}
    return "text" if flag is None else inks.get(flag, "text")
