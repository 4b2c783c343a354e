"""What a letter says of values that were corrected: when, and what stood there before."""

from collections.abc import Iterable
from datetime import date

from alpdesk.domain.records import Panel, Result
from alpdesk.letters.calendar import short_date
from alpdesk.letters.catalogue import Catalogue
from alpdesk.letters.source import LetterSource


class CorrectedValues:
    """Finds the earlier versions of results."""

    def __init__(self, source: LetterSource, words: Catalogue) -> None:
        self._words = words
        self._corrected_on = source.corrected_on
        self._by_id = {result.id: result for both in source.record.panels for result in both.results}

    def note(self, quoted: Iterable[tuple[str, Panel, Result]]) -> str:
        """Return a sentence for every corrected result among ``quoted``, each led by what it is called."""
        sentences = (self._sentence(name, result) for name, _, result in quoted if result.replaces_id is not None)
        return " ".join(sentences)

    def day(self, result: Result) -> date | None:
        """Return the day a result was corrected; nothing when it never was."""
        return self._corrected_on.get(result.id or 0)

    def before(self, result: Result) -> str:
        """Return the earlier values of a result, oldest first."""
        return "; ".join(f"{old.value} {old.unit}".strip() for old in self._before(result))

    def _sentence(self, name: str, result: Result) -> str:
        day, before = self.day(result), self.before(result)
        if day is None:
            return self._words.text("corrected_undated", "table", what=name, before=before)
        shown = short_date(day, self._words.locale)
        return self._words.text("corrected", "table", what=name, day=shown, before=before)

    def _before(self, result: Result) -> list[Result]:
        """Return the earlier versions, oldest first."""
        found: list[Result] = []
        while result.replaces_id is not None and (older := self._by_id.get(result.replaces_id)) is not None:
            found.insert(0, older)
            result = older
        return found
