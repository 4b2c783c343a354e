"""What is due, which plans run, and what was closed and why."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.domain.records import MonitoringPlan, Recall
from alpdesk.ui.clinical.folding import FoldTitle
from alpdesk.ui.clinical.names import tests_named
from alpdesk.ui.patient import words
from alpdesk.ui.patient.line_list import Line, LineList
from alpdesk.ui.patient.reason_line import ReasonLine
from alpdesk.ui.theme import SPACE_3
from alpdesk.ui.widgets import EmptyState, PlainLabel, format_date


class MonitoringTab(QWidget):
    """Signals: ``close_requested`` (recall, reason), ``stop_requested`` (plan, reason)."""

    close_requested = Signal(int, str)
    stop_requested = Signal(int, str)

    def __init__(self, templates: Mapping[str, str], tests: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._templates = dict(templates)
        self._tests = dict(tests)
        self.reason = ReasonLine()
        due = (self.tr("What"), self.tr("Tests"), self.tr("Not before"), self.tr("Due"))
        self.due = LineList(due, (4, 4, 2, 3))
        self.plans = LineList((self.tr("Plan"), self.tr("Since"), self.tr("Stopped")), (5, 2, 5))
        self.closed = LineList((self.tr("What"), self.tr("Closed on"), self.tr("Why")), (4, 2, 5))
        self.more = FoldTitle("", strong=False)
        self._due_title = PlainLabel(self.tr("Due"), "heading")
        self._plans_title = PlainLabel(self.tr("Plans"), "heading")
        self._nothing = EmptyState(
            "calendar-check",
            self.tr("Nothing is due"),
            self.tr("Due items come from a signed answer to a low ALP, or from a monitoring plan."),
        )
        self._build()

    def show_monitoring(self, plans: Sequence[MonitoringPlan], recalls: Sequence[Recall], today: date) -> None:
        """Show what is due, by day, then the plans, then what was closed."""
        open_ones = sorted((each for each in recalls if each.closed_on is None), key=lambda each: each.due)
        closed = sorted(
            (r for r in recalls if r.closed_on is not None), key=lambda r: r.closed_on or today, reverse=True
        )
        self.reason.hide()
        self.due.show_lines([self._due_line(recall, today) for recall in open_ones])
        self.plans.show_lines([self._plan_line(plan) for plan in plans])
        self.closed.show_lines([_closed_line(recall) for recall in closed])
        self._due_title.setVisible(bool(open_ones))
        self._plans_title.setVisible(bool(plans))
        self.more.setVisible(bool(closed))
        self.more.setText(self.tr("%n closed", "", len(closed)))
        self.more.setAccessibleName(self.more.text())
        self.closed.setVisible(bool(closed) and self.more.isChecked())
        self._nothing.setVisible(not recalls and not plans)

    def _due_line(self, recall: Recall, today: date) -> Line:
        late = recall.due < today
        name = self.tr("Close {title}").format(title=recall.title)
        act = (self.tr("Close…"), name, lambda: self._ask_close(recall))
        due = f"⚠ {words.due_words(recall, today)}" if late else words.due_words(recall, today)
        tests = tests_named(recall.tests.replace(",", " ").split(), self._tests)
        early = format_date(recall.not_before)
        return Line(
            ((recall.title, "strong"), (tests, "body"), (early, "muted"), (due, "caution" if late else "body")), (act,)
        )

    def _plan_line(self, plan: MonitoringPlan) -> Line:
        title = self._templates.get(plan.template, plan.template)
        running = plan.stopped is None
        name = self.tr("Stop {title}").format(title=title)
        act = (self.tr("Stop…"), name, lambda: self._ask_stop(plan, title))
        ended = "" if running else f"{format_date(plan.stopped)}: {plan.stop_reason}"
        return Line(
            ((title, "body" if running else "muted"), (format_date(plan.started), "body"), (ended, "muted")),
            (act,) if running else (),
        )

    def _ask_close(self, recall: Recall) -> None:
        question = self.tr("Close “{title}” without a result?").format(title=recall.title)
        number = recall.id or 0
        self.reason.ask(question, self.tr("Close it"), lambda reason: self.close_requested.emit(number, reason))

    def _ask_stop(self, plan: MonitoringPlan, title: str) -> None:
        question = self.tr("Stop “{title}” and what is due from it?").format(title=title)
        number = plan.id or 0
        self.reason.ask(question, self.tr("Stop it"), lambda reason: self.stop_requested.emit(number, reason))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, 0)
        column.setSpacing(SPACE_3)
        for widget in (self.reason, self._due_title, self.due, self._plans_title, self.plans, self.more, self.closed):
            column.addWidget(widget)
        column.addWidget(self._nothing)
        column.addStretch(1)
        self.more.toggled.connect(self.closed.setVisible)


def _closed_line(recall: Recall) -> Line:
    return Line(
        ((recall.title, "body"), (format_date(recall.closed_on), "body"), (recall.closed_reason, "muted")),
    )
