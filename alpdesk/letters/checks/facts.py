"""Every figure in the words, held against the record: values, units, intervals, dates."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from alpdesk.domain.letter import LetterDraft, LetterWarning
from alpdesk.letters.checks.faults import poor, running, spoken, wrong
from alpdesk.letters.checks.sentences import sentences
from alpdesk.letters.checks.tokens import Day, Figures, Span, Value, plain
from alpdesk.letters.checks.truth import Sample, Truth
from alpdesk.letters.limits import phrase

_OWN = "own-"
_NEAR = 30  # signs between the name of a test and its number
_NO_FIGURES = Figures((), (), (), (), ())


def facts(letter: LetterDraft, truth: Truth) -> Iterator[LetterWarning]:
    """Yield every figure that the record does not have, with the sentence it stands in."""
    composed = running(truth.fresh)
    for block, text in spoken(letter).items():
        same = text == composed.get(block)
        there = _NO_FIGURES if same else _all(truth, composed.get(block, ""))
        here = _all(truth, text) if there.days or there.counts else _NO_FIGURES
        said = _Block(block, truth, there, here, same=same)
        if letter.kind.to_colleague and same:
            continue  # titles of the rule book and names of medicines: what was composed is the record
        for sentence in sentences(text, truth.words.language):
            if same and block.startswith(_OWN) and not _tells_of_the_test(sentence, truth):
                yield from said.intervals(sentence)  # own hours, rooms and telephone numbers are none of the record
            else:
                yield from said.faults(sentence)


class _Block:
    """Holds one sentence after the other of one block against the record."""

    def __init__(self, block: str, truth: Truth, composed: Figures, said: Figures, *, same: bool) -> None:
        self._block, self._truth, self._composed = block, truth, composed
        self._former = truth.former if same else frozenset()
        self._days = truth.days | truth.former_days if same else truth.days
        self._moved = [day for day in composed.days if not any(day.days & each.days for each in said.days)]
        counts = {each.number for each in said.counts}
        self._recounted = [each for each in composed.counts if each.number not in counts]

    def faults(self, sentence: str) -> Iterator[LetterWarning]:
        found = self._truth.figures(sentence)
        told = frozenset(day for each in found.days for day in each.days)
        for day in found.days:
            yield from self._day(day, sentence)
        for span in found.spans:
            yield from self._span(span, told, sentence)
        yield from self._grown_up(found, sentence)
        for value in found.values:
            yield from self._value(value, told, sentence)
        for value in found.numbers:
            yield from self._number(value, told, sentence)
        for value in found.counts:
            yield from self._count(value, sentence)

    def intervals(self, sentence: str) -> Iterator[LetterWarning]:
        """Yield a fault for each interval of a test in a sentence that names no test."""
        found = self._truth.figures(sentence)
        for span in found.spans:
            if span.unit in self._truth.measured or span.limits in self._truth.adult_ranges:
                yield from self._span(span, frozenset(), sentence)
        yield from self._grown_up(found, sentence)

    def _grown_up(self, found: Figures, sentence: str) -> Iterator[LetterWarning]:
        """Yield a fault where both limits for adults stand in a child's letter, whatever stands between them."""
        told = {each.number for each in (*found.values, *found.numbers)}
        own = {number for sample in self._truth.samples for number in (sample.number, *sample.limits)}
        for low, high in self._truth.adult_ranges:
            if {low, high} <= told and not {low, high} <= own:
                yield wrong("adult_interval", what=f"{low}-{high}", block=self._block, sentence=sentence)

    def _day(self, day: Day, sentence: str) -> Iterator[LetterWarning]:
        known, here = day.is_one_of(self._days), {"block": self._block, "sentence": sentence}
        composed = any(day.days & each.days or day.text == each.text for each in self._composed.days)
        if self._moved and not composed:
            yield wrong("other_date", what=day.text, wanted=self._moved[0].text, **here)
        elif not (known or composed):
            coming = bool(day.days) and min(day.days) > self._truth.source.day
            yield (poor("date_to_come", what=day.text, **here) if coming else wrong("date", what=day.text, **here))

    def _span(self, span: Span, told: frozenset[date], sentence: str) -> Iterator[LetterWarning]:
        here = {"block": self._block, "sentence": sentence}
        ranges = {limits for sample in self._samples(told) for limits in sample.ranges}
        same = any(span.limits == each.limits for each in self._composed.spans)
        if span.limits in self._truth.adult_ranges:
            yield wrong("adult_interval", what=span.text, **here)
        elif span.limits not in ranges and not same:
            yield wrong("interval", what=span.text, **here)
        elif span.unit and span.unit not in {sample.unit for sample in self._samples(told)}:
            yield wrong("wrong_unit", what=span.text, unit=self._unit(), **here)

    def _value(self, value: Value, told: frozenset[date], sentence: str) -> Iterator[LetterWarning]:
        truth, pair = self._truth, (value.number, value.unit)
        alps = {(number, sample.unit) for sample in self._samples(told) for number in (sample.number, *sample.limits)}
        composed = {(each.number, each.unit) for each in self._composed.values}
        if pair not in composed and self._is_only_a_limit(value, told) and self._says_it_is_the_value(sentence):
            yield wrong("value", block=self._block, sentence=sentence, what=value.text)
            return
        elsewhere = truth.others - {(sample.number, sample.unit) for sample in truth.samples}
        if pair in alps | composed | self._former or (pair in elsewhere and not self._stands_for_alp(sentence, alps)):
            return
        here = {"block": self._block, "sentence": sentence, "what": value.text}
        if value.number in {number for number, _ in alps}:
            yield wrong("wrong_unit", unit=self._unit(), **here)
        elif value.unit in truth.measured or _tells_of_the_test(sentence, truth):
            yield wrong("value", **here)
        else:
            yield poor("number", **here)

    def _is_only_a_limit(self, value: Value, told: frozenset[date]) -> bool:
        samples = self._samples(told)
        limits = {number for sample in samples for number in sample.limits}
        return value.number in limits - {sample.number for sample in self._truth.samples}

    def _says_it_is_the_value(self, sentence: str) -> bool:
        """Say whether a sentence tells a number of the test and no word in it makes it a limit."""
        bound = phrase("limit", self._truth.words.language)
        return _tells_of_the_test(sentence, self._truth) and (bound is None or not bound.search(sentence))

    def _stands_for_alp(self, sentence: str, alps: set[tuple[Decimal, str]]) -> bool:
        """Say whether a sentence names ALP and tells no value of it, so that another test's would be taken for it."""
        told = {(each.number, each.unit) for each in self._truth.figures(sentence).values}
        return _tells_of_the_test(sentence, self._truth) and not told & alps

    def _number(self, value: Value, told: frozenset[date], sentence: str) -> Iterator[LetterWarning]:
        truth = self._truth
        alps = {number for sample in self._samples(told) for number in (sample.number, *sample.limits)}
        composed = {each.number for each in (*self._composed.numbers, *self._composed.values)}
        former = {number for number, _ in self._former}
        if value.number in alps | composed | former:
            return
        here = {"block": self._block, "sentence": sentence, "what": value.text}
        if self._tells_of_another(value, sentence):
            yield wrong("value", **here)
        elif value.number not in truth.counted:
            yield wrong("value", **here) if _tells_of_the_test(sentence, truth) else poor("number", **here)

    def _tells_of_another(self, value: Value, sentence: str) -> bool:
        """Say whether a number without a unit stands for the result of some test and is neither kept nor a dose."""
        truth, text = self._truth, plain(sentence)
        before, _, after = text.partition(value.text)
        result, dose = (phrase(name, truth.words.language) for name in ("result", "dose"))
        named = any(len(before) - found.end() <= _NEAR for found in truth.named.finditer(before))
        told = named or (result is not None and result.search(text) is not None)
        kept = value.number in {number for number, _ in truth.others}
        return told and not kept and (dose is None or not dose.match(after.lstrip(" -\xa0")))

    def _count(self, value: Value, sentence: str) -> Iterator[LetterWarning]:
        """Yield a fault where a span of time stands in the place of another, such as the weeks of a pregnancy."""
        known = {each.number for each in self._composed.counts}
        if self._recounted and value.number not in known:
            here = {"block": self._block, "sentence": sentence}
            yield wrong("other_number", what=value.text, wanted=self._recounted[0].text, **here)

    def _samples(self, told: frozenset[date]) -> list[Sample]:
        """Return the samples whose day is told in the sentence; where none is, the sample of the letter."""
        there = [sample for sample in self._truth.samples if sample.day in told]
        return there or ([self._truth.sample] if self._truth.sample is not None else [])

    def _unit(self) -> str:
        return "" if self._truth.sample is None else self._truth.sample.unit


def _all(truth: Truth, text: str) -> Figures:
    parts = [truth.figures(sentence) for sentence in sentences(text, truth.words.language)]
    return Figures(
        tuple(each for part in parts for each in part.days),
        tuple(each for part in parts for each in part.spans),
        tuple(each for part in parts for each in part.values),
        tuple(each for part in parts for each in part.numbers),
        tuple(each for part in parts for each in part.counts),
    )


def _tells_of_the_test(sentence: str, truth: Truth) -> bool:
    named = phrase("test", truth.words.language)
    return named is not None and named.search(sentence) is not None
