"""What holds besides where a colleague reads the letter: the whole record in facts and in the values of sentences."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from alpdesk.domain.alp import ALP
from alpdesk.domain.assessment import CriteriaResult, Urgency
from alpdesk.domain.records import Decision
from alpdesk.letters.calendar import age_parts, long_date, short_date
from alpdesk.letters.catalogue import Catalogue
from alpdesk.letters.situation import Situation, Teller

_EDTA = {"edta_probable", "edta_possible"}
_EDTA_NEEDS = ("potassium", "calcium", "magnesium", "zinc")
_WORK_UP = "low_alp"


class _Found(NamedTuple):
    facts: frozenset[str]
    values: dict[str, str]


class Colleague:
    """Reads what a colleague is told besides."""

    def __init__(self, teller: Teller, words: Catalogue | None = None) -> None:
        self._teller, self._words = teller, words or teller.words
        self._record, self._rules = teller.source.record, teller.rules
        self._assessment = teller.source.assessment

    def extended(self, situation: Situation) -> Situation:
        """Return a situation with what colleagues are told."""
        parts = (self._person(), self._urgency(), self._history(), self._criteria(), self._sample(), self._causes())
        every = (*parts, self._work_up(), self._decision())
        facts = frozenset().union(situation.facts, *(part.facts for part in every))
        values = {name: text for part in every for name, text in part.values.items()}
        return Situation(facts, {**situation.values, **values})

    def missing(self) -> list[str]:
        """Return the tests of the work-up that were never done."""
        return [each for each in self.expected() if not self._teller.history.results(each)]

    def expected(self) -> tuple[str, ...]:
        """Return the tests of the work-up besides ALP."""
        template = self._rules.panel_templates.get(_WORK_UP)
        return tuple(each for each in (template.analytes if template else ()) if each != ALP)

    def _person(self) -> _Found:
        patient = self._record.patient
        count, unit = age_parts(patient.birth_date, self._teller.source.day)
        values = {
            "age_words": self._words.plural(f"age_{unit}", "words", count),
            "sex_words": self._words.text(f"sex_{patient.sex.value}", "words"),
        }
        why = self._assessment.alp.suspended if self._assessment else ""
        if not why:
            return _Found(frozenset(), values)
        return _Found(frozenset({"suspended"}), {**values, "why_suspended": self._words.text(why, "suspended")})

    def _urgency(self) -> _Found:
        pressing = {alert.urgency for alert in (self._assessment.alerts if self._assessment else ())}
        named = (each for each in (Urgency.EMERGENCY, Urgency.URGENT, Urgency.SOON) if each in pressing)
        return _Found(frozenset({f"urgency_{next(named, Urgency.ROUTINE).value}"}), {})

    def _history(self) -> _Found:
        history, known = self._teller.history, self._rules.findings
        events = (
            f"{self._words.named(each.kind, 'events', self._rules.events[each.kind].title)}"
            f" ({short_date(each.on, self._words.locale)})"
            for each in sorted(self._record.events, key=lambda each: each.on)
        )
        titles = {name: self._words.named(name, "findings", known[name].title) for name in known}
        lists = {
            "history_present": [titles[name] for name in known if history.finding(name) is True],
            "history_absent": [titles[name] for name in known if history.finding(name) is False],
            "history_events": list(events),
        }
        facts = {name for name, items in lists.items() if items}
        return _Found(frozenset(facts), {name: self._words.joined(items) for name, items in lists.items()})

    def _criteria(self) -> _Found:
        criteria = self._assessment.criteria if self._assessment else None
        if criteria is None:
            return _Found(frozenset(), {})
        values = {
            "criteria_title": self._words.named(criteria.set, "criteria", criteria.title),
            **{name: self._words.joined(items, "semicolon") for name, items in self._items(criteria).items()},
        }
        return _Found(frozenset({"criteria", *_outcome(criteria), *(name for name in values if values[name])}), values)

    def _items(self, criteria: CriteriaResult) -> dict[str, list[str]]:
        def titles(state: bool | None, majors: Iterable[bool] = (True, False)) -> list[str]:
            wanted = (item for item in criteria.items if item.state is state and item.major in majors)
            return [self._words.named(item.id, "findings", item.title) for item in wanted]

        return {
            "criteria_major": titles(state=True, majors=(True,)),
            "criteria_minor": titles(state=True, majors=(False,)),
            "criteria_absent": titles(state=False),
            "criteria_unknown": titles(state=None) if any(i.state is not None for i in criteria.items) else [],
        }

    def _sample(self) -> _Found:
        reading = self._teller.reading()
        if reading is None:
            return _Found(frozenset(), {})
        panel, words = reading.panel, self._words
        values = {
            "specimen": words.text(panel.specimen.value, "words"),
            "haemolysis": words.text(f"haemolysis_{panel.haemolysis.value}", "sample"),
            "edta": words.text(self._edta(), "sample"),
        }
        return _Found(frozenset(), values)

    def _edta(self) -> str:
        alerts = self._assessment.alerts if self._assessment else ()
        fired = next((alert.id for alert in alerts if alert.id in _EDTA), None)
        if fired is not None:
            return fired
        measured = [each for each in _EDTA_NEEDS if self._measured_with_alp(each)]
        return "edta_none" if len(measured) > 1 else "edta_unknown"

    def _measured_with_alp(self, analyte: str) -> bool:
        reading = self._teller.reading()
        panels = [panel for panel, _ in self._teller.history.results(analyte)]
        return reading is not None and any(panel is reading.panel for panel in panels)

    def _causes(self) -> _Found:
        items = self._assessment.checklist if self._assessment else ()
        causes = {self._words.named(item.cause, "causes", item.title) for item in items if item.supports}
        facts = {"causes"} if causes else set()
        return _Found(frozenset(facts), {"causes": self._words.joined(sorted(causes, key=str.casefold), "semicolon")})

    def _work_up(self) -> _Found:
        missing = self.missing()
        names = [self._words.named(each, "analytes", self._rules.analytes[each].short) for each in missing]
        return _Found(frozenset({"missing"} if missing else ()), {"missing": self._words.joined(names)})

    def _decision(self) -> _Found:
        source = self._teller.source
        decision = source.decision if source.answered else None
        if decision is None or decision.signed_at is None:
            return _Found(frozenset(), {})
        cause = self._rules.causes.get(decision.cause)
        values = {
            "decided_by": source.decided_by or self._words.text("a_clinician", "words"),
            "decided_on": long_date(decision.signed_at.astimezone().date(), self._words.locale),
            "decided_cause": self._words.named(decision.cause, "causes", cause.title if cause else decision.cause),
            "decided_reason": " ".join(decision.reason.split()).rstrip("."),
        }
        return _Found(frozenset(_decided(decision)), values)


def _outcome(criteria: CriteriaResult) -> Iterator[str]:
    if not criteria.entry:
        yield "criteria_no_entry"
    else:
        yield {True: "criteria_met", False: "criteria_not_met", None: "criteria_open"}[criteria.met]
    if all(item.state is None for item in criteria.items):
        yield "criteria_nothing"


def _decided(decision: Decision) -> Iterator[str]:
    yield from ("decided", f"decided_{decision.kind.value}")
    if decision.cause:
        yield "decided_cause"
    if decision.reason.strip():
        yield "decided_reason"
