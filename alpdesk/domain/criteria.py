"""Whether the entered findings meet a published combination; unknown is not absent."""

from alpdesk.domain.ages import has_reached
from alpdesk.domain.assessment import CriteriaResult, CriterionState, Persistence
from alpdesk.domain.facts import Facts
from alpdesk.domain.persistence import Series
from alpdesk.domain.rules import CriteriaSet

_PERSISTED = {Persistence.PERSISTENT, Persistence.FORMERLY_PERSISTENT}


def criteria(facts: Facts, series: Series) -> CriteriaResult | None:
    """Count the items of the set for the patient's age today."""
    chosen = _set_for(facts)
    if chosen is None:
        return None
    items = tuple(
        CriterionState(id=item.id, title=item.title, major=item.major, state=item.when.holds(facts), note=item.note)
        for item in chosen.items
    )
    entry = series.persistence in _PERSISTED or series.contains_persistent
    return CriteriaResult(
        set=chosen.id,
        title=chosen.title,
        met=_met(chosen, items) if entry else False,
        major=_count(items, major=True),
        minor=_count(items, major=False),
        items=items,
        unknown=tuple(item.id for item in items if item.state is None),
        entry=entry,
        citation=chosen.citation,
    )


def _set_for(facts: Facts) -> CriteriaSet | None:
    born, today = facts.patient.birth_date, facts.history.as_of
    for each in facts.rules.criteria.values():
        too_old = each.age_to is not None and has_reached(born, today, each.age_to)
        if has_reached(born, today, each.age_from) and not too_old:
            return each
    return None


def _count(items: tuple[CriterionState, ...], *, major: bool, unknown_too: bool = False) -> int:
    return sum(item.major is major and (item.state is True or (unknown_too and item.state is None)) for item in items)


def _met(chosen: CriteriaSet, items: tuple[CriterionState, ...]) -> bool | None:
    """Return ``None`` while items that are not known could still complete a combination."""
    if _completes(chosen, _count(items, major=True), _count(items, major=False)):
        return True
    majors = _count(items, major=True, unknown_too=True)
    minors = _count(items, major=False, unknown_too=True)
    return None if _completes(chosen, majors, minors) else False


def _completes(chosen: CriteriaSet, majors: int, minors: int) -> bool:
    return any(majors >= each.major and minors >= each.minor for each in chosen.combinations)
