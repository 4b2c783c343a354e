"""An audit of care: what became of the low ALP of a period, counted from the record and by a written standard."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from alpdesk.domain.assessment import Persistence, Severity
from alpdesk.domain.care_standards import MeasureId
from alpdesk.domain.records import DecisionKind, Record
from alpdesk.domain.rules import RuleBook

_CONSIDERED = frozenset({DecisionKind.EXPLAINED, DecisionKind.WORK_UP, DecisionKind.REFER})
_TENTH = 10
T = TypeVar("T")


class AnswerLine(Record):
    """One signed decision: it answers every assessment of the patient up to its own."""

    patient_id: int
    assessment_id: int
    kind: DecisionKind
    cause: str = ""
    signed_by: int | None = None
    signed_on: date


class LowLine(Record):
    """One ALP sample that was shown as low, or as not to be read.

    ``first_id`` and ``newest_id`` are the first and the newest assessment of it that asked for an answer;
    ``persistence`` is what was said first, ``persistent`` whether it was ever said to be persistent.
    """

    patient_id: int
    panel_id: int
    collected: date
    shown_on: date
    first_id: int
    newest_id: int
    suspended: bool = False
    severity: Severity | None = None
    persistence: Persistence = Persistence.SINGLE
    persistent: bool = False
    withdrawn: bool = False


class Started(Record):
    """An antiresorptive that was begun in the period."""

    patient_id: int
    started: date


class CareLines(Record):
    """What an audit is counted from. ``samples`` are the days of standing ALP, ``marked`` those of checklist marks."""

    lows: tuple[LowLine, ...] = ()
    answers: tuple[AnswerLine, ...] = ()
    samples: dict[int, tuple[date, ...]] = {}
    marked: dict[int, tuple[date, ...]] = {}
    started: tuple[Started, ...] = ()


class Repeat(StrEnum):
    """What became of the repeat of a first low."""

    IN_TIME = "in_time"
    EARLY = "early"
    LATE = "late"
    NEVER = "never"
    OPEN = "open"


class Measure(Record):
    """``count`` of ``of``; a measure about nobody has no share."""

    id: MeasureId
    count: int
    of: int

    @property
    def share(self) -> float | None:
        """Return the share in percent."""
        return None if self.of == 0 else 100 * self.count / self.of


class Waits(Record):
    """A low that is not answered, with the days since it was first shown."""

    low: LowLine
    days: int


class CareAudit(Record):
    """What became of the low ALP sampled from ``start`` to ``end``, as the record stood on ``as_of``.

    Lows that were withdrawn, because value or person was corrected, or it was voided or moved, are in no other number.
    ``days_to_answer`` are sorted; lows without an answer have none. ``signed`` counts the answers of each user.
    """

    start: date
    end: date
    as_of: date
    lows: int = 0
    patients: int = 0
    suspended: int = 0
    withdrawn: int = 0
    measures: tuple[Measure, ...] = ()
    days_to_answer: tuple[int, ...] = ()
    repeats: dict[Repeat, int] = {}
    unanswered: tuple[Waits, ...] = ()
    signed: dict[int, int] = {}

    @property
    def median(self) -> int | None:
        """Return the days within which half of the answered lows were answered."""
        return self._within(_TENTH // 2)

    @property
    def nine_of_ten(self) -> int | None:
        """Return the days within which nine of ten answered lows were answered."""
        return self._within(_TENTH - 1)

    def _within(self, tenths: int) -> int | None:
        days = self.days_to_answer
        return days[-(-len(days) * tenths // _TENTH) - 1] if days else None


def audit(start: date, end: date, as_of: date, lines: CareLines, rules: RuleBook) -> CareAudit:
    """Count what became of the lows of a period."""
    return _Counting(as_of, lines, rules).audit(start, end)


class _Counting:
    def __init__(self, as_of: date, lines: CareLines, rules: RuleBook) -> None:
        self._as_of, self._lines, self._standard = as_of, lines, rules.audit.rules
        self._gap = rules.monitoring[self._standard.repeat_template].items[0].not_before_days or 0
        self._answers = _by_patient(lines.answers)
        standing = [low for low in lines.lows if not low.withdrawn]
        self._lows = [low for low in standing if not low.suspended]
        self._suspended = [low for low in standing if low.suspended]

    def audit(self, start: date, end: date) -> CareAudit:
        firsts = [low for low in self._lows if low.persistence is Persistence.SINGLE]
        repeats = Counter(self._repeat(low) for low in firsts)
        days = (self._days(low) for low in self._lows)
        return CareAudit(
            start=start,
            end=end,
            as_of=self._as_of,
            lows=len(self._lows),
            patients=len({low.patient_id for low in self._lows}),
            suspended=len(self._suspended),
            withdrawn=len(self._lines.lows) - len(self._lows) - len(self._suspended),
            measures=tuple(self._measures(repeats)),
            days_to_answer=tuple(sorted(each for each in days if each is not None)),
            repeats=dict(repeats),
            unanswered=self._unanswered(),
            signed=self._signed(),
        )

    def _measures(self, repeats: Mapping[Repeat, int]) -> Iterable[Measure]:
        judged = [
            low for low in self._lows if self._first(low) or self._waited(low) > self._standard.answer_within_days
        ]
        persistent = {low.patient_id for low in self._lows if low.persistent}
        worked_up = {low.patient_id for low in self._lows if low.persistent and self._decided(low)}
        closed = sum(repeats.values()) - repeats.get(Repeat.OPEN, 0)
        yield _measure("answered", self._lows, self._answered)
        yield _measure("answered_in_time", judged, self._in_time)
        yield _measure("cause_considered", self._lows, self._considered)
        yield Measure(id="repeated_in_time", count=repeats.get(Repeat.IN_TIME, 0), of=closed)
        yield Measure(id="persistent_worked_up", count=len(worked_up), of=len(persistent))
        yield _measure("antiresorptive_prior", self._lines.started, self._had_one)
        yield _measure("suspended_answered", self._suspended, self._answered)

    # Answers

    def _first(self, low: LowLine) -> AnswerLine | None:
        """Return the first answer to what was shown first."""
        covering = (each for each in self._answers.get(low.patient_id, ()) if each.assessment_id >= low.first_id)
        return min(covering, key=lambda each: each.signed_on, default=None)

    def _answered(self, low: LowLine) -> bool:
        """Say whether everything that was shown of a low has an answer."""
        return any(each.assessment_id >= low.newest_id for each in self._answers.get(low.patient_id, ()))

    def _days(self, low: LowLine) -> int | None:
        first = self._first(low)
        return None if first is None else max((first.signed_on - low.shown_on).days, 0)

    def _waited(self, low: LowLine) -> int:
        return (self._as_of - low.shown_on).days

    def _in_time(self, low: LowLine) -> bool:
        days = self._days(low)
        return days is not None and days <= self._standard.answer_within_days

    def _decided(self, low: LowLine) -> bool:
        answers = self._answers.get(low.patient_id, ())
        return any(each.assessment_id >= low.first_id and each.kind in _CONSIDERED for each in answers)

    def _considered(self, low: LowLine) -> bool:
        named = any(each.cause for each in self._answers.get(low.patient_id, ()) if each.assessment_id >= low.first_id)
        marks = self._lines.marked.get(low.patient_id, ())
        return named or self._decided(low) or any(day >= low.shown_on for day in marks)

    def _unanswered(self) -> tuple[Waits, ...]:
        waiting = [low for low in (*self._lows, *self._suspended) if not self._answered(low)]
        return tuple(sorted((Waits(low=low, days=max(self._waited(low), 0)) for low in waiting), key=_longest_first))

    def _signed(self) -> dict[int, int]:
        firsts = (self._first(low) for low in self._lows)
        return dict(Counter(each.signed_by for each in firsts if each is not None and each.signed_by is not None))

    # Samples

    def _repeat(self, low: LowLine) -> Repeat:
        """Say when the next samples after a first low were taken."""
        opens = low.collected + timedelta(days=self._gap)
        closes = low.collected + timedelta(days=self._standard.repeat_until_days)
        later = [day for day in self._lines.samples.get(low.patient_id, ()) if day > low.collected]
        if any(opens <= day <= closes for day in later):
            return Repeat.IN_TIME
        if self._as_of <= closes:
            return Repeat.OPEN
        if any(day > closes for day in later):
            return Repeat.LATE
        return Repeat.EARLY if later else Repeat.NEVER

    def _had_one(self, medicine: Started) -> bool:
        return any(day <= medicine.started for day in self._lines.samples.get(medicine.patient_id, ()))


def _measure(name: MeasureId, among: Sequence[T], holds: Callable[[T], bool]) -> Measure:
    return Measure(id=name, count=sum(map(holds, among)), of=len(among))


def _by_patient(answers: Iterable[AnswerLine]) -> dict[int, list[AnswerLine]]:
    found: dict[int, list[AnswerLine]] = {}
    for each in answers:
        found.setdefault(each.patient_id, []).append(each)
    return found


def _longest_first(waits: Waits) -> tuple[bool, int, int]:
    return not waits.low.persistent, -waits.days, waits.low.panel_id
