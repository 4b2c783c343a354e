"""The answers to "why?": rule, inputs, interval, source."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.alp import ALP
from alpdesk.domain.assessment import (
    Alert,
    Assessment,
    ChecklistItem,
    CriteriaResult,
    CriterionState,
    Interval,
    MonitoringProposal,
    Urgency,
)
from alpdesk.domain.records import Flag, Panel, Result
from alpdesk.domain.rules import RuleBook
from alpdesk.services.reasoning import DueReason, Spoken
from alpdesk.ui.clinical import why_due, words
from alpdesk.ui.clinical.why_judged import Judged
from alpdesk.ui.widgets import Why, flag_word, format_date
from alpdesk.ui.widgets.numbers import as_shown

translate = QCoreApplication.translate
Explanation = tuple[str, tuple[Why, ...]]
_PRESSING = (Urgency.EMERGENCY, Urgency.URGENT)


class Reasons:
    """Explains what one assessment shows, by the edition of the rule book that spoke."""

    def __init__(self, rules: RuleBook) -> None:
        self._rules = rules

    def verdict(self, shown: Assessment) -> Explanation:
        """Explain the two verdicts on the ALP."""
        alp = shown.alp
        inputs = (
            translate("Why", "Value as typed: {value} {unit}").format(value=alp.value, unit=alp.unit),
            translate("Why", "Sample of {day}").format(day=format_date(alp.collected)),
        )
        parts = [
            Why(
                translate("Why", "Rule"),
                (
                    translate("Why", "Low if either the laboratory's interval or the one for age and sex says low."),
                    translate("Why", "A value equal to the lower limit is within. Age is the age on the sampling day."),
                    self._id_line(f"flag-{ALP}", shown.rule_book),
                ),
            ),
            Why(translate("Why", "Inputs"), inputs),
            *self._interval(translate("Why", "Interval for age and sex"), alp.interval),
            *self._interval(translate("Why", "Laboratory's interval"), alp.laboratory_interval),
        ]
        if alp.reason:
            parts.append(Why(translate("Why", "Remark"), (alp.reason,)))
        sources = () if alp.interval is None else tuple(filter(None, alp.interval.source.split(", ")))
        return translate("Why", "Why this verdict?"), (*parts, self._sources(sources))

    def waiting(self, shown: Assessment) -> Explanation:
        """Explain why an assessment waits for an answer: the alert that presses, else the verdict."""
        pressing = [alert for alert in shown.alerts if alert.urgency in _PRESSING]
        if pressing and shown.alp.flag is not Flag.LOW:
            return self.alert(pressing[0], shown.rule_book)
        return self.verdict(shown)

    def flag(self, result: Result, panel: Panel, spoken: Spoken) -> Explanation:
        """Explain the flag of one result by what is kept with it and by the rule book that spoke."""
        by, made_by = Judged(result, spoken, self._rules), self._id_line(f"flag-{result.analyte}", spoken.edition)
        analyte = self._rules.analytes.get(result.analyte)
        named = result.analyte if analyte is None else analyte.title
        title = f"{named} {as_shown(result.value)} {result.unit}".rstrip() + f": {flag_word(result.flag.value)}"
        inputs = (
            translate("Why", "Value as typed: {value} {unit}").format(value=result.value, unit=result.unit),
            translate("Why", "Sample of {day}").format(day=format_date(panel.collected)),
        )
        return title, (
            Why(translate("Why", "Rule"), (*_flag_rule(result), made_by)),
            Why(translate("Why", "Inputs"), inputs),
            Why(translate("Why", "Interval"), by.lines()),
            *self._interval(translate("Why", "Laboratory's interval"), _printed(result)),
            self._sources(by.sources()),
        )

    def series(self, shown: Assessment) -> Explanation:
        """Explain persistence."""
        rule, made_by = self._rules.severity.series, self._id_line("series", shown.rule_book)
        said = translate(
            "Why", "Persistent: consecutive lows that span at least {days} days, none normal between them."
        )
        return translate("Why", "Why this course?"), (
            Why(translate("Why", "Rule"), (said.format(days=rule.persistent_after_days), self._each_day(), made_by)),
            Why(translate("Why", "Inputs"), (words.series_line(shown.alp),)),
            self._sources(rule.sources),
        )

    def alert(self, alert: Alert, edition: str) -> Explanation:
        """Explain an alert."""
        return alert.title, (
            Why(translate("Why", "What it says"), (alert.text,)),
            *_some(translate("Why", "Inputs"), alert.inputs),
            self._sources(alert.sources),
            Why(translate("Why", "Rule"), (self._id_line(alert.id, edition),)),
        )

    def item(self, item: ChecklistItem, edition: str) -> Explanation:
        """Explain one cause of the checklist."""
        speaks = (
            *(translate("Why", "For it: {}").format(words.dated(line)) for line in item.supports),
            *(translate("Why", "Against it: {}").format(words.dated(line)) for line in item.against),
        )
        inputs = speaks or (translate("Why", "Nothing entered speaks for or against it yet."),)
        return item.title, (
            Why(translate("Why", "Why it lowers ALP"), (item.why,)),
            Why(translate("Why", "Inputs"), inputs),
            *_some(translate("Why", "Not known yet"), item.missing),
            *_some(translate("Why", "Would settle it"), item.next),
            self._sources(item.sources),
            Why(translate("Why", "Rule"), (self._id_line(item.cause, edition), *self._wording(item))),
        )

    def criteria(self, criteria: CriteriaResult, edition: str) -> Explanation:
        """Explain a criteria set."""
        known = self._rules.criteria.get(criteria.set)
        entry = translate("Why", "Entry needs a persistently low ALP: yes") if criteria.entry else ""
        entry = entry or translate("Why", "Entry needs a persistently low ALP: not yet")
        return criteria.title, (
            Why(
                translate("Why", "Rule"),
                tuple(p for p in (known.caution if known else "", entry, self._id_line(criteria.set, edition)) if p),
            ),
            *_some(translate("Why", "Inputs"), tuple(_criterion(item) for item in criteria.items)),
            Why(translate("Why", "Citation"), (criteria.citation,)),
            self._sources(known.sources if known else ()),
        )

    def proposal(self, proposal: MonitoringProposal, edition: str) -> Explanation:
        """Explain a due date."""
        dates = [translate("Why", "Due {day}").format(day=format_date(proposal.due))]
        if proposal.not_before is not None:
            dates.append(translate("Why", "Not before {day}").format(day=format_date(proposal.not_before)))
        return proposal.title, (
            Why(translate("Why", "Rule"), (proposal.basis, self._id_line(proposal.template, edition))),
            *_some(translate("Why", "When this monitoring ends"), (proposal.stop_when,) if proposal.stop_when else ()),
            Why(translate("Why", "Inputs"), tuple(dates)),
            *_some(translate("Why", "Tests"), tuple(self._test(each) for each in proposal.tests)),
            self._sources(proposal.sources),
        )

    def due(self, reason: DueReason) -> Explanation:
        """Explain a date on the list."""
        named = tuple(self._test(each) for each in reason.recall.tests.split())
        return reason.recall.title, (
            Why(translate("Why", "Rule"), (*why_due.rule(reason), self._id_line(reason.rule, reason.edition))),
            *_some(translate("Why", "Inputs"), why_due.inputs(reason)),
            Why(translate("Why", "Interval"), why_due.dates(reason)),
            *_some(translate("Why", "Tests"), named),
            self._sources(reason.sources),
        )

    def _test(self, analyte: str) -> str:
        known = self._rules.analytes.get(analyte)
        return analyte if known is None else known.title

    def anything(self, thing: object, edition: str) -> Explanation:
        """Explain an alert, a cause, a criteria set, a proposal or a due date."""
        match thing:
            case DueReason():
                return self.due(thing)
            case Alert():
                return self.alert(thing, edition)
            case ChecklistItem():
                return self.item(thing, edition)
            case CriteriaResult():
                return self.criteria(thing, edition)
            case MonitoringProposal():
                return self.proposal(thing, edition)
        raise TypeError(type(thing).__name__)

    def _id_line(self, rule: str, edition: str) -> str:
        said = translate("Why", "{rule}, {edition}")
        return said.format(rule=rule, edition=self._edition_line(edition))

    def _interval(self, heading: str, interval: Interval | None) -> tuple[Why, ...]:
        if interval is None:
            return ()
        lines = (words.limits(interval), interval.label, interval.profile, *self._said((interval.source,)))
        return (Why(heading, tuple(line for line in lines if line)),)

    def _sources(self, ids: Sequence[str]) -> Why:
        said = self._said(ids) or (translate("Why", "No published source; for a clinician to judge."),)
        return Why(translate("Why", "Sources"), said)

    def _said(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Return each source in words, with its address on paper."""
        said = []
        for key in ids:
            source = self._rules.sources.get(key)
            doi = f" doi:{source.doi}" if source is not None and source.doi else ""
            named = source is not None and source.citation != key  # a clinic's own source is its own key
            said.append(f"{source.citation}{doi} [{key}]" if source is not None and named else key)
        return tuple(line for line in said if line)

    def _wording(self, item: ChecklistItem) -> tuple[str, ...]:
        """Return which wording of the rule listed a cause, where that was kept."""
        return (translate("Why", "Wording {edition}").format(edition=item.edition),) if item.edition else ()

    def _edition_line(self, edition: str) -> str:
        if not edition:
            return translate("Why", "its edition was not kept with this result")
        return translate("Why", "Edition {edition}").format(edition=edition)

    def _each_day(self) -> str:
        return translate("Why", "Each value is judged by the interval for the age on its own day.")


def _flag_rule(result: Result) -> tuple[str, ...]:
    equal = translate("Why", "A value equal to a limit is within. Age is the age on the day of the sample.")
    if result.analyte == ALP:
        return translate("Why", "Low if either the laboratory's interval or the one for age and sex says low."), equal
    said = translate("Why", "Judged by the interval printed on the report, else by the rule book's for age and sex.")
    return said, equal


def _criterion(item: CriterionState) -> str:
    known = {True: translate("Why", "yes"), False: translate("Why", "no"), None: translate("Why", "unknown")}
    return f"{item.title}: {known[item.state]}"


def _printed(result: Result) -> Interval | None:
    """Return the printed interval where it is not what was judged by anyway."""
    if result.judged_by == "printed" or (result.low is None and result.high is None):
        return None
    return Interval(low=result.low, high=result.high, unit=result.unit, profile="")


def _some(heading: str, lines: Sequence[str]) -> tuple[Why, ...]:
    return (Why(heading, tuple(words.dated(line) for line in lines)),) if lines else ()
