"""Queries of corrections, and of what follows a panel or a patient when its record is corrected."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from alpdesk.domain.followup import Correction
from alpdesk.domain.records import MonitoringPlan, PanelWithResults
from alpdesk.domain.terms import CloseCode, CorrectionKind
from alpdesk.store import panels, patients
from alpdesk.store.care_tables import AttachmentRow, ChecklistEntryRow, ContactRow, CorrectionRow, FindingEntryRow
from alpdesk.store.letter_tables import LetterRow, LetterRunItemRow
from alpdesk.store.reading import value
from alpdesk.store.tables import (
    AssessmentRow,
    DecisionRow,
    EventRow,
    FindingRow,
    MedicineRow,
    MonitoringPlanRow,
    PanelRow,
    RecallRow,
    ResultRow,
)

R = TypeVar("R", bound=SQLModel)
OWNED: tuple[type[Any], ...] = (
    PanelRow,
    MedicineRow,
    EventRow,
    FindingRow,
    FindingEntryRow,
    AssessmentRow,
    DecisionRow,
    MonitoringPlanRow,
    RecallRow,
    LetterRow,
    LetterRunItemRow,
    ContactRow,
    ChecklistEntryRow,
    AttachmentRow,
)


def of_patient(session: Session, patient_id: int) -> tuple[Correction, ...]:
    """Return the corrections that stand in a patient's record, newest first.

    Those of samples that came into it by a merge or a move stand in it too.
    """
    here = select(col(PanelRow.id)).where(col(PanelRow.patient_id) == patient_id)
    of_it = (col(CorrectionRow.patient_id) == patient_id, col(CorrectionRow.other_patient_id) == patient_id)
    mine = or_(*of_it, col(CorrectionRow.panel_id).in_(here))
    rows = session.scalars(select(CorrectionRow).where(mine).order_by(col(CorrectionRow.id).desc())).all()
    return tuple(value(Correction, row) for row in rows)


def of_panel(session: Session, panel_id: int) -> tuple[Correction, ...]:
    """Return the corrections of a panel and of its results, newest first."""
    mine = select(CorrectionRow).where(col(CorrectionRow.panel_id) == panel_id)
    rows = session.scalars(mine.order_by(col(CorrectionRow.id).desc())).all()
    return tuple(value(Correction, row) for row in rows)


def of_panels(session: Session, panel_ids: Iterable[int]) -> tuple[Correction, ...]:
    """Return the corrections of some panels and of their results, oldest first."""
    mine = select(CorrectionRow).where(col(CorrectionRow.panel_id).in_(list(panel_ids)))
    return tuple(value(Correction, row) for row in session.scalars(mine.order_by(col(CorrectionRow.id))).all())


def newest_merge(session: Session, other_id: int) -> int | None:
    """Return the last merge in which a record was merged into another."""
    mine = select(func.max(CorrectionRow.id)).where(
        col(CorrectionRow.other_patient_id) == other_id, col(CorrectionRow.kind) == CorrectionKind.MERGE
    )
    return session.scalars(mine).one()


def latest_about(session: Session, one: Correction) -> int | None:
    """Return the last correction of the very result, or of the panel as a whole, that this one is about."""
    same = col(CorrectionRow.panel_id) == one.panel_id
    about = col(CorrectionRow.result_id)
    mine = about.is_(None) if one.result_id is None else about == one.result_id
    return session.scalars(select(func.max(CorrectionRow.id)).where(same, mine)).one()


def assessments_of(session: Session, panel_ids: Iterable[int]) -> Sequence[AssessmentRow]:
    """Return what was shown of some panels, to whichever patient they belonged, newest first."""
    mine = select(AssessmentRow).where(col(AssessmentRow.panel_id).in_(list(panel_ids)))
    return session.scalars(mine.order_by(col(AssessmentRow.id).desc())).all()


def shown_value(row: AssessmentRow) -> str:
    """Return the ALP an assessment showed."""
    alp = json.loads(row.body)["alp"]
    return f"{alp['value']} {alp['unit']}".strip()


def results(session: Session, panel_id: int) -> Sequence[ResultRow]:
    """Return every result of a panel, withdrawn ones too, in the order they were written."""
    mine = select(ResultRow).where(col(ResultRow.panel_id) == panel_id)
    return session.scalars(mine.order_by(col(ResultRow.id))).all()


def owned(session: Session, table: type[R], patient_id: int) -> Sequence[R]:
    """Return the rows of one table that belong to a patient."""
    owner, key = (getattr(table, name) for name in ("patient_id", "id"))
    return session.scalars(select(table).where(owner == patient_id).order_by(key)).all()


def newest(session: Session, table: type[Any], patient_id: int) -> int:
    """Return the highest key of the rows of one table that belong to a patient; 0 when there is none."""
    return session.scalars(select(func.max(table.id)).where(table.patient_id == patient_id)).one() or 0


def scans(session: Session, uid: UUID | None) -> Sequence[AttachmentRow]:
    """Return the scanned reports of a panel."""
    return session.scalars(select(AttachmentRow).where(col(AttachmentRow.panel_uid) == uid)).all()


def closed_by_panel(session: Session, patient_id: int, panel_id: int) -> Sequence[RecallRow]:
    """Return the due items of a patient that a panel closed, or helped to close: several may bring what was ordered."""
    owner, shut = col(RecallRow.patient_id) == patient_id, col(RecallRow.closed_on).is_not(None)
    helped = and_(_asks_several(), col(RecallRow.panel_id).is_not(None))
    mine = select(RecallRow).where(owner, shut, or_(col(RecallRow.panel_id) == panel_id, helped))
    return session.scalars(mine.order_by(col(RecallRow.id))).all()


def _asks_several() -> ColumnElement[bool]:
    return or_(col(RecallRow.ordered_on).is_not(None), col(RecallRow.tests).contains(" "))


def stopped_with(session: Session, plan: MonitoringPlan) -> Sequence[RecallRow]:
    """Return the due items that the end of a plan closed."""
    mine = select(RecallRow).where(
        col(RecallRow.plan_id) == plan.id,
        col(RecallRow.close_code) == CloseCode.STOPPED,
        col(RecallRow.closed_reason) == plan.stop_reason,
    )
    return session.scalars(mine.order_by(col(RecallRow.id))).all()


def plans_of_decision(session: Session, decision_id: int) -> Sequence[MonitoringPlanRow]:
    """Return the plans that an answer started and that run on."""
    mine = select(MonitoringPlanRow).where(
        col(MonitoringPlanRow.decision_id) == decision_id, col(MonitoringPlanRow.stopped).is_(None)
    )
    return session.scalars(mine.order_by(col(MonitoringPlanRow.id))).all()


def open_of_decision(session: Session, decision_id: int) -> Sequence[RecallRow]:
    """Return the open due items that an answer made, by itself or through its plans."""
    plans = select(col(MonitoringPlanRow.id)).where(col(MonitoringPlanRow.decision_id) == decision_id)
    made = or_(col(RecallRow.decision_id) == decision_id, col(RecallRow.plan_id).in_(plans))
    mine = select(RecallRow).where(made, col(RecallRow.closed_on).is_(None))
    return session.scalars(mine.order_by(col(RecallRow.due), col(RecallRow.id))).all()


def dates_of(session: Session, recall: RecallRow) -> Sequence[RecallRow]:
    """Return the due items of the same plan and title, in the order they were made."""
    mine = select(RecallRow).where(col(RecallRow.plan_id) == recall.plan_id, col(RecallRow.title) == recall.title)
    return session.scalars(mine.order_by(col(RecallRow.id))).all()


def closed_by_strangers(session: Session, patient_id: int) -> list[int]:
    """Return the panels of other patients that closed due items of this one, or may have helped to."""
    mine = select(col(RecallRow.panel_id)).join(PanelRow, col(PanelRow.id) == col(RecallRow.panel_id))
    theirs = or_(col(PanelRow.patient_id) != patient_id, _asks_several())
    mine = mine.where(col(RecallRow.patient_id) == patient_id, theirs)
    found = session.scalars(mine.where(col(RecallRow.closed_on).is_not(None)).distinct()).all()
    return [key for key in found if key is not None]


def closed_by_hand(session: Session, patient_id: int, since: date) -> Sequence[RecallRow]:
    """Return what was closed since a day for a reason about the patient: declined, moved away, died ..."""
    by_itself = (CloseCode.RESULT, CloseCode.STOPPED)
    mine = select(RecallRow).where(
        col(RecallRow.patient_id) == patient_id,
        col(RecallRow.closed_on) >= since,
        col(RecallRow.close_code).not_in(by_itself),
    )
    return session.scalars(mine.order_by(col(RecallRow.id))).all()


def moved_away(session: Session, patient_ids: Sequence[int]) -> dict[int, list[PanelWithResults]]:
    """Return, for some patients, the samples that were moved out of their records and are in another now.

    What was moved out of a record that was merged into theirs since is not theirs either.
    """
    root: dict[int | None, int] = {key: key for key in patient_ids}
    for key, merged in patients.replaced(session, patient_ids).items():
        root.update((one.id, key) for one in merged)
    kind, owner, panel = col(CorrectionRow.kind), col(CorrectionRow.patient_id), col(CorrectionRow.panel_id)
    mine = select(owner, panel).where(kind == CorrectionKind.MOVE, owner.in_(root), panel.is_not(None))
    found: dict[int, list[PanelWithResults]] = {}
    for patient, moved in session.execute(mine.distinct()):
        both = panels.get(session, moved or 0)
        if both.panel.patient_id != root[patient]:
            found.setdefault(root[patient], []).append(both)
    return found
