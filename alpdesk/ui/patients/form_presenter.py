"""Decides what the patient form shows and keeps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from pydantic import ValidationError
from PySide6.QtCore import QCoreApplication

from alpdesk.domain.records import Patient
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.desk import Desk
from alpdesk.services.impact import Impact, UnsignedError
from alpdesk.services.patients import PatientSummary
from alpdesk.ui.drafts.keeper import Keeper


@dataclass(frozen=True)
class FormTyped:
    """The fields that were changed, by the name they have in the record, and the patient as read when they were."""

    fields: Mapping[str, str | bool | None]
    read: Patient | None = None


class FormView(Protocol):
    """What the page can do."""

    def show_patient(self, patient: Patient | None, number: str) -> None: ...
    def patient(self) -> Patient | None: ...
    def draft(self) -> Patient | None: ...
    def typed(self) -> Mapping[str, object]: ...
    def put(self, typed: Mapping[str, object]) -> None: ...
    def show_twins(self, twins: tuple[PatientSummary, ...]) -> None: ...
    def show_error(self, error: Exception) -> None: ...
    def ask_signature(self, impact: Impact, then: Callable[[Impact, str], None]) -> None: ...
    def show_conflict(self, yours: Patient, theirs: Patient, then: Callable[[Patient], None]) -> None: ...
    def done(self, patient_id: int) -> None: ...


class PatientFormPresenter:
    """Knows neither widgets nor SQL."""

    def __init__(self, view: FormView, desk: Desk) -> None:
        self._view = view
        self._patients = desk.patients
        self._patient_id: int | None = None
        self._started = False
        self._read: Patient | None = None  # what was typed is compared with, when somebody else saved meanwhile
        self._drafts: Keeper[FormTyped] = Keeper(desk.drafts, "patient", FormTyped)

    def start(self, patient_id: int | None, name: str = "") -> None:
        """Show a patient, or an empty form with the next free number; what was typed before and not saved is there."""
        self.keep()
        self._patient_id, self._started = patient_id, True
        patient = self._patients.get(patient_id) if patient_id is not None else None
        number = "" if patient else self._patients.next_number()
        left = self._drafts.get(self._subject)
        self._read = _under(patient, left)
        self._view.show_patient(self._read, number)
        if left is not None:
            self._view.put(left.fields)
            self.look_for_twins()
        elif patient is None and name:
            self._view.put(names_of(name))
        if self._drafts.trouble:
            self._view.show_error(AlpdeskError(self._drafts.trouble))

    def keep(self) -> None:
        """Hold on to what was typed, for when the form is opened again."""
        if not self._started:
            return
        typed = {name: _plain(value) for name, value in self._view.typed().items()}
        self._drafts.put(self._subject, FormTyped(typed, self._read) if typed else None)

    def clear(self) -> None:
        """Begin again from what is on record."""
        self._drafts.clear(self._subject)
        self._started = False
        self.start(self._patient_id)

    def unsaved(self) -> tuple[str, ...]:
        """Name the forms that were filled in and could not even be kept as drafts."""
        self.keep()
        return tuple(_unsaved(self._patients.get(int(key)).name if key else "") for key in self._drafts.held())

    def look_for_twins(self) -> None:
        """Say who may be the same person. An unfinished entry is no error yet."""
        try:
            draft = self._view.draft()
        except ValidationError:
            return
        twins = self._patients.likely_duplicates(draft) if draft else ()
        self._view.show_twins(tuple(twin for twin in twins if draft is None or twin.id != draft.id))

    def save(self) -> None:
        """Keep the patient. Where that turns flags, they are listed first and signed for."""
        try:
            patient = self._view.patient()
        except ValidationError as error:
            self._view.show_error(_sentence(error))
            return
        if patient is not None:
            self._write(patient)

    def _write(self, patient: Patient, signed: Impact | None = None, reason: str = "") -> None:
        """Keep a patient; what is signed for is the patient that was compared, whatever the form says by then."""
        try:
            if patient.id is None:
                kept = self._patients.add(patient)
            else:
                kept = self._patients.update(patient, reason, signed=signed)
        except UnsignedError as error:
            self._view.ask_signature(error.impact, lambda impact, why: self._write(patient, impact, why))
        except ConflictError as error:
            self._side_by_side(patient, error)
        except AlpdeskError as error:
            self._view.show_error(error)
        else:
            self._drafts.clear(self._subject)
            self._started = False
            self._view.done(kept.id or 0)

    def _side_by_side(self, patient: Patient, error: ConflictError) -> None:
        """Let the second to save see what the first has saved, field by field."""
        if isinstance(error.theirs, Patient):
            self._view.show_conflict(patient, error.theirs, self._write)
        else:
            self._view.show_error(error)

    @property
    def _subject(self) -> str:
        return "" if self._patient_id is None else str(self._patient_id)


def _under(patient: Patient | None, left: FormTyped | None) -> Patient | None:
    """Return the patient that a form rests on: as on record, but as read where somebody changed what was typed over.

    Saving such a form then finds the conflict, and shows both versions.
    """
    if patient is None or left is None or left.read is None:
        return patient
    clashing = {name for name in left.fields if getattr(left.read, name) != getattr(patient, name)}
    if not clashing:
        return patient
    return patient.model_copy(update={name: getattr(left.read, name) for name in (*clashing, "row_version")})


def _plain(value: object) -> str | bool | None:
    return value if isinstance(value, bool) or value is None else str(value)


def _unsaved(name: str) -> str:
    if name:
        return QCoreApplication.translate("Patients", "A change to {name}").format(name=name)
    return QCoreApplication.translate("Patients", "A new patient")


def _sentence(error: ValidationError) -> AlpdeskError:
    first = error.errors()[0]
    where = " ".join(str(part) for part in first["loc"]).replace("_", " ") or "patient"
    return AlpdeskError(f"The {where} cannot be kept: {first['msg'].removeprefix('Value error, ')}.")


def names_of(text: str) -> dict[str, object]:
    """Return the names in what was searched for: the family name first before a comma, else last."""
    if any(letter.isdigit() for letter in text):
        return {}
    family, comma, given = (part.strip() for part in text.partition(","))
    if not comma:
        given, _, family = text.strip().rpartition(" ")
    return {"family_name": family.strip(), "given_names": given.strip()}
