"""The page for a new patient, or for changing one."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.domain.records import Patient
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.impact import Impact
from alpdesk.services.patients import PatientSummary
from alpdesk.ui.drafts.pause import Pause
from alpdesk.ui.impact.card import ImpactCard
from alpdesk.ui.patients.form import PatientForm
from alpdesk.ui.patients.form_presenter import PatientFormPresenter
from alpdesk.ui.records.conflict import ConflictDialog, clashes, settle
from alpdesk.ui.records.words import person_fact, person_fields
from alpdesk.ui.said import error_words
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Banner, Button, PlainLabel, PrimaryButton, format_date, scrolled
from alpdesk.ui.widgets.cards import clear

_PAUSE_MS = 250
_WIDTH = 880


class PatientFormPage(QWidget):
    """Signals: ``patient_kept(int)``, ``patient_requested(int)`` for a likely duplicate, ``left()``."""

    patient_kept = Signal(int)
    patient_requested = Signal(int)
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._languages = desk.own_letters.languages
        self.form = PatientForm(desk.clock().astimezone().date())
        self._presenter = PatientFormPresenter(self, desk)
        self._title = PlainLabel("", "title")
        self.save = PrimaryButton(self.tr("Save"), icon="check", key="Ctrl+Enter")
        self._leave = Button(self.tr("Leave, keep what is typed"), key="Esc")
        self._clear = Button(self.tr("Clear"))
        self._trouble = Banner("caution")
        self.conflict: ConflictDialog | None = None
        self.impact = ImpactCard(desk)
        self.twins = QVBoxLayout()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._keeping = Pause(desk.drafts, self._presenter.keep, self)
        self._build()
        self._connect()
        self.setFocusProxy(self.form.family)

    def start(self, patient_id: int | None, name: str = "") -> None:
        """Begin a new patient, perhaps of a name that was searched for, or show one to be changed."""
        self._trouble.hide()
        clear(self.twins)
        self.form.offer(self._languages())
        self._presenter.start(patient_id, name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._presenter.save()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._keeping.stop()
        self._presenter.keep()
        super().hideEvent(event)

    # What the presenter asks

    def show_patient(self, patient: Patient | None, number: str) -> None:
        self._title.setText(self.tr("Change patient") if patient else self.tr("New patient"))
        self.form.start(patient, number)
        self.impact.hide()
        self.form.family.setFocus()

    def patient(self) -> Patient | None:
        return self.form.patient()

    def draft(self) -> Patient | None:
        return self.form.draft()

    def typed(self) -> Mapping[str, object]:
        return self.form.typed()

    def put(self, typed: Mapping[str, object]) -> None:
        self.form.put(typed)

    def unsaved(self) -> tuple[str, ...]:
        """Name what was typed and not saved."""
        return self._presenter.unsaved()

    def show_twins(self, twins: tuple[PatientSummary, ...]) -> None:
        clear(self.twins)
        for twin in twins:
            self.twins.addWidget(self._twin(twin))

    def show_error(self, error: Exception) -> None:
        if not isinstance(error, AlpdeskError):
            raise error
        self._trouble.show_message(
            "caution", error_words(error), self.tr("Nothing was saved; what you typed is still here.")
        )
        self._trouble.show()

    def ask_signature(self, impact: Impact, then: Callable[[Impact, str], None]) -> None:
        self._trouble.hide()
        self.impact.ask(impact, then)

    def show_conflict(self, yours: Patient, theirs: Patient, then: Callable[[Patient], None]) -> None:
        self._trouble.hide()
        found = clashes(self.form.kept, yours, theirs, person_fields(), person_fact)
        self.conflict = settle(self, found, yours, theirs, then)

    def done(self, patient_id: int) -> None:
        self.patient_kept.emit(patient_id)

    # Building

    def _build(self) -> None:
        self._trouble.hide()
        self.twins.setSpacing(SPACE_2)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(self._title)
        head.addStretch(1)
        for button in (self._clear, self._leave, self.save):
            head.addWidget(button)
        inside = QWidget()
        middle = QVBoxLayout(inside)
        middle.setContentsMargins(0, 0, SPACE_3, 0)
        middle.setSpacing(SPACE_3)
        middle.addWidget(self._trouble)
        middle.addWidget(self.impact)
        middle.addLayout(self.twins)
        middle.addWidget(self.form, 1)
        inside.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_4)
        column.addLayout(head)
        column.addWidget(scrolled(inside), 1)

    def _connect(self) -> None:
        self.form.edited.connect(self._pause.start)
        self.form.touched.connect(self._keeping.start)
        # A list that lies open is that of what stood in the form; whoever types on has to save again.
        for changed in (self.form.edited, self.form.touched):
            changed.connect(self.impact.hide)
        self._pause.timeout.connect(self._presenter.look_for_twins)
        self.save.clicked.connect(self._presenter.save)
        self._leave.clicked.connect(self.left)
        self._clear.clicked.connect(self._presenter.clear)

    def _twin(self, twin: PatientSummary) -> Banner:
        said = self.tr("Already here? {}, born {}, number {}").format(
            twin.name, format_date(twin.birth_date), twin.number
        )
        detail = self.tr("Open this patient instead, or save if they are two people.")
        banner = Banner("caution", said, detail=detail, action=self.tr("Open"))
        banner.acted.connect(lambda: self.patient_requested.emit(twin.id))
        return banner
