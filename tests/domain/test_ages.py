"""Calendar ages."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from alpdesk.domain.ages import Age, day_reached, has_reached, in_words, read_age, years

DAYS = st.dates(date(1900, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        (date(2014, 6, 1), "10y", date(2024, 6, 1)),
        (date(2008, 2, 29), "10y", date(2018, 3, 1)),
        (date(2008, 2, 29), "12y", date(2020, 2, 29)),
        (date(2023, 8, 31), "6m", date(2024, 3, 1)),
        (date(2023, 8, 29), "6m", date(2024, 2, 29)),
        (date(2023, 12, 31), "1m", date(2024, 1, 31)),
        (date(2023, 12, 31), "12m", date(2024, 12, 31)),
        (date(2024, 2, 20), "15d", date(2024, 3, 6)),
    ],
)
def test_an_age_is_reached_on_the_birthday(born: date, age: str, day: date) -> None:
    assert day_reached(born, read_age(age)) == day
    assert has_reached(born, day, read_age(age))
    assert not has_reached(born, day - timedelta(days=1), read_age(age))


@given(born=DAYS, count=st.integers(0, 100))
def test_completed_years_and_birthdays_agree(born: date, count: int) -> None:
    day = day_reached(born, Age(count, "y"))
    assert years(born, day) == count
    assert years(born, day - timedelta(days=1)) == count - 1


@given(born=DAYS, months=st.integers(0, 1200))
def test_months_never_go_back(born: date, months: int) -> None:
    assert day_reached(born, Age(months, "m")) < day_reached(born, Age(months + 1, "m"))


@pytest.mark.parametrize("text", ["", "y", "19", "19 y", "1.5y", "-1y", "1w", 19])
def test_anything_else_is_no_age(text: object) -> None:
    with pytest.raises(ValueError, match="an age is a whole number"):
        read_age(text)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 1, 1), "0 days"),
        (date(2024, 1, 2), "1 day"),
        (date(2024, 1, 31), "30 days"),
        (date(2024, 2, 1), "1 month"),
        (date(2025, 12, 31), "23 months"),
        (date(2026, 1, 1), "2 years"),
    ],
)
def test_an_age_is_said_in_days_then_months_then_years(day: date, words: str) -> None:
    assert in_words(date(2024, 1, 1), day) == words


def test_an_age_beyond_the_calendar_is_never_reached() -> None:
    assert day_reached(date(9990, 1, 1), Age(19, "y")) == date.max
    assert day_reached(date(9999, 12, 31), Age(15, "d")) == date.max
