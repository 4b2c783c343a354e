"""What the entry page is told to show, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from alpdesk.domain.records import Haemolysis, Laboratory, Patient, Specimen
from alpdesk.services.panels import PanelTemplate
from alpdesk.ui.widgets import Answer

TAKE, KEEP = "take", "keep"


@dataclass(frozen=True)
class RowSpec:
    """A row of the sheet: one analyte, the units it may have, and the one to start with."""

    analyte: str
    title: str
    name: str
    units: tuple[str, ...]
    unit: str
    last: str = ""


@dataclass(frozen=True)
class Question:
    """Something to ask about a value; ``value``/``unit`` are what a yes would put into the row.

    ``answers`` stand in for the usual two, take and keep.
    """

    text: str
    value: str = ""
    unit: str = ""
    answers: tuple[Answer, ...] = ()

    @property
    def offers(self) -> bool:
        """Whether there is something to take instead."""
        return bool(self.value or self.unit)


@dataclass(frozen=True)
class RowShown:
    """What stands beside a row while it is typed; ``flag`` is empty while there is nothing to judge."""

    flag: str = ""
    detail: str = ""
    reason: str = ""
    low: str = ""
    high: str = ""
    interval: str = ""
    error: str = ""
    field: str = ""
    question: Question | None = None


@dataclass(frozen=True)
class Head:
    """What was entered above the rows; ``collected`` is ``None`` while it cannot be read as a date.

    ``received`` may be left empty; ``unread`` says that what stands there is no date.
    """

    collected: date | None = None
    laboratory: str = ""
    specimen: Specimen = Specimen.SERUM
    haemolysis: Haemolysis = Haemolysis.NONE
    fasting: bool = False
    gestation_weeks: int | None = None
    comment: str = ""
    received: date | None = None
    unread: bool = False


@dataclass(frozen=True)
class Choices:
    """What there is to choose from for one patient."""

    patient: Patient
    uid: UUID
    age: str
    templates: Sequence[PanelTemplate]
    laboratories: Sequence[Laboratory]
    template: str
    today: date
    asks_gestation: bool = False
    head: Head = field(default_factory=Head)
