"""The items of a monitoring plan: the template's, or the patient's own."""

from collections.abc import Sequence

from pydantic import TypeAdapter

from alpdesk.domain.alp import ALP
from alpdesk.domain.records import MonitoringPlan, Recall
from alpdesk.domain.rules import MonitoringItem, MonitoringTemplate, RuleBook

_ITEMS = TypeAdapter(tuple[MonitoringItem, ...])


def template_of(rules: RuleBook, plan: MonitoringPlan) -> MonitoringTemplate | None:
    """Return the template of a plan; an older rule book may have had one that is gone."""
    return rules.monitoring.get(plan.template)


def items_of(rules: RuleBook, plan: MonitoringPlan) -> tuple[MonitoringItem, ...]:
    """Return what a plan repeats: this patient's own items where there are some."""
    if plan.own_items:
        return _ITEMS.validate_json(plan.own_items)
    template = template_of(rules, plan)
    return () if template is None else template.items


def item_of(rules: RuleBook, plan: MonitoringPlan, title: str) -> MonitoringItem | None:
    """Return the item of a plan with this title, one that repeats before one that does not."""
    named = [item for item in items_of(rules, plan) if item.title == title]
    return next((item for item in named if item.every_days), next(iter(named), None))


def as_json(items: Sequence[MonitoringItem]) -> str:
    """Return items as the plan keeps them."""
    return _ITEMS.dump_json(tuple(items)).decode()


def gathers(rules: RuleBook, plan: MonitoringPlan | None, recall: Recall) -> bool:
    """Say whether a due item is closed by all of its tests, which several samples may bring, not by its ALP."""
    tests = recall.tests.split()
    item = None if plan is None else item_of(rules, plan, recall.title)
    needs = None if item is None or item.tests != tuple(tests) else item.needs
    return needs == "all" or (needs is None and bool(tests) and ALP not in tests)
