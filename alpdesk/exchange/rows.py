"""The rows of a table as results somebody reported: cells to dates, numbers and words, or why not."""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from alpdesk.domain.records import Comparator, Haemolysis, Sex, Specimen
from alpdesk.domain.units import read_value
from alpdesk.errors import brief
from alpdesk.exchange.mapping import COLUMNS, EXTRA_COLUMNS, AgeColumns, Mapping
from alpdesk.exchange.table import FileError, RawRow, Table

_SEXES = {
    "female": Sex.FEMALE, "f": Sex.FEMALE, "2": Sex.FEMALE,
    "male": Sex.MALE, "m": Sex.MALE, "1": Sex.MALE,
    "unknown": Sex.UNKNOWN, "u": Sex.UNKNOWN, "0": Sex.UNKNOWN, "": Sex.UNKNOWN,
}  # fmt: skip
_TRUE = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}
_OLDEST = 130
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?", re.ASCII)
_STARTS = frozenset("=+-@＝＋－＠")
_FIRST = frozenset("\t\r\n|%")
Word = TypeVar("Word", bound=StrEnum)


class BadCell(ValueError):
    """A cell that cannot be read, as a clause that names its column."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who a row says it is about."""

    number: str
    family_name: str
    given_names: str
    sex: Sex
    birth_date: date
    preterm: bool = False
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """The panel a row says it belongs to."""

    collected: date
    collected_time: time | None
    laboratory: str
    specimen: Specimen
    haemolysis: Haemolysis
    gestation_weeks: int | None
    comment: str


@dataclass(frozen=True, slots=True)
class Reported:
    """One result as the file gives it, or ``problem``: why this row or cell cannot be taken."""

    line: int
    person: Person | None = None
    sample: Sample | None = None
    analyte: str = ""
    value: str = ""
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    problem: str = ""


def read_rows(table: Table, mapping: Mapping) -> Iterator[Reported]:
    """Yield what every row of ``table`` reports, in the order of the file."""
    reader = _Reader(table.header, mapping)
    for raw in table.rows:
        if raw.problem:
            yield Reported(raw.line, problem=raw.problem)
        else:
            yield from reader.read(raw)


class _Reader:
    def __init__(self, header: tuple[str, ...], mapping: Mapping) -> None:
        self._mapping = mapping
        self._at = _positions(header, mapping)
        self._wide = tuple((header.index(name), name, column) for name, column in mapping.wide.items())
        ages = mapping.birth_date_from_age or AgeColumns.model_construct(months="", years="")
        self._months = header.index(ages.months) if ages.months else -1
        self._years = header.index(ages.years) if ages.years else -1
        self._cells: tuple[str, ...] = ()

    def read(self, raw: RawRow) -> Iterator[Reported]:
        self._cells = raw.cells
        try:
            sample = self._sample()
            person = self._person(sample.collected)
        except BadCell as error:
            yield Reported(raw.line, problem=str(error))
            return
        if self._wide:
            yield from self._across(raw.line, person, sample)
        else:
            yield self._result(raw.line, person, sample)

    def _across(self, line: int, person: Person, sample: Sample) -> Iterator[Reported]:
        empty = True
        for at, name, column in self._wide:
            value = plain(self._cells[at])
            if not value:
                continue
            empty = False
            try:
                low, high = _number(column.low, f"low of {name}"), _number(column.high, f"high of {name}")
            except BadCell as error:
                yield Reported(line, problem=str(error))
                continue
            yield Reported(line, person, sample, column.analyte, value, column.unit, low, high)
        if empty:
            yield Reported(line, problem="it holds no result")

    def _result(self, line: int, person: Person, sample: Sample) -> Reported:
        try:
            low, high = _number(self._text("low"), "low"), _number(self._text("high"), "high")
            analyte, value = self._must("analyte"), self._must("value")
        except BadCell as error:
            return Reported(line, problem=str(error))
        return Reported(line, person, sample, analyte, value, self._text("unit"), low, high)

    def _sample(self) -> Sample:
        day, moment = _moment(self._must("collected"), self._mapping.file.dates)
        return Sample(
            collected=day,
            collected_time=moment,
            laboratory=self._text("laboratory"),
            specimen=_word(self._text("specimen"), Specimen, "specimen", Specimen.SERUM),
            haemolysis=_word(self._text("haemolysis"), Haemolysis, "haemolysis", Haemolysis.NONE),
            gestation_weeks=_weeks(self._text("gestation_weeks")),
            comment=self._text("comment"),
        )

    def _person(self, collected: date) -> Person:
        sex = _SEXES.get(self._text("sex").lower())
        if sex is None:
            raise BadCell(f"sex {brief(self._text('sex'))!r} is none of female, male, unknown")
        preterm = _TRUE.get(self._text("preterm").lower())
        if preterm is None:
            raise BadCell(f"preterm {brief(self._text('preterm'))!r} is neither true nor false")
        derived = self._mapping.birth_date_from_age is not None
        born = (
            self._born(collected) if derived else _day(self._must("birth_date"), "birth_date", self._mapping.file.dates)
        )
        number = self._must("patient_number")
        return Person(number, self._text("family_name"), self._text("given_names"), sex, born, preterm, derived)

    def _born(self, collected: date) -> date:
        months, years = self._age(self._months), self._age(self._years)
        if months is None and years is None:
            raise BadCell("the age is missing, and the birth date is worked out from it")
        return months_before(collected, months if months is not None else 12 * (years or 0))

    def _age(self, at: int) -> int | None:
        text = self._cells[at].strip() if at >= 0 else ""
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or int(text) > _OLDEST * 12:
            raise BadCell(f"the age {brief(text)!r} is not a whole number of months or years")
        return int(text)

    def _must(self, name: str) -> str:
        text = self._text(name)
        if not text:
            raise BadCell(f"{name} is empty")
        return text

    def _text(self, name: str) -> str:
        at = self._at.get(name)
        text = self._mapping.constants.get(name, "") if at is None else plain(self._cells[at])
        codes = self._mapping.codes.get(name)
        if codes is None or not text:
            return text
        if text not in codes:
            raise BadCell(f"{name} has the code {brief(text)!r}, which the map file does not know")
        return codes[text]


