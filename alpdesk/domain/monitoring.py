"""Which monitoring templates fit, with the first date of each."""

from datetime import date, timedelta

from alpdesk.domain.alp import ALP
from alpdesk.domain.assessment import MonitoringProposal
from alpdesk.domain.facts import Facts
from alpdesk.domain.rules import MonitoringTemplate


def propose(facts: Facts) -> tuple[MonitoringProposal, ...]:
    """Return the templates whose trigger holds, in the order of the rule book."""
    fitting = (each for each in facts.rules.monitoring.values() if each.when.holds(facts))
    return tuple(proposal(each, facts.day, facts.history.as_of, never=_never(each, facts)) for each in fitting)


def _never(template: MonitoringTemplate, facts: Facts) -> bool:
    """Say whether the first item repeats an ALP that was never measured."""
    return ALP in template.items[0].tests and not facts.history.results(ALP)


def proposal(template: MonitoringTemplate, sampled: date, today: date, *, never: bool = False) -> MonitoringProposal:
    """Count the first date from the sample; a date already past, or a test never done, is due today."""
    first = template.items[0]
    gap = None if never else first.not_before_days
    return MonitoringProposal(
        template=template.id,
        title=template.title,
        due=today if never else max(sampled + timedelta(days=first.after_days), today),
        not_before=None if gap is None else sampled + timedelta(days=gap),
        tests=first.tests,
        basis=template.basis,
        stop_when=template.stop_when,
        sources=template.sources,
    )
