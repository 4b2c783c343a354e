"""The tables of letters: as issued, what happened to them, their runs, and the picture on the letterhead."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Text
from sqlmodel import Field
from sqlmodel.sql.sqltypes import UTCDateTime

from alpdesk.domain.base import Instant
from alpdesk.domain.issuing import LetterEvent, LetterRun, LetterRunItem, Logo
from alpdesk.domain.terms import LetterEventKind, LetterKind, LetterState, RunState
from alpdesk.store.columns import values_of
from alpdesk.store.tables import DIGEST, Versioned, some


class LetterRow(Versioned, table=True):
    """A letter as issued. ``quoted`` lists the ids of the panels and results it quotes, as JSON.

    ``number`` is what its code on paper says; ``copy_*`` are the pages for the file in the clinic's own language,
    where the patient reads another. ``printed_at`` is when it first left: on paper, as a file or by hand.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("letter_by_patient", "patient_id", "id"),
        some("letter_to_print", "printed_at IS NULL", "id"),
        some("letter_by_number", "number IS NOT NULL", "number"),
    )
    id: int | None = Field(default=None, primary_key=True)
    patient_id: int = Field(foreign_key="patient.id")
    kind: LetterKind = Field(sa_type=values_of(LetterKind))
    language: str = "en"
    subject: str = ""
    state: LetterState = Field(default=LetterState.CHECKED, sa_type=values_of(LetterState))
    created_at: Instant
    created_by: int | None = Field(default=None, foreign_key="app_user.id")
    printed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    replaces_id: int | None = Field(default=None, foreign_key="letter.id")
    quoted: str = Field(default="{}", sa_type=Text)
    sha256: str = ""
    body: str = Field(default="", sa_type=Text, sa_column_kwargs={"info": DIGEST})
    pdf: bytes = Field(sa_type=LargeBinary)
    number: str | None = None
    variant: str | None = None
    signed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    signed_by: int | None = Field(default=None, foreign_key="app_user.id")
    copy_language: str | None = None
    copy_sha256: str | None = None
    copy_pdf: bytes | None = Field(default=None, sa_type=LargeBinary)
    row_version: int | None = Field(default=None, nullable=False)


class LetterEventRow(LetterEvent, table=True):
    """What was done with a letter; never changed afterwards."""

    __tablename__ = "letter_event"
    __table_args__ = (Index("letter_event_by_letter", "letter_id", "id"),)
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id")
    kind: LetterEventKind = Field(sa_type=values_of(LetterEventKind))
    made_by: int | None = Field(default=None, foreign_key="app_user.id")


class LetterRunRow(LetterRun, Versioned, table=True):
    """A run of letters."""

    __tablename__ = "letter_run"
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    choice: str = Field(default="", sa_type=Text)
    made_by: int | None = Field(default=None, foreign_key="app_user.id")
    row_version: int | None = Field(default=None, nullable=False)


class LetterRunItemRow(LetterRunItem, Versioned, table=True):
    """One letter of a run."""

    __tablename__ = "letter_run_item"
    __table_args__ = (Index("letter_run_item_by_run", "run_id", "id"),)
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="letter_run.id")
    patient_id: int = Field(foreign_key="patient.id")
    kind: LetterKind = Field(sa_type=values_of(LetterKind))
    state: RunState = Field(default=RunState.WAITING, sa_type=values_of(RunState))
    problem: str = Field(default="", sa_type=Text)
    letter_id: int | None = Field(default=None, foreign_key="letter.id")
    row_version: int | None = Field(default=None, nullable=False)


class LogoRow(Logo, table=True):
    """A logo with its bytes."""

    __tablename__ = "logo"
    model_config = {"frozen": False, "extra": "ignore"}
    id: int | None = Field(default=None, primary_key=True)
    added_by: int | None = Field(default=None, foreign_key="app_user.id")
    content: bytes = Field(sa_type=LargeBinary, sa_column_kwargs={"info": DIGEST})
