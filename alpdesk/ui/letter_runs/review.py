"""What a run would make, looked through before anything is made: who is left out is ticked here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from alpdesk.domain.letter_choice import DueLetter, RunChoice
from alpdesk.services.letter_due import ANSWERED_WITHIN
from alpdesk.services.letter_problems import Candidate
from alpdesk.ui.letter_runs import words
from alpdesk.ui.theme import SPACE_3
from alpdesk.ui.widgets import Button, EmptyState, PlainLabel, PrimaryButton, TableView
from alpdesk.ui.widgets.lines import LinesModel
from alpdesk.ui.widgets.rows import in_a_row


class ReviewView(QWidget):
    """Signals: ``agreed()`` to make what is taken, ``left()`` to go back, ``patient_requested(int)``."""

    agreed = Signal()
    left = Signal()
    patient_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.candidates: tuple[Candidate, ...] = ()
        self._taken: set[DueLetter] = set()
        self._leave_out, self._take_in = self.tr("Leave out"), self.tr("Take in")
        self.meaning = PlainLabel("", "muted", wrap=True)
        self.summary = PlainLabel("", "strong", wrap=True)
        self.problems = PlainLabel("", "body", wrap=True)
        self.model = LinesModel(words.review_heads(), self)
        self.table = TableView(self.tr("Letters to be made"))
        self.toggle = Button(self._leave_out, icon="check", key="Space")
        self.patient = Button(self.tr("Open patient"), icon="user", key="P")
        self.back = Button(self.tr("Back"), icon="arrow-left", key="Esc")
        self.make = PrimaryButton("", icon="mail", key="Ctrl+Enter")
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def show_candidates(self, choice: RunChoice, candidates: tuple[Candidate, ...]) -> None:
        """Show what was found; whoever has a problem of their own is left out at first."""
        self.candidates = candidates
        self._taken = {each.letter for each in candidates if each.proposed}
        self.meaning.setText(words.meaning(choice.who, ANSWERED_WITHIN))
        self._stack.setCurrentIndex(0 if candidates else 1)
        self._fill()
        if candidates:
            self.table.selectRow(0)
            self.table.setFocus()
        else:
            self.back.setFocus()

    def left_out(self) -> set[DueLetter]:
        """Return what is not to be made though it could be."""
        return {each.letter for each in self.candidates if not each.stopped} - self._taken

    def flip(self) -> None:
        """Leave the current letter out, or take it in again."""
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self.candidates) or self.candidates[row].stopped:
            return
        self._taken ^= {self.candidates[row].letter}
        self._fill()
        self.table.selectRow(min(row + 1, len(self.candidates) - 1))

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.set_columns((11, 26, 28, 40), stretch=3)
        self._stack.addWidget(self.table)
        text = self.tr("Nobody is due a letter by this rule now.")
        self._stack.addWidget(EmptyState("mail-open", self.tr("No letters to make"), text))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(self.meaning)
        head = in_a_row(self.summary, self.patient)
        head.setStretch(0, 1)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addWidget(self.problems)
        column.addLayout(in_a_row(self.back, None, self.toggle, self.make))

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._say_problems)
        self.table.key_pressed.connect(lambda key: self.patient.click() if key == "p" else None)
        self.table.row_activated.connect(lambda _row: self.flip())
        self.toggle.clicked.connect(self.flip)
        self.patient.clicked.connect(self._open_patient)
        self.back.clicked.connect(self.left)
        self.make.clicked.connect(self.agreed)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self.table)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self.flip)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.make.click)

    def _fill(self) -> None:
        lines = [words.review_line(each, taken=each.letter in self._taken) for each in self.candidates]
        self.model.set_lines(lines, [each.patient.id for each in self.candidates])
        held = sum(each.stopped for each in self.candidates)
        count = len(self._taken)
        self.summary.setText(words.review_summary(count, len(self.left_out()), held))
        self.summary.setVisible(bool(self.candidates))
        self.make.set_text(words.make(count))
        self.make.setEnabled(count > 0)
        self.patient.setEnabled(bool(self.candidates))
        self._say_problems()

    def _say_problems(self) -> None:
        """Say in full what is to be looked at in the current letter; the table may cut it."""
        row = self.table.currentIndex().row()
        found = self.candidates[row].problems if 0 <= row < len(self.candidates) else ()
        self.problems.setText("\n".join(problem.text for problem in found))
        self.problems.setVisible(bool(found))
        current = self.candidates[row] if 0 <= row < len(self.candidates) else None
        self.toggle.setEnabled(current is not None and not current.stopped)
        self.toggle.set_text(self._take_in if current and current.letter not in self._taken else self._leave_out)

    def _open_patient(self) -> None:
        patient = self.model.subject(self.table.currentIndex().row())
        if patient is not None:
            self.patient_requested.emit(patient)
