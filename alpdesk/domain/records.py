"""The clinic's nouns as frozen, validated values. Rows in the store inherit their fields."""

from datetime import date, time
from decimal import Decimal
from uuid import UUID

from pydantic import model_validator
from sqlmodel import Field

from alpdesk.domain.base import Instant as Instant, Line as Line, Record as Record, Text as Text
from alpdesk.domain.terms import (
    CloseCode as CloseCode,
    Comparator as Comparator,
    DecisionKind as DecisionKind,
    Flag as Flag,
    Haemolysis as Haemolysis,
    LetterKind as LetterKind,
    LetterState as LetterState,
    ResultStatus as ResultStatus,
    Role as Role,
    Sex as Sex,
    Specimen as Specimen,
)


class Clinic(Record):
    """The clinic itself: what stands on the letterhead, and what it judges by.

    ``address_form`` names where a letter's address stands ("din5008a", "din5008b", "uk", "us"); ``None`` leaves it to
    the paper. ``longest_idle`` is after how many minutes without a hand every desk locks at the latest.
    """

    id: int | None = None
    name: Line = ""
    address: Text = ""
    phone: Line = ""
    email: Line = ""
    urgent_contact: Text = ""
    language: Line = "en"
    paper: Line = "A4"
    child_profile: Line = ""
    adult_profile: Line = ""
    address_form: Line | None = None
    longest_idle: int | None = Field(default=None, ge=1, le=30)
    row_version: int | None = None


class User(Record):
    """A person who enters, signs and prints. ``sign_in`` is the name a password was set under, where that changed."""

    id: int | None = None
    name: Line = Field(min_length=1, max_length=120)
    title: Line = ""
    role: Role = Role.CLINICIAN
    active: bool = True
    sign_in: str | None = None
    row_version: int | None = None


class Patient(Record):
    """A person whose results are kept (FHIR Patient).

    ``responsible_id`` is the clinician whose work lists the patient is on; ``merged_into_id`` names the record that
    replaced this one (FHIR Patient.link).
    """

    id: int | None = None
    number: Line = Field(min_length=1, max_length=64)
    family_name: Line = Field(default="", max_length=255)
    given_names: Line = Field(default="", max_length=255)
    birth_date: date
    sex: Sex = Sex.UNKNOWN
    preterm: bool = False
    address: Text = ""
    phone: Line = ""
    email: Line = ""
    language: Line = "en"
    referring_doctor: Line = ""
    notes: Text = ""
    responsible_id: int | None = None
    merged_into_id: int | None = None
    large_print: bool | None = None
    row_version: int | None = None

    @model_validator(mode="after")
    def _has_a_name(self) -> "Patient":
        if not (self.family_name or self.given_names):
            raise ValueError("a patient needs a name")
        return self

    @property
    def name(self) -> str:
        """Family name first, as lists show it."""
        return ", ".join(part for part in (self.family_name, self.given_names) if part)


class Laboratory(Record):
    """A laboratory whose reports the clinic types in."""

    id: int | None = None
    name: Line = Field(min_length=1, max_length=120)
    profile: Line = ""
    method: Line = ""
    units: Line = "conventional"
    active: bool = True
    row_version: int | None = None


class Result(Record):
    """One analyte of a panel as typed, and what was made of it (FHIR Observation).

    ``low`` and ``high`` are the limits printed on the report, in the unit as typed. ``comparator`` and
    ``canonical`` (the analyte's canonical unit) are read from ``value`` and ``unit``; ``canonical`` is ``None``
    for text such as "not reported". ``flag`` and ``judged_*`` are the verdict as it was shown. A corrected result is
    a new one that names the one it replaces (``replaces_id``); the old one is kept, entered in error.
    """

    id: int | None = None
    panel_id: int | None = None
    analyte: Line
    value: Line = Field(min_length=1, max_length=64)
    unit: Line = ""
    low: Decimal | None = None
    high: Decimal | None = None
    comparator: Comparator = Comparator.EXACT
    canonical: Decimal | None = None
    status: ResultStatus = ResultStatus.FINAL
    flag: Flag = Flag.NONE
    judged_low: Decimal | None = None
    judged_high: Decimal | None = None
    judged_by: Line = ""
    replaces_id: int | None = None

    @property
    def standing(self) -> bool:
        """Say whether the result counts: it was neither withdrawn nor replaced."""
        return self.status is not ResultStatus.ENTERED_IN_ERROR


