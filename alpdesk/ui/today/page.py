"""What waits today: low ALP without an answer, what is overdue or due, letters to print."""

from PySide6.QtCore import QDate, QLocale, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QStyleOptionViewItem, QVBoxLayout, QWidget

from alpdesk.services.desk import Desk
from alpdesk.services.worklist import Today
from alpdesk.ui.theme import ROW_HEIGHT_COMFORTABLE, SPACE_2, SPACE_3, SPACE_4, SPACE_6, colours
from alpdesk.ui.today.model import ACTION, ROW, SIGN, SINCE, WHAT, WHO, TodayModel
from alpdesk.ui.today.presenter import TodayPresenter
from alpdesk.ui.today.rows import Kind, Row, rows_of
from alpdesk.ui.widgets import Button, EmptyState, PlainLabel, PrimaryButton, TableView
from alpdesk.ui.widgets.count_tile import CountTile
from alpdesk.ui.widgets.tables import RowDelegate

_COLUMNS = {SIGN: 2, WHO: 38, WHAT: 40, SINCE: 26, ACTION: 12}
_HEAD_EXTRA = 10
AnyIndex = QModelIndex | QPersistentModelIndex


class _TodayDelegate(RowDelegate):
    """Draws the head of a list across every column, and lines as any table."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(ROW)
        if not row.is_head:
            super().paint(painter, option, index)
            return
        scheme = colours()
        rect: QRect = option.rect
        painter.save()
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(scheme.text))
        room = rect.adjusted(10, _HEAD_EXTRA, -10, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, row.who)
        painter.setPen(QColor(scheme.muted))
        left = painter.fontMetrics().horizontalAdvance(row.who) + 10
        painter.drawText(room.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(row.count))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(scheme.line))
        painter.restore()


class TodayPage(QWidget):
    """The worklist of the day.

    Signals: ``decide_requested(int)``, ``panel_requested(int)``, ``patient_requested(int)`` with the patient,
    ``letters_requested()``, ``new_patient_requested()``.
    """

    decide_requested = Signal(int)
    panel_requested = Signal(int)
    patient_requested = Signal(int)
    letters_requested = Signal()
    new_patient_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = TodayPresenter(self, desk)
        self._day = PlainLabel("", "muted")
        self._tiles = {
            Kind.UNANSWERED: CountTile("arrow-down", self.tr("without an answer"), "low"),
            Kind.OVERDUE: CountTile("calendar-x", self.tr("overdue"), "caution"),
            Kind.DUE: CountTile("calendar-clock", self.tr("due this week"), "accent"),
            Kind.LETTERS: CountTile("printer", self.tr("letters to print"), "accent"),
        }
        self.model = TodayModel(self)
        self.table = TableView(self.tr("What waits today"), row_height=ROW_HEIGHT_COMFORTABLE)
        self._act = PrimaryButton(self.tr("Decide"), key="Enter")
        self._open = Button(self.tr("Open patient"), key="P")
        self._nobody = self._empty_clinic()
        self._nothing = self._nothing_waits()
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self.setFocusProxy(self.table)

    def reload(self) -> None:
        """Read what waits, keeping the line we were on."""
        self._presenter.reload()

    # What the presenter asks

    def show_day(self, today: Today) -> None:
        self._show_counts(today)
        chosen = max(self.table.currentIndex().row(), 0)
        self.table.clearSpans()
        self.model.set_rows(rows_of(today))
        for head in self.model.heads():
            self.table.setSpan(head, 0, 1, self.model.columnCount())
            self.table.setRowHeight(head, ROW_HEIGHT_COMFORTABLE + _HEAD_EXTRA)
        row = self.model.row(chosen)
        self.table.selectRow(chosen if row is not None and row.patient_id else self.model.first_of())
        self._offer(actions=True)
        self._stack.setCurrentWidget(self._lists)

    def show_no_patients(self) -> None:
        self._offer(actions=False)
        self._stack.setCurrentWidget(self._nobody)

    def show_nothing_waits(self, today: Today) -> None:
        self._show_counts(today)
        self.model.set_rows(())
        self._offer(actions=False)
        self._stack.setCurrentWidget(self._nothing)

    def open_decision(self, patient_id: int) -> None:
        self.decide_requested.emit(patient_id)

    def open_entry(self, patient_id: int) -> None:
        self.panel_requested.emit(patient_id)

    def open_letters(self) -> None:
        self.letters_requested.emit()

    # Building

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.setItemDelegate(_TodayDelegate(self.table))
        self.table.horizontalHeader().hide()
        self.table.set_columns(tuple(_COLUMNS[column] for column in sorted(_COLUMNS)), stretch=WHAT)
        self._lists = QWidget()
        inside = QVBoxLayout(self._lists)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE_4)
        tiles = QHBoxLayout()
        tiles.setSpacing(SPACE_3)
        for tile in self._tiles.values():
            tiles.addWidget(tile)
        inside.addLayout(tiles)
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
        row.addWidget(self._open)
        row.addWidget(self._act)
        return row

    def _empty_clinic(self) -> EmptyState:
        add = PrimaryButton(self.tr("New patient"), icon="user-plus", key="Ctrl+N")
        add.clicked.connect(self.new_patient_requested)
        text = self.tr("Add the first one, then type the results of a report.")
        return EmptyState("users", self.tr("There are no patients yet"), text, action=add)

    def _nothing_waits(self) -> EmptyState:
        text = self.tr("Every low ALP has an answer, nothing is due this week, and every letter is printed.")
        return EmptyState("circle-check", self.tr("Nothing waits today"), text)

    def _connect(self) -> None:
        self.table.row_activated.connect(self._act_on)
        self.table.key_pressed.connect(self._take_key)
        self.table.selectionModel().currentRowChanged.connect(self._show_next)
        self._act.clicked.connect(self.table.activate_current)
        self._open.clicked.connect(self._open_patient)
        for kind, tile in self._tiles.items():
            tile.clicked.connect(lambda _=False, to=kind: self._jump(to))

    # Answers to the user

    def _show_counts(self, today: Today) -> None:
        day = QDate(today.day.year, today.day.month, today.day.day)
        self._day.setText(QLocale().toString(day, QLocale.FormatType.LongFormat))
        counts = today.counts
        figures = {Kind.UNANSWERED: counts.unanswered, Kind.OVERDUE: counts.overdue, Kind.DUE: counts.due,
                   Kind.LETTERS: counts.letters}  # fmt: skip
        for kind, tile in self._tiles.items():
            tile.show_count(figures[kind])

    def _offer(self, *, actions: bool) -> None:
        """A list with nothing in it has nothing to be done to."""
        for button in (self._act, self._open):
            button.setVisible(actions)

    def _current(self) -> Row | None:
        row = self.model.row(self.table.currentIndex().row())
        return row if row is not None and row.patient_id else None

    def _show_next(self) -> None:
        row = self._current()
        for button in (self._act, self._open):
            button.setEnabled(row is not None)
        if row is not None:
            self._act.set_text(row.action)

    def _act_on(self, number: int) -> None:
        row = self.model.row(number)
        if row is not None and row.patient_id:
            self._presenter.act(row)

    def _take_key(self, key: str) -> None:
        if key == "p":
            self._open_patient()

    def _open_patient(self) -> None:
        row = self._current()
        if row is not None:
            self.patient_requested.emit(row.patient_id)

    def _jump(self, kind: Kind) -> None:
        line = self.model.first_of(kind)
        if line >= 0:
            self.table.selectRow(line)
        self.table.setFocus()
