"""What a letter says of what was corrected: when, and what stood there before."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar

from alpdesk.domain.alp import AlpReading
from alpdesk.domain.records import Panel, Result
from alpdesk.letters.calendar import long_date, short_date
from alpdesk.letters.catalogue import Catalogue
from alpdesk.letters.source import LetterSource, SampleCorrection

_TOLD = ("collected", "specimen", "haemolysis")
_TO_COLLEAGUES = ("gestation_weeks",)


class CorrectedValues:
    """Finds the earlier versions of results, and what was put right of their samples."""

    told: ClassVar[dict[str, str]] = {
        "corrected": "corrected_before",
        "corrected_sample": "corrected_sample",
        "replaces": "replaced_on",
        "replaced_number": "replaced_number",
        "changed": "changed",
    }

    def __init__(self, source: LetterSource, words: Catalogue, *, colleague: bool = False) -> None:
        self._source, self._words = source, words
        self._corrected_on = source.corrected_on
        self._by_id = {result.id: result for both in source.record.panels for result in both.results}
        told = {*_TOLD, *(_TO_COLLEAGUES if colleague else ())}
        self._samples = [each for each in source.corrected_samples if each.field in told]

    def values(self, reading: AlpReading | None) -> dict[str, str]:
        """Return what was corrected of the value a letter is about, and which letter it takes the place of."""
        day = None if reading is None else self.day(reading.result)
        samples = () if reading is None else self.of_sample(reading.panel)
        return {
            "corrected_on": self._long(day),
            "corrected_before": "" if reading is None or day is None else self.before(reading.result),
            "corrected_sample": " ".join(self.sample_note(reading.panel, each) for each in samples if reading),
            "replaced_on": self._long(self._source.replaced_on),
            "replaced_number": self._source.replaced_number,
            "changed": self._changed(),
        }

    def note(self, quoted: Iterable[tuple[str, Panel, Result]]) -> str:
        """Return a sentence for everything corrected among ``quoted``, each result led by what it is called."""
        return " ".join(sentence for _, sentence in self.notes(quoted))

    def notes(self, quoted: Iterable[tuple[str, Panel, Result]]) -> Iterator[tuple[date | None, str]]:
        """Yield each correction among ``quoted`` with its day: the results', then those of their samples."""
        known = tuple(quoted)
        for name, _, result in known:
            if result.replaces_id is not None:
                yield self.day(result), self._sentence(name, result)
        for panel in {panel.id: panel for _, panel, _ in known}.values():
            for each in self.of_sample(panel):
                yield each.day, self.sample_note(panel, each)

    def day(self, result: Result) -> date | None:
        """Return the day a result was corrected; nothing when it never was."""
        return self._corrected_on.get(result.id or 0)

    def before(self, result: Result) -> str:
        """Return the earlier values of a result, oldest first."""
        return "; ".join(f"{old.value} {old.unit}".strip() for old in self._before(result))

    def of_sample(self, panel: Panel) -> list[SampleCorrection]:
        """Return what was put right of a sample, oldest first."""
        return [each for each in self._samples if each.panel_id == panel.id]

    def sample_note(self, panel: Panel, each: SampleCorrection) -> str:
        """Return one short sentence about a sample that was put right."""
        return self._words.text(
            "corrected_sample", "table",
            collected=short_date(panel.collected, self._words.locale), field=self._words.text(each.field, "sample"),
            day=short_date(each.day, self._words.locale), before=self.was(each),
        )  # fmt: skip

    def was(self, each: SampleCorrection) -> str:
        """Return in words what stood there before."""
        words = self._words
        if not each.was:
            return words.text("not_given", "sample")
        if each.field == "collected":
            return short_date(date.fromisoformat(each.was), words.locale)
        section = {"specimen": "words", "haemolysis": "sample"}.get(each.field, "")
        key = f"haemolysis_{each.was}" if each.field == "haemolysis" else each.was
        return words.find(key, section) or each.was

    def _changed(self) -> str:
        """Return what was put right since the letter that is replaced."""
        since = self._source.replaced_on
        if since is None:
            return ""
        days = ((both.panel, result) for both in self._source.record.panels for result in both.results)
        named = [(self._named(panel, result), panel, result) for panel, result in days if result.standing]
        return " ".join(sentence for day, sentence in self.notes(named) if day is not None and day >= since)

    def _named(self, panel: Panel, result: Result) -> str:
        name = self._words.find(result.analyte, "tests") or result.analyte
        return f"{name}, {short_date(panel.collected, self._words.locale)}"

    def _long(self, day: date | None) -> str:
        return "" if day is None else long_date(day, self._words.locale)

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
