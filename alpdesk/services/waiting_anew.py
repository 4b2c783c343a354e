"""Keeping what waits: an answer given for something else must not answer it unseen."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from alpdesk.store import decisions, followup
from alpdesk.store.reading import fetch
from alpdesk.store.tables import AssessmentRow


def keep_waiting(session: Session, waiting: Sequence[AssessmentRow]) -> list[int]:
    """Keep anew, oldest first, each of these assessments that an older answer would cover now, and return the copies.

    An answer covers every older assessment of its patient; a copy has a new key, so it waits on.
    """
    open_still = {row.id for row in decisions.waiting(session, sorted({row.patient_id for row in waiting}))}
    covered = sorted((row for row in waiting if row.id not in open_still), key=lambda row: row.id or 0)
    return [_again(session, row).id or 0 for row in covered]


def promised(session: Session, patient_ids: Iterable[int]) -> list[AssessmentRow]:
    """Return what an answer without a date was given to: an answer to something else would end that promise unseen."""
    undated = (one for patient_id in patient_ids for one in followup.undated_of(session, patient_id))
    rows = (fetch(session, AssessmentRow, one.assessment_id, "assessment") for one in undated)
    return [row for row in rows if row.needs_answer]


def _again(session: Session, row: AssessmentRow) -> AssessmentRow:
    same = {name: getattr(row, name) for name in AssessmentRow.model_fields if name != "id"}
    copy = AssessmentRow(**same)
    session.add(copy)
    session.flush()
    return copy
