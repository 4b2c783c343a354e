"""The panels that wait to be read, as a table."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from alpdesk.services.reviewing import WaitingPanel
from alpdesk.ui.review import words
from alpdesk.ui.widgets import format_date
from alpdesk.ui.widgets.tables import DETAIL_ROLE, KEEP_DETAIL_ROLE, PARTS_ROLE, STRONG_ROLE
from alpdesk.ui.widgets.tips import tip

PATIENT, SAMPLE, FLAGS = range(3)
AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ReviewModel(QAbstractTableModel):
    """Looks up what ``show_panels`` was given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panels: list[WaitingPanel] = []
        self._heads = (self.tr("Patient"), self.tr("Sample"), self.tr("Flags"))

    def show_panels(self, panels: Sequence[WaitingPanel]) -> None:
        """Show other panels."""
        self.beginResetModel()
        self._panels = list(panels)
        self.endResetModel()

    def panel(self, row: int) -> WaitingPanel | None:
        """Return the panel of a row, if there is such a row."""
        return self._panels[row] if 0 <= row < len(self._panels) else None

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._panels)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        panel, column = self._panels[index.row()], index.column()
        spoken = words.flags_spoken(panel) if column == FLAGS else self._words(panel, column)
        found = {
            int(Qt.ItemDataRole.DisplayRole): self._words(panel, column),
            int(Qt.ItemDataRole.AccessibleTextRole): spoken,
            int(Qt.ItemDataRole.ToolTipRole): tip(spoken) if column == FLAGS else None,
            DETAIL_ROLE: panel.patient.number if column == PATIENT else None,
            KEEP_DETAIL_ROLE: column == PATIENT,
            STRONG_ROLE: column == PATIENT,
            PARTS_ROLE: words.flags(panel) if column == FLAGS else None,
        }
        return found.get(int(role))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section] if 0 <= section < len(self._heads) else None
        return None

    def _words(self, panel: WaitingPanel, column: int) -> str:
        return {
            PATIENT: panel.patient.name,
            SAMPLE: format_date(panel.sample.panel.collected),
            FLAGS: "   ".join(said for said, _ in words.flags(panel)),
        }[column]
