"""What waits today, in four lists, with the next thing one key away."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from alpdesk.domain.records import LetterKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.worklist import Today
from alpdesk.ui.clinical.why import Explanation
from alpdesk.ui.followup.panel import ActionPanel
from alpdesk.ui.followup.requests import Act, Target
from alpdesk.ui.followup.saving import CalendarFile
from alpdesk.ui.said import error_words
from alpdesk.ui.theme import ROW_HEIGHT_COMFORTABLE, SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.today.actions import KEYS, ActionBar
from alpdesk.ui.today.delegate import HEAD_EXTRA, TodayDelegate
from alpdesk.ui.today.filters import Filters
from alpdesk.ui.today.model import ACTION, SIGN, SINCE, WHAT, WHO, TodayModel
from alpdesk.ui.today.presenter import TodayPresenter
from alpdesk.ui.today.rows import Kind, Row
from alpdesk.ui.today.tiles import Tiles
from alpdesk.ui.widgets import Button, EmptyState, IconButton, PlainLabel, PrimaryButton, SideSheet, TableView

_COLUMNS = {SIGN: 2, WHO: 36, WHAT: 46, SINCE: 26, ACTION: 16}
_TALL = 620  # less than that, and an open form has the room of the figures


class TodayPage(QWidget):
    """The worklist of the day.

    Signals: ``decide_requested(int)``, ``panel_requested(int)``, ``patient_requested(int)`` with the patient,
    ``letter_requested(int, str)`` with patient and kind, ``letters_requested()``, ``review_requested()``,
    ``new_patient_requested()``, ``record_changed(int)``, ``said(str)``, ``settings_changed(object)``.
    """

    decide_requested = Signal(int)
    panel_requested = Signal(int)
    patient_requested = Signal(int)
    letter_requested = Signal(int, str)
    letters_requested = Signal()
    review_requested = Signal()
    safety_net_requested = Signal()
    new_patient_requested = Signal()
    record_changed = Signal(int)
    said = Signal(str)
    settings_changed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = TodayPresenter(self, desk)
        self._day = PlainLabel("", "muted")
        self.filters = Filters()
        self.calendar = Button(self.tr("Calendar file (.ics)"), icon="calendar-plus")
        self.calendar_file = CalendarFile(self)
        self.tiles = Tiles()
        self.bar = ActionBar()
        self.panel = ActionPanel(desk)
        self.model = TodayModel(self)
        self.table = TableView(self.tr("What waits today"), row_height=ROW_HEIGHT_COMFORTABLE)
        self._nobody = self._empty_clinic()
        self._nothing = self._nothing_waits()
        self._stack = QStackedWidget()
        self._presenter.mine, self._presenter.weeks = self.filters.mine(), self.filters.weeks()
        self._build()
        self._sheet = SideSheet(self)
        self._connect()
        self.setFocusProxy(self.table)

    def reload(self) -> None:
        """Read what waits, keeping the line we were on; a question left open is not asked again."""
        self._sheet.hide()
        self._close_question()
        self._presenter.reload()

    def look_again(self) -> None:
        """Read what waits, unless something is being read or asked here."""
        if self.panel.isHidden() and self._sheet.isHidden():
            self._presenter.reload()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.panel.isHidden():
            self._leave_panel()
            return
        super().keyPressEvent(event)

    # What the presenter asks

    def show_day(self, today: Today, rows: tuple[Row, ...]) -> None:
        self._show_counts(today)
        chosen = max(self.table.currentIndex().row(), 0)
        self.table.clearSpans()
        chosen = self.model.set_rows(rows, chosen)
        for head in self.model.heads():
            self.table.setSpan(head, 0, 1, self.model.columnCount())
            self.table.setRowHeight(head, ROW_HEIGHT_COMFORTABLE + HEAD_EXTRA)
        row = self.model.row(chosen)
        self.table.selectRow(chosen if row is not None and row.opens else self.model.first_of())
        self._offer(lists=True)
        self._stack.setCurrentWidget(self._lists)
        self.bar.show_row(self._current())

    def show_no_patients(self) -> None:
        self._offer(lists=False)
        self._stack.setCurrentWidget(self._nobody)

    def show_nothing_waits(self, today: Today) -> None:
        self._show_counts(today)
        self.model.set_rows(())
        self._offer(lists=False)
        self._stack.setCurrentWidget(self._nothing)

    def open_decision(self, patient_id: int) -> None:
        self.decide_requested.emit(patient_id)

    def open_entry(self, patient_id: int) -> None:
        self.panel_requested.emit(patient_id)

    def open_patient(self, patient_id: int) -> None:
        self.patient_requested.emit(patient_id)

    def open_reminder(self, patient_id: int) -> None:
        self.letter_requested.emit(patient_id, LetterKind.RECALL.value)

    def open_letters(self) -> None:
        self.letters_requested.emit()

    def ask(self, act: Act, target: Target, today: date) -> None:
        self.panel.ask(act, target, today)
        self.bar.set_asking(asking=True)
        self.tiles.setVisible(self.height() >= _TALL)
        self._inside.activate()
        self.table.scrollTo(self.table.currentIndex())

    def refuse(self, sentence: str) -> None:
        self.panel.refuse(sentence)

    def explain(self, explanation: Explanation) -> None:
        self._sheet.explain(*explanation)

    def kept(self, patient_id: int, sentence: str) -> None:
        self._leave_panel()
        self.said.emit(sentence)
        self.record_changed.emit(patient_id)

    # Building

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.setItemDelegate(TodayDelegate(self.table))
        self.table.horizontalHeader().hide()
        self.table.set_columns(tuple(_COLUMNS[column] for column in sorted(_COLUMNS)), stretch=WHAT, keep=(WHO,))
        self._lists = QWidget()
        self._inside = inside = QVBoxLayout(self._lists)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE_3)
        for above in (self.tiles, self.bar, self.panel):
            inside.addWidget(above)
        inside.addWidget(self.table, 1)
        for widget in (self._lists, self._nobody, self._nothing):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_4)
        column.addLayout(self._head())
        column.addWidget(self._stack, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(PlainLabel(self.tr("Today"), "title"))
        row.addSpacing(SPACE_2)
        row.addWidget(self._day)
        row.addStretch(1)
        row.addWidget(self.filters)
        row.addWidget(self.calendar)
        net = IconButton("printer", self.tr("Safety net of the week, to print"))
        net.clicked.connect(self.safety_net_requested)
        row.addWidget(net)
        return row

    def _empty_clinic(self) -> EmptyState:
        add = PrimaryButton(self.tr("New patient"), icon="user-plus", key="Ctrl+N")
        add.clicked.connect(self.new_patient_requested)
        text = self.tr("Add the first one, then type the results of a report.")
        return EmptyState("users", self.tr("There are no patients yet"), text, action=add)

    def _nothing_waits(self) -> EmptyState:
        text = self.tr("Every low ALP has an answer, nothing is due or overdue, and every letter is printed.")
        return EmptyState("circle-check", self.tr("Nothing waits today"), text)

    def _connect(self) -> None:
        self.table.row_activated.connect(self._act_on)
        self.table.key_pressed.connect(self._take_key)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_current())
        self.bar.next_chosen.connect(self.table.activate_current)
        self.bar.act_chosen.connect(lambda act: self._ask(Act(act)))
        self.bar.results_chosen.connect(self._enter_results)
        self.bar.patient_chosen.connect(self._open_patient)
        self.bar.why_chosen.connect(self._explain)
        self.panel.asked.connect(self._presenter.do)
        self.panel.left.connect(self._leave_panel)
        self.tiles.chosen.connect(lambda kind: self._jump(Kind(kind)))
        self.filters.chosen.connect(self._narrow)
        self.filters.settings_changed.connect(self.settings_changed)
        self.calendar.clicked.connect(self._save_calendar)

    # Answers to the user

    def _show_counts(self, today: Today) -> None:
        day = QDate(today.day.year, today.day.month, today.day.day)
        self._day.setText(QLocale().toString(day, QLocale.FormatType.LongFormat))
        self.tiles.show_counts(today.counts, mine=self.filters.mine())

    def _offer(self, *, lists: bool) -> None:
        """A list with nothing in it has nothing to be done to."""
        self.filters.setVisible(lists)
        self.calendar.setVisible(lists)

    def _current(self) -> Row | None:
        row = self.model.row(self.table.currentIndex().row())
        return row if row is not None and row.opens else None

    def _act_on(self, number: int) -> None:
        if not self.panel.isHidden():
            return  # Enter belongs to the question
        row = self.model.row(number)
        if row is not None and row.opens:
            self._presenter.act(row)

    def _take_key(self, key: str) -> None:
        if key == "p":
            self._open_patient()
        elif key == "r":
            self._enter_results()
        elif key == "w":
            self._explain()
        elif key in KEYS:
            self._ask(KEYS[key])

    def _ask(self, act: Act) -> None:
        row = self._current()
        if row is not None:
            self._presenter.ask(row, act)

    def _enter_results(self) -> None:
        row = self._current()
        if row is not None and row.takes_results:
            self.panel_requested.emit(row.patient_id)

    def _open_patient(self) -> None:
        row = self._current()
        if row is not None and row.patient_id:
            self.patient_requested.emit(row.patient_id)

    def _explain(self) -> None:
        row = self._current()
        if row is not None:
            self._presenter.why(row)

    def _show_current(self) -> None:
        """Offer what belongs to the marked line; a question about another line is closed, and nothing is kept."""
        self._close_question()
        self.bar.show_row(self._current())

    def _close_question(self) -> None:
        self.panel.done()
        self.bar.set_asking(asking=False)
        self.tiles.show()

    def _leave_panel(self) -> None:
        self._close_question()
        self.table.setFocus()

    def _narrow(self, mine: bool, weeks: int) -> None:
        self._leave_panel()
        self._presenter.narrow(mine=mine, weeks=weeks)

    def _save_calendar(self) -> None:
        try:
            content, more = self._presenter.calendar()
            said = self.calendar_file.save(content)
            said = " ".join(part for part in (said, more) if part) if said else ""
        except AlpdeskError as error:
            said = error_words(error)
        if said:
            self.said.emit(said)

    def _jump(self, kind: Kind) -> None:
        if kind is Kind.REVIEW:
            self.review_requested.emit()
            return
        line = self.model.first_of(kind)
        if line >= 0:
            self.table.selectRow(line)
        self.table.setFocus()
