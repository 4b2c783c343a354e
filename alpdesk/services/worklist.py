"""What waits today, and the sweep over the whole record that trusts no list."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel
from sqlalchemy.orm import Session

from alpdesk.domain.assessment import PRESSING, Alert, AlpVerdict, Persistence, Severity, Urgency
from alpdesk.domain.records import Flag, Instant, LetterKind, Record
from alpdesk.domain.terms import LetterQueue
from alpdesk.services.context import Cancelled, Context, Progress, never, unwatched
from alpdesk.services.due_items import DAY, ClosedItem, DueItem, closed, count_closed, count_overdue, items, overdue
from alpdesk.services.signing import signed_kinds
from alpdesk.services.waiting import PatientSummary, summaries, summary
from alpdesk.store import followup, letters as letter_queries, patients, reviewing, worklist as queries
from alpdesk.store.decisions import Waiting
from alpdesk.store.patients import Line
from alpdesk.store.tables import AssessmentRow

_LATELY = timedelta(days=7)


class OpenLow(Record):
    """A low ALP, or a pressing alert, that nobody has answered: one line a patient, its newest assessment.

    ``alerts`` are those of everything of the patient that waits, the gravest first.
    """

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


class UnprintedLetter(Record):
    """A kept letter that has not left; ``to_sign`` when a clinician has to sign it first."""

    letter_id: int
    patient: PatientSummary
    kind: LetterKind
    subject: str
    created_at: Instant
    to_sign: bool = False


class Counts(Record):
    """How many there are in all, however many the lists show; ``later`` of those that are due are not due soon.

    ``to_sign`` of the ``letters`` that have not left wait for a signature.
    """

    unanswered: int = 0
    due: int = 0
    later: int = 0
    overdue: int = 0
    closed: int = 0
    letters: int = 0
    to_sign: int = 0
    to_review: int = 0


class Wanted(Record):
    """Which part of the lists is asked for: one clinician's patients and nobody's, overdue by at least some weeks.

    ``later`` is how many of the items are listed that are not due soon.
    """

    mine: int | None = None
    weeks: int = 0
    later: int = 0


class Today(Record):
    """The lists of one day, worst on top, then newest. ``due`` reaches some days ahead, ``later`` lies beyond."""

    day: date
    ahead: int = 0
    unanswered: tuple[OpenLow, ...] = ()
    due: tuple[DueItem, ...] = ()
    later: tuple[DueItem, ...] = ()
    overdue: tuple[DueItem, ...] = ()
    closed: tuple[ClosedItem, ...] = ()
    letters: tuple[UnprintedLetter, ...] = ()
    counts: Counts = Counts()


class HitKind(StrEnum):
    """What the sweep tells of a patient, most telling first."""

    LOW = "low"
    MAY_BE_LOW = "may_be_low"
    UNREAD = "unread"
    ALERT = "alert"


class SweepHit(Record):
    """A patient of whom something pressing has no answer: a low ALP, one that may be low or may not be read, or alerts.

    ``alp`` is the newest such value, ``since`` the run's start. Without ``on_list`` there is something that was never
    shown to anybody, so that no list has it.
    """

    patient_id: int
    patient_number: str
    persistence: Persistence
    severity: Severity | None
    alp: AlpVerdict
    since: date | None
    on_list: bool = True
    kind: HitKind = HitKind.LOW
    alerts: tuple[str, ...] = ()


_EVERYTHING = Wanted()


class Worklist:
    """What waits for somebody."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def today(self, day: date | None = None, *, limit: int = 200, wanted: Wanted = _EVERYTHING) -> Today:
        """Return what waits on ``day`` (today when not given)."""
        day = day or self._context.today()
        ahead = self._context.rules.escalation.due_soon_days
        until, mine = day + timedelta(days=ahead), wanted.mine
        with self._context.database.read() as session:
            lows = open_lows(session, day, limit, mine)
            due = items(session, self._context, day, followup.open_items(session, day, until, limit, mine))
            late = overdue(session, self._context, day, limit, weeks=wanted.weeks, mine=mine)
            shut, letters = closed(session, day - _LATELY, limit, mine), _letters(session, limit, mine)
            shown = (lows, due, late, shut, letters)
            few = all(len(each) < limit for each in shown)
            counts = _few(session, shown, until, mine) if few else _counts(session, day, until, wanted)
            return Today(
                day=day,
                ahead=ahead,
                unanswered=lows,
                due=due,
                later=self._later(session, day, until, wanted),
                overdue=late,
                closed=shut,
                letters=letters,
                counts=counts,
            )

    def open_items(self, wanted: Wanted = _EVERYTHING, limit: int = 5000) -> tuple[int, ...]:
        """Return everything that is due, whenever that is, by day."""
        with self._context.database.read() as session:
            return tuple(followup.open_keys(session, limit, wanted.mine))

    def counts(self, wanted: Wanted = _EVERYTHING) -> Counts:
        """Return how much waits today, without the lists."""
        day = self._context.today()
        until = day + timedelta(days=self._context.rules.escalation.due_soon_days)
        with self._context.database.read() as session:
            return _counts(session, day, until, wanted)

    def last_moved(self) -> tuple[date, int]:
        """Return what the lists follow from, the day and the newest entry of the trail: while both stand, they do."""
        return self._context.today(), self._context.database.head().seq

    def sweep(self, progress: Progress = unwatched, cancelled: Cancelled = never) -> tuple[SweepHit, ...]:
        """Search the whole record for low ALP that nobody has answered, persistent ones first."""
        from alpdesk.services.sweep import sweep

        return tuple(hit for hit in sweep(self._context, progress, cancelled) if hit.kind is HitKind.LOW)

    def _later(self, session: Session, day: date, until: date, wanted: Wanted) -> tuple[DueItem, ...]:
        if not wanted.later:
            return ()
        rows = followup.open_items(session, until + DAY, None, wanted.later, wanted.mine)
        return items(session, self._context, day, rows)


