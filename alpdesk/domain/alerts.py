"""Which alerts fire for a panel, most pressing first."""

from alpdesk.domain.alp import AlpReading
from alpdesk.domain.assessment import Alert, Interval, Urgency
from alpdesk.domain.facts import Facts
from alpdesk.domain.history import History
from alpdesk.domain.readings import Reading, basis_words, verdict_word
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
    inputs, sources = _inputs(rule, facts)
    wording = next((w for w in rule.wordings if w.when is None or w.when.holds(facts)), rule.wordings[-1])
    return Alert(
        id=rule.id,
        urgency=rule.urgency,
        title=rule.title,
        text=wording.text,
        inputs=inputs,
        sources=tuple(dict.fromkeys((*rule.sources, *sources))),
    )


def _inputs(rule: AlertRule, facts: Facts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a rule spoke on, each value with the limits it was judged by, and the sources of these limits."""
    here = [reading for analyte in rule.inputs if (reading := facts.reading(analyte, "panel")) is not None]
    told = [_told(reading, facts) for reading in here]
    found = [condition.sentence(facts) for condition in rule.shows if condition.holds(facts)]
    texts = dict.fromkeys((*(text for text, _ in told), *(text for text in found if text)))
    sources = (source for _, used in told for interval in used for source in interval.source.split(", ") if source)
    return tuple(texts), tuple(sources)


def _told(reading: Reading, facts: Facts) -> tuple[str, tuple[Interval, ...]]:
    """Return a value with its verdict and the intervals it rests on; an ALP has two."""
    alp = facts.alp
    if alp is None or reading.result is not alp.result:
        return reading.told(facts), () if reading.interval is None else (reading.interval,)
    verdicts = ((alp.age_sex, "for age and sex"), (alp.laboratory, "by the laboratory"))
    judged = [(flag, interval, by) for (flag, interval, _), by in verdicts if interval is not None]
    words = (f"{verdict_word(flag)} {by} ({basis_words(interval)})" for flag, interval, by in judged)
    said = "; ".join(words) or f"not judged. {alp.why_not}".rstrip()
    return f"{reading.shown(facts)}: {said}", tuple(interval for _, interval, _ in judged)
