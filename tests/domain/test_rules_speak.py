"""Alerts, checklist, criteria and monitoring: what the case files cannot show."""

from datetime import date, timedelta

import pytest

from alpdesk.domain.assess import assess
from alpdesk.domain.assessment import Assessment, Urgency
from alpdesk.domain.records import Event, Finding, Flag, Medicine, PanelWithResults, PatientRecord, Sex
from alpdesk.domain.rules import RuleBook
from tests.domain.making import DAY, a_panel, a_patient, a_record, alp, measured

WILSON = (alp("42"), measured("bilirubin_total", "13.3", "mg/dL"), measured("ast", "1480", "U/L", "10", "40"))


def said(record: PatientRecord, book: RuleBook, as_of: date = DAY) -> Assessment:
    return assess(record, book, as_of=as_of)


def alerts(found: Assessment) -> set[str]:
    return {alert.id for alert in found.alerts}


def edta(day: date = DAY) -> PanelWithResults:
    return a_panel(alp("9"), measured("potassium", "9.8", "mmol/L"), measured("calcium", "1.05", "mmol/L"), day=day)


def test_the_ratio_is_not_used_with_a_dea_method(book: RuleBook) -> None:
    assert "wilson_alf" in alerts(said(a_record(a_panel(*WILSON)), book))
    assert "wilson_alf" not in alerts(said(a_record(a_panel(*WILSON, method="DEA buffer")), book))
    assert "wilson_alf" in alerts(said(a_record(a_panel(*WILSON, method="AMP")), book))


@pytest.mark.parametrize("method", ["AMP buffer, not DEA", "IFCC (no DEA)", "DEA or AMP", "Ideal 37 C"])
def test_a_method_that_leaves_the_buffer_open_does_not_silence_the_emergency(book: RuleBook, method: str) -> None:
    assert "wilson_alf" in alerts(said(a_record(a_panel(*WILSON, method=method)), book))


def test_the_words_say_how_certain_the_ratios_are(book: RuleBook) -> None:
    both = said(a_record(a_panel(*WILSON, measured("alt", "600", "U/L"))), book).alerts[0]
    one = said(a_record(a_panel(*WILSON, measured("alt", "900", "U/L"))), book).alerts[0]
    assert both.id == one.id == "wilson_alf"
    assert "more than twice" in both.text
    assert "lower" in one.text
    assert any("ratio 3.2" in text for text in both.inputs)


def test_ast_against_alt_alone_asks_for_a_review_and_is_no_emergency(book: RuleBook) -> None:
    panel = a_panel(
        alp("180"),
        measured("bilirubin_total", "8", "mg/dL"),
        measured("ast", "230", "U/L"),
        measured("alt", "100", "U/L"),
    )
    found = said(a_record(panel), book)
    assert alerts(found) == {"wilson_review"} | ({"notable_change"} & alerts(found))
    assert found.checklist == ()


def test_edta_suspends_only_its_own_sample(book: RuleBook) -> None:
    record = a_record(
        a_panel(alp("60"), day=DAY - timedelta(days=60)), edta(DAY - timedelta(days=30)), a_panel(alp("38"))
    )
    found = said(record, book)
    assert (found.alp.flag, found.alp.lows, found.alp.suspended) == (Flag.LOW, 1, None)


def test_a_suspended_result_lists_only_what_may_be_wrong_with_it(book: RuleBook) -> None:
    found = said(a_record(edta()), book)
    assert found.alp.flag is Flag.SUSPENDED
    assert (found.alp.laboratory, found.alp.age_sex, found.alp.severity) == (Flag.NONE, Flag.NONE, None)
    assert found.checklist[0].cause == "spu-edta"
    assert {item.group for item in found.checklist} == {"spurious"}
    assert found.needs_answer


@pytest.mark.parametrize(
    ("calcium", "albumin", "age", "fires"),
    [("1.95", "30", 50, False), ("1.95", "24", 50, True), ("1.95", "30", 10, True), ("2.05", "48", 50, True)],
)
def test_calcium_is_adjusted_where_the_equation_holds(
    book: RuleBook, calcium: str, albumin: str, age: int, fires: bool
) -> None:
    panel = a_panel(
        alp("20"),
        measured("potassium", "6", "mmol/L"),
        measured("calcium", calcium, "mmol/L"),
        measured("albumin", albumin, "g/L"),
    )
    patient = a_patient(date(2024 - age, 1, 1), Sex.FEMALE)
    assert ("edta_probable" in alerts(said(a_record(panel, patient=patient), book))) == fires


def test_low_calcium_after_a_neck_operation_is_explained(book: RuleBook) -> None:
    panel = a_panel(alp("60"), measured("calcium", "1.95", "mmol/L"), measured("zinc", "8", "umol/L"))
    assert "edta_possible" in alerts(said(a_record(panel), book))
    operated = a_record(panel, events=[Event(kind="neck_surgery", on=date(2023, 1, 1))])
    assert "edta_possible" not in alerts(said(operated, book))


@pytest.mark.parametrize(("stopped", "suspended"), [(None, True), (DAY, True), (DAY - timedelta(days=1), False)])
def test_asfotase_suspends_while_it_is_taken(book: RuleBook, stopped: date | None, suspended: bool) -> None:
    record = a_record(
        a_panel(alp("30")), medicines=[Medicine(name="Strensiq", started=date(2020, 1, 1), stopped=stopped)]
    )
    assert (said(record, book).alp.suspended == "asfotase_alfa") == suspended


@pytest.mark.parametrize(
    "name", ["alendronate", "ALENDRONATE", "Fosamax", "alendronate 70 mg weekly", "Alendronic acid"]
)
def test_common_names_of_medicines_are_known(book: RuleBook, name: str) -> None:
    assert book.class_of(name) == "bisphosphonate"
    assert book.class_of("ramipril") == ""


