"""The tabs under the results; each says how much is in it, and the open one stays open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabWidget, QToolButton, QWidget

from alpdesk.domain.followup import Attachment
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical.names import analyte_names
from alpdesk.ui.patient.checklist_tab import ChecklistTab
from alpdesk.ui.patient.events_tab import EventsTab
from alpdesk.ui.patient.findings_tab import FindingsTab
from alpdesk.ui.patient.history_tab import HistoryTab
from alpdesk.ui.patient.letters_tab import LettersTab
from alpdesk.ui.patient.medicines_tab import MedicinesTab
from alpdesk.ui.patient.monitoring_tab import MonitoringTab
from alpdesk.ui.patient.presenter import PatientPresenter, PatientShown
from alpdesk.ui.patient.scans_tab import ScansTab
from alpdesk.ui.widgets import scrolled


class PatientTabs(QTabWidget):
    """Signals: ``letter_requested`` (kind), ``letter_opened`` (letter).

    ``assessment_requested`` (assessment), ``undo_requested`` (the mark of a correction).
    """

    letter_requested = Signal(str)
    letter_opened = Signal(int)
    assessment_requested = Signal(int)
    undo_requested = Signal(object)

    def __init__(self, desk: Desk, presenter: PatientPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rules = desk.rules
        self._presenter = presenter
        self.checklist = ChecklistTab(desk.drafts)
        self.monitoring = MonitoringTab(desk)
        self.medicines = MedicinesTab(desk, presenter.class_of)
        self.events = EventsTab({kind.id: kind.title for kind in rules.events.values()}, desk.drafts)
        self.findings = FindingsTab(rules.findings)
        self.letters = LettersTab()
        self.history = HistoryTab(desk, analyte_names(rules))
        self.scans = ScansTab()
        self._titles = {
            self.checklist: self.tr("Checklist"),
            self.monitoring: self.tr("Monitoring"),
            self.medicines: self.tr("Medicines"),
            self.events: self.tr("Events"),
            self.findings: self.tr("Findings"),
            self.letters: self.tr("Letters"),
            self.scans: self.tr("Scans"),
            self.history: self.tr("History"),
        }
        self.setDocumentMode(True)
        for arrow in self.tabBar().findChildren(QToolButton):
            arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys do the same on the tabs themselves
        self.setAccessibleName(self.tr("Details"))
        for widget, title in self._titles.items():
            self.addTab(scrolled(widget), title)
        self._connect()

    def show_all(self, shown: PatientShown) -> None:
        """Show everything that hangs on a patient."""
        record = shown.record
        self.checklist.show_assessment(record.patient.id or 0, shown.now, shown.marks, shown.criteria)
        self.monitoring.show_patient(record.patient)
        key, (medicines, events) = record.patient.id or 0, shown.withdrawn
        self.medicines.show_medicines(key, record.medicines, shown.today, medicines)
        self.events.show_events(key, record.events, shown.today, events)
        self.findings.show_findings(record.patient, record.findings, shown.said, shown.today)
        self.letters.show_letters(shown.letters, shown.stale_letters)
        self.history.standings.show_patient(record.patient.id or 0)
        self.scans.show_scans(shown.scans, shown.whole.panels)
        self.history.show_history(shown.kept, shown.stale)
        self.history.show_marks(shown.put_right)
        counts = (
            sum(bool(item.supports) for item in shown.now.checklist),
            sum(recall.closed_on is None for recall in shown.recalls),
            sum(taken.stopped is None for taken in record.medicines),
            len(record.events),
            len(record.findings),
            len(shown.letters),
            sum(scan.withdrawn is None for scan in shown.scans),
            len(shown.kept) + len(shown.put_right),
        )
        for place, (title, count) in enumerate(zip(self._titles.values(), counts, strict=True)):
            self.setTabText(place, f"{title}  {count}" if count else title)

    def _connect(self) -> None:
        self.currentChanged.connect(self._look)
        self.checklist.why_requested.connect(self._presenter.why)
        self.checklist.wished.connect(self._presenter.mark)
        self.checklist.answered.connect(self._presenter.set_finding)
        self.monitoring.kept.connect(self._presenter.followed)
        self.monitoring.letter_requested.connect(self.letter_requested)
        self.medicines.kept.connect(self._presenter.keep_medicine)
        self.events.kept.connect(self._presenter.keep_event)
        self.events.corrected.connect(self._presenter.correct_event)
        self.events.withdrawn.connect(self._presenter.withdraw_event)
        self.medicines.withdrawn.connect(self._presenter.withdraw_medicine)
        self.findings.answered.connect(self._presenter.set_finding)
        self.letters.write_requested.connect(self.letter_requested)
        self.letters.open_requested.connect(self.letter_opened)
        self.scans.open_requested.connect(self._open_scan)
        self.scans.attach_requested.connect(self._presenter.attach_scan)
        self.scans.withdraw_requested.connect(self._presenter.withdraw_scan)
        self.history.open_requested.connect(self.assessment_requested)
        self.history.undo_requested.connect(self.undo_requested)

    def _look(self, place: int) -> None:
        opened = self.widget(place)
        self.history.standings.look(here=opened is not None and opened.isAncestorOf(self.history))

    def _open_scan(self, scan: Attachment) -> None:
        """Show a report beside the record, in a window of the program's own."""
        from alpdesk.ui.scans.window import ScanWindow

        content = self._presenter.scan(scan)
        if content is not None:
            ScanWindow(scan, content, self.window()).show()
