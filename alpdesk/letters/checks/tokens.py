"""The figures of a sentence: dates, intervals, values with a unit, and other numbers."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale
from babel.dates import get_month_names

from alpdesk.letters.limits import counting

Range = tuple[Decimal, Decimal]
_NUMBER = r"(?<![A-Za-z\d])\d+(?:[.,٫]\d+)*"
_UNIT = r"[^\W\d_]*[%‰]|[µμ]?[^\W\d_]{1,6}\s?/\s?(?:[µμ]?[^\W\d_]{1,6}|\d+\s?[^\W\d_]{1,2})"
_BETWEEN = (
    r"\s*(?:(?:up\s+)?to|through|until|till|and|bis(?:\s+zu)?|und|jusqu['’]à|à|et|hasta|a|y|से(?:\s+लेकर)?|तक|और|"
    r"(?:و?حتى|و?إلى|و)|[-–—−])\s*"
)
_ISO = r"(?P<iso>(?<!\d)\d{4}-\d{2}-\d{2}(?!\d))"
_PLAIN = r"(?P<plain>(?<![\d.])\d{1,2}(?P<mark>[./])\d{1,2}(?P=mark)(?:\d{4}|\d{2})(?!\d))"


class Day(NamedTuple):
    """A date as it is said; what is not said is nothing."""

    text: str
    days: frozenset[date]
    month: tuple[int, int | None] | None = None

    def is_one_of(self, known: frozenset[date]) -> bool:
        """Say whether it can be one of some dates."""
        if self.days:
            return any(each in known for each in self.days)
        return self.month is not None and any(_fits(each, self.month) for each in known)


class Value(NamedTuple):
    """A number with a unit, or without."""

    text: str
    number: Decimal
    unit: str = ""


class Span(NamedTuple):
    """Two limits and their unit, if one is said."""

    text: str
    limits: Range
    unit: str = ""


class Figures(NamedTuple):
    """Every figure of a sentence; ``counts`` are of days, weeks and the like."""

    days: tuple[Day, ...]
    spans: tuple[Span, ...]
    values: tuple[Value, ...]
    numbers: tuple[Value, ...]
    counts: tuple[Value, ...]


_NONE = Figures((), (), (), (), ())
_MICRO = re.compile(r"^u(?=g|mol|kat)")  # as it is typed where the keyboard has no sign for it
_DIGIT = re.compile(r"\d")


def figures(sentence: str, language: str, *, known: tuple[str, ...] = ()) -> Figures:
    """Return the figures of a sentence; ``known`` are texts with digits that are no figures, such as a telephone."""
    if not _DIGIT.search(sentence):
        return _NONE
    text = plain(sentence)
    if known:
        text = _no_figures(known).sub(lambda found: " " * len(found[0]), text)
    days, text = _days(text, language)
    spans, text = _spans(text, language)
    values, text = _taken(text, rf"({_NUMBER})\s?({_UNIT})")
    counted = counting(language)
    both = [(Value(m[0], decimal(m[0])), counted.match(text, m.end()) is not None) for m in re.finditer(_NUMBER, text)]
    bare, counts = (tuple(each for each, counts in both if counts is wanted) for wanted in (False, True))
    return Figures(days, spans, values, bare, counts)


@lru_cache(64)
def _no_figures(known: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for texts with digits that are no figures; the longer of two that begin alike comes first."""
    texts = sorted(map(plain, known), key=len, reverse=True)
    return re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, texts))})(?!\w)")


def plain(text: str) -> str:
    """Return a text with every digit as a Latin one, at the same places, and one sign for micro."""
    return text if text.isascii() else "".join(_plain(each) for each in text)


def decimal(text: str) -> Decimal:
    """Return a number as it is typed in any of the languages; a comma or a point begins the decimals."""
    whole, *rest = re.split(r"[.,٫]", text)
    return Decimal(f"{whole}.{''.join(rest)}" if rest else whole)


def folded(unit: str) -> str:
    """Return a unit without case and room, so that ways to write one are one."""
    return _MICRO.sub("μ", unicodedata.normalize("NFKC", unit).casefold().replace(" ", ""))


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign == "µ":
        return "μ"
    return str(unicodedata.decimal(sign, sign))


