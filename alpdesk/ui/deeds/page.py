"""Who did what to a patient, or in the whole record: to read, to filter, to print."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.services.care import as_csv
from alpdesk.services.desk import Desk
from alpdesk.services.looks import Deed, DeedFilter
from alpdesk.ui.care.output import ReportOutput
from alpdesk.ui.clinical.folding import ElidedLabel
from alpdesk.ui.deeds import words
from alpdesk.ui.said import error_words
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import (
    Banner,
    Button,
    Choice,
    DateEdit,
    Field,
    PlainLabel,
    PrimaryButton,
    TableView,
)
from alpdesk.ui.widgets.flow import FlowRow
from alpdesk.ui.widgets.lines import LinesModel
from alpdesk.ui.widgets.rows import in_a_row

_PAGE = 200


class DeedsPage(QWidget):
    """Signals: ``said(str)``, ``patient_requested(int)`` for the way back to the patient."""

    said = Signal(str)
    patient_requested = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient: int | None = None
        self._deeds: tuple[Deed, ...] = ()
        self.output = ReportOutput(self)
        self._name = ElidedLabel("", "muted")
        self.who, self.since, self.until = Choice(), DateEdit(), DateEdit()
        self._since, self._until = Field(self.tr("From"), self.since), Field(self.tr("To"), self.until)
        self.trouble = Banner("caution")
        self.model = LinesModel(words.heads(), self)
        self.table = TableView(self.tr("Who did what"))
        self.more = Button(self.tr("Show older ones"), icon="chevron-down")
        self.nothing = PlainLabel(self.tr("Nothing of that kind is in the trail."), "muted")
        self.back = Button(self.tr("Back to the patient"), icon="arrow-left")
        self.copy = Button(self.tr("Copy as CSV"), icon="copy")
        self.save = Button(self.tr("Save as PDF"), icon="download")
        self.print = PrimaryButton(self.tr("Print"), icon="printer", key="Ctrl+P")
        self._build()
        self._connect()
        self.setFocusProxy(self.who)

    def reload(self, patient_id: int | None = None) -> None:
        """Show who did what to a patient, or without one what everybody did."""
        self._patient = patient_id
        self.back.setVisible(patient_id is not None)
        name = self._desk.patients.get(patient_id).name if patient_id is not None else self.tr("The whole record")
        self._name.setText(name)
        today = self._desk.context.today()
        for edit in (self.since, self.until):
            edit.set_today(today)
            edit.clear()
        chosen = self.who.value()
        everybody = (self.tr("Everybody"), None)
        self.who.set_items((everybody, *((user.name, user.id) for user in self._desk.users.list())))
        self.who.set_value(chosen)
        self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_P and control and self.print.isEnabled():
            self.print.click()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.set_columns((20, 18, 34, 22, 12), stretch=2, keep=(0,))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_3)
        title = PlainLabel(self.tr("Who did what"), "title")
        head = in_a_row(title, self._name, self.back)
        head.setStretch(1, 1)
        column.addLayout(head)
        bar = in_a_row(Field(self.tr("Person"), self.who), self._since, self._until)
        bar.addStretch(1)
        column.addLayout(bar)
        column.addWidget(self.trouble)
        column.addWidget(self.nothing)
        column.addWidget(self.table, 1)
        foot = FlowRow(spacing=SPACE_2)
        for button in (self.more, self.copy, self.save, self.print):
            foot.addWidget(button)
        column.addLayout(foot)
        self.trouble.hide()

    def _connect(self) -> None:
        self.who.picked.connect(lambda _: self._read())
        for edit in (self.since, self.until):
            edit.returnPressed.connect(self._read)
            edit.editingFinished.connect(self._read)
        self.more.clicked.connect(self._read_on)
        self.back.clicked.connect(self._go_back)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(lambda: self._put(self._save))
        self.print.clicked.connect(lambda: self._put(self._print))

    def _filter(self) -> DeedFilter | None:
        """Return what is wanted, or mark what is no day."""
        for field, edit in ((self._since, self.since), (self._until, self.until)):
            if edit.text().strip() and edit.day() is None:
                field.refuse(self.tr("This is not a day."))
                return None
            field.say()
        user = self.who.value()
        return DeedFilter(
            since=self.since.day(), until=self.until.day(), user_id=user if isinstance(user, int) else None
        )

    def _read(self) -> None:
        self._deeds = ()
        self._read_on()

    def _read_on(self) -> None:
        wanted = self._filter()
        if wanted is None:
            return
        before = self._deeds[-1].seq if self._deeds else None
        looks = self._desk.looks
        self.trouble.hide()
        try:
            found = (
                looks.of_clinic(wanted, before=before, limit=_PAGE)
                if self._patient is None
                else looks.of_patient(self._patient, wanted, before=before, limit=_PAGE)
            )
        except AlpdeskError as error:
            found = ()
            self._say(error_words(error))
        self._deeds = (*self._deeds, *found)
        self.more.setVisible(len(found) == _PAGE)
        self.model.set_lines([words.line(deed) for deed in self._deeds], [deed.seq for deed in self._deeds])
        self.table.setVisible(bool(self._deeds))
        self.nothing.setVisible(not self._deeds and self.trouble.isHidden())
        for button in (self.copy, self.save, self.print):
            button.setEnabled(bool(self._deeds))

    # Out of the window

    def _pages(self) -> bytes:
        return self._desk.reports.pdf(words.report(self._name.text(), self._deeds))

    def _print(self) -> str:
        return self.output.print(self._pages())

    def _save(self) -> str:
        return self.output.save(f"who-did-what_{self._desk.context.today().isoformat()}.pdf", self._pages())

    def _put(self, work: Callable[[], str]) -> None:
        try:
            said = work()
        except AlpdeskError as error:
            self._say(error_words(error))
            return
        if said:
            self._desk.looks.printed(self.tr("Who did what"), () if self._patient is None else (self._patient,))
            self.said.emit(said)

    def _copy(self) -> None:
        rows = [words.heads(), *(words.told(deed) for deed in self._deeds)]
        QGuiApplication.clipboard().setText(as_csv(rows))
        self._desk.looks.printed(self.tr("Who did what"), () if self._patient is None else (self._patient,))
        self.said.emit(self.tr("Copied"))

    def _go_back(self) -> None:
        if self._patient is not None:
            self.patient_requested.emit(self._patient)

    def _say(self, sentence: str) -> None:
        self.trouble.show_message("caution", sentence)
        self.trouble.show()
