"""A clinic's own rules are laid over the shipped book; what does not fit is named field by field."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.intervals import age_sex_intervals
from alpdesk.domain.rules import ProfileChoice, RuleBook
from alpdesk.domain.terms import EditKind
from alpdesk.knowledge import load
from alpdesk.knowledge.overlay import lay, overlay
from alpdesk.knowledge.own_forms import EditFault, profile_form
from tests.domain.making import a_patient

STEPS = {
    "due_soon_days": 7,
    "reminder_letter_days": 7,
    "second_letter_days": 14,
    "phone_call_days": 14,
    "clinician_days": 7,
    "unreachable_contacts": 3,
}
FIRST = {"title": "ALP", "after_days": 200, "not_before_days": 120}
SENTENCES = {"en.patient.why": "You take {lowering}. It can lower ALP."}


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load()


def own(**changes: Any) -> dict[str, Any]:
    rows = [{"from": "0d", "low": "41", "high": "121"}]
    return {"title": "City Lab", "unit": "U/L", "source": "City Lab, leaflet of 2026", "intervals": rows, **changes}


def edit(kind: EditKind, key: str, body: Any, number: int = 1) -> ClinicEdit:
    return ClinicEdit(id=number, kind=kind, key=key, body=body if isinstance(body, str) else json.dumps(body))


def faults(book: RuleBook, kind: EditKind, key: str, body: Any) -> dict[str, str]:
    with pytest.raises(EditFault) as caught:
        lay(book, edit(kind, key, body), lambda: SENTENCES)
    return dict(caught.value.faults)


def test_a_profile_of_the_clinics_own_judges_and_names_its_source(book: RuleBook) -> None:
    found = overlay(book, [edit(EditKind.PROFILE, "city_lab", own())]).book
    patient = a_patient(date(1980, 1, 1))
    judged = age_sex_intervals(patient, date(2026, 3, 1), None, found, ProfileChoice(adult="city_lab"))
    assert [each.low for each in judged] == [Decimal(41)]
    assert judged[0].source == "The clinic's own: City Lab, leaflet of 2026"
    assert found.sources[judged[0].source].citation == judged[0].source
    assert found.profiles["city_lab"].own and not found.profiles["roche_mayo"].own


def test_the_version_tells_the_edition_and_is_the_shipped_one_again_on_the_way_back(book: RuleBook) -> None:
    first, second = (edit(EditKind.PROFILE, key, own(), n) for key, n in (("city_lab", 6), ("hill_lab", 7)))
    back = edit(EditKind.PROFILE, "hill_lab", "", 8)
    assert overlay(book, [first, second]).book.version == "2026.1+clinic.7"
    assert overlay(book, [back]).book.version == "2026.1"
    assert "hill_lab" not in overlay(book, [first, back]).book.profiles


def test_the_shipped_book_is_not_touched(book: RuleBook) -> None:
    overlay(book, [edit(EditKind.MEDICINE_CLASS, "bisphosphonate", {"names": ["bonestrong"]})])
    assert "bonestrong" not in book.medicine_classes["bisphosphonate"].names
    assert "city_lab" not in book.profiles


def test_a_copied_profile_is_the_same_profile(book: RuleBook) -> None:
    for profile in book.profiles.values():
        copied = overlay(book, [edit(EditKind.PROFILE, "copy", profile_form(profile, "leaflet"))])
        assert copied.left_out == ()
        assert copied.book.profiles["copy"].intervals == profile.intervals


PROFILE_FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "no source": (own(source=" "), "source", "This is empty."),
    "no title": (own(title=""), "title", "This is empty."),
    "a strange unit": (own(unit="mg/dL"), "unit", "mg/dL is not a unit of ALP that Alpdesk knows."),
    "no rows": (own(intervals=[]), "intervals", "At least one is needed."),
    "a word for a number": (own(intervals=[{"low": "x", "high": "9"}]), "intervals.0.low", "This is not a number."),
    "no number at all": (own(intervals=[{"low": "NaN", "high": "9"}]), "intervals.0.low", "This is not a number."),
    "a lower limit of 0": (
        own(intervals=[{"low": "0", "high": "9"}]),
        "intervals.0.low",
        "A lower limit of 0 can never call a value low.",
    ),
    "limits the wrong way round": (
        own(intervals=[{"low": "9", "high": "8"}]),
        "intervals.0.high",
        "The upper limit is not above the lower one.",
    ),
    "no upper limit": (own(intervals=[{"low": "9"}]), "intervals.0.high", "This is missing."),
    "an age without a unit": (
        own(intervals=[{"from": "19", "low": "9", "high": "10"}]),
        "intervals.0.from",
        "An age is a whole number and d, m or y, such as 15d, 6m or 19y.",
    ),
    "an age band upside down": (
        own(intervals=[{"from": "19y", "to": "18y", "low": "9", "high": "10"}]),
        "intervals.0.to",
        "The age band ends before it begins.",
    ),
    "no date": (
        own(intervals=[{"low": "9", "high": "10", "valid_from": "soon"}]),
        "intervals.0.valid_from",
        "This is not a date such as 2026-03-31.",
    ),
    "a validity upside down": (
        own(intervals=[{"low": "9", "high": "10", "valid_from": "2026-02-01", "valid_to": "2026-01-31"}]),
        "intervals.0.valid_to",
        "The validity ends before it begins.",
    ),
    "a strange sex": (
        own(intervals=[{"low": "9", "high": "10", "sex": "f"}]),
        "intervals.0.sex",
        "This is not one of the words there are to choose from.",
    ),
    "a key that is not known": (own(colour="red"), "colour", "This is not known."),
}


@pytest.mark.parametrize("case", PROFILE_FAULTS)
def test_a_faulty_profile_is_refused_by_its_field(book: RuleBook, case: str) -> None:
    body, field, sentence = PROFILE_FAULTS[case]
    assert faults(book, EditKind.PROFILE, "city_lab", body) == {field: sentence}


def rows(*given: tuple[str, str | None, str | None, str | None]) -> dict[str, Any]:
    named = ({"from": a, "to": b, "valid_from": c, "valid_to": d, "low": "9", "high": "10"} for a, b, c, d in given)
    return own(intervals=list(named))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (rows(("0d", "19y", None, None), ("18y", None, None, None)), "overlap in age"),
        (rows(("0d", "18y", None, None), ("19y", None, None, None)), "no interval from"),
        (
            rows(("0d", None, None, "2026-01-31"), ("0d", None, "2026-01-31", None)),
            "samples from 2026-01-31: intervals",
        ),
        (rows(("0d", None, None, "2026-01-30"), ("0d", None, "2026-02-01", None)), "2026-01-31: no interval is valid"),
        (own(intervals=[{"sex": "female", "low": "9", "high": "10"}]), "Male: no interval from"),
    ],
)
def test_overlaps_and_gaps_are_named_in_age_and_in_time(book: RuleBook, body: dict[str, Any], said: str) -> None:
    with pytest.raises(EditFault, match=said):
        lay(book, edit(EditKind.PROFILE, "city_lab", body))


def test_two_rows_may_follow_one_another_in_time(book: RuleBook) -> None:
    body = rows(("0d", None, None, "2026-01-31"), ("0d", None, "2026-02-01", None))
    assert "city_lab" in lay(book, edit(EditKind.PROFILE, "city_lab", body)).profiles


def test_the_profile_that_judges_where_no_other_does_has_no_beginning_and_no_end(book: RuleBook) -> None:
    body = rows(("0d", None, "2026-01-01", None))
    lay(book, edit(EditKind.PROFILE, "city_lab", body))
    assert "leave its first day open" in faults(book, EditKind.PROFILE, "roche_mayo", body)["intervals.0.valid_from"]


MEN, WOMEN = {"sex": "male", "low": "9", "high": "10"}, {"sex": "female", "low": "9", "high": "10"}
SOME = {"low": "9", "high": "10", "from": "5y", "to": "60y"}
LEAVES_OUT: list[tuple[dict[str, Any], str]] = [
    ({"intervals": [MEN, {**WOMEN, "valid_from": "2026-01-01"}]}, "leave its first day open"),
    ({"intervals": [MEN, {**WOMEN, "valid_to": "2026-01-01"}]}, "leave its last day open"),
    ({"intervals": [SOME], "covers_from": "5y", "covers_to": "60y"}, "cover every age"),
    ({"intervals": [{"low": "9", "high": "10", "weeks_from": 0}], "by_gestation": True}, "cover every age"),
]


@pytest.mark.parametrize("key", ["roche_mayo", "caliper_abbott"])
@pytest.mark.parametrize(("changes", "said"), LEAVES_OUT)
def test_the_profile_that_judges_where_no_other_does_leaves_nobody_out(
    book: RuleBook, key: str, changes: dict[str, Any], said: str
) -> None:
    assert said in " ".join(faults(book, EditKind.PROFILE, key, own(**changes)).values())


def test_a_short_name_that_no_rule_could_have_is_refused(book: RuleBook) -> None:
    for key in ("City Lab", "", "1st", "a__b", "a/../b", "<b>", "x\u200b"):
        assert "" in faults(book, EditKind.PROFILE, key, own())


@pytest.mark.parametrize(
    ("kind", "key", "body", "field", "said"),
    [
        (EditKind.PANEL_TEMPLATE, "liver", {"name": "Liver", "analytes": []}, "analytes", "At least one is needed."),
        (EditKind.PANEL_TEMPLATE, "liver", {"name": "", "analytes": ["alp"]}, "name", "This is empty."),
        (EditKind.PANEL_TEMPLATE, "liver", {"name": "L", "analytes": ["alp", "alp"]}, "analytes", "twice"),
        (EditKind.PANEL_TEMPLATE, "liver", {"name": "L", "analytes": ["elf"]}, "analytes", '"elf" is not known'),
        (EditKind.MEDICINE_CLASS, "sweets", {"names": ["toffee"]}, "", "The medicine class sweets is not known."),
        (EditKind.MEDICINE_CLASS, "denosumab", {"names": ["alendronate"]}, "names.0", "stands for Bisph"),
        (EditKind.MEDICINE_CLASS, "denosumab", {"names": [""]}, "names.0", "This is empty."),
        (EditKind.MONITORING, "tea", {"items": []}, "", "The monitoring template tea is not known."),
        (EditKind.MONITORING, "first-low", {"items": []}, "items", "At least one is needed."),
        (EditKind.MONITORING, "first-low", {"items": [{"title": "Tea"}]}, "items.0.title", 'no item "Tea"'),
        (
            EditKind.MONITORING,
            "first-low",
            {"items": [{"title": "Repeat ALP", "after_days": -1}]},
            "items.0.after_days",
            "This number is too small.",
        ),
        (
            EditKind.MONITORING,
            "first-low",
            {"items": [{"title": "Repeat ALP", "after_days": 30, "not_before_days": 31}]},
            "items.0.not_before_days",
            "The earliest day lies after the day it is due.",
        ),
        (
            EditKind.MONITORING,
            "first-low",
            {"items": [{"title": "Repeat ALP", "after_days": 90, "not_before_days": 31}]},
            "items",
            "The repeat is due before its minimum gap, or after its window has closed.",
        ),
        (
            EditKind.MONITORING,
            "first-low",
            {"items": [{"title": "Repeat ALP", "after_days": 42, "not_before_days": 3}]},
            "items.0.not_before_days",
            "A sample with ALP counts from day",
        ),
        (
            EditKind.MONITORING,
            "first-low",
            {"items": [{"title": "Repeat ALP", "after_days": 42}]},
            "items.0.not_before_days",
            "A sample with ALP counts from day",
        ),
        (EditKind.ESCALATION, "escalation", STEPS | {"clinician_days": 91}, "clinician_days", "the most is 90 days"),
        (EditKind.MEDICINE_CLASS, "asfotase_alfa", {"names": ["alfa"]}, "names.0", "only a part of"),
        (EditKind.MEDICINE_CLASS, "asfotase_alfa", {"names": ["alfa injection"]}, "names.0", "only a part of"),
        (
            EditKind.PROFILE,
            "city_lab",
            own(intervals=[{"low": "0.67", "high": "2.15"}]),
            "intervals.0.high",
            "These limits read like ukat/L.",
        ),
        (
            EditKind.PROFILE,
            "city_lab",
            own(unit="ukat/L", intervals=[{"low": "40", "high": "129"}]),
            "intervals.0.low",
            "These limits read like U/L.",
        ),
        (EditKind.SNIPPET, "en.patient.why", {"text": "It can."}, "text", "The sentence must say {lowering}."),
        (EditKind.SNIPPET, "en.patient.why", {"text": "{lowering} {x}"}, "text", "{x} is not known in this sentence."),
        (EditKind.SNIPPET, "en.patient.why", {"text": "{lowering} {"}, "text", "A brace { or } stands alone."),
        (EditKind.SNIPPET, "en.patient.tea", {"text": "Tea."}, "", "The letters have no sentence en.patient.tea."),
        (
            EditKind.MONITORING,
            "first-low",
            {"items": [{"title": "Repeat ALP", "after_days": 10**9}]},
            "items.0.after_days",
            "This number is too large.",
        ),
        (
            EditKind.MONITORING,
            "unexplained",
            {"items": [FIRST, {"title": "ALP", "after_days": 400, "not_before_days": 240, "every_days": 732}]},
            "items.1.every_days",
            "That is too far ahead; the most is 731 days.",
        ),
        (EditKind.ESCALATION, "escalation", STEPS | {"phone_call_days": "soon"}, "phone_call_days", "whole number"),
        (EditKind.ESCALATION, "escalation", STEPS | {"unreachable_contacts": 0}, "unreachable_contacts", "too small"),
        (EditKind.PROFILE, "city_lab", own(intervals=[{"low": "9", "high": "1e99999"}]), "intervals.0.high", "places"),
        (EditKind.SNIPPET, "en.patient.why", "[1,", "", "This entry cannot be read."),
        (EditKind.PROFILE, "city_lab", "[]", "", "Input should be"),
    ],
)
def test_a_faulty_entry_is_refused_by_its_field(
    book: RuleBook, kind: EditKind, key: str, body: Any, field: str, said: str
) -> None:
    found = faults(book, kind, key, body)
    assert list(found) == [field]
    assert said in found[field]


def test_added_names_find_the_class_and_the_shipped_ones_stay(book: RuleBook) -> None:
    found = overlay(book, [edit(EditKind.MEDICINE_CLASS, "denosumab", {"names": ["Bonestrong"]})]).book
    assert book.class_of("bonestrong 60 mg") == ""
    assert found.class_of("bonestrong 60 mg") == found.class_of("Prolia") == "denosumab"


def test_the_days_of_a_template_are_the_clinics_and_its_tests_stay(book: RuleBook) -> None:
    body = {"items": [{"title": "Repeat ALP", "after_days": 50, "not_before_days": 40}]}
    found = overlay(book, [edit(EditKind.MONITORING, "first-low", body)]).book.monitoring["first-low"]
    assert (found.items[0].after_days, found.items[0].not_before_days) == (50, 40)
    assert found.items[0].tests == book.monitoring["first-low"].items[0].tests


def test_items_of_one_title_each_take_their_own_days(book: RuleBook) -> None:
    titles = [item.title for item in book.monitoring["unexplained"].items]
    assert titles.count("ALP") == 2
    later = {"title": "ALP", "after_days": 400, "not_before_days": 240, "every_days": 300}
    body = {"items": [FIRST, later]}
    found = overlay(book, [edit(EditKind.MONITORING, "unexplained", body)]).book.monitoring["unexplained"].items
    days = [(item.after_days, item.every_days) for item in found if item.title == "ALP"]
    assert days == [(200, None), (400, 300)]
    assert found[0] == book.monitoring["unexplained"].items[0]


def test_the_steps_towards_somebody_who_does_not_come_are_the_clinics(book: RuleBook) -> None:
    found = overlay(book, [edit(EditKind.ESCALATION, "escalation", STEPS | {"reminder_letter_days": 3})]).book
    assert (found.escalation.reminder_letter_days, book.escalation.reminder_letter_days) == (3, 7)


def test_an_edit_that_no_longer_fits_is_left_out_and_named_and_the_others_hold(book: RuleBook) -> None:
    sound, faulty = (
        edit(EditKind.PROFILE, "city_lab", own(), 1),
        edit(EditKind.MEDICINE_CLASS, "gone", {"names": []}, 2),
    )
    clash = edit(EditKind.MEDICINE_CLASS, "denosumab", {"names": ["alendronate"]}, 3)
    found = overlay(book, [sound, faulty, clash])
    assert "city_lab" in found.book.profiles
    assert [(left.key, bool(fault.faults)) for left, fault in found.left_out] == [("gone", True), ("denosumab", True)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a", "too short"),
        ("Q1", "too short"),
        ("--- x", "too short"),
        ("vitamin", "which stands for"),
        ("Vitamin D", "which stands for"),
        ("calcium tablets 500", "which stands for"),
        ("zinc", "which stands for"),
        ("tablet", "does not tell one medicine from another"),
        ("60 mg injection", "does not tell one medicine from another"),
    ],
)
def test_a_name_that_tells_no_medicine_or_another_is_refused(book: RuleBook, name: str, said: str) -> None:
    found = faults(book, EditKind.MEDICINE_CLASS, "denosumab", {"names": ["Bonestrong", name]})
    assert said in found["names.1"]


def test_a_control_character_and_an_endless_title_are_refused_at_their_fields(book: RuleBook) -> None:
    found = faults(book, EditKind.PROFILE, "city_lab", own(title="a\x07b", laboratory="x" * 300))
    assert found == {"title": "This holds a character that cannot be kept.", "laboratory": "This is too long."}
