"""Values, samples and panels that were wrong: a new version, a withdrawal, a move. Nothing is ever erased."""

import json
from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from alpdesk.domain.followup import Correction
from alpdesk.domain.records import Panel, Patient, Result, ResultStatus
from alpdesk.domain.terms import CorrectionKind
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.closing import close_satisfied
from alpdesk.services.context import Context
from alpdesk.services.entry import ResultDraft, check_panel, read_row
from alpdesk.services.flagging import flag_again, judged_otherwise
from alpdesk.services.judging import choice, flagged, verdict_on
from alpdesk.services.marking import Corrected, mark, need_reason
from alpdesk.services.reassessing import reassess
from alpdesk.services.reopening import reopen
from alpdesk.services.roles import is_clinician
from alpdesk.store import corrections as queries, panels, patients
from alpdesk.store.reading import fetch, value
from alpdesk.store.rows import add, change
from alpdesk.store.tables import PanelRow, PatientRow, ResultRow

_IN_ERROR = ResultStatus.ENTERED_IN_ERROR
_CHANGED = "Somebody else has changed this panel since you opened it; look again."
_TYPED = ("value", "unit", "low", "high")
SAMPLE = ("collected", "collected_time", "received", "specimen", "haemolysis", "fasting", "gestation_weeks")


