"""What is known of a patient beside results: medicines, events, findings."""

from types import EllipsisType
from typing import TypeVar

from sqlalchemy.orm import Session

from alpdesk.domain.followup import FindingEntry
from alpdesk.domain.records import Event, Finding, Medicine, Record
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.context import Context
from alpdesk.services.reassessing import reassess
from alpdesk.store import clinic, history, patients
from alpdesk.store.care_tables import FindingEntryRow
from alpdesk.store.reading import fetch, value
from alpdesk.store.rows import add, change
from alpdesk.store.tables import EventRow, FindingRow, MedicineRow, PatientRow

W = TypeVar("W", MedicineRow, EventRow)
R = TypeVar("R", bound=Record)
_SAID = {True: "present", False: "absent", None: "unknown"}


class FindingSaid(Record):
    """What was said of a finding, and by whom; nobody knows who said what was on record before that was kept."""

    entry: FindingEntry
    by: str = ""


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
            kept = fetch(session, MedicineRow, medicine.id, "medicine")
            owner = kept.patient_id
            patients.hold(session, [owner])
            session.refresh(kept)
            _refuse_withdrawn(kept, "This medicine")
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

    def change_event(self, event: Event, reason: str) -> Event:
        """Keep an event that was put right, with the reason; what stood there before is in the trail."""
        self._check_event(event)
        reason = reason.strip()
        if not reason:
            raise AlpdeskError("Say why; the reason is kept.")
        with self._at.begin("event changed", reason) as session:
            kept = fetch(session, EventRow, event.id, "event")
            owner = kept.patient_id
            patients.hold(session, [owner])
            session.refresh(kept)
            _refuse_withdrawn(kept, "This event")
            row = change(session, EventRow, event.model_copy(update={"patient_id": owner}))
            reassess(session, self._at, owner or 0)
            return value(Event, row)

    def set_finding(
        self, patient_id: int, finding: str, present: bool | None, *, seen: bool | EllipsisType | None = ...
    ) -> None:
        """Keep a finding as present or absent; ``None`` makes it unknown again. What was said before stays readable.

        ``seen`` is what was on record when the question was answered: who finds something else there is told.
        """
        if finding not in self._at.rules.findings:
            raise AlpdeskError(f"The finding {finding} is not known.")
        with self._at.begin("finding noted") as session:
            patients.hold(session, [patient_id])
            fetch(session, PatientRow, patient_id, "patient")
            row = history.finding(session, patient_id, finding)
            now = None if row is None else row.present
            if seen is not ... and now is not seen and now is not present:
                title = self._at.rules.findings[finding].title
                raise ConflictError(
                    f"{title}: somebody else has noted “{_SAID[now]}” since you opened this; look again."
                )
            if now is not present:
                self._put(session, patient_id, finding, row, present)
                reassess(session, self._at, patient_id)

    def finding_entries(self, patient_id: int) -> tuple[FindingSaid, ...]:
        """Return everything that was said of a patient's findings, newest first."""
        with self._at.database.read() as session:
            names = clinic.user_names(session)
            said = reversed(history.finding_entries(session, patient_id))
            return tuple(FindingSaid(entry=one, by=names.get(one.made_by or 0, "")) for one in said)

    def withdraw_medicine(self, medicine_id: int, reason: str) -> Medicine:
        """Withdraw a medicine that was never taken, with a reason; it stays readable and counts no more."""
        return self._withdraw(MedicineRow, Medicine, medicine_id, reason)

    def withdraw_event(self, event_id: int, reason: str) -> Event:
        """Withdraw an event that never happened, with a reason; it stays readable and counts no more."""
        return self._withdraw(EventRow, Event, event_id, reason)

    def withdrawn(self, patient_id: int) -> tuple[tuple[Medicine, ...], tuple[Event, ...]]:
        """Return the medicines and the events of a patient that were withdrawn."""
        with self._at.database.read() as session:
            return history.withdrawn(session, patient_id)

    def _withdraw(self, kind: type[W], shape: type[R], key: int, reason: str) -> R:
        reason, what = reason.strip(), str(kind.__tablename__)
        if not reason:
            raise AlpdeskError("Say why; the reason is kept.")
        with self._at.begin(f"{what} withdrawn", reason) as session:
            row = fetch(session, kind, key, what)
            patients.hold(session, [row.patient_id])
            session.refresh(row)
            if row.withdrawn is not None:
                raise AlpdeskError(f"This {what} was withdrawn before.")
            row.withdrawn = reason
            session.flush()
            reassess(session, self._at, row.patient_id or 0)
            return value(shape, row)

    def _put(
        self, session: Session, patient_id: int, finding: str, row: FindingRow | None, present: bool | None
    ) -> None:
        """Let the newest word hold; every word is kept, also one that stood there before words were kept."""
        said = [one for one in history.finding_entries(session, patient_id) if one.finding == finding]
        if row is not None and (not said or said[-1].present is not row.present):
            self._say(session, FindingEntry(patient_id=patient_id, finding=finding, present=row.present))
        by, at = self._at.actor.user_id, self._at.clock()
        entry = FindingEntry(patient_id=patient_id, finding=finding, present=present, made_by=by, made_at=at)
        self._say(session, entry)
        today = self._at.today()
        if present is None:
            if row is not None:
                session.delete(row)  # what holds now; the words themselves stay
        elif row is None:
            add(session, FindingRow, Finding(patient_id=patient_id, finding=finding, present=present, noted_on=today))
        else:
            row.present, row.noted_on = present, today
        session.flush()

    def _say(self, session: Session, entry: FindingEntry) -> None:
        add(session, FindingEntryRow, entry)

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


def _refuse_withdrawn(row: MedicineRow | EventRow, what: str) -> None:
    """Refuse to change what counts no more: it would be said to be kept."""
    if row.withdrawn is not None:
        raise AlpdeskError(f"{what} was withdrawn since you opened it: {row.withdrawn}")
