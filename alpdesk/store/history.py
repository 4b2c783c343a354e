"""Queries of what is known of a patient beside results: medicines, events, findings."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.followup import FindingEntry
from alpdesk.domain.records import Event, Finding, Medicine
from alpdesk.store.care_tables import FindingEntryRow
from alpdesk.store.reading import value
from alpdesk.store.tables import EventRow, FindingRow, MedicineRow


def medicines(session: Session, patient_ids: Sequence[int]) -> dict[int, tuple[Medicine, ...]]:
    """Return the medicines of some patients, in the order they were entered, without the withdrawn ones."""
    patient, key, stands = col(MedicineRow.patient_id), col(MedicineRow.id), col(MedicineRow.withdrawn).is_(None)
    rows = session.scalars(select(MedicineRow).where(patient.in_(patient_ids), stands).order_by(patient, key)).all()
    return {p or 0: tuple(value(Medicine, row) for row in mine) for p, mine in groupby(rows, lambda r: r.patient_id)}


def medicine_names(session: Session) -> tuple[str, ...]:
    """Return every name under which a medicine is kept, each once."""
    return tuple(session.scalars(select(col(MedicineRow.name)).distinct()).all())


def takers(session: Session, names: Sequence[str]) -> tuple[int, ...]:
    """Return who has a medicine of one of these names."""
    mine = select(col(MedicineRow.patient_id)).where(col(MedicineRow.name).in_(names)).distinct()
    return tuple(sorted(key or 0 for key in session.scalars(mine).all()))


def rows_named(session: Session, names: Sequence[str]) -> Sequence[MedicineRow]:
    """Return the rows of all medicines of these names, to be changed."""
    mine = select(MedicineRow).where(col(MedicineRow.name).in_(names)).order_by(col(MedicineRow.id))
    return session.scalars(mine).all()


def events(session: Session, patient_ids: Sequence[int]) -> dict[int, tuple[Event, ...]]:
    """Return the events of some patients, oldest first, without the withdrawn ones."""
    patient, day, key, stands = (
        col(EventRow.patient_id), col(EventRow.on), col(EventRow.id), col(EventRow.withdrawn).is_(None),
    )  # fmt: skip
    rows = session.scalars(select(EventRow).where(patient.in_(patient_ids), stands).order_by(patient, day, key)).all()
    return {p or 0: tuple(value(Event, row) for row in mine) for p, mine in groupby(rows, lambda r: r.patient_id)}


def findings(session: Session, patient_ids: Sequence[int]) -> dict[int, tuple[Finding, ...]]:
    """Return the findings of some patients."""
    patient, key = col(FindingRow.patient_id), col(FindingRow.id)
    rows = session.scalars(select(FindingRow).where(patient.in_(patient_ids)).order_by(patient, key)).all()
    return {p or 0: tuple(value(Finding, row) for row in mine) for p, mine in groupby(rows, lambda r: r.patient_id)}


def withdrawn(session: Session, patient_id: int) -> tuple[tuple[Medicine, ...], tuple[Event, ...]]:
    """Return the medicines and the events of a patient that were withdrawn, in the order they were entered."""
    taken = select(MedicineRow).where(
        col(MedicineRow.patient_id) == patient_id, col(MedicineRow.withdrawn).is_not(None)
    )
    happened = select(EventRow).where(col(EventRow.patient_id) == patient_id, col(EventRow.withdrawn).is_not(None))
    return (
        tuple(value(Medicine, row) for row in session.scalars(taken.order_by(col(MedicineRow.id)))),
        tuple(value(Event, row) for row in session.scalars(happened.order_by(col(EventRow.id)))),
    )


def finding_entries(session: Session, patient_id: int) -> tuple[FindingEntry, ...]:
    """Return everything that was said of a patient's findings, oldest first."""
    mine = select(FindingEntryRow).where(col(FindingEntryRow.patient_id) == patient_id)
    return tuple(value(FindingEntry, row) for row in session.scalars(mine.order_by(col(FindingEntryRow.id))))


def finding(session: Session, patient_id: int, name: str) -> FindingRow | None:
    """Return the row of one finding of a patient, if it is known."""
    mine = select(FindingRow).where(col(FindingRow.patient_id) == patient_id, col(FindingRow.finding) == name)
    return session.scalars(mine).first()
