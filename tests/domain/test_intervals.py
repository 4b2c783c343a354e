"""Which interval applies."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from alpdesk.domain.ages import day_reached, read_age
from alpdesk.domain.intervals import age_sex_intervals, interval_for, profile_intervals, steps
from alpdesk.domain.records import Sex
from alpdesk.domain.rules import Profile, ProfileChoice, RuleBook
from tests.domain.making import a_patient

BORN = date(2004, 2, 29)


def lows(book: RuleBook, day: date, sex: Sex, weeks: int | None = None) -> list[Decimal | None]:
    return [each.low for each in age_sex_intervals(a_patient(BORN, sex), day, weeks, book)]


@pytest.mark.parametrize(
    ("age", "sex", "before", "on"),
    [
        ("15d", Sex.MALE, 90, 134),
        ("1y", Sex.MALE, 134, 156),
        ("10y", Sex.FEMALE, 156, 141),
        ("13y", Sex.FEMALE, 141, 62),
        ("13y", Sex.MALE, 141, 127),
        ("15y", Sex.FEMALE, 62, 54),
        ("15y", Sex.MALE, 127, 89),
        ("17y", Sex.FEMALE, 54, 48),
        ("17y", Sex.MALE, 89, 59),
        ("19y", Sex.FEMALE, 48, 35),
        ("19y", Sex.MALE, 59, 40),
    ],
)
def test_the_lower_limit_changes_on_the_birthday(book: RuleBook, age: str, sex: Sex, before: int, on: int) -> None:
    birthday = day_reached(BORN, read_age(age))
    assert lows(book, birthday - timedelta(days=1), sex) == [before]
    assert lows(book, birthday, sex) == [on]


@pytest.mark.parametrize(("weeks", "low"), [(0, 17), (13, 17), (14, 25), (27, 25), (28, 38), (45, 38)])
def test_pregnancy_goes_by_trimester(book: RuleBook, weeks: int, low: int) -> None:
    assert lows(book, date(2030, 1, 1), Sex.FEMALE, weeks) == [low]


def test_an_unknown_sex_finds_both_intervals_where_they_differ(book: RuleBook) -> None:
    assert sorted(low for low in lows(book, date(2018, 6, 1), Sex.UNKNOWN) if low) == [62, 127]
    assert lows(book, date(2010, 6, 1), Sex.UNKNOWN) == [156]


def test_a_child_born_preterm_has_no_interval_in_the_first_year(book: RuleBook) -> None:
    child = a_patient(BORN, preterm=True)
    assert age_sex_intervals(child, date(2005, 2, 28), None, book) == ()
    assert len(age_sex_intervals(child, date(2005, 3, 1), None, book)) == 1


def test_the_clinic_chooses_its_own_profiles(book: RuleBook) -> None:
    choice = ProfileChoice(child="uk_harmony_2011", adult="denmark_2026")
    patient = a_patient(BORN, Sex.FEMALE)
    assert [i.low for i in age_sex_intervals(patient, date(2012, 1, 1), None, book, choice)] == [60]
    assert [i.low for i in age_sex_intervals(patient, date(2026, 1, 1), None, book, choice)] == [40]


def test_a_profile_that_ends_has_nothing_to_say(book: RuleBook) -> None:
    patient = a_patient(BORN)
    assert profile_intervals(book.profiles["caliper_abbott"], patient, date(2023, 3, 1), None) == ()
    assert profile_intervals(book.profiles["denmark_2026"], patient, date(2020, 1, 1), None) == ()
    assert profile_intervals(book.profiles["pregnancy"], patient, date(2023, 3, 1), None) == ()


def test_an_interval_names_its_profile_and_its_source(book: RuleBook) -> None:
    found = interval_for("alp", "arup", a_patient(BORN), date(2014, 6, 1), None, book)
    assert found is not None
    assert (found.low, found.high) == (Decimal(150), Decimal(470))
    assert (found.unit, found.profile, found.source) == ("U/L", "arup", "S9")


@pytest.mark.parametrize("analyte", ["alp", "phosphate", "creatinine"])
@pytest.mark.parametrize("sex", [Sex.FEMALE, Sex.MALE])
def test_the_band_meets_the_interval_of_every_day(book: RuleBook, analyte: str, sex: Sex) -> None:
    patient = a_patient(BORN, sex)
    band = steps(analyte, patient, BORN, date(2030, 1, 1), book)
    assert all(before.stop <= after.start for before, after in pairwise(band))
    for step in band:
        for day in (step.start, step.stop - timedelta(days=1)):
            assert interval_for(analyte, "", patient, day, None, book) == step.interval


def _with_rows(book: RuleBook, *rows: dict[str, object]) -> RuleBook:
    profile = Profile.model_validate(
        {"id": "own", "title": "Own", "unit": "U/L", "evidence": "M", "own": True, "intervals": rows}
    )
    return book.with_changes(profiles={**book.profiles, "own": profile})


@pytest.mark.parametrize(
    ("day", "low"),
    [
        (date(2025, 6, 30), 35),  # before it begins the rule book's own judges
        (date(2025, 7, 1), 41),
        (date(2025, 12, 31), 41),
        (date(2026, 1, 1), 52),
        (date(2026, 12, 31), 52),
        (date(2027, 1, 1), 35),  # and after it ends
    ],
)
def test_a_row_counts_for_samples_from_its_first_to_its_last_day(book: RuleBook, day: date, low: int) -> None:
    own = _with_rows(
        book,
        {"low": 41, "high": 121, "valid_from": "2025-07-01", "valid_to": "2025-12-31"},
        {"low": 52, "high": 122, "valid_from": "2026-01-01", "valid_to": "2026-12-31"},
    )
    found = age_sex_intervals(a_patient(date(1980, 1, 1), Sex.FEMALE), day, None, own, ProfileChoice(adult="own"))
    assert [each.low for each in found] == [low]


@pytest.mark.parametrize("sex", [Sex.FEMALE, Sex.UNKNOWN])
@pytest.mark.parametrize(
    "rows",
    [
        (
            {"sex": "male", "low": 41, "high": 121},
            {"sex": "female", "low": 41, "high": 121, "valid_from": "2026-01-01"},
        ),
        ({"low": 41, "high": 121, "from": "18y", "to": "40y"},),
        ({"low": 41, "high": 121, "from": "50y"},),
    ],
)
def test_where_the_chosen_profile_has_nothing_for_somebody_the_rule_books_own_judges(
    book: RuleBook, rows: tuple[dict[str, object], ...], sex: Sex
) -> None:
    own = _with_rows(book, *rows)
    patient, day, choice = a_patient(date(1980, 1, 1), sex), date(2025, 12, 31), ProfileChoice(adult="own")
    assert age_sex_intervals(patient, day, None, own, choice) == age_sex_intervals(patient, day, None, own)
    assert age_sex_intervals(patient, day, None, own) != ()


@pytest.mark.parametrize(("child", "adult"), [("denmark_2026", "caliper_abbott"), ("pregnancy", "pregnancy")])
def test_a_profile_for_others_takes_no_verdict_away(book: RuleBook, child: str, adult: str) -> None:
    choice = ProfileChoice(child=child, adult=adult)
    for born in (date(1980, 1, 1), date(2016, 1, 1)):
        found = age_sex_intervals(a_patient(born, Sex.MALE), date(2026, 1, 1), None, book, choice)
        assert found == age_sex_intervals(a_patient(born, Sex.MALE), date(2026, 1, 1), None, book)


def test_the_band_of_the_trend_changes_on_the_day_a_row_begins(book: RuleBook) -> None:
    own = _with_rows(
        book, {"low": 41, "high": 121, "valid_to": "2025-12-31"}, {"low": 52, "high": 122, "valid_from": "2026-01-01"}
    )
    choice = ProfileChoice(adult="own")
    band = steps("alp", a_patient(date(1980, 1, 1)), date(2025, 12, 1), date(2026, 2, 1), own, choice)
    assert [step.start for step in band] == [date(2025, 12, 1), date(2026, 1, 1)]
    assert [step.interval.low for step in band] == [41, 52]


def test_the_shipped_profiles_count_for_every_day(book: RuleBook) -> None:
    for profile in book.profiles.values():
        assert all(row.is_valid_on(day) for row in profile.intervals for day in (date.min, date.max))
