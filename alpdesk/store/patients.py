"""Queries of patients."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.records import Haemolysis, Patient, PatientRecord, Sex
from alpdesk.errors import AlpdeskError
from alpdesk.store import history, panels
from alpdesk.store.reading import fetch, value
from alpdesk.store.tables import PanelRow, PatientRow


def get(session: Session, patient_id: int) -> Patient:
    """Return one patient."""
    return value(Patient, fetch(session, PatientRow, patient_id, "patient"))


def hold(session: Session, patient_ids: Sequence[int | None], *, merged: bool = False) -> None:
    """Let others who write about these people wait until this step is done; on a file the write lock does that.

    Nothing is written about a record that was ``merged`` into another, unless to undo that.
    """
    key, into = col(PatientRow.id), col(PatientRow.merged_into_id)
    mine = select(key, into).where(key.in_(patient_ids)).order_by(key)
    if session.get_bind().dialect.name == "postgresql":
        mine = mine.with_for_update(key_share=True)
    gone = [row[1] for row in session.execute(mine) if row[1] is not None]
    if gone and not merged:
        raise AlpdeskError(f"This record was merged into that of {get(session, gone[0]).name}; open that one.")


def with_number(session: Session, number: str) -> Patient | None:
    """Return the patient who has this number; that of a merged record leads to the one that replaced it."""
    row = session.scalars(select(PatientRow).where(col(PatientRow.number) == number)).first()
    return None if row is None else value(Patient, survivor(session, row))


def with_numbers(session: Session, numbers: Sequence[str]) -> dict[str, Patient]:
    """Return the patients who have these numbers, by number; that of a merged record leads to its survivor."""
    rows = session.scalars(select(PatientRow).where(col(PatientRow.number).in_(numbers))).all()
    return {row.number: value(Patient, survivor(session, row)) for row in rows}


def survivor(session: Session, row: PatientRow) -> PatientRow:
    """Return the record that holds what this one held: itself, unless it was merged."""
    while row.merged_into_id is not None:
        row = fetch(session, PatientRow, row.merged_into_id, "patient")
    return row


def roots(session: Session, patient_ids: Iterable[int]) -> dict[int, int]:
    """Return, for those of some patients whose records were merged, the record that holds now what theirs held."""
    key, into = col(PatientRow.id), col(PatientRow.merged_into_id)
    merged = session.scalars(select(PatientRow).where(key.in_(list(patient_ids)), into.is_not(None)))
    return {row.id or 0: survivor(session, row).id or 0 for row in merged.all()}


def replaced(session: Session, patient_ids: Sequence[int]) -> dict[int, list[Patient]]:
    """Return whom each of some patients replaced, also by way of another."""
    root = {key: key for key in patient_ids}
    found: dict[int, list[Patient]] = {}
    level = list(root)
    while level:
        rows = session.scalars(select(PatientRow).where(col(PatientRow.merged_into_id).in_(level))).all()
        for row in rows:
            root[row.id or 0] = root[row.merged_into_id or 0]
            found.setdefault(root[row.id or 0], []).append(value(Patient, row))
        level = [row.id or 0 for row in rows]
    return found


def _standing() -> ColumnElement[bool]:
    """Return the condition that a record was not merged into another."""
    return col(PatientRow.merged_into_id).is_(None)


def some(session: Session, patient_ids: Sequence[int]) -> dict[int, Patient]:
    """Return some patients by key."""
    rows = session.scalars(select(PatientRow).where(col(PatientRow.id).in_(patient_ids))).all()
    return {row.id or 0: value(Patient, row) for row in rows}


class Line(NamedTuple):
    """The little of a patient that a list shows."""

    id: int
    number: str
    family_name: str
    given_names: str
    birth_date: date
    sex: Sex

    @property
    def name(self) -> str:
        """Family name first, as lists show it."""
        return ", ".join(part for part in (self.family_name, self.given_names) if part)


def lines(session: Session, patient_ids: Sequence[int]) -> dict[int, Line]:
    """Return some patients as lists show them."""
    key, names = col(PatientRow.id), (col(PatientRow.family_name), col(PatientRow.given_names))
    shown = select(key, col(PatientRow.number), *names, col(PatientRow.birth_date), col(PatientRow.sex))
    rows = session.execute(shown.where(key.in_(patient_ids)))
    return {line.id: line for line in map(Line._make, rows)}


def count(session: Session) -> int:
    """Return how many patients there are."""
    return session.scalars(select(func.count()).select_from(PatientRow).where(_standing())).one()


def record(session: Session, patient_id: int, *, withdrawn: bool = False) -> PatientRecord:
    """Return everything the rules look at for one patient; ``withdrawn`` adds the samples that no longer count."""
    fetch(session, PatientRow, patient_id, "patient")
    return records(session, [patient_id], withdrawn=withdrawn)[0]


def records(session: Session, patient_ids: Sequence[int], *, withdrawn: bool = False) -> list[PatientRecord]:
    """Return everything the rules look at for some patients, in the order asked."""
    people = some(session, patient_ids)
    samples = panels.of_patients(session, patient_ids, withdrawn=withdrawn)
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
    mine = select(PatientRow).where(col(PatientRow.birth_date) == day, _standing())
    mine = mine.order_by(col(PatientRow.id)).limit(limit)
    return tuple(value(Patient, row) for row in session.scalars(mine).all())


def first_sample(session: Session, patient_id: int) -> date | None:
    """Return the day of a patient's first sample."""
    return session.scalars(select(func.min(PanelRow.collected)).where(col(PanelRow.patient_id) == patient_id)).one()


def after(session: Session, key: int, limit: int) -> tuple[Patient, ...]:
    """Return the patients that were added after the one with this key, in that order."""
    mine = select(PatientRow).where(col(PatientRow.id) > key, _standing()).order_by(col(PatientRow.id)).limit(limit)
    return tuple(value(Patient, row) for row in session.scalars(mine).all())


def needs_more_columns(session: Session, patient_id: int | None) -> bool:
    """Say whether anybody (or this patient) was born preterm, or has a sample with haemolysis or in pregnancy."""
    person = select(col(PatientRow.id)).where(col(PatientRow.preterm).is_(True))
    unusual = col(PanelRow.gestation_weeks).is_not(None) | (col(PanelRow.haemolysis) != Haemolysis.NONE)
    sample = select(col(PanelRow.id)).where(unusual)
    if patient_id is not None:
        person = person.where(col(PatientRow.id) == patient_id)
        sample = sample.where(col(PanelRow.patient_id) == patient_id)
    return any(session.scalars(found.limit(1)).first() is not None for found in (person, sample))
