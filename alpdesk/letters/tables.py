"""Results of the record as tables and charts of a letter."""

from collections.abc import Iterator

from alpdesk.domain.alp import ALP, AlpReading
from alpdesk.domain.letter import Cell, ResultsRow, ResultsTable, Table, TrendChart
from alpdesk.domain.readings import Reading
from alpdesk.domain.records import Flag, Medicine, Panel, Result
from alpdesk.domain.trend import Trend, trend
from alpdesk.letters.calendar import short_date
from alpdesk.letters.corrected import CorrectedValues
from alpdesk.letters.grid import SIGNS
from alpdesk.letters.intervals import interval_words, unit_words, value_words
from alpdesk.letters.situation import Teller

_SILENT = {Flag.WITHIN, Flag.NONE}


class Tables:
    """Draws what a letter quotes, and remembers which results it quoted."""

    def __init__(self, teller: Teller, *, colleague: bool = False) -> None:
        self._teller = teller
        self._words = teller.words
        self._patients = not colleague
        self._corrected = CorrectedValues(teller.source, teller.words, colleague=colleague)
        self.quoted: list[tuple[Panel, Result]] = []

    def alps(self, rule: str, because: str) -> ResultsTable:
        """Return the ALP values by day, newest last."""
        shown, older = self._shown()
        head = ("date", "value", "unit", "printed", "age_sex")
        return ResultsTable(
            id=rule,
            rule=rule,
            because=because,
            head=tuple(self._head(name) for name in head),
            rows=tuple(self._alp_row(reading) for reading in shown),
            note=" ".join(part for part in (self._changed(shown), self._older(older)) if part),
        )

    def alps_for_colleague(self, rule: str, because: str) -> Table:
        """Return the ALP values with both intervals, verdict and tube."""
        shown, older = self._shown()
        head = ("date", "value", "printed", "age_sex", "specimen")
        return Table(
            id=rule,
            rule=rule,
            because=because,
            head=tuple(self._head(name) for name in head),
            rows=tuple(tuple(self._alp_words(reading, tube=not self._tube(shown))) for reading in shown),
            strong=tuple(index for index, reading in enumerate(shown) if self._teller.flag(reading) is Flag.LOW),
            note=" ".join(part for part in (self._tube(shown), self._changed(shown), self._older(older)) if part),
        )

    def _tube(self, shown: list[AlpReading]) -> str:
        """Return the tube in words where it was the same each time; else it has a column."""
        tubes = {reading.panel.specimen.value for reading in shown}
        if len(tubes) > 1:
            return ""
        return self._words.text("all_samples", "table", specimen=self._words.text(tubes.pop(), "words"))

    def _changed(self, shown: list[AlpReading]) -> str:
        """Say which of the shown values were corrected."""
        days = (short_date(reading.panel.collected, self._words.locale) for reading in shown)
        named = ((day, reading.panel, reading.result) for day, reading in zip(days, shown, strict=True))
        return self._corrected.note(named)

    def chart(self, rule: str, because: str, *, bare: bool = False) -> TrendChart:
        """Return the ALP over time; ``bare`` leaves out medicines and events."""
        teller = self._teller
        drawn = trend(teller.source.record, ALP, teller.rules, teller.source.day, teller.source.choice)
        if bare:
            drawn = drawn.model_copy(update={"bars": (), "marks": ()})
        drawn = self._in_words(drawn)
        key = "chart" if drawn.band else "chart_plain"
        caption = self._words.text(key, "table", unit=drawn.unit)
        return TrendChart(id=rule, rule=rule, because=because, caption=caption, trend=drawn)

    def _in_words(self, drawn: Trend) -> Trend:
        """Return a drawing whose events are named, and whose values are written, as the language does it."""
        events = {
            event.title: self._words.named(event.id, "events", event.title)
            for event in self._teller.rules.events.values()
        }
        marks = tuple(mark.model_copy(update={"text": events.get(mark.text, mark.text)}) for mark in drawn.marks)
        point = self._words.decimal_sign
        points = tuple(each.model_copy(update={"label": each.label.replace(".", point)}) for each in drawn.points)
        return drawn.model_copy(update={"marks": marks, "points": points})

    def companions(self, rule: str, because: str, expected: tuple[str, ...]) -> Table | None:
        """Return the latest of each other result, and name what of the expected was not done."""
        measured = (each for each in self._teller.rules.analytes if self._teller.history.results(each))
        analytes = tuple(each for each in dict.fromkeys((*expected, *measured)) if each != ALP)
        rows = [row for analyte in analytes if (row := self._companion(analyte)) is not None]
        latest = [(a, both) for a in analytes for both in self._teller.history.results(a)[-1:]]
        changed = self._corrected.note((self._title(a), *both) for a, both in latest)
        missing = [self._title(analyte) for analyte in expected if not self._teller.history.results(analyte)]
        if not rows:
            return None
        return Table(
            id=rule,
            rule=rule,
            because=because,
            head=tuple(self._head(name) for name in ("test", "result", "interval", "date")),
            rows=tuple(row for row, _ in rows),
            strong=tuple(index for index, (_, flagged) in enumerate(rows) if flagged),
            note=" ".join(part for part in (changed, self._not_done(missing)) if part),
        )

    def medicines(self, rule: str, because: str) -> Table | None:
        """Return the medicines with their dates, those that matter for ALP in bold."""
        every = self._teller.source.record.medicines
        medicines = sorted(every, key=lambda each: (each.stopped is not None, each.name.casefold()))
        if not medicines:
            return None
        classes, history = self._teller.outlines.highlighted_classes, self._teller.history
        marked = {id(each) for wanted in classes for each in history.medicines(wanted)}
        return Table(
            id=rule,
            rule=rule,
            because=because,
            head=(self._head("medicine"), self._head("taken")),
            rows=tuple((each.name, self._taken(each)) for each in medicines),
            strong=tuple(index for index, each in enumerate(medicines) if id(each) in marked),
            note=self._words.text("medicines_note", "table") if marked else "",
        )

    def _taken(self, medicine: Medicine) -> str:
        locale = self._words.locale
        start = None if medicine.started is None else short_date(medicine.started, locale)
        stop = None if medicine.stopped is None else short_date(medicine.stopped, locale)
        if start and stop:
            return self._words.text("period", "words", start=start, stop=stop)
        if start:
            return self._words.text("since", "words", date=start)
        return self._words.text("stopped", "words", stop=stop) if stop else self._words.text("taken", "words")

    def _not_done(self, missing: list[str]) -> str:
        return self._words.text("not_done", "table", tests=self._words.joined(missing)) if missing else ""

    def _shown(self) -> tuple[list[AlpReading], int]:
        readings = self._teller.history.alps()
        kept = readings[-self._teller.outlines.results_shown :]
        self.quoted += [(reading.panel, reading.result) for reading in kept]
        return kept, len(readings) - len(kept)

    def _older(self, count: int) -> str:
        return self._words.plural("older", "table", count) if count else ""

    def _alp_row(self, reading: AlpReading) -> ResultsRow:
        flag = self._teller.flag(reading)
        words = "" if flag in _SILENT else self._words.text(flag.value, "words")
        printed, age_sex = self._intervals(reading)
        return ResultsRow(
            analyte=ALP,
            name=short_date(reading.panel.collected, self._words.locale),
            unit=unit_words(reading.result, self._teller.analyte),
            printed=printed,
            age_sex=age_sex,
            cells=(Cell(text=value_words(reading.result, reading.typed, self._words), flag=flag, words=words),),
        )

    def _alp_words(self, reading: AlpReading, *, tube: bool) -> Iterator[str]:
        row = self._alp_row(reading)
        flag = row.cells[0].flag
        yield row.name
        yield f"{SIGNS.get(flag, '')}{row.cells[0].text} {row.unit} {row.cells[0].words}".strip()
        yield row.printed
        yield row.age_sex
        yield self._words.text(reading.panel.specimen.value, "words") if tube else ""

    def _intervals(self, reading: AlpReading) -> tuple[str, str]:
        """Return both intervals in the unit of the value; a suspended value has none."""
        teller, unit = self._teller, unit_words(reading.result, self._teller.analyte)
        printed = reading.laboratory[1] if teller.shows_printed(reading) else None
        both = (interval_words(each, teller.analyte, unit, self._words) for each in (printed, reading.age_sex[1]))
        first, second = both
        return first, second

    def _companion(self, analyte: str) -> tuple[tuple[str, ...], bool] | None:
        results = self._teller.history.results(analyte)
        if not results:
            return None
        panel, result = results[-1]
        self.quoted.append((panel, result))
        known = self._teller.rules.analytes[analyte]
        reading = self._read(panel, result)
        flag = Flag.NONE if reading is None else reading.flag
        unit = unit_words(result, known)
        interval = None if reading is None else reading.interval
        words = "" if flag in _SILENT else f" {self._words.text(flag.value, 'words')}"
        shown_value = value_words(result, reading.typed if reading else None, self._words)
        value = f"{SIGNS.get(flag, '')}{shown_value} {unit}{words}"
        shown = interval_words(interval, known, unit, self._words)
        main = self._teller.reading()
        same_day = main is not None and main.panel.collected == panel.collected
        day = "" if same_day else short_date(panel.collected, self._words.locale)
        row = (self._title(analyte), value, shown, day)
        return row, flag in {Flag.LOW, Flag.HIGH}

    def _read(self, panel: Panel, result: Result) -> Reading | None:
        """Return a result as it may be shown: of somebody still growing, never beside a printed interval."""
        reading = self._teller.history.reading(panel, result)
        if reading is None or not (self._patients and self._teller.is_growing(panel.collected)):
            return reading
        return self._teller.history.by_own_interval(reading)

    def _title(self, analyte: str) -> str:
        known = self._teller.rules.analytes[analyte]
        return self._words.named(analyte, "analytes", known.title if len(known.short) < 3 else known.short)

    def _head(self, name: str) -> str:
        return self._words.text(name, "table")
