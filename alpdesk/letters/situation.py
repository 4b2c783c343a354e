"""What holds for the person a letter goes to: named facts that choose its sentences, and the values they quote."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from alpdesk.domain import alerts
from alpdesk.domain.ages import has_reached, years
from alpdesk.domain.alp import ALP, AlpReading
from alpdesk.domain.assessment import Assessment, Persistence
from alpdesk.domain.records import Flag, LetterKind, Medicine
from alpdesk.domain.rules import RuleBook
from alpdesk.letters.calendar import long_date
from alpdesk.letters.catalogue import Catalogue
from alpdesk.letters.corrected import CorrectedValues
from alpdesk.letters.intervals import fits_the_age, interval_words, unit_words, value_words
from alpdesk.letters.outline import Outlines
from alpdesk.letters.plan import Plan
from alpdesk.letters.source import LetterSource

_SAMPLE = {"edta": "sample_edta", "wrong_tube": "sample_tube", "unit": "sample_unit"}
_SERIES = {
    Persistence.SINGLE: "single",
    Persistence.PERSISTENT: "persistent",
    Persistence.FLUCTUATING: "fluctuating",
    Persistence.RESOLVED: "resolved",
    Persistence.FORMERLY_PERSISTENT: "formerly",
}
_JUDGED = {Flag.LOW, Flag.WITHIN, Flag.HIGH}


class Situation(NamedTuple):
    """The facts that hold and the values that sentences may quote."""

    facts: frozenset[str]
    values: dict[str, str]

    def holds(self, fact: str) -> bool:
        """Return whether a fact holds."""
        return fact in self.facts


class Teller:
    """Reads one source into a situation."""

    def __init__(self, source: LetterSource, rules: RuleBook, words: Catalogue, outlines: Outlines) -> None:
        self.source, self.rules, self.words, self.outlines = source, rules, words, outlines
        self.patient = source.record.patient
        self.history = source.history(rules)
        self.analyte = rules.analytes[ALP]

    def situation(self, kind: LetterKind) -> Situation:
        """Return everything a letter of this kind can rest on."""
        plan = Plan(self.source, self.rules, self.words, self.outlines, kind)
        corrected = CorrectedValues(self.source, self.words, colleague=kind.to_colleague)
        facts = {*self._series(), *self._person(), *self._background(), *self._clinic(), *plan.facts()}
        values = {**self._names(), **plan.values(), **self._value(), **corrected.values(self.reading())}
        facts |= {name for name, value in corrected.told.items() if values[value]}
        facts |= set(self._intervals(values))
        return Situation(frozenset(facts), values)

    def reading(self) -> AlpReading | None:
        """Return the ALP the letter is about: the one assessed."""
        assessment = self.source.assessment
        alps = self.history.alps()
        if assessment is not None and assessment.panel_id is not None:
            alps = [each for each in alps if each.panel.id == assessment.panel_id] or alps
        return alps[-1] if alps else None

    def goes_to_parents(self) -> bool:
        """Return whether parents read the letter; never when it would tell them of a pregnancy."""
        young = not has_reached(self.patient.birth_date, self.source.day, self.outlines.parents_below)
        return young and not any(each.panel.gestation_weeks for each in self.history.panels)

    def taken(self, classes: Iterable[str]) -> list[Medicine]:
        """Return the medicines of some classes that are taken on the day of the letter."""
        medicines = [each for wanted in sorted(classes) for each in self.history.medicines(wanted)]
        return [each for each in medicines if self._is_taken(each)]

    def is_growing(self, day: date) -> bool:
        """Return whether a child's interval applied on a day."""
        return not has_reached(self.patient.birth_date, day, self.rules.defaults.adult_from)

    def shows_printed(self, reading: AlpReading) -> bool:
        """Return whether the laboratory's own interval may stand beside a value."""
        if reading.laboratory[1] is None:
            return False
        return not self.is_growing(reading.panel.collected) or fits_the_age(reading, self.analyte)

    def _series(self) -> Iterator[str]:
        assessment = self.source.assessment
        if assessment is None or self.reading() is None:
            return
        yield "has_value"
        if len(self.history.alps()) > 1:
            yield "several"
        yield _SERIES.get(assessment.alp.persistence, "steady")
        yield from _verdict(assessment)

    def _person(self) -> Iterator[str]:
        if self.goes_to_parents():
            yield "parents"
        if not has_reached(self.patient.birth_date, self.source.day, self.outlines.infant_below):
            yield "infant"
        reading = self.reading()
        if reading is not None and reading.panel.gestation_weeks is not None:
            yield "pregnant"

    def _background(self) -> Iterator[str]:
        if self.taken(self.outlines.antiresorptive_classes):
            yield "antiresorptive"
        if self._lowering():
            yield "lowering"
        if any(self.history.finding(finding) for finding in self.outlines.bone_findings):
            yield "bones"
        if any(self.history.finding(finding) for finding in self.outlines.family_findings):
            yield "family"
        assessment = self.source.assessment
        if assessment is None:
            return
        if any(item.group == "procedure" and item.supports for item in assessment.checklist):
            yield "illness"
        if assessment.criteria is not None and assessment.criteria.met:
            yield "relatives"

    def _clinic(self) -> Iterator[str]:
        if self.source.clinic.phone:
            yield "phone"
        if self.source.clinic.urgent_contact:
            yield "urgent_contact"
        if self.patient.large_print:
            yield "large_print"

    def _lowering(self) -> list[Medicine]:
        hidden = self.outlines.private_classes if self.goes_to_parents() else frozenset()
        return self.taken(self.outlines.lowering_classes - hidden)

    def _is_taken(self, medicine: Medicine) -> bool:
        day = self.source.day
        begun = medicine.started is None or medicine.started <= day
        return begun and (medicine.stopped is None or medicine.stopped >= day)

    def _names(self) -> dict[str, str]:
        names = self.words.listing
        return {
            "name": full_name(self.patient.given_names, self.patient.family_name),
            "family_name": self.patient.family_name or self.patient.given_names,
            "first_name": self.patient.given_names or self.patient.family_name,
            "age": str(years(self.patient.birth_date, self.source.day)),
            "phone": self.source.clinic.phone,
            "urgent_contact": " ".join(self.source.clinic.urgent_contact.split()),
            "lowering": names([each.name for each in self._lowering()]),
            "antiresorptives": names([each.name for each in self.taken(self.outlines.antiresorptive_classes)]),
        }

    def _value(self) -> dict[str, str]:
        reading, assessment = self.reading(), self.source.assessment
        if reading is None or assessment is None:
            return {}
        unit = unit_words(reading.result, self.analyte)
        printed = reading.laboratory[1] if self.shows_printed(reading) else None
        shown = interval_words(printed, self.analyte, unit, self.words)
        note = self.words.text("interval_note", "words", printed=shown, unit=unit)
        every = [each.panel.collected for each in self.history.alps() if self.flag(each) is Flag.LOW]
        lows = self._lows_in_run(assessment.alp.low_since)
        return {
            "value": value_words(reading.result, reading.typed, self.words),
            "unit": unit,
            "collected": long_date(reading.panel.collected, self.words.locale),
            "weeks": str(reading.panel.gestation_weeks or ""),
            "weeks_pregnant": self._counted("weeks", reading.panel.gestation_weeks),
            "printed": shown,
            "age_sex": interval_words(reading.age_sex[1], self.analyte, unit, self.words),
            "interval_note": f" {note}" if shown else "",
            "lows": self.words.number(Decimal(lows)),
            "lows_times": self._counted("times", lows),
            "since": self._day(assessment.alp.low_since),
            "all_lows": self.words.number(Decimal(len(every))),
            "all_lows_times": self._counted("times", len(every)),
            "first_low": self._day(min(every, default=None)),
        }

    def _counted(self, what: str, count: int | None) -> str:
        """Return a count in words, or nothing where there is nothing to count."""
        return self.words.plural(what, "words", count) if count else ""

    def _lows_in_run(self, since: date | None) -> int:
        if since is None:
            return 0
        run = [each for each in self.history.alps() if each.panel.collected >= since]
        return sum(self.flag(each) is Flag.LOW for each in run)

    def flag(self, reading: AlpReading) -> Flag:
        """Return the verdict on a value, or that it may not be read."""
        return Flag.SUSPENDED if alerts.suspended(reading, self.history) else reading.flag

    def _intervals(self, values: dict[str, str]) -> Iterator[str]:
        printed, age_sex = values.get("printed", ""), values.get("age_sex", "")
        if printed:
            yield "printed"
        if age_sex:
            yield "age_sex"
        if printed and printed == age_sex:
            yield "same_interval"

    def _day(self, day: date | None) -> str:
        return "" if day is None else long_date(day, self.words.locale)


def full_name(given: str, family: str) -> str:
    """Return a name as it stands on an envelope."""
    return " ".join(part for part in (given, family) if part)


def _verdict(assessment: Assessment) -> Iterator[str]:
    alp = assessment.alp
    if alp.suspended == "asfotase_alfa":
        yield "treated"
    elif alp.suspended:
        yield from ("sample", _SAMPLE.get(alp.suspended, "sample_tube"))
    elif alp.flag not in _JUDGED:
        yield "unjudged"
    elif alp.flag is Flag.LOW:
        yield "low"
    else:
        yield "not_low"
        if alp.persistence in {Persistence.RESOLVED, Persistence.FORMERLY_PERSISTENT, Persistence.FLUCTUATING}:
            yield "back"
