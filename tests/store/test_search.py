"""Patients found while typing."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from alpdesk.domain.records import Patient
from alpdesk.store import rows, search
from alpdesk.store.audit import Actor
from alpdesk.store.database import Database
from alpdesk.store.folding import fold, tokens_of
from alpdesk.store.tables import PatientRow
from tests.hostile.corpus import STRINGS

PEOPLE = [
    ("A-12/34", "Müller", "Anna", date(1977, 2, 3)),
    ("2", "Łukasz", "Björn", date(1980, 12, 31)),
    ("3", "O'Brien", "Sinéad", date(2004, 2, 29)),
    ("4", "Nguyễn", "Thị Minh", date(1999, 1, 1)),
    ("5", "Straße", "Æsa", date(1950, 6, 7)),
    ("6", "van der Berg-Meyer", "Jo", date(1961, 11, 12)),
    ("7", "王", "小明", date(1970, 5, 5)),
    ("8", "Madonna", "", date(1958, 8, 16)),
    ("9", "%_'\"--", "<img src=x>", date(1990, 9, 9)),
]


@pytest.fixture
def peopled(database: Database, actor: Actor) -> Database:
    people = [Patient(number=n, family_name=f, given_names=g, birth_date=b) for n, f, g, b in PEOPLE]
    with database.begin(actor, "patients added") as session:
        rows.add(session, PatientRow, people[0])
        rows.add_many(session, PatientRow, people[1:])
    return database


def found(database: Database, query: str) -> list[str]:
    with database.read() as session:
        keys = search.find(session, query).ids
        return [session.get_one(PatientRow, key).number for key in keys]


QUERIES = [
    ("m", "A-12/34"),
    ("mu", "A-12/34"),
    ("muller", "A-12/34"),
    ("MÜLLER", "A-12/34"),
    ("mu\u0308ller", "A-12/34"),
    ("mueller", "A-12/34"),
    ("anna mül", "A-12/34"),
    ("Müller, Anna", "A-12/34"),
    ("Müller,Anna", "A-12/34"),
    ("ülle", "A-12/34"),
    ("a-12/34", "A-12/34"),
    ("a12", "A-12/34"),
    ("12/34", "A-12/34"),
    ("1977-02-03", "A-12/34"),
    ("03.02.1977", "A-12/34"),
    ("3.2.1977", "A-12/34"),
    ("2/3/1977", "A-12/34"),
    ("3.2.77", ""),
    ("1977", "A-12/34"),
    ("1977-02", "A-12/34"),
    ("muller 1977", "A-12/34"),
    ("lukasz", "2"),
    ("bjorn", "2"),
    ("obrien", "3"),
    ("o'brien", "3"),
    ("brien", "3"),
    ("sinead", "3"),
    ("29.2.2004", "3"),
    ("nguyen", "4"),
    ("thi minh", "4"),
    ("strasse", "5"),
    ("aesa", "5"),
    ("berg", "6"),
    ("meyer", "6"),
    ("berg-meyer", "6"),
    ("van der b", "6"),
    ("王", "7"),
    ("小", "7"),
    ("madonna", "8"),
    ("img", "9"),
    ("nobody", ""),
    ("muller bjorn", ""),
]


def test_a_patient_is_found_by_number_names_and_birth_date(peopled: Database) -> None:
    for query, number in QUERIES:
        numbers = found(peopled, query)
        assert (number in numbers) if number else numbers == [], query


def test_no_query_breaks_the_search(peopled: Database) -> None:
    for query in (*STRINGS, "a AND b", "a NEAR b", "NOT", "a*", "-" * 9):
        with peopled.read() as session:
            assert len(search.find(session, query).ids) <= len(PEOPLE)


def test_an_empty_query_lists_everybody_by_name(peopled: Database) -> None:
    numbers = found(peopled, "  ")
    assert set(numbers) == {number for number, *_ in PEOPLE}
    named = [n for n in numbers if n in {"A-12/34", "2", "8"}]
    assert named == ["2", "8", "A-12/34"]


def test_a_changed_name_is_found_and_the_old_one_is_not(peopled: Database, actor: Actor) -> None:
    with peopled.begin(actor, "patient changed", "married") as session:
        session.get_one(PatientRow, 1).family_name = "Zimmermann"
    assert found(peopled, "zimm") == ["A-12/34"]
    assert found(peopled, "mull") == []
    assert found(peopled, "ülle") == []


def test_a_change_that_fails_does_not_move_the_index(peopled: Database, actor: Actor) -> None:
    with pytest.raises(ZeroDivisionError), peopled.begin(actor, "x") as session:
        session.get_one(PatientRow, 1).family_name = "Zimmermann"
        session.flush()
        _ = 1 // 0
    assert found(peopled, "muller") == ["A-12/34"]
    assert found(peopled, "zimmermann") == []


def test_pages_give_everybody_once_whatever_their_size(database: Database, actor: Actor) -> None:
    people = [
        Patient(
            number=f"A{i}", family_name="Hanna" if i % 3 else "Anders", given_names="Anna", birth_date=date(1980, 1, 1)
        )
        for i in range(57)
    ]
    with database.begin(actor, "patients added") as session:
        rows.add_many(session, PatientRow, people)
    for query in ("", "a", "an", "ann", "nna", "ann 19", "1980"):
        with database.read() as session:
            whole = search.find(session, query, limit=100)
            pages = list(in_pages(session, query))
        assert sorted(pages) == sorted(whole.ids) == list(range(1, 58)), query


def in_pages(session: Session, query: str) -> Iterator[int]:
    page = search.find(session, query, limit=10)
    yield from page.ids
    while page.after is not None:
        page = search.find(session, query, limit=10, after=page.after)
        assert 0 < len(page.ids) <= 10
        yield from page.ids


def test_words_that_begin_so_come_before_words_that_contain_it(database: Database, actor: Actor) -> None:
    with database.begin(actor, "patients added") as session:
        for number, name in (("1", "Hannover"), ("2", "Annan"), ("3", "Anna")):
            patient = Patient(number=number, family_name=name, birth_date=date(1980, 1, 1))
            rows.add(session, PatientRow, patient)
    assert found(database, "ann") == ["3", "2", "1"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("ØRSTED", "orsted"),
        ("Weiß", "weiss"),
        ("ĐORĐE", "dorde"),
        ("Æ", "ae"),
        ("ﬁ", "fi"),
        ("İ", "i"),
    ],
)
def test_letters_are_spelled_plainly(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_a_date_may_be_typed_in_any_order() -> None:
    assert "03021977" in tokens_of("3.2.1977")[0]
    assert "19770203" in tokens_of("1977-02-03")[0]
