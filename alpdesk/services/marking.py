"""The mark every correction leaves, and what it led to."""

import json
from collections.abc import Mapping

from sqlalchemy.orm import Session

from alpdesk.domain.followup import Correction
from alpdesk.domain.records import Record
from alpdesk.domain.terms import CorrectionKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.store.care_tables import CorrectionRow
from alpdesk.store.reading import value
from alpdesk.store.rows import add


class Corrected(Record):
    """What a correction led to.

    ``correction`` is the mark it left. ``kept`` are the assessments that were kept because of it, ``said`` one sentence
    each about due items that were closed or are open again, and about what could not be put together.
    """

    correction: Correction
    kept: tuple[int, ...] = ()
    said: tuple[str, ...] = ()


def need_reason(reason: str) -> None:
    """Refuse a correction without a reason."""
    if not reason.strip():
        raise AlpdeskError("Say why; the reason is kept.")


def mark(
    session: Session,
    context: Context,
    kind: CorrectionKind,
    patient_id: int | None,
    reason: str,
    *,
    detail: Mapping[str, object] | None = None,
    **about: int | None,
) -> Correction:
    """Leave the mark of a correction; it is never changed afterwards."""
    fields = {
        "kind": kind,
        "patient_id": patient_id,
        "reason": reason,
        "detail": "" if detail is None else json.dumps(detail, sort_keys=True),
        "made_by": context.actor.user_id,
        "made_at": context.clock(),
    }
    return value(Correction, add(session, CorrectionRow, Correction.built({**fields, **about})))
