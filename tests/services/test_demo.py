"""The demonstration is a clinic one can look at, and everything in it is sound."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from alpdesk.domain.records import Flag
from alpdesk.domain.rules import RuleBook
from alpdesk.services import vault
from alpdesk.services.desk import Desk
from tests.conftest import Clock


@pytest.fixture(scope="module")
def demo(rules: RuleBook) -> Iterator[Desk]:
    desk = vault.demo(rules, Clock(datetime(2026, 11, 23, 9, tzinfo=UTC)))
    yield desk
    desk.close()


def test_everybody_arrives_with_panels(demo: Desk) -> None:
    page = demo.patients.search("", limit=100)
    assert 38 <= len(page.items) <= 60
    assert all(demo.patients.record(one.id).panels for one in page.items)


def test_there_are_lows_of_every_kind_and_values_nobody_can_judge(demo: Desk) -> None:
    shown = [
        demo.panels.get(both.panel.id or 0).result("alp")
        for one in demo.patients.search("", limit=100).items
        for both in demo.patients.record(one.id).panels
    ]
    flags = {result.flag for result in shown if result is not None}
    assert {Flag.LOW, Flag.WITHIN, Flag.INDETERMINATE, Flag.SUSPENDED} <= flags
    today = demo.worklist.today()
    assert {low.persistence for low in today.unanswered} >= {"single", "persistent", "fluctuating"}
    assert today.counts.unanswered >= 10 and today.counts.overdue >= 1


def test_the_demonstration_is_the_same_every_day_and_its_audit_holds(demo: Desk, rules: RuleBook) -> None:
    again = vault.demo(rules, Clock(datetime(2026, 11, 23, 9, tzinfo=UTC)))
    assert again.worklist.today().counts == demo.worklist.today().counts
    assert all(check.ok for check in again.safety.verify() if check.name in ("audit", "structure"))
    again.close()
