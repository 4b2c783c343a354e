"""The checklist: which causes to consider, with what speaks for and against each, in a fixed order."""

from collections.abc import Iterable
from dataclasses import dataclass

from alpdesk.domain.assessment import ChecklistItem, Urgency
from alpdesk.domain.conditions import Condition
from alpdesk.domain.facts import Facts
from alpdesk.domain.records import Flag
from alpdesk.domain.rules import Cause

_URGENCIES = list(Urgency)
_PRESSING = {Urgency.EMERGENCY, Urgency.URGENT}
_SPURIOUS = "spurious"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A cause with what was found for it."""

    cause: Cause
    urgency: Urgency
    supports: tuple[str, ...]
    against: tuple[str, ...]
    missing: tuple[str, ...]
    objective: int


def checklist(facts: Facts) -> tuple[Weighed, ...]:
    """Return the causes to consider, in order; empty while the checklist is closed."""
    if not _opens(facts):
        return ()
    named = _named(facts)
    weighed = [w for cause in facts.rules.causes.values() if (w := _weigh(cause, facts, named)) is not None]
    preferred = {cause for alert in facts.fired for cause in facts.rules.alerts[alert].prefers}
    return tuple(sorted(weighed, key=lambda w: _place(w, named, preferred)))


def shown(weighed: Iterable[Weighed]) -> tuple[ChecklistItem, ...]:
    """Return the checklist as it is shown and kept."""
    return tuple(_item(each) for each in weighed)


def _opens(facts: Facts) -> bool:
    if facts.suspended is not None or (facts.alp is not None and facts.alp.flag is Flag.LOW):
        return True
    return any(facts.rules.alerts[alert].opens_checklist for alert in facts.fired)


def _named(facts: Facts) -> set[str]:
    firing = (facts.rules.alerts[alert] for alert in facts.fired)
    return {rule.cause for rule in firing if rule.cause is not None and rule.urgency in _PRESSING}


def _weigh(cause: Cause, facts: Facts, named: set[str]) -> Weighed | None:
    """Return ``None`` for a cause that is not to be listed."""
    if cause.id not in named:
        if facts.suspended is not None and cause.group != _SPURIOUS:
            return None
        if cause.listed is not None and not cause.listed.holds(facts):
            return None
    if any(condition.holds(facts) for condition in cause.contradicts):
        return None
    weighed = _weighed(cause, facts)
    low = facts.suspended is not None or (facts.alp is not None and facts.alp.flag is Flag.LOW)
    return weighed if low or weighed.supports or cause.id in named else None


def _weighed(cause: Cause, facts: Facts) -> Weighed:
    held, missing = _sort_out(cause.supports, facts)
    against, unsettled = _sort_out(cause.against, facts)
    return Weighed(
        cause=cause,
        urgency=_urgency(cause, facts),
        supports=_texts(held, facts),
        against=_texts(against, facts),
        missing=tuple(dict.fromkeys((*missing, *unsettled, *cause.ask))),
        objective=sum(condition.is_objective(facts) for condition in held),
    )


def _urgency(cause: Cause, facts: Facts) -> Urgency:
    """Return the cause's own urgency, or the most pressing one that the record calls for."""
    raised = (step.urgency for step in cause.escalate if step.when.holds(facts))
    return min((cause.urgency, *raised), key=_URGENCIES.index)


def _sort_out(conditions: Iterable[Condition], facts: Facts) -> tuple[list[Condition], list[str]]:
    """Return the conditions that hold, and what would have to be known for the others."""
    held: list[Condition] = []
    asked: list[str] = []
    for condition in conditions:
        answer = condition.holds(facts)
        if answer:
            held.append(condition)
        elif answer is None:
            asked += condition.asks(facts)
    return held, asked


def _texts(conditions: Iterable[Condition], facts: Facts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(condition.sentence(facts) for condition in conditions))


def _place(weighed: Weighed, named: set[str], preferred: set[str]) -> tuple[int, int, int]:
    """Return the place in the list; equal places keep the order of the rule book."""
    return _rank(weighed, named, preferred), -weighed.objective, _URGENCIES.index(weighed.urgency)


def _rank(weighed: Weighed, named: set[str], preferred: set[str]) -> int:
    cause = weighed.cause
    if cause.id in named:
        return 0
    if not weighed.supports:
        return 5
    if cause.group == _SPURIOUS:
        return 1
    if not weighed.objective:
        return 4
    return 2 if cause.id in preferred else 3


def _item(weighed: Weighed) -> ChecklistItem:
    cause = weighed.cause
    return ChecklistItem(
        cause=cause.id,
        title=cause.title,
        group=cause.group,
        urgency=weighed.urgency,
        why=cause.why,
        supports=weighed.supports,
        against=weighed.against,
        missing=weighed.missing,
        next=cause.next,
        sources=cause.sources,
        edition=cause.edition,
    )
