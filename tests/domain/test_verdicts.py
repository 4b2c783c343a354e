"""The verdicts on an ALP, and what is said while a value is typed."""

from datetime import date
from decimal import Decimal

import pytest

from alpdesk.domain.alp import NEVER_LOW
from alpdesk.domain.assess import assess, judge
from alpdesk.domain.assessment import AlpVerdict, Severity
from alpdesk.domain.records import Flag, Panel, Patient, Result, ResultStatus, Sex
from alpdesk.domain.rules import ProfileChoice, RuleBook
from tests.domain.making import DAY, a_panel, a_patient, a_record, alp, measured

WOMAN = a_patient(sex=Sex.FEMALE)
GIRL = a_patient(date(2018, 1, 10), Sex.FEMALE)


def verdict(book: RuleBook, result: Result, patient: Patient | None = None, profile: str = "") -> AlpVerdict:
    return assess(a_record(a_panel(result, profile=profile), patient=patient), book, as_of=DAY).alp


@pytest.mark.parametrize(
    ("value", "flag"), [("39", "low"), ("39.99", "low"), ("40", "within"), ("129", "within"), ("129.1", "high")]
)
def test_a_limit_belongs_to_the_interval(book: RuleBook, value: str, flag: str) -> None:
    assert verdict(book, alp(value)).flag == flag


@pytest.mark.parametrize(
    ("value", "flag"), [("0.66", "low"), ("0.6666", "low"), ("0.67", "within"), ("2.15", "within"), ("2.151", "high")]
)
def test_nothing_is_rounded_between_units(book: RuleBook, value: str, flag: str) -> None:
    assert verdict(book, alp(value, "ukat/L")).flag == flag


def test_either_verdict_makes_a_value_low(book: RuleBook) -> None:
    by_laboratory = verdict(book, alp("37", low="40", high="120"), WOMAN)
    assert (by_laboratory.laboratory, by_laboratory.age_sex, by_laboratory.flag) == (Flag.LOW, Flag.WITHIN, Flag.LOW)
    by_age = verdict(book, alp("70"), GIRL, profile="uk_harmony_2011")
    assert (by_age.laboratory, by_age.age_sex, by_age.flag) == (Flag.WITHIN, Flag.LOW, Flag.LOW)


def test_low_outweighs_high(book: RuleBook) -> None:
    found = verdict(book, alp("125", low="30", high="110"), GIRL)
    assert (found.laboratory, found.age_sex, found.flag) == (Flag.HIGH, Flag.LOW, Flag.LOW)


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        ("<40", "low"),
        ("<20", "low"),
        ("<41", "indeterminate"),
        ("<=40", "indeterminate"),
        (">130", "high"),
        (">30", "indeterminate"),
    ],
)
def test_a_bound_is_judged_only_where_it_is_certain(book: RuleBook, value: str, flag: str) -> None:
    found = verdict(book, alp(value))
    assert found.flag == flag
    assert bool(found.reason) == (flag == "indeterminate")


def test_words_cannot_be_judged_and_say_so(book: RuleBook) -> None:
    found = verdict(book, alp("not detected"))
    assert (found.flag, found.severity) == (Flag.INDETERMINATE, None)
    assert "not a number" in found.reason


def test_a_zero_is_a_value(book: RuleBook) -> None:
    assert verdict(book, alp("0")).flag is Flag.LOW


def test_an_unknown_sex_matters_only_where_the_sexes_disagree(book: RuleBook) -> None:
    unknown = a_patient(sex=Sex.UNKNOWN)
    assert verdict(book, alp("34"), unknown).flag is Flag.LOW
    assert verdict(book, alp("60"), unknown).flag is Flag.WITHIN
    disagreeing = verdict(book, alp("37"), unknown)
    assert disagreeing.flag is Flag.INDETERMINATE
    assert "sex is not recorded" in disagreeing.reason


def test_a_preterm_infant_is_judged_by_the_laboratory_alone(book: RuleBook) -> None:
    infant = a_patient(date(2024, 3, 1), preterm=True)
    found = verdict(book, alp("100", low="134", high="500"), infant)
    assert (found.laboratory, found.age_sex, found.flag) == (Flag.LOW, Flag.NONE, Flag.LOW)
    assert "preterm" in found.reason
    assert verdict(book, alp("100"), infant).flag is Flag.NONE


def test_the_age_is_that_of_the_sample_not_of_today(book: RuleBook) -> None:
    record = a_record(a_panel(alp("50"), day=date(2020, 6, 1)), patient=a_patient(date(2002, 1, 1), Sex.MALE))
    assert assess(record, book, as_of=DAY).alp.flag is Flag.LOW


@pytest.mark.parametrize(
    ("value", "severity"),
    [
        ("24.9", "very_low"),
        ("25", "markedly_low"),
        ("29.9", "markedly_low"),
        ("30", "low"),
        ("39.9", "low"),
        ("<25", "very_low"),
        ("<28", "markedly_low"),
        ("0.4", None),
    ],
)
def test_severity_in_an_adult(book: RuleBook, value: str, severity: str | None) -> None:
    assert verdict(book, alp(value)).severity == severity


