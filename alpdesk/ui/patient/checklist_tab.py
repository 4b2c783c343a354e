"""The checklist and the criteria as the record stands today."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.domain.assessment import Assessment
from alpdesk.domain.deciding import CriteriaSheet
from alpdesk.services.checklists import ChecklistState
from alpdesk.services.drafts import Drafts
from alpdesk.ui.clinical.checklist import Checklist
from alpdesk.ui.clinical.criteria import CriteriaTable
from alpdesk.ui.theme import SPACE_3, SPACE_4
from alpdesk.ui.widgets import EmptyState, IconButton, PlainLabel


class ChecklistTab(QWidget):
    """What the record says so far, and what is known of the criteria.

    Signals: ``why_requested`` with a cause or a criteria set, ``wished`` with a mark on a cause, ``answered`` with a
    finding and True, False or None, ``paper_requested`` with whether a file is wanted.
    """

    why_requested = Signal(object)
    answered = Signal(str, object)
    paper_requested = Signal(bool)
    wished = Signal(object)

    def __init__(self, drafts: Drafts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Assessment | None = None
        self.hint = PlainLabel(
            self.tr("A checklist, not a diagnosis: what the record says so far."), "small", wrap=True
        )
        self.checklist = Checklist(drafts)
        self.criteria_title = PlainLabel("", "heading")
        self.why = IconButton("info", self.tr("Why these criteria?"))
        self.criteria = CriteriaTable()
        self._nothing = EmptyState(
            "list-checks", self.tr("No checklist is open"), self.tr("It opens when an ALP is low or may not be read.")
        )
        self._build()

    def show_assessment(
        self, patient_id: int, shown: Assessment, marks: ChecklistState, criteria: CriteriaSheet | None
    ) -> None:
        """Show what the rules say of a patient now, and what was done about it."""
        self._shown = shown
        self.checklist.show_items(shown.checklist, marks, editable=True, patient_id=patient_id)
        self.hint.setVisible(bool(shown.checklist))
        self._nothing.setVisible(not shown.checklist)
        self._criteria_box.setVisible(bool(shown.checklist) and criteria is not None)
        if criteria is not None:
            self.criteria_title.setText(criteria.result.title)
            self.criteria.show_sheet(criteria, editable=True)

    def _build(self) -> None:
        self._criteria_box = QWidget()
        inner = QVBoxLayout(self._criteria_box)
        inner.setContentsMargins(0, SPACE_4, 0, 0)
        for part in (self.criteria_title, self.criteria, self.why):
            inner.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, 0)
        column.setSpacing(SPACE_3)
        for widget in (self.hint, self.checklist, self._criteria_box, self._nothing):
            column.addWidget(widget)
        column.addStretch(1)
        self.checklist.why_requested.connect(self.why_requested)
        self.checklist.wished.connect(self.wished)
        self.criteria.answered.connect(self.answered)
        self.criteria.print_requested.connect(lambda: self.paper_requested.emit(False))
        self.criteria.save_requested.connect(lambda: self.paper_requested.emit(True))
        self.why.clicked.connect(self._why_criteria)

    def _why_criteria(self) -> None:
        if self._shown is not None and self._shown.criteria is not None:
            self.why_requested.emit(self._shown.criteria)