class Correcting:
    """Corrections of one panel and its results."""

    def __init__(self, context: Context) -> None:
        self._at = context

    def correct(self, panel_id: int, result_id: int, draft: ResultDraft, reason: str) -> Corrected:
        """Put a new version in the place of a standing result; the old one stays readable.

        Raise ``ConflictError`` with the version that stands now when somebody corrected it first.
        """
        need_reason(reason)
        new = read_row(draft, self._at.rules)
        with self._at.begin("result corrected", reason) as session:
            panel, patient = self._open(session, panel_id)
            old = _standing(session, panel_id, result_id, new)
            _refuse_same(old, new)
            verdict = verdict_on(new, panel, patient, self._at.rules, choice(session))
            placed = flagged(new, verdict).model_copy(
                update={"id": None, "panel_id": panel_id, "status": ResultStatus.AMENDED, "replaces_id": old.id}
            )
            before = old.status
            old.status = _IN_ERROR
            row = add(session, ResultRow, placed)
            made = mark(
                session, self._at, CorrectionKind.CORRECT, patient.id, reason,
                panel_id=panel_id, result_id=result_id, new_result_id=row.id, detail={"status": before.value},
            )  # fmt: skip
            return self._settled(session, made, panel_id)

    def change_sample(self, panel: Panel, reason: str) -> Corrected:
        """Correct what is kept of a sample (day, time, specimen, haemolysis ...); ``row_version`` as read.

        Where that judges its results by something else, the mark keeps the flags as they were shown.
        """
        need_reason(reason)
        with self._at.begin("sample corrected", reason) as session:
            kept, patient = self._open(session, panel.id or 0)
            wanted = kept.model_copy(update={name: getattr(panel, name) for name in SAMPLE})
            changed = [name for name in SAMPLE if getattr(kept, name) != getattr(wanted, name)]
            check_panel(wanted, patient, self._at.today())
            if not changed:
                raise AlpdeskError("Nothing is different from what is kept.")
            change(session, PanelRow, wanted.model_copy(update={"row_version": panel.row_version}))
            turned = flag_again(session, self._at, wanted, patient) if judged_otherwise(kept, wanted) else {}
            detail = {"was": _texts(kept, changed), "now": _texts(wanted, changed), **turned}
            made = mark(
                session, self._at, CorrectionKind.CORRECT, patient.id, reason, panel_id=panel.id, detail=detail
            )  # fmt: skip
            return self._settled(session, made, panel.id or 0)

    def void_result(self, panel_id: int, result_id: int, reason: str) -> Corrected:
        """Withdraw one result; with the last one the panel itself is withdrawn."""
        need_reason(reason)
        with self._at.begin("result withdrawn", reason) as session:
            panel, patient = self._open(session, panel_id)
            row = _standing(session, panel_id, result_id, None)
            if all(other is row for other in _standing_rows(session, panel_id)):
                return self._void(session, panel, patient, reason)
            before, row.status = row.status, _IN_ERROR
            made = mark(
                session, self._at, CorrectionKind.VOID, patient.id, reason,
                panel_id=panel_id, result_id=result_id, detail={"status": before.value},
            )  # fmt: skip
            return self._settled(session, made, panel_id)

    def void_panel(self, panel_id: int, reason: str, *, seen: int | None = None) -> Corrected:
        """Withdraw a panel with all its results; ``seen`` is its ``row_version`` as read."""
        need_reason(reason)
        with self._at.begin("panel withdrawn", reason) as session:
            panel, patient = self._open(session, panel_id, seen)
            return self._void(session, panel, patient, reason)

    def restore_result(self, panel_id: int, result_id: int, reason: str) -> Corrected:
        """Let a withdrawn result count again."""
        need_reason(reason)
        with self._at.begin("result restored", reason) as session:
            panel, patient = self._open(session, panel_id)
            check_panel(panel, patient, self._at.today())
            row = fetch(session, ResultRow, result_id, "result")
            voided = next((c for c in queries.of_panel(session, panel_id) if c.result_id == result_id), None)
            if row.status is not _IN_ERROR or voided is None or voided.kind is not CorrectionKind.VOID:
                raise AlpdeskError("This result was not withdrawn.")
            if any(other.analyte == row.analyte for other in _standing_rows(session, panel_id)):
                raise AlpdeskError("Another value of this test stands in the panel; correct that one.")
            row.status = ResultStatus(json.loads(voided.detail)["status"])
            session.flush()
            turned = flag_again(session, self._at, panel, patient, only={result_id})
            made = mark(
                session, self._at, CorrectionKind.RESTORE, patient.id, reason,
                panel_id=panel_id, result_id=result_id, detail=turned or None,
            )  # fmt: skip
            return self._settled(session, made, panel_id)

    def restore_panel(self, panel_id: int, reason: str) -> Corrected:
        """Let a withdrawn panel count again, with exactly the results that stood in it."""
        need_reason(reason)
        with self._at.begin("panel restored", reason) as session:
            row = fetch(session, PanelRow, panel_id, "panel")
            patients.hold(session, [row.patient_id])
            session.refresh(row)
            voided = (c for c in queries.of_panel(session, panel_id) if c.kind is CorrectionKind.VOID)
            last = next((c for c in voided if c.result_id is None), None)
            if not row.voided or last is None:
                raise AlpdeskError("This panel was not withdrawn.")
            row.voided = None
            panel, patient = value(Panel, row), value(Patient, fetch(session, PatientRow, row.patient_id, "patient"))
            check_panel(panel, patient, self._at.today())
            for key, status in json.loads(last.detail)["results"].items():
                fetch(session, ResultRow, int(key), "result").status = ResultStatus(status)
            session.flush()
            turned = flag_again(session, self._at, panel, patient)
            made = mark(
                session, self._at, CorrectionKind.RESTORE, patient.id, reason, panel_id=panel_id, detail=turned or None
            )  # fmt: skip
            return self._settled(session, made, panel_id)

    def move_panel(self, panel_id: int, to_patient_id: int, reason: str, *, seen: int | None = None) -> Corrected:
        """Move a panel to the patient it belongs to; a mark stays in both records.

        What was shown of it stays where it was shown, and waits there until somebody answers; the mark keeps the flags
        that the other patient turns.
        """
        need_reason(reason)
        with self._at.begin("panel moved", reason) as session:
            owner = fetch(session, PanelRow, panel_id, "panel").patient_id or 0
            if owner == to_patient_id:
                raise AlpdeskError("The panel is in this record already.")
            patients.hold(session, [owner, to_patient_id])
            panel, _ = self._open(session, panel_id, seen)
            target = value(Patient, fetch(session, PatientRow, to_patient_id, "patient"))
            check_panel(panel, target, self._at.today())
            moved = value(Panel, self._give(session, panel, to_patient_id))
            made = mark(
                session, self._at, CorrectionKind.MOVE, owner, reason, panel_id=panel_id,
                other_patient_id=to_patient_id, detail=flag_again(session, self._at, moved, target) or None,
            )  # fmt: skip
            said = reopen(session, self._at, owner, panel_id)
            kept = reassess(session, self._at, owner)
            there = self._settled(session, made, panel_id)
            return there.model_copy(update={"kept": (*_ids(kept), *there.kept), "said": (*said, *there.said)})

    def _give(self, session: Session, panel: Panel, to_patient_id: int) -> PanelRow:
        """Give a panel and its scans to another patient."""
        row = fetch(session, PanelRow, panel.id, "panel")
        row.patient_id = to_patient_id
        for scan in queries.scans(session, panel.uid):
            scan.patient_id = to_patient_id
        session.flush()
        return row

    def _open(self, session: Session, panel_id: int, seen: int | None = None) -> tuple[Panel, Patient]:
        """Hold the patient of a panel that counts and return both as they stand now."""
        row = fetch(session, PanelRow, panel_id, "panel")
        owner = row.patient_id
        patients.hold(session, [owner])
        session.refresh(row)
        if row.patient_id != owner:
            raise ConflictError(_CHANGED)
        if row.voided:
            raise AlpdeskError("This panel is withdrawn; restore it first.")
        if seen is not None and seen != row.row_version:
            raise ConflictError(_CHANGED)
        return value(Panel, row), value(Patient, fetch(session, PatientRow, row.patient_id, "patient"))

    def _void(self, session: Session, panel: Panel, patient: Patient, reason: str) -> Corrected:
        standing = _standing_rows(session, panel.id or 0)
        detail = {"results": {str(row.id): row.status.value for row in standing}}
        for row in standing:
            row.status = _IN_ERROR
        fetch(session, PanelRow, panel.id, "panel").voided = True
        made = mark(session, self._at, CorrectionKind.VOID, patient.id, reason, panel_id=panel.id, detail=detail)
        return self._settled(session, made, panel.id or 0)

    def _settled(self, session: Session, made: Correction, panel_id: int) -> Corrected:
        """Judge again what rests on the panel, and settle what was due because of it."""
        session.flush()
        self._let_review(session, panel_id, made)
        both = panels.get(session, panel_id)
        owner = both.panel.patient_id or 0
        said = reopen(session, self._at, owner, panel_id)
        kept = reassess(session, self._at, owner, force={panel_id})
        if not both.panel.voided:
            said += close_satisfied(session, self._at, owner, both)
        return Corrected(correction=made, kept=_ids(kept), said=said)

    def _let_review(self, session: Session, panel_id: int, made: Correction) -> None:
        """Let a clinician read again what somebody else has put right; nobody has read a value that came after them."""
        row = fetch(session, PanelRow, panel_id, "panel")
        if row.voided:
            return
        if not is_clinician(session, self._at):
            row.to_review, row.reviewed_by, row.reviewed_at = True, None, None
        elif made.kind is CorrectionKind.CORRECT and row.reviewed_at is not None:
            row.reviewed_by, row.reviewed_at = self._at.actor.user_id, made.made_at
        session.flush()


