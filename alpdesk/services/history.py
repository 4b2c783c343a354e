"""What is known of a patient beside results: medicines, events, findings."""

from sqlmodel import Session

from alpdesk.domain.records import Event, Finding, Medicine
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.reassessing import reassess
from alpdesk.store import history
from alpdesk.store.rows import fetch, insert, replace, value
from alpdesk.store.tables import EventRow, FindingRow, MedicineRow, PatientRow


class History:
    """Keeping medicines, events and findings. A medicine that changes what may be judged is judged again."""

    def __init__(self, context: Context) -> None:
        self._at = context

    def add_medicine(self, patient_id: int, medicine: Medicine) -> Medicine:
        """Keep a medicine; its class is found from its name when it has none."""
        medicine = self._checked(medicine)
        with self._at.begin("medicine added") as session:
            fetch(session, PatientRow, patient_id, "patient")
            row = insert(session, MedicineRow, medicine.model_copy(update={"patient_id": patient_id}))
            reassess(session, self._at, patient_id)
            return value(Medicine, row)

    def change_medicine(self, medicine: Medicine, reason: str = "") -> Medicine:
        """Keep a changed medicine, for example the day it was stopped."""
        with self._at.begin("medicine changed", reason) as session:
            row = fetch(session, MedicineRow, medicine.id, "medicine")
            replace(session, row, self._checked(medicine), keep=frozenset({"patient_id"}))
            reassess(session, self._at, row.patient_id or 0)
            return value(Medicine, row)

    def add_event(self, patient_id: int, event: Event) -> Event:
        """Keep an event."""
        self._check_event(event)
        with self._at.begin("event added") as session:
            fetch(session, PatientRow, patient_id, "patient")
            row = insert(session, EventRow, event.model_copy(update={"patient_id": patient_id}))
            reassess(session, self._at, patient_id)
            return value(Event, row)

    def change_event(self, event: Event, reason: str = "") -> Event:
        """Keep a changed event."""
        self._check_event(event)
        with self._at.begin("event changed", reason) as session:
            row = replace(session, fetch(session, EventRow, event.id, "event"), event, keep=frozenset({"patient_id"}))
            reassess(session, self._at, row.patient_id or 0)
            return value(Event, row)

    def set_finding(self, patient_id: int, finding: str, present: bool | None) -> None:
        """Keep a finding as present or absent; ``None`` makes it unknown again."""
        if finding not in self._at.rules.findings:
            raise AlpdeskError(f"The finding {finding} is not known.")
        with self._at.begin("finding noted") as session:
            fetch(session, PatientRow, patient_id, "patient")
            self._put(session, patient_id, finding, present)
            reassess(session, self._at, patient_id)

    def _put(self, session: Session, patient_id: int, finding: str, present: bool | None) -> None:
        row = history.finding(session, patient_id, finding)
        if present is None:
            if row is not None:
                session.delete(row)
                session.flush()
            return
        noted = Finding(patient_id=patient_id, finding=finding, present=present, noted_on=self._at.today())
        if row is None:
            insert(session, FindingRow, noted)
        elif row.present != present:
            replace(session, row, noted)

    def _checked(self, medicine: Medicine) -> Medicine:
        rules = self._at.rules
        if medicine.started and medicine.stopped and medicine.stopped < medicine.started:
            raise AlpdeskError(f"{medicine.name} would have been stopped before it was started.")
        if not medicine.medicine_class:
            return medicine.model_copy(update={"medicine_class": rules.medicine_class(medicine.name) or ""})
        if medicine.medicine_class not in rules.medicine_classes:
            raise AlpdeskError(f"The medicine class {medicine.medicine_class} is not known.")
        return medicine

    def _check_event(self, event: Event) -> None:
        if event.kind not in self._at.rules.events:
            raise AlpdeskError(f"The event {event.kind} is not known.")
        if event.on > self._at.today():
            raise AlpdeskError("The day of the event lies in the future.")
