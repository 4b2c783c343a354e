"""Reports: the audit of care of a period, and the weekly safety net."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from alpdesk.domain.report import Report
from alpdesk.errors import AlpdeskError
from alpdesk.services.care import AuditOfCare, as_csv
from alpdesk.services.context import Cancelled, Progress
from alpdesk.services.desk import Desk
from alpdesk.ui.care import words
from alpdesk.ui.care.audit_sheet import audit_report, audit_rows
from alpdesk.ui.care.measures import MeasuresCard
from alpdesk.ui.care.output import ReportOutput
from alpdesk.ui.care.period_bar import PeriodBar
from alpdesk.ui.care.safety_sheet import safety_report
from alpdesk.ui.clinical.names import analyte_names
from alpdesk.ui.said import error_words
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Banner, Button, Card, Choice, PlainLabel, PrimaryButton, TableView, scrolled
from alpdesk.ui.widgets.lines import LinesModel
from alpdesk.ui.widgets.rows import in_a_row
from alpdesk.ui.widgets.working import Working

_LINES = 8


class CarePage(QWidget):
    """Counts, shows, prints.

    Signals: ``patient_requested(int)`` with the patient, ``said(str)``.
    """

    patient_requested = Signal(int)
    said = Signal(str)

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: AuditOfCare | None = None
        self.output = ReportOutput(self)
        self.working = Working(run)
        self.period = PeriodBar()
        self.trouble = Banner("caution", "")
        self.summary = PlainLabel("", wrap=True)
        self.measures = MeasuresCard(desk.rules)
        self.model = LinesModel(words.waiting_heads(), self)
        self.table = TableView(self.tr("Without an answer"))
        self._rest = PlainLabel("", "muted")
        self.answered_by = PlainLabel("", wrap=True)
        self.print = PrimaryButton(self.tr("Print"), icon="printer", key="Ctrl+P")
        self.save = Button(self.tr("Save as PDF"), icon="download")
        self.copy = Button(self.tr("Copy as CSV"), icon="copy")
        self.count = Button(self.tr("Count"), icon="refresh-cw")
        self.weeks = Choice(words.weeks())
        self.print_net = Button(self.tr("Print the safety net"), icon="printer")
        self.save_net = Button(self.tr("Save it as PDF"), icon="download")
        self._build()
        self._connect()
        self.setFocusProxy(self.period.preset)

    def reload(self, part: str = "") -> None:
        """Count the chosen period anew; ``safety_net`` leads to its buttons."""
        self.period.set_today(self._desk.context.today())
        self._recount()
        if part == "safety_net":
            self.area.ensureWidgetVisible(self.print_net)
            self.print_net.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape and self.working.busy:
            self.working.stop()
        elif event.key() == Qt.Key.Key_P and control and self.print.isEnabled():
            self.print.click()
        else:
            super().keyPressEvent(event)

    # Building

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.set_columns((34, 30, 16, 14), stretch=0, keep=(0,))
        body = QWidget()
        body.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored
        )  # as high as its words at this width
        inside = QVBoxLayout(body)
        inside.setContentsMargins(SPACE_6, 0, SPACE_6, SPACE_4)
        inside.setSpacing(SPACE_4)
        for part in (self.trouble, self.summary, self.measures, self._waiting(), self._who(), self._net()):
            inside.addWidget(part)
        inside.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, 0)
        head.setSpacing(SPACE_3)
        head.addLayout(in_a_row(PlainLabel(self.tr("Reports"), "title"), None, self.copy, self.save, self.print))
        bar = in_a_row(self.period)
        bar.addWidget(self.count, 0, Qt.AlignmentFlag.AlignBottom)
        bar.addStretch(1)
        head.addLayout(bar)
        head.addWidget(self.working)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addLayout(head)
        self.area = scrolled(body)
        column.addWidget(self.area, 1)
        self.trouble.hide()

    def _waiting(self) -> Card:
        self._without = Card(self.tr("Without an answer"))
        self._all_answered = PlainLabel(self.tr("Every low ALP of this time has an answer."), "ok")
        self.table.make_plain()
        for part in (self._all_answered, self.table, self._rest):
            self._without.body.addWidget(part)
        return self._without

    def _who(self) -> Card:
        self._signers = Card(self.tr("Who answered"))
        self._signers.body.addWidget(self.answered_by)
        return self._signers

    def _net(self) -> Card:
        card = Card(self.tr("Safety net of the week"))
        what = self.tr(
            "Who waits or is overdue, since when, what was tried and what comes next; to go through by hand."
        )
        card.body.addWidget(PlainLabel(what, "muted", wrap=True))
        self.weeks.setAccessibleName(self.tr("Overdue by"))
        card.body.addLayout(
            in_a_row(PlainLabel(self.tr("Overdue by")), self.weeks, self.print_net, self.save_net, None)
        )
        return card

    def _connect(self) -> None:
        self.period.changed.connect(self._recount)
        self.count.clicked.connect(self._recount)
        self.working.changed.connect(self._show_state)
        self.table.row_activated.connect(self._open)
        self.print.clicked.connect(lambda: self._try(self._print_audit))
        self.save.clicked.connect(lambda: self._try(self._save_audit))
        self.copy.clicked.connect(self._copy)
        self.print_net.clicked.connect(lambda: self._try(self.print_safety_net))
        self.save_net.clicked.connect(lambda: self._try(self._save_net))

    # Counting

    def _recount(self) -> None:
        chosen = self.period.chosen()
        if chosen is None or self.working.busy:
            return
        self.trouble.hide()

        def work(progress: Progress, cancelled: Cancelled) -> AuditOfCare:
            return self._desk.care.audit(*chosen, progress=progress, cancelled=cancelled)

        self.working.start(self.tr("Counting"), work, self._show, self._failed)

    def _show(self, found: AuditOfCare) -> None:
        self._found = found
        self.summary.setText(words.summary(found.audit))
        self.measures.show_audit(found.audit)
        lines = [words.waiting_line(low) for low in found.listed]
        self.model.set_lines(lines, [low.patient.id for low in found.listed])
        self._all_answered.setVisible(not lines)
        self.table.setVisible(bool(lines))
        rows = min(len(lines), _LINES) + 1
        self.table.setFixedHeight(rows * self.table.verticalHeader().defaultSectionSize() + 2 * SPACE_2)
        self._rest.setText(words.cut_short(found))
        self._rest.setVisible(bool(self._rest.text()))
        self.answered_by.setText("\n".join(f"{name or words.unsigned()}: {count}" for name, count in found.signed))
        self._signers.setVisible(bool(found.signed))
        self._show_state()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, AlpdeskError):
            raise error
        self._say_trouble(error_words(error), stopped=self.working.was_stopped)

    def _show_state(self) -> None:
        ready = self._found is not None and not self.working.busy
        for button in (self.print, self.save, self.copy):
            button.setEnabled(ready)
        self.count.setEnabled(not self.working.busy)

    # Out of the window

    def print_safety_net(self) -> str:
        """Put the safety net on paper; return what to say."""
        return self._out(self.output.print, self._net_report())

    def _save_net(self) -> str:
        return self._out(partial(self.output.save, self._name("safety-net")), self._net_report())

    def _print_audit(self) -> str:
        return self._out(self.output.print, self._audit_report())

    def _save_audit(self) -> str:
        return self._out(partial(self.output.save, self._name("audit-of-care")), self._audit_report())

    def _copy(self) -> None:
        if self._found is not None:
            QGuiApplication.clipboard().setText(as_csv(audit_rows(self._found, self._desk.rules)))
            self._desk.looks.printed(audit_report(self._found, self._desk.rules).title)
            self.said.emit(self.tr("Copied"))

    def _audit_report(self) -> Report:
        if self._found is None:
            raise AlpdeskError(self.tr("Nothing was counted yet."))
        return audit_report(self._found, self._desk.rules)

    def _net_report(self) -> Report:
        net = self._desk.followup.safety_net(int(str(self.weeks.value())))
        return safety_report(net, analyte_names(self._desk.rules))

    def _out(self, put: Callable[[bytes], str], report: Report) -> str:
        """Put a report somewhere; that it left the record is noted."""
        said = put(self._desk.reports.pdf(report))
        if said:
            self._desk.looks.printed(report.title)
        return said

    def _name(self, kind: str) -> str:
        """Return a name for a file that names nobody."""
        return f"{kind}_{self._desk.context.today().isoformat()}.pdf"

    def _try(self, do: Callable[[], str]) -> None:
        self.trouble.hide()
        try:
            said = do()
        except AlpdeskError as error:
            self._say_trouble(error_words(error), stopped=False)
        else:
            if said:
                self.said.emit(said)

    def _say_trouble(self, text: str, *, stopped: bool) -> None:
        self.trouble.show_message("info" if stopped else "caution", text)
        self.trouble.show()

    def _open(self, row: int) -> None:
        patient = self.model.subject(row)
        if patient is not None:
            self.patient_requested.emit(patient)
