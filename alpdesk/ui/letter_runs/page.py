"""Many letters at once: chosen, looked through, made in the background; a run is opened, signed and printed here."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from alpdesk.domain.letter_choice import RunChoice
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Cancelled, Progress
from alpdesk.services.desk import Desk
from alpdesk.services.letter_problems import Candidate
from alpdesk.services.letter_runs import RunLine, Signing
from alpdesk.ui.dialogs import ask
from alpdesk.ui.letter.output import Output
from alpdesk.ui.letter_runs import words
from alpdesk.ui.letter_runs.review import ReviewView
from alpdesk.ui.letter_runs.run_view import RunView
from alpdesk.ui.letter_runs.start import StartView
from alpdesk.ui.letter_runs.together import Together
from alpdesk.ui.letters.envelopes import ask_for_envelopes
from alpdesk.ui.said import error_words
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Banner, PlainLabel, format_date
from alpdesk.ui.widgets.rows import in_a_row
from alpdesk.ui.widgets.working import Work, Working

T = TypeVar("T")


class LetterRunsPage(QWidget):
    """One view at a time: the runs, what a run would make, one run.

    Signals: ``letter_opened`` (letter), ``patient_requested`` (patient), ``letter_kept`` (0, for several patients),
    ``letter_printed`` (0, for several letters), ``said`` (sentence).
    """

    letter_opened = Signal(int)
    patient_requested = Signal(int)
    letter_kept = Signal(int)
    letter_printed = Signal(int)
    said = Signal(str)

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._desk = desk
        self._choice: RunChoice | None = None
        self.output = Output(self)
        self.together = Together(desk, self.output)
        self.sure: Callable[[str], bool] = self._ask_sure
        self.working = Working(run)
        self.trouble = Banner("caution", "")
        self.title = PlainLabel("", "title")
        self.start = StartView(desk)
        self.review = ReviewView()
        self.run = RunView(desk)
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def reload(self, run_id: int | None = None) -> None:
        """Show what one was on as it stands now; with a run, show that."""
        self.trouble.hide()
        if run_id is not None or self._stack.currentWidget() is self.run:
            self._open_run(run_id if run_id is not None else self._run_id())
        elif self._stack.currentWidget() is not self.review:
            self._show_start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or (not self.working.busy and self._stack.currentWidget() is self.start):
            super().keyPressEvent(event)
        elif self.working.busy:
            self.working.stop()
        else:
            self._show_start()

    # Building

    def _build(self) -> None:
        for view in (self.start, self.review, self.run):
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addLayout(in_a_row(self.title, None))
        column.addWidget(self.working)
        column.addWidget(self.trouble)
        column.addWidget(self._stack, 1)
        self.trouble.hide()

    def _connect(self) -> None:
        self.start.chosen.connect(self._look_through)
        self.start.opened.connect(self._open_run)
        self.review.agreed.connect(self._begin)
        self.review.patient_requested.connect(self.patient_requested)
        self.run.letter_opened.connect(self.letter_opened)
        self.run.go_on_requested.connect(lambda: self._make(self._run_id()))
        self.run.sign_requested.connect(self._sign)
        self.run.print_requested.connect(self._print)
        self.run.save_requested.connect(self._save)
        self.run.envelopes_requested.connect(self._envelopes)
        for view in (self.review, self.run):
            view.left.connect(self._show_start)
        self.working.changed.connect(self._stack.setDisabled)

    # What is shown

    def _show(self, view: QWidget, title: str) -> None:
        self.title.setText(title)
        self._stack.setCurrentWidget(view)

    def _show_start(self) -> None:
        self.trouble.hide()
        self.start.reload()
        self._show(self.start, self.tr("Many letters"))
        (self.start.table if self.start.model.rowCount() else self.start.due).setFocus()

    def _open_run(self, run_id: int) -> None:
        self.run.show_run(run_id)
        self._show(self.run, self.run.line.run.title if self.run.line else "")

    def _run_id(self) -> int:
        return (self.run.line.run.id if self.run.line else None) or 0

    # What is done

    def _look_through(self, choice: RunChoice) -> None:
        def work(progress: Progress, cancelled: Cancelled) -> tuple[Candidate, ...]:
            return self._desk.letter_runs.look_through(choice, progress, cancelled)

        def show(candidates: tuple[Candidate, ...]) -> None:
            self._choice = choice
            self._show(self.review, self._title_of(choice))
            self.review.show_candidates(choice, candidates)

        self._work(self.tr("Looking through the letters"), work, show)

    def _begin(self) -> None:
        if self._choice is not None and not self.working.busy:
            title, review = self._title_of(self._choice), self.review
            line = self._desk.letter_runs.begin(title, self._choice, review.candidates, review.left_out())
            self.start.whom.forget()
            self._make(line.run.id or 0)

    def _make(self, run_id: int) -> None:
        def work(progress: Progress, cancelled: Cancelled) -> RunLine:
            return self._desk.letter_runs.make(run_id, progress, cancelled)

        def show(_line: RunLine) -> None:
            self._open_run(run_id)
            self.letter_kept.emit(0)

        self._open_run(run_id)
        self._work(self.tr("Making the letters"), work, show)

    def _sign(self) -> None:
        waiting, seen = self.run.to_sign(), self.run.seen
        if waiting - seen and not self.sure(words.looked_at(len(waiting & seen), len(waiting))):
            return
        run_id = self._run_id()
        self._work(
            self.tr("Signing"),
            lambda progress, cancelled: self._desk.letter_runs.sign(run_id, progress, cancelled),
            lambda signing: self._signed(run_id, signing),
        )

    def _signed(self, run_id: int, signing: Signing) -> None:
        self._open_run(run_id)
        if signing.refused:
            self.trouble.show_message("caution", words.not_signed(signing.refused))
            self.trouble.show()

    def _print(self) -> None:
        letters, printer = self._desk.letter_runs.to_print(self._run_id()), None
        if letters:
            printer = self.output.printer()
        if printer is not None:
            work = self.together.printing(letters, printer, both_sides=self.run.both_sides.isChecked())
            self._work(self.tr("Printing"), work, self._went_out)

    def _save(self) -> None:
        letters, run_id = self._desk.letter_runs.to_print(self._run_id()), self._run_id()
        place = self.output.file(self.together.name(run_id)) if letters else None
        if place is not None:
            work = self.together.saving(letters, place, both_sides=self.run.both_sides.isChecked())
            self._work(self.tr("Saving"), work, self._went_out)

    def _envelopes(self) -> None:
        if said := ask_for_envelopes(self._desk, self.output, self.run.on_paper(), self):
            self.said.emit(said)

    def _went_out(self, sentence: str) -> None:
        self._open_run(self._run_id())
        self.letter_printed.emit(0)
        self.said.emit(sentence)

    def _work(self, text: str, work: Work[T], done: Callable[[T], None]) -> None:
        self.trouble.hide()
        self.working.start(text, work, done, self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, AlpdeskError):
            raise error
        if self._stack.currentWidget() is self.run:
            self._open_run(self._run_id())
        self.trouble.show_message("info" if self.working.was_stopped else "caution", error_words(error))
        self.trouble.show()

    def _title_of(self, choice: RunChoice) -> str:
        return f"{words.choice(choice.who)}, {format_date(self._desk.context.today())}"

    def _ask_sure(self, text: str) -> bool:
        return ask(
            self, self.tr("Sign letters you have not looked at?"), text,
            yes=self.tr("Sign all"), no=self.tr("Go on looking"), careful=True,
        )  # fmt: skip
