"""What is done about a low ALP after it was answered, and what is done about a record that was wrong."""

from datetime import date
from uuid import UUID

from sqlmodel import Field

from alpdesk.domain.records import Instant, Line, Record, Text
from alpdesk.domain.terms import ContactKind, ContactOutcome, CorrectionKind, EditKind, Mark


class Correction(Record):
    """What was done to a wrong record, by whom and why; it is never changed afterwards.

    ``patient_id`` is whose record it stands in; a moved panel or a merged patient stands in that of
    ``other_patient_id`` too. ``detail`` is JSON: what an undo needs.
    """

    id: int | None = None
    kind: CorrectionKind
    patient_id: int
    other_patient_id: int | None = None
    panel_id: int | None = None
    result_id: int | None = None
    new_result_id: int | None = None
    reason: Text = Field(min_length=1)
    detail: Text = ""
    made_by: int | None = None
    made_at: Instant | None = None


class Contact(Record):
    """One attempt to reach a patient about a due item (FHIR Communication)."""

    id: int | None = None
    patient_id: int
    recall_id: int
    kind: ContactKind
    outcome: ContactOutcome
    on: date
    note: Text = ""
    letter_id: int | None = None
    made_by: int | None = None
    made_at: Instant | None = None


class ChecklistEntry(Record):
    """A mark on one item of a patient's checklist; the newest of a kind holds, ``holds`` false takes it back.

    ``edition`` names the wording of the rule that was set aside: when the rule changes, it speaks again.
    """

    id: int | None = None
    patient_id: int
    cause: Line
    mark: Mark
    holds: bool = True
    rationale: Text = ""
    edition: Line = ""
    assessment_id: int | None = None
    made_by: int | None = None
    made_at: Instant | None = None


class FindingEntry(Record):
    """What somebody said of a finding: present, absent, or (``None``) unknown again; never changed afterwards."""

    id: int | None = None
    patient_id: int
    finding: Line
    present: bool | None = None
    made_by: int | None = None
    made_at: Instant | None = None


class ClinicEdit(Record):
    """One change a clinic made to its rules; the newest of a kind and key holds.

    ``body`` is the entry as JSON in the form of the rule book; an empty one is the way back to the shipped value.
    """

    id: int | None = None
    kind: EditKind
    key: Line
    body: Text = ""
    reason: Text = ""
    made_by: int | None = None
    made_at: Instant | None = None


class Attachment(Record):
    """A scanned report, without its bytes. It belongs to the panel with ``panel_uid``, also before that is kept."""

    id: int | None = None
    patient_id: int
    panel_uid: UUID
    name: Line = Field(min_length=1, max_length=200)
    media_type: Line
    size: int
    sha256: Line
    added_by: int | None = None
    added_at: Instant | None = None
    withdrawn: Line | None = None


class Draft(Record):
    """A form left half typed, kept in the encrypted record until it is saved or cleared. Not part of the trail."""

    id: int | None = None
    user_id: int | None = None
    kind: Line
    subject: Line
    body: Text
    saved_at: Instant | None = None

    @property
    def patient_id(self) -> int | None:
        """The patient whose form it is: the subject begins with the key."""
        first = self.subject.partition("/")[0]
        return int(first) if first.isascii() and first.isdigit() else None