def _positions(header: tuple[str, ...], mapping: Mapping) -> dict[str, int]:
    asked = {*mapping.columns.values(), *mapping.wide}
    if mapping.birth_date_from_age:
        asked |= {mapping.birth_date_from_age.months, mapping.birth_date_from_age.years} - {""}
    absent = sorted(asked - set(header))
    if absent:
        raise FileError(f"The map file names the column {brief(absent[0])!r}, which the file does not have.")
    names = {name: mapping.columns.get(name, name) for name in COLUMNS + EXTRA_COLUMNS}
    found = {ours: header.index(theirs) for ours, theirs in names.items() if theirs in header}
    missing = [name for name in mapping.needed() if name not in found]
    if missing:
        raise FileError(f"The header has no column {brief(missing[0])!r}; the long form is: {','.join(COLUMNS)}.")
    return {ours: at for ours, at in found.items() if ours not in mapping.constants}


def plain(cell: str) -> str:
    """Return a cell's text, without the apostrophe that an export puts before what a spreadsheet would run."""
    text = unicodedata.normalize("NFC", cell).strip()
    return text[1:] if text.startswith("'") and guarded(text[1:]) else text


def guarded(text: str) -> bool:
    """Say whether a spreadsheet could run ``text``, or ``text`` reads as if it were guarded already."""
    if not text or _NUMBER.fullmatch(text):
        return False
    if text[0] == "'":
        return guarded(text[1:])
    return text.lstrip()[:1] in _STARTS or text[0] in _FIRST


def months_before(day: date, months: int) -> date:
    """Return the calendar day ``months`` before ``day``; the last of the month where there is no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if years < 1:
        raise BadCell("the age reaches back before the calendar")
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def _day(text: str, name: str, form: str) -> date:
    try:
        return datetime.strptime(text, form).date() if form else date.fromisoformat(text)
    except ValueError:
        wanted = f"in the form {form}" if form else "like 2026-02-28"
        raise BadCell(f"{name} {brief(text)!r} is not a date {wanted}") from None


def _moment(text: str, form: str) -> tuple[date, time | None]:
    if form or (len(text) <= 10):
        return _day(text, "collected", form), None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadCell(f"collected {brief(text)!r} is not a date or a date and time like 2026-02-28T08:30") from None
    return moment.date(), moment.time().replace(tzinfo=None)


def _number(text: str, name: str) -> Decimal | None:
    if not text:
        return None
    comparator, number = read_value(text)
    if number is None or comparator is not Comparator.EXACT:
        raise BadCell(f"{name} {brief(text)!r} is not a number")
    return number


def _weeks(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= 45):
        raise BadCell(f"gestation_weeks {brief(text)!r} is not a whole number of weeks")
    return int(text)


def _word(text: str, words: type[Word], name: str, absent: Word) -> Word:
    if not text:
        return absent
    try:
        return words(text.lower())
    except ValueError:
        raise BadCell(f"{name} {brief(text)!r} is not known") from None
