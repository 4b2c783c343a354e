"""What the charts of a patient show: ALP, and under it the analytes of the low-ALP work-up measured most often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alpdesk.domain.alp import ALP
from alpdesk.domain.records import Clinic, PatientRecord
from alpdesk.domain.rules import ProfileChoice, RuleBook
from alpdesk.domain.span import Span, span_of
from alpdesk.domain.trend import Trend, TrendMark, companions, trend
from alpdesk.services.decisions import KeptAssessment
from alpdesk.ui.clinical import words

_MOST = 5


@dataclass(frozen=True)
class Trends:
    """The charts with the time they show at first, and the time there is."""

    alp: Trend
    companions: tuple[Trend, ...] = ()
    home: Span | None = None
    whole: Span | None = None


def trends(
    record: PatientRecord, kept: Sequence[KeptAssessment], rules: RuleBook, clinic: Clinic, today: date
) -> Trends:
    """Return the charts of a patient, with the intervals that the clinic chose."""
    choice = ProfileChoice(child=clinic.child_profile, adult=clinic.adult_profile)
    beside = companions(record, low_alp_set(rules), _MOST)
    days = [sample.panel.collected for sample in record.panels if sample.panel.collected <= today]
    if not days:
        return Trends(trend(record, ALP, rules, today, choice, as_typed=True))
    whole = span_of(days, today)
    alp, *others = (trend(record, analyte, rules, today, choice, whole, as_typed=True) for analyte in (ALP, *beside))
    marks = sorted((*alp.marks, *_decisions(kept)), key=lambda mark: mark.on)
    home = span_of([point.day for point in alp.points] or days, today)
    shown = tuple(other for other in others if other.points)
    return Trends(alp.model_copy(update={"marks": tuple(marks)}), shown, home, whole)


def low_alp_set(rules: RuleBook) -> tuple[str, ...]:
    """Return the analytes of the low-ALP work-up in the order of its template."""
    templates = [each for key, each in rules.panel_templates.items() if key.startswith("low")]
    return tuple(dict.fromkeys(analyte for template in templates for analyte in template.analytes))


def _decisions(kept: Sequence[KeptAssessment]) -> list[TrendMark]:
    """Return the signed decisions, each once."""
    signed = {each.decision.id: each.decision for each in kept if each.decision is not None}
    return [
        TrendMark(text=words.decision(each.kind).rstrip(" …"), on=each.signed_at.astimezone().date(), decision=True)
        for each in signed.values()
        if each.signed_at is not None
    ]
