"""The safety net: every low ALP that nobody has answered, found from the record itself and from no list."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from alpdesk.domain.ages import day_reached, has_reached
from alpdesk.domain.alp import ALP, read_alp
from alpdesk.domain.assessment import Persistence, Severity
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.records import Comparator, Flag, Panel, PatientRecord
from alpdesk.domain.rules import ProfileChoice, RuleBook
from alpdesk.domain.units import read_value
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Cancelled, Context, Progress
from alpdesk.services.judging import choice, judge_with
from alpdesk.services.worklist import SweepHit
from alpdesk.store import decisions, patients, worklist as queries
from alpdesk.store.worklist import AlpLine

_CHUNK = 100
_SCREENED = 20_000
_PERSISTENCE = (
    Persistence.PERSISTENT,
    Persistence.FORMERLY_PERSISTENT,
    Persistence.FLUCTUATING,
    Persistence.SINGLE,
    Persistence.RESOLVED,
    Persistence.NONE,
)
_SEVERITY = (Severity.VERY_LOW, Severity.MARKEDLY_LOW, Severity.LOW, None)


def sweep(context: Context, progress: Progress, cancelled: Cancelled) -> tuple[SweepHit, ...]:
    """Screen every ALP by the highest limit that could apply, then judge those people in full."""
    with context.database.read() as session:
        candidates = _screen(session, context.rules, progress, cancelled)
        chosen = choice(session)
        hits: list[SweepHit] = []
        for start in range(0, len(candidates), _CHUNK):
            _go_on(cancelled)
            progress(50 + 50 * start // len(candidates), 100)
            hits += _judged(session, context, candidates[start : start + _CHUNK], chosen)
    progress(100, 100)
    return tuple(sorted(hits, key=_worst_first))


def _worst_first(hit: SweepHit) -> tuple[int, int, str]:
    return _PERSISTENCE.index(hit.persistence), _SEVERITY.index(hit.severity), hit.patient_number


def _screen(session: Session, rules: RuleBook, progress: Progress, cancelled: Cancelled) -> list[int]:
    """Return who has an ALP that could be low by any interval there is."""
    total, found = queries.count_alp(session), dict[int, None]()
    ceiling = _Ceiling(rules)
    for done, line in enumerate(queries.alp_lines(session)):
        if done % _SCREENED == 0:
            _go_on(cancelled)
            progress(50 * done // max(total, 1), 100)
        if ceiling.allows_low(line):
            found[line.patient_id] = None
    return list(found)


class _Ceiling:
    """The highest lower limit of any profile, for adults and for everybody."""

    def __init__(self, rules: RuleBook) -> None:
        self._adult_from = rules.defaults.adult_from
        limits = list(_limits(rules))
        self._any = max(low for _, low in limits)
        self._adult = max(low for for_adults, low in limits if for_adults)

    def allows_low(self, line: AlpLine) -> bool:
        """Say whether a value could be low; what cannot be read cannot."""
        if line.canonical is None or line.comparator in (Comparator.ABOVE, Comparator.AT_LEAST):
            return False
        adult = has_reached(line.birth_date, line.collected, self._adult_from)
        if line.canonical <= (self._adult if adult else self._any):
            return True
        number = None if line.low is None else read_value(line.value)[1]
        return number is not None and line.low is not None and number <= line.low


def _limits(rules: RuleBook) -> Iterator[tuple[bool, Decimal]]:
    """Yield every lower limit in the canonical unit, and whether it can apply to an adult."""
    analyte, adult_from = rules.analytes[ALP], day_reached(date.min, rules.defaults.adult_from)
    for profile in rules.profiles.values():
        unit = analyte.unit_of(profile.unit)
        for row in profile.intervals:
            for_adults = row.age_to is None or day_reached(date.min, row.age_to) > adult_from
            yield for_adults, analyte.to_canonical(Quantity(Comparator.EXACT, row.low), unit).number


def _judged(session: Session, context: Context, keys: list[int], chosen: ProfileChoice) -> list[SweepHit]:
    answered = _Answers(session, keys)
    found = []
    for record in patients.records(session, keys):
        hit = _hit(context, record, answered, chosen)
        if hit is not None:
            found.append(hit)
    return found


class _Answers:
    """Which panels of some people somebody has answered for."""

    def __init__(self, session: Session, keys: list[int]) -> None:
        self._shown = decisions.newest_to_answer(session, keys)
        self._signed = decisions.newest_signed(session, keys)

    def __contains__(self, panel: Panel) -> bool:
        """A low that was never shown to anybody is not answered by a decision about something else."""
        shown, signed = self._shown.get(panel.id), self._signed.get(panel.patient_id)
        return shown is not None and signed is not None and shown <= signed


def _hit(context: Context, record: PatientRecord, answered: _Answers, chosen: ProfileChoice) -> SweepHit | None:
    for both in reversed(record.panels):
        result = both.result(ALP)
        if result is None or both.panel in answered:
            continue
        if read_alp(result, both.panel, record.patient, context.rules, chosen).flag is not Flag.LOW:
            continue
        alp = judge_with(context, record, both, chosen).alp
        if alp.flag is Flag.LOW:
            return SweepHit(
                patient_id=record.patient.id or 0,
                patient_number=record.patient.number,
                persistence=alp.persistence,
                severity=alp.severity,
                alp=alp,
                since=alp.low_since or alp.collected,
            )
    return None


def _go_on(cancelled: Cancelled) -> None:
    if cancelled():
        raise AlpdeskError("The sweep was cancelled before it had seen every record.")
