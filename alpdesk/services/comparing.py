"""Staged people beside the records: what is new, what is there already, what contradicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy.orm import Session

from alpdesk.domain.records import Flag, Laboratory, Panel, PanelWithResults, Patient, PatientRecord, Result, Sex
from alpdesk.domain.rules import ProfileChoice
from alpdesk.services.closing import close_satisfied
from alpdesk.services.context import Context
from alpdesk.services.entry import EntryError, check_panel
from alpdesk.services.judging import (
    asking_panels,
    assessment_row,
    flagged,
    in_order,
    judge_with,
    verdict_on,
    worth_keeping,
)
from alpdesk.services.reassessing import reassess
from alpdesk.services.staging import PanelKey, StagedPanel, StagedPatient, Staging
from alpdesk.services.twins import twin_of
from alpdesk.store import panels as samples, patients
from alpdesk.store.corrections import moved_away
from alpdesk.store.folding import words_of
from alpdesk.store.reviewing import IMPORTED, read_again
from alpdesk.store.rows import add_many
from alpdesk.store.tables import AssessmentRow, PanelRow, PatientRow, ResultRow

_ALP = "alp"
_WITHDRAWN = "the panel of this day and laboratory was withdrawn and is not added again"
_MOVED = "the panel of this day and laboratory was moved to another patient and is not added again"
_KNOWN_SAMPLE = "the panel of this day and laboratory is kept with another specimen, haemolysis or week of pregnancy"


@dataclass
class _New:
    """A panel to be added, or results to be added to ``existing``."""

    patient: Patient
    panel: Panel
    results: list[Result]
    existing: bool = False


class Comparison:
    """Some people of a file and what their import amounts to."""

    def __init__(
        self,
        session: Session,
        context: Context,
        staging: Staging,
        laboratory_of: dict[str, Laboratory],
        chosen: ProfileChoice,
        *,
        origin: str | None = IMPORTED,
    ) -> None:
        self._session = session
        self._context = context
        self._staging = staging
        self._laboratory_of = laboratory_of
        self._names = {one.id: folded for folded, one in laboratory_of.items()}
        self._chosen = chosen
        self._origin = origin
        self._new: list[_New] = []
        self._moved: Mapping[int, Sequence[PanelWithResults]] = {}
        self.patients_added = self.panels_added = self.results_added = self.already_there = 0
        self._asked: set[int] = set()

    @property
    def unanswered(self) -> int:
        """How many patients were made to wait for an answer."""
        return len(self._asked)

    def write(self, people: list[tuple[StagedPatient, Patient | None]]) -> None:
        """Keep what is new of these people."""
        known = [patient.id or 0 for _, patient in people if patient is not None]
        self._moved = moved_away(self._session, known)
        found = patients.records(self._session, known, withdrawn=True)
        records = {record.patient.id: record for record in found}
        for staged, patient in people:
            if patient is None:
                self._all_new(staged)
            elif not (said := _contradiction(staged.patient, patient)):
                self._compare(staged, records[patient.id])
            else:
                self._refuse_all(staged, said)
        self._keep(records)
        self._new, self._moved = [], {}  # a large file leaves no room to keep what is done
        for staged, _ in people:
            staged.panels.clear()

    def _refuse_all(self, staged: StagedPatient, reason: str) -> None:
        for panel in staged.panels.values():
            self._refuse_panel(panel, reason)

    def _refuse_panel(self, staged: StagedPanel, reason: str) -> None:
        for line in dict.fromkeys(line for line, _ in staged.results.values()):
            self._staging.refuse(line, reason)

    def _all_new(self, staged: StagedPatient) -> None:
        for key, panel in staged.panels.items():
            self._panel(staged.patient, key, panel)

    def _panel(self, patient: Patient, key: PanelKey, staged: StagedPanel) -> None:
        """Prepare a new panel of a patient."""
        panel = self._sample(key, staged)
        try:
            check_panel(panel, patient, self._context.today())
        except EntryError as error:
            self._refuse_panel(staged, _clause(error))
            return
        results = self._judged(patient, panel, list(staged.results.values()))
        if results:
            self._new.append(_New(patient, panel, results))

    def _judged(self, patient: Patient, panel: Panel, typed: list[tuple[int, Result]]) -> list[Result]:
        judged = []
        for line, result in typed:
            try:
                verdict = verdict_on(result, panel, patient, self._context.rules, self._chosen)
            except EntryError as error:
                self._staging.refuse(line, _clause(error))
            else:
                judged.append(flagged(result, verdict))
        return judged

    def _sample(self, key: PanelKey, staged: StagedPanel) -> Panel:
        sample, laboratory = staged.sample, self._laboratory_of.get(key[2])
        return Panel(
            uid=uuid4(),
            collected=sample.collected,
            collected_time=sample.collected_time,
            laboratory_id=None if laboratory is None else laboratory.id,
            profile="" if laboratory is None else laboratory.profile,
            method="" if laboratory is None else laboratory.method,
            specimen=sample.specimen,
            haemolysis=sample.haemolysis,
            gestation_weeks=sample.gestation_weeks,
            comment="\n".join(staged.comments),
            entered_by=self._context.actor.user_id,
            entered_at=self._context.clock(),
            origin=self._origin,
            to_review=self._origin is not None,
        )

    def _compare(self, staged: StagedPatient, record: PatientRecord) -> None:
        """Prepare what a known patient's record does not hold yet."""
        there: dict[PanelKey, list[PanelWithResults]] = {}
        for both in record.panels:
            panel = both.panel
            name = self._names.get(panel.laboratory_id, "")
            there.setdefault((panel.collected, panel.collected_time, name), []).append(both)
        for key, panel_staged in staged.panels.items():
            if key in there:
                self._merge(record.patient, there[key], panel_staged)
            elif self._was_moved(record.patient, key, panel_staged):
                self._refuse_panel(panel_staged, _MOVED)
            else:
                self._panel(record.patient, key, panel_staged)

    def _was_moved(self, patient: Patient, key: PanelKey, staged: StagedPanel) -> bool:
        """Say whether a sample was in this record and belongs to somebody else: the same values, not only that day."""
        gone = self._moved.get(patient.id or 0, ())
        results = [result for _, result in staged.results.values()]
        return bool(gone) and twin_of(gone, self._sample(key, staged), results) is not None

    def _merge(self, patient: Patient, kept: list[PanelWithResults], staged: StagedPanel) -> None:
        """Add the analytes a kept panel lacks; a differing value is named and never overwritten."""
        standing = [both.panel for both in kept if not both.panel.voided]
        if not standing:
            self._refuse_panel(staged, _WITHDRAWN)
            return
        panel, sample = standing[0], staged.sample
        same_tube = (panel.specimen, panel.haemolysis, panel.gestation_weeks) == (
            sample.specimen,
            sample.haemolysis,
            sample.gestation_weeks,
        )
        if not same_tube:
            self._refuse_panel(staged, _KNOWN_SAMPLE)
            return
        missing = [pair for pair in staged.results.values() if self._is_missing(kept, *pair)]
        results = self._judged(patient, panel, missing)
        if results:
            self._new.append(_New(patient, panel, results, existing=True))

    def _is_missing(self, kept: list[PanelWithResults], line: int, result: Result) -> bool:
        rows = [row for both in kept for row in both.results if row.analyte == result.analyte]
        if any(_same(row, result) for row in rows):
            self.already_there += 1
        elif rows:
            said = f"{rows[0].value} {rows[0].unit}".strip()
            self._staging.refuse(line, f"{result.analyte} of this panel is kept as {said} and is not overwritten")
        return not rows

    def _keep(self, records: dict[int | None, PatientRecord]) -> None:
        """Write people, panels, results and assessments, each by one statement."""
        if not self._new:
            return
        owners = self._keep_patients()
        placed = self._keep_panels(owners)
        by_patient: dict[int, list[PanelWithResults]] = {}
        for both in placed:
            by_patient.setdefault(both.panel.patient_id or 0, []).append(both)
        rows: list[AssessmentRow] = []
        for patient_id, added in by_patient.items():
            record = records.get(patient_id) or PatientRecord(patient=owners[patient_id])
            rows += self._assess(record, added)
        add_many(self._session, AssessmentRow, rows)
        self._asked |= {row.patient_id for row in rows if row.needs_answer}
        for patient_id in by_patient.keys() & records.keys():
            self._settle(records[patient_id], by_patient[patient_id])

    def _settle(self, record: PatientRecord, added: list[PanelWithResults]) -> None:
        """Let samples judge again what came after them, and close what was due, as if they had been typed."""
        patient_id = record.patient.id or 0
        before_others = bool(record.panels) and min(_taken(both) for both in added) < _taken(record.panels[-1])
        if before_others and reassess(self._session, self._context, patient_id):
            self._asked.add(patient_id)
        for both in added:
            close_satisfied(self._session, self._context, patient_id, both)

    def _keep_patients(self) -> dict[int, Patient]:
        fresh = list({one.patient.number: one.patient for one in self._new if one.patient.id is None}.values())
        keys = add_many(self._session, PatientRow, fresh)
        self.patients_added += len(fresh)
        numbered = {one.number: one.model_copy(update={"id": key}) for key, one in zip(keys, fresh, strict=True)}
        for one in self._new:
            one.patient = numbered.get(one.patient.number, one.patient)
        return {one.patient.id or 0: one.patient for one in self._new}

    def _keep_panels(self, owners: dict[int, Patient]) -> list[PanelWithResults]:
        fresh = [one for one in self._new if not one.existing]
        for one in fresh:
            one.panel = one.panel.model_copy(update={"patient_id": one.patient.id})
        keys = add_many(self._session, PanelRow, [one.panel for one in fresh])
        for key, one in zip(keys, fresh, strict=True):
            one.panel = one.panel.model_copy(update={"id": key})
        for one in self._new:
            one.results = [result.model_copy(update={"panel_id": one.panel.id}) for result in one.results]
        read_again(self._session, [one.panel.id or 0 for one in self._new if one.existing])
        add_many(self._session, ResultRow, [result for one in self._new for result in one.results])
        self.panels_added += len(fresh)
        self.results_added += sum(len(one.results) for one in self._new)
        return [self._whole(one) for one in self._new]

    def _whole(self, one: _New) -> PanelWithResults:
        if one.existing:
            return samples.get(self._session, one.panel.id or 0)
        return PanelWithResults(panel=one.panel, results=tuple(one.results))

    def _assess(self, record: PatientRecord, added: list[PanelWithResults]) -> list[AssessmentRow]:
        """Assess every added sample that asks for an answer or has a low ALP, and the newest whatever it holds."""
        for both in added:
            record = in_order(record, both)
        fresh = {both.panel.id for both in added}
        asks = {both.panel.id for both in asking_panels(self._context, record, self._chosen)}
        asks |= {both.panel.id for both in record.panels if both is record.panels[-1] or _is_low(both)}
        found = []
        for both in record.panels:
            if both.panel.id in fresh & asks:
                assessment = judge_with(self._context, record, both, self._chosen)
                if worth_keeping(assessment):
                    found.append(assessment_row(self._context, record.patient.id or 0, both.panel.id, assessment))
        return found


def _taken(both: PanelWithResults) -> date:
    return both.panel.collected


def _is_low(both: PanelWithResults) -> bool:
    alp = both.result(_ALP)
    return alp is not None and alp.flag is Flag.LOW


def _same(kept: Result, new: Result) -> bool:
    return (kept.value, kept.unit, kept.low, kept.high) == (new.value, new.unit, new.low, new.high)


def _contradiction(said: Patient, kept: Patient) -> str:
    """Say why a row cannot be about the patient who has this number."""
    if said.birth_date != kept.birth_date:
        return f"patient {kept.number} is kept with the birth date {kept.birth_date.isoformat()}"
    if said.sex is not kept.sex and said.sex is not Sex.UNKNOWN:
        return f"patient {kept.number} is kept with the sex {kept.sex.value}"
    here, there = (words_of(f"{one.family_name} {one.given_names}") for one in (said, kept))
    same = here & there or (said.family_name, said.given_names) == (kept.family_name, kept.given_names)
    return "" if same else f"patient {kept.number} is kept under another name"


def _clause(error: EntryError) -> str:
    """Return the sentence as the reason of a row."""
    return str(error).rstrip(".")
