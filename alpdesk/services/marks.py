"""The corrections of a record as its history tells them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from alpdesk.domain.followup import Correction
from alpdesk.domain.records import Record
from alpdesk.domain.terms import CorrectionKind
from alpdesk.services.flagging import FlagChange, from_detail
from alpdesk.store import clinic, corrections as queries, patients
from alpdesk.store.reading import fetch
from alpdesk.store.tables import PanelRow, ResultRow

_SAMPLE = ("collected", "collected_time", "received", "specimen", "haemolysis", "fasting", "gestation_weeks")


class Mark(Record):
    """A correction with what it was about. ``before`` and ``after`` are values or facts as text.

    ``flags`` are the verdicts that turned with it, as they were shown before.
    ``changes`` are the fields of a sample that was corrected, each with its text before and after.
    ``other`` is the other record of a move or a merge. ``undoable`` says that it can be undone from here: a merge that
    stands, or a withdrawal that nobody has taken back.
    """

    correction: Correction
    by: str = ""
    collected: date | None = None
    analyte: str = ""
    before: str = ""
    after: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    other: str = ""
    flags: tuple[FlagChange, ...] = ()
    undoable: bool = False


def marks(session: Session, patient_id: int) -> tuple[Mark, ...]:
    """Return the corrections of a record, newest first."""
    return _in_full(session, patient_id, queries.of_patient(session, patient_id))


def marks_of_panel(session: Session, panel_id: int) -> tuple[Mark, ...]:
    """Return the corrections of a panel and its results, newest first, in whosever record they stand."""
    owner = fetch(session, PanelRow, panel_id, "panel").patient_id
    return _in_full(session, owner or 0, queries.of_panel(session, panel_id))


def _in_full(session: Session, patient_id: int, made: Sequence[Correction]) -> tuple[Mark, ...]:
    names = clinic.user_names(session)
    people = {key: f"{one.name}, {one.number}" for key, one in patients.some(session, _others(made)).items()}
    return tuple(_mark(session, patient_id, one, names, people) for one in made)


def _others(made: Iterable[Correction]) -> list[int]:
    return sorted({key for one in made for key in (one.patient_id, one.other_patient_id) if key is not None})


def _mark(
    session: Session, patient_id: int, one: Correction, names: Mapping[int, str], people: Mapping[int, str]
) -> Mark:
    panel = None if one.panel_id is None else session.get(PanelRow, one.panel_id)
    old, new = (None if key is None else session.get(ResultRow, key) for key in (one.result_id, one.new_result_id))
    other = one.other_patient_id if one.patient_id == patient_id else one.patient_id
    return Mark(
        correction=one,
        by=names.get(one.made_by or 0, ""),
        collected=None if panel is None else panel.collected,
        analyte="" if old is None else old.analyte,
        before="" if old is None else _value(old),
        after="" if new is None else _value(new),
        changes=_changes(one),
        other="" if one.other_patient_id is None else people.get(other or 0, ""),
        flags=from_detail(one),
        undoable=_undoable(session, patient_id, one, panel, old),
    )


def _value(row: ResultRow) -> str:
    return f"{row.value} {row.unit}".strip()


def _changes(one: Correction) -> tuple[tuple[str, str, str], ...]:
    """Return what was changed of a sample: each field with its text before and after."""
    detail = json.loads(one.detail) if one.kind is CorrectionKind.CORRECT and one.detail else {}
    was, now = detail.get("was", {}), detail.get("now", {})
    return tuple((name, str(was[name]), str(now.get(name, ""))) for name in _SAMPLE if name in was)


def _undoable(
    session: Session, patient_id: int, one: Correction, panel: PanelRow | None, result: ResultRow | None
) -> bool:
    if one.kind is CorrectionKind.MERGE:
        other = None if one.other_patient_id is None else patients.some(session, [one.other_patient_id])
        merged = (other or {}).get(one.other_patient_id or 0)
        newest = queries.newest_merge(session, one.other_patient_id or 0)
        return merged is not None and merged.merged_into_id == patient_id and newest == one.id
    if one.kind is not CorrectionKind.VOID or panel is None or panel.patient_id != patient_id:
        return False
    latest = queries.latest_about(session, one)
    return latest == one.id and (bool(panel.voided) if result is None else not panel.voided)
