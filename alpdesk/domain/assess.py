"""Everything the rules say of a record, for one panel on one day."""

from datetime import date
from decimal import Decimal

from alpdesk.domain import alerts, differential, fall
from alpdesk.domain.alp import ALP, AlpReading, severity
from alpdesk.domain.assessment import NEVER_READ, PRESSING, AlpVerdict, Assessment
from alpdesk.domain.criteria import criteria
from alpdesk.domain.facts import Facts
from alpdesk.domain.history import History
from alpdesk.domain.intervals import DEFAULT_CHOICE
from alpdesk.domain.judging import ResultVerdict, judge
from alpdesk.domain.monitoring import propose
from alpdesk.domain.persistence import Series, read_series, run_since
from alpdesk.domain.records import Flag, Panel, PanelWithResults, PatientRecord
from alpdesk.domain.rules import ProfileChoice, RuleBook

_TENTH = Decimal("0.1")


def assess(
    record: PatientRecord,
    rules: RuleBook,
    *,
    as_of: date,
    panel: PanelWithResults | None = None,
    choice: ProfileChoice = DEFAULT_CHOICE,
) -> Assessment:
    """Assess ``panel``, or the last one with an ALP, in the light of the whole record up to ``as_of``."""
    if panel is not None:
        record, as_of = _with_panel(record, panel), max(as_of, panel.panel.collected)
    history = History(record, rules, as_of, choice)
    in_hand = _panel_in_hand(history) if panel is None else panel.panel
    facts, series = _facts(history, in_hand, _judged(history))
    return _concluded(facts, series)


def asking(
    record: PatientRecord, rules: RuleBook, *, as_of: date, choice: ProfileChoice = DEFAULT_CHOICE
) -> tuple[PanelWithResults, ...]:
    """Return the panels that wait for an answer, without the rest of their assessments.

    A pressing alert counts in the samples that hold one of its inputs, and in the newest: a fact of the patient that
    raises one is not asked about again in every old sample that has nothing to do with it.
    """
    history = History(record, rules, as_of, choice)
    judged = _judged(history)
    return tuple(both for both in history.panels if _asks(_facts(history, both.panel, judged)[0], both, history))


def low_since(
    record: PatientRecord, rules: RuleBook, day: date, *, as_of: date, choice: ProfileChoice = DEFAULT_CHOICE
) -> date | None:
    """Return when the run of lows began to which the sample of a day belongs."""
    return run_since(_counted(_judged(History(record, rules, as_of, choice))), day)


def _asks(facts: Facts, both: PanelWithResults, history: History) -> bool:
    alp, kept_from = facts.alp, facts.suspended
    if alp is not None and kept_from != NEVER_READ and (kept_from or alp.flag is Flag.LOW or alp.may_be_low):
        return True
    measured = {result.analyte for result in both.results if result.standing}
    newest = both is history.panels[-1]
    return any(
        alert.urgency in PRESSING and (newest or measured.intersection(facts.rules.alerts[alert.id].inputs))
        for alert in alerts.fire(facts)
    )


def _concluded(facts: Facts, series: Series) -> Assessment:
    facts.criteria = criteria(facts, series)
    fired = alerts.fire(facts)
    weighed = differential.checklist(facts)
    facts.supported_groups = tuple(w.cause.group for w in weighed if w.objective)
    return Assessment(
        as_of=facts.history.as_of,
        rule_book=facts.rules.version,
        panel_id=None if facts.panel is None else facts.panel.id,
        alp=_verdict(facts, series),
        alerts=fired,
        checklist=differential.shown(weighed),
        criteria=facts.criteria,
        monitoring=propose(facts),
    )


def _with_panel(record: PatientRecord, panel: PanelWithResults) -> PatientRecord:
    """Put the panel in hand into the record, in place of its kept form where there is one."""
    if any(each.panel is panel.panel for each in record.panels):
        return record
    others = (each for each in record.panels if panel.panel.id is None or each.panel.id != panel.panel.id)
    return record.model_copy(update={"panels": (*others, panel)})


def _panel_in_hand(history: History) -> Panel | None:
    measured = history.results(ALP)
    if measured:
        return measured[-1][0]
    return history.panels[-1].panel if history.panels else None


def _judged(history: History) -> list[tuple[AlpReading, str | None]]:
    """Return every ALP with the reason for which it may not be read."""
    return [(alp, alerts.suspended(alp, history)) for alp in history.alps()]


def _counted(judged: list[tuple[AlpReading, str | None]]) -> list[tuple[date, Flag]]:
    return [(alp.panel.collected, alp.flag) for alp, reason in judged if reason is None]


def _facts(history: History, panel: Panel | None, judged: list[tuple[AlpReading, str | None]]) -> tuple[Facts, Series]:
    series = read_series(_counted(judged), history.rules.severity.series.persistent_after_days)
    place = next((i for i, (alp, _) in enumerate(judged) if alp.panel is panel), None)
    if place is None:
        return Facts(history, panel, None, persistence=series.persistence), series
    alp, reason = judged[place]
    low = None if reason else severity(alp, history.patient, history.rules)
    earlier = tuple(each for each, why in judged[:place] if why is None)
    return Facts(history, panel, alp, reason, series.persistence, low, earlier), series


def _verdict(facts: Facts, series: Series) -> AlpVerdict:
    alp = facts.alp
    if alp is None:
        return AlpVerdict(persistence=series.persistence, low_since=series.low_since, lows=series.lows)
    laboratory, shown = facts.alp_laboratory, alp.age_sex[1] or alp.laboratory[1]
    return AlpVerdict(
        flag=Flag.SUSPENDED if facts.suspended else alp.flag,
        laboratory=Flag.NONE if laboratory is Flag.INDETERMINATE else laboratory,
        age_sex=facts.alp_age_sex,
        value=alp.result.value,
        unit=alp.result.unit,
        collected=alp.panel.collected,
        interval=shown,
        laboratory_interval=alp.laboratory[1],
        severity=facts.severity,
        persistence=series.persistence,
        low_since=series.low_since,
        lows=series.lows,
        suspended=facts.suspended,
        change=_change(facts, alp),
        reason=_suspension_sentence(facts) or alp.why_not,
        may_be_low=alp.may_be_low and not facts.suspended,
    )


def _change(facts: Facts, alp: AlpReading) -> Decimal | None:
    if facts.suspended or not facts.earlier:
        return None
    change = fall.percent_change(alp, facts.earlier[-1])
    return None if change is None else change.quantize(_TENTH)


def _suspension_sentence(facts: Facts) -> str:
    return next((s.sentence for s in facts.rules.severity.suspensions if s.reason == facts.suspended), "")


__all__ = ["ResultVerdict", "asking", "assess", "judge", "low_since"]
