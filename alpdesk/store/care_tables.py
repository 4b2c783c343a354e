"""The tables of what follows an answer: corrections, contacts, marks, the clinic's own rules, scans and drafts."""

from uuid import UUID

from sqlalchemy import Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from alpdesk.domain.followup import Attachment, ChecklistEntry, ClinicEdit, Contact, Correction, Draft, FindingEntry
from alpdesk.domain.terms import ContactKind, ContactOutcome, CorrectionKind, EditKind, Mark
from alpdesk.store.columns import values_of
from alpdesk.store.tables import DIGEST, UNAUDITED


class CorrectionRow(Correction, table=True):
    """A correction; never changed afterwards."""

    __tablename__ = "correction"
    __table_args__ = (
        Index("correction_by_patient", "patient_id", "id"),
        Index("correction_by_other", "other_patient_id", "id"),
        Index("correction_by_panel", "panel_id", "id"),
    )
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    kind: CorrectionKind = Field(sa_type=values_of(CorrectionKind))
    patient_id: int = Field(foreign_key="patient.id")
    other_patient_id: int | None = Field(default=None, foreign_key="patient.id")
    panel_id: int | None = Field(default=None, foreign_key="panel.id")
    result_id: int | None = Field(default=None, foreign_key="result.id")
    new_result_id: int | None = Field(default=None, foreign_key="result.id")
    detail: str = Field(default="", sa_type=Text)
    made_by: int | None = Field(default=None, foreign_key="app_user.id")


class ContactRow(Contact, table=True):
    """An attempt to reach somebody; never changed afterwards."""

    __tablename__ = "contact"
    __table_args__ = (Index("contact_by_recall", "recall_id", "id"), Index("contact_by_patient", "patient_id", "id"))
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    patient_id: int = Field(foreign_key="patient.id")
    recall_id: int = Field(foreign_key="recall.id")
    kind: ContactKind = Field(sa_type=values_of(ContactKind))
    outcome: ContactOutcome = Field(sa_type=values_of(ContactOutcome))
    letter_id: int | None = Field(default=None, foreign_key="letter.id")
    made_by: int | None = Field(default=None, foreign_key="app_user.id")


class ChecklistEntryRow(ChecklistEntry, table=True):
    """A mark on a checklist; never changed afterwards."""

    __tablename__ = "checklist_entry"
    __table_args__ = (Index("checklist_entry_by_patient", "patient_id", "id"),)
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    patient_id: int = Field(foreign_key="patient.id")
    mark: Mark = Field(sa_type=values_of(Mark))
    assessment_id: int | None = Field(default=None, foreign_key="assessment.id")
    made_by: int | None = Field(default=None, foreign_key="app_user.id")


class FindingEntryRow(FindingEntry, table=True):
    """What was said of a finding; never changed afterwards."""

    __tablename__ = "finding_entry"
    __table_args__ = (Index("finding_entry_by_patient", "patient_id", "id"),)
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    patient_id: int = Field(foreign_key="patient.id")
    made_by: int | None = Field(default=None, foreign_key="app_user.id")


class ClinicEditRow(ClinicEdit, table=True):
    """A change of the clinic's rules; never changed afterwards."""

    __tablename__ = "clinic_edit"
    __table_args__ = (Index("clinic_edit_by_key", "kind", "key", "id"),)
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    kind: EditKind = Field(sa_type=values_of(EditKind))
    body: str = Field(default="", sa_type=Text)
    made_by: int | None = Field(default=None, foreign_key="app_user.id")


class AttachmentRow(Attachment, table=True):
    """A scanned report with its bytes."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index("attachment_by_panel", "panel_uid", "id"),
        Index("attachment_by_patient", "patient_id", "id"),
    )
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    patient_id: int = Field(foreign_key="patient.id")
    panel_uid: UUID
    added_by: int | None = Field(default=None, foreign_key="app_user.id")
    content: bytes = Field(sa_type=LargeBinary, sa_column_kwargs={"info": DIGEST})


class DraftRow(Draft, table=True):
    """A form left half typed; one a user, kind and subject. It is no record, so it is not in the trail."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("user_id", "kind", "subject"), {"info": UNAUDITED})
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    user_id: int | None = Field(default=None, foreign_key="app_user.id")
    body: str = Field(sa_type=Text)
