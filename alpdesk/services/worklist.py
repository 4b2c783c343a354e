"""What waits today, and the sweep over the whole record that trusts no list."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from pydantic import BaseModel
from sqlalchemy.orm import Session

from alpdesk.domain.assessment import Alert, AlpVerdict, Persistence, Severity, Urgency
from alpdesk.domain.records import Flag, Instant, LetterKind, Record
from alpdesk.services.context import Cancelled, Context, Progress, never, unwatched
from alpdesk.services.waiting import PatientSummary, summaries, summary
from alpdesk.store import patients, worklist as queries
from alpdesk.store.decisions import Waiting
from alpdesk.store.patients import Line
from alpdesk.store.tables import AssessmentRow, RecallRow

_DAY = timedelta(days=1)
_AHEAD = timedelta(days=7)


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
    """A patient with a low ALP nobody has answered. ``alp`` is the newest such value, ``since`` the run's start."""

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
        day = day or self._context.today()
        with self._context.database.read() as session:
            return Today(
                day=day,
                unanswered=_open_lows(session, day, limit),
                due=_items(session, day, queries.due(session, day, day + _AHEAD, limit)),
                overdue=_items(session, day, queries.due(session, None, day - _DAY, limit)),
                letters=_letters(session, limit),
                counts=Counts(
                    unanswered=queries.count_unanswered(session),
                    due=queries.count_due(session, day, day + _AHEAD),
                    overdue=queries.count_due(session, None, day - _DAY),
                    letters=queries.count_letters(session),
                ),
            )

    def sweep(self, progress: Progress = unwatched, cancelled: Cancelled = never) -> tuple[SweepHit, ...]:
        """Search the whole record for low ALP that nobody has answered, persistent ones first."""
        from alpdesk.services.sweep import sweep

        return sweep(self._context, progress, cancelled)


class _Shown(BaseModel):
    """What a list needs of an assessment; the rest of its body is not read."""

    alp: AlpVerdict
    alerts: tuple[Alert, ...]


def _open_lows(session: Session, day: date, limit: int) -> tuple[OpenLow, ...]:
    rows = queries.newest_unanswered(session, limit)
    people = patients.lines(session, [row.patient_id for row, _ in rows])
    return tuple(_open_low(row, urgency, people[row.patient_id], day) for row, urgency in rows)


def _open_low(row: AssessmentRow, urgency: Urgency, patient: Line, day: date) -> OpenLow:
    shown = _Shown.model_validate_json(row.body)
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
        alerts=tuple(alert.title for alert in shown.alerts if alert.urgency is not Urgency.INFO),
        waiting_days=max((day - row.made_at.astimezone().date()).days, 0),
    )


def _items(session: Session, day: date, rows: Sequence[tuple[RecallRow, str]]) -> tuple[DueItem, ...]:
    people = {one.id: one for one in summaries(session, [recall.patient_id for recall, _ in rows])}
    return tuple(_item(recall, template, people[recall.patient_id], day) for recall, template in rows)


def _item(recall: RecallRow, template: str, patient: PatientSummary, day: date) -> DueItem:
    return DueItem(
        recall_id=recall.id or 0,
        patient=patient,
        title=recall.title,
        tests=recall.tests,
        template=template,
        not_before=recall.not_before,
        due=recall.due,
        overdue_days=max((day - recall.due).days, 0),
    )


def _letters(session: Session, limit: int) -> tuple[UnprintedLetter, ...]:
    rows = queries.unprinted(session, limit)
    people = {one.id: one for one in summaries(session, [row.patient_id for row in rows])}
    return tuple(
        UnprintedLetter(
            letter_id=row.id,
            patient=people[row.patient_id],
            kind=row.kind,
            subject=row.subject,
            created_at=row.created_at,
        )
        for row in rows
    )
