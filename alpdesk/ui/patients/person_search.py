"""Somebody looked for while typing: a field, and under it whoever is found."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from alpdesk.services.patients import PatientSummary
from alpdesk.ui.people import alone
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import SearchField, format_date
from alpdesk.ui.widgets.dates import with_days

Search = Callable[[str], Sequence[PatientSummary]]
_ROWS = 5


class PersonSearch(QWidget):
    """Signals: ``changed()`` when somebody else is marked or nobody is, ``taken()`` on Enter or a double click."""

    changed = Signal()
    taken = Signal()

    def __init__(self, search: Search, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._found: Sequence[PatientSummary] = ()
        self.look = SearchField(self.tr("Number, name or birth date"))
        self.people = QListWidget()
        self.people.setAccessibleName(self.tr("Patients found"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(self.look)
        column.addWidget(self.people)
        self.setFocusProxy(self.look)
        self.look.searched.connect(self._show_found)
        self.look.moved.connect(self._move)
        self.look.chosen.connect(self.taken)
        self.people.currentRowChanged.connect(lambda _: self.changed.emit())
        self.people.itemActivated.connect(lambda _: self.taken.emit())
        self.people.hide()

    def current(self) -> PatientSummary | None:
        """Return who is marked."""
        row = self.people.currentRow()
        return self._found[row] if 0 <= row < len(self._found) else None

    def _show_found(self, text: str) -> None:
        self.people.clear()
        self._found = self._search(with_days(text)) if text.strip() else ()
        for one in self._found:
            self.people.addItem(QListWidgetItem(person_line(one)))
        exact = (row for row, one in enumerate(self._found) if one.number == text.strip())
        self.people.setCurrentRow(next(exact, 0))
        shown = min(max(len(self._found), 1), _ROWS)
        self.people.setFixedHeight(shown * (self.fontMetrics().height() + 10))
        self.people.setVisible(bool(self._found))
        if not self._found:
            self.changed.emit()

    def _move(self, key: int) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
        self.people.setCurrentRow(min(max(self.people.currentRow() + step, 0), self.people.count() - 1))


def person_line(one: PatientSummary) -> str:
    """Return a person in one line: name, birth date, number, and what was merged into the record."""
    merged = ""
    if one.replaced:
        merged = QCoreApplication.translate("People", ", merged with {others}").format(others="; ".join(one.replaced))
    return f"{alone(one.name)}   {format_date(one.birth_date)}   {one.number}{merged}"