@pytest.mark.parametrize(
    ("specimen", "suspended"),
    [
        ("serum", None),
        ("li_heparin", None),
        ("edta", "wrong_tube"),
        ("citrate", "wrong_tube"),
        ("oxalate", "wrong_tube"),
        ("fluoride", "wrong_tube"),
    ],
)
def test_only_serum_and_lithium_heparin_are_read(book: RuleBook, specimen: str, suspended: str | None) -> None:
    assert said(a_record(a_panel(alp("30"), specimen=specimen)), book).alp.suspended == suspended


def test_a_tube_without_an_alp_is_no_wrong_tube(book: RuleBook) -> None:
    found = said(a_record(a_panel(measured("vitamin_b6", "60", "nmol/L"), specimen="edta")), book)
    assert "wrong_tube" not in alerts(found)


def test_a_fall_to_a_bound_counts_as_far_as_it_is_certain(book: RuleBook) -> None:
    def record(value: str) -> PatientRecord:
        return a_record(a_panel(alp("100"), day=DAY - timedelta(days=10)), a_panel(alp(value)))

    assert "acute_fall" in alerts(said(record("<70"), book))
    assert "acute_fall" not in alerts(said(record("<71"), book))
    assert "acute_fall" not in alerts(said(record(">60"), book))


def test_a_fall_is_seen_against_any_value_of_the_month(book: RuleBook) -> None:
    record = a_record(
        a_panel(alp("100"), day=DAY - timedelta(days=20)),
        a_panel(alp("80"), day=DAY - timedelta(days=10)),
        a_panel(alp("65")),
    )
    assert "acute_fall" in alerts(said(record, book))


def test_alerts_come_most_pressing_first(book: RuleBook) -> None:
    order = list(Urgency)
    found = said(a_record(edta()), book)
    places = [order.index(alert.urgency) for alert in found.alerts]
    assert places == sorted(places)
    assert len(places) > 2


def test_every_listed_cause_says_why_and_every_question_is_asked_once(book: RuleBook) -> None:
    found = said(a_record(a_panel(alp("30"))), book)
    assert found.checklist
    for item in found.checklist:
        assert item.why
        assert len(set(item.missing)) == len(item.missing)


def test_unknown_is_not_absent_in_the_criteria(book: RuleBook) -> None:
    lows = (a_panel(alp("30"), day=DAY - timedelta(days=60)), a_panel(alp("30")))
    one = Finding(finding="alpl_variant_pathogenic", present=True)
    still_open = said(a_record(*lows, findings=[one]), book).criteria
    assert still_open
    assert (still_open.met, still_open.major, len(still_open.unknown)) == (None, 1, 8)
    names = [item.id for item in still_open.items if item.id != one.finding]
    closed = said(a_record(*lows, findings=[one, *(Finding(finding=n, present=False) for n in names)]), book).criteria
    assert closed
    assert (closed.met, closed.unknown) == (False, ())


def test_a_repeat_is_not_due_before_day_31_and_never_in_the_past(book: RuleBook) -> None:
    record = a_record(a_panel(alp("30")))
    first = next(m for m in said(record, book).monitoring if m.template == "first-low")
    assert (first.due, first.not_before) == (DAY + timedelta(days=42), DAY + timedelta(days=31))
    late = said(record, book, as_of=DAY + timedelta(days=100))
    assert next(m.due for m in late.monitoring if m.template == "first-low") == DAY + timedelta(days=100)


def test_a_repeat_in_weeks_is_not_proposed_in_an_emergency(book: RuleBook) -> None:
    found = said(a_record(a_panel(alp("30"), measured("calcium", "1.8", "mmol/L"))), book)
    assert "first-low" not in {m.template for m in found.monitoring}


def test_an_empty_record_says_nothing(book: RuleBook) -> None:
    found = said(a_record(), book)
    assert (found.alp.flag, found.alerts, found.checklist, found.needs_answer) == (Flag.NONE, (), (), False)


def test_a_panel_in_hand_takes_the_place_of_its_kept_form(book: RuleBook) -> None:
    kept = a_panel(alp("30"), id=7)
    typed = a_panel(alp("60"), id=7)
    found = assess(a_record(kept), book, as_of=DAY, panel=typed)
    assert (found.alp.flag, found.alp.lows) == (Flag.WITHIN, 0)


def test_results_after_the_day_of_the_assessment_are_not_seen(book: RuleBook) -> None:
    record = a_record(a_panel(alp("60"), day=DAY), a_panel(alp("20"), day=DAY + timedelta(days=9)))
    assert said(record, book).alp.value == "60"


def test_each_value_an_alert_spoke_on_stands_with_its_verdict_limits_and_source(book: RuleBook) -> None:
    liver = (
        measured("bilirubin_total", "12", "mg/dL", "0", "1.2"),
        measured("ast", "90", "U/L"),
        measured("alt", "20", "U/L"),
    )
    panel = a_panel(alp("9", "U/L", "35", "104"), *liver)
    alert = next(one for one in said(a_record(panel), book).alerts if one.id == "wilson_alf")
    first, bilirubin, ast, *_ = alert.inputs
    assert first.startswith("ALP 9 U/L: low for age and sex (40 to 129 U/L, ")
    assert first.endswith("low by the laboratory (35 to 104 U/L, printed on the report)")
    assert bilirubin == "Bilirubin 12 mg/dL: high (0 to 1.2 mg/dL, printed on the report)"
    assert ast == "AST 90 U/L: high (10 to 40 U/L, the rule book's own interval)"
    named = first.split(";")[0].rstrip(")").rsplit(", ", 1)[1]
    assert named in alert.sources, "the source of the interval is one of the alert's"
