"""What waits today, and the sweep over the whole record that trusts no list."""

from datetime import date
from decimal import Decimal

from alpdesk.domain.assessment import AlpVerdict, Persistence, Severity, Urgency
from alpdesk.domain.records import Flag, Instant, LetterKind, Record
from alpdesk.services.context import Cancelled, Context, Progress, never, unwatched
from alpdesk.services.patients import PatientSummary


class OpenLow(Record):
    """A low ALP, or a pressing alert, that nobody has answered: one line a patient, its newest assessment."""

    patient: PatientSummary
    assessment_id: int
    panel_id: int | None
    collected: date | None
    made_at: Instant
    value: str
    unit: str
    change: Decimal | None
    flag: Flag
    severity: Severity | None
    persistence: Persistence
    urgency: Urgency
    alerts: tuple[str, ...] = ()
    waiting_days: int = 0


class DueItem(Record):
    """Something that is due for a patient; ``overdue_days`` is 0 on the day itself and while it is still to come."""

    recall_id: int
    patient: PatientSummary
    title: str
    tests: str
    template: str
    not_before: date | None
    due: date
    overdue_days: int = 0


class UnprintedLetter(Record):
    """A kept letter nobody has printed."""

    letter_id: int
    patient: PatientSummary
    kind: LetterKind
    subject: str
    created_at: Instant


class Counts(Record):
    """How many there are in all, however many the lists show."""

    unanswered: int = 0
    due: int = 0
    overdue: int = 0
    letters: int = 0


class Today(Record):
    """The lists of one day, worst on top, then newest. ``due`` reaches a week ahead; ``overdue`` has no end."""

    day: date
    unanswered: tuple[OpenLow, ...] = ()
    due: tuple[DueItem, ...] = ()
    overdue: tuple[DueItem, ...] = ()
    letters: tuple[UnprintedLetter, ...] = ()
    counts: Counts = Counts()


class SweepHit(Record):
    """A patient with a low ALP that nobody has answered. ``alp`` is the newest such value, ``since`` the run's start."""

    patient_id: int
    patient_number: str
    persistence: Persistence
    severity: Severity | None
    alp: AlpVerdict
    since: date | None


class Worklist:
    """What waits for somebody."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def today(self, day: date | None = None, *, limit: int = 200) -> Today:
        """Return what waits on ``day`` (today when not given)."""
        raise NotImplementedError

    def sweep(self, progress: Progress = unwatched, cancelled: Cancelled = never) -> tuple[SweepHit, ...]:
        """Search the whole record for low ALP that nobody has answered, persistent ones first."""
        raise NotImplementedError
