"""Whether a letter names another patient of the clinic: a name that slipped in from the letter before."""

import re
from collections.abc import Iterator
from itertools import pairwise

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.letter import LetterDraft, editable_text, is_editable
from alpdesk.store import clinic
from alpdesk.store.tables import PatientRow

_WORD = re.compile(r"[^\W\d_][\w'’-]+")
_MOST = 300


def stranger(session: Session, draft: LetterDraft, own: frozenset[str]) -> str:
    """Return the name of another patient that stands in the words of a letter, whole and in either order.

    A name that the record itself holds, or that somebody here has, is no stranger's.
    """
    pairs = sorted(set(_pairs(draft)))[:_MOST]
    if not pairs:
        return ""
    family, given, key = col(PatientRow.family_name), col(PatientRow.given_names), col(PatientRow.id)
    named = or_(tuple_(family, given).in_(pairs), tuple_(given, family).in_(pairs))
    others = session.scalars(select(PatientRow).where(named, key != draft.patient_id).limit(_MOST)).all()
    known = {*own, *(user.name for user in clinic.users(session))}
    for other in others:
        name = f"{other.given_names} {other.family_name}"
        if not any(other.family_name in text and other.given_names in text for text in known):
            return name
    return ""


def _pairs(draft: LetterDraft) -> Iterator[tuple[str, str]]:
    """Yield every two words in a row that begin as names do."""
    for block in draft.blocks:
        if is_editable(block):
            words = _WORD.findall(editable_text(block))
            yield from ((one, two) for one, two in pairwise(words) if not (one + two).islower())