def _spans(text: str, language: str) -> tuple[tuple[Span, ...], str]:
    """Return two numbers with a word between, unless they count days or the like."""
    found = []
    for match in re.finditer(rf"({_NUMBER}){_BETWEEN}({_NUMBER})(?:\s?({_UNIT}))?", text):
        if not match[3] and counting(language).match(text, match.end()):
            continue
        limits = (decimal(match[1]), decimal(match[2]))
        found.append((match, Span(match[0].strip(), limits, folded(match[3] or ""))))
    return tuple(span for _, span in found), _without(text, [match for match, _ in found])


def _taken(text: str, pattern: str) -> tuple[tuple[Value, ...], str]:
    found = list(re.finditer(pattern, text))
    return tuple(Value(m[0], decimal(m[1]), folded(m[2])) for m in found), _without(text, found)


def _without(text: str, found: list[re.Match[str]]) -> str:
    for match in found:
        text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    return text


def _days(text: str, language: str) -> tuple[tuple[Day, ...], str]:
    found = list(_dates(language).finditer(text))
    return tuple(_day(match, language) for match in found), _without(text, found)


def _day(match: re.Match[str], language: str) -> Day:
    text = match[0].strip()
    if match["iso"]:
        return Day(text, frozenset(_made(*map(int, match["iso"].split("-")))))
    if match["plain"]:
        first, second, year = map(int, re.split(r"[./]", match["plain"]))
        whole = year + 2000 if year < 100 else year
        return Day(text, frozenset({*_made(whole, second, first), *_made(whole, first, second)}))
    name = match["month"] or match["name"] or match["alone"]
    number = _months(language)[name.casefold()]
    if match["alone"]:
        return Day(text, frozenset(), (number, int(match["of"])))
    day, said = int(match["day"] or match["after"]), match["year"] or match["then"]
    return Day(text, frozenset(_made(int(said), number, day))) if said else _yearless(text, number, day)


def _yearless(text: str, month: int, day: int) -> Day:
    """Return a date that says no year: any year's will do."""
    years = range(date.min.year + 1899, date.min.year + 2199)
    return Day(text, frozenset(each for year in years for each in _made(year, month, day)))


def _made(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def _fits(day: date, month: tuple[int, int | None]) -> bool:
    return day.month == month[0] and month[1] in {None, day.year}


@cache
def _months(language: str) -> dict[str, int]:
    locale = Locale.parse(language, sep="_" if "_" in language else "-")
    lists = (
        get_month_names("wide", "format", locale),
        get_month_names("wide", "stand-alone", locale),
        get_month_names("abbreviated", "format", locale),
        get_month_names("abbreviated", "stand-alone", locale),
    )
    named = {str(name).casefold().rstrip("."): number for each in lists for number, name in each.items()}
    return {name: number for name, number in named.items() if not name.isdigit()}


@cache
def _dates(language: str) -> re.Pattern[str]:
    """Return how a language writes dates: the day before the month or after it, with or without a year."""
    names = "|".join(re.escape(name) for name in sorted(_months(language), key=len, reverse=True))
    day, ordinal, year = r"(?<!\d)(?P<{}>\d{{1,2}})(?!\d)", r"(?:\.|er|st|nd|rd|th|º)?", r"(?<!\d)\d{4}(?!\d)"
    early, late, of = day.format("day") + ordinal, day.format("after") + ordinal, r"(?:of\s+|de\s+)?"
    month = rf"(?P<month>{names})(?![^\W\d_])\.?"
    before = rf"{early}\s*{of}{month}(?:,?\s*(?:de[l]?\s+)?(?P<year>{year}))?"
    after = rf"(?P<name>{names})\.?\s+{late}(?:,?\s*(?P<then>{year}))?"
    alone = rf"(?P<alone>{names})\.?\s+(?:de\s+)?(?P<of>{year})"
    return re.compile(rf"{_ISO}|{_PLAIN}|{before}|{after}|{alone}", re.IGNORECASE)
