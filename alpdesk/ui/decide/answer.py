"""The answer to a low ALP: what we do, why, and what becomes due."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from alpdesk.domain.assessment import MonitoringProposal
from alpdesk.domain.records import DecisionKind
from alpdesk.ui.clinical import words
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.decide.shown import Answer, Shown, first_date
from alpdesk.ui.theme import SPACE_1, SPACE_2, SPACE_3
from alpdesk.ui.widgets import (
    Banner,
    Card,
    Choice,
    DateEdit,
    Field,
    IconButton,
    PlainLabel,
    PrimaryButton,
    format_date,
    scrolled,
)

_ARROWS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_KINDS = (DecisionKind.WORK_UP, DecisionKind.REPEAT, DecisionKind.REFER, DecisionKind.EXPLAINED, DecisionKind.NO_ACTION)


class AnswerButton(QRadioButton):
    """One answer. The arrow keys choose where they go, and Enter chooses as Space does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() in _PLAIN:
            self.click()
            return
        super().keyPressEvent(event)
        reached = QApplication.focusWidget()
        if event.key() in _ARROWS and isinstance(reached, AnswerButton) and not reached.isChecked():
            reached.click()


class PlanLine(QWidget):
    """A monitoring template that can be started, and its first date.

    Signals: ``why_requested`` with the proposal.
    """

    why_requested = Signal(object)

    def __init__(self, proposal: MonitoringProposal, today: date, tests: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tests = tests
        self.proposal = proposal
        self.wanted = QCheckBox()
        self.wanted.setAccessibleName(proposal.title)
        self.due = DateEdit(today=today)
        self.due.set_date(first_date(proposal, today))
        self.due.setAccessibleName(self.tr("First date of {plan}").format(plan=proposal.title))
        self.due.setMaximumWidth(130)
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()
        self._build()
        self.due.textEdited.connect(lambda: self.refuse(""))
        self.wanted.toggled.connect(lambda: self.refuse(""))

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with the date."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if sentence:
            (self.due if self.wanted.isChecked() else self.wanted).setFocus()

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, SPACE_1)
        grid.setHorizontalSpacing(SPACE_2)
        grid.setVerticalSpacing(2)
        title = PlainLabel(self.proposal.title, "body", wrap=True)
        title.setBuddy(self.wanted)
        self.why = IconButton("info", self.tr("Why {plan}?").format(plan=self.proposal.title))
        self.why.clicked.connect(lambda: self.why_requested.emit(self.proposal))
        grid.addWidget(self.wanted, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(title, 0, 1, 1, 2)
        grid.addWidget(self.why, 0, 3, Qt.AlignmentFlag.AlignTop)
        early = self.proposal.not_before
        gap = [] if early is None else [self.tr("not before {day}").format(day=format_date(early))]
        small = " · ".join(part for part in (self._tests, *gap) if part)
        grid.addWidget(self.due, 1, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(PlainLabel(small, "small", wrap=True), 1, 2, 1, 2)
        grid.addWidget(self.problem, 2, 1, 1, 3)
        grid.setColumnStretch(2, 1)


class AnswerCard(Card):
    """Signals: ``chosen`` with the kind, ``edited``, ``sign_requested``, ``why_requested`` with a proposal.

    ``beside_requested`` asks to sign in addition to what somebody else has answered meanwhile.
    """

    chosen = Signal(object)
    edited = Signal()
    sign_requested = Signal()
    why_requested = Signal(object)
    beside_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.title.setText(self.tr("What do we do?"))
        self.title.show()
        self.kinds = QButtonGroup(self)
        self.buttons = {kind: AnswerButton(words.decision(kind)) for kind in _KINDS}
        self.cause = Choice()
        self.reason = QPlainTextEdit()
        self.lines: dict[str, PlanLine] = {}
        self._promises: dict[DecisionKind, str] = {}
        self.sign = PrimaryButton(self.tr("Sign"), icon="signature", key="Ctrl+Enter")
        self._problem = PlainLabel("", "error", wrap=True)
        self._plans = QVBoxLayout()
        self.note = Banner("info", "", action=self.tr("Sign as an additional answer"))
        self._build()
        self._connect()

    def start(self, shown: Shown) -> None:
        """Begin a new answer."""
        self.kinds.setExclusive(False)
        for button in self.buttons.values():
            button.setChecked(False)
        self.kinds.setExclusive(True)
        self.cause.set_items((("", ""), *((title, cause) for cause, title in shown.causes)))
        self.cause.set_value("")
        self.reason.clear()
        self.sign.set_text(self.tr("Sign as {name}").format(name=shown.signer) if shown.signer else self.tr("Sign"))
        self._lay_plans(shown)
        self._show_fields(None)
        self.refuse("", "")
        self._lock(shown)

    def answer(self) -> Answer:
        """Return what stands in the form."""
        others = {template for kind, template in self._promises.items() if kind is not self.kind()}
        lines = {name: line for name, line in self.lines.items() if name not in others}
        dues = {name: line.due.day() for name, line in lines.items() if line.wanted.isChecked()}
        return Answer(self.kind(), str(self.cause.value() or ""), self.reason.toPlainText().strip(), dues)

    def restore(self, answer: Answer) -> None:
        """Write back an answer that was begun before."""
        if answer.kind is not None:
            self.buttons[answer.kind].setChecked(True)
        self.cause.set_value(answer.cause)
        self.reason.setPlainText(answer.reason)
        dues = answer.dues or {}
        self.choose_plans(tuple(dues))
        for name, due in dues.items():
            if due is not None and name in self.lines:
                self.lines[name].due.set_date(due)

    def kind(self) -> DecisionKind | None:
        """Return the answer that is chosen."""
        return next((kind for kind, button in self.buttons.items() if button.isChecked()), None)

    def choose_plans(self, templates: Sequence[str]) -> None:
        """Tick these monitoring templates and no others."""
        for name, line in self.lines.items():
            line.wanted.setChecked(name in templates)

    def refuse(self, field: str, sentence: str) -> None:
        """Say what is missing, where it is missing."""
        fields = {"cause": self._cause_field, "reason": self._reason_field}
        for name, one in fields.items():
            if name == field and sentence:
                one.refuse(sentence)
                one.editor.setFocus()
            else:
                one.say()
        for name, line in self.lines.items():
            line.refuse(sentence if field == f"due:{name}" else "")
        plain = sentence and field not in fields and not field.startswith("due:")
        self._problem.setText(sentence if plain else "")
        self._problem.setVisible(bool(plain))

    def show_theirs(self, theirs: str) -> None:
        """Show what somebody else answered meanwhile beside what is typed, which stays."""
        self.note.show_message("caution", self.tr("Answered meanwhile; yours is not signed."), theirs)
        self.note.button.show()
        self.note.show()

    def go_first(self) -> None:
        """Put the cursor on the first answer."""
        self.buttons[_KINDS[0]].setFocus(Qt.FocusReason.TabFocusReason)

    def _build(self) -> None:
        answers = QVBoxLayout()
        answers.setSpacing(0)
        for button in self.buttons.values():
            self.kinds.addButton(button)
            answers.addWidget(button)
        self.reason.setFixedHeight(72)
        self.reason.setTabChangesFocus(True)
        self._cause_field = Field(self.tr("Explained by"), self.cause)
        self._reason_field = Field(self.tr("Reason"), self.reason)
        self._due_title = PlainLabel(self.tr("Becomes due"), "overline")
        self._plans.setSpacing(SPACE_1)
        self._inner = inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, SPACE_2, 0)
        column.setSpacing(SPACE_3)
        column.addLayout(answers)
        for widget in (self._cause_field, self._reason_field, self._due_title):
            column.addWidget(widget)
        column.addLayout(self._plans)
        column.addStretch(1)
        self.body.addWidget(self.note)
        self.body.addWidget(scrolled(inner), 1)
        self.body.addWidget(self._problem)
        self.body.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignRight)

    def _connect(self) -> None:
        for kind, button in self.buttons.items():
            button.toggled.connect(lambda on, kind=kind: self._picked(kind) if on else None)
            button.toggled.connect(self.edited)
        self.cause.picked.connect(self.edited)
        self.reason.textChanged.connect(self.edited)
        self.sign.clicked.connect(self.sign_requested)
        self.note.acted.connect(self.beside_requested)

    def _picked(self, kind: DecisionKind) -> None:
        self._show_fields(kind)
        self.refuse("", "")
        self.chosen.emit(kind)

    def _show_fields(self, kind: DecisionKind | None) -> None:
        self._cause_field.setVisible(kind is DecisionKind.EXPLAINED)
        needed = kind is DecisionKind.NO_ACTION
        self._reason_field.rename(self.tr("Because") if needed else self.tr("Remark (optional)"))
        hidden = {template for of, template in self._promises.items() if of is not kind}
        for name, line in self.lines.items():
            line.setVisible(name not in hidden)
        self._due_title.setVisible(len(hidden) < len(self.lines))

    def _lay_plans(self, shown: Shown) -> None:
        empty(self._plans)
        self.lines = {}
        self._promises = {kind: proposal.template for kind, proposal in shown.promises.items()}
        for proposal in (*shown.assessment.monitoring, *shown.promises.values()):
            line = PlanLine(proposal, shown.today, shown.tests[proposal.template])
            line.why_requested.connect(self.why_requested)
            line.wanted.toggled.connect(self.edited)
            line.due.textEdited.connect(self.edited)
            self.lines[proposal.template] = line
            self._plans.addWidget(line)
        self._order_tabs()

    def _lock(self, shown: Shown) -> None:
        """Say before anything is typed that somebody else has to sign, or what an answer given before made due."""
        said = self.tr("Only a clinician or an administrator signs an answer.")
        self.note.show_message("info", said, self.tr("It goes on waiting until one of them has read it."))
        if shown.may_sign and shown.anew:
            stays = self.tr("What it made due stays on the list until it is closed there.")
            self.note.show_message(
                "info",
                self.tr("The answer of {name} stays readable beside this one.").format(
                    name=shown.kept.signed_by or "–"
                ),
                stays,
            )
        self.note.setVisible(shown.anew or not shown.may_sign)
        self.note.button.hide()
        for widget in (self._inner, self.sign):
            widget.setEnabled(shown.may_sign)

    def _order_tabs(self) -> None:
        """From the answers down to the signature, whenever a line was made."""
        lines = (widget for line in self.lines.values() for widget in (line.wanted, line.due, line.why))
        before: QWidget = self.buttons[_KINDS[-1]]
        for widget in (self.cause, self.reason, *lines, self.sign):
            QWidget.setTabOrder(before, widget)
            before = widget
