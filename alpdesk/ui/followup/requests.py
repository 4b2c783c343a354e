"""What a user asks to be done about a due item, and the item it is about."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from alpdesk.domain.records import CloseCode, DecisionKind, MonitoringPlan
from alpdesk.domain.rules import MonitoringItem
from alpdesk.domain.terms import ContactKind, ContactOutcome


class Act(StrEnum):
    """What can be done."""

    CONTACT = "contact"
    POSTPONE = "postpone"
    CLOSE = "close"
    DONE = "done"
    ASSIGN = "assign"
    DATE = "date"
    ORDER = "order"
    REOPEN = "reopen"
    STOP = "stop"


@dataclass(frozen=True)
class Target:
    """What it is about. ``others`` counts the patient's other overdue items; ``plan`` is the plan as it was read."""

    patient_id: int
    who: str = ""
    recall_id: int = 0
    plan_id: int = 0
    decision_id: int | None = None
    title: str = ""
    promised: DecisionKind | None = None
    responsible: str = ""
    others: int = 0
    plan: MonitoringPlan | None = None


@dataclass(frozen=True)
class NoteContact:
    """Note an attempt to reach the patient."""

    kind: ContactKind
    outcome: ContactOutcome
    on: date
    note: str = ""
    every: bool = False


@dataclass(frozen=True)
class Postpone:
    """Move the date."""

    to: date
    reason: str


@dataclass(frozen=True)
class Close:
    """Take it from the list."""

    code: CloseCode
    text: str = ""
    every: bool = False


@dataclass(frozen=True)
class Done:
    """It was done, without a laboratory result."""

    on: date
    note: str = ""


@dataclass(frozen=True)
class Assign:
    """Make somebody responsible for the patient."""

    user_id: int
    reason: str = ""


@dataclass(frozen=True)
class SetDate:
    """Give something a date."""

    title: str
    due: date
    tests: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Order:
    """List ordered tests until they are in."""

    tests: tuple[str, ...]
    expected: date
    note: str = ""


@dataclass(frozen=True)
class Reopen:
    """Put it back on the list."""

    reason: str


@dataclass(frozen=True)
class StopPlan:
    """End a plan with everything that is open of it."""

    reason: str


@dataclass(frozen=True)
class EditPlan:
    """Give a plan items of the patient's own, and say after how many samples that are not low it ends.

    ``was`` is the place each item had in the plan.
    """

    items: tuple[MonitoringItem, ...]
    reason: str
    ends_after: int | None = None
    was: tuple[int | None, ...] | None = None


Request = NoteContact | Postpone | Close | Done | Assign | SetDate | Order | Reopen | StopPlan | EditPlan
