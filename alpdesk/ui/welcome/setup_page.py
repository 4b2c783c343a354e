"""Four short steps to a new clinic; every answer can be changed later but the password's loss."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from alpdesk.ui.theme import SPACE_2, SPACE_4
from alpdesk.ui.welcome.new_clinic import NewClinic
from alpdesk.ui.welcome.steps import ClinicStep, LaboratoryStep, PasswordStep, PersonStep, Step
from alpdesk.ui.widgets import Banner, Button, PlainLabel, PrimaryButton


class SetupPage(QWidget):
    """Signals: ``finished(object)`` with a ``NewClinic``, ``left()`` when the user goes back to the start."""

    finished = Signal(object)
    left = Signal()

    def __init__(self, proposed: Path, backups: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clinic = ClinicStep()
        self.laboratory = LaboratoryStep()
        self.person = PersonStep()
        self.password = PasswordStep(proposed, backups)
        self._steps: tuple[Step, ...] = (self.clinic, self.laboratory, self.person, self.password)
        self._stack = QStackedWidget()
        for step in self._steps:
            self._stack.addWidget(step)
        self._place = PlainLabel("", "overline")
        self._title = PlainLabel("", "title", wrap=True)
        self._trouble = Banner("caution")
        self._trouble.hide()
        self.back = Button(self.tr("Back"), icon="arrow-left")
        self.next = PrimaryButton(self.tr("Continue"), key="Enter")
        self._build()
        self.back.clicked.connect(self._go_back)
        self.next.clicked.connect(self._go_on)

    def start(self) -> None:
        """Begin with the first step."""
        self._show(0)

    def set_profiles(self, profiles: tuple[tuple[str, str], ...], chosen: str) -> None:
        """Offer interval profiles, as pairs of title and id."""
        self.laboratory.set_profiles(profiles, chosen)

    def show_error(self, text: str) -> None:
        """Say why the database could not be made."""
        self._trouble.show_message("caution", text)
        self._trouble.show()
        self.next.setEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.next.isEnabled():
            self._go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self._go_back()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.next)
        row.addWidget(self.back)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE_4)
        column.addStretch(1)
        column.addWidget(self._place)
        column.addWidget(self._title)
        column.addWidget(self._stack)
        column.addWidget(self._trouble)
        column.addLayout(row)
        column.addStretch(2)

    def _show(self, number: int) -> None:
        step = self._steps[number]
        self._stack.setCurrentWidget(step)
        self._trouble.hide()
        self._place.setText(self.tr("Step {} of {}").format(number + 1, len(self._steps)))
        self._title.setText(step.title())
        last = number == len(self._steps) - 1
        self.next.set_text(self.tr("Create the clinic") if last else self.tr("Continue"))
        step.first_field().setFocus()

    def _go_back(self) -> None:
        here = self._stack.currentIndex()
        if here == 0:
            self.left.emit()
        else:
            self._show(here - 1)

    def _go_on(self) -> None:
        here = self._stack.currentIndex()
        if not self._steps[here].check():
            return
        if here + 1 < len(self._steps):
            self._show(here + 1)
            return
        self.next.setEnabled(False)
        self.finished.emit(self._answer())

    def _answer(self) -> NewClinic:
        return NewClinic(
            path=self.password.path(), password=self.password.secret.password(),
            name=_said(self.clinic.name), address=self.clinic.address.toPlainText().strip(),
            phone=_said(self.clinic.phone), email=_said(self.clinic.email),
            laboratory=_said(self.laboratory.name), profile=str(self.laboratory.profile.value() or ""),
            units=str(self.laboratory.units.value()),
            user=_said(self.person.name), title=_said(self.person.title_line),
            backups=self.password.backups_path(),
        )  # fmt: skip


def _said(line: QLineEdit) -> str:
    return line.text().strip()
