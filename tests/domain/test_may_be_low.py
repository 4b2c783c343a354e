"""A value that no verdict calls low and that may be: it waits for an answer as a low does."""

import pytest

from alpdesk.domain.alp import MAY_BE_LOW
from alpdesk.domain.assess import asking, assess
from alpdesk.domain.assessment import AlpVerdict
from alpdesk.domain.loop import concerns
from alpdesk.domain.records import Flag, Medicine, Result, Sex
from alpdesk.domain.rules import RuleBook
from tests.domain.making import DAY, a_panel, a_patient, a_record, alp

SOMEBODY = a_patient(sex=Sex.UNKNOWN)


def verdict(book: RuleBook, result: Result, sex: Sex = Sex.MALE) -> AlpVerdict:
    return assess(a_record(a_panel(result), patient=a_patient(sex=sex)), book, as_of=DAY).alp


@pytest.mark.parametrize(
    ("value", "may"),
    [
        ("<41", True), ("<=40", True), (">30", True), (">=39", True), (">40", False), (">=40", False), (">130", False),
        ("<40", False), ("39", False), ("40", False),
    ],
)  # fmt: skip
def test_a_bound_may_be_low_where_one_side_of_it_is(book: RuleBook, value: str, may: bool) -> None:
    found = verdict(book, alp(value))
    assert found.may_be_low is may
    assert found.reason.endswith(MAY_BE_LOW) is may


@pytest.mark.parametrize(
    ("words", "may"),
    [
        ("20-30", True), ("ca. 20", True), ("38 to 44", True), ("31,5 approx", True), ("40-60", False),
        ("not detected", False), ("haemolysed", False),
    ],
)  # fmt: skip
def test_words_may_be_low_where_a_number_in_them_is(book: RuleBook, words: str, may: bool) -> None:
    found = verdict(book, alp(words))
    assert (found.flag, found.may_be_low) == (Flag.INDETERMINATE, may)


@pytest.mark.parametrize(("value", "may"), [("34", False), ("35", True), ("39", True), ("40", False)])
def test_of_unknown_sex_a_value_may_be_low_where_it_is_for_one(book: RuleBook, value: str, may: bool) -> None:
    assert verdict(book, alp(value), Sex.UNKNOWN).may_be_low is may


def test_a_value_that_only_one_sex_calls_high_is_not_perhaps_low(book: RuleBook) -> None:
    found = verdict(book, alp("115"), Sex.UNKNOWN)
    assert (found.flag, found.may_be_low) == (Flag.INDETERMINATE, False)


def test_a_bound_at_the_printed_limit_alone_may_be_low(book: RuleBook) -> None:
    assert verdict(book, alp(">45", low="50", high="120")).may_be_low
    assert not verdict(book, alp(">50", low="50", high="120")).may_be_low


def test_a_number_in_words_is_read_in_its_unit(book: RuleBook) -> None:
    assert verdict(book, alp("ca. 0.5", "ukat/L")).may_be_low
    assert not verdict(book, alp("ca. 1.2", "ukat/L")).may_be_low


def test_it_waits_for_a_clinician_and_opens_no_checklist(book: RuleBook) -> None:
    record = a_record(a_panel(alp("37")), patient=SOMEBODY)
    found = assess(record, book, as_of=DAY)
    assert found.needs_answer and not found.checklist
    assert [(one.about, one.pressing) for one in concerns(found, 1)] == [("may_be_low", True)]
    assert len(asking(record, book, as_of=DAY)) == 1


def test_under_asfotase_alfa_nothing_is_perhaps_low(book: RuleBook) -> None:
    record = a_record(a_panel(alp("<41")), medicines=(Medicine(name="asfotase alfa", medicine_class="asfotase_alfa"),))
    found = assess(record, book, as_of=DAY)
    assert not found.alp.may_be_low and not [one for one in concerns(found, 1) if one.pressing]
    assert asking(record, book, as_of=DAY) == ()
