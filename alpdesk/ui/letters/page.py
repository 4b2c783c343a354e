"""The letters on file: those to sign, to send and to finish, then all, newest first; and one by its number."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from alpdesk.domain.letter import KeptLetter
from alpdesk.domain.terms import LetterQueue
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.letter import words as letter_words
from alpdesk.ui.letter.output import Output
from alpdesk.ui.letter.preview import Preview
from alpdesk.ui.letter.ways_out import WaysOut
from alpdesk.ui.letters.envelopes import ask_for_envelopes
from alpdesk.ui.letters.lists import Lists
from alpdesk.ui.letters.model import PATIENT, STATE, SUBJECT, WRITTEN, LettersModel, Row
from alpdesk.ui.said import error_words
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Banner, Button, EmptyState, PlainLabel, PrimaryButton, SearchField, TableView
from alpdesk.ui.widgets.flow import FlowRow
from alpdesk.ui.widgets.rows import in_a_row

_PAGE = 100
_WIDE = (12, 20, 26, 30, 20)
_NARROW = (0, 14, 24, 0, 0)


class LettersPage(QWidget):
    """Lists letters.

    Signals: ``letter_opened`` (letter), ``patient_requested`` (patient), ``letter_printed`` (letter that
    left or was signed), ``said``, ``runs_requested`` for many letters at once.
    """

    letter_opened = Signal(int)
    patient_requested = Signal(int)
    letter_printed = Signal(int)
    said = Signal(str)
    runs_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._desk = desk
        self.output = Output(self)
        self.ways = WaysOut(desk, self.output, self)
        self._model = LettersModel(desk.corrections.stale_letters, self)
        self._table = TableView(self.tr("Letters"))
        self._lists = Lists()
        self._all = self._lists.buttons[None]
        self.number = SearchField(self.tr("Letter number or code"))
        self._preview = Preview()
        self._many = Button(self.tr("Many letters…"), icon="send")
        self.sign = PrimaryButton(self.tr("Sign"), icon="signature", key="S")
        self._open = Button(self.tr("Open"), icon="mail-open", key="Enter")
        self._print = Button(self.tr("Print"), icon="printer")
        self._both_sides = QCheckBox(self.tr("Both sides"))
        self._save = Button(self.tr("Save as PDF"), icon="download")
        self._envelopes = Button(self.tr("Envelopes…"), icon="mail")
        self._patient = Button(self.tr("Go to the patient"), icon="user")
        self._problem = Banner("caution", "")
        self._nothing = EmptyState("mail", "")
        self._build()
        self._connect()

    def reload(self) -> None:
        """Read the list again."""
        self._problem.hide()
        row = max(self._table.currentIndex().row(), 0)
        self._lists.show_counts(self._desk.letters.counts(), may_sign=self._desk.letters.may_sign())
        if self._lists.queue is None:
            self._model.show_rows(self._after(None), self._after)
        else:
            self._model.show_rows(self._named(self._desk.letters.waiting(self._lists.queue)))
        self._show_state(row)

    # Internal

    def _after(self, last: int | None) -> Sequence[Row]:
        return self._named(self._desk.letters.list(before=last, limit=_PAGE))

    def _named(self, letters: Sequence[KeptLetter]) -> Sequence[Row]:
        names = {each.id: each.name for each in self._desk.patients.some([letter.patient_id for letter in letters])}
        return [(letter, names.get(letter.patient_id, "")) for letter in letters]

    def _show_state(self, row: int) -> None:
        anything, signing = self._model.rowCount() > 0, self._lists.queue is LetterQueue.TO_SIGN
        self._stack.setCurrentIndex(0 if anything else 1)
        for button in (self._open, self._print, self._save, self._envelopes, self._patient):
            button.setEnabled(anything)
        self.sign.setVisible(signing and anything and self._desk.letters.may_sign())
        self._preview.setVisible(signing and anything)
        for widget in (self._print, self._both_sides, self._save, self._envelopes):
            widget.setVisible(self._lists.queue not in (LetterQueue.TO_SIGN, LetterQueue.HALF_WAY))
        for column in (WRITTEN, SUBJECT, STATE):
            self._table.setColumnHidden(column, signing)
        self._table.set_columns(_NARROW if signing else _WIDE, stretch=PATIENT if signing else SUBJECT, keep=(PATIENT,))
        self._say_nothing()
        if anything:
            self._table.selectRow(min(row, self._model.rowCount() - 1))
            self._table.setFocus()

    def _say_nothing(self) -> None:
        if not self._desk.letters.list(limit=1):
            self._nothing.say(self.tr("No letters yet"), self.tr("A patient's page writes them: press L there."))
            return
        said = {
            LetterQueue.TO_SIGN: self.tr("Every letter is signed"),
            LetterQueue.TO_SEND: self.tr("Every signed letter has left"),
            LetterQueue.HALF_WAY: self.tr("No letter is half-way"),
        }
        title = said.get(self._lists.queue or LetterQueue.TO_SEND, "")
        self._nothing.say(title, self.tr("“All” shows every letter on file."))

    def _show_pages(self) -> None:
        """Show the pages of the letter that is to be signed."""
        letter = self._current()
        if letter is None or self._lists.queue is not LetterQueue.TO_SIGN:
            return
        try:
            self._preview.show_pages(self._desk.letters.bytes(letter.id))
        except AlpdeskError as error:
            self._say_problem(error_words(error))

    def _current(self) -> KeptLetter | None:
        row = self._table.currentIndex().row()
        return self._model.letter(row) if 0 <= row < self._model.rowCount() else None

    def _build(self) -> None:
        self._table.setModel(self._model)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._both_sides.setToolTip(
            self.tr("The printer prints on both sides: no letter begins on the back of another")
        )
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(self._table)
        both.addWidget(self._preview)
        both.setStretchFactor(0, 5)
        both.setStretchFactor(1, 5)
        self._stack = QStackedWidget()
        self._stack.addWidget(both)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_3)
        self.number.setMinimumWidth(260)
        column.addLayout(in_a_row(PlainLabel(self.tr("Letters"), "title"), None, self.number, self._many))
        column.addLayout(in_a_row(self._lists, None))
        column.addWidget(self._problem)
        column.addWidget(self._stack, 1)
        ways = FlowRow(spacing=SPACE_2, at_end=True)
        for way in (self._patient, self._envelopes, self._save, self._both_sides, self._print, self._open, self.sign):
            ways.addWidget(way)
        column.addLayout(ways)
        self._problem.hide()

    def _connect(self) -> None:
        self._lists.picked.connect(self.reload)
        self.number.chosen.connect(self._find)
        self.sign.clicked.connect(self._do_sign)
        self._table.key_pressed.connect(self._take_key)
        self._table.selectionModel().currentRowChanged.connect(lambda *_: self._show_pages())
        search = QShortcut(QKeySequence.StandardKey.Find, self)
        search.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        search.activated.connect(self.number.setFocus)
        self._many.clicked.connect(self.runs_requested)
        self._table.row_activated.connect(self._do_open)
        self._open.clicked.connect(self._do_open)
        self._print.clicked.connect(self._do_print)
        self._save.clicked.connect(self._do_save)
        self._envelopes.clicked.connect(self._do_envelopes)
        self._patient.clicked.connect(self._go_to_patient)

    def _do_open(self) -> None:
        letter = self._current()
        if letter is not None:
            self.letter_opened.emit(letter.id)

    def _find(self) -> None:
        """Open the letter whose number was typed or scanned."""
        letter = self._desk.letters.find(self.number.text())
        if letter is None:
            said = self.tr("No letter has the number “{number}”. It has twelve letters and digits.")
            self._say_problem(said.format(number=self.number.text().strip()))
            return
        self.number.clear()
        self._problem.hide()
        self.letter_opened.emit(letter.id)

    def _take_key(self, key: str) -> None:
        if key.casefold() == "s" and not self.sign.isHidden():
            self._do_sign()

    def _do_sign(self) -> None:
        """Sign the letter that is shown and go on to the next."""
        letter = self._current()
        if letter is None:
            return
        try:
            self._desk.letters.sign(letter.id)
        except AlpdeskError as error:
            self._say_problem(self.tr("Not signed: {reason} Open it to see to it.").format(reason=error_words(error)))
            return
        self._lists.stay()
        self.said.emit(letter_words.signed())
        self.letter_printed.emit(letter.id)
        self.reload()

    def _go_to_patient(self) -> None:
        letter = self._current()
        if letter is not None:
            self.patient_requested.emit(letter.patient_id)

    def _do_save(self) -> None:
        letter = self._current()
        if letter is not None:
            self._let_out([letter.id], lambda: self.ways.save(letter.id))

    def _do_print(self) -> None:
        chosen = self._chosen()
        if chosen:
            self._let_out(chosen, lambda: self.ways.print(chosen, both_sides=self._both_sides.isChecked()))

    def _chosen(self) -> list[int]:
        rows = sorted(index.row() for index in self._table.selectionModel().selectedRows())
        return [self._model.letter(row).id for row in rows]

    def _do_envelopes(self) -> None:
        chosen = self._chosen()
        if chosen and (said := ask_for_envelopes(self._desk, self.output, chosen, self)):
            self.said.emit(said)

    def _let_out(self, letter_ids: Sequence[int], way: Callable[[], str]) -> None:
        self._problem.hide()
        try:
            said = way()
        except AlpdeskError as error:
            self._say_problem(error_words(error))
            return
        if said:
            self.said.emit(said)
            self.letter_printed.emit(letter_ids[0])
            self.reload()

    def _say_problem(self, sentence: str) -> None:
        self._problem.show_message("caution", sentence)
        self._problem.show()
