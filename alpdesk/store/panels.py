"""Queries of panels and their results."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.records import Panel, PanelWithResults, Result
from alpdesk.store import rows
from alpdesk.store.reading import fetch, value
from alpdesk.store.tables import PanelRow, ResultRow


def of_patients(
    session: Session, patient_ids: Sequence[int], *, withdrawn: bool = False
) -> dict[int, tuple[PanelWithResults, ...]]:
    """Return the panels of some patients, each oldest first; ``withdrawn`` ones only when asked for."""
    mine = select(PanelRow).where(col(PanelRow.patient_id).in_(patient_ids))
    if not withdrawn:
        mine = mine.where(col(PanelRow.voided).is_not(True))
    day, moment, key = col(PanelRow.collected), col(PanelRow.collected_time), col(PanelRow.id)
    panels = session.scalars(mine.order_by(col(PanelRow.patient_id), day, moment.nulls_first(), key)).all()
    joined = select(ResultRow).join(PanelRow).where(col(PanelRow.patient_id).in_(patient_ids))
    results = _by_panel(session.scalars(joined.order_by(col(ResultRow.panel_id), col(ResultRow.id))).all())
    together = (PanelWithResults(panel=value(Panel, row), results=results.get(row.id, ())) for row in panels)
    return {key: tuple(group) for key, group in groupby(together, lambda both: both.panel.patient_id or 0)}


def _by_panel(found: Iterable[ResultRow]) -> dict[int | None, tuple[Result, ...]]:
    grouped = groupby(found, lambda row: row.panel_id)
    return {panel_id: _in_order(group) for panel_id, group in grouped}


def _in_order(found: Iterable[ResultRow]) -> tuple[Result, ...]:
    """Return results in the order of typing: a corrected one stands where the first of its versions stood."""
    place: dict[int, int] = {}
    rows = list(found)
    for row in rows:
        place[row.id or 0] = place.get(row.replaces_id or 0, row.id or 0)
    rows.sort(key=lambda row: (place[row.id or 0], row.id or 0))
    return tuple(value(Result, row) for row in rows)


def some(session: Session, panel_ids: Sequence[int]) -> tuple[Panel, ...]:
    """Return some panels without their results, withdrawn ones too."""
    rows = session.scalars(select(PanelRow).where(col(PanelRow.id).in_(panel_ids)).order_by(col(PanelRow.id))).all()
    return tuple(value(Panel, row) for row in rows)


def get(session: Session, panel_id: int) -> PanelWithResults:
    """Return one panel with its results."""
    row = fetch(session, PanelRow, panel_id, "panel")
    results = session.scalars(
        select(ResultRow).where(col(ResultRow.panel_id) == panel_id).order_by(col(ResultRow.id))
    ).all()
    return PanelWithResults(panel=value(Panel, row), results=_in_order(results))


def with_uid(session: Session, uid: UUID) -> PanelWithResults | None:
    """Return the panel that was kept under ``uid``, if it was."""
    row = session.scalars(select(PanelRow).where(col(PanelRow.uid) == uid)).first()
    return None if row is None or row.id is None else get(session, row.id)


def add(session: Session, panel: Panel, results: Sequence[Result]) -> PanelWithResults:
    """Keep a new panel with its results, in the order given."""
    row = rows.add(session, PanelRow, panel)
    return PanelWithResults(panel=value(Panel, row), results=append(session, row.id or 0, results))


def append(session: Session, panel_id: int, results: Sequence[Result]) -> tuple[Result, ...]:
    """Add results to a panel that is kept already."""
    placed = [result.model_copy(update={"id": None, "panel_id": panel_id}) for result in results]
    keys = rows.add_many(session, ResultRow, placed)
    return tuple(result.model_copy(update={"id": key}) for key, result in zip(keys, placed, strict=True))
