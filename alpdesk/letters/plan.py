"""What a letter asks for: by when, from when, and which tests."""

from collections.abc import Iterator
from datetime import date, timedelta

from alpdesk.domain.assessment import MonitoringProposal
from alpdesk.domain.records import LetterKind
from alpdesk.domain.rules import RuleBook
from alpdesk.letters.calendar import long_date
from alpdesk.letters.catalogue import Catalogue
from alpdesk.letters.outline import Outlines
from alpdesk.letters.source import LetterSource

_B6 = "vitamin_b6"
_TESTS_IN_A_SENTENCE = 6


class Plan:
    """The open item, or the first proposal that asks for a sample in the time to come."""

    def __init__(
        self, source: LetterSource, rules: RuleBook, words: Catalogue, outlines: Outlines, kind: LetterKind
    ) -> None:
        self._source, self._rules, self._words, self._outlines, self._kind = source, rules, words, outlines, kind

    def facts(self) -> Iterator[str]:
        """Yield what holds of the next test."""
        values = self.values()
        yield from (name for name in ("due", "not_before", "tests", "tests_more") if values[name])
        if self._overdue():
            yield "overdue"
            if self._source.reminded_before:
                yield "reminded"
        if _B6 in self._tests():
            yield "b6"

    def values(self) -> dict[str, str]:
        """Return the days and the tests in words."""
        due, not_before = self.dates()
        tests = list(dict.fromkeys(self._test_name(test) for test in self._tests()))
        return {
            "due": self._day(due),
            "not_before": self._day(not_before),
            "tests": self._words.listing(tests[:_TESTS_IN_A_SENTENCE]),
            "tests_more": self._words.listing(tests[_TESTS_IN_A_SENTENCE:]),
        }

    def _tests(self) -> list[str]:
        """Return the ids or names of the tests that are due."""
        recall = self._source.open_recall
        if recall is not None and (self._recalls() or recall.due >= self._source.day):
            return recall.tests.replace(",", " ").split()
        coming = self._coming()
        return [] if coming is None else list(coming.tests)

    def dates(self) -> tuple[date | None, date | None]:
        """Return by when, and from when, the next test is wanted; only a reminder asks for a day gone by."""
        recall, day = self._source.open_recall, self._source.day
        if recall is not None and (self._recalls() or recall.due >= day):
            return recall.due, _between(day, recall.not_before, recall.due)
        coming = self._coming()
        return (None, None) if coming is None else (coming.due, _between(day, coming.not_before, coming.due))

    def _coming(self) -> MonitoringProposal | None:
        """Return the first proposal that asks the patient for a sample in the time to come."""
        proposals = self._source.assessment.monitoring if self._source.assessment else ()
        today, last = self._source.day, self._source.day + timedelta(days=self._outlines.ask_within_days)
        return next((each for each in proposals if each.tests and today < each.due <= last), None)

    def _overdue(self) -> bool:
        recall = self._source.open_recall
        return self._recalls() and recall is not None and recall.due < self._source.day

    def _recalls(self) -> bool:
        return self._kind is LetterKind.RECALL

    def _day(self, day: date | None) -> str:
        return "" if day is None else long_date(day, self._words.locale)

    def _test_name(self, test: str) -> str:
        known = self._rules.analytes.get(test)
        if self._kind.to_colleague:
            return self._words.named(test, "analytes", known.short if known else test)
        return self._words.find(test, "tests") or (known.title if known else test)


def _between(day: date, first: date | None, due: date) -> date | None:
    return first if first is not None and day < first < due else None
