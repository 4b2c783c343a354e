"""Patients as a table that fetches its pages as one scrolls."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from alpdesk.services.paging import Cursor, Page
from alpdesk.services.patients import PatientSummary
from alpdesk.ui.people import age_text, sex_sign, sex_word
from alpdesk.ui.said import said
from alpdesk.ui.widgets import format_date
from alpdesk.ui.widgets.tables import DETAIL_ROLE, INK_ROLE, STRONG_ROLE

NAME, AGE, BORN, NUMBER, WAITING = range(5)
AnyIndex = QModelIndex | QPersistentModelIndex
Fetch = Callable[[Cursor | None], Page[PatientSummary]]


class PatientModel(QAbstractTableModel):
    """Rows come from ``fetch``, a page at a time."""

    def __init__(self, today: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._fetch: Fetch | None = None
        self._rows: list[PatientSummary] = []
        self._texts: list[tuple[str, ...]] = []
        self._after: Cursor | None = None

    def start(self, fetch: Fetch) -> None:
        """Show another search from its first page."""
        self._fetch = fetch
        page = fetch(None)
        self.beginResetModel()
        self._rows = list(page.items)
        self._texts = [self._written(row) for row in page.items]
        self._after = page.after
        self.endResetModel()

    def patient(self, row: int) -> PatientSummary | None:
        """Return the patient of a line."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def canFetchMore(self, parent: AnyIndex) -> bool:
        return not parent.isValid() and self._after is not None

    def fetchMore(self, parent: AnyIndex) -> None:
        if parent.isValid() or self._after is None or self._fetch is None:
            return
        page = self._fetch(self._after)
        self._after = page.after
        if not page.items:
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(page.items) - 1)
        self._rows.extend(page.items)
        self._texts.extend(self._written(row) for row in page.items)
        self.endInsertRows()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else WAITING + 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.patient(index.row()) if index.isValid() else None
        if row is None:
            return None
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._texts[index.row()][column]
        if role == INK_ROLE:
            return {WAITING: "low", NUMBER: "muted"}.get(column, "text")
        if role == STRONG_ROLE:
            return column in (NAME, WAITING)
        if role == DETAIL_ROLE:
            return sex_word(row.sex) if column == AGE else _merged(row) if column == NAME else ""
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        translate = QCoreApplication.translate
        return (
            translate("Patients", "Name"), translate("Patients", "Age"), translate("Patients", "Born"),
            translate("Patients", "Number"), translate("Patients", "Waiting"),
        )[section]  # fmt: skip

    def _written(self, row: PatientSummary) -> tuple[str, ...]:
        """Every cell of a line, written once."""
        age = f"{sex_sign(row.sex)} {age_text(row.birth_date, self._today)}"
        waiting = f"↓ {said(row.waiting_text)}".strip() if row.waiting else ""
        return (row.name, age, format_date(row.birth_date), row.number, waiting)


def _merged(row: PatientSummary) -> str:
    """Name the records that were merged into this one."""
    said = QCoreApplication.translate("Patients", "merged with {others}")
    return said.format(others="; ".join(row.replaced)) if row.replaced else ""
