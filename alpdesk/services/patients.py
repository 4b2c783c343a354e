"""Finding, adding and changing the people of the clinic, and what is known of them beside results."""

from datetime import date

from alpdesk.domain.records import Event, Medicine, Patient, PatientRecord, Record, Sex
from alpdesk.services.context import Context
from alpdesk.services.paging import Cursor, Page


class PatientSummary(Record):
    """A line of a list of patients. ``waiting`` says that a low ALP or an alert waits for an answer."""

    id: int
    number: str
    name: str
    birth_date: date
    sex: Sex
    waiting: bool = False
    waiting_text: str = ""


class Patients:
    """The people of the clinic."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def search(self, text: str, *, limit: int = 50, after: Cursor | None = None) -> Page[PatientSummary]:
        """Return who matches every word of ``text`` (number, names, birth date); everybody by name when it is empty."""
        raise NotImplementedError

    def count(self) -> int:
        """Return how many patients there are."""
        raise NotImplementedError

    def get(self, patient_id: int) -> Patient:
        """Return one patient."""
        raise NotImplementedError

    def record(self, patient_id: int) -> PatientRecord:
        """Return everything the rules look at."""
        raise NotImplementedError

    def next_number(self) -> str:
        """Return a patient number nobody has yet."""
        raise NotImplementedError

    def likely_duplicates(self, patient: Patient) -> tuple[PatientSummary, ...]:
        """Return who may be the same person: same number, or same birth date and a like name."""
        raise NotImplementedError

    def add(self, patient: Patient) -> Patient:
        """Keep a new patient."""
        raise NotImplementedError

    def update(self, patient: Patient, reason: str = "") -> Patient:
        """Keep a changed patient (``row_version`` as it was read); judge again when birth date, sex or preterm changed."""
        raise NotImplementedError

    def add_medicine(self, patient_id: int, medicine: Medicine) -> Medicine:
        """Keep a medicine; its class is found from its name when it has none."""
        raise NotImplementedError

    def change_medicine(self, medicine: Medicine, reason: str = "") -> Medicine:
        """Keep a changed medicine, for example the day it was stopped."""
        raise NotImplementedError

    def add_event(self, patient_id: int, event: Event) -> Event:
        """Keep an event."""
        raise NotImplementedError

    def change_event(self, event: Event, reason: str = "") -> Event:
        """Keep a changed event."""
        raise NotImplementedError

    def set_finding(self, patient_id: int, finding: str, present: bool | None) -> None:
        """Keep a finding as present or absent; ``None`` makes it unknown again."""
        raise NotImplementedError