def _ids(rows: Iterable[object]) -> tuple[int, ...]:
    return tuple(getattr(row, "id", 0) for row in rows)


def _standing_rows(session: Session, panel_id: int) -> list[ResultRow]:
    return [row for row in queries.results(session, panel_id) if row.status is not _IN_ERROR]


def _standing(session: Session, panel_id: int, result_id: int, yours: Result | None) -> ResultRow:
    """Return a result that counts; say what took its place when it no longer does."""
    rows = {row.id or 0: row for row in queries.results(session, panel_id)}
    row = rows.get(result_id)
    if row is None:
        raise AlpdeskError("This result is not in this panel.")
    if yours is not None and yours.analyte != row.analyte:
        raise AlpdeskError("A correction keeps the test; withdraw this value and enter the other one.")
    if row.status is not _IN_ERROR:
        return row
    newest = _newest(rows, row)
    if newest is row:
        raise AlpdeskError("This result was withdrawn; restore it first.")
    raise ConflictError(
        f"Somebody else has corrected this to {newest.value} {newest.unit}".rstrip() + " since you opened it.",
        theirs=value(Result, newest),
    )


def _newest(rows: Mapping[int, ResultRow], row: ResultRow) -> ResultRow:
    by_old = {one.replaces_id: one for one in rows.values() if one.replaces_id is not None}
    while row.id in by_old:
        row = by_old[row.id]
    return row


def _refuse_same(old: ResultRow, new: Result) -> None:
    if all(getattr(old, name) == getattr(new, name) for name in _TYPED):
        raise AlpdeskError("Nothing is different from what is kept.")


def _texts(panel: Panel, names: Iterable[str]) -> dict[str, str]:
    """Return some fields of a sample as text."""
    values = ((name, getattr(panel, name)) for name in names)
    return {name: "" if found is None else str(found) for name, found in values}
