"""What holds for the person a letter goes to: named facts that choose its sentences, and the values they quote."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from alpdesk.domain import alerts
from alpdesk.domain.ages import has_reached, years
from alpdesk.domain.alp import ALP, AlpReading
from alpdesk.domain.assessment import Assessment, MonitoringProposal, Persistence
from alpdesk.domain.records import Flag, LetterKind, Medicine
from alpdesk.domain.rules import RuleBook
from alpdesk.letters.calendar import long_date
from alpdesk.letters.catalogue import Catalogue
from alpdesk.letters.corrected import CorrectedValues
from alpdesk.letters.intervals import fits_the_age, interval_words, unit_words, value_words
from alpdesk.letters.outline import Outlines
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

_TESTS_IN_A_SENTENCE = 6


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
        facts = {*self._series(), *self._person(), *self._background(), *self._clinic()}
        values = {**self._names(), **self._plan(kind)}
        facts |= {name for name in ("due", "not_before", "tests", "tests_more") if values.get(name)}
        if self._overdue(kind):
            facts |= {"overdue", "reminded"} if self.source.reminded_before else {"overdue"}
        if "vitamin_b6" in self.tests(kind):
            facts.add("b6")
        values |= self._value() | self._correction()
        facts |= {
            name for name, value in (("corrected", "corrected_before"), ("replaces", "replaced_on")) if values[value]
        }
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

    def tests(self, kind: LetterKind) -> list[str]:
        """Return the ids or names of the tests that are due."""
        recall = self.source.open_recall
        if recall is not None and (kind is LetterKind.RECALL or recall.due >= self.source.day):
            return recall.tests.replace(",", " ").split()
        coming = self._coming()
        return [] if coming is None else list(coming.tests)

    def _coming(self) -> MonitoringProposal | None:
        """Return the first proposal that asks the patient for a sample in the time to come."""
        proposals = self.source.assessment.monitoring if self.source.assessment else ()
        today, last = self.source.day, self.source.day + timedelta(days=self.outlines.ask_within_days)
        return next((each for each in proposals if each.tests and today < each.due <= last), None)

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
            "first_name": self.patient.given_names or self.patient.family_name,
            "age": str(years(self.patient.birth_date, self.source.day)),
            "phone": self.source.clinic.phone,
            "urgent_contact": " ".join(self.source.clinic.urgent_contact.split()),
            "lowering": names([each.name for each in self._lowering()]),
            "antiresorptives": names([each.name for each in self.taken(self.outlines.antiresorptive_classes)]),
        }

    def _correction(self) -> dict[str, str]:
        """Return when the value was corrected, what stood there before, and which letter this one replaces."""
        reading, found = self.reading(), CorrectedValues(self.source, self.words)
        day = None if reading is None else found.day(reading.result)
        before = "" if reading is None or day is None else found.before(reading.result)
        return {
            "corrected_on": self._day(day),
            "corrected_before": before,
            "replaced_on": self._day(self.source.replaced_on),
        }

    def _plan(self, kind: LetterKind) -> dict[str, str]:
        due, not_before = self._dates(kind)
        tests = list(dict.fromkeys(self._test_name(test) for test in self.tests(kind)))
        return {
            "due": self._day(due),
            "not_before": self._day(not_before),
            "tests": self.words.listing(tests[:_TESTS_IN_A_SENTENCE]),
            "tests_more": self.words.listing(tests[_TESTS_IN_A_SENTENCE:]),
        }

    def _dates(self, kind: LetterKind) -> tuple[date | None, date | None]:
        """Return by when, and from when, the next test is wanted; a patient letter never asks for a day gone by."""
        recall, day = self.source.open_recall, self.source.day
        if recall is not None and (kind is LetterKind.RECALL or recall.due >= day):
            return recall.due, _between(day, recall.not_before, recall.due)
        coming = self._coming()
        return (None, None) if coming is None else (coming.due, _between(day, coming.not_before, coming.due))

    def _overdue(self, kind: LetterKind) -> bool:
        recall = self.source.open_recall
        return kind is LetterKind.RECALL and recall is not None and recall.due < self.source.day

    def _value(self) -> dict[str, str]:
        reading, assessment = self.reading(), self.source.assessment
        if reading is None or assessment is None:
            return {}
        unit = unit_words(reading.result, self.analyte)
        printed = reading.laboratory[1] if self.shows_printed(reading) else None
        shown = interval_words(printed, self.analyte, unit, self.words)
        note = self.words.text("interval_note", "words", printed=shown, unit=unit)
        return {
            "value": value_words(reading.result, reading.typed, self.words),
            "unit": unit,
            "collected": long_date(reading.panel.collected, self.words.locale),
            "weeks": str(reading.panel.gestation_weeks or ""),
            "printed": shown,
            "age_sex": interval_words(reading.age_sex[1], self.analyte, unit, self.words),
            "interval_note": f" {note}" if shown else "",
            "lows": self.words.number(Decimal(self._lows_in_run(assessment.alp.low_since))),
            "since": self._day(assessment.alp.low_since),
        }

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

    def _test_name(self, test: str) -> str:
        known = self.rules.analytes.get(test)
        return self.words.find(test, "tests") or (known.title if known else test)


def _between(day: date, first: date | None, due: date) -> date | None:
    return first if first is not None and day < first < due else None


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
