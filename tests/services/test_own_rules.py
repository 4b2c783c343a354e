"""The clinic changes its own rules, sees who did so and why, and finds the way back."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from alpdesk.domain.records import Laboratory, LetterKind, Role, User
from alpdesk.domain.terms import EditKind
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.desk import Desk
from alpdesk.services.own_rules import EditFault
from alpdesk.store.audit import Actor
from alpdesk.store.tables import PanelTemplateRow
from tests.services.conftest import Bench
from tests.services.test_impact import DAY, a_profile

NAMES = {"names": ["Bonestrong"]}


def test_every_shipped_entry_is_listed_and_none_is_marked(desk: Desk) -> None:
    shipped = desk.context.shelf.shipped
    for kind, table in (
        (EditKind.PROFILE, shipped.profiles),
        (EditKind.PANEL_TEMPLATE, shipped.panel_templates),
        (EditKind.MEDICINE_CLASS, shipped.medicine_classes),
        (EditKind.MONITORING, shipped.monitoring),
    ):
        rules = desk.own_rules.list(kind)
        assert [rule.key for rule in rules] == list(table)
        assert not any(rule.changed for rule in rules)
    assert len(desk.own_rules.list(EditKind.SNIPPET)) > 100


@pytest.mark.parametrize("kind", [k for k in EditKind if k is not EditKind.SECOND_LOOK])
def test_every_shipped_value_could_be_kept_as_it_is(desk: Desk, kind: EditKind) -> None:
    faults = {rule.key: desk.own_rules.check(kind, rule.key, rule.body) for rule in desk.own_rules.list(kind)}
    assert {key: found for key, found in faults.items() if found} == {}


def test_staff_change_no_rules_but_the_rows_they_type(desk: Desk) -> None:
    clerk = desk.users.add(User(name="Jo Clerk", role=Role.STAFF)).id
    staff = Desk(replace(desk.context, actor=Actor(clerk, "Jo Clerk", "desk-2")))
    with pytest.raises(AlpdeskError, match="Only a clinician or an administrator"):
        staff.own_rules.put(EditKind.MEDICINE_CLASS, "denosumab", NAMES, "why")
    assert desk.own_rules.history(EditKind.MEDICINE_CLASS) == ()
    first = desk.own_rules.list(EditKind.PANEL_TEMPLATE)[0].key
    staff.own_rules.put(EditKind.PANEL_TEMPLATE, first, {"name": "Ours", "analytes": ["alp"]})
    assert desk.own_rules.get(EditKind.PANEL_TEMPLATE, first).title == "Ours"


def test_a_change_is_kept_with_who_when_and_why_and_there_is_a_way_back(desk: Desk) -> None:
    desk.own_rules.put(EditKind.MEDICINE_CLASS, "denosumab", NAMES, "sold here under this name")
    rule = desk.own_rules.get(EditKind.MEDICINE_CLASS, "denosumab")
    assert rule.changed and rule.own == NAMES and rule.edits == 1
    assert desk.rules.class_of("bonestrong") == "denosumab"
    desk.own_rules.back_to_shipped(EditKind.MEDICINE_CLASS, "denosumab", "not sold any more")
    assert desk.rules.class_of("bonestrong") == ""
    history = desk.own_rules.history(EditKind.MEDICINE_CLASS, "denosumab")
    assert [(each.body, each.reason) for each in history] == [
        (None, "not sold any more"),
        (NAMES, "sold here under this name"),
    ]
    assert {each.by for each in history} == {desk.actor.name}
    assert all(each.at is not None for each in history)


def test_taking_back_lets_hold_what_held_before(desk: Desk) -> None:
    kind, key = EditKind.MEDICINE_CLASS, "denosumab"
    desk.own_rules.put(kind, key, {"names": ["First"]})
    second = desk.own_rules.put(kind, key, {"names": ["Second"]})
    desk.own_rules.take_back(second.id or 0)
    assert (desk.rules.class_of("first"), desk.rules.class_of("second")) == ("denosumab", "")
    with pytest.raises(ConflictError, match="changed again since"):
        desk.own_rules.take_back(second.id or 0)


def test_one_change_leaves_one_audit_entry(bench: Bench) -> None:
    before = bench.audit()
    bench.desk.own_rules.put(EditKind.MEDICINE_CLASS, "denosumab", NAMES)
    assert bench.audit() == before + 1


def test_what_is_wrong_is_said_and_not_kept(desk: Desk) -> None:
    with pytest.raises(EditFault) as caught:
        desk.own_rules.put(EditKind.PROFILE, "hill_lab", a_profile(low="x"))
    assert caught.value.faults == (("intervals.0.low", "This is not a number."),)
    assert desk.own_rules.check(EditKind.PROFILE, "hill_lab", a_profile(low="x")) == caught.value.faults
    assert desk.own_rules.history(EditKind.PROFILE) == ()


def test_a_profile_that_judges_cannot_be_gone(desk: Desk) -> None:
    desk.own_rules.put(EditKind.PROFILE, "hill_lab", a_profile())
    laboratory = desk.laboratories.add(Laboratory(name="Hill", profile="hill_lab"))
    with pytest.raises(AlpdeskError, match="A laboratory uses this profile"):
        desk.own_rules.back_to_shipped(EditKind.PROFILE, "hill_lab")
    desk.laboratories.update(laboratory.model_copy(update={"profile": ""}))
    chosen = desk.clinic.get().model_copy(update={"adult_profile": "hill_lab"})
    desk.clinic.update(chosen)
    with pytest.raises(AlpdeskError, match="The clinic judges by this profile"):
        desk.own_rules.back_to_shipped(EditKind.PROFILE, "hill_lab")


def test_an_own_profile_can_be_chosen_and_shows_its_source(bench: Bench) -> None:
    desk = bench.desk
    desk.own_rules.put(EditKind.PROFILE, "hill_lab", a_profile())
    shown = next(one for one in desk.clinic.profiles() if one.id == "hill_lab")
    assert (shown.title, shown.source) == ("Hill Lab", "The clinic's own: Hill Lab leaflet")
    desk.clinic.update(desk.clinic.get().model_copy(update={"adult_profile": "hill_lab"}))
    entered = bench.enter(bench.patient(), "49", DAY)
    assert entered.assessment is not None and entered.assessment.alp.age_sex == "low"


def test_a_changed_template_is_offered_and_an_older_one_stays_readable(desk: Desk) -> None:
    with desk.context.begin("panel template kept") as session:
        session.add(PanelTemplateRow(name="Old ward", analytes="alp zinc"))
    first = desk.panels.templates()[0].id
    desk.own_rules.put(EditKind.PANEL_TEMPLATE, first, {"name": "Ours", "analytes": ["alp"]})
    titles = [one.title for one in desk.panels.templates()]
    assert titles[0] == "Ours" and titles[-1] == "Old ward"
    older = next(one for one in desk.own_rules.list(EditKind.PANEL_TEMPLATE) if one.title == "Old ward")
    edit = desk.own_rules.put(EditKind.PANEL_TEMPLATE, older.key, {"name": "New ward", "analytes": ["alp"]})
    assert [one.title for one in desk.panels.templates() if one.own] == ["New ward"]
    desk.own_rules.take_back(edit.id or 0)
    assert [(one.title, one.analytes) for one in desk.panels.templates() if one.own] == [("Old ward", ("alp", "zinc"))]
    desk.own_rules.back_to_shipped(EditKind.PANEL_TEMPLATE, older.key)
    assert not any(one.own for one in desk.panels.templates())


def test_the_days_the_clinic_set_are_the_days_that_fall_due(bench: Bench) -> None:
    desk = bench.desk
    body = {"items": [{"title": "Repeat ALP", "after_days": 50, "not_before_days": 40}], "stop_when": ""}
    desk.own_rules.put(EditKind.MONITORING, "first-low", body)
    assessment = bench.enter(bench.patient(), "30", DAY).assessment
    assert assessment is not None
    due = next(each for each in assessment.monitoring if each.template == "first-low")
    assert (due.due.isoformat(), str(due.not_before)) == ("2026-03-23", "2026-03-13")


HOSTILE = "<b>A & B</b> <script>alert(1)</script> </para> %s \u202e ALP is low."


def _letter(bench: Bench, text: str) -> tuple[str, bytes]:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "30", DAY)
    desk.own_rules.put(EditKind.SNIPPET, "en.patient.about", {"text": text})
    draft = desk.letters.compose(patient, LetterKind.PATIENT)
    return " ".join(draft.words()), desk.letters.pdf(draft)


def test_letters_speak_in_the_clinics_words_and_show_markup_as_text(bench: Bench) -> None:
    words, pages = _letter(bench, HOSTILE)
    assert HOSTILE in words
    read = "".join(page.extract_text() for page in PdfReader(BytesIO(pages)).pages)
    assert "<script>alert(1)</script>" in " ".join(read.split()) and "A & B" in read


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"text": "You have cancer."}, "must not say: “You have cancer”"),
        ({"text": "Please stop taking your alendronate."}, "must not say"),
        ({"text": ""}, "empty"),
    ],
)
def test_a_sentence_that_no_letter_may_say_is_refused(desk: Desk, body: dict[str, Any], said: str) -> None:
    with pytest.raises(EditFault, match=said):
        desk.own_rules.put(EditKind.SNIPPET, "en.patient.about", body)


def test_who_changes_a_rule_that_somebody_else_has_changed_since_is_told(desk: Desk) -> None:
    kind, key = EditKind.MEDICINE_CLASS, "denosumab"
    seen = desk.own_rules.get(kind, key).newest
    theirs = desk.own_rules.put(kind, key, {"names": ["Ossofort"]}, seen=seen)
    with pytest.raises(ConflictError) as told:
        desk.own_rules.put(kind, key, {"names": ["Bonestrong"]}, seen=seen)
    assert told.value.theirs == theirs
    assert desk.own_rules.get(kind, key).body == {"names": ["Ossofort"]}
    desk.own_rules.put(kind, key, {"names": ["Ossofort", "Bonestrong"]}, seen=theirs.id)
    assert len(desk.own_rules.history(kind, key)) == 2


def test_a_clinic_adds_items_to_a_template_and_leaves_others_out(desk: Desk) -> None:
    shipped = desk.rules.monitoring["hpp-adult"]
    body = dict(desk.own_rules.get(EditKind.MONITORING, "hpp-adult").body)
    last = shipped.items[-1].title
    own = {"title": "Foot radiograph", "after_days": 365, "every_days": 365, "tests": []}
    changed = {**body, "items": [*body["items"], own], "left_out": [last]}
    desk.own_rules.put(EditKind.MONITORING, "hpp-adult", changed, "We look at feet.")
    now = desk.rules.monitoring["hpp-adult"]
    assert [item.title for item in now.items] == [*(i.title for i in shipped.items[:-1]), "Foot radiograph"]
    assert (now.items[-1].every_days, now.items[-1].tests) == (365, ())
    desk.own_rules.back_to_shipped(EditKind.MONITORING, "hpp-adult")
    assert desk.rules.monitoring["hpp-adult"] == shipped


@pytest.mark.parametrize(
    ("more", "left_out", "said"),
    [
        ([{"title": " ", "tests": []}], [], "Say what is due."),
        ([{"title": "X-ray", "tests": ["nonsense"]}], [], "nonsense is not a test that Alpdesk knows."),
        ([{"title": "X-ray", "tests": []}, {"title": "X-ray", "tests": []}], [], "There is an item"),
        ([{"title": "X-ray", "tests": [], "not_before_days": 9}], [], "earliest day lies after"),
        ([{"title": "X-ray"}], [], "This template has no item"),
        ([], ["Nothing like it"], "This template has no item"),
        ([], ["FIRST"], "The first item gives the first date"),
    ],
)
def test_items_that_make_no_sense_are_refused_beside_their_field(
    desk: Desk, more: list[dict[str, Any]], left_out: list[str], said: str
) -> None:
    body = desk.own_rules.get(EditKind.MONITORING, "hpp-adult").body
    titles = [desk.rules.monitoring["hpp-adult"].items[0].title if each == "FIRST" else each for each in left_out]
    changed = {**body, "items": [*body["items"], *more], "left_out": titles}
    with pytest.raises(EditFault) as refused:
        desk.own_rules.put(EditKind.MONITORING, "hpp-adult", changed)
    assert said in str(refused.value)
    assert desk.own_rules.history(EditKind.MONITORING) == ()


def test_an_item_that_was_left_out_or_added_can_be_changed_again(desk: Desk) -> None:
    key, kind = "hpp-adult", EditKind.MONITORING
    shipped = dict(desk.own_rules.get(kind, key).body)
    own = {"title": "Foot radiograph", "after_days": 365, "tests": []}
    desk.own_rules.put(kind, key, {**shipped, "items": [*shipped["items"], own], "left_out": ["Dentist"]})
    sooner = {**own, "after_days": 100}
    desk.own_rules.put(kind, key, {**shipped, "items": [*shipped["items"], sooner], "left_out": []})
    items = {item.title: item.after_days for item in desk.rules.monitoring[key].items}
    assert (items["Foot radiograph"], "Dentist" in items) == (100, True)
