"""Queries of patients."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.records import Patient, PatientRecord
from alpdesk.store import history, panels
from alpdesk.store.reading import fetch, value
from alpdesk.store.tables import PanelRow, PatientRow


def get(session: Session, patient_id: int) -> Patient:
    """Return one patient."""
    return value(Patient, fetch(session, PatientRow, patient_id, "patient"))


def with_number(session: Session, number: str) -> Patient | None:
    """Return the patient who has this number."""
    row = session.scalars(select(PatientRow).where(col(PatientRow.number) == number)).first()
    return None if row is None else value(Patient, row)


def some(session: Session, patient_ids: Sequence[int]) -> dict[int, Patient]:
    """Return some patients by key."""
    rows = session.scalars(select(PatientRow).where(col(PatientRow.id).in_(patient_ids))).all()
    return {row.id or 0: value(Patient, row) for row in rows}


def count(session: Session) -> int:
    """Return how many patients there are."""
    return session.scalars(select(func.count()).select_from(PatientRow)).one()


def record(session: Session, patient_id: int) -> PatientRecord:
    """Return everything the rules look at for one patient."""
    fetch(session, PatientRow, patient_id, "patient")
    return records(session, [patient_id])[0]


def records(session: Session, patient_ids: Sequence[int]) -> list[PatientRecord]:
    """Return everything the rules look at for some patients, in the order asked."""
    people = some(session, patient_ids)
    samples = panels.of_patients(session, patient_ids)
    medicines = history.medicines(session, patient_ids)
    events = history.events(session, patient_ids)
    findings = history.findings(session, patient_ids)
    return [
        PatientRecord(
            patient=people[key],
            panels=samples.get(key, ()),
            medicines=medicines.get(key, ()),
            events=events.get(key, ()),
            findings=findings.get(key, ()),
        )
        for key in patient_ids
        if key in people
    ]


def highest_key(session: Session) -> int:
    """Return the highest key given so far."""
    return session.scalars(select(func.max(PatientRow.id))).one() or 0


def born_on(session: Session, day: date, limit: int) -> tuple[Patient, ...]:
    """Return patients born on a day."""
    mine = select(PatientRow).where(col(PatientRow.birth_date) == day).order_by(col(PatientRow.id)).limit(limit)
    return tuple(value(Patient, row) for row in session.scalars(mine).all())


def first_sample(session: Session, patient_id: int) -> date | None:
    """Return the day of a patient's first sample."""
    return session.scalars(select(func.min(PanelRow.collected)).where(col(PanelRow.patient_id) == patient_id)).one()
