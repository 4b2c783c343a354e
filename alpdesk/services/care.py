"""The audit of care: what became of the low ALP of a period (``desk.care``)."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from typing import TypeVar

from pydantic import BaseModel
from sqlalchemy.orm import Session

from alpdesk.domain.assessment import AlpVerdict, Persistence, Severity
from alpdesk.domain.care_audit import AnswerLine, CareAudit, CareLines, LowLine, Started, Waits, audit
from alpdesk.domain.counted import counted_alps
from alpdesk.domain.records import Decision, Flag, Record
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Cancelled, Context, Progress, never, unwatched
from alpdesk.services.impact import turned_by_people
from alpdesk.services.judging import choice
from alpdesk.services.waiting import PatientSummary, summaries
from alpdesk.store import care as queries, clinic, decisions, patients
from alpdesk.store.care import Shown, Standing

_CHUNK = 400
_ASFOTASE = "asfotase_alfa"
_STILL_LOW = {str(one) for one in (Flag.LOW, Flag.SUSPENDED, *Severity)}
T = TypeVar("T")


class WaitingLow(Record):
    """A low that nobody has answered, as a list shows it."""

    patient: PatientSummary
    value: str
    unit: str
    flag: Flag
    waits: Waits


class AuditOfCare(Record):
    """The audit of a period with the names its lists need. ``signed`` are answers by each clinician, most first.

    ``listed`` are the lows that waited longest; ``audit.unanswered`` has all of them.
    """

    audit: CareAudit
    listed: tuple[WaitingLow, ...] = ()
    signed: tuple[tuple[str, int], ...] = ()


class Care:
    """How the lows of a period were cared for."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def audit(
        self,
        start: date,
        end: date,
        *,
        limit: int = 500,
        progress: Progress = unwatched,
        cancelled: Cancelled = never,
    ) -> AuditOfCare:
        """Count what became of the lows sampled from ``start`` to ``end``; nothing is written."""
        if start > end:
            raise AlpdeskError("The period ends before it begins.")
        with self._context.database.read() as session:
            lines = _Reading(session, self._context, progress, cancelled).lines(start, end)
            found = audit(start, end, self._context.today(), lines, self._context.rules)
            names = clinic.user_names(session)
            signed = ((names.get(key, ""), count) for key, count in found.signed.items())
            progress(100, 100)
            return AuditOfCare(
                audit=found,
                listed=_listed(session, found.unanswered[:limit]),
                signed=tuple(sorted(signed, key=lambda each: (-each[1], each[0]))),
            )


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    """Return rows for a spreadsheet, with no cell that it would run."""
    from alpdesk.exchange.long_form import cell

    written = StringIO()
    csv.writer(written, lineterminator="\n").writerows([cell(text) for text in row] for row in rows)
    return written.getvalue()


