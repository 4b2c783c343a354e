"""The lines of the day as a table."""

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from alpdesk.ui.today.rows import Kind, Row
from alpdesk.ui.widgets.tables import DETAIL_ROLE, INK_ROLE, KEEP_DETAIL_ROLE, STRONG_ROLE

SIGN, WHO, WHAT, SINCE, ACTION = range(5)
ROW = int(Qt.ItemDataRole.UserRole) + 1
AnyIndex = QModelIndex | QPersistentModelIndex


class TodayModel(QAbstractTableModel):
    """Heads and lines; only lines that lead somewhere can be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def set_rows(self, rows: tuple[Row, ...], chosen: int = 0) -> int:
        """Replace every line; return where the chosen one is now, or where it was: none other comes under the hand."""
        before = self.row(chosen)
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return next((n for n, row in enumerate(rows) if before is not None and row.about == before.about), chosen)

    def row(self, number: int) -> Row | None:
        """Return a line."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def first_of(self, kind: Kind | None = None) -> int:
        """Return the first line that can be chosen, of one list or of all; -1 when there is none."""
        found = (n for n, row in enumerate(self._rows) if row.opens and kind in (None, row.kind))
        return next(found, -1)

    def heads(self) -> tuple[int, ...]:
        """Return where the lists begin."""
        return tuple(n for n, row in enumerate(self._rows) if row.is_head)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else ACTION + 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        row = self.row(index.row())
        if row is None or not row.opens:
            return Qt.ItemFlag.ItemIsEnabled if row is not None and not row.is_head else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        text, detail = self._texts(row)[index.column()]
        values: dict[int, object] = {
            ROW: row,
            Qt.ItemDataRole.DisplayRole: text,
            DETAIL_ROLE: detail,
            KEEP_DETAIL_ROLE: index.column() == WHO,
            Qt.ItemDataRole.AccessibleTextRole: ", ".join(part for part in (text, detail) if part),
            INK_ROLE: {SIGN: row.ink, ACTION: "accent", WHAT: row.what_ink}.get(index.column(), "text"),
            STRONG_ROLE: index.column() in (SIGN, WHO) or (index.column() == WHAT and row.kind is Kind.UNANSWERED),
        }
        return values.get(role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        translate = QCoreApplication.translate
        return ("", translate("Today", "Patient"), translate("Today", "What"), translate("Today", "Since"),
                translate("Today", "Next"))[section]  # fmt: skip

    def _texts(self, row: Row) -> tuple[tuple[str, str], ...]:
        return (
            (row.sign, ""),
            (row.who, row.who_detail),
            (row.what, row.what_detail),
            (row.since, row.since_detail),
            (row.action, ""),
        )
