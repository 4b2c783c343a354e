"""Dates and numbers as a language writes them."""

from collections.abc import Callable
from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton

from alpdesk.domain.axes import DateStep

_ENGLISH = {"a4": "en_GB", "letter": "en_US"}
_FORMS = {DateStep.DAY: "d MMM", DateStep.MONTH: "MMM yyyy", DateStep.YEAR: "yyyy"}


def locale_for(language: str, paper: str) -> Locale:
    """Return the locale of a language; the paper says which English."""
    if language == "en":
        return Locale.parse(_ENGLISH.get(paper.casefold(), "en_GB"))
    return Locale.parse(language, sep="_" if "_" in language else "-")


def long_date(day: date, locale: Locale) -> str:
    """Return a date in words, such as 3 March 2026."""
    return format_date(day, "long", locale)


def short_date(day: date, locale: Locale) -> str:
    """Return a date for a table, such as 3 Mar 2026.

    Where the language runs from right to left the month is a word: three numbers between strokes turn round there.
    """
    if str(locale.text_direction) == "rtl":
        return str(format_skeleton("yMMMd", day, locale=locale))
    return format_date(day, "medium", locale)


def date_words(language: str, paper: str) -> Callable[[date, DateStep], str]:
    """Return what names a day on the axis of a chart."""
    locale = locale_for(language, paper)
    return lambda day, step: format_date(day, _FORMS[step], locale)


def age_parts(born: date, day: date) -> tuple[int, str]:
    """Return an age as a clinic says it: whole days, then months, then years."""
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    if months < 1:
        return (day - born).days, "days"
    return (months, "months") if months < 24 else (months // 12, "years")
