"""Which alerts fire for a panel, most pressing first."""

from alpdesk.domain.alp import AlpReading
from alpdesk.domain.assessment import Alert, Urgency
from alpdesk.domain.facts import Facts
from alpdesk.domain.history import History
from alpdesk.domain.rules import AlertRule

_ORDER = list(Urgency)


def suspended(alp: AlpReading, history: History) -> str | None:
    """Return the first reason for which an ALP may not be read."""
    rules = history.rules
    facts = Facts(history, alp.panel, alp)
    for each in rules.severity.suspensions:
        if rules.alerts[each.alert].when.holds(facts):
            return each.reason
    return None


def fire(facts: Facts) -> tuple[Alert, ...]:
    """Evaluate every alert in the order of the rule book, so that later ones may ask about earlier ones."""
    fired = []
    for rule in facts.rules.alerts.values():
        if rule.when.holds(facts):
            facts.fired.add(rule.id)
            fired.append(_alert(rule, facts))
    return tuple(sorted(fired, key=lambda alert: _ORDER.index(alert.urgency)))


def _alert(rule: AlertRule, facts: Facts) -> Alert:
    wording = next((w for w in rule.wordings if w.when is None or w.when.holds(facts)), rule.wordings[-1])
    return Alert(
        id=rule.id,
        urgency=rule.urgency,
        title=rule.title,
        text=wording.text,
        inputs=_inputs(rule, facts),
        sources=rule.sources,
    )


def _inputs(rule: AlertRule, facts: Facts) -> tuple[str, ...]:
    readings = (facts.reading(analyte, "panel") for analyte in rule.inputs)
    measured = [reading.shown(facts) for reading in readings if reading is not None]
    found = [condition.sentence(facts) for condition in rule.shows if condition.holds(facts)]
    return tuple(dict.fromkeys(text for text in (*measured, *found) if text))
