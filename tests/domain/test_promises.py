"""Every answer that promises something has an item with a date, counted from the sample or from the answer."""

from datetime import date, timedelta

from alpdesk.domain.loop import PROMISES
from alpdesk.domain.promises import Promise, is_promise
from alpdesk.domain.rules import RuleBook

TODAY = date(2026, 3, 2)


def _promise(days: int, start: str, early: int | None = None) -> Promise:
    raw = {"id": "repeat", "title": "Repeat", "after_days": days, "counts_from": start, "basis": "", "evidence": "P"}
    return Promise.model_validate({**raw, "not_before_days": early})


def test_every_answer_that_promises_has_its_item(rules: RuleBook) -> None:
    assert set(rules.promises) == {kind.value for kind in PROMISES}
    assert all(each.awaiting_sign_off and each.after_days > 0 for each in rules.promises.values())
    assert all(set(each.tests) <= set(rules.analytes) for each in rules.promises.values())


def test_days_count_from_the_sample_or_from_the_answer() -> None:
    sampled = TODAY - timedelta(days=10)
    assert _promise(42, "sample").proposal(sampled, TODAY).due == sampled + timedelta(days=42)
    assert _promise(42, "answer").proposal(sampled, TODAY).due == TODAY + timedelta(days=42)


def test_an_item_is_never_due_in_the_past_but_may_be_due_today() -> None:
    assert _promise(9, "sample").proposal(TODAY - timedelta(days=10), TODAY).due == TODAY
    assert _promise(10, "sample").proposal(TODAY - timedelta(days=10), TODAY).due == TODAY
    assert _promise(11, "sample").proposal(TODAY - timedelta(days=10), TODAY).due == TODAY + timedelta(days=1)


def test_the_gap_counts_from_the_same_day() -> None:
    proposal = _promise(42, "sample", 31).proposal(TODAY, TODAY)
    assert proposal.not_before == TODAY + timedelta(days=31)
    assert is_promise(proposal.template)
    assert not is_promise("first-low")
