"""The page on which a clinician reads what staff or an import entered, and signs it off by one key."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from alpdesk.domain.records import Result
from alpdesk.services.desk import Desk
from alpdesk.services.reviewing import ReviewFilter, WaitingPanel
from alpdesk.ui.clinical.why import Explanation
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.review import words
from alpdesk.ui.review.correcting import Correcting
from alpdesk.ui.review.model import ReviewModel
from alpdesk.ui.review.presenter import Read, ReviewPresenter, Waits
from alpdesk.ui.review.values import ValuesCard
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import (
    Answer,
    Banner,
    Button,
    Choice,
    EmptyState,
    InlineQuestion,
    PlainLabel,
    PrimaryButton,
    SideSheet,
    TableView,
)

_YES, _NO = "yes", "no"


class ReviewPage(QWidget):
    """The list on the left, the panel's values on the right.

    Signals: ``decide_requested`` (patient), ``patient_requested`` (patient), ``correction_requested`` (the letter to
    correct), ``assessment_requested`` (patient, assessment), ``record_changed`` (patient), ``said`` (sentence).
    """

    decide_requested = Signal(int)
    patient_requested = Signal(int)
    correction_requested = Signal(object)
    assessment_requested = Signal(int, int)
    record_changed = Signal(int)
    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._presenter = ReviewPresenter(self, desk)
        self.correcting = Correcting(desk, self)
        self._model = ReviewModel(self)
        self.table = TableView(self.tr("Panels to review"))
        self.which = Choice()
        self.values = ValuesCard()
        self.sign = PrimaryButton(self.tr("Sign off"), icon="signature", key="Enter")
        self.decide = Button(self.tr("Decide"), icon="stethoscope", key="D")
        self.correct = Button(self.tr("Correct"), icon="pencil", key="C")
        self.patient = Button(self.tr("Patient"), icon="user", key="P")
        self.many = Button(self.tr("Sign off what is within…"), icon="list-checks", key="W")
        self.question = InlineQuestion(kind="info")
        self.problem = Banner("caution", "")
        self.answer = Banner("low", "")
        self._nothing = EmptyState("clipboard-check", "")
        self._build()
        self._sheet = SideSheet(self)
        self._connect()

    def reload(self) -> None:
        """Read the list again."""
        self.question.ask("", ())
        self._sheet.hide()
        self._presenter.load()

    # What the presenter asks

    def show_waiting(self, waits: Waits) -> None:
        row = max(self.table.currentIndex().row(), 0)
        self._fill_choice(waits)
        self._model.show_panels(waits.panels)
        self.many.setVisible(waits.may_sign and waits.unremarkable > 0)
        self.sign.setEnabled(waits.may_sign)
        self._stack.setCurrentIndex(0 if waits.panels else 1)
        if not waits.panels:
            self._say_nothing(waits)
            self._presenter.select(None)
            return
        self.table.selectRow(min(row, len(waits.panels) - 1))
        self.table.setFocus()

    def show_panel(self, read: Read | None) -> None:
        for button in (self.decide, self.correct, self.patient):
            button.setEnabled(read is not None)
        if read is None:
            return
        self.values.show_panel(read)
        waits = read.waiting.answer_id is not None
        self.answer.setVisible(waits)
        if waits:
            self.answer.show_message("low", self.tr("This sample waits for an answer; signing off does not give it."))

    def show_problem(self, sentence: str) -> None:
        self.problem.show_message("caution", sentence)
        self.problem.setVisible(bool(sentence))

    def explain(self, explanation: Explanation) -> None:
        self._sheet.explain(*explanation)

    def changed(self, patient_id: int, sentence: str) -> None:
        self.said.emit(sentence)
        self.record_changed.emit(patient_id)

    # Internal

    def _say_nothing(self, waits: Waits) -> None:
        if waits.counts[ReviewFilter.ALL]:
            self._nothing.say(
                self.tr("Nothing of this kind to review"), self.tr("Choose “All” above to see the others.")
            )
        else:
            self._nothing.say(
                self.tr("Everything is reviewed"),
                self.tr("Panels that staff type in or that come in a file wait here until a clinician signs them off."),
            )

    def _fill_choice(self, waits: Waits) -> None:
        kept = self.which.value() or ReviewFilter.ALL
        self.which.blockSignals(True)  # filling it is not a choice
        self.which.set_items(tuple((f"{words.shown(each)}  {waits.counts[each]}", each) for each in ReviewFilter))
        self.which.set_value(kept)
        self.which.blockSignals(False)

    def _build(self) -> None:
        self.which.setAccessibleName(self.tr("Show"))
        self.table.setModel(self._model)
        self.table.set_columns((20, 15, 12), stretch=0, keep=(0,))
        self.table.setMinimumWidth(270)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(self.table, 5)
        row.addLayout(self._side(), 7)
        self._stack = QStackedWidget()
        self._stack.addWidget(both)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addLayout(self._top())
        for widget in (self.problem, self.question):
            column.addWidget(widget)
            widget.hide()
        column.addWidget(self._stack, 1)

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(PlainLabel(self.tr("Review"), "title"))
        row.addStretch(1)
        row.addWidget(self.many)
        row.addWidget(self.which)
        return row

    def _side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(SPACE_3)
        for button in (self.patient, self.correct):
            self.values.corner.addWidget(button)
        side.addWidget(self.answer)
        side.addWidget(self.values, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_2)
        buttons.addStretch(1)
        buttons.addWidget(self.decide)
        buttons.addWidget(self.sign)
        side.addLayout(buttons)
        return side

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.table.row_activated.connect(lambda _: self._sign())
        self.table.key_pressed.connect(self._typed)
        self.which.currentIndexChanged.connect(lambda _: self._presenter.load(ReviewFilter(str(self.which.value()))))
        self.values.why_requested.connect(self._why)
        self.question.answered.connect(self._answered)
        acts: tuple[tuple[Button | PrimaryButton, str, Callable[[], None]], ...] = (
            (self.decide, "D", self._ask_decide),
            (self.correct, "C", self._ask_correct),
            (self.patient, "P", self._ask_patient),
            (self.many, "W", self._ask_many),
        )
        for button, key, act in acts:
            button.clicked.connect(act)
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.sign.clicked.connect(self._sign)
        self.correcting.done.connect(self._put_right)
        self.correcting.told.connect(self.explain)
        self.correcting.letter_wanted.connect(self.correction_requested)
        self.correcting.answer_wanted.connect(self.assessment_requested)

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        self._presenter.select(self._model.panel(current.row()))

    def _current(self) -> WaitingPanel | None:
        return self._model.panel(self.table.currentIndex().row())

    def _sign(self) -> None:
        self._presenter.sign_off(self._current())

    def _why(self, result: Result) -> None:
        waiting = self._current()
        if waiting is not None:
            self._presenter.why(waiting, result)

    def _ask_decide(self) -> None:
        waiting = self._current()
        if waiting is not None:
            self.decide_requested.emit(waiting.patient.id)

    def _ask_correct(self) -> None:
        waiting = self._current()
        if waiting is not None:
            self.correcting.menu(waiting, self.correct.mapToGlobal(self.correct.rect().bottomLeft()))

    def _put_right(self, sentence: str) -> None:
        """Read the list again after something in it was put right."""
        self.reload()
        waiting = self._current()
        self.changed(0 if waiting is None else waiting.patient.id, sentence)

    def _ask_patient(self) -> None:
        waiting = self._current()
        if waiting is not None:
            self.patient_requested.emit(waiting.patient.id)

    def _ask_many(self) -> None:
        count = self._presenter.offer_many()
        if not count or self.many.isHidden():
            return
        one = self.tr("Sign off %n imported panel whose every value is within its interval, without reading it?")
        said = "Sign off %n imported panels whose every value is within its interval, without reading each?"
        many = self.tr(said, "", count)
        yes, no = Answer("Y", self.tr("Sign them off"), _YES), Answer("N", self.tr("Not now"), _NO)
        self.question.ask(counted(count, one, many), (yes, no))

    def _typed(self, letter: str) -> None:
        """Answer the question above the list, which leaves the focus in it."""
        if not self.question.isHidden() and letter in ("y", "n"):
            self._answered(_YES if letter == "y" else _NO)

    def _answered(self, value: str) -> None:
        self.question.ask("", ())
        self.table.setFocus()
        if value == _YES:
            self._presenter.sign_off_many()
