"""What would decide the criteria is named exactly: just enough, and never what can no longer matter."""

from itertools import product

import pytest

from alpdesk.domain.assessment import CriteriaResult, CriterionState
from alpdesk.domain.deciding import Need, criteria_sheet, would_decide
from alpdesk.domain.rules import CriteriaSet, RuleBook

SETS = ("iwg-2024-adult", "iwg-2024-child")


def _items(chosen: CriteriaSet, **states: bool | None) -> tuple[CriterionState, ...]:
    """Return the items of a set; those not named are known to be absent."""
    return tuple(
        CriterionState(id=item.id, title=item.title, major=item.major, state=states.get(item.id, False))
        for item in chosen.items
    )


@pytest.fixture
def adult(rules: RuleBook) -> CriteriaSet:
    return rules.criteria["iwg-2024-adult"]


def test_one_unknown_major_beside_a_known_one_decides_alone(adult: CriteriaSet) -> None:
    items = _items(adult, substrates_raised=True, alpl_variant_pathogenic=None)
    (need,) = would_decide(adult, items)
    assert need == Need(majors=1, of_majors=("alpl_variant_pathogenic",))
    assert need.alone


def test_one_unknown_minor_decides_alone_beside_a_major_and_a_minor(adult: CriteriaSet) -> None:
    items = _items(adult, substrates_raised=True, chondrocalcinosis=True, nephrocalcinosis=None)
    assert would_decide(adult, items) == (Need(minors=1, of_minors=("nephrocalcinosis",)),)


def test_one_minor_too_few_decides_nothing(adult: CriteriaSet) -> None:
    assert would_decide(adult, _items(adult, substrates_raised=True, nephrocalcinosis=None)) == ()


def test_two_minors_decide_together_just_when_both_are_unknown(adult: CriteriaSet) -> None:
    items = _items(adult, substrates_raised=True, chondrocalcinosis=None, nephrocalcinosis=None)
    assert would_decide(adult, items) == (Need(minors=2, of_minors=("chondrocalcinosis", "nephrocalcinosis")),)


def test_both_ways_are_named_when_neither_asks_for_less(adult: CriteriaSet) -> None:
    items = _items(
        adult, substrates_raised=True, alpl_variant_pathogenic=None, chondrocalcinosis=None, nephrocalcinosis=None
    )
    first, second = would_decide(adult, items)
    assert (first.majors, first.minors) == (1, 0)
    assert (second.majors, second.minors) == (0, 2)


def test_a_way_that_asks_for_more_of_the_same_is_left_out(adult: CriteriaSet) -> None:
    items = _items(
        adult, chondrocalcinosis=True, nephrocalcinosis=True, substrates_raised=None, alpl_variant_pathogenic=None
    )
    (need,) = would_decide(adult, items)
    assert (need.majors, need.minors) == (1, 0)
    assert set(need.of_majors) == {"substrates_raised", "alpl_variant_pathogenic"}


def test_a_complete_combination_needs_nothing_more(adult: CriteriaSet) -> None:
    items = _items(adult, substrates_raised=True, alpl_variant_pathogenic=True, chondrocalcinosis=None)
    assert would_decide(adult, items) == ()


@pytest.mark.parametrize("name", SETS)
def test_what_is_named_is_enough_and_one_less_is_not(rules: RuleBook, name: str) -> None:
    """Over every state of two majors and three minors, the others known to be absent."""
    chosen = rules.criteria[name]
    majors = [item.id for item in chosen.items if item.major][:2]
    minors = [item.id for item in chosen.items if not item.major][:3]
    for states in product((True, False, None), repeat=5):
        known = dict(zip((*majors, *minors), states, strict=True))
        needs = would_decide(chosen, _items(chosen, **known))
        met = _met(chosen, known)
        unknown = dict.fromkeys((k for k, v in known.items() if v is None), True)
        assert bool(needs) == (not met and _met(chosen, {**known, **unknown}))
        for need in needs:
            picked = (*need.of_majors[: need.majors], *need.of_minors[: need.minors])
            assert all(known[each] is None for each in picked)
            assert _met(chosen, {**known, **dict.fromkeys(picked, True)})
            assert not _met(chosen, {**known, **dict.fromkeys(picked[1:], True)})


def _met(chosen: CriteriaSet, known: dict[str, bool | None]) -> bool:
    kinds = {item.id: item.major for item in chosen.items}
    present = [kinds[name] for name, state in known.items() if state]
    return present.count(True) >= 2 or (present.count(True) >= 1 and present.count(False) >= 2)


@pytest.mark.parametrize("name", SETS)
def test_every_item_of_the_shipped_sets_can_be_set_by_hand(rules: RuleBook, name: str) -> None:
    chosen = rules.criteria[name]
    result = CriteriaResult(set=name, title=chosen.title, met=None, major=0, minor=0, items=_items(chosen))
    sheet = criteria_sheet(result, rules)
    assert set(sheet.findings) == {item.id for item in chosen.items}
    assert set(sheet.findings.values()) <= set(rules.findings)
    assert sheet.caution == chosen.caution


def test_a_set_that_is_no_longer_in_the_rule_book_keeps_its_result(rules: RuleBook) -> None:
    result = CriteriaResult(set="gone", title="Gone", met=None, major=0, minor=0)
    sheet = criteria_sheet(result, rules)
    assert (sheet.result, sheet.needs, sheet.findings) == (result, (), {})
