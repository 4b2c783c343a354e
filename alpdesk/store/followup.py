"""Queries of due items, the attempts to reach somebody, and what was closed lately."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import ColumnElement, and_, exists, func, literal, literal_column, or_, select
from sqlalchemy.orm import Mapped, Session, aliased
from sqlmodel import col

from alpdesk.domain.alp import ALP
from alpdesk.domain.followup import Contact
from alpdesk.domain.loop import PROMISES
from alpdesk.domain.records import Decision, DecisionKind, Recall, ResultStatus
from alpdesk.store.care_tables import ContactRow
from alpdesk.store.reading import value
from alpdesk.store.tables import (
    AuditRow,
    DecisionRow,
    MonitoringPlanRow,
    PanelRow,
    PatientRow,
    RecallRow,
    ResultRow,
    UserRow,
)

_FINAL: tuple[ColumnElement[str], ...] = (literal_column("'explained'"), literal_column("'no_action'"))  # as the index


def contacts(session: Session, recall_ids: Iterable[int]) -> dict[int, tuple[Contact, ...]]:
    """Return the attempts that were made for some due items, oldest first."""
    item, key = col(ContactRow.recall_id), col(ContactRow.id)
    rows = session.scalars(select(ContactRow).where(item.in_(list(recall_ids))).order_by(item, key)).all()
    return {recall: tuple(value(Contact, row) for row in mine) for recall, mine in groupby(rows, lambda r: r.recall_id)}


def open_of_patient(session: Session, patient_id: int) -> Sequence[RecallRow]:
    """Return the open due items of a patient, by day."""
    mine = select(RecallRow).where(col(RecallRow.patient_id) == patient_id, col(RecallRow.closed_on).is_(None))
    return session.scalars(mine.order_by(col(RecallRow.due), col(RecallRow.id))).all()


def newest_panel(session: Session) -> int:
    """Return the id of the panel that was entered last, 0 when there is none."""
    return session.scalars(select(func.max(col(PanelRow.id)))).one() or 0


def arrived(session: Session, patient_id: int, since: date, after: int | None) -> list[tuple[int, str]]:
    """Return panel and analyte of a patient's readable results in samples taken since a day and entered after one."""
    panel, analyte = col(PanelRow.id), col(ResultRow.analyte)
    joined = select(panel, analyte).join(ResultRow, col(ResultRow.panel_id) == panel)
    mine = joined.where(
        col(PanelRow.patient_id) == patient_id,
        col(PanelRow.collected) >= since,
        panel > (after or 0),
        col(ResultRow.status) != ResultStatus.ENTERED_IN_ERROR,
        col(ResultRow.canonical).is_not(None),
    )
    return [(row[0] or 0, row[1]) for row in session.execute(mine)]


def due_days(session: Session, recall_ids: Sequence[int]) -> list[tuple[int, date]]:
    """Return the day of each of some due items that is open, by day."""
    key, due = col(RecallRow.id), col(RecallRow.due)
    mine = select(key, due).where(key.in_(recall_ids), col(RecallRow.closed_on).is_(None)).order_by(due, key)
    return [(row[0] or 0, row[1]) for row in session.execute(mine)]


def place(session: Session) -> str:
    """Return what tells this record from every other: a digest of how its trail begins."""
    first = session.scalars(select(col(AuditRow.hash)).order_by(col(AuditRow.seq)).limit(1)).first()
    return hashlib.sha256((first or "").encode()).hexdigest()[:16]


def patients_of(session: Session, user_id: int) -> Sequence[PatientRow]:
    """Return everybody a clinician is responsible for."""
    return session.scalars(select(PatientRow).where(col(PatientRow.responsible_id) == user_id)).all()


def count_of(session: Session, user_id: int) -> int:
    """Return for how many patients a clinician is responsible."""
    everybody = select(func.count()).select_from(PatientRow).where(col(PatientRow.responsible_id) == user_id)
    return session.scalars(everybody).one()


