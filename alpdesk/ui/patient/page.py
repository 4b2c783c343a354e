"""The patient page: who, what matters now, ALP over time, every result, and what hangs on them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from alpdesk.domain.records import LetterKind, Medicine
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical.criteria_print import CriteriaPaper
from alpdesk.ui.clinical.folding import ElidedLabel
from alpdesk.ui.clinical.who import facts_line
from alpdesk.ui.clinical.why import Explanation
from alpdesk.ui.patient.giving_out import GivingOut
from alpdesk.ui.patient.overview import Overview
from alpdesk.ui.patient.presenter import PatientPresenter, PatientShown
from alpdesk.ui.patient.tabs import PatientTabs
from alpdesk.ui.patient.taking_out import TakingOut
from alpdesk.ui.patient.words import Next
from alpdesk.ui.records.actions import RecordActions
from alpdesk.ui.records.conflict import ConflictDialog, clashes, settle
from alpdesk.ui.records.words import medicine_fact, medicine_fields
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Banner, Button, SideSheet, scrolled
from alpdesk.ui.widgets.flow import FlowRow

_LEAST, _RESULTS = 540, 300

_NAME_WIDTH = 260


class PatientPage(QWidget):
    """Shows one patient.

    Signals: ``panel_requested`` (patient), ``decide_requested`` (patient), ``assessment_requested`` (patient,
    assessment), ``letter_requested`` (patient, kind), ``letter_opened`` (letter), ``edit_requested`` (patient),
    ``look_back_requested`` (patient), ``correction_requested`` (the letter to correct), ``record_changed`` (patient),
    ``said`` (sentence), ``taken_out`` (sentence: the patient is in the record no more).
    """

    panel_requested = Signal(int)
    decide_requested = Signal(int)
    assessment_requested = Signal(int, int)
    letter_requested = Signal(int, str)
    letter_opened = Signal(int)
    edit_requested = Signal(int)
    look_back_requested = Signal(int)
    correction_requested = Signal(object)
    record_changed = Signal(int)
    deeds_requested = Signal(int)
    said = Signal(str)
    taken_out = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.patient_id: int | None = None
        self._next = Next.NOTHING
        self._presenter = PatientPresenter(self, desk)
        self._name = ElidedLabel("", "title")
        self._facts = ElidedLabel("", "muted")
        self._banner = Banner("info", "", action=self.tr("Decide"), key="D", primary=True)
        self._problem = Banner("caution", "")
        self._panel = Button(self.tr("New panel"), icon="test-tubes", key="N")
        self._letter = Button(self.tr("Letter"), icon="mail", key="L")
        self._earlier = Button(self.tr("Earlier ALP"), icon="history", key="B")
        self._edit = Button(self.tr("Edit"), icon="pencil", key="E")
        self._merge = Button(self.tr("Merge with…"), icon="users")
        self._records = RecordActions(desk, self)
        self.conflict: ConflictDialog | None = None
        self._overview = Overview(desk.rules)
        self._tabs = PatientTabs(desk, self._presenter)
        self.paper = CriteriaPaper(self, desk, self.said.emit)
        self.giving_out = GivingOut(self, desk, self.said.emit)
        self.taking_out = TakingOut(self, desk, self.taken_out.emit, self.said.emit)
        self._build()
        self._sheet = SideSheet(self)
        self._connect()

    def show_patient(self, patient_id: int) -> None:
        """Show a patient; the tab that was open stays open."""
        self.patient_id = self._presenter.standing(patient_id)
        self._sheet.hide()
        self.show_problem("")
        self._presenter.show(self.patient_id)

    def reload(self) -> None:
        """Show the same patient as the record stands now."""
        if self.patient_id is not None:
            self._presenter.show(self.patient_id)

    # What the presenter asks

    def show_patient_record(self, shown: PatientShown) -> None:
        patient, matter = shown.record.patient, shown.matter
        self._name.setText(patient.name)
        self.setAccessibleName(patient.name)
        self._facts.setText(facts_line(patient, shown.age))
        self._banner.show_message(matter.kind, matter.text, matter.detail)
        self._next = matter.next
        words = {Next.DECIDE: self.tr("Decide"), Next.PANEL: self.tr("New panel"), Next.NOTHING: ""}
        self._banner.button.set_text(words[matter.next])
        self._banner.button.setVisible(matter.next is not Next.NOTHING)
        self._overview.show_results(shown.record, shown.trends, shown.whole.panels)
        self._tabs.show_all(shown)

    def show_problem(self, sentence: str) -> None:
        self._problem.show_message("caution", sentence)
        self._problem.setVisible(bool(sentence))

    def explain(self, explanation: Explanation) -> None:
        self._sheet.explain(*explanation)

    def changed(self, patient_id: int, sentence: str) -> None:
        self.said.emit(sentence)
        self.record_changed.emit(patient_id)

    def show_conflict(
        self, base: Medicine | None, yours: Medicine, theirs: Medicine, then: Callable[[Medicine], None]
    ) -> None:
        classes = self._presenter.class_titles()
        found = clashes(base, yours, theirs, medicine_fields(), lambda name, value: medicine_fact(name, value, classes))
        self.conflict = settle(self, found, yours, theirs, then)

    # Internal

    def _build(self) -> None:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._overview)
        split.addWidget(self._tabs)
        split.setSizes([360, 300])
        self._split, self._grown = split, 0
        self._overview.trends.grew.connect(self._grow)
        self._overview.trends.said.connect(self.said)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addLayout(self._head())
        column.addWidget(self._banner)
        column.addWidget(self._problem)
        self._area = scrolled(split)
        self._area.viewport().installEventFilter(self)
        column.addWidget(self._area, 1)
        self._problem.hide()

    def _head(self) -> QVBoxLayout:
        head, row = QVBoxLayout(), QHBoxLayout()
        head.setSpacing(0)
        row.setSpacing(SPACE_2)
        self._name.setMinimumWidth(_NAME_WIDTH)
        row.addWidget(self._name, 1, Qt.AlignmentFlag.AlignTop)
        ends = QWidget()
        buttons = FlowRow(ends, spacing=SPACE_2)
        for button in (self._panel, self._earlier, self._letter, self._edit, self._merge):
            buttons.addWidget(button)
        row.addWidget(ends, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(row)
        head.addWidget(self._facts)  # the whole width: who it is must not be cut off
        return head

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and watched is self._tabs.tabBar():
            self._show_tabs()
        elif isinstance(event, QResizeEvent) and watched is self._area.viewport():
            self._fit()
        return super().eventFilter(watched, event)

    def _grow(self, height: int) -> None:
        """The charts of companions need room of their own."""
        self._grown = height
        self._fit()

    def _fit(self) -> None:
        """On a low window the results and what hangs on them have each a screen of their own."""
        room = self._area.viewport().height()
        low = room < _LEAST
        self._split.setMinimumHeight((_RESULTS + room if low else _LEAST) + self._grown)
        if low:
            self._split.setSizes([_RESULTS + self._grown, room])

    def _show_tabs(self) -> None:
        """On a low window the tabs lie below the fold: bring the one that was chosen into sight."""
        bar = self._area.verticalScrollBar()
        top = bar.value() + self._tabs.mapTo(self._area, QPoint(0, 0)).y()
        if bar.value() + self._area.viewport().height() < top + self._tabs.height():
            bar.setValue(top)

    def _connect(self) -> None:
        self._tabs.tabBar().installEventFilter(self)
        self._tabs.currentChanged.connect(lambda _: self._show_tabs())
        self._banner.acted.connect(self._do_next)
        self._tabs.monitoring.explained.connect(self.explain)
        self._tabs.checklist.paper_requested.connect(self._put_criteria_out)
        self._overview.panel_chosen.connect(self._presenter.open_sample)
        self._panel.clicked.connect(self._ask_panel)
        self._letter.clicked.connect(self._ask_letter)
        self._edit.clicked.connect(self._ask_edit)
        self._earlier.clicked.connect(self._ask_earlier)
        self._tabs.letter_requested.connect(self._ask_letter_of)
        self._tabs.letter_opened.connect(self.letter_opened)
        self._tabs.assessment_requested.connect(self._ask_assessment)
        self._tabs.history.deeds_requested.connect(lambda: self.deeds_requested.emit(self.patient_id or 0))
        self._tabs.history.giving_out_requested.connect(lambda: self.giving_out.give(self.patient_id or 0))
        self._tabs.history.taking_out_requested.connect(lambda: self.taking_out.ask(self.patient_id or 0))
        self._connect_records()
        keys = (
            ("N", self._ask_panel), ("L", self._ask_letter), ("E", self._ask_edit), ("D", self._ask_decide),
            ("B", self._ask_earlier), ("T", self._overview.trends.toggle_companions),
        )  # fmt: skip
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setWhatsThis(self.tr("Companion tests over time") if key == "T" else "")
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _connect_records(self) -> None:
        table, records = self._overview.table, self._records
        table.menu_wanted.connect(lambda where: records.menu(table.here(), where))
        for key, said in records.named_keys():
            shortcut = QShortcut(QKeySequence(key), table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.setWhatsThis(said)
            shortcut.activated.connect(partial(self._press, key))
        self._tabs.undo_requested.connect(records.undo)
        self._merge.clicked.connect(lambda: records.merge(self.patient_id))
        records.done.connect(self._put_right)
        records.told.connect(self.explain)
        records.letter_wanted.connect(self.correction_requested)
        records.answer_wanted.connect(self.assessment_requested)

    def _press(self, key: Qt.Key) -> None:
        self._records.key(self._overview.table.here(), key)

    def _put_right(self, sentence: str) -> None:
        """Read the record again after something in it was put right."""
        if self.patient_id is not None:
            self.reload()
            self.changed(self.patient_id, sentence)

    def _put_criteria_out(self, to_file: bool) -> None:  # the signature of the signal
        shown = self._presenter.criteria()
        if shown is not None:
            (self.paper.save if to_file else self.paper.print)(*shown)

    def _do_next(self) -> None:
        (self._ask_decide if self._next is Next.DECIDE else self._ask_panel)()

    def _ask_panel(self) -> None:
        if self.patient_id is not None:
            self.panel_requested.emit(self.patient_id)

    def _ask_decide(self) -> None:
        if self.patient_id is not None:
            self.decide_requested.emit(self.patient_id)

    def _ask_letter(self) -> None:
        self._ask_letter_of(LetterKind.PATIENT.value)

    def _ask_letter_of(self, kind: str) -> None:
        if self.patient_id is not None:
            self.letter_requested.emit(self.patient_id, kind)

    def _ask_earlier(self) -> None:
        if self.patient_id is not None:
            self.look_back_requested.emit(self.patient_id)

    def _ask_edit(self) -> None:
        if self.patient_id is not None:
            self.edit_requested.emit(self.patient_id)

    def _ask_assessment(self, assessment_id: int) -> None:
        if self.patient_id is not None:
            self.assessment_requested.emit(self.patient_id, assessment_id)
