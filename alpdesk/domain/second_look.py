"""Which values are typed a second time before they are kept, and which two rows look swapped. Slips of typing only."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from alpdesk.domain.conditions import AllOf, AnyOf, Condition
from alpdesk.domain.judging import ResultVerdict
from alpdesk.domain.measured import ValueIs
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.records import Flag
from alpdesk.domain.rules import RuleBook

LOW, CRITICAL, DOUBTED = "low", "critical", "doubted"


def reason(analyte: str, verdict: ResultVerdict, rules: RuleBook) -> str:
    """Return why a value is typed again: it is critical, low or doubted; an empty text for the others."""
    wanted = rules.second_look
    if is_critical(analyte, verdict, rules):
        return CRITICAL
    if analyte in wanted.low and verdict.flag is Flag.LOW:
        return LOW
    return DOUBTED if any(question.kind in wanted.questions for question in verdict.questions) else ""


def is_critical(analyte: str, verdict: ResultVerdict, rules: RuleBook) -> bool:
    """Say whether the value alone makes one of the alerts speak that ask for a second look."""
    if verdict.canonical is None:
        return False
    value, known = Quantity(verdict.comparator, verdict.canonical), rules.analyte(analyte)
    conditions = (each for alert in rules.second_look.alerts for each in _values(rules.alerts[alert].when))
    mine = (each for each in conditions if each.analyte == analyte and not each.adjusted)
    return any(each.hold(known.convert(value, each.unit)) for each in mine)


def _values(condition: Condition) -> Iterable[ValueIs]:
    if isinstance(condition, ValueIs):
        yield condition
    elif isinstance(condition, AnyOf | AllOf):
        for part in condition.of:
            yield from _values(part)


class TypedRow(NamedTuple):
    """One typed number, its row's interval and last value, all in the unit of the row."""

    analyte: str
    number: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    previous: Decimal | None = None

    @property
    def has_measure(self) -> bool:
        """Whether there is anything to hold a number against."""
        return self.low is not None or self.high is not None or self.previous is not None


def swapped(rows: Sequence[TypedRow], within_percent: Decimal) -> tuple[tuple[str, str], ...]:
    """Return the neighbours of which each value fits the other row and not its own."""
    return tuple((one.analyte, two.analyte) for one, two in pairwise(rows) if _crossed(one, two, within_percent))


def _crossed(one: TypedRow, two: TypedRow, within: Decimal) -> bool:
    if not (one.has_measure and two.has_measure):
        return False
    own = _fits(one.number, one, within) or _fits(two.number, two, within)
    return not own and _fits(one.number, two, within) and _fits(two.number, one, within)


def _fits(number: Decimal, row: TypedRow, within: Decimal) -> bool:
    """Say whether a number lies in a row's interval or near its last value."""
    if row.previous is not None and abs(number - row.previous) * 100 <= within * abs(row.previous):
        return True
    if row.low is None and row.high is None:
        return False
    return (row.low is None or number >= row.low) and (row.high is None or number <= row.high)