class _Reading:
    """Reads what an audit is counted from, some patients at a time."""

    def __init__(self, session: Session, context: Context, progress: Progress, cancelled: Cancelled) -> None:
        self._session, self._context = session, context
        self._progress, self._cancelled = progress, cancelled

    def lines(self, start: date, end: date) -> CareLines:
        """Return the lines of a period."""
        self._go_on(0)
        lows = self._lows(queries.shown_lows(self._session, start, end))
        started = tuple(self._started(start, end))
        people = sorted({low.patient_id for low in lows} | {each.patient_id for each in started})
        answers, chosen = list[AnswerLine](), choice(self._session)
        samples: defaultdict[int, set[date]] = defaultdict(set)
        marked: defaultdict[int, set[date]] = defaultdict(set)
        for done, some in _chunks(people):
            self._go_on(50 + 50 * done // len(people))
            answers += (_answer(each) for each in decisions.decisions(self._session, some))
            for record in patients.records(self._session, some):
                counted = counted_alps(record, self._context.rules, self._context.today(), chosen)
                samples[record.patient.id or 0].update(alp.collected for alp in counted if alp.is_judged)
            for patient_id, at in queries.marks(self._session, some):
                marked[patient_id].add(_day(at))
        return CareLines(
            lows=lows,
            answers=tuple(answers),
            samples={key: tuple(sorted(days)) for key, days in samples.items()},
            marked={key: tuple(sorted(days)) for key, days in marked.items()},
            started=started,
        )

    def _lows(self, shown: Sequence[Shown]) -> tuple[LowLine, ...]:
        """Return one line a panel and patient: a panel that was moved stays where it was shown, as withdrawn."""
        panels: defaultdict[tuple[int, int], list[Shown]] = defaultdict(list)
        for each in shown:
            panels[each.patient_id, each.panel_id].append(each)
        treated = self._under_asfotase([each for each in shown if each.flag is Flag.SUSPENDED])
        first = min((each.made_at for each in shown), default=None)
        turned = {} if first is None else turned_by_people(self._session, first)
        standing: dict[int, Standing] = {}
        keys = sorted({panel_id for _, panel_id in panels})
        for done, some in _chunks(keys):
            self._go_on(50 * done // len(keys))
            standing.update(queries.standing_alps(self._session, some))
        return tuple(
            _low(group, standing.get(panel_id), turned.get((patient_id, panel_id), ""))
            for (patient_id, panel_id), group in panels.items()
            if not all(each.id in treated for each in group)
        )

    def _under_asfotase(self, suspended: Sequence[Shown]) -> set[int]:
        """Return the suspended assessments that wait for the sake of an alert alone."""
        bodies: dict[int, str] = {}
        for _, some in _chunks([each.id for each in suspended]):
            bodies.update(queries.values(self._session, some))
        return {key for key, body in bodies.items() if _verdict(body).suspended == _ASFOTASE}

    def _started(self, start: date, end: date) -> Iterator[Started]:
        rules = self._context.rules
        classes = rules.audit.rules.antiresorptive_classes
        for each in queries.begun(self._session, start, end):
            if (each.kind or rules.class_of(each.name)) in classes:
                yield Started(patient_id=each.patient_id, started=each.started)

    def _go_on(self, percent: int) -> None:
        if self._cancelled():
            raise AlpdeskError("The audit was cancelled before it had counted everything.")
        self._progress(percent, 100)


class _Shown(BaseModel):
    """What is read of an assessment; the rest of its body is not."""

    alp: AlpVerdict


def _verdict(body: str) -> AlpVerdict:
    return _Shown.model_validate_json(body).alp


def _low(group: Sequence[Shown], standing: Standing | None, turned: str) -> LowLine:
    """Return the line of one panel from its assessments, oldest first; ``turned`` by a corrected person."""
    first = group[0]
    return LowLine(
        patient_id=first.patient_id,
        panel_id=first.panel_id,
        collected=first.collected,
        shown_on=min(_day(each.made_at) for each in group),
        first_id=first.id,
        newest_id=group[-1].id,
        suspended=all(each.flag is Flag.SUSPENDED for each in group),
        severity=first.severity,
        persistence=first.persistence,
        persistent=any(each.persistence is Persistence.PERSISTENT for each in group),
        withdrawn=_is_withdrawn(first.patient_id, standing, turned),
    )


def _is_withdrawn(patient_id: int, standing: Standing | None, turned: str) -> bool:
    """Say whether what was shown is no longer this patient's, or no longer low since value or person was corrected."""
    if standing is None or standing.patient_id != patient_id:
        return True
    if standing.corrected:
        return standing.flag not in (Flag.LOW, Flag.SUSPENDED)
    return bool(turned) and turned not in _STILL_LOW


def _answer(decision: Decision) -> AnswerLine:
    signed = decision.signed_at
    return AnswerLine(
        patient_id=decision.patient_id,
        assessment_id=decision.assessment_id,
        kind=decision.kind,
        cause=decision.cause,
        signed_by=decision.signed_by,
        signed_on=date.max if signed is None else _day(signed),
    )


def _listed(session: Session, waiting: Sequence[Waits]) -> tuple[WaitingLow, ...]:
    people = {one.id: one for one in summaries(session, list({each.low.patient_id: None for each in waiting}))}
    bodies = queries.values(session, [each.low.newest_id for each in waiting])
    return tuple(_waiting(each, people, _verdict(bodies[each.low.newest_id])) for each in waiting)


def _waiting(waits: Waits, people: dict[int, PatientSummary], alp: AlpVerdict) -> WaitingLow:
    return WaitingLow(patient=people[waits.low.patient_id], value=alp.value, unit=alp.unit, flag=alp.flag, waits=waits)


def _chunks(items: Sequence[T]) -> Iterable[tuple[int, Sequence[T]]]:
    return ((start, items[start : start + _CHUNK]) for start in range(0, len(items), _CHUNK))


def _day(instant: datetime) -> date:
    """Return the calendar date of an instant where the clinic stands."""
    return instant.astimezone().date()
