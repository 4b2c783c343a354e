"""Checklist items are ticked and set aside by name, with a rationale; what was shown stays as it was shown."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alpdesk.domain.records import DecisionKind, Result, Role, User
from alpdesk.domain.terms import Mark
from alpdesk.errors import AlpdeskError
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk, build
from alpdesk.store.audit import Actor
from tests.services.conftest import Bench

DAY = date(2026, 2, 10)
CAUSE = "nut-zn"


def _reworded(desk: Desk, cause: str = CAUSE) -> Desk:
    """Return the same record under a rule book in which one cause says something else."""
    rules = desk.rules
    other = rules.causes[cause].model_copy(update={"why": "Reworded."})
    causes = {**rules.causes, cause: other}
    return build(
        desk.context.database,
        rules=rules.model_copy(update={"causes": causes, "version": "2026.2"}),
        clock=desk.clock,
        actor=desk.actor,
    )


def _as(desk: Desk, role: Role, name: str) -> Desk:
    key = desk.users.add(User(name=name, role=role)).id
    return Desk(replace(desk.context, actor=Actor(key, name, "desk-2")))


def _answer(bench: Bench, patient: int, assessment: int | None) -> None:
    draft = DecisionDraft(
        patient_id=patient, assessment_id=assessment or 0, kind=DecisionKind.NO_ACTION, reason="Known"
    )
    bench.desk.decisions.sign(draft)


def test_a_mark_keeps_who_and_when_in_one_entry_of_the_trail(bench: Bench) -> None:
    patient, lists = bench.patient(), bench.desk.checklists
    before = bench.audit()
    entry = lists.mark(patient, CAUSE, Mark.ASKED)
    assert bench.audit() == before + 1
    state = lists.state(patient)
    assert state.of(CAUSE).marks == (entry,)
    assert state.name(entry) == "Dr. Test"
    assert entry.made_at is not None
    assert state.of("drug-bp").marks == ()


def test_a_mark_is_taken_back_and_both_stay_in_the_record(bench: Bench) -> None:
    patient, lists = bench.patient(), bench.desk.checklists
    lists.mark(patient, CAUSE, Mark.ORDERED)
    lists.mark(patient, CAUSE, Mark.ORDERED, holds=False)
    assert lists.state(patient).of(CAUSE).marks == ()


@pytest.mark.parametrize("rationale", ["", "   "])
def test_setting_aside_needs_a_rationale(bench: Bench, rationale: str) -> None:
    patient, before = bench.patient(), bench.audit()
    with pytest.raises(AlpdeskError, match="Say why"):
        bench.desk.checklists.mark(patient, CAUSE, Mark.SET_ASIDE, rationale=rationale)
    assert bench.audit() == before


def test_a_dismissal_speaks_again_when_the_rule_changes(bench: Bench) -> None:
    patient = bench.patient()
    kept = bench.desk.checklists.mark(patient, CAUSE, Mark.SET_ASIDE, rationale="Zinc was fine elsewhere")
    assert bench.desk.checklists.state(patient).of(CAUSE).set_aside == kept
    item = _reworded(bench.desk).checklists.state(patient).of(CAUSE)
    assert (item.set_aside, item.lapsed) == (None, kept)
    assert item.lapsed is not None and item.lapsed.rationale == "Zinc was fine elsewhere"
    other = _reworded(bench.desk, "drug-bp").checklists.state(patient).of(CAUSE)
    assert other.set_aside == kept


def test_what_is_set_aside_in_an_older_wording_leaves_the_new_one_speaking(bench: Bench) -> None:
    patient = bench.patient()
    shown = bench.enter(patient, "30", DAY).assessment_id or 0
    item = bench.desk.decisions.assessment(shown).assessment.checklist[0]
    later = _reworded(bench.desk, item.cause)
    entry = later.checklists.mark(
        patient, item.cause, Mark.SET_ASIDE, rationale="Read in the old words", assessment_id=shown
    )
    assert entry.edition == item.edition != later.rules.causes[item.cause].edition
    assert later.checklists.state(patient).of(item.cause).set_aside is None
    assert later.checklists.state(patient).of(item.cause).lapsed is not None
    _answer(bench, patient, shown)
    assert later.checklists.as_shown(shown).of(item.cause).set_aside is not None


def test_an_answered_assessment_shows_the_marks_of_its_decision(bench: Bench) -> None:
    patient, lists = bench.patient(), bench.desk.checklists
    assessment = bench.enter(patient, "29", DAY).assessment_id or 0
    lists.mark(patient, CAUSE, Mark.ASKED, assessment_id=assessment)
    assert lists.as_shown(assessment).of(CAUSE).has(Mark.ASKED)
    _answer(bench, patient, assessment)
    lists.mark(patient, CAUSE, Mark.EXAMINED)
    lists.mark(patient, CAUSE, Mark.ASKED, holds=False)
    assert [entry.mark for entry in lists.as_shown(assessment).of(CAUSE).marks] == [Mark.ASKED]
    assert [entry.mark for entry in lists.state(patient).of(CAUSE).marks] == [Mark.EXAMINED]


def test_an_answered_assessment_shows_a_dismissal_as_it_stood_then(bench: Bench) -> None:
    patient = bench.patient()
    assessment = bench.enter(patient, "29", DAY).assessment_id or 0
    bench.desk.checklists.mark(patient, CAUSE, Mark.SET_ASIDE, rationale="Measured last week")
    _answer(bench, patient, assessment)
    later = _reworded(bench.desk).checklists
    assert later.as_shown(assessment).of(CAUSE).set_aside is not None
    assert later.state(patient).of(CAUSE).set_aside is None


def test_a_dismissal_that_had_lapsed_when_the_answer_was_given_is_shown_so(bench: Bench) -> None:
    patient = bench.patient()
    bench.desk.checklists.mark(patient, CAUSE, Mark.SET_ASIDE, rationale="Measured last week")
    later = Bench(_reworded(bench.desk))
    assessment = later.enter(patient, "29", DAY).assessment_id or 0
    _answer(later, patient, assessment)
    assert later.desk.checklists.as_shown(assessment).of(CAUSE).lapsed is not None


@pytest.mark.parametrize("mark", [Mark.SET_ASIDE, Mark.EXCLUDED, Mark.CONFIRMED])
def test_staff_ask_and_order_and_leave_judging_to_a_clinician(bench: Bench, mark: Mark) -> None:
    patient, staff = bench.patient(), _as(bench.desk, Role.STAFF, "Jo Clerk").checklists
    staff.mark(patient, CAUSE, Mark.ASKED)
    with pytest.raises(AlpdeskError, match="clinician or an administrator"):
        staff.mark(patient, CAUSE, mark, rationale="Because")
    assert [entry.mark for entry in staff.state(patient).of(CAUSE).marks] == [Mark.ASKED]


def test_a_cause_that_is_not_known_and_an_assessment_of_somebody_else_are_refused(bench: Bench) -> None:
    patient, other = bench.patient(), bench.patient("Reed")
    assessment = bench.enter(other, "29", DAY).assessment_id
    with pytest.raises(AlpdeskError, match="no cause"):
        bench.desk.checklists.mark(patient, "moonlight", Mark.ASKED)
    with pytest.raises(AlpdeskError, match="another patient"):
        bench.desk.checklists.mark(patient, CAUSE, Mark.ASKED, assessment_id=assessment)


def test_what_is_marked_as_ordered_is_waited_for_until_it_is_in_or_closed(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "70", DAY - timedelta(days=1))
    desk.checklists.mark(patient, CAUSE, Mark.ORDERED)
    desk.checklists.mark(patient, CAUSE, Mark.ORDERED)
    (order,) = desk.decisions.recalls(patient)
    assert (order.title, order.tests, order.ordered_on) == (desk.rules.causes[CAUSE].title, "", desk.context.today())
    assert order.due > desk.context.today()
    bench.enter(patient, "71", desk.context.today())
    assert desk.decisions.recalls(patient)[0].closed_on is None, "no sample says that what was ordered is in"
    named = desk.followup.name_tests(order.id or 0, ("zinc",), order.due, "serum")
    assert (named.tests, named.title.endswith(": serum")) == ("zinc", True)
    bench.enter(patient, "71", desk.context.today(), Result(analyte="zinc", value="11", unit="umol/L"))
    assert desk.decisions.recalls(patient)[0].closed_on is not None


def test_an_order_mark_that_is_taken_back_takes_its_order_off_the_list_unless_tests_were_named(bench: Bench) -> None:
    desk, first, second = bench.desk, bench.patient("First"), bench.patient("Second")
    for patient in (first, second):
        desk.checklists.mark(patient, CAUSE, Mark.ORDERED)
    order = desk.decisions.recalls(second)[0]
    desk.followup.name_tests(order.id or 0, ("zinc",), order.due)
    for patient in (first, second):
        desk.checklists.mark(patient, CAUSE, Mark.ORDERED, holds=False)
    assert desk.decisions.recalls(first)[0].closed_reason == "The mark was taken back."
    assert desk.decisions.recalls(second)[0].closed_on is None


def test_only_an_order_is_given_tests(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    item = desk.followup.add_item(patient, "Dentist", (), desk.context.today())
    with pytest.raises(AlpdeskError, match="no order"):
        desk.followup.name_tests(item.id or 0, ("zinc",), item.due)
    desk.checklists.mark(patient, CAUSE, Mark.ORDERED)
    order = next(one for one in desk.decisions.recalls(patient) if one.ordered_on)
    with pytest.raises(AlpdeskError, match="lies in the past"):
        desk.followup.name_tests(order.id or 0, ("zinc",), DAY - timedelta(days=400))
    with pytest.raises(AlpdeskError, match="Say which tests"):
        desk.followup.name_tests(order.id or 0, (), order.due)
