"""What is known of a patient beside results: medicines, events, findings."""

from sqlalchemy.orm import Session

from alpdesk.domain.records import Event, Finding, Medicine
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.reassessing import reassess
from alpdesk.store import history, patients
from alpdesk.store.reading import fetch, value
from alpdesk.store.rows import add, change
from alpdesk.store.tables import EventRow, FindingRow, MedicineRow, PatientRow


class History:
    """Keeping medicines, events and findings. A medicine that changes what may be judged is judged again."""

    def __init__(self, context: Context) -> None:
        self._at = context

    def add_medicine(self, patient_id: int, medicine: Medicine) -> Medicine:
        """Keep a medicine; its class is found from its name when it has none."""
        medicine = self._checked(medicine)
        with self._at.begin("medicine added") as session:
            patients.hold(session, [patient_id])
            fetch(session, PatientRow, patient_id, "patient")
            row = add(session, MedicineRow, medicine.model_copy(update={"patient_id": patient_id}))
            reassess(session, self._at, patient_id)
            return value(Medicine, row)

    def change_medicine(self, medicine: Medicine, reason: str = "") -> Medicine:
        """Keep a changed medicine, for example the day it was stopped."""
        with self._at.begin("medicine changed", reason) as session:
            owner = fetch(session, MedicineRow, medicine.id, "medicine").patient_id
            patients.hold(session, [owner])
            row = change(session, MedicineRow, self._checked(medicine).model_copy(update={"patient_id": owner}))
            reassess(session, self._at, owner or 0)
            return value(Medicine, row)

    def add_event(self, patient_id: int, event: Event) -> Event:
        """Keep an event."""
        self._check_event(event)
        with self._at.begin("event added") as session:
            patients.hold(session, [patient_id])
            fetch(session, PatientRow, patient_id, "patient")
            row = add(session, EventRow, event.model_copy(update={"patient_id": patient_id}))
            reassess(session, self._at, patient_id)
            return value(Event, row)

    def change_event(self, event: Event, reason: str = "") -> Event:
        """Keep a changed event."""
        self._check_event(event)
        with self._at.begin("event changed", reason) as session:
            owner = fetch(session, EventRow, event.id, "event").patient_id
            patients.hold(session, [owner])
            row = change(session, EventRow, event.model_copy(update={"patient_id": owner}))
            reassess(session, self._at, owner or 0)
            return value(Event, row)

    def set_finding(self, patient_id: int, finding: str, present: bool | None) -> None:
        """Keep a finding as present or absent; ``None`` makes it unknown again."""
        if finding not in self._at.rules.findings:
            raise AlpdeskError(f"The finding {finding} is not known.")
        with self._at.begin("finding noted") as session:
            patients.hold(session, [patient_id])
            fetch(session, PatientRow, patient_id, "patient")
            self._put(session, patient_id, finding, present)
            reassess(session, self._at, patient_id)

    def _put(self, session: Session, patient_id: int, finding: str, present: bool | None) -> None:
        row, today = history.finding(session, patient_id, finding), self._at.today()
        if present is None:
            if row is not None:
                session.delete(row)
                session.flush()
            return
        if row is None:
            add(session, FindingRow, Finding(patient_id=patient_id, finding=finding, present=present, noted_on=today))
        elif row.present != present:
            row.present, row.noted_on = present, today
            session.flush()

    def _checked(self, medicine: Medicine) -> Medicine:
        rules = self._at.rules
        if medicine.started and medicine.stopped and medicine.stopped < medicine.started:
            raise AlpdeskError(f"{medicine.name} would have been stopped before it was started.")
        if not medicine.medicine_class:
            return medicine.model_copy(update={"medicine_class": rules.class_of(medicine.name)})
        if medicine.medicine_class not in rules.medicine_classes:
            raise AlpdeskError(f"The medicine class {medicine.medicine_class} is not known.")
        return medicine

    def _check_event(self, event: Event) -> None:
        if event.kind not in self._at.rules.events:
            raise AlpdeskError(f"The event {event.kind} is not known.")
        if event.on > self._at.today():
            raise AlpdeskError("The day of the event lies in the future.")
