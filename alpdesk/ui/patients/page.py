"""Finding a patient while typing."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from alpdesk.services.desk import Desk
from alpdesk.services.paging import Cursor, Page
from alpdesk.services.patients import PatientSummary
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.patients.model import NAME, WAITING, PatientModel
from alpdesk.ui.theme import SPACE_2, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Button, EmptyState, PlainLabel, PrimaryButton, SearchField, TableView
from alpdesk.ui.widgets.dates import with_days

_COLUMNS = (40, 16, 16, 18, 34)
_PAGE = 100


class PatientsPage(QWidget):
    """Signals: ``patient_requested(int)``, ``new_patient_requested()``, ``import_requested()``, ``searched(str)``."""

    patient_requested = Signal(int)
    new_patient_requested = Signal()
    import_requested = Signal()
    searched = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.search = SearchField(self.tr("Number, name or birth date"))
        self.model = PatientModel(desk.clock().astimezone().date(), self)
        self.table = TableView(self.tr("Patients"))
        self._count = PlainLabel("", "muted")
        self._new = PrimaryButton(self.tr("New patient"), icon="user-plus", key="Ctrl+N")
        self._nobody = self._empty_clinic()
        self._nothing = self._nobody_found()
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self.setFocusProxy(self.search)

    def reload(self) -> None:
        """Search again for what stands in the field."""
        self._count.setText(self._counted(self._desk.patients.count()))
        self._search(self.search.text())

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.set_columns(_COLUMNS, stretch=NAME, keep=(WAITING,))
        for widget in (self.table, self._nobody, self._nothing):
            self._stack.addWidget(widget)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(PlainLabel(self.tr("Patients"), "title"))
        head.addSpacing(SPACE_2)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._new)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_4)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self._stack, 1)

    def _empty_clinic(self) -> EmptyState:
        add = PrimaryButton(self.tr("New patient"), icon="user-plus")
        add.clicked.connect(self.new_patient_requested)
        bring = Button(self.tr("Take results in from a file"), icon="upload", key="Ctrl+I")
        bring.clicked.connect(self.import_requested)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setSpacing(SPACE_2)
        row.addWidget(add)
        row.addWidget(bring)
        text = self.tr("Add the first one here, or bring results in from a file.")
        return EmptyState("users", self.tr("There are no patients yet"), text, action=both)

    def _nobody_found(self) -> EmptyState:
        add = Button(self.tr("New patient"), icon="user-plus", key="Ctrl+N")
        add.clicked.connect(self.new_patient_requested)
        return EmptyState("search", "", action=add)

    def _connect(self) -> None:
        self.search.searched.connect(self._search)
        self.search.searched.connect(self.searched)
        self.search.chosen.connect(self.table.activate_current)
        self.search.moved.connect(self.table.move_selection)
        self.table.row_activated.connect(self._open)
        self._new.clicked.connect(self.new_patient_requested)

    def _search(self, text: str) -> None:
        self.model.start(partial(self._fetch, text))
        if self.model.rowCount():
            self.table.selectRow(0)
            self._stack.setCurrentWidget(self.table)
        elif text.strip():
            hint = self.tr("Parts of a name, the number, or a birth date will do; accents do not matter.")
            self._nothing.say(self.tr("Nobody is called “{}”").format(text.strip()), hint)
            self._stack.setCurrentWidget(self._nothing)
        else:
            self._stack.setCurrentWidget(self._nobody)

    def _fetch(self, text: str, after: Cursor | None) -> Page[PatientSummary]:
        return self._desk.patients.search(with_days(text), limit=_PAGE, after=after)

    def _open(self, row: int) -> None:
        patient = self.model.patient(row)
        if patient is not None:
            self.patient_requested.emit(patient.id)

    def _counted(self, count: int) -> str:
        return counted(count, self.tr("%n patient"), self.tr("%Ln patients", "", count))