class Panel(Record):
    """The results of one sample (FHIR DiagnosticReport).

    ``profile`` and ``method`` are copied from the laboratory when the panel is entered, so that a later change
    of the laboratory does not rewrite what was judged. ``to_review`` is true until a clinician has signed off a panel
    that somebody else entered. ``origin`` is empty for a typed panel, else ``imported`` or ``look_back``.
    """

    id: int | None = None
    uid: UUID | None = None
    patient_id: int | None = None
    collected: date
    collected_time: time | None = None
    received: date | None = None
    laboratory_id: int | None = None
    profile: Line = ""
    method: Line = ""
    specimen: Specimen = Specimen.SERUM
    haemolysis: Haemolysis = Haemolysis.NONE
    fasting: bool | None = None
    gestation_weeks: int | None = Field(default=None, ge=0, le=45)
    comment: Text = ""
    entered_by: int | None = None
    entered_at: Instant | None = None
    origin: Line | None = None
    voided: bool | None = None
    to_review: bool | None = None
    reviewed_by: int | None = None
    reviewed_at: Instant | None = None
    row_version: int | None = None


class PanelWithResults(Record):
    """A panel and its results, in the order they were typed."""

    panel: Panel
    results: tuple[Result, ...] = ()

    def result(self, analyte: str) -> Result | None:
        """Return the standing result of ``analyte``, if it was measured."""
        return next((r for r in self.results if r.analyte == analyte and r.standing), None)


class Medicine(Record):
    """A medicine or supplement the patient takes or took; one never taken is ``withdrawn``, with the reason."""

    id: int | None = None
    patient_id: int | None = None
    name: Line = Field(min_length=1, max_length=200)
    medicine_class: Line = ""
    started: date | None = None
    stopped: date | None = None
    withdrawn: Line | None = None
    row_version: int | None = None


class Event(Record):
    """Something that happened on a day and can move ALP; what never happened is ``withdrawn``, with the reason."""

    id: int | None = None
    patient_id: int | None = None
    kind: Line
    on: date
    note: Line = ""
    withdrawn: Line | None = None
    row_version: int | None = None


class Finding(Record):
    """A sign or a piece of history: present, absent, or (not recorded) unknown."""

    id: int | None = None
    patient_id: int | None = None
    finding: Line
    present: bool
    noted_on: date | None = None
    row_version: int | None = None


class PatientRecord(Record):
    """Everything the rules look at. Panels oldest first."""

    patient: Patient
    panels: tuple[PanelWithResults, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    events: tuple[Event, ...] = ()
    findings: tuple[Finding, ...] = ()


class Decision(Record):
    """A clinician's signed answer to an assessment."""

    id: int | None = None
    patient_id: int
    assessment_id: int
    kind: DecisionKind
    cause: Line = ""
    reason: Text = ""
    signed_by: int | None = None
    signed_at: Instant | None = None


class MonitoringPlan(Record):
    """What is repeated, from one template (FHIR CarePlan).

    ``own_items`` are this patient's own items as JSON where they differ from the template's. ``own_stop`` is after how
    many samples in a row that are not low it ends for this patient, 0 for never by itself; set by whom and why.
    """

    id: int | None = None
    patient_id: int
    decision_id: int | None = None
    template: Line
    started: date
    stopped: date | None = None
    stop_reason: Line = ""
    stopped_by: int | None = None
    own_items: Text | None = None
    own_stop: int | None = None
    own_stop_by: int | None = None
    own_stop_reason: Line | None = None
    row_version: int | None = None


class Recall(Record):
    """One date on which something is due (FHIR Task).

    ``ordered_on`` is set when tests were asked for and their results are waited for (FHIR ServiceRequest); then all of
    ``tests`` must come in. ``first_due`` is the date before it was ever postponed.
    ``after_panel_id`` is the newest panel there was when it was ordered: only later ones bring what was ordered.
    """

    id: int | None = None
    patient_id: int
    plan_id: int | None = None
    title: Line
    tests: Line = ""
    not_before: date | None = None
    due: date
    closed_on: date | None = None
    closed_reason: Line = ""
    panel_id: int | None = None
    decision_id: int | None = None
    closed_by: int | None = None
    close_code: CloseCode | None = None
    first_due: date | None = None
    ordered_on: date | None = None
    ordered_by: int | None = None
    after_panel_id: int | None = None
    row_version: int | None = None