@pytest.mark.parametrize(
    ("value", "severity"),
    [
        ("77.9", Severity.VERY_LOW),
        ("78", Severity.MARKEDLY_LOW),
        ("116.9", Severity.MARKEDLY_LOW),
        ("117", Severity.LOW),
        ("155.9", Severity.LOW),
        ("156", None),
    ],
)
def test_severity_in_a_child(book: RuleBook, value: str, severity: Severity | None) -> None:
    assert verdict(book, alp(value), GIRL).severity is severity


def test_severity_of_a_preterm_child_counts_from_the_printed_limit_in_its_own_unit(book: RuleBook) -> None:
    infant = a_patient(date(2024, 3, 1), preterm=True)
    assert verdict(book, alp("1", "ukat/L", low="2", high="8"), infant).severity is Severity.MARKEDLY_LOW
    assert verdict(book, alp("0.99", "ukat/L", low="2", high="8"), infant).severity is Severity.VERY_LOW


def test_a_result_entered_in_error_counts_for_nothing(book: RuleBook) -> None:
    struck = alp("10").model_copy(update={"status": ResultStatus.ENTERED_IN_ERROR})
    record = a_record(a_panel(alp("60"), day=date(2024, 1, 1)), a_panel(struck))
    found = assess(record, book, as_of=DAY).alp
    assert (found.flag, found.value) == (Flag.WITHIN, "60")


def test_the_change_is_against_the_last_value_that_counts(book: RuleBook) -> None:
    record = a_record(
        a_panel(alp("80"), day=date(2024, 1, 1)),
        a_panel(alp("10"), day=date(2024, 2, 1), specimen="edta"),
        a_panel(alp("60")),
    )
    assert assess(record, book, as_of=DAY).alp.change == Decimal("-25.0")


def test_an_interval_without_a_lower_limit_is_refused(book: RuleBook) -> None:
    refusal = judge(alp("31", high="115"), Panel(collected=DAY), WOMAN, book).refusal
    assert refusal
    assert "no lower limit" in refusal
    assert judge(measured("crp", "3", "mg/L", high="5"), Panel(collected=DAY), WOMAN, book).refusal is None


def test_a_printed_lower_limit_of_zero_is_judged_and_said_to_see_no_low_value(book: RuleBook) -> None:
    zero = alp("31", low="0", high="115")
    found = judge(zero, Panel(collected=DAY), WOMAN, book)
    assert (found.refusal, found.flag) == (None, Flag.LOW)
    assert found.reason == NEVER_LOW
    assert verdict(book, alp("60", low="0", high="115")).reason == NEVER_LOW
    assert verdict(book, alp("60", low="30", high="115")).reason == ""
    infant = a_patient(date(2024, 3, 1), preterm=True)
    by_laboratory = verdict(book, alp("60", low="0", high="400"), infant)
    assert (by_laboratory.laboratory, by_laboratory.age_sex) == (Flag.WITHIN, Flag.NONE)
    assert "preterm" in by_laboratory.reason
    assert NEVER_LOW in by_laboratory.reason


def test_a_refusal_names_the_analyte_by_title_and_short_name(book: RuleBook) -> None:
    def refusal(result: Result) -> str:
        return judge(result, Panel(collected=DAY), WOMAN, book).refusal or ""

    assert refusal(alp("-1")).startswith("Alkaline phosphatase (ALP): the value -1 U/L is impossible")
    assert refusal(alp("31", "IU/mL")).startswith('Alkaline phosphatase (ALP): the unit "IU/mL"')
    assert refusal(measured("zinc", "9", "stone")).startswith("Zinc: the unit")
    assert refusal(measured("calcium", "9", "stone")).startswith("Calcium, total: the unit")


@pytest.mark.parametrize(("value", "refused"), [("-1", True), ("0", False), ("20000", False), ("20001", True)])
def test_the_impossible_is_refused(book: RuleBook, value: str, refused: bool) -> None:
    assert (judge(alp(value), Panel(collected=DAY), WOMAN, book).refusal is not None) == refused


@pytest.mark.parametrize(
    ("value", "unit", "kinds"),
    [
        ("0.19", "U/L", ["implausible"]),
        ("0.2", "U/L", ["unit"]),
        ("8", "U/L", ["unit"]),
        ("8.1", "U/L", []),
        ("<5", "U/L", []),
        ("<0.34", "U/L", ["unit"]),
        ("150", "ukat/L", ["implausible"]),
        ("150.1", "ukat/L", ["unit"]),
        ("900", "ukat/L", ["unit"]),
        ("2500", "U/L", []),
        ("2501", "U/L", ["implausible"]),
        ("12,345", "U/L", ["implausible"]),
    ],
)
def test_doubtful_values_are_asked_about(book: RuleBook, value: str, unit: str, kinds: list[str]) -> None:
    found = judge(alp(value, unit), Panel(collected=DAY), WOMAN, book)
    assert [question.kind for question in found.questions] == kinds


