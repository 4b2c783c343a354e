"""The page on which a low ALP is judged and answered, or an old assessment is read as it was shown."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from alpdesk.domain.assessment import ChecklistItem
from alpdesk.domain.deciding import CriteriaSheet
from alpdesk.domain.records import Patient, Recall
from alpdesk.services.checklists import ChecklistState
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical.checklist import Checklist
from alpdesk.ui.clinical.criteria import CriteriaTable
from alpdesk.ui.clinical.criteria_print import CriteriaPaper
from alpdesk.ui.clinical.folding import ElidedLabel
from alpdesk.ui.clinical.who import who_line
from alpdesk.ui.clinical.why import Explanation
from alpdesk.ui.decide.answer import AnswerCard
from alpdesk.ui.decide.given import GivenCard
from alpdesk.ui.decide.notices import show_alerts, show_older, show_stale
from alpdesk.ui.decide.ordering import Ordering
from alpdesk.ui.decide.presenter import DecidePresenter
from alpdesk.ui.decide.shown import Answer, Shown
from alpdesk.ui.decide.verdict import VerdictCard
from alpdesk.ui.drafts.pause import Pause
from alpdesk.ui.look_back.ask import LookBackAsk
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import (
    Banner,
    Button,
    Card,
    EmptyState,
    IconButton,
    PlainLabel,
    SideSheet,
    format_date,
    scrolled,
)


class DecidePage(QWidget):
    """Verdicts, alerts, checklist and criteria on the left; the answer always in sight on the right.

    Signals: ``signed`` (patient), ``closed`` (patient), ``letter_requested`` (patient, kind), ``said``,
    ``look_back_requested`` (patient).
    """

    signed = Signal(int)
    closed = Signal(int)
    letter_requested = Signal(int, str)
    said = Signal(str)
    look_back_requested = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._patient_id: int | None = None
        self._presenter = DecidePresenter(self, desk)
        self._pause = Pause(desk.drafts, self._presenter.keep, self)
        self._title = PlainLabel("", "title")
        self._who = ElidedLabel("", "muted", keeps_end=True)
        self._verdict = VerdictCard()
        self._stale = Banner("caution", "", action=self.tr("Sign: no action, it was a slip"))
        self._earlier = LookBackAsk(desk)
        self._alerts = QVBoxLayout()
        self._checklist = Checklist(desk.drafts)
        self._ordering = Ordering(desk)
        self._shown: Shown | None = None
        self.paper = CriteriaPaper(self, desk, self.said.emit)
        self._items: Sequence[ChecklistItem] = ()
        self._criteria = CriteriaTable()
        self._answer = AnswerCard()
        self._given = GivenCard()
        self._nothing = EmptyState(
            "circle-check", self.tr("Nothing to decide"), self.tr("No assessment was ever needed for this patient.")
        )
        self._back = Button(self.tr("Back to the patient"), icon="arrow-left", key="Esc")
        self._build()
        self._sheet = SideSheet(self)
        self._connect()

    def start(self, patient_id: int, assessment_id: int | None = None) -> None:
        """Show what waits for this patient, or one assessment as it was shown."""
        self._patient_id = patient_id
        self._sheet.hide()
        self._presenter.start(patient_id, assessment_id)

    # What the presenter asks

    def show_assessment(self, shown: Shown) -> None:
        assessment = shown.assessment
        day = format_date(assessment.alp.collected or assessment.as_of)
        old = self.tr("Answer anew: {day}") if shown.open else self.tr("{day}, as it was shown")
        self._title.setText(self.tr("Decide") if shown.kept.decision is None else old.format(day=day))
        self._who.setText(who_line(shown.patient, shown.age))
        self.show_found(shown)
        self._side.setCurrentIndex(0 if shown.open else 1)
        self._earlier.show_for(shown.kept.patient_id, asked=shown.open)
        self._stack.setCurrentIndex(0)
        self._scroll.verticalScrollBar().setValue(0)
        self._ordering.leave()
        if shown.open:
            self._answer.start(shown)
            (self._answer.go_first if shown.may_sign else self._back.setFocus)()
        else:
            self._given.show_decision(shown)
            self._back.setFocus()

    def show_found(self, shown: Shown) -> None:
        """Show what was found; the answer stays as it is."""
        self._shown, assessment = shown, shown.assessment
        self._verdict.show_verdict(assessment, shown.analyte)
        show_stale(self._stale, shown)
        show_alerts(self._alerts, assessment.alerts, self._presenter.why)
        show_older(self._alerts, shown.older if shown.open else (), self._presenter.why)
        self._items = assessment.checklist
        self._checklist.show_items(
            assessment.checklist, shown.marks, editable=shown.open, patient_id=shown.kept.patient_id
        )
        self._checklist_card.setVisible(bool(assessment.checklist))
        self._criteria_card.setVisible(shown.criteria is not None)
        if shown.criteria is not None:
            self._criteria_title.setText(shown.criteria.result.title)
            self._criteria.show_sheet(shown.criteria, editable=shown.open)

    def show_marks(self, marks: ChecklistState) -> None:
        self._checklist.show_items(self._items, marks, editable=True)

    def offer_order(self, order: Recall) -> None:
        self._ordering.offer(order)

    def refuse_mark(self, sentence: str) -> None:
        self._checklist.refuse(sentence)

    def show_nothing(self, patient: Patient, age: str) -> None:
        self._title.setText(self.tr("Decide"))
        self._who.setText(who_line(patient, age))
        self._stack.setCurrentIndex(1)
        self._back.setFocus()

    def answer(self) -> Answer:
        return self._answer.answer()

    def restore(self, answer: Answer) -> None:
        self._answer.restore(answer)

    def unsaved(self) -> tuple[str, ...]:
        """Name what would be lost with the window."""
        return self._presenter.unsaved()

    def choose_plans(self, templates: Sequence[str]) -> None:
        self._answer.choose_plans(templates)

    def refuse(self, field: str, sentence: str) -> None:
        self._answer.refuse(field, sentence)

    def show_theirs(self, theirs: str) -> None:
        self._answer.show_theirs(theirs)

    def explain(self, explanation: Explanation) -> None:
        self._sheet.explain(*explanation)

    def done(self, patient_id: int, sentence: str) -> None:
        self.said.emit(sentence)
        self.signed.emit(patient_id)
        self.closed.emit(patient_id)

    # Events

    def hideEvent(self, event: QHideEvent) -> None:
        self._pause.stop()
        self._presenter.keep()
        super().hideEvent(event)

    # Internal

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE_3)
        top.addWidget(self._title)
        top.addWidget(self._who, 1)
        top.addWidget(self._back)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._columns())
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addLayout(top)
        column.addWidget(self._stack, 1)

    def _columns(self) -> QWidget:
        found = QWidget()
        left = QVBoxLayout(found)
        left.setContentsMargins(0, 0, SPACE_2, 0)
        left.setSpacing(SPACE_3)
        self._alerts.setSpacing(SPACE_2)
        left.addWidget(self._stale)
        left.addLayout(self._alerts)
        left.addWidget(self._verdict)
        left.addWidget(self._earlier)
        left.addWidget(self._make_checklist_card())
        left.addWidget(self._ordering)
        left.addWidget(self._make_criteria_card())
        left.addStretch(1)
        self._scroll = scrolled(found)
        answer = QStackedWidget()
        answer.addWidget(self._answer)
        answer.addWidget(self._given)
        answer.setMinimumWidth(300)
        answer.setMaximumWidth(440)
        self._side = answer
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(self._scroll, 5)
        row.addWidget(answer, 3)
        return both

    def _make_checklist_card(self) -> Card:
        self._checklist_card = Card(self.tr("Checklist, not a diagnosis"))
        self._checklist_card.body.addWidget(self._checklist)
        return self._checklist_card

    def _make_criteria_card(self) -> Card:
        self._criteria_card = Card(" ")
        self._criteria_title = self._criteria_card.title
        why = IconButton("info", self.tr("Why these criteria?"))
        why.clicked.connect(self._presenter.why_criteria)
        self._criteria_card.corner.addWidget(why)
        self._criteria_card.body.addWidget(self._criteria)
        return self._criteria_card

    def _connect(self) -> None:
        self._answer.chosen.connect(self._presenter.chosen)
        self._answer.edited.connect(self._pause.start)
        self._answer.sign_requested.connect(self._presenter.sign)
        self._answer.beside_requested.connect(self._presenter.sign_beside)
        self._answer.why_requested.connect(self._presenter.why)
        self._checklist.why_requested.connect(self._presenter.why)
        self._criteria.print_requested.connect(lambda: self._put_out(self.paper.print))
        self._criteria.save_requested.connect(lambda: self._put_out(self.paper.save))
        self._criteria.answered.connect(self._presenter.set_finding)
        self._checklist.wished.connect(self._presenter.mark)
        self._verdict.why_verdict.connect(self._presenter.why_verdict)
        self._verdict.why_series.connect(self._presenter.why_series)
        self._given.anew_requested.connect(self._presenter.answer_anew)
        self._ordering.said.connect(self.said)
        self._stale.acted.connect(self._presenter.sign_slip)
        self._back.clicked.connect(self._go_back)
        self._earlier.look_back_requested.connect(self.look_back_requested)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            self._shortcut(key, self._presenter.sign)
        self._shortcut("Esc", self._go_back)
        self._shortcut("B", self._earlier.go)
        self._shortcut("A", self._presenter.answer_anew)

    def _shortcut(self, key: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _put_out(self, way: Callable[[CriteriaSheet, Patient, str], None]) -> None:
        """Put the criteria as they are shown on paper or in a file."""
        if self._shown is not None and self._shown.criteria is not None:
            way(self._shown.criteria, self._shown.patient, self._shown.assessment.rule_book)

    def _go_back(self) -> None:
        if self._sheet.isVisible():
            self._sheet.leave()
        elif self._patient_id is not None:
            self.closed.emit(self._patient_id)
