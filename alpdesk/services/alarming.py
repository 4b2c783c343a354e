"""Where beside its ALP a record may hold something that presses: found by number, whatever a report printed."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel
from sqlalchemy.orm import Session

from alpdesk.domain.alp import ALP
from alpdesk.domain.analytes import Analyte
from alpdesk.domain.assessment import PRESSING
from alpdesk.domain.circumstances import EventHappened, FindingIs
from alpdesk.domain.measured import ValueIs
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.records import Comparator
from alpdesk.domain.rules import RuleBook
from alpdesk.store import worklist as queries

WHOLE_RECORD = 0  # no panel has this key, so nobody can have answered for it
Span = tuple[Decimal | None, Decimal | None]


def alarming(session: Session, rules: RuleBook) -> Iterator[tuple[int, int]]:
    """Yield patient and panel of whatever a pressing alert may speak of beside ALP.

    That is a value out of its interval; a number that no interval judged, or only the one on its report, unless it
    lies in every interval of the rule book; and the whole record of whoever has a finding or an event that presses.
    """
    pressing = [rule for rule in rules.alerts.values() if rule.urgency in PRESSING]
    inputs = tuple(sorted({name for rule in pressing for name in rule.inputs} - {ALP}))
    yield from queries.out_of_range(session, inputs)
    safe = {name: everywhere_within(rules.analytes[name]) for name in inputs}
    for line in queries.otherwise_judged(session, tuple(sorted(by_number(rules) & set(inputs)))):
        if not _lies_in(line.comparator, line.canonical, safe[line.analyte]):
            yield line.patient_id, line.panel_id
    parts = [part for rule in pressing for part in every_part(rule.when)]
    findings = {part.finding for part in parts if isinstance(part, FindingIs)}
    events = {part.event for part in parts if isinstance(part, EventHappened)}
    for patient_id in queries.known_to_have(session, sorted(findings), sorted(events)):
        yield patient_id, WHOLE_RECORD


def by_number(rules: RuleBook) -> set[str]:
    """Return the analytes of whose numbers a pressing alert speaks; albumin and its like shift one of them."""
    pressing = [rule for rule in rules.alerts.values() if rule.urgency in PRESSING]
    named = {part.analyte for rule in pressing for part in every_part(rule.when) if isinstance(part, ValueIs)}
    adjusting = {
        name for rule in pressing
        if any(isinstance(part, ValueIs) and part.adjusted for part in every_part(rule.when)) for name in rule.inputs
    }  # fmt: skip
    return named | adjusting


def every_part(condition: object) -> Iterator[object]:
    """Yield a condition and everything it is made of."""
    yield condition
    inner = getattr(condition, "of", ())
    for part in inner if isinstance(inner, tuple) else (inner,):
        if isinstance(part, BaseModel):
            yield from every_part(part)


def everywhere_within(analyte: Analyte) -> Span | None:
    """Return, in the canonical unit, what lies in every interval the rule book has for an analyte; nothing may."""
    lows, highs = [], []
    for row in analyte.intervals:
        unit = analyte.unit_of(row.unit)
        lows += [] if row.low is None else [analyte.to_canonical(Quantity(Comparator.EXACT, row.low), unit).number]
        highs += [] if row.high is None else [analyte.to_canonical(Quantity(Comparator.EXACT, row.high), unit).number]
    low, high = max(lows, default=None), min(highs, default=None)
    nothing = not analyte.intervals or (low is not None and high is not None and low > high)
    return None if nothing else (low, high)


def _lies_in(comparator: Comparator, number: Decimal, span: Span | None) -> bool:
    if span is None or comparator is not Comparator.EXACT:
        return False
    low, high = span
    return (low is None or number >= low) and (high is None or number <= high)
