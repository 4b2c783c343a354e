"""What the rules say of a patient record: values only, safe to keep and to show."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from alpdesk.domain.records import Flag, Record


class Severity(StrEnum):
    """How far below the interval an ALP lies."""

    LOW = "low"
    MARKEDLY_LOW = "markedly_low"
    VERY_LOW = "very_low"


class Persistence(StrEnum):
    """What the series of ALP results amounts to."""

    NONE = "none"
    SINGLE = "single"
    PERSISTENT = "persistent"
    FLUCTUATING = "fluctuating"
    RESOLVED = "resolved"
    FORMERLY_PERSISTENT = "formerly_persistent"


class Urgency(StrEnum):
    """How soon somebody has to act, most pressing first."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    SOON = "soon"
    CONFIRM = "confirm"
    ROUTINE = "routine"
    INFO = "info"


PRESSING = frozenset({Urgency.EMERGENCY, Urgency.URGENT})
NEVER_READ = "asfotase_alfa"


class Interval(Record):
    """A reference interval as it was applied. ``None`` is an open end."""

    low: Decimal | None = None
    high: Decimal | None = None
    unit: str
    profile: str
    label: str = ""
    source: str = ""


class AlpVerdict(Record):
    """The verdicts on one ALP result, with what they rest on.

    ``reason`` is a plain sentence whenever the value could not be judged, or a verdict leaves something out.
    ``may_be_low``: no verdict calls it low, and the exact value or the patient's sex could.
    ``change`` is the percent change against the previous ALP that counts; ``value``/``unit`` are as typed.
    """

    flag: Flag = Flag.NONE
    laboratory: Flag = Flag.NONE
    age_sex: Flag = Flag.NONE
    value: str = ""
    unit: str = ""
    collected: date | None = None
    interval: Interval | None = None
    laboratory_interval: Interval | None = None
    severity: Severity | None = None
    persistence: Persistence = Persistence.NONE
    low_since: date | None = None
    lows: int = 0
    suspended: str | None = None
    change: Decimal | None = None
    reason: str = ""
    may_be_low: bool = False

    @property
    def unread(self) -> bool:
        """A value that may not be read; on asfotase alfa ALP is never read, so there is nothing to answer."""
        return self.flag is Flag.SUSPENDED and self.suspended != NEVER_READ


class Alert(Record):
    """A rule that speaks at once, with the inputs it spoke on."""

    id: str
    urgency: Urgency
    title: str
    text: str
    inputs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class ChecklistItem(Record):
    """One cause to consider; a checklist is not a diagnosis. ``edition`` is the wording of the rule that listed it."""

    cause: str
    title: str
    group: str
    urgency: Urgency
    why: str
    supports: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    edition: str = ""


class CriterionState(Record):
    """One item of a criteria set: known yes, known no, or unknown."""

    id: str
    title: str
    major: bool
    state: bool | None
    note: str = ""


class CriteriaResult(Record):
    """Whether the entered findings meet a published combination. Never a diagnosis."""

    set: str
    title: str
    met: bool | None
    major: int
    minor: int
    items: tuple[CriterionState, ...] = ()
    unknown: tuple[str, ...] = ()
    entry: bool = False
    citation: str = ""


class MonitoringProposal(Record):
    """A template that fits, with its first date."""

    template: str
    title: str
    due: date
    not_before: date | None = None
    tests: tuple[str, ...] = ()
    basis: str = ""
    stop_when: str = ""
    sources: tuple[str, ...] = ()


class Assessment(Record):
    """Everything shown for one panel on one day, under one edition of the rule book."""

    as_of: date
    rule_book: str
    panel_id: int | None = None
    alp: AlpVerdict
    alerts: tuple[Alert, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    criteria: CriteriaResult | None = None
    monitoring: tuple[MonitoringProposal, ...] = ()

    @property
    def needs_answer(self) -> bool:
        """A low ALP, one that may be low or may not be read, or an alert that cannot wait, waits for a clinician."""
        asks = self.alp.flag is Flag.LOW or self.alp.may_be_low or self.alp.unread
        return asks or any(alert.urgency in PRESSING for alert in self.alerts)
