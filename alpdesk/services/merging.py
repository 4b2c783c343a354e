"""Two records that are one patient: put together, and taken apart again. What waits in either keeps waiting."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from alpdesk.domain.followup import Correction
from alpdesk.domain.records import PanelWithResults, Patient, PatientRecord, Record
from alpdesk.domain.terms import CorrectionKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.closing import clear, close_satisfied
from alpdesk.services.context import Context
from alpdesk.services.days import in_words
from alpdesk.services.entry import EntryError, check_panel
from alpdesk.services.flagging import FlagChange, as_detail, flag_changes
from alpdesk.services.judging import choice
from alpdesk.services.marking import Corrected, mark, need_reason
from alpdesk.services.reassessing import reassess
from alpdesk.services.reopening import reopen
from alpdesk.services.waiting_anew import keep_waiting, promised
from alpdesk.store import corrections as queries, decisions, followup, panels, patients
from alpdesk.store.care_tables import AttachmentRow, ContactRow, CorrectionRow
from alpdesk.store.reading import fetch, value
from alpdesk.store.tables import (
    AssessmentRow,
    DecisionRow,
    FindingRow,
    MonitoringPlanRow,
    PanelRow,
    PatientRow,
    RecallRow,
)

_COMPARED = (
    "number", "family_name", "given_names", "birth_date", "sex", "preterm", "address", "phone", "email", "language",
    "referring_doctor", "notes",
)  # fmt: skip


class Difference(Record):
    """A field in which two records of one patient differ."""

    field: str
    kept: str
    other: str


class MergePreview(Record):
    """What a merge would do. ``refused`` says in one sentence why it cannot be done; then nothing else counts.

    ``findings`` are the findings in which the records contradict each other: those of the record that stays hold.
    """

    keep: Patient
    other: Patient
    differences: tuple[Difference, ...] = ()
    findings: tuple[str, ...] = ()
    flags: tuple[FlagChange, ...] = ()
    panels: int = 0
    waiting: int = 0
    refused: str = ""


class Merging:
    """Merging two records and undoing it."""

    def __init__(self, context: Context) -> None:
        self._at = context

    def merge_preview(self, keep_id: int, other_id: int) -> MergePreview:
        """Say what a merge of ``other_id`` into ``keep_id`` would do; nothing is kept."""
        with self._at.database.read() as session:
            keep, other = patients.record(session, keep_id), patients.record(session, other_id)
            return MergePreview(
                keep=keep.patient,
                other=other.patient,
                differences=_differences(keep.patient, other.patient),
                findings=self._contradictions(keep, other),
                flags=tuple(flag_changes(other.panels, keep.patient, self._at.rules, choice(session))),
                panels=len(other.panels),
                waiting=len(decisions.waiting(session, [keep_id, other_id])),
                refused=self._refusal(keep, other),
            )

    def merge(self, keep_id: int, other_id: int, reason: str) -> Corrected:
        """Put everything of ``other_id`` into the record ``keep_id``; nothing that waits is answered by that."""
        need_reason(reason)
        with self._at.begin("patients merged", reason) as session:
            patients.hold(session, sorted({keep_id, other_id}), merged=True)
            keep, other = patients.record(session, keep_id), patients.record(session, other_id)
            refused = self._refusal(keep, other)
            if refused:
                raise AlpdeskError(refused)
            both = (keep_id, other_id)
            waiting = (*decisions.waiting(session, both), *promised(session, both))
            turned = as_detail(flag_changes(other.panels, keep.patient, self._at.rules, choice(session)))
            last = {table.__tablename__: queries.newest(session, table, keep_id) for table in queries.OWNED}
            asked = {one: followup.open_of_patient(session, one) for one in (keep_id, other_id)}
            given = _give_all(session, keep_id, other_id)
            taken = _join(session, keep_id, other_id)
            done = self._close(session, keep_id, ((other.panels, asked[keep_id]), (keep.panels, asked[other_id])))
            copies = keep_waiting(session, waiting)
            made = mark(
                session, self._at, CorrectionKind.MERGE, keep_id, reason,
                other_patient_id=other_id,
                detail={"rows": given, "last": last, "copies": copies, "responsible": taken, **turned},
            )  # fmt: skip
            kept = reassess(session, self._at, keep_id)
            return Corrected(
                correction=made,
                kept=(*copies, *(row.id or 0 for row in kept)),
                said=(*done, *self._contradictions(keep, other)),
            )

    def unmerge(self, correction_id: int, reason: str) -> Corrected:
        """Take two merged records apart; what was added to the kept one since stays with it."""
        need_reason(reason)
        with self._at.begin("merge undone", reason) as session:
            done = value(Correction, fetch(session, CorrectionRow, correction_id, "correction"))
            keep_id, other_id = done.patient_id, done.other_patient_id or 0
            patients.hold(session, sorted({keep_id, other_id}), merged=True)
            self._refuse_undo(session, done)
            given = _give_back(session, done)
            _part(session, done)
            said = [sentence for one in (keep_id, other_id) for sentence in self._settle(session, one, done)]
            made = mark(
                session, self._at, CorrectionKind.UNMERGE, keep_id, reason,
                other_patient_id=other_id, detail={"merge": done.id, "rows": given},
            )  # fmt: skip
            kept = [row for one in (keep_id, other_id) for row in reassess(session, self._at, one)]
            return Corrected(correction=made, kept=tuple(row.id or 0 for row in kept), said=tuple(said))

    def _close(
        self,
        session: Session,
        keep_id: int,
        pairs: Iterable[tuple[Iterable[PanelWithResults], Sequence[RecallRow]]],
    ) -> tuple[str, ...]:
        """Close what was due in one record by the samples of the other, oldest first, and say so."""
        closed: list[RecallRow] = []
        for samples, asked in pairs:
            waiting = {recall.id for recall in asked}
            for both in sorted(samples, key=lambda one: (one.panel.collected, one.panel.id or 0)):
                close_satisfied(session, self._at, keep_id, panels.get(session, both.panel.id or 0), only=waiting)
            closed += [recall for recall in asked if recall.closed_on is not None]
        return tuple(f"{recall.title}: {recall.closed_reason}." for recall in closed)

    def _settle(self, session: Session, patient_id: int, done: Correction) -> Iterable[str]:
        """Open again what samples of the other record had closed, and what people closed while nobody knew of whom."""
        for panel_id in queries.closed_by_strangers(session, patient_id):
            yield from reopen(session, self._at, patient_id, panel_id)
        since = self._at.today() if done.made_at is None else done.made_at.astimezone().date()
        for row in queries.closed_by_hand(session, patient_id, since):
            clear(session, row)
            words = f"open again, due {in_words(row.due)}; it was closed while the records were one"
            yield f"{row.title}: {words}."

    def _refusal(self, keep: PatientRecord, other: PatientRecord) -> str:
        """Say why two records cannot be merged; nothing when they can."""
        if keep.patient.id == other.patient.id:
            return "A record cannot be merged with itself."
        if keep.patient.merged_into_id or other.patient.merged_into_id:
            return "One of these records was merged already; open the one that stays."
        for both in other.panels:
            try:
                check_panel(both.panel, keep.patient, self._at.today())
            except EntryError as error:
                return f"The sample of {in_words(both.panel.collected)} does not fit: {error}"
        return ""

    def _refuse_undo(self, session: Session, done: Correction) -> None:
        if done.kind is not CorrectionKind.MERGE:
            raise AlpdeskError("This was not a merge.")
        keep, other = (fetch(session, PatientRow, key, "patient") for key in (done.patient_id, done.other_patient_id))
        merges = (c for c in queries.of_patient(session, other.id or 0) if c.kind is CorrectionKind.MERGE)
        newest = next((c for c in merges if c.other_patient_id == other.id), None)
        if other.merged_into_id != keep.id or newest is None or newest.id != done.id:
            raise AlpdeskError("This merge was undone already.")
        if keep.merged_into_id is not None:
            raise AlpdeskError("This record was itself merged into another since; undo that first.")

    def _contradictions(self, keep: PatientRecord, other: PatientRecord) -> tuple[str, ...]:
        here = {finding.finding: finding.present for finding in keep.findings}
        differing = (f for f in other.findings if here.get(f.finding, f.present) != f.present)
        names = self._at.rules.findings
        return tuple(
            f"{names[f.finding].title if f.finding in names else f.finding}: the records contradict each other; "
            f"{'present' if here[f.finding] else 'absent'} holds, as in the record that stays."
            for f in differing
        )


def _differences(keep: Patient, other: Patient) -> tuple[Difference, ...]:
    pairs = ((name, getattr(keep, name), getattr(other, name)) for name in _COMPARED)
    return tuple(Difference(field=n, kept=str(a), other=str(b)) for n, a, b in pairs if a != b)


def _join(session: Session, keep_id: int, other_id: int) -> int | None:
    """Let one record lead to the other, which keeps a clinician it has; return whom it took over."""
    kept, other = (fetch(session, PatientRow, key, "patient") for key in (keep_id, other_id))
    other.merged_into_id = keep_id
    taken = other.responsible_id if kept.responsible_id is None else None
    kept.responsible_id = kept.responsible_id or taken
    session.flush()
    return taken


def _part(session: Session, done: Correction) -> None:
    """Let a record stand by itself again; the clinician it lent goes back unless another was named since."""
    kept, other = (fetch(session, PatientRow, key, "patient") for key in (done.patient_id, done.other_patient_id))
    other.merged_into_id = None
    taken = json.loads(done.detail).get("responsible")
    if taken is not None and kept.responsible_id == taken:
        kept.responsible_id = None
    session.flush()


def _give_all(session: Session, keep_id: int, other_id: int) -> dict[str, list[int]]:
    """Give every row of one patient to the other, but findings that are known there, and list them."""
    known = {row.finding for row in queries.owned(session, FindingRow, keep_id)}
    given: dict[str, list[int]] = {}
    for table in queries.OWNED:
        rows = [r for r in queries.owned(session, table, other_id) if table is not FindingRow or r.finding not in known]
        given[table.__tablename__] = _give(rows, keep_id)
    session.flush()
    return given


def _give(rows: Iterable[Any], patient_id: int) -> list[int]:
    keys = []
    for row in rows:
        row.patient_id = patient_id
        keys.append(row.id)
    return keys


def _give_back(session: Session, done: Correction) -> dict[str, list[int]]:
    """Give back what was given, and what was made of it since; what went elsewhere meanwhile stays there."""
    detail = json.loads(done.detail)
    listed: dict[str, list[int]] = detail["rows"]
    last: dict[str, int] = detail.get("last", {})
    back: dict[str, set[int]] = {}
    uids: set[Any] = set()
    for table in queries.OWNED:
        name = table.__tablename__
        keys = set(listed.get(name, ()))
        since = last.get(name, 0)  # what the kept record had before, also of a sample that was moved away, is its own
        mine = [
            row
            for row in queries.owned(session, table, done.patient_id)
            if row.id in keys or (row.id > since and _follows(row, back, uids))
        ]
        back[name] = set(_give(mine, done.other_patient_id or 0))
        if table is PanelRow:
            uids = {row.uid for row in mine}
    session.flush()
    return {name: sorted(keys) for name, keys in back.items()}


def _follows(row: object, back: dict[str, set[int]], uids: set[Any]) -> bool:
    """Say whether a row that was made since belongs to something that goes back."""
    if isinstance(row, AssessmentRow):
        return row.panel_id in back["panel"]
    if isinstance(row, DecisionRow):
        return row.assessment_id in back["assessment"]
    if isinstance(row, MonitoringPlanRow):
        return row.decision_id in back["decision"]
    if isinstance(row, RecallRow):
        return row.plan_id in back["monitoring_plan"] or row.decision_id in back["decision"]
    if isinstance(row, ContactRow):
        return row.recall_id in back["recall"]
    return isinstance(row, AttachmentRow) and row.panel_uid in uids
