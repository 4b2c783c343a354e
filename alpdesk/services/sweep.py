"""The safety net: whatever is pressing and nobody has answered, found from the record itself and from no list."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from alpdesk.domain.ages import Age, day_reached, years
from alpdesk.domain.alp import ALP, read_alp
from alpdesk.domain.assessment import PRESSING, Assessment, Persistence, Severity
from alpdesk.domain.facts import Facts
from alpdesk.domain.history import History
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.readings import suspected_slip
from alpdesk.domain.records import (
    Comparator,
    Flag,
    Panel,
    PanelWithResults,
    Patient,
    PatientRecord,
    Result,
    Specimen,
)
from alpdesk.domain.rules import ProfileChoice, RuleBook
from alpdesk.domain.units import read_quantity, read_value
from alpdesk.errors import AlpdeskError
from alpdesk.services.alarming import alarming
from alpdesk.services.context import Cancelled, Context, Progress
from alpdesk.services.judging import as_records, asking_panels, choice, judge_with, run_began
from alpdesk.services.worklist import HitKind, SweepHit
from alpdesk.store import decisions, patients, worklist as queries
from alpdesk.store.worklist import AlpLine

_CHUNK = 100
_KINDS = tuple(HitKind)
_SCREENED = 20_000
_BORN = date(1900, 1, 1)
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
    """Look through every value there is, then at the people of whom something has no answer."""
    with context.database.read() as session:
        chosen = choice(session)
        candidates = _screen(session, context.rules, chosen, progress, cancelled)
        hits: list[SweepHit] = []
        for start in range(0, len(candidates), _CHUNK):
            _go_on(cancelled)
            progress(50 + 50 * start // len(candidates), 100)
            hits += _judged(session, context, candidates[start : start + _CHUNK], chosen)
    progress(100, 100)
    return tuple(sorted(hits, key=_worst_first))


def _worst_first(hit: SweepHit) -> tuple[int, int, str]:
    return _PERSISTENCE.index(hit.persistence), _SEVERITY.index(hit.severity), hit.patient_number


def _screen(
    session: Session, rules: RuleBook, chosen: ProfileChoice, progress: Progress, cancelled: Cancelled
) -> list[tuple[int, list[int]]]:
    """Return who has an ALP that is or may be low, or may not be read, or a value alerts look at; and where."""
    total, found = queries.count_alp(session), dict[int, list[int]]()
    ceiling, doubt = _Ceiling(rules), _Doubt(rules)
    for done, line in enumerate(queries.alp_lines(session)):
        if done % _SCREENED == 0:
            _go_on(cancelled)
            progress(50 * done // max(total, 1), 100)
        if doubt.allows(line) or (ceiling.allows_low(line) and _may_be_low(line, rules, chosen)):
            found.setdefault(line.patient_id, []).append(line.panel_id)
    for patient_id, panel_id in alarming(session, rules):
        found.setdefault(patient_id, []).append(panel_id)
    return list(found.items())


def _may_be_low(line: AlpLine, rules: RuleBook, chosen: ProfileChoice) -> bool:
    patient, panel, result = as_records(line)
    alp = read_alp(result, panel, patient, rules, chosen)
    return alp.flag is Flag.LOW or alp.may_be_low


class _Doubt:
    """Whether an ALP could be one that may not be read: by its tube, or by a number that reads like another unit."""

    def __init__(self, rules: RuleBook) -> None:
        self._analyte = rules.analytes[ALP]
        self._tubes = {one for one in Specimen if _wrong(one, rules)}

    def allows(self, line: AlpLine) -> bool:
        """Say whether a value needs a closer look."""
        if line.specimen in self._tubes:
            return True
        unit = self._analyte.find_unit(line.unit)
        return unit is not None and suspected_slip(self._analyte, unit.code, read_quantity(line.value)) is not None


def _wrong(tube: Specimen, rules: RuleBook) -> bool:
    """Say whether the rule book lets no ALP of a tube be read."""
    panel = Panel(collected=_BORN, specimen=tube)
    sample = PanelWithResults(panel=panel, results=(Result(analyte=ALP, value="1", unit=rules.analytes[ALP].unit),))
    somebody = Patient(number="1", family_name="-", birth_date=_BORN)
    history = History(PatientRecord(patient=somebody, panels=(sample,)), rules, _BORN)
    facts = Facts(history, panel, history.alps()[0])
    tubes = (each for each in rules.severity.suspensions if each.reason == "wrong_tube")
    return any(rules.alerts[each.alert].when.holds(facts) for each in tubes)


class _Ceiling:
    """The highest lower limit any profile has for an age: most values lie above it and need no closer look."""

    def __init__(self, rules: RuleBook) -> None:
        self._rules = rules
        self._at_age: dict[int, Decimal] = {}

    def allows_low(self, line: AlpLine) -> bool:
        """Say whether a value could be low; words without a number cannot."""
        if line.canonical is None:
            return any(letter.isdigit() for letter in line.value)
        if line.comparator in (Comparator.BELOW, Comparator.AT_MOST) or line.canonical <= self._highest(
            years(line.birth_date, line.collected)
        ):
            return True
        number = None if line.low is None else read_value(line.value)[1]
        return number is not None and line.low is not None and number <= line.low

    def _highest(self, age: int) -> Decimal:
        if age not in self._at_age:
            self._at_age[age] = max(_limits(self._rules, age), default=Decimal(0))
        return self._at_age[age]


def _limits(rules: RuleBook, age: int) -> Iterator[Decimal]:
    """Yield every lower limit in the canonical unit that can apply at some time of this year of life."""
    analyte, begins, ends = (
        rules.analytes[ALP],
        day_reached(_BORN, Age(age, "y")),
        day_reached(_BORN, Age(age + 1, "y")),
    )
    for profile in rules.profiles.values():
        unit = analyte.unit_of(profile.unit)
        for row in profile.intervals:
            over = row.age_to is not None and day_reached(_BORN, row.age_to) <= begins
            if not over and day_reached(_BORN, row.age_from) < ends:
                yield analyte.to_canonical(Quantity(Comparator.EXACT, row.low), unit).number


def _judged(
    session: Session, context: Context, found: list[tuple[int, list[int]]], chosen: ProfileChoice
) -> Iterator[SweepHit]:
    answered = _Answers(session, [patient_id for patient_id, _ in found])
    waiting = [key for key, panels in found if not all(answered.covers(key, panel) for panel in panels)]
    for record in patients.records(session, waiting):
        asks = asking_panels(context, record, chosen)
        still_open = [both for both in asks if not answered.covers(record.patient.id or 0, both.panel.id or 0)]
        if still_open:
            yield _hit(context, record, still_open, chosen).model_copy(
                update={"on_list": all(answered.was_shown(both.panel.id or 0) for both in still_open)}
            )


class _Answers:
    """Which panels of some people somebody has answered for."""

    def __init__(self, session: Session, keys: list[int]) -> None:
        self._shown = decisions.newest_to_answer(session, keys)
        self._signed = decisions.newest_signed(session, keys)

    def was_shown(self, panel_id: int) -> bool:
        """Say whether somebody was asked to answer a panel."""
        return panel_id in self._shown

    def covers(self, patient_id: int, panel_id: int) -> bool:
        """Say whether a low was answered; one never shown to anybody is not, whatever else was signed."""
        shown, signed = self._shown.get(panel_id), self._signed.get(patient_id)
        return shown is not None and signed is not None and shown <= signed


def _hit(context: Context, record: PatientRecord, waiting: list[PanelWithResults], chosen: ProfileChoice) -> SweepHit:
    """Tell of the newest low; where none waits, of the newest ALP that may not be read, else of the newest alerts."""
    shown = [(both, judge_with(context, record, both, chosen)) for both in reversed(waiting)]
    both, told = min(shown, key=lambda pair: _KINDS.index(_kind(pair[1])))
    alp = told.alp
    return SweepHit(
        patient_id=record.patient.id or 0,
        patient_number=record.patient.number,
        persistence=alp.persistence,
        severity=alp.severity,
        alp=alp,
        since=run_began(context, record, both.panel.collected, chosen) or both.panel.collected,
        kind=_kind(told),
        alerts=tuple(alert.title for alert in told.alerts if alert.urgency in PRESSING),
    )


def _kind(told: Assessment) -> HitKind:
    if told.alp.flag is Flag.LOW:
        return HitKind.LOW
    if told.alp.may_be_low:
        return HitKind.MAY_BE_LOW
    return HitKind.UNREAD if told.alp.unread else HitKind.ALERT


def _go_on(cancelled: Cancelled) -> None:
    if cancelled():
        raise AlpdeskError("The sweep was cancelled before it had seen every record.")