def responsible(session: Session, patient_ids: Sequence[int]) -> dict[int, int]:
    """Return who answers for some patients; those nobody answers for are left out."""
    key, who = col(PatientRow.id), col(PatientRow.responsible_id)
    rows = session.execute(select(key, who).where(key.in_(patient_ids), who.is_not(None)))
    return {patient or 0: user or 0 for patient, user in rows}


def count_open_of(session: Session, patient_ids: Sequence[int]) -> int:
    """Return how many items of some patients are due, whenever that is."""
    found = select(func.count()).select_from(RecallRow).where(*_open(None, None))
    return session.scalars(found.where(col(RecallRow.patient_id).in_(patient_ids))).one()


# The lists of the day. ``mine`` leaves the patients of one clinician and those nobody is responsible for yet.


def open_items(
    session: Session, since: date | None, until: date | None, limit: int, mine: int | None = None
) -> Sequence[tuple[RecallRow, str]]:
    """Return open due items from ``since`` up to ``until`` (no limit when ``None``), with their template."""
    found = select(RecallRow, func.coalesce(MonitoringPlanRow.template, ""))
    found = found.join(MonitoringPlanRow, col(MonitoringPlanRow.id) == col(RecallRow.plan_id), isouter=True)
    found = found.where(*_open(since, until), *mine_of(col(RecallRow.patient_id), mine))
    rows = session.execute(found.order_by(col(RecallRow.due), col(RecallRow.id)).limit(limit)).all()
    return [(row[0], row[1]) for row in rows]


def open_keys(session: Session, limit: int, mine: int | None = None) -> Sequence[int]:
    """Return the keys of everything that is due, whenever that is, by day."""
    key = col(RecallRow.id)
    found = select(key).where(*_open(None, None), *mine_of(col(RecallRow.patient_id), mine))
    return [each or 0 for each in session.scalars(found.order_by(col(RecallRow.due), key).limit(limit))]


def count_open(session: Session, since: date | None, until: date | None, mine: int | None = None) -> int:
    """Return how many open due items there are in that time."""
    found = select(func.count()).select_from(RecallRow).where(*_open(since, until))
    return session.scalars(found.where(*mine_of(col(RecallRow.patient_id), mine))).one()


def undated(
    session: Session, before: datetime, limit: int, mine: int | None = None, *, ahead: datetime | None = None
) -> Sequence[DecisionRow]:
    """Return the newest decisions of patients that promised something and never set a date, oldest first.

    Those signed ``before`` an instant, and those signed from ``ahead`` on, when a clock stood wrong.
    """
    signed = _signed(before, ahead)
    found = select(DecisionRow).where(_undated(), signed, *mine_of(col(DecisionRow.patient_id), mine))
    return session.scalars(found.order_by(col(DecisionRow.id)).limit(limit)).all()


def undated_of(session: Session, patient_id: int) -> Sequence[DecisionRow]:
    """Return the answers of a patient that never set a date, oldest first."""
    mine = select(DecisionRow).where(_undated(), col(DecisionRow.patient_id) == patient_id)
    return session.scalars(mine.order_by(col(DecisionRow.id))).all()


def count_undated(session: Session, before: datetime, mine: int | None = None, *, ahead: datetime | None = None) -> int:
    """Return how many decisions never set a date."""
    found = select(func.count()).select_from(DecisionRow).where(_undated(), _signed(before, ahead))
    return session.scalars(found.where(*mine_of(col(DecisionRow.patient_id), mine))).one()


def closed_items(session: Session, since: date, limit: int, mine: int | None = None) -> tuple[Recall, ...]:
    """Return the due items that were closed since a day, newest first."""
    day, key = col(RecallRow.closed_on), col(RecallRow.id)
    found = select(RecallRow).where(day.is_not(None), day >= since, *mine_of(col(RecallRow.patient_id), mine))
    return tuple(value(Recall, row) for row in session.scalars(found.order_by(day.desc(), key.desc()).limit(limit)))


