"""The tables: rows inherit the fields of the records and add keys, indexes and exact types."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Index, Text, UniqueConstraint, literal_column, text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from alpdesk.domain.assessment import Persistence, Severity, Urgency
from alpdesk.domain.records import (
    Clinic,
    CloseCode,
    Comparator,
    Decision,
    DecisionKind,
    Event,
    Finding,
    Flag,
    Haemolysis,
    Instant,
    Laboratory,
    Medicine,
    MonitoringPlan,
    Panel,
    Patient,
    Recall,
    Result,
    ResultStatus,
    Role,
    Sex,
    Specimen,
    User,
)
from alpdesk.store.columns import Exact, values_of

DIGEST = {"audit": "digest"}
UNAUDITED = {"audit": "none"}
ALP: ColumnElement[str] = literal_column("'alp'")  # an index over some rows is chosen for a constant only
REDACTED = "redacted on a legal order"
OF_KEYS = ("logged in", "emergency access", "key changed", "recovery sheet proven", REDACTED)  # found by an index
SWEPT = ("status", "comparator", "canonical", "value", "unit", "low", "high")


def some(name: str, where: str, *columns: str) -> Index:
    """Return an index over the rows that some question is about."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Versioned(SQLModel):
    """A row that says when somebody else has changed it."""

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.row_version}  # type: ignore[attr-defined]  # set by SQLModel


class ClinicRow(Clinic, Versioned, table=True):
    """The clinic itself; one row."""

    __tablename__ = "clinic"
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    row_version: int | None = Field(default=None, nullable=False)


class UserRow(User, Versioned, table=True):
    """A user."""

    __tablename__ = "app_user"
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=120, unique=True)
    role: Role = Field(default=Role.CLINICIAN, sa_type=values_of(Role))
    row_version: int | None = Field(default=None, nullable=False)


class PatientRow(Patient, Versioned, table=True):
    """A patient."""

    __tablename__ = "patient"
    __table_args__ = (
        Index("patient_by_name", "family_name", "given_names", "id"),
        some("patient_merged", "merged_into_id IS NOT NULL", "merged_into_id"),
    )
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=64, unique=True)
    sex: Sex = Field(default=Sex.UNKNOWN, sa_type=values_of(Sex))
    responsible_id: int | None = Field(default=None, foreign_key="app_user.id")
    merged_into_id: int | None = Field(default=None, foreign_key="patient.id")
    row_version: int | None = Field(default=None, nullable=False)


class LaboratoryRow(Laboratory, Versioned, table=True):
    """A laboratory."""

    __tablename__ = "laboratory"
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=120, unique=True)
    row_version: int | None = Field(default=None, nullable=False)


class PanelRow(Panel, Versioned, table=True):
    """A panel; ``uid`` is made by whoever enters it, so that a repeated save adds nothing."""

    __tablename__ = "panel"
    __table_args__ = (
        Index("panel_by_patient", "patient_id", "collected", "id"),
        some("panel_to_review", "to_review", "id"),
    )
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    uid: UUID | None = Field(default=None, nullable=False, unique=True)
    patient_id: int | None = Field(default=None, nullable=False, foreign_key="patient.id")
    laboratory_id: int | None = Field(default=None, foreign_key="laboratory.id")
    specimen: Specimen = Field(default=Specimen.SERUM, sa_type=values_of(Specimen))
    haemolysis: Haemolysis = Field(default=Haemolysis.NONE, sa_type=values_of(Haemolysis))
    entered_by: int | None = Field(default=None, foreign_key="app_user.id")
    reviewed_by: int | None = Field(default=None, foreign_key="app_user.id")
    row_version: int | None = Field(default=None, nullable=False)


class ResultRow(Result, table=True):
    """A result; the order of ids is the order of typing. The sweep finds all it looks at first in one index."""

    __tablename__ = "result"
    __table_args__ = (
        Index("result_by_panel", "panel_id"),
        some("result_alp", "analyte = 'alp'", "panel_id", *SWEPT),
    )
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    panel_id: int | None = Field(default=None, nullable=False, foreign_key="panel.id")
    low: Decimal | None = Field(default=None, sa_type=Exact)
    high: Decimal | None = Field(default=None, sa_type=Exact)
    comparator: Comparator = Field(default=Comparator.EXACT, sa_type=values_of(Comparator))
    canonical: Decimal | None = Field(default=None, sa_type=Exact)
    status: ResultStatus = Field(default=ResultStatus.FINAL, sa_type=values_of(ResultStatus))
    flag: Flag = Field(default=Flag.NONE, sa_type=values_of(Flag))
    judged_low: Decimal | None = Field(default=None, sa_type=Exact)
    judged_high: Decimal | None = Field(default=None, sa_type=Exact)
    replaces_id: int | None = Field(default=None, foreign_key="result.id")


