"""Patients chosen one after the other, or by their numbers at once, and the kind of letter they shall get."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QWidget

from alpdesk.domain.letter_choice import Choosing, RunChoice
from alpdesk.domain.records import LetterKind
from alpdesk.services.desk import Desk
from alpdesk.services.patients import PatientSummary
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.letter_runs import words
from alpdesk.ui.letters import words as names
from alpdesk.ui.patients.person_search import PersonSearch, person_line
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Button, Card, Choice, Field, PlainLabel, PrimaryButton
from alpdesk.ui.widgets.flow import FlowRow

_KINDS = (LetterKind.PATIENT, LetterKind.RECALL, LetterKind.SUMMARY, LetterKind.DOCTOR)
_BETWEEN = re.compile(r"[\s,;]+")
_FOUND = 20


class WhomCard(Card):
    """Signals: ``chosen(object)`` with whom letters are for."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(words.choice(Choosing.SELECTION), parent=parent)
        self._desk = desk
        self.person = PersonSearch(lambda text: desk.patients.search(text, limit=_FOUND).items)
        self._person = Field(
            self.tr("Patients"), self.person,
            hint=self.tr("Enter takes whom you have found, or several numbers with blanks or commas between them."),
        )  # fmt: skip
        self.count = PlainLabel("", "muted")
        self.people = QListWidget()
        self.remove = Button(self.tr("Take off the list"), icon="x", key="Del")
        self.kind = Choice(tuple((names.kind(kind), kind.value) for kind in _KINDS))
        self.look = PrimaryButton(self.tr("Look through"), icon="search", key="Ctrl+Enter")
        self._build()
        self._connect()
        self._show_count()

    def forget(self) -> None:
        """Choose nobody."""
        self.people.clear()
        self._show_count()

    def _build(self) -> None:
        self.setFocusProxy(self.person)
        self.people.setAccessibleName(self.tr("Chosen patients"))
        self.people.setMinimumHeight(3 * (self.fontMetrics().height() + 10))
        self.people.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.kind.setAccessibleName(self.tr("Kind of letter"))
        self.body.addWidget(self._person)
        self.body.addWidget(self.count)
        self.body.addWidget(self.people, 1)
        ways = FlowRow(spacing=SPACE_2, at_end=True)
        for part in (self.remove, self.kind, self.look):
            ways.addWidget(part)
        self.body.addLayout(ways)

    def _connect(self) -> None:
        self.person.taken.connect(self._take)
        self.person.look.textEdited.connect(lambda _: self._person.say())
        self.people.currentRowChanged.connect(lambda row: self.remove.setEnabled(row >= 0))
        self.remove.clicked.connect(self._remove)
        self.look.clicked.connect(self._choose)
        keys = ((QKeySequence("Del"), self.people, self.remove), (QKeySequence("Ctrl+Return"), self, self.look))
        for key, where, button in keys:
            shortcut = QShortcut(key, where)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)

    def _take(self) -> bool:
        """Put whoever was typed onto the list; tell whether that could be done."""
        self.person.look.search_now()
        typed = [number for number in _BETWEEN.split(self.person.look.text()) if number]
        numbered, unknown = self._desk.letter_runs.with_numbers(typed)
        one = self.person.current()
        if len(typed) > 1 and not unknown:
            self._add(self._desk.patients.some(numbered))
        elif one is not None:
            self._add((one,))
        elif typed:
            all_numbers = all(any(map(str.isdigit, each)) for each in typed)
            self._person.refuse(words.unknown(unknown) if all_numbers else self.tr("Nobody is found by that."))
            return False
        self._person.say()
        self.person.look.empty()
        self.person.look.searched.emit("")
        return True

    def _add(self, people: tuple[PatientSummary, ...]) -> None:
        there = set(self._keys())
        for one in people:
            if one.id not in there:
                item = QListWidgetItem(person_line(one))
                item.setData(Qt.ItemDataRole.UserRole, one.id)
                self.people.addItem(item)
        self.people.setCurrentRow(self.people.count() - 1)
        self._show_count()

    def _remove(self) -> None:
        self.people.takeItem(self.people.currentRow())
        self._show_count()

    def _choose(self) -> None:
        if not self._take():
            self.person.setFocus()
        elif not self.people.count():
            self._person.refuse(self.tr("Choose the patients first."))
            self.person.setFocus()
        else:
            kind = LetterKind(str(self.kind.value()))
            self.chosen.emit(RunChoice(who=Choosing.SELECTION, kind=kind, patient_ids=self._keys()))

    def _keys(self) -> tuple[int, ...]:
        items = (self.people.item(row) for row in range(self.people.count()))
        return tuple(int(item.data(Qt.ItemDataRole.UserRole)) for item in items)

    def _show_count(self) -> None:
        count = self.people.count()
        self.count.setText(
            counted(count, self.tr("%n patient is chosen"), self.tr("%Ln patients are chosen", "", count))
        )
        for part in (self.count, self.people, self.remove):
            part.setVisible(count > 0)
