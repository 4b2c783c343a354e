"""Finding, adding and changing the people of the clinic."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from alpdesk.domain.ages import years
from alpdesk.domain.records import Patient, PatientRecord
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.days import in_words
from alpdesk.services.entry import OLDEST
from alpdesk.services.history import History
from alpdesk.services.impact import JUDGED_BY, Impact, about_patient, carry_out, of_patient, settle
from alpdesk.services.paging import Cursor, Page
from alpdesk.services.reassessing import reassess
from alpdesk.services.waiting import PatientSummary, summaries
from alpdesk.store import patients as queries, search
from alpdesk.store.folding import words_of
from alpdesk.store.reading import fetch, value
from alpdesk.store.rows import add, change, refuse_conflict
from alpdesk.store.tables import PatientRow

__all__ = ["PatientSummary", "Patients"]

_LIKE = 20


class Patients(History):
    """The people of the clinic."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context

    def search(self, text: str, *, limit: int = 50, after: Cursor | None = None) -> Page[PatientSummary]:
        """Return who matches every word of ``text`` (number, names, birth date); everybody when it is empty."""
        with self._context.database.read() as session:
            found = search.find(session, text, limit=limit, after=after)
            return Page(summaries(session, found.ids), found.after)

    def count(self) -> int:
        """Return how many patients there are."""
        with self._context.database.read() as session:
            return queries.count(session)

    def get(self, patient_id: int) -> Patient:
        """Return one patient."""
        with self._context.database.read() as session:
            return queries.get(session, patient_id)

    def survivor(self, patient_id: int) -> int:
        """Return the record that holds what this one held: itself, unless it was merged."""
        with self._context.database.read() as session:
            return queries.survivor(session, fetch(session, PatientRow, patient_id, "patient")).id or 0

    def some(self, patient_ids: Sequence[int]) -> tuple[PatientSummary, ...]:
        """Return lines for some patients, each once."""
        with self._context.database.read() as session:
            return summaries(session, tuple(dict.fromkeys(patient_ids)))

    def with_number(self, number: str) -> Patient:
        """Return the patient who has this number."""
        with self._context.database.read() as session:
            patient = queries.with_number(session, number)
        if patient is None:
            raise AlpdeskError(f"There is no patient with the number {number}.")
        return patient

    def record(self, patient_id: int, *, withdrawn: bool = False) -> PatientRecord:
        """Return everything the rules look at; ``withdrawn`` adds the samples that no longer count."""
        with self._context.database.read() as session:
            return queries.record(session, patient_id, withdrawn=withdrawn)

    def next_number(self) -> str:
        """Return a patient number nobody has yet."""
        with self._context.database.read() as session:
            number = queries.highest_key(session) + 1
            while queries.with_number(session, str(number)) is not None:
                number += 1
            return str(number)

    def likely_duplicates(self, patient: Patient) -> tuple[PatientSummary, ...]:
        """Return who may be the same person: same number, or same birth date and a like name."""
        with self._context.database.read() as session:
            same_number = queries.with_number(session, patient.number)
            like = [other for other in queries.born_on(session, patient.birth_date, 500) if _alike(patient, other)]
            both = [*([same_number] if same_number else []), *like]
            keys = dict.fromkeys(other.id for other in both if other.id is not None and other.id != patient.id)
            return summaries(session, list(keys)[:_LIKE])

    def add(self, patient: Patient) -> Patient:
        """Keep a new patient."""
        self._refuse_impossible_birth(patient)
        with self._context.begin("patient added") as session:
            _refuse_number_taken(session, patient)
            return value(Patient, add(session, PatientRow, patient))

    def update(self, patient: Patient, reason: str = "", *, signed: Impact | None = None) -> Patient:
        """Keep a changed patient (``row_version`` as read); judge again when birth date, sex or preterm changed.

        Where that turns flags it needs the list that was signed for, and a reason.
        """
        self._refuse_impossible_birth(patient)
        with self._context.begin("patient changed", reason) as session:
            queries.hold(session, [patient.id])
            row = fetch(session, PatientRow, patient.id, "patient")
            refuse_conflict(row, patient)
            _refuse_number_taken(session, patient)
            _refuse_birth_after_samples(session, patient)
            judged_otherwise = any(getattr(row, name) != getattr(patient, name) for name in JUDGED_BY)
            turned = None
            if judged_otherwise:
                turned = settle(
                    session, signed, about_patient(patient), lambda: of_patient(session, self._context, patient)
                )
            change(session, PatientRow, patient)
            if turned is not None and turned.changes:
                carry_out(session, self._context, turned, reason)
            elif judged_otherwise:
                reassess(session, self._context, row.id or 0)
            return value(Patient, row)

    def _refuse_impossible_birth(self, patient: Patient) -> None:
        if patient.birth_date > self._context.today():
            raise AlpdeskError("The birth date lies in the future.")
        if years(patient.birth_date, self._context.today()) > OLDEST:
            raise AlpdeskError(f"The patient would be older than {OLDEST} years; look at the birth date again.")


def _refuse_number_taken(session: Session, patient: Patient) -> None:
    other = queries.with_number(session, patient.number)
    if other is not None and other.id != patient.id:
        raise AlpdeskError(f"The number {patient.number} belongs to {other.name} already.")


def _refuse_birth_after_samples(session: Session, patient: Patient) -> None:
    first = queries.first_sample(session, patient.id or 0)
    if first is not None and patient.birth_date > first:
        raise AlpdeskError(f"The birth date lies after the sample of {in_words(first)}.")


def _alike(one: Patient, other: Patient) -> bool:
    """Say whether two people share a word of their names, whatever accents, case and order."""
    return bool(words_of(f"{one.family_name} {one.given_names}") & words_of(f"{other.family_name} {other.given_names}"))
