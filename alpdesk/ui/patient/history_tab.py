"""What was shown, what was answered, by whom: nothing here changes any more."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.services.corrections import Mark, StaleAssessment
from alpdesk.services.decisions import KeptAssessment
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical import words as clinical
from alpdesk.ui.patient.line_list import Line, LineList
from alpdesk.ui.patient.standings import Standings
from alpdesk.ui.records import words as records
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Button, EmptyState, PlainLabel, format_date
from alpdesk.ui.widgets.flow import FlowRow
from alpdesk.ui.widgets.labels import Role


class HistoryTab(QWidget):
    """What was shown and answered, what was put right, and what concerns the whole record of the patient.

    Signals: ``open_requested`` (assessment), ``undo_requested`` (the mark of a correction), ``deeds_requested``,
    ``giving_out_requested``, ``taking_out_requested``.
    """

    deeds_requested = Signal()
    giving_out_requested = Signal()
    taking_out_requested = Signal()
    open_requested = Signal(int)
    undo_requested = Signal(object)

    def __init__(self, desk: Desk, names: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self.standings = Standings(desk)
        self._stale: Mapping[int, StaleAssessment] = {}
        self._marks_title = PlainLabel(self.tr("Corrections"), "strong")
        self.marks = LineList(
            (self.tr("Corrected"), self.tr("What was done"), self.tr("Why"), self.tr("By")), (2, 6, 4, 3)
        )
        heads = (self.tr("Assessed"), self.tr("What was shown"), self.tr("Answer"), self.tr("Signed by"))
        self.lines = LineList(heads, (2, 6, 4, 3))
        self._nothing = EmptyState(
            "history",
            self.tr("Nothing was assessed yet"),
            self.tr("A low ALP or an alert is kept here as it was shown."),
        )
        self.deeds = Button(self.tr("Who did what"), icon="eye")
        self.deeds.clicked.connect(self.deeds_requested)
        self.give_out = Button(self.tr("Everything as a file…"), icon="download")
        self.give_out.clicked.connect(self.giving_out_requested)
        self.take_out = Button(self.tr("Take out on a legal order…"), icon="x")
        self.take_out.clicked.connect(self.taking_out_requested)
        if not desk.redacting.may():
            self.take_out.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, 0)
        column.addWidget(self.standings)
        column.addWidget(self.lines)
        column.addWidget(self._nothing)
        column.addWidget(self._marks_title)
        column.addWidget(self.marks)
        ways = FlowRow(spacing=SPACE_2)
        for button in (self.deeds, self.give_out, self.take_out):
            ways.addWidget(button)
        column.addLayout(ways)
        column.addStretch(1)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show what was put right in this record, newest first."""
        self.marks.show_lines([self._mark(mark) for mark in marks])
        for widget in (self._marks_title, self.marks):
            widget.setVisible(bool(marks))

    def _mark(self, mark: Mark) -> Line:
        made, said = mark.correction, records.what(mark, self._names)
        undo = (self.tr("Undo"), self.tr("Undo: {what}").format(what=said), partial(self.undo_requested.emit, mark))
        whole = "\n".join((said, *records.turned(mark.flags, self._names)))
        words: tuple[tuple[str, Role], ...] = (
            (records.made_on(made), "body"), (whole, "strong"), (made.reason, "body"), (mark.by, "muted"),
        )  # fmt: skip
        return Line(words, (undo,) if mark.undoable else ())

    def show_history(self, kept: Sequence[KeptAssessment], stale: Mapping[int, StaleAssessment]) -> None:
        """Show assessments, newest first; ``stale`` are those that rest on what was put right since."""
        self._stale = stale
        self.lines.show_lines([self._line(each) for each in kept])
        self.lines.setVisible(bool(kept))
        self._nothing.setVisible(not kept)

    def _line(self, each: KeptAssessment) -> Line:
        day = format_date(each.made_at.astimezone().date())
        said = clinical.assessed_line(each.assessment.alp)
        if each.id in self._stale:
            stale = self._stale[each.id]
            rests = records.looked_back(stale.correction) if stale.looked_back else records.rests_on(stale.correction)
            said = f"{said}\n{rests}"
        if each.decision is not None:
            answer = " ".join(part for part in (clinical.decision(each.decision.kind), each.decision.reason) if part)
        else:
            answer = self.tr("waits for an answer") if each.waiting else self.tr("none needed")
        answer = "\n".join((answer, *(clinical.additional(one) for one in each.further)))
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
