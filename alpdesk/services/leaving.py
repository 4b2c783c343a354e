"""Which letters may leave: finished, signed where they must be, and as the record would have them today."""

import json
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from alpdesk.domain.letter import LetterDraft
from alpdesk.domain.records import LetterState
from alpdesk.domain.terms import LetterEventKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.letter_writing import LetterRefusedError, source_of
from alpdesk.services.signing import needs_signature
from alpdesk.services.touched import first_since, in_force
from alpdesk.store import corrections, letters as queries
from alpdesk.store.letter_tables import LetterRow

if TYPE_CHECKING:
    from alpdesk.letters.checking import Truth

_OUT = {LetterState.PRINTED, LetterState.HANDED_OVER}
_ON_PAPER = {LetterEventKind.PRINTED, LetterEventKind.SAVED}
_OTHERWISE = "The record has changed since this letter was composed ({what}); write the letter that replaces it."
_OLD = "This letter has lain until the day it asks for went by; write the letter that replaces it."
_COME = "What nobody has seen to came up since this letter was kept: {what}"
AGAIN = "again, as issued; the record was changed since"


def refuse_leaving(session: Session, context: Context, row: LetterRow, kind: LetterEventKind) -> str:
    """Refuse to let a letter out that is not finished or signed, or that the record would have otherwise.

    What went out already may be printed or saved again as it was issued; then the mark it is noted with is returned,
    where it no longer holds. It is neither mailed nor handed over once it does not.
    """
    if row.state is LetterState.DRAFT:
        raise AlpdeskError("This letter is a draft; finish it before it leaves.")
    if row.state is LetterState.REPLACED:
        raise AlpdeskError("This letter was replaced by another; send that one.")
    again = row.state in _OUT
    if not again and row.signed_at is None and needs_signature(row.kind):
        raise AlpdeskError("A clinician has to sign this letter before it leaves.")
    try:
        _refuse_stale(session, context, row)
    except AlpdeskError:
        if again and kind in _ON_PAPER:
            return AGAIN
        raise
    return ""


def refuse_otherwise(session: Session, context: Context, row: LetterRow, draft: LetterDraft) -> "Truth":
    """Refuse a letter that would be another if it were composed from the record of now; return what it was held to."""
    from alpdesk.letters.checking import truth
    from alpdesk.letters.checks.anew import otherwise, out_of_date

    source = source_of(session, context, row.patient_id, row.replaces_id, draft.day, without=row.id)
    against = truth(source, context.rules, draft)
    changed = json.loads(row.quoted).get("patient") != source.record.patient.row_version
    what = otherwise(draft, against, patient_changed=changed)
    if what:
        raise LetterRefusedError(_OTHERWISE.format(what=what), changed=True)
    if out_of_date(draft, against, context.today()):
        raise LetterRefusedError(_OLD, changed=True)
    return against


def _refuse_stale(session: Session, context: Context, row: LetterRow) -> None:
    from alpdesk.letters.checks.anew import come_since

    letter = queries.one(session, row.id or 0)
    made = in_force(corrections.of_panels(session, letter.panel_ids))
    if first_since(made, letter.created_at, letter) is not None:
        raise AlpdeskError("This letter quotes what was put right since; write the letter that replaces it.")
    draft = LetterDraft.model_validate_json(row.body)
    what = come_since(draft, refuse_otherwise(session, context, row, draft))
    if what:
        raise AlpdeskError(_COME.format(what=what))
