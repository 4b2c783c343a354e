"""What is due and overdue as lines of a list: for whom, since when, what was tried, what comes next."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from alpdesk.domain.escalation import NextStep, next_step
from alpdesk.domain.followup import Contact
from alpdesk.domain.loop import promised_since
from alpdesk.domain.records import CloseCode, Decision, DecisionKind, MonitoringPlan, Recall, Record
from alpdesk.services.closing import begun, still_missing
from alpdesk.services.context import Context
from alpdesk.services.counting import Counting
from alpdesk.services.planning import gathers
from alpdesk.services.waiting import PatientSummary, summaries
from alpdesk.store import clinic, followup as queries
from alpdesk.store.reading import value
from alpdesk.store.tables import DecisionRow, MonitoringPlanRow, RecallRow

DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)


class DueItem(Record):
    """Something that is due for a patient; ``overdue_days`` is 0 on the day itself and while it is still to come.

    A decision that promised something and never set a date has no ``recall_id``: it is overdue since it was signed.
    ``missing`` are the tests whose results are waited for, of an order and of what is looked at together.
    """

    recall_id: int = 0
    decision_id: int | None = None
    patient: PatientSummary
    title: str = ""
    tests: str = ""
    template: str = ""
    not_before: date | None = None
    due: date
    first_due: date | None = None
    overdue_days: int = 0
    promised: DecisionKind | None = None
    ordered_on: date | None = None
    missing: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    next: NextStep | None = None
    responsible: str = ""

    @property
    def undated(self) -> bool:
        """Say whether nobody ever set a date."""
        return self.recall_id == 0


class ClosedItem(Record):
    """What left the list, with why and through whom: a due item, or an ``answer`` that promised nothing."""

    recall_id: int = 0
    patient: PatientSummary
    title: str = ""
    answer: DecisionKind | None = None
    cause: str = ""
    closed_on: date
    code: CloseCode | None
    reason: str
    closed_by: str = ""


def items(session: Session, context: Context, day: date, rows: Sequence[tuple[RecallRow, str]]) -> tuple[DueItem, ...]:
    """Return open due items as lines, in the order given."""
    people = _people(session, [recall.patient_id for recall, _ in rows])
    tried = queries.contacts(session, [recall.id or 0 for recall, _ in rows])
    answerable = _responsible(session, [recall.patient_id for recall, _ in rows])
    made = (
        _item(context, recall, people[recall.patient_id], tried.get(recall.id or 0, ()), day).model_copy(
            update={
                "template": template,
                "missing": _missing(session, context, recall),
                "responsible": answerable.get(recall.patient_id, ""),
            }
        )
        for recall, template in rows
    )
    return tuple(made)


def overdue(
    session: Session, context: Context, day: date, limit: int, *, weeks: int = 0, mine: int | None = None
) -> tuple[DueItem, ...]:
    """Return what is overdue by at least so many weeks, the oldest first, with the answers that set no date."""
    last = _last_overdue(day, weeks)
    dated = items(session, context, day, queries.open_items(session, None, last, limit, mine))
    ahead = _ahead(day, weeks)
    undated = _undated(session, day, queries.undated(session, _end_of(last), limit, mine, ahead=ahead))
    return tuple(sorted((*dated, *undated), key=lambda one: (one.due, one.recall_id))[:limit])


def count_overdue(session: Session, day: date, *, weeks: int = 0, mine: int | None = None) -> int:
    """Return how much is overdue by at least so many weeks."""
    last = _last_overdue(day, weeks)
    undated = queries.count_undated(session, _end_of(last), mine, ahead=_ahead(day, weeks))
    return queries.count_open(session, None, last, mine) + undated


def closed(session: Session, since: date, limit: int, mine: int | None = None) -> tuple[ClosedItem, ...]:
    """Return what was closed since a day, newest first: due items, and lows whose answer promised nothing."""
    rows = queries.closed_items(session, since, limit, mine)
    people, names = _people(session, [row.patient_id for row in rows]), clinic.user_names(session)
    items = (
        ClosedItem(
            recall_id=row.id or 0,
            patient=people[row.patient_id],
            title=row.title,
            closed_on=row.closed_on or since,
            code=row.close_code,
            reason=row.closed_reason,
            closed_by=names.get(row.closed_by or 0, ""),
        )
        for row in rows
    )
    both = (*items, *_final(session, since, limit, mine, names))
    return tuple(sorted(both, key=lambda one: one.closed_on, reverse=True)[:limit])


def count_closed(session: Session, since: date, mine: int | None = None) -> int:
    """Return how much was closed since a day."""
    return queries.count_closed(session, since, mine) + queries.count_final(session, _start_of(since), mine)


def _final(
    session: Session, since: date, limit: int, mine: int | None, names: Mapping[int, str]
) -> tuple[ClosedItem, ...]:
    rows = queries.final(session, _start_of(since), limit, mine)
    people = _people(session, [row.patient_id for row in rows])
    return tuple(
        ClosedItem(
            patient=people[row.patient_id],
            answer=row.kind,
            cause=row.cause,
            closed_on=since if row.signed_at is None else row.signed_at.astimezone().date(),
            code=None,
            reason=row.reason,
            closed_by=names.get(row.signed_by or 0, ""),
        )
        for row in rows
    )


def _start_of(day: date) -> datetime:
    """Return the instant at which a day of the clinic begins."""
    return datetime.combine(day, time()).astimezone()


def _last_overdue(day: date, weeks: int) -> date:
    return day - max(DAY, weeks * _WEEK)


def _ahead(day: date, weeks: int) -> datetime | None:
    """Return from when on a signature is one of a clock that stood ahead; those are overdue, by no weeks."""
    return None if weeks else _end_of(day)


def _end_of(day: date) -> datetime:
    """Return the instant at which a day of the clinic ends."""
    return datetime.combine(day + DAY, time()).astimezone()


def _people(session: Session, keys: Sequence[int]) -> dict[int, PatientSummary]:
    return {one.id: one for one in summaries(session, tuple(dict.fromkeys(keys)))}


def _responsible(session: Session, keys: Sequence[int]) -> dict[int, str]:
    names = clinic.user_names(session)
    return {patient: names.get(user, "") for patient, user in queries.responsible(session, keys).items()}


def _item(
    context: Context, recall: RecallRow, patient: PatientSummary, tried: tuple[Contact, ...], day: date
) -> DueItem:
    return DueItem(
        recall_id=recall.id or 0,
        decision_id=recall.decision_id,
        patient=patient,
        title=recall.title,
        tests=recall.tests,
        not_before=recall.not_before,
        due=recall.due,
        first_due=recall.first_due,
        overdue_days=max((day - recall.due).days, 0),
        ordered_on=recall.ordered_on,
        contacts=tried,
        next=next_step(context.rules.escalation, recall.due, tried, day, recall.first_due),
    )


def _missing(session: Session, context: Context, recall: RecallRow) -> tuple[str, ...]:
    """An order, and what is looked at together, waits for every one of its tests."""
    return missing_of(session, context, value(Recall, recall))


def missing_of(session: Session, context: Context, recall: Recall) -> tuple[str, ...]:
    """Return which tests of a due item have not come in, where it waits for several."""
    row = None if recall.plan_id is None else session.get(MonitoringPlanRow, recall.plan_id)
    plan = None if row is None else value(MonitoringPlan, row)
    if recall.ordered_on is None and not (len(recall.tests.split()) > 1 and gathers(context.rules, plan, recall)):
        return ()
    since = recall.ordered_on or begun(recall, plan)
    return still_missing(recall.tests.split(), Counting(session, context, recall.patient_id).arrived(recall, since))


def _undated(session: Session, day: date, rows: Sequence[DecisionRow]) -> tuple[DueItem, ...]:
    people = _people(session, [row.patient_id for row in rows])
    answerable = _responsible(session, [row.patient_id for row in rows])
    made = []
    for row in rows:
        since = promised_since(value(Decision, row), day)
        made.append(
            DueItem(
                decision_id=row.id,
                patient=people[row.patient_id],
                due=since,
                overdue_days=(day - since).days,
                promised=row.kind,
                responsible=answerable.get(row.patient_id, ""),
            )
        )
    return tuple(made)