class _Shown(BaseModel):
    """What a list needs of an assessment; the rest of its body is not read."""

    alp: AlpVerdict
    alerts: tuple[Alert, ...]


def open_lows(session: Session, day: date, limit: int, mine: int | None = None) -> tuple[OpenLow, ...]:
    """Return every waiting patient's newest unanswered assessment, most pressing first."""
    rows = queries.newest_unanswered(session, limit, mine)
    people = patients.lines(session, [row.patient_id for row, _ in rows])
    grave: dict[int, tuple[Alert, ...]] = {}
    for row in queries.pressing(session, [row.patient_id for row, urgency in rows if urgency in PRESSING]):
        alerts = _Shown.model_validate_json(row.body).alerts
        grave[row.patient_id] = (*grave.get(row.patient_id, ()), *(one for one in alerts if one.urgency in PRESSING))
    return tuple(_open_low(row, worst, people[row.patient_id], day, grave) for row, worst in rows)


def _open_low(
    row: AssessmentRow, urgency: Urgency, patient: Line, day: date, grave: Mapping[int, Sequence[Alert]]
) -> OpenLow:
    shown = _Shown.model_validate_json(row.body)
    every = (*grave.get(row.patient_id, ()), *(one for one in shown.alerts if one.urgency is not Urgency.INFO))
    gravest_first = sorted(every, key=lambda one: list(Urgency).index(one.urgency))
    return OpenLow(
        patient=summary(patient, Waiting(row.patient_id, row.flag, row.persistence, urgency)),
        assessment_id=row.id or 0,
        panel_id=row.panel_id,
        collected=shown.alp.collected,
        made_at=row.made_at,
        value=shown.alp.value,
        unit=shown.alp.unit,
        change=shown.alp.change,
        flag=row.flag,
        severity=row.severity,
        persistence=row.persistence,
        urgency=urgency,
        alerts=tuple(dict.fromkeys(alert.title for alert in gravest_first)),
        waiting_days=max((day - row.made_at.astimezone().date()).days, 0),
    )


def _few(session: Session, shown: Sequence[Sequence[Record]], until: date, mine: int | None) -> Counts:
    """Return how much waits where every list is shown whole; what is due later has to be counted."""
    unanswered, soon, late, shut, letters = map(len, shown)
    later = followup.count_open(session, until + DAY, None, mine)
    return Counts(
        unanswered=unanswered,
        due=soon + later,
        later=later,
        overdue=late,
        closed=shut,
        letters=letters,
        to_sign=_to_sign(session, mine),
        to_review=reviewing.count(session, reviewing.Narrowed()),
    )


def _counts(session: Session, day: date, until: date, wanted: Wanted) -> Counts:
    later = followup.count_open(session, until + DAY, None, wanted.mine)
    return Counts(
        unanswered=queries.count_unanswered(session, wanted.mine),
        due=followup.count_open(session, day, until, wanted.mine) + later,
        later=later,
        overdue=count_overdue(session, day, weeks=wanted.weeks, mine=wanted.mine),
        closed=count_closed(session, day - _LATELY, wanted.mine),
        letters=queries.count_letters(session, wanted.mine),
        to_sign=_to_sign(session, wanted.mine),
        to_review=reviewing.count(session, reviewing.Narrowed()),
    )


def _letters(session: Session, limit: int, mine: int | None) -> tuple[UnprintedLetter, ...]:
    rows = queries.unprinted(session, limit, mine)
    people = {one.id: one for one in summaries(session, [row.patient_id for row in rows])}
    return tuple(
        UnprintedLetter(
            letter_id=row.id,
            patient=people[row.patient_id],
            kind=row.kind,
            subject=row.subject,
            created_at=row.created_at,
            to_sign=not row.signed and row.kind in signed_kinds(),
        )
        for row in rows
    )


def _to_sign(session: Session, mine: int | None) -> int:
    return letter_queries.count_waiting(session, LetterQueue.TO_SIGN, signed_kinds(), mine)
