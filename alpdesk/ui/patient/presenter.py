"""Decides what the patient page shows. Knows neither widgets nor SQL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol
from uuid import UUID

from alpdesk.domain.assessment import Assessment
from alpdesk.domain.deciding import CriteriaSheet, criteria_sheet
from alpdesk.domain.followup import Attachment, Correction
from alpdesk.domain.letter import KeptLetter
from alpdesk.domain.records import Event, Medicine, MonitoringPlan, Patient, PatientRecord, Recall
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.checklists import ChecklistState
from alpdesk.services.corrections import Mark, StaleAssessment
from alpdesk.services.decisions import KeptAssessment
from alpdesk.services.desk import Desk
from alpdesk.services.history import FindingSaid
from alpdesk.ui.clinical.marks import Wish
from alpdesk.ui.clinical.names import analyte_names
from alpdesk.ui.clinical.sample import explain_sample
from alpdesk.ui.clinical.who import age_words
from alpdesk.ui.clinical.why import Explanation, Reasons
from alpdesk.ui.patient import words
from alpdesk.ui.patient.trends import Trends, trends
from alpdesk.ui.patient.words import Matter
from alpdesk.ui.said import error_words


@dataclass(frozen=True)
class PatientShown:
    """Everything the page shows of one patient."""

    record: PatientRecord
    age: str
    today: date
    matter: Matter
    now: Assessment
    trends: Trends
    kept: Sequence[KeptAssessment]
    plans: Sequence[MonitoringPlan]
    recalls: Sequence[Recall]
    letters: Sequence[KeptLetter]
    marks: ChecklistState
    criteria: CriteriaSheet | None
    whole: PatientRecord
    scans: Sequence[Attachment] = ()
    withdrawn: tuple[Sequence[Medicine], Sequence[Event]] = ((), ())
    put_right: Sequence[Mark] = ()
    stale: Mapping[int, StaleAssessment] = field(default_factory=dict)
    stale_letters: Mapping[int, Correction] = field(default_factory=dict)
    said: Sequence[FindingSaid] = ()

    @property
    def waiting(self) -> KeptAssessment | None:
        """The newest assessment that waits for an answer."""
        return next((each for each in self.kept if each.waiting), None)


class PatientView(Protocol):
    """What the presenter asks of the page."""

    def show_patient_record(self, shown: PatientShown) -> None: ...
    def show_problem(self, sentence: str) -> None: ...
    def explain(self, explanation: Explanation) -> None: ...
    def changed(self, patient_id: int, sentence: str) -> None: ...
    def show_conflict(
        self, base: Medicine | None, yours: Medicine, theirs: Medicine, then: Callable[[Medicine], None]
    ) -> None: ...


class PatientPresenter:
    """One patient; every change is written at once and read back."""

    def __init__(self, view: PatientView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._reasons = Reasons(desk.rules)
        self._shown: PatientShown | None = None
        self._patient_id: int | None = None

    def show(self, patient_id: int) -> None:
        """Show a patient as the record stands."""
        self._patient_id = patient_id
        desk = self._desk
        record, today = desk.patients.record(patient_id), desk.context.today()
        kept, recalls = desk.decisions.assessments(patient_id), desk.decisions.recalls(patient_id)
        now, letters = desk.decisions.now(patient_id), desk.letters.list(patient_id)
        self._shown = PatientShown(
            record=record,
            age=age_words(record.patient.birth_date, today),
            today=today,
            matter=words.matter(record, now, kept, recalls, today),
            now=now,
            trends=trends(record, kept, desk.rules, desk.clinic.get(), today),
            kept=kept,
            plans=desk.decisions.plans(patient_id),
            recalls=recalls,
            marks=desk.checklists.state(patient_id),
            criteria=None if now.criteria is None else criteria_sheet(now.criteria, desk.rules),
            letters=letters,
            whole=desk.patients.record(patient_id, withdrawn=True),
            scans=desk.attachments.of_patient(patient_id),
            withdrawn=desk.patients.withdrawn(patient_id),
            put_right=desk.corrections.marks(patient_id),
            stale=desk.corrections.stale_assessments(patient_id),
            stale_letters=desk.corrections.stale_letters(letters),
            said=desk.patients.finding_entries(patient_id),
        )
        self._view.show_patient_record(self._shown)

    def standing(self, patient_id: int) -> int:
        """Return the record to show for a patient: the one it was merged into, if it was."""
        return self._desk.patients.survivor(patient_id)

    def why(self, thing: object) -> None:
        """Explain a cause or a criteria set of the checklist."""
        if self._shown is not None:
            self._view.explain(self._reasons.anything(thing, self._shown.now.rule_book))

    def open_sample(self, panel_id: int) -> None:
        """Say how a sample was taken and what every value was judged by."""
        sample = self._desk.panels.get(panel_id)
        laboratories = {lab.id: lab.name for lab in self._desk.laboratories.list()}
        laboratory = laboratories.get(sample.panel.laboratory_id, "")
        reviewed = self._desk.reviewing.of(panel_id)
        self._view.explain(explain_sample(sample, analyte_names(self._desk.rules), laboratory, reviewed))

    def class_titles(self) -> dict[str, str]:
        """Return what the classes of medicines are called."""
        return {each.id: each.title for each in self._desk.rules.medicine_classes.values()}

    def class_of(self, name: str) -> str:
        """Return the class a medicine's name stands for, or an empty text."""
        return self._desk.rules.class_of(name)

    def keep_medicine(self, medicine: Medicine) -> None:
        """Add a medicine, or change one that is on record."""
        if medicine.id is None:
            self._do(lambda patient: self._desk.patients.add_medicine(patient, medicine), words.kept_medicine())
        else:
            self._change_medicine(medicine)

    def _change_medicine(self, medicine: Medicine) -> None:
        self._do(lambda _: self._change(medicine), words.kept_medicine())

    def _change(self, medicine: Medicine) -> None:
        try:
            self._desk.patients.change_medicine(medicine)
        except ConflictError as error:
            if isinstance(error.theirs, Medicine) and self._shown is not None:
                base = next((each for each in self._shown.record.medicines if each.id == medicine.id), None)
                self._view.show_conflict(base, medicine, error.theirs, self._change_medicine)
            raise

    def keep_event(self, event: Event) -> None:
        """Add an event."""
        self._do(lambda patient: self._desk.patients.add_event(patient, event), words.kept_event())

    def correct_event(self, event: Event, reason: str) -> None:
        """Put an event right."""
        self._do(lambda _: self._desk.patients.change_event(event, reason), words.kept_event())

    def withdraw_event(self, event: Event, reason: str) -> None:
        """Withdraw an event that never happened; it stays readable."""
        self._do(lambda _: self._desk.patients.withdraw_event(event.id or 0, reason), words.withdrew())

    def withdraw_medicine(self, medicine: Medicine, reason: str) -> None:
        """Withdraw a medicine that was never taken; it stays readable."""
        self._do(lambda _: self._desk.patients.withdraw_medicine(medicine.id or 0, reason), words.withdrew())

    def set_finding(self, finding: str, present: bool | None) -> None:
        """Keep a finding as present, absent or unknown."""
        known = () if self._shown is None else self._shown.record.findings
        seen = next((each.present for each in known if each.finding == finding), None)
        note = self._desk.patients.set_finding
        self._do(lambda patient: note(patient, finding, present, seen=seen), words.kept_finding())

    def scan(self, scan: Attachment) -> bytes | None:
        """Return the bytes of a scan, or say why it is not shown."""
        try:
            return self._desk.attachments.bytes(scan.id or 0)
        except AlpdeskError as error:
            self._view.show_problem(str(error))
            return None

    def attach_scan(self, panel_uid: UUID, path: Path) -> None:
        """Hang a scanned report on a sample that is kept already."""
        self._do(lambda who: self._desk.attachments.add(panel_uid, who, path), words.attached_scan())

    def withdraw_scan(self, scan_id: int, reason: str) -> None:
        """Withdraw a scan; it stays in the record."""
        self._do(lambda _: self._desk.attachments.withdraw(scan_id, reason), words.withdrew_scan())

    def criteria(self) -> tuple[CriteriaSheet, Patient, str] | None:
        """Return the criteria that are shown, of whom, and by which rule book, if a set is shown."""
        shown = self._shown
        if shown is None or shown.criteria is None:
            return None
        return shown.criteria, shown.record.patient, shown.now.rule_book

    def mark(self, wish: Wish) -> None:
        """Tick an item of the checklist, or set it aside."""
        lists, made = self._desk.checklists, (wish.cause, wish.mark)
        sentence = words.marked(wish.mark, holds=wish.holds)
        self._do(lambda who: lists.mark(who, *made, holds=wish.holds, rationale=wish.rationale), sentence)

    def followed(self, sentence: str) -> None:
        """Show the patient again after something was done about what is due, and say what."""
        if self._patient_id is not None:
            self.show(self._patient_id)
            self._view.changed(self._patient_id, sentence)

    def _do(self, work: Callable[[int], object], sentence: str) -> None:
        if self._patient_id is None:
            return
        try:
            work(self._patient_id)
        except AlpdeskError as error:
            if isinstance(error, ConflictError) and error.theirs is None:
                self.show(self._patient_id)
            self._view.show_problem(error_words(error))
            return
        self._view.show_problem("")
        self.show(self._patient_id)
        self._view.changed(self._patient_id, sentence)
