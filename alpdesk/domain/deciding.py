"""What would decide a criteria set: which unknown items, alone or together, could still complete a combination."""

from collections.abc import Iterable, Sequence

from alpdesk.domain.assessment import CriteriaResult, CriterionState
from alpdesk.domain.circumstances import FindingIs
from alpdesk.domain.records import Record
from alpdesk.domain.rules import Combination, CriteriaSet, RuleBook
from alpdesk.domain.substrates import SubstratesRaised


class Need(Record):
    """So many of these major and so many of these minor unknown items, found present, complete a combination."""

    majors: int = 0
    minors: int = 0
    of_majors: tuple[str, ...] = ()
    of_minors: tuple[str, ...] = ()

    @property
    def alone(self) -> bool:
        """Say whether one item is enough."""
        return self.majors + self.minors == 1


class CriteriaSheet(Record):
    """A criteria set as it is worked on: its result, what would decide it, and which finding each item is set by.

    ``complete`` says that the items make a combination, whether or not entry is given. ``persistent_after_days`` is
    what entry asks for: lows that span at least so many days.
    """

    result: CriteriaResult
    complete: bool = False
    needs: tuple[Need, ...] = ()
    findings: dict[str, str] = {}
    caution: str = ""
    persistent_after_days: int = 0


def criteria_sheet(result: CriteriaResult, rules: RuleBook) -> CriteriaSheet:
    """Return what can be said and done about a result; of a set the rule book no longer has, only the result."""
    known = rules.criteria.get(result.set)
    if known is None:
        return CriteriaSheet(result=result)
    return CriteriaSheet(
        result=result,
        complete=any(need.majors + need.minors == 0 for need in _needs(known, result.items)),
        needs=would_decide(known, result.items),
        findings=_findings(known),
        caution=known.caution,
        persistent_after_days=rules.severity.series.persistent_after_days,
    )


def would_decide(chosen: CriteriaSet, items: Sequence[CriterionState]) -> tuple[Need, ...]:
    """Return the least that would complete a combination, fewest items first.

    Nothing is returned when one is complete already, or when none can be completed any more.
    """
    needs = _needs(chosen, items)
    if any(need.majors + need.minors == 0 for need in needs):
        return ()
    possible = [n for n in needs if n.majors <= len(n.of_majors) and n.minors <= len(n.of_minors)]
    least = dict.fromkeys(need for need in possible if not _is_more(need, possible))
    return tuple(sorted(least, key=lambda need: need.majors + need.minors))


def _needs(chosen: CriteriaSet, items: Sequence[CriterionState]) -> list[Need]:
    return [_need(each, items) for each in chosen.combinations]


def _need(combination: Combination, items: Sequence[CriterionState]) -> Need:
    majors = max(combination.major - _present(items, major=True), 0)
    minors = max(combination.minor - _present(items, major=False), 0)
    return Need(
        majors=majors,
        minors=minors,
        of_majors=_unknown(items, major=True) if majors else (),
        of_minors=_unknown(items, major=False) if minors else (),
    )


def _is_more(need: Need, others: Iterable[Need]) -> bool:
    """Say whether something else asks for less of everything."""
    pairs = ((other.majors, other.minors) for other in others)
    mine = (need.majors, need.minors)
    return any(pair != mine and pair[0] <= mine[0] and pair[1] <= mine[1] for pair in pairs)


def _present(items: Iterable[CriterionState], *, major: bool) -> int:
    return sum(item.major is major and item.state is True for item in items)


def _unknown(items: Iterable[CriterionState], *, major: bool) -> tuple[str, ...]:
    return tuple(item.id for item in items if item.major is major and item.state is None)


def _findings(chosen: CriteriaSet) -> dict[str, str]:
    """Return the finding that sets each item; an item that rests on something else cannot be set by hand."""
    settable = (FindingIs, SubstratesRaised)
    return {item.id: item.when.finding for item in chosen.items if isinstance(item.when, settable)}