def test_a_unit_slip_offers_the_other_unit(book: RuleBook) -> None:
    found = judge(alp("0.9"), Panel(collected=DAY), WOMAN, book)
    assert found.flag is Flag.SUSPENDED
    assert found.questions[0].suggested_unit == "ukat/L"
    assert "54" in found.questions[0].text


@pytest.mark.parametrize(
    ("now", "asked"), [("118", True), ("11.8", False), ("79", False), ("94.4", True), ("147.5", True), ("148", False)]
)
def test_ten_times_the_previous_value_is_asked_about(book: RuleBook, now: str, asked: bool) -> None:
    previous = alp("11.8").model_copy(update={"canonical": Decimal("11.8")})
    found = judge(alp(now), Panel(collected=DAY), WOMAN, book, previous=previous)
    assert ("decimal" in [question.kind for question in found.questions]) == asked


def test_other_analytes_go_by_the_printed_interval_then_by_the_rule_book(book: RuleBook) -> None:
    panel = Panel(collected=DAY)
    assert judge(measured("zinc", "9.1", "umol/L"), panel, WOMAN, book).flag is Flag.LOW
    assert judge(measured("zinc", "9.2", "umol/L"), panel, WOMAN, book).flag is Flag.WITHIN
    assert judge(measured("zinc", "60", "ug/dL"), panel, WOMAN, book).flag is Flag.WITHIN
    assert judge(measured("zinc", "9.1", "umol/L", "9", "17"), panel, WOMAN, book).flag is Flag.WITHIN
    assert judge(measured("phosphate", "1.0", "mmol/L"), panel, GIRL, book).flag is Flag.LOW
    assert judge(measured("phosphate", "1.0", "mmol/L"), panel, WOMAN, book).flag is Flag.WITHIN


def test_a_verdict_that_cannot_be_given_has_a_reason(book: RuleBook) -> None:
    found = judge(measured("igf1", "100", "ug/L"), Panel(collected=DAY), WOMAN, book)
    assert found.flag is Flag.NONE
    assert "No interval" in found.reason


def test_the_clinics_profile_is_used_for_the_whole_series(book: RuleBook) -> None:
    record = a_record(a_panel(alp("38"), day=date(2024, 1, 1)), a_panel(alp("39")), patient=WOMAN)
    assert assess(record, book, as_of=DAY).alp.lows == 0
    assert assess(record, book, as_of=DAY, choice=ProfileChoice(adult="denmark_2026")).alp.lows == 2


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "other"),
    [
        ("phosphate", "3.5", "mmol/L", "mg/dL"),
        ("haemoglobin", "135", "g/dL", ""),
        ("haemoglobin", "13.5", "g/L", "g/dL"),
        ("albumin", "70", "g/L", ""),
        ("calcium", "3.6", "mmol/L", ""),
        ("calcium", "2.4", "mmol/L", ""),
        ("zinc", "70", "umol/L", "ug/dL"),
        ("bone_alp", "120", "ug/L", ""),
    ],
)
def test_a_number_usual_in_another_unit_only_offers_that_unit(
    book: RuleBook, analyte: str, value: str, unit: str, other: str
) -> None:
    found = judge(measured(analyte, value, unit), Panel(collected=DAY), WOMAN, book)
    assert next((each.suggested_unit for each in found.questions if each.kind == "unit"), "") == other


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "said"),
    [
        ("calcium", "9.6", "mmol/L", "(accepted: 0.25 to 7.48 mmol/L); it looks like mg/dL: check the unit."),
        ("creatinine", "0.9", "umol/L", "(accepted: 4.43 to 3530 µmol/L); it looks like mg/dL: check the unit."),
        ("calcium", "99", "mg/dL", "(accepted: 1 to 30 mg/dL); check the value and the unit."),
    ],
)
def test_what_is_impossible_is_said_in_the_unit_that_was_typed(
    book: RuleBook, analyte: str, value: str, unit: str, said: str
) -> None:
    assert said in (judge(measured(analyte, value, unit), Panel(collected=DAY), WOMAN, book).refusal or "")


def test_a_doubt_is_asked_in_the_unit_that_was_typed(book: RuleBook) -> None:
    found = judge(measured("calcium", "3.6", "mmol/L"), Panel(collected=DAY), WOMAN, book)
    assert [each.text for each in found.questions] == ["Calcium, total is above 3.24 mmol/L: is the value right?"]


@pytest.mark.parametrize(
    ("now", "unit", "asked"),
    [("29", "ukat/L", "U/L"), ("1.1", "ukat/L", ""), ("29", "U/L", ""), ("62", "ukat/L", "U/L"), ("9", "ukat/L", "")],
)
def test_an_alp_far_from_the_last_one_in_this_unit_and_near_in_the_other_asks_for_the_unit(
    book: RuleBook, now: str, unit: str, asked: str
) -> None:
    previous = alp("62").model_copy(update={"canonical": Decimal(62)})
    found = judge(alp(now, unit), Panel(collected=DAY), WOMAN, book, previous=previous)
    assert next((each.suggested_unit for each in found.questions if each.kind == "unit"), "") == asked
    assert found.flag is not Flag.SUSPENDED
