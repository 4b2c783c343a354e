"""What the record says, read without a look at any letter: what a letter is held against."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from alpdesk.domain.alp import AlpReading
from alpdesk.domain.intervals import profile_intervals
from alpdesk.domain.letter import LetterDraft
from alpdesk.domain.records import LetterKind, Sex
from alpdesk.domain.rules import RuleBook
from alpdesk.letters.catalogue import Catalogue, is_offered, load
from alpdesk.letters.checks.tokens import Figures, Range, figures, folded, plain
from alpdesk.letters.compose import compose, language_for
from alpdesk.letters.intervals import interval_words, unit_words
from alpdesk.letters.outline import outlines
from alpdesk.letters.plan import Plan
from alpdesk.letters.situation import Teller, full_name
from alpdesk.letters.source import LetterSource

_SHORT = 3  # a shorter text could be a figure


class Sample(NamedTuple):
    """One ALP as a letter may tell it."""

    day: date
    number: Decimal
    unit: str
    ranges: frozenset[Range]
    limits: frozenset[Decimal]


class Truth:
    """The record of one patient, as a letter of one kind and language has to have it.

    ``fresh`` is the letter as the record has it now; it is composed where nobody has just done so.
    """

    def __init__(
        self, source: LetterSource, rules: RuleBook, kind: LetterKind, language: str, fresh: LetterDraft | None = None
    ) -> None:
        self.source, self.rules, self.kind = source, rules, kind
        self.words: Catalogue = load(language, source.clinic.paper, rules.letter_words)
        self.fresh: LetterDraft = fresh or compose(source, rules, kind, language)
        self._teller = Teller(source, rules, self.words, outlines())
        self.patient = source.record.patient
        self.facts, self._values = self._teller.situation(kind)
        self._coming = Plan(source, rules, self.words, outlines(), kind).dates()
        self._known: dict[str, Figures] = {}

    @cached_property
    def name(self) -> str:
        """Return the patient's whole name."""
        return full_name(self.patient.given_names, self.patient.family_name)

    @cached_property
    def own(self) -> frozenset[str]:
        """Return what the record calls people and places, whatever that looks like."""
        one, clinic = self.patient, self.source.clinic
        names = (one.given_names, one.family_name, one.number, one.referring_doctor, clinic.name, self.name)
        return frozenset(text for text in (*names, *one.address.splitlines(), *clinic.address.splitlines()) if text)

    @cached_property
    def reads(self) -> str:
        """Return the patient's language, where there are letters in it."""
        language = self.patient.language
        return language if language and is_offered(language) else ""

    @cached_property
    def sample(self) -> Sample | None:
        """Return the ALP the letter is about."""
        reading = self._teller.reading()
        return None if reading is None else self._sample(reading)

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """Return every ALP that stands in the record."""
        return tuple(self._sample(reading) for reading in self._teller.history.alps())

    @cached_property
    def measured(self) -> frozenset[str]:
        """Return the units that results come in."""
        return frozenset(folded(plain(unit.label)) for known in self.rules.analytes.values() for unit in known.units)

    @cached_property
    def named(self) -> re.Pattern[str]:
        """Return by which words a sentence names a test."""
        return _naming(self._names)

    @cached_property
    def _names(self) -> frozenset[str]:
        known = self.rules.analytes
        said = {self.words.find(key, section) for key in known for section in ("analytes", "tests")}
        titles = {name for one in known.values() for name in (one.title, one.title.partition(",")[0], *one.synonyms)}
        return frozenset(name for name in said | titles if len(name) > 1)

    @cached_property
    def others(self) -> frozenset[tuple[Decimal, str]]:
        """Return every other value that stands in the record."""
        kept = (result for both in self.source.record.panels for result in both.results if result.standing)
        return frozenset(each for result in kept for each in _valued(result.value, result.unit))

    @cached_property
    def former(self) -> frozenset[tuple[Decimal, str]]:
        """Return values that were corrected: they are told in the words that were composed, and nowhere else."""
        results = {result.id: result for both in self.source.record.panels for result in both.results}
        old = (results.get(result.replaces_id) for result in results.values() if result.replaces_id is not None)
        return frozenset(each for result in old if result is not None for each in _valued(result.value, result.unit))

    @cached_property
    def former_days(self) -> frozenset[date]:
        """Return days that samples bore before they were corrected, told as the corrected values are."""
        told = (figures(sample.was, "en") for sample in self.source.corrected_samples)
        return frozenset(day for each in told for found in each.days for day in found.days)

    @cached_property
    def standing(self) -> frozenset[int]:
        """Return the keys of the results that were neither withdrawn nor replaced."""
        panels = (both for both in self.source.record.panels if not both.panel.voided)
        return frozenset(result.id or 0 for both in panels for result in both.results if result.standing)

    @cached_property
    def due(self) -> date | None:
        """Return by when the next test is wanted."""
        return self._coming[0]

    @cached_property
    def days(self) -> frozenset[date]:
        """Return every date of the record that a letter may tell."""
        record, source = self.source.record, self.source
        due = [day for recall in source.recalls for day in (recall.due, recall.not_before)]
        taken = [day for medicine in record.medicines for day in (medicine.started, medicine.stopped)]
        coming = [*self._coming, source.replaced_on, *source.corrected_on.values()]
        collected = [both.panel.collected for both in record.panels]
        found = [*due, *taken, *coming, *collected, *(event.on for event in record.events)]
        return frozenset(day for day in (*found, source.day, self.patient.birth_date) if day is not None)

    @cached_property
    def adult_ranges(self) -> frozenset[Range]:
        """Return the intervals that hold for adults and not for this child; none in the letter of an adult."""
        reading = self._teller.reading()
        if reading is None or not self._teller.is_growing(reading.panel.collected):
            return frozenset()
        grown = self.patient.model_copy(update={"birth_date": _grown_up(reading.panel.collected)})
        sexes = (grown.model_copy(update={"sex": sex}) for sex in (Sex.FEMALE, Sex.MALE))
        day = reading.panel.collected
        shown = (
            interval
            for adult in sexes
            for profile in self.rules.profiles.values()
            if not profile.by_gestation
            for interval in profile_intervals(profile, adult, day, None)
        )
        said = (interval_words(each, self._teller.analyte, self._unit(reading), self.words) for each in shown)
        foreign = frozenset(found for text in (*said, self._unfit(reading)) if (found := _range(text)))
        return foreign - frozenset(span for sample in self.samples for span in sample.ranges)

    @cached_property
    def fixed(self) -> tuple[str, ...]:
        """Return what has digits and is no figure: telephone numbers, names, the patient's number."""
        clinic, medicines = self.source.clinic, self.source.record.medicines
        own = (clinic.phone, " ".join(clinic.urgent_contact.split()), self.patient.number, self.name)
        tests = (name for name in self._names if any(sign.isdigit() for sign in name))
        texts = {*own, *tests, *(medicine.name for medicine in medicines)}
        return tuple(sorted((text for text in texts if len(text) > _SHORT), key=len, reverse=True))

    @cached_property
    def counted(self) -> frozenset[Decimal]:
        """Return bare numbers that a letter may hold: those of the catalogue's own sentences, age, weeks and lows."""
        told = (self._values.get(name, "") for name in ("weeks", "age", "lows", "all_lows"))
        return frozenset(number for text in told for number in _numbers(text)) | _printed(self.words)

    def figures(self, sentence: str) -> Figures:
        """Return the figures of a sentence of this letter."""
        if sentence not in self._known:
            self._known[sentence] = figures(sentence, self.words.language, known=self.fixed)
        return self._known[sentence]

    def _sample(self, reading: AlpReading) -> Sample:
        unit = self._unit(reading)
        number = reading.typed.number if reading.typed is not None else _first(reading.result.value)
        printed = reading.laboratory[1] if self._teller.shows_printed(reading) else None
        said = [interval_words(each, self._teller.analyte, unit, self.words) for each in (printed, reading.age_sex[1])]
        numbers = frozenset(Decimal(each) for text in said for each in _numbers(text))
        ranges = frozenset(found for text in said if (found := _range(text)))
        return Sample(reading.panel.collected, number, folded(plain(unit)), ranges, numbers)

    def _unfit(self, reading: AlpReading) -> str:
        """Return the interval on the report, where it does not fit a child."""
        unfit = None if self._teller.shows_printed(reading) else reading.laboratory[1]
        return interval_words(unfit, self._teller.analyte, self._unit(reading), self.words)

    def _unit(self, reading: AlpReading) -> str:
        return unit_words(reading.result, self._teller.analyte)


