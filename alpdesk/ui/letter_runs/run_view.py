"""One run: its letters beside their pages, to leaf through, sign and print."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from alpdesk.domain.terms import LetterState
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.letter_runs import RunLetter, RunLine, waits_to_be_signed
from alpdesk.ui.letter.preview import Preview
from alpdesk.ui.letter_runs import words
from alpdesk.ui.said import error_words
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Button, EmptyState, PlainLabel, PrimaryButton, TableView
from alpdesk.ui.widgets.flow import FlowRow
from alpdesk.ui.widgets.lines import LinesModel


class RunView(QWidget):
    """Letters on the left, the pages of one on the right; what is to be done next is a button.

    Signals: ``left()``, ``go_on_requested()``, ``sign_requested()``, ``print_requested()``, ``save_requested()``,
    ``envelopes_requested()``, ``letter_opened(int)``.
    """

    left = Signal()
    go_on_requested = Signal()
    sign_requested = Signal()
    print_requested = Signal()
    save_requested = Signal()
    envelopes_requested = Signal()
    letter_opened = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._letters: tuple[RunLetter, ...] = ()
        self.line: RunLine | None = None
        self.seen: set[int] = set()
        self.state = PlainLabel("", "muted", wrap=True)
        self.model = LinesModel(words.run_heads(), self)
        self.table = TableView(self.tr("Letters of the run"))
        self.preview = Preview()
        self._none = EmptyState("mail", "")
        self._right = QStackedWidget()
        self.back = Button(self.tr("All runs"), icon="arrow-left", key="Esc")
        self.open = Button(self.tr("Open"), icon="mail-open", key="Enter")
        self.go_on = PrimaryButton(self.tr("Go on"), icon="refresh-cw")
        self.sign = PrimaryButton("", icon="signature")
        self.envelopes = Button(self.tr("Envelopes…"), icon="mail", key="Ctrl+E")
        self.both_sides = QCheckBox(self.tr("Both sides"))
        self.save = Button(self.tr("Save for the printer"), icon="download")
        self.print = PrimaryButton("", icon="printer", key="Ctrl+P")
        self._build()
        self._connect()

    def show_run(self, run_id: int) -> None:
        """Show a run as it stands; the row one was on stays."""
        if self.line is None or self.line.run.id != run_id:
            self.seen = set()
        row = max(self.table.currentIndex().row(), 0)
        self.line = self._desk.letter_runs.get(run_id)
        self._letters = self._desk.letter_runs.letters(run_id)
        lines = [words.run_line(letter) for letter in self._letters]
        self.model.set_lines(lines, [letter.item.id or 0 for letter in self._letters])
        self._show_state(self.line)
        if self._letters:
            self.table.selectRow(min(row, len(self._letters) - 1))
            self.table.setFocus()

    def to_sign(self) -> set[int]:
        """Return the letters that wait for a signature."""
        return {one.letter.id for one in self._letters if one.letter and waits_to_be_signed(one.letter)}

    def on_paper(self) -> tuple[int, ...]:
        """Return the letters that may leave or have left, in the order of the run."""
        letters = (each.letter for each in self._letters if each.letter is not None)
        gone = LetterState.REPLACED
        return tuple(one.id for one in letters if one.state is not gone and not waits_to_be_signed(one))

    def _build(self) -> None:
        self.both_sides.setToolTip(self.tr("The printer prints on both sides: no letter begins on the back of another"))
        self.table.setModel(self.model)
        self.table.set_columns((26, 20), stretch=1)
        self._right.addWidget(self.preview)
        self._right.addWidget(self._none)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self._right)
        split.setStretchFactor(0, 6)
        split.setStretchFactor(1, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(self.state)
        column.addWidget(split, 1)
        ways = FlowRow(spacing=SPACE_2, at_end=True)
        parts = (self.open, self.envelopes, self.save, self.both_sides, self.print, self.sign, self.go_on)
        for part in (self.back, *parts):
            ways.addWidget(part)
        column.addLayout(ways)

    def _connect(self) -> None:
        self.preview.answer_keys_of(self)
        self.table.selectionModel().currentRowChanged.connect(self._show_current)
        self.model.modelReset.connect(lambda: self._right.setCurrentIndex(1))
        self.table.row_activated.connect(self._open)
        self.open.clicked.connect(self.table.activate_current)
        self.back.clicked.connect(self.left)
        self.go_on.clicked.connect(self.go_on_requested)
        self.sign.clicked.connect(self.sign_requested)
        self.print.clicked.connect(self.print_requested)
        self.save.clicked.connect(self.save_requested)
        self.envelopes.clicked.connect(self.envelopes_requested)
        for key, button in (("Ctrl+P", self.print), ("Ctrl+E", self.envelopes)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)

    def _show_state(self, line: RunLine) -> None:
        self.state.setText(words.run_state(line)[0])
        unsigned, ready = line.unsigned, line.unprinted - line.unsigned
        self.go_on.setVisible(line.waiting > 0)
        self.sign.set_text(words.sign(unsigned))
        self.sign.setVisible(unsigned > 0)
        self.print.set_text(words.print_all(ready))
        for part in (self.print, self.both_sides, self.save):
            part.setVisible(ready > 0)
        self.envelopes.setVisible(bool(self.on_paper()))
        self.open.setEnabled(line.made > 0)

    def _show_current(self) -> None:
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self._letters):
            return
        letter = self._letters[row]
        if letter.letter is None:
            self._none.say(words.no_letter(letter))
            self._right.setCurrentIndex(1)
            return
        try:
            self.preview.show_pages(self._desk.letters.bytes(letter.letter.id))
        except AlpdeskError as error:
            self._none.say(error_words(error))
            self._right.setCurrentIndex(1)
            return
        self.seen.add(letter.letter.id)
        self.preview.view.verticalScrollBar().setValue(0)
        self._right.setCurrentIndex(0)

    def _open(self, row: int) -> None:
        letter = self._letters[row].letter
        if letter is not None:
            self.letter_opened.emit(letter.id)
