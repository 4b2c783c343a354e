"""The kept letters: those not printed first, then all, newest first."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QButtonGroup, QCheckBox, QStackedWidget, QVBoxLayout, QWidget

from alpdesk.domain.letter import KeptLetter
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.letter.output import Output
from alpdesk.ui.letter.ways_out import WaysOut
from alpdesk.ui.letters.envelopes import EnvelopesDialog
from alpdesk.ui.letters.model import LettersModel, Row
from alpdesk.ui.said import error_words
from alpdesk.ui.theme import SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Banner, Button, EmptyState, PlainLabel, PrimaryButton, TableView
from alpdesk.ui.widgets.rows import in_a_row

_PAGE = 100


class LettersPage(QWidget):
    """Lists letters.

    Signals: ``letter_opened`` (letter), ``patient_requested`` (patient), ``letter_printed`` (letter), ``said``,
    ``runs_requested`` for many letters at once.
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
        self._waiting = Button(self.tr("Not printed"))
        self._all = Button(self.tr("All"))
        self._many = Button(self.tr("Many letters…"), icon="send")
        self._open = PrimaryButton(self.tr("Open"), icon="mail-open", key="Enter")
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
        waiting = self._unprinted()
        self._waiting.set_text(self.tr("Not printed  {count}").format(count=len(waiting)))
        if self._waiting.isChecked():
            self._model.show_rows(waiting)
        else:
            self._model.show_rows(self._after(None), self._after)
        self._show_state()

    # Internal

    def _unprinted(self) -> Sequence[Row]:
        letters = self._desk.worklist.today().letters
        return [(self._desk.letters.get(each.letter_id), each.patient.name) for each in letters]

    def _after(self, last: int | None) -> Sequence[Row]:
        letters = self._desk.letters.list(before=last, limit=_PAGE)
        names = {each.id: each.name for each in self._desk.patients.some([letter.patient_id for letter in letters])}
        return [(letter, names.get(letter.patient_id, "")) for letter in letters]

    def _show_state(self) -> None:
        anything = self._model.rowCount() > 0
        self._stack.setCurrentIndex(0 if anything else 1)
        for button in (self._open, self._print, self._save, self._envelopes, self._patient):
            button.setEnabled(anything)
        if self._waiting.isChecked() and self._after(None):
            self._nothing.say(self.tr("Every letter was printed"), self.tr("“All” shows those that went out."))
        else:
            self._nothing.say(self.tr("No letters yet"), self.tr("A patient's page writes them: press L there."))
        if anything:
            self._table.selectRow(0)
            self._table.setFocus()

    def _current(self) -> KeptLetter | None:
        row = self._table.currentIndex().row()
        return self._model.letter(row) if 0 <= row < self._model.rowCount() else None

    def _build(self) -> None:
        group = QButtonGroup(self)
        for button in (self._waiting, self._all):
            button.setCheckable(True)
            group.addButton(button)
        self._waiting.setChecked(True)
        self._table.setModel(self._model)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._both_sides.setToolTip(
            self.tr("The printer prints on both sides: no letter begins on the back of another")
        )
        self._table.set_columns((12, 20, 26, 30, 20), stretch=3)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addLayout(in_a_row(PlainLabel(self.tr("Letters"), "title"), None, self._waiting, self._all, self._many))
        column.addWidget(self._problem)
        column.addWidget(self._stack, 1)
        ways = (self._patient, self._envelopes, self._save, self._both_sides, self._print, self._open)
        column.addLayout(in_a_row(None, *ways))
        self._problem.hide()

    def _connect(self) -> None:
        for button in (self._waiting, self._all):
            button.clicked.connect(self.reload)
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
        if not chosen:
            return
        dialog = EnvelopesDialog(self._desk, self.output, chosen, self)
        dialog.exec()
        if dialog.said:
            self.said.emit(dialog.said)
        dialog.deleteLater()

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
