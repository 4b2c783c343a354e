"""Whether somebody waits for an answer, in a few words for a list."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from alpdesk.domain.assessment import Persistence, Urgency
from alpdesk.domain.records import Flag, Patient, Record, Sex
from alpdesk.store import decisions, patients


class PatientSummary(Record):
    """A line of a list of patients. ``waiting`` says that a low ALP or an alert waits for an answer.

    ``replaced`` names, by number and name, the records that were merged into this one.
    """

    id: int
    number: str
    name: str
    birth_date: date
    sex: Sex
    waiting: bool = False
    waiting_text: str = ""
    replaced: tuple[str, ...] = ()


def summaries(session: Session, patient_ids: Sequence[int]) -> tuple[PatientSummary, ...]:
    """Return lines for some patients, in the order asked."""
    people = patients.lines(session, patient_ids)
    newest = decisions.waiting_lines(session, patient_ids)
    merged = patients.replaced(session, patient_ids)
    return tuple(summary(people[key], newest.get(key), merged.get(key, ())) for key in patient_ids if key in people)


def summary(
    patient: patients.Line, waiting: decisions.Waiting | None, replaced: Sequence[Patient] = ()
) -> PatientSummary:
    """Return the line of one patient."""
    return PatientSummary(
        id=patient.id,
        number=patient.number,
        name=patient.name,
        birth_date=patient.birth_date,
        sex=patient.sex,
        waiting=waiting is not None,
        waiting_text="" if waiting is None else _words(waiting),
        replaced=tuple(f"{other.number} {other.name}" for other in replaced),
    )


def _words(waiting: decisions.Waiting) -> str:
    if waiting.urgency in (Urgency.EMERGENCY, Urgency.URGENT):
        return "Urgent alert, no answer yet"
    if waiting.flag is Flag.LOW and waiting.persistence is Persistence.PERSISTENT:
        return "Persistently low ALP, no answer yet"
    words = {Flag.LOW: "Low ALP, no answer yet", Flag.INDETERMINATE: "ALP that may be low, no answer yet"}
    return words.get(waiting.flag, "Waits for an answer")
