"""Calendar ages: birthdays, not days divided by 365."""

import re
from datetime import date, timedelta
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator

_SPAN = re.compile(r"(\d{1,5})([dmy])")
_WORDS = {"d": "days", "m": "months", "y": "years"}


class Age(NamedTuple):
    """A length of life such as 14 days, 6 months or 19 years."""

    number: int
    unit: Literal["d", "m", "y"]

    def __str__(self) -> str:
        word = _WORDS[self.unit]
        return f"{self.number} {word[:-1] if self.number == 1 else word}"


def read_age(text: object) -> Age:
    """Read ``"19y"``, ``"6m"`` or ``"15d"``."""
    if isinstance(text, Age):
        return text
    match = _SPAN.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError("an age is a whole number and d, m or y, such as 15d, 6m or 19y")
    unit = match[2]
    return Age(int(match[1]), "d" if unit == "d" else "m" if unit == "m" else "y")


AgeText = Annotated[Age, BeforeValidator(read_age)]


def day_reached(born: date, age: Age) -> date:
    """Return the first day on which somebody born on ``born`` has this age.

    A birthday that a month lacks (29 February, the 31st) falls on the first day of the next month.
    """
    try:
        return _day_reached(born, age)
    except (OverflowError, ValueError):
        return date.max


def _day_reached(born: date, age: Age) -> date:
    if age.unit == "d":
        return born + timedelta(days=age.number)
    months = born.year * 12 + born.month - 1 + age.number * (12 if age.unit == "y" else 1)
    try:
        return date(months // 12, months % 12 + 1, born.day)
    except ValueError:
        return date((months + 1) // 12, (months + 1) % 12 + 1, 1)


def has_reached(born: date, day: date, age: Age) -> bool:
    """Say whether somebody born on ``born`` is at least this old on ``day``."""
    return day >= day_reached(born, age)


def years(born: date, day: date) -> int:
    """Return the age in completed years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_on(born: date, day: date) -> Age:
    """Return an age as a clinic says it: days, then months, then years."""
    days = (day - born).days
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    if days < 31:
        return Age(days, "d")
    return Age(months, "m") if months < 24 else Age(years(born, day), "y")


def in_words(born: date, day: date) -> str:
    """Return an age in English words."""
    return str(age_on(born, day))