def count_closed(session: Session, since: date, mine: int | None = None) -> int:
    """Return how many due items were closed since a day."""
    day = col(RecallRow.closed_on)
    found = select(func.count()).select_from(RecallRow).where(day.is_not(None), day >= since)
    return session.scalars(found.where(*mine_of(col(RecallRow.patient_id), mine))).one()


def final(session: Session, since: datetime, limit: int, mine: int | None = None) -> tuple[Decision, ...]:
    """Return the answers signed since an instant that promise nothing and made nothing due, newest first."""
    found = select(DecisionRow).where(*_final(since), *mine_of(col(DecisionRow.patient_id), mine))
    newest = found.order_by(col(DecisionRow.signed_at).desc(), col(DecisionRow.id).desc()).limit(limit)
    return tuple(value(Decision, row) for row in session.scalars(newest))


def count_final(session: Session, since: datetime, mine: int | None = None) -> int:
    """Return how many answers since an instant promise nothing."""
    found = select(func.count()).select_from(DecisionRow).where(*_final(since))
    return session.scalars(found.where(*mine_of(col(DecisionRow.patient_id), mine))).one()


def _final(since: datetime) -> tuple[ColumnElement[bool], ...]:
    made_by = col(DecisionRow.id)
    return (
        col(DecisionRow.kind).in_(_FINAL),
        col(DecisionRow.signed_at) >= since,
        ~exists().where(col(RecallRow.decision_id) == made_by),
        ~exists().where(col(MonitoringPlanRow.decision_id) == made_by),
    )


def _open(since: date | None, until: date | None) -> tuple[ColumnElement[bool], ...]:
    due = col(RecallRow.due)
    first = () if since is None else (due >= since,)
    last = () if until is None else (due <= until,)
    return (col(RecallRow.closed_on).is_(None), *first, *last)


def _signed(before: datetime, ahead: datetime | None) -> ColumnElement[bool]:
    signed = col(DecisionRow.signed_at)
    return signed < before if ahead is None else or_(signed < before, signed >= ahead)


def _undated() -> ColumnElement[bool]:
    """Return the condition that a decision promised something, set no date for it, and none after it answered."""
    later, made_by = aliased(DecisionRow), col(DecisionRow.id)
    newer = exists().where(
        col(later.patient_id) == col(DecisionRow.patient_id),
        col(later.id) > made_by,
        col(later.assessment_id) >= col(DecisionRow.assessment_id),
    )
    return and_(
        col(DecisionRow.kind).in_(PROMISES),
        ~exists().where(col(RecallRow.decision_id) == made_by, _keeps()),
        ~exists().where(
            col(MonitoringPlanRow.decision_id) == made_by, col(RecallRow.plan_id) == col(MonitoringPlanRow.id), _keeps()
        ),
        ~newer,
    )


def _keeps() -> ColumnElement[bool]:
    """Return the condition that an item keeps what its decision promised, as ``domain.loop.keeps`` says."""
    tests, kind = col(RecallRow.tests), col(DecisionRow.kind)
    with_alp = literal(" ").concat(tests).concat(" ").like(f"% {ALP} %")
    other = or_(tests != "", col(RecallRow.plan_id).is_(None))
    return or_(with_alp, and_(kind != DecisionKind.REPEAT, other))


def mine_of(patient_id: Mapped[int], mine: int | None) -> tuple[ColumnElement[bool], ...]:
    """Return the condition that a patient is one of ``mine`` or nobody's; none when the whole clinic is asked for.

    Nobody's are also those of a clinician who no longer works here.
    """
    if mine is None:
        return ()
    who = col(PatientRow.responsible_id)
    gone = select(col(UserRow.id)).where(col(UserRow.active).is_(False))
    return (exists().where(col(PatientRow.id) == patient_id, or_(who == mine, who.is_(None), who.in_(gone))),)
