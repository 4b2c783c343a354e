"""The kept letters as a table that reads on when it is scrolled."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from alpdesk.domain.followup import Correction
from alpdesk.domain.letter import KeptLetter
from alpdesk.domain.records import LetterState
from alpdesk.ui.letters import words
from alpdesk.ui.records import words as records
from alpdesk.ui.widgets import format_date
from alpdesk.ui.widgets.tables import INK_ROLE, STRONG_ROLE

WRITTEN, KIND, PATIENT, SUBJECT, STATE = range(5)
AnyIndex = QModelIndex | QPersistentModelIndex
Row = tuple[KeptLetter, str]
StaleOf = Callable[[Sequence[KeptLetter]], Mapping[int, Correction]]
ReadOn = Callable[[int], Sequence[Row]]
_NOWHERE = QModelIndex()


class LettersModel(QAbstractTableModel):
    """Rows are a letter and the name of its patient."""

    def __init__(self, stale_of: StaleOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._stale_of = stale_of
        self._stale: dict[int, Correction] = {}
        self._read_on: ReadOn | None = None
        self._heads = (self.tr("Written"), self.tr("Letter"), self.tr("Patient"), self.tr("Subject"), self.tr("State"))

    def show_rows(self, rows: Sequence[Row], read_on: ReadOn | None = None) -> None:
        """Show rows; ``read_on`` is given the id of the last letter shown and returns what follows it."""
        self.beginResetModel()
        self._rows = list(rows)
        self._stale = self._marked(rows)
        self._read_on = read_on if rows else None
        self.endResetModel()

    def letter(self, row: int) -> KeptLetter:
        """Return the letter of a row."""
        return self._rows[row][0]

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def canFetchMore(self, parent: AnyIndex) -> bool:
        return not parent.isValid() and self._read_on is not None

    def fetchMore(self, parent: AnyIndex) -> None:
        more = self._read_on(self._rows[-1][0].id) if self._read_on is not None else ()
        if not more:
            self._read_on = None
            return
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(more) - 1)
        self._rows.extend(more)
        self._stale |= self._marked(more)
        self.endInsertRows()

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        letter, name = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(letter, name, index.column())
        if role == INK_ROLE and index.column() == STATE:
            waits = letter.state in {LetterState.CHECKED, LetterState.SIGNED}
            return "caution" if waits or letter.id in self._stale else "muted"
        if role == STRONG_ROLE:
            return index.column() == PATIENT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section] if 0 <= section < len(self._heads) else None
        return None

    def _words(self, letter: KeptLetter, name: str, column: int) -> str:
        return {
            WRITTEN: format_date(letter.created_at.astimezone().date()),
            KIND: words.kind(letter.kind),
            PATIENT: name,
            SUBJECT: letter.subject,
            STATE: self._state(letter),
        }[column]

    def _marked(self, rows: Sequence[Row]) -> dict[int, Correction]:
        """Return which letters quote what was put right since; one that was replaced needs no mark."""
        standing = [letter for letter, _ in rows if letter.state is not LetterState.REPLACED]
        return dict(self._stale_of(standing))

    def _state(self, letter: KeptLetter) -> str:
        """Return how far a letter has come; what it quotes wrongly comes first."""
        stale = self._stale.get(letter.id)
        return words.state(letter) if stale is None else f"{records.quotes(stale)}; {words.state(letter)}"