def truth(source: LetterSource, rules: RuleBook, letter: LetterDraft) -> Truth:
    """Return what a letter is held against: the record of today, in the letter's own language."""
    return Truth(source, rules, letter.kind, language_for(source, letter.language))


def _printed(words: Catalogue) -> frozenset[Decimal]:
    """Return the numbers that stand in the catalogue's own sentences, outside their places."""
    return _in_texts(words.texts())


@lru_cache(16)
def _in_texts(texts: tuple[str, ...]) -> frozenset[Decimal]:
    return frozenset(number for text in texts for number in _numbers(text))


@lru_cache(16)
def _naming(names: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern for names of tests; a short one stands alone, a longer one may begin a compound."""
    alone = "|".join(re.escape(name) for name in sorted(names) if len(name) <= _SHORT)
    begins = "|".join(re.escape(name) for name in sorted(names) if len(name) > _SHORT)
    return re.compile(rf"(?<!\w)(?:{alone})(?!\w)|(?:(?<![A-Za-zÀ-ÿ]))(?:{begins})", re.IGNORECASE)


def _valued(value: str, unit: str) -> Iterator[tuple[Decimal, str]]:
    yield from ((number, folded(plain(unit))) for number in _numbers(value))


def _numbers(text: str) -> Iterable[Decimal]:
    found = figures(text, "en")
    return [*(number for span in found.spans for number in span.limits), *(each.number for each in found.numbers)]


def _first(text: str) -> Decimal:
    return next(iter(_numbers(text)), Decimal(0))


def _range(text: str) -> Range | None:
    """Return both limits of an interval, if it has both."""
    numbers = list(_numbers(text))
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def _grown_up(day: date) -> date:
    return date(day.year - 40, 1, 1)