class MedicineRow(Medicine, Versioned, table=True):
    """A medicine of a patient."""

    __tablename__ = "medicine"
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    patient_id: int | None = Field(default=None, nullable=False, foreign_key="patient.id", index=True)
    row_version: int | None = Field(default=None, nullable=False)


class EventRow(Event, Versioned, table=True):
    """An event of a patient."""

    __tablename__ = "event"
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    patient_id: int | None = Field(default=None, nullable=False, foreign_key="patient.id", index=True)
    row_version: int | None = Field(default=None, nullable=False)


class FindingRow(Finding, Versioned, table=True):
    """A finding of a patient: at most one of a kind."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("patient_id", "finding"),)
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    patient_id: int | None = Field(default=None, nullable=False, foreign_key="patient.id")
    row_version: int | None = Field(default=None, nullable=False)


class AssessmentRow(SQLModel, table=True):
    """An assessment as it was shown; ``body`` is the whole of it as JSON."""

    __tablename__ = "assessment"
    __table_args__ = (
        Index("assessment_by_patient", "patient_id", "id"),
        some("assessment_to_answer", "needs_answer", "patient_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    patient_id: int = Field(foreign_key="patient.id")
    panel_id: int | None = Field(default=None, foreign_key="panel.id", index=True)
    as_of: date
    made_at: Instant
    made_by: int | None = Field(default=None, foreign_key="app_user.id")
    rule_book: str
    flag: Flag = Field(default=Flag.NONE, sa_type=values_of(Flag))
    severity: Severity | None = Field(default=None, sa_type=values_of(Severity))
    persistence: Persistence = Field(default=Persistence.NONE, sa_type=values_of(Persistence))
    urgency: Urgency | None = Field(default=None, sa_type=values_of(Urgency))
    needs_answer: bool = False
    body: str = Field(sa_type=Text, sa_column_kwargs={"info": DIGEST})


class DecisionRow(Decision, table=True):
    """A signed answer; never changed afterwards."""

    __tablename__ = "decision"
    __table_args__ = (
        Index("decision_by_patient", "patient_id", "assessment_id"),
        some("decision_final", "kind IN ('explained', 'no_action')", "signed_at", "id"),
    )
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    patient_id: int = Field(foreign_key="patient.id")
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    kind: DecisionKind = Field(sa_type=values_of(DecisionKind))
    signed_by: int | None = Field(default=None, foreign_key="app_user.id")


class MonitoringPlanRow(MonitoringPlan, Versioned, table=True):
    """A monitoring plan."""

    __tablename__ = "monitoring_plan"
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    patient_id: int = Field(foreign_key="patient.id", index=True)
    decision_id: int | None = Field(default=None, foreign_key="decision.id", index=True)
    stopped_by: int | None = Field(default=None, foreign_key="app_user.id")
    own_stop_by: int | None = Field(default=None, foreign_key="app_user.id")
    row_version: int | None = Field(default=None, nullable=False)


class RecallRow(Recall, Versioned, table=True):
    """A date on which something is due; open while ``closed_on`` is empty."""

    __tablename__ = "recall"
    __table_args__ = (
        Index("recall_by_patient", "patient_id", "due"),
        some("recall_open", "closed_on IS NULL", "due", "id"),
        some("recall_closed", "closed_on IS NOT NULL", "closed_on", "id"),
    )
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    patient_id: int = Field(foreign_key="patient.id")
    plan_id: int | None = Field(default=None, foreign_key="monitoring_plan.id")
    panel_id: int | None = Field(default=None, foreign_key="panel.id")
    decision_id: int | None = Field(default=None, foreign_key="decision.id", index=True)
    closed_by: int | None = Field(default=None, foreign_key="app_user.id")
    close_code: CloseCode | None = Field(default=None, sa_type=values_of(CloseCode))
    ordered_by: int | None = Field(default=None, foreign_key="app_user.id")
    row_version: int | None = Field(default=None, nullable=False)


class PanelTemplateRow(SQLModel, table=True):
    """A template of the clinic's own; ``analytes`` are ids separated by blanks."""

    __tablename__ = "panel_template"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=120, unique=True)
    analytes: str = ""


class AuditAboutRow(SQLModel, table=True):
    """Which entries of the trail are about a patient: made from the entries, and held against them by each check."""

    __tablename__ = "audit_about"
    __table_args__ = {"info": UNAUDITED, "sqlite_with_rowid": False}
    patient_id: int = Field(primary_key=True)
    seq: int = Field(primary_key=True)


class AuditRow(SQLModel, table=True):
    """One transaction: who, where, why, what, chained to the entry before."""

    __tablename__ = "audit"
    __table_args__ = (some("audit_of_keys", f"action IN {OF_KEYS}", "action", "seq"),)
    seq: int = Field(primary_key=True)
    at: str
    actor: str
    actor_id: int | None = None
    station: str
    action: str
    reason: str
    body: str = Field(sa_type=Text)
    prev: str
    hash: str
