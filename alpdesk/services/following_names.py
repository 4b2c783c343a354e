"""Medicines whose name stands for another class since a rule was changed: the class follows, and all is judged anew."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from alpdesk.domain.assessment import NEVER_READ
from alpdesk.domain.rules import RuleBook
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.reassessing import reassess
from alpdesk.services.shelf import Shelf
from alpdesk.store import history, patients

_CHUNK = 400


def follow_names(session: Session, context: Context, before: RuleBook) -> None:
    """Let every medicine have the class its name stands for now, and judge everybody again for whom that is another.

    A class that somebody chose against the name stays as chosen. No name takes the ALP of somebody out of sight: under
    a medicine by which it is never read, the class is chosen in the record of each patient who takes it.
    """
    fresh = Shelf(context.shelf.shipped)
    fresh.look(session)
    after = replace(context, shelf=fresh)
    names = history.medicine_names(session)
    moved = [name for name in names if before.class_of(name) != fresh.rules.class_of(name)]
    unread = next((name for name in moved if fresh.rules.class_of(name) == NEVER_READ), None)
    if unread is not None and history.takers(session, [unread]):
        raise AlpdeskError(
            f'Somebody has a medicine named "{unread}", and under this one no ALP is read. '
            "Choose it in the record of each patient who takes it."
        )
    for start in range(0, len(moved), _CHUNK):
        _follow(session, after, before, moved[start : start + _CHUNK])


def _follow(session: Session, after: Context, before: RuleBook, names: Sequence[str]) -> None:
    people = history.takers(session, names)
    for start in range(0, len(people), _CHUNK):
        patients.hold(session, people[start : start + _CHUNK])
    for row in history.rows_named(session, names):
        if row.medicine_class in ("", before.class_of(row.name)):
            row.medicine_class = after.rules.class_of(row.name)
    session.flush()
    for patient_id in people:
        reassess(session, after, patient_id)
