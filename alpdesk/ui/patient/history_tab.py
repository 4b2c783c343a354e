"""What was shown, what was answered, by whom: nothing here changes any more."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.services.decisions import KeptAssessment
from alpdesk.ui.clinical import words as clinical
from alpdesk.ui.patient.line_list import Line, LineList
from alpdesk.ui.theme import SPACE_3
from alpdesk.ui.widgets import EmptyState, format_date


class HistoryTab(QWidget):
    """Signals: ``open_requested`` (assessment)."""

    open_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heads = (self.tr("Assessed"), self.tr("What was shown"), self.tr("Answer"), self.tr("Signed by"))
        self.lines = LineList(heads, (2, 6, 4, 3))
        self._nothing = EmptyState(
            "history",
            self.tr("Nothing was assessed yet"),
            self.tr("A low ALP or an alert is kept here as it was shown."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, 0)
        column.addWidget(self.lines)
        column.addWidget(self._nothing)
        column.addStretch(1)

    def show_history(self, kept: Sequence[KeptAssessment]) -> None:
        """Show assessments, newest first."""
        self.lines.show_lines([self._line(each) for each in kept])
        self.lines.setVisible(bool(kept))
        self._nothing.setVisible(not kept)

    def _line(self, each: KeptAssessment) -> Line:
        day = format_date(each.made_at.astimezone().date())
        said = clinical.assessed_line(each.assessment.alp)
        if each.decision is not None:
            answer = " ".join(part for part in (clinical.decision(each.decision.kind), each.decision.reason) if part)
        else:
            answer = self.tr("waits for an answer") if each.waiting else self.tr("none needed")
        act = (
            self.tr("Open"),
            self.tr("Open the assessment of {day}").format(day=day),
            partial(self.open_requested.emit, each.id),
        )
        return Line(
            (
                (day, "body"),
                (said, "strong"),
                (answer, "caution" if each.waiting else "body"),
                (each.signed_by, "muted"),
            ),
            (act,),
        )
