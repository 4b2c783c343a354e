"""Which monitoring templates fit, with the first date of each."""

from datetime import date, timedelta

from alpdesk.domain.assessment import MonitoringProposal
from alpdesk.domain.facts import Facts
from alpdesk.domain.rules import MonitoringTemplate


def propose(facts: Facts) -> tuple[MonitoringProposal, ...]:
    """Return the templates whose trigger holds, in the order of the rule book."""
    templates = facts.rules.monitoring.values()
    return tuple(proposal(each, facts.day, facts.history.as_of) for each in templates if each.when.holds(facts))


def proposal(template: MonitoringTemplate, sampled: date, today: date) -> MonitoringProposal:
    """Count the first date from the sample; a date already past is due today."""
    first = template.items[0]
    gap = first.not_before_days
    return MonitoringProposal(
        template=template.id,
        title=template.title,
        due=max(sampled + timedelta(days=first.after_days), today),
        not_before=None if gap is None else sampled + timedelta(days=gap),
        tests=first.tests,
        basis=template.basis,
        sources=template.sources,
    )
