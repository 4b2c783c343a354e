"""A wrong value gets a new version, a withdrawal or a move; the old stays readable and what waits keeps waiting."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import SQLModel

from alpdesk.domain.loop import LoopState
from alpdesk.domain.records import (
    DecisionKind,
    Flag,
    Haemolysis,
    Laboratory,
    Medicine,
    Panel,
    Patient,
    Result,
    ResultStatus,
    Role,
    Sex,
    Specimen,
    User,
)  # fmt: skip
from alpdesk.domain.terms import CorrectionKind
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.corrections import Corrections
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.services.entry import ResultDraft
from alpdesk.services.flagging import from_detail
from alpdesk.store.audit import Actor
from alpdesk.store.corrections import OWNED
from tests.conftest import Clock
from tests.services.conftest import Bench

DAY = date(2026, 2, 10)
HOSTILE = ("<b>x</b> & 'y'; DROP TABLE result", "=HYPERLINK(1)", "\u202eabc", '{0} %s \\ "', "ż" * 300)


def _alp(value: str, unit: str = "U/L") -> ResultDraft:
    return ResultDraft(analyte="alp", value=value, unit=unit)


def _results(bench: Bench, panel_id: int) -> tuple[Result, ...]:
    return bench.desk.panels.get(panel_id).results


def _standing(bench: Bench, panel_id: int, analyte: str = "alp") -> Result:
    found = bench.desk.panels.get(panel_id).result(analyte)
    assert found is not None and found.id is not None
    return found


def _correct(bench: Bench, panel_id: int, value: str, reason: str = "misread") -> Any:
    return bench.desk.corrections.correct(panel_id, _standing(bench, panel_id).id or 0, _alp(value), reason)


def _sign(bench: Bench, patient: int, assessment: int | None, **draft: Any) -> None:
    kind = draft.pop("kind", DecisionKind.NO_ACTION)
    reason = draft.pop("reason", "looked at")
    made = DecisionDraft(patient_id=patient, assessment_id=assessment or 0, kind=kind, reason=reason, **draft)
    bench.desk.decisions.sign(made)


def _waits(bench: Bench, patient: int) -> list[int]:
    return [kept.id for kept in bench.desk.decisions.assessments(patient) if kept.waiting]


def test_fifty_corrections_and_corrections_of_corrections_keep_every_version(bench: Bench) -> None:
    chance = random.Random(7)
    patient = bench.patient()
    others = (Result(analyte="calcium", value="9.5", unit="mg/dL"), Result(analyte="zinc", value="80", unit="ug/dL"))
    panel = bench.enter(patient, "60", DAY, *others).panel_id
    typed = {"alp": ["60"], "calcium": ["9.5"], "zinc": ["80"]}
    units = {"alp": "U/L", "calcium": "mg/dL", "zinc": "ug/dL"}
    between = {"alp": (5, 400), "calcium": (5, 14), "zinc": (20, 200)}
    entries = bench.audit()
    for number in range(50):
        analyte = chance.choice(list(typed))
        value = str(chance.randint(*between[analyte]))
        if value == typed[analyte][-1]:
            value += ".5"
        old = _standing(bench, panel, analyte)
        draft = ResultDraft(analyte=analyte, value=value, unit=units[analyte])
        done = bench.desk.corrections.correct(panel, old.id or 0, draft, f"reason {number}")
        typed[analyte].append(value)
        assert done.correction.result_id == old.id and done.correction.reason == f"reason {number}"
    assert bench.audit() == entries + 50
    kept = _results(bench, panel)
    assert [list(dict.fromkeys(r.analyte for r in kept))] == [list(typed)]
    for analyte, values in typed.items():
        versions = [result for result in kept if result.analyte == analyte]
        assert [result.value for result in versions] == values
        assert [result.standing for result in versions] == [False] * (len(values) - 1) + [True]
        assert [result.replaces_id for result in versions[1:]] == [result.id for result in versions[:-1]]
        assert versions[-1].status is (ResultStatus.AMENDED if len(values) > 1 else ResultStatus.FINAL)
    marks = bench.desk.corrections.of_panel(panel)
    assert len(marks) == 50 and all(mark.made_by and mark.made_at for mark in marks)


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_nothing_is_corrected_without_a_reason(bench: Bench, reason: str) -> None:
    patient, other = bench.patient(), bench.patient("Other")
    panel = bench.enter(patient, "30", DAY).panel_id
    key, desk = _standing(bench, panel).id or 0, bench.desk.corrections
    before = bench.audit()
    steps: tuple[Callable[[], object], ...] = (
        lambda: desk.correct(panel, key, _alp("31"), reason),
        lambda: desk.void_result(panel, key, reason),
        lambda: desk.void_panel(panel, reason),
        lambda: desk.restore_panel(panel, reason),
        lambda: desk.restore_result(panel, key, reason),
        lambda: desk.move_panel(panel, other, reason),
        lambda: desk.merge(patient, other, reason),
        lambda: desk.unmerge(1, reason),
        lambda: desk.change_sample(bench.desk.panels.get(panel).panel, reason),
    )
    for step in steps:
        with pytest.raises(AlpdeskError, match="Say why"):
            step()
    assert bench.audit() == before


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_reasons_and_values_are_kept_as_they_were_typed(bench: Bench, hostile: str) -> None:
    panel = bench.enter(bench.patient(), "30", DAY).panel_id
    done = _correct(bench, panel, "31", hostile)
    assert done.correction.reason == hostile.strip()
    assert bench.desk.corrections.of_panel(panel)[0].reason == hostile.strip()


def test_a_low_corrected_to_normal_and_back_asks_again(bench: Bench) -> None:
    patient = bench.patient()
    first = bench.enter(patient, "30", DAY)
    _sign(bench, patient, first.assessment_id)
    assert not _waits(bench, patient)
    _correct(bench, first.panel_id, "60")
    assert not _waits(bench, patient)
    back = _correct(bench, first.panel_id, "30")
    assert _waits(bench, patient) == [back.kept[-1]]


def test_a_low_that_was_a_slip_waits_until_somebody_answers_it(bench: Bench) -> None:
    patient = bench.patient()
    entered = bench.enter(patient, "8", DAY)
    _correct(bench, entered.panel_id, "80")
    assert _waits(bench, patient) == [entered.assessment_id]
    stale = bench.desk.corrections.affected(entered.panel_id).waiting
    assert [one.assessment_id for one in stale] == [entered.assessment_id] and stale[0].value == "8 U/L"
    assert entered.assessment_id in bench.desk.corrections.stale_assessments(patient)
    bench.desk.corrections.answer_stale(entered.assessment_id or 0, "the 0 was missed")
    assert not _waits(bench, patient)
    assert not bench.desk.corrections.affected(entered.panel_id).waiting


def test_what_an_answer_started_is_stopped_by_a_clinician_and_only_where_it_rests_on_a_slip(bench: Bench) -> None:
    patient = bench.patient()
    low = bench.enter(patient, "30", DAY)
    _sign(bench, patient, low.assessment_id, kind=DecisionKind.REPEAT, templates=("first-low",))
    decision = bench.desk.decisions.assessment(low.assessment_id or 0).decision
    key = (decision and decision.id) or 0
    with pytest.raises(AlpdeskError, match="was not corrected"):
        bench.desk.corrections.stop_made(key, "misread")
    _correct(bench, low.panel_id, "90")
    clerk = bench.desk.users.add(User(name="Jo Clerk", role=Role.STAFF))
    staff = Desk(replace(bench.desk.context, actor=Actor(clerk.id, clerk.name, "desk-2")))
    with pytest.raises(AlpdeskError, match="Only a clinician"):
        staff.corrections.stop_made(key, "misread")
    assert any(one.closed_on is None for one in bench.desk.decisions.recalls(patient))


def test_signing_that_a_value_was_a_slip_leaves_the_promise_of_a_true_low(bench: Bench, clock: Clock) -> None:
    patient = bench.patient()
    low = bench.enter(patient, "30", DAY)
    _sign(bench, patient, low.assessment_id, kind=DecisionKind.REPEAT)  # no date
    slip = bench.enter(patient, "8", DAY + timedelta(days=10))
    _correct(bench, slip.panel_id, "80")
    bench.desk.corrections.answer_stale(slip.assessment_id or 0, "misread")
    clock.now += timedelta(days=2)
    (state,) = {one.state for one in bench.desk.loop.of_patient(patient) if one.concern.panel_id == low.panel_id}
    assert state is LoopState.UNANSWERED
    assert bench.desk.worklist.today().counts.unanswered == 1


@pytest.mark.parametrize("how", ["withdrawn", "moved"])
def test_stopping_what_a_slip_started_asks_anew_about_the_true_low_beside_it(bench: Bench, how: str) -> None:
    patient = bench.patient()
    low = bench.enter(patient, "30", DAY)
    slip = bench.enter(patient, "29", DAY + timedelta(days=8))
    seen = tuple(one.id for one in bench.desk.decisions.older(slip.assessment_id or 0))
    _sign(bench, patient, slip.assessment_id, kind=DecisionKind.REPEAT, templates=("first-low",), seen=seen)
    if how == "withdrawn":
        bench.desk.corrections.void_panel(slip.panel_id, "another patient's tube")
    else:
        bench.desk.corrections.move_panel(slip.panel_id, bench.patient("Other"), "another patient's tube")
    (answer,) = bench.desk.corrections.affected(slip.panel_id).answers
    bench.desk.corrections.stop_made(answer.decision.id or 0, "another patient's tube")
    states = {one.concern.panel_id: one.state for one in bench.desk.loop.of_patient(patient)}
    assert states[low.panel_id] is LoopState.UNANSWERED
    waiting = [one.patient.id for one in bench.desk.worklist.today().unanswered]
    assert patient in waiting


def test_what_a_slip_started_is_stopped_where_nothing_else_is_on_record(bench: Bench) -> None:
    patient = bench.patient()
    slip = bench.enter(patient, "29", DAY)
    _sign(bench, patient, slip.assessment_id, kind=DecisionKind.REPEAT, templates=("first-low",))
    bench.desk.corrections.void_panel(slip.panel_id, "another patient's tube")
    (answer,) = bench.desk.corrections.affected(slip.panel_id).answers
    assert bench.desk.corrections.stop_made(answer.decision.id or 0, "another patient's tube") == 1
    assert _waits(bench, patient) == []


def test_a_true_low_that_was_itself_corrected_before_its_answer_asks_anew_too(bench: Bench) -> None:
    patient = bench.patient()
    low = bench.enter(patient, "31", DAY)
    _correct(bench, low.panel_id, "30")
    slip = bench.enter(patient, "29", DAY + timedelta(days=8))
    waiting = bench.desk.decisions.waiting(patient)
    assert waiting is not None
    seen = tuple(one.id for one in bench.desk.decisions.older(waiting.id))
    _sign(bench, patient, waiting.id, kind=DecisionKind.REPEAT, templates=("first-low",), seen=seen)
    bench.desk.corrections.void_panel(slip.panel_id, "another patient's tube")
    (answer,) = bench.desk.corrections.affected(slip.panel_id).answers
    bench.desk.corrections.stop_made(answer.decision.id or 0, "another patient's tube")
    states = {one.state for one in bench.desk.loop.of_patient(patient) if one.concern.panel_id == low.panel_id}
    assert states == {LoopState.UNANSWERED}


def test_an_answer_that_rests_on_a_slip_is_named_until_it_is_given_anew_and_what_it_started_can_be_stopped(
    bench: Bench,
) -> None:
    patient = bench.patient()
    low = bench.enter(patient, "30", DAY)
    _sign(bench, patient, low.assessment_id, kind=DecisionKind.WORK_UP, templates=("hpp-adult",))
    assert not bench.desk.corrections.affected(low.panel_id).answers
    _correct(bench, low.panel_id, "90")
    (answer,) = bench.desk.corrections.affected(low.panel_id).answers
    runs = [recall for recall in bench.desk.decisions.recalls(patient) if recall.closed_on is None]
    assert answer.value == "30 U/L" and sorted(answer.runs) == sorted(recall.title for recall in runs)
    with pytest.raises(AlpdeskError):
        bench.desk.corrections.stop_made(answer.decision.id or 0, " ")
    assert bench.desk.corrections.stop_made(answer.decision.id or 0, "misread") == len(runs)
    assert all(recall.closed_on for recall in bench.desk.decisions.recalls(patient))
    assert all(plan.stopped for plan in bench.desk.decisions.plans(patient))
    _sign(bench, patient, answer.assessment_id, beside=answer.decision.id)
    assert not bench.desk.corrections.affected(low.panel_id).answers


def test_answering_a_slip_answers_no_other_low(bench: Bench) -> None:
    patient = bench.patient()
    other = bench.enter(patient, "31", date(2026, 1, 5))
    slip = bench.enter(patient, "8", DAY)
    _correct(bench, slip.panel_id, "80")
    bench.desk.corrections.answer_stale(slip.assessment_id or 0, "the 0 was missed")
    waiting = [k for k in bench.desk.decisions.assessments(patient) if k.waiting]
    assert waiting and {kept.panel_id for kept in waiting} == {other.panel_id}


def test_an_assessment_that_rests_on_nothing_wrong_is_answered_by_a_decision_only(bench: Bench) -> None:
    entered = bench.enter(bench.patient(), "30", DAY)
    with pytest.raises(AlpdeskError, match="was not corrected"):
        bench.desk.corrections.answer_stale(entered.assessment_id or 0, "why not")


def test_who_corrects_second_sees_what_the_first_made_of_it(bench: Bench) -> None:
    panel = bench.enter(bench.patient(), "30", DAY).panel_id
    seen = _standing(bench, panel).id or 0
    bench.desk.corrections.correct(panel, seen, _alp("33"), "first")
    with pytest.raises(ConflictError, match="corrected this to 33 U/L") as caught:
        bench.desk.corrections.correct(panel, seen, _alp("35"), "second")
    assert isinstance(caught.value.theirs, Result) and caught.value.theirs.value == "33"
    assert _standing(bench, panel).value == "33"


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (_alp("30"), "Nothing is different"),
        (_alp("30", "furlongs"), "unit"),
        (ResultDraft(analyte="calcium", value="9", unit="mg/dL"), "keeps the test"),
        (ResultDraft(analyte="nonsense", value="9"), "not an analyte"),
    ],
)
def test_a_correction_that_is_none_is_refused(bench: Bench, draft: ResultDraft, said: str) -> None:
    panel = bench.enter(bench.patient(), "30", DAY).panel_id
    before = bench.audit()
    with pytest.raises(AlpdeskError, match=said):
        bench.desk.corrections.correct(panel, _standing(bench, panel).id or 0, draft, "why")
    assert bench.audit() == before and _standing(bench, panel).value == "30"


def test_a_withdrawn_panel_counts_nowhere_until_it_is_restored(bench: Bench) -> None:
    patient = bench.patient()
    early = bench.enter(patient, "90", date(2026, 1, 5)).panel_id
    panel = bench.enter(patient, "30", DAY, Result(analyte="calcium", value="9.5", unit="mg/dL")).panel_id
    _correct(bench, panel, "31")
    before = bench.desk.panels.get(panel)
    done = bench.desk.corrections.void_panel(panel, "another person's tube")
    assert json.loads(done.correction.detail)["results"]
    assert [both.panel.id for both in bench.desk.patients.record(patient).panels] == [early]
    assert bench.desk.decisions.now(patient).panel_id == early
    assert not bench.desk.worklist.sweep()
    shown = bench.desk.patients.record(patient, withdrawn=True).panels[-1]
    assert shown.panel.voided and not any(result.standing for result in shown.results)
    with pytest.raises(AlpdeskError, match="restore it first"):
        bench.desk.corrections.void_panel(panel, "again")
    bench.desk.corrections.restore_panel(panel, "it was hers")
    after = bench.desk.panels.get(panel)
    assert after.results == before.results and not after.panel.voided
    assert _waits(bench, patient)
    with pytest.raises(AlpdeskError, match="was not withdrawn"):
        bench.desk.corrections.restore_panel(panel, "again")


def test_the_last_result_takes_its_panel_with_it(bench: Bench) -> None:
    panel = bench.enter(bench.patient(), "30", DAY, Result(analyte="zinc", value="80", unit="ug/dL")).panel_id
    bench.desk.corrections.void_result(panel, _standing(bench, panel, "zinc").id or 0, "haemolysed")
    assert not bench.desk.panels.get(panel).panel.voided
    bench.desk.corrections.void_result(panel, _standing(bench, panel).id or 0, "haemolysed")
    assert bench.desk.panels.get(panel).panel.voided
    bench.desk.corrections.restore_panel(panel, "was sound")
    assert [result.standing for result in _results(bench, panel)] == [True, False]


def test_a_withdrawn_result_comes_back_as_it_was_and_only_once(bench: Bench) -> None:
    panel = bench.enter(bench.patient(), "30", DAY, Result(analyte="zinc", value="80", unit="ug/dL")).panel_id
    old = _standing(bench, panel).id or 0
    _correct(bench, panel, "31")
    key = _standing(bench, panel).id or 0
    bench.desk.corrections.void_result(panel, key, "wrong")
    with pytest.raises(AlpdeskError, match="was not withdrawn"):
        bench.desk.corrections.restore_result(panel, old, "the first was right")
    bench.desk.corrections.restore_result(panel, key, "was right")
    assert _standing(bench, panel).id == key and _standing(bench, panel).status is ResultStatus.AMENDED
    with pytest.raises(AlpdeskError, match="was not withdrawn"):
        bench.desk.corrections.restore_result(panel, key, "again")


def test_a_sample_corrected_to_another_tube_is_judged_anew(bench: Bench) -> None:
    patient = bench.patient()
    entered = bench.enter(patient, "30", DAY, specimen=Specimen.EDTA)
    _sign(bench, patient, entered.assessment_id)
    panel = bench.desk.panels.get(entered.panel_id).panel
    serum = panel.model_copy(update={"specimen": Specimen.SERUM, "haemolysis": Haemolysis.SLIGHT})
    done = bench.desk.corrections.change_sample(serum, "the label was misread")
    assert json.loads(done.correction.detail)["was"] == {"specimen": "edta", "haemolysis": "none"}
    assert [k.assessment.alp.flag.value for k in bench.desk.decisions.assessments(patient) if k.waiting] == ["low"]
    with pytest.raises(ConflictError):
        bench.desk.corrections.change_sample(panel, "a second look")


@pytest.mark.parametrize("day", [date(2026, 3, 20), date(1970, 1, 1)])
def test_a_sample_cannot_be_put_on_an_impossible_day(bench: Bench, day: date) -> None:
    panel = bench.desk.panels.get(bench.enter(bench.patient(), "30", DAY).panel_id).panel
    with pytest.raises(AlpdeskError, match="The day of the sample"):
        bench.desk.corrections.change_sample(panel.model_copy(update={"collected": day}), "wrong day")


def _monitored(bench: Bench) -> tuple[int, int]:
    """Return a patient with monitoring, and the sample that closed its first item."""
    patient = bench.patient()
    low = bench.enter(patient, "30", date(2025, 9, 1))
    _sign(bench, patient, low.assessment_id, kind=DecisionKind.WORK_UP, templates=("antiresorptive",))
    clock = bench.desk.context.clock
    clock.now = clock.now.replace(year=2027)  # type: ignore[attr-defined]  # the clock of the tests
    closing = bench.enter(patient, "34", date(2027, 2, 1)).panel_id
    return patient, closing


def _open_titles(bench: Bench, patient: int) -> list[str]:
    return sorted(one.title for one in bench.desk.decisions.recalls(patient) if one.closed_on is None)


@pytest.mark.parametrize("how", ["void", "move", "earlier", "without_alp"])
def test_what_a_sample_had_closed_is_open_again_when_it_no_longer_counts(bench: Bench, how: str) -> None:
    patient, panel = _monitored(bench)
    closed = [one for one in bench.desk.decisions.recalls(patient) if one.panel_id == panel]
    assert closed, "the sample closed nothing"
    desk, other = bench.desk.corrections, bench.patient("Other")
    if how == "void":
        done = desk.void_panel(panel, "wrong tube")
    elif how == "move":
        done = desk.move_panel(panel, other, "wrong patient")
    elif how == "earlier":
        early = bench.desk.panels.get(panel).panel.model_copy(update={"collected": date(2025, 9, 2)})
        done = desk.change_sample(early, "wrong year")
    else:
        done = desk.void_panel(panel, "no ALP on the paper")
    assert any("open again" in sentence for sentence in done.said)
    again = {one.id: one for one in bench.desk.decisions.recalls(patient)}
    for one in closed:
        assert again[one.id].closed_on is None and again[one.id].panel_id is None
    titles = _open_titles(bench, patient)
    assert len(titles) == len(set(titles)), "what the sample had made due is still open beside it"
    if how == "void":
        desk.restore_panel(panel, "it was hers")
        restored = [one for one in bench.desk.decisions.recalls(patient) if one.panel_id == panel]
        assert {one.id for one in restored} == {one.id for one in closed}


def test_a_later_sample_stands_in_for_the_one_that_closed(bench: Bench) -> None:
    patient, panel = _monitored(bench)
    later = bench.enter(patient, "36", date(2027, 2, 20)).panel_id
    done = bench.desk.corrections.void_panel(panel, "wrong tube")
    assert not any("open again" in sentence for sentence in done.said)
    assert {one.panel_id for one in bench.desk.decisions.recalls(patient) if one.closed_on} == {later}


MOVES = [
    (sex, born, value) for sex in (Sex.FEMALE, Sex.MALE) for born in (1950, 1975, 2010, 2016, 2021) for value in ("30",)
]


@pytest.mark.parametrize(("sex", "born", "value"), MOVES)
def test_a_moved_panel_leaves_a_mark_in_both_records_and_asks_in_the_new_one(
    bench: Bench, sex: Sex, born: int, value: str
) -> None:
    patient, target = bench.patient(), bench.patient("Right", born=date(born, 6, 1), sex=sex)
    own = bench.enter(target, "29", date(2026, 1, 7))
    entered = bench.enter(patient, value, DAY)
    _sign(bench, target, bench.enter(target, "28", date(2026, 2, 1)).assessment_id)
    entries = bench.audit()
    done = bench.desk.corrections.move_panel(entered.panel_id, target, "wrong patient")
    assert bench.audit() == entries + 1
    for one in (patient, target):
        assert [c.kind for c in bench.desk.corrections.of_patient(one)] == [CorrectionKind.MOVE]
    assert not bench.desk.patients.record(patient).panels
    assert entered.panel_id in [b.panel.id for b in bench.desk.patients.record(target).panels]
    assert _waits(bench, patient) == [entered.assessment_id], "what was shown waits where it was shown"
    waiting = [k for k in bench.desk.decisions.assessments(target) if k.waiting]
    assert entered.panel_id in {kept.panel_id for kept in waiting} and set(_waits(bench, target)) <= set(done.kept)
    assert own.panel_id
    assert patient in {one.patient_id for one in bench.desk.corrections.affected(entered.panel_id).assessments}


def test_a_panel_moves_only_where_it_can_belong(bench: Bench) -> None:
    patient, child = bench.patient(), bench.patient("Young", born=date(2026, 2, 20))
    him = bench.patient("Him", sex=Sex.MALE)
    panel = bench.enter(patient, "30", DAY, gestation_weeks=20).panel_id
    seen = bench.desk.panels.get(panel).panel.row_version
    with pytest.raises(AlpdeskError, match="in this record already"):
        bench.desk.corrections.move_panel(panel, patient, "why")
    with pytest.raises(AlpdeskError, match="before the birth date"):
        bench.desk.corrections.move_panel(panel, child, "why")
    with pytest.raises(AlpdeskError, match="male"):
        bench.desk.corrections.move_panel(panel, him, "why")
    with pytest.raises(AlpdeskError, match="not in the records"):
        bench.desk.corrections.move_panel(panel, 4711, "why")
    bench.desk.corrections.move_panel(panel, bench.patient("Right"), "wrong patient")
    with pytest.raises(ConflictError):
        bench.desk.corrections.move_panel(panel, bench.patient("Third"), "also wrong", seen=seen)


def test_a_panel_moved_there_and_back_asks_again(bench: Bench) -> None:
    patient, other = bench.patient(), bench.patient("Other")
    entered = bench.enter(patient, "30", DAY)
    _sign(bench, patient, entered.assessment_id)
    bench.desk.corrections.move_panel(entered.panel_id, other, "wrong patient")
    bench.desk.corrections.move_panel(entered.panel_id, patient, "it was right")
    assert _waits(bench, patient) and _waits(bench, other)


def test_a_letter_that_quotes_an_old_value_is_marked(bench: Bench) -> None:
    patient = bench.patient()
    panel = bench.enter(patient, "30", DAY).panel_id
    kept = bench.desk.letters.keep(bench.desk.letters.compose(patient, "patient"))
    assert not bench.desk.corrections.stale_letters([kept])
    _correct(bench, panel, "33")
    fresh = bench.desk.letters.keep(bench.desk.letters.compose(patient, "patient"))
    marked = bench.desk.corrections.stale_letters([kept, fresh])
    assert list(marked) == [kept.id]
    assert [letter.id for letter in bench.desk.corrections.affected(panel).letters] == [kept.id]
    assert bench.desk.letters.bytes(kept.id), "an issued letter stays as it was issued"


def test_a_withdrawn_panel_is_not_brought_back_by_another_save(bench: Bench) -> None:
    patient, uid = bench.patient(), uuid4()
    panel = Panel(uid=uid, collected=DAY)
    entered = bench.desk.panels.enter(patient, panel, [Result(analyte="alp", value="30", unit="U/L")])
    bench.desk.corrections.void_panel(entered.panel_id, "wrong tube")
    again = bench.desk.panels.enter(patient, panel, [Result(analyte="alp", value="30", unit="U/L")])
    assert again.already and bench.desk.panels.get(entered.panel_id).panel.voided


def _people(bench: Bench) -> tuple[int, int]:
    return bench.patient("Keep"), bench.patient("Gone")


def test_a_merge_takes_everything_along_and_leads_from_the_old_name_to_the_new_record(bench: Bench) -> None:
    keep, gone = _people(bench)
    number = bench.desk.patients.get(gone).number
    bench.enter(keep, "60", date(2026, 1, 5))
    entered = bench.enter(gone, "30", DAY)
    bench.desk.letters.keep(bench.desk.letters.compose(gone, "patient"))
    total = bench.desk.patients.count()
    entries = bench.audit()
    done = bench.desk.corrections.merge(keep, gone, "one person")
    assert bench.audit() == entries + 1
    assert bench.desk.patients.count() == total - 1
    found = bench.desk.patients.search("Gone").items
    assert [one.id for one in found] == [keep] and found[0].replaced == (f"{number} Gone, Molly",)
    assert [one.id for one in bench.desk.patients.search(number).items] == [keep]
    assert bench.desk.patients.with_number(number).id == keep
    assert not bench.desk.patients.record(gone).panels and len(bench.desk.patients.record(keep).panels) == 2
    assert len(bench.desk.letters.list(keep)) == 1 and not bench.desk.letters.list(gone)
    assert [low.patient.id for low in bench.desk.worklist.today().unanswered] == [keep]
    assert entered.panel_id in {k.panel_id for k in bench.desk.decisions.assessments(keep) if k.waiting}
    assert done.correction.id in {c.id for c in bench.desk.corrections.of_patient(gone)}


def test_nothing_is_written_about_a_merged_record(bench: Bench) -> None:
    keep, gone = _people(bench)
    seen = bench.desk.patients.get(gone)
    bench.desk.corrections.merge(keep, gone, "one person")
    steps: tuple[Callable[[], object], ...] = (
        lambda: bench.enter(gone, "30", DAY),
        lambda: bench.desk.patients.update(seen),
        lambda: bench.desk.patients.set_finding(gone, next(iter(bench.desk.rules.findings)), True),
    )
    for step in steps:
        with pytest.raises(AlpdeskError, match="merged into that of Keep, Molly"):
            step()


@pytest.mark.parametrize("low_first", [True, False])
def test_a_decision_on_one_record_never_answers_the_low_of_the_other_unseen(bench: Bench, low_first: bool) -> None:
    keep, gone = _people(bench)
    patients = (keep, gone) if low_first else (gone, keep)
    unanswered = bench.enter(patients[0], "30", DAY)
    answered = bench.enter(patients[1], "31", DAY)
    _sign(bench, patients[1], answered.assessment_id)
    merge = bench.desk.corrections.merge(keep, gone, "one person").correction
    waiting = {k.panel_id for k in bench.desk.decisions.assessments(keep) if k.waiting}
    assert unanswered.panel_id in waiting
    bench.desk.corrections.unmerge(merge.id or 0, "two people after all")
    assert unanswered.panel_id in {k.panel_id for k in bench.desk.decisions.assessments(patients[0]) if k.waiting}


def test_an_undone_merge_restores_both_and_leaves_what_came_since(bench: Bench) -> None:
    keep, gone = _people(bench)
    bench.desk.patients.set_finding(keep, _finding(bench, 0), True)
    bench.desk.patients.set_finding(gone, _finding(bench, 0), False)
    bench.desk.patients.set_finding(gone, _finding(bench, 1), True)
    bench.enter(keep, "60", date(2026, 1, 5))
    bench.enter(gone, "30", DAY)
    before = [bench.desk.patients.record(one) for one in (keep, gone)]
    done = bench.desk.corrections.merge(keep, gone, "one person")
    assert any("contradict" in sentence for sentence in done.said)
    assert {f.finding: f.present for f in bench.desk.patients.record(keep).findings} == {
        _finding(bench, 0): True,
        _finding(bench, 1): True,
    }
    since = bench.enter(keep, "70", date(2026, 2, 20)).panel_id
    bench.desk.corrections.unmerge(done.correction.id or 0, "two people after all")
    after = [bench.desk.patients.record(one) for one in (keep, gone)]
    assert [b.panel.id for b in after[0].panels] == [*(b.panel.id for b in before[0].panels), since]
    assert [b.panel.id for b in after[1].panels] == [b.panel.id for b in before[1].panels]
    for was, now in zip(before, after, strict=True):
        assert {(f.finding, f.present) for f in now.findings} == {(f.finding, f.present) for f in was.findings}
    assert after[1].patient.merged_into_id is None
    assert [one.id for one in bench.desk.patients.search("Gone").items] == [gone]
    assert not bench.desk.patients.search("Keep").items[0].replaced
    with pytest.raises(AlpdeskError, match="undone already"):
        bench.desk.corrections.unmerge(done.correction.id or 0, "again")


def test_an_undone_merge_gives_back_the_clinician_that_was_taken_over(bench: Bench) -> None:
    keep, gone = _people(bench)
    entered = bench.enter(gone, "30", DAY)
    _sign(bench, gone, entered.assessment_id)
    doctor = bench.desk.patients.get(gone).responsible_id
    assert doctor is not None and bench.desk.patients.get(keep).responsible_id is None
    done = bench.desk.corrections.merge(keep, gone, "one person")
    assert bench.desk.patients.get(keep).responsible_id == doctor
    bench.desk.corrections.unmerge(done.correction.id or 0, "two people after all")
    assert bench.desk.patients.get(keep).responsible_id is None
    assert bench.desk.patients.get(gone).responsible_id == doctor


def test_a_decision_signed_since_goes_back_with_the_sample_it_is_about(bench: Bench) -> None:
    keep, gone = _people(bench)
    mine, theirs = bench.enter(keep, "29", DAY), bench.enter(gone, "30", DAY)
    done = bench.desk.corrections.merge(keep, gone, "one person")
    _sign(
        bench, keep, theirs.assessment_id, kind=DecisionKind.WORK_UP, templates=("hpp-adult",)
    )  # fmt: skip
    assert bench.desk.decisions.plans(keep)
    bench.desk.corrections.unmerge(done.correction.id or 0, "two people after all")
    assert bench.desk.decisions.plans(gone) and bench.desk.decisions.recalls(gone)
    assert not bench.desk.decisions.plans(keep) and not bench.desk.decisions.recalls(keep)
    assert mine.panel_id in {k.panel_id for k in bench.desk.decisions.assessments(keep) if k.waiting}


def test_a_merge_that_makes_no_sense_is_refused_in_a_sentence(bench: Bench) -> None:
    keep, gone = _people(bench)
    baby = bench.patient("Baby", born=date(2026, 2, 20))
    bench.enter(gone, "30", DAY)
    desk = bench.desk.corrections
    for one, other, said in (
        (keep, keep, "with itself"),
        (baby, gone, "The sample of 10 February 2026 does not fit"),
        (keep, 4711, "not in the records"),
    ):
        with pytest.raises(AlpdeskError, match=said):
            desk.merge(one, other, "why")
    desk.merge(keep, gone, "one person")
    for one, other in ((gone, keep), (keep, gone), (baby, gone)):
        with pytest.raises(AlpdeskError, match="merged already"):
            desk.merge(one, other, "why")
    assert desk.merge_preview(baby, gone).refused


def test_a_chain_of_merges_is_undone_from_its_end(bench: Bench) -> None:
    first, second, third = bench.patient("One"), bench.patient("Two"), bench.patient("Three")
    bench.enter(first, "30", DAY)
    desk = bench.desk.corrections
    inner = desk.merge(second, first, "one person").correction
    outer = desk.merge(third, second, "one person").correction
    assert [one.id for one in bench.desk.patients.search("One").items] == [third]
    with pytest.raises(AlpdeskError, match="undo that first"):
        desk.unmerge(inner.id or 0, "no")
    desk.unmerge(outer.id or 0, "no")
    assert [one.id for one in bench.desk.patients.search("One").items] == [second]
    desk.unmerge(inner.id or 0, "no")
    assert len(bench.desk.patients.record(first).panels) == 1 and _waits(bench, first)
    assert [one.id for one in bench.desk.patients.search("One").items] == [first]


def test_the_preview_names_what_differs_and_which_flags_would_change(bench: Bench) -> None:
    keep = bench.patient("Keep", born=date(2014, 3, 12))
    gone = bench.patient("Gone")
    bench.enter(gone, "60", DAY)
    shown = bench.desk.corrections.merge_preview(keep, gone)
    assert {one.field for one in shown.differences} >= {"family_name", "birth_date", "number"}
    assert [(one.flag.value, one.would_be.value) for one in shown.flags] == [("within", "low")]
    assert not shown.refused and shown.panels == 1


def test_the_mark_of_a_merge_lists_every_flag_that_is_judged_otherwise_since(bench: Bench) -> None:
    keep, gone = bench.patient("Keep", born=date(2014, 3, 12)), bench.patient("Gone")
    for day in range(1, 10):
        bench.enter(gone, "60", date(2026, 2, day))
    listed = bench.desk.corrections.merge_preview(keep, gone).flags
    bench.desk.corrections.merge(keep, gone, "one person")
    assert len(listed) == 9
    assert bench.desk.corrections.marks(keep)[0].flags == listed
    shown = [both.results[0].flag.value for both in bench.desk.patients.record(keep).panels]
    assert set(shown) == {"within"}, "what was shown stays as it was shown"


def test_a_moved_panel_keeps_in_its_mark_what_was_shown_of_it(bench: Bench) -> None:
    patient, child = bench.patient(), bench.patient("Young", born=date(2014, 3, 12))
    third = bench.patient("Third")
    panel = bench.enter(patient, "60", DAY, Result(analyte="haemoglobin", value="130", unit="g/L")).panel_id
    before = _standing(bench, panel)
    listed = bench.desk.corrections.flags_if_moved(panel, child)
    assert ("alp", "within", "low") in [(one.analyte, one.flag.value, one.would_be.value) for one in listed]
    bench.desk.corrections.move_panel(panel, child, "wrong patient")
    for one in (patient, child):
        kept = next(f for f in bench.desk.corrections.marks(one)[0].flags if f.analyte == "alp")
        assert (kept.result_id, kept.value, kept.would_be.value) == (before.id, "60 U/L", "low")
        for name in ("flag", "judged_low", "judged_high", "judged_by"):
            assert getattr(kept, name) == getattr(before, name)
    assert before.judged_low is not None and _standing(bench, panel).flag.value == "low"
    bench.desk.corrections.move_panel(panel, third, "wrong again")
    flags = [mark.flags for mark in bench.desk.corrections.marks_of_panel(panel)]
    said = [next(f.flag.value for f in each if f.analyte == "alp") for each in flags]
    assert said == ["low", "within"], "every verdict that was shown is readable, newest first"


def test_a_correction_of_the_sample_that_judges_nothing_leaves_every_flag_as_it_was_shown(bench: Bench) -> None:
    laboratory = bench.desk.laboratories.add(Laboratory(name="Hill"))
    panel = bench.enter(bench.patient(), "38", DAY, laboratory_id=laboratory.id).panel_id
    shown = _standing(bench, panel)
    chosen = bench.desk.clinic.get().model_copy(update={"adult_profile": "arup"})
    bench.desk.clinic.update(chosen, "as printed", signed=bench.desk.impact.impact_of_clinic(chosen))
    kept = bench.desk.panels.get(panel).panel
    fasting = kept.model_copy(update={"fasting": True, "haemolysis": Haemolysis.SLIGHT})
    assert bench.desk.corrections.flags_if_sampled(fasting) == ()
    done = bench.desk.corrections.change_sample(fasting, "was not typed in")
    assert "flags" not in json.loads(done.correction.detail)
    assert _standing(bench, panel) == shown


def test_a_sample_put_on_another_day_keeps_in_its_mark_what_was_shown_of_it(bench: Bench) -> None:
    patient = bench.patient(born=date(2007, 2, 20))
    panel = bench.enter(patient, "50", DAY).panel_id
    before = _standing(bench, panel)
    kept = bench.desk.panels.get(panel).panel
    earlier = kept.model_copy(update={"collected": date(2021, 2, 10)})
    listed = bench.desk.corrections.flags_if_sampled(earlier)
    assert [(one.flag.value, one.would_be.value) for one in listed] == [("within", "low")]
    bench.desk.corrections.change_sample(earlier, "wrong year")
    mark = bench.desk.corrections.marks(patient)[0]
    assert [(f.result_id, f.flag, f.judged_low, f.judged_by) for f in mark.flags] == [
        (before.id, before.flag, before.judged_low, before.judged_by)
    ]
    assert mark.changes == (("collected", "2026-02-10", "2021-02-10"),)
    assert _standing(bench, panel).flag.value == "low"


def test_a_changed_name_is_found_and_the_merged_one_still_is(bench: Bench) -> None:
    keep, gone = _people(bench)
    bench.desk.corrections.merge(keep, gone, "one person")
    patient: Patient = bench.desk.patients.get(keep)
    bench.desk.patients.update(patient.model_copy(update={"family_name": "Married"}))
    for word in ("Married", "Gone"):
        assert [one.id for one in bench.desk.patients.search(word).items] == [keep]
    assert not bench.desk.patients.search("Keep").items


def _finding(bench: Bench, place: int) -> str:
    return sorted(bench.desk.rules.findings)[place]


def test_every_table_about_a_patient_follows_a_merge() -> None:
    tables = SQLModel.metadata.tables.values()
    owned = {table.name for table in tables if any(c.name == "patient_id" and c.foreign_keys for c in table.columns)}
    assert owned - {row.__tablename__ for row in OWNED} == {"correction"}, "a mark stays in the record it was made in"


def test_what_staff_put_right_is_read_by_a_clinician_again(bench: Bench) -> None:
    panel = bench.enter(bench.patient(), "60", DAY).panel_id
    clerk = bench.desk.users.add(User(name="Clerk", role=Role.STAFF))
    context = replace(bench.desk.context, actor=Actor(clerk.id, clerk.name, "desk-2"))
    Corrections(context).correct(panel, _standing(bench, panel).id or 0, _alp("61"), "misread")
    assert bench.desk.panels.get(panel).panel.to_review
    assert [one.panel_id for one in bench.desk.reviewing.waiting().items] == [panel]


def test_an_order_is_open_again_when_one_of_its_samples_is_withdrawn(bench: Bench) -> None:
    patient = bench.patient()
    bench.desk.followup.order_tests(patient, ("zinc", "calcium"), date(2026, 3, 20))
    clock = bench.desk.context.clock
    clock.now = clock.now.replace(month=4)  # type: ignore[attr-defined]  # the clock of the tests
    day = date(2026, 3, 10)
    first = bench.enter(patient, "60", day, Result(analyte="zinc", value="80", unit="ug/dL")).panel_id
    bench.enter(patient, "61", day, Result(analyte="calcium", value="9.5", unit="mg/dL"))
    assert not _open_titles(bench, patient), "both tests came in"
    bench.desk.corrections.void_panel(first, "wrong tube")
    assert _open_titles(bench, patient)


def test_a_merged_record_is_handed_over_with_the_others(bench: Bench) -> None:
    keep, gone = _people(bench)
    other = bench.desk.users.add(User(name="Dr. Next"))
    mine = bench.desk.actor.user_id or 0
    bench.desk.followup.assign([keep, gone], mine, "mine")
    merge = bench.desk.corrections.merge(keep, gone, "one person").correction
    bench.desk.followup.hand_over(mine, other.id or 0, "on leave")
    bench.desk.corrections.unmerge(merge.id or 0, "two people")
    assert {bench.desk.patients.get(one).responsible_id for one in (keep, gone)} == {other.id}


def test_a_later_assessment_that_looked_back_on_a_corrected_value_is_marked_too(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    first = bench.enter(patient, "30", date(2026, 1, 5))
    second = bench.enter(patient, "29", date(2026, 2, 20))
    other = bench.patient("Other")
    bench.enter(other, "28", date(2026, 2, 20))
    clock.now += timedelta(minutes=5)
    result = desk.panels.get(first.panel_id).results[0].id or 0
    desk.corrections.correct(first.panel_id, result, ResultDraft(analyte="alp", value="70", unit="U/L"), "misread")
    stale = desk.corrections.stale_assessments(patient)
    assert {key: one.looked_back for key, one in stale.items()} == {
        first.assessment_id: False, second.assessment_id: True,
    }  # fmt: skip
    assert desk.corrections.stale_assessments(other) == {}
    affected = desk.corrections.affected(first.panel_id)
    assert affected.waiting == (stale[first.assessment_id or 0],)
    assert affected.later == (stale[second.assessment_id or 0],) and affected.later[0].waiting
    assert desk.corrections.affected(second.panel_id).later == ()
    clock.now += timedelta(minutes=5)
    third = bench.enter(patient, "28", date(2026, 2, 25))
    assert third.assessment_id not in desk.corrections.stale_assessments(patient)
    _sign(bench, patient, third.assessment_id)
    assert desk.corrections.affected(first.panel_id).later == ()


def test_a_sample_before_the_corrected_one_rests_on_nothing_that_changed(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "30", date(2026, 1, 5))
    later = bench.enter(patient, "29", date(2026, 2, 20))
    clock.now += timedelta(minutes=5)
    desk.corrections.void_panel(later.panel_id, "another patient's")
    assert set(desk.corrections.stale_assessments(patient)) == {later.assessment_id}


def test_the_milder_alert_that_a_move_raises_was_read_by_whoever_moved_the_panel(bench: Bench, clock: Clock) -> None:
    desk, patient, right = bench.desk, bench.patient("Wrong"), bench.patient("Right")
    desk.patients.add_medicine(right, Medicine(name="asfotase alfa", started=date(2025, 1, 1)))
    panel = bench.enter(patient, "150", DAY).panel_id
    clock.now += timedelta(days=3)
    desk.corrections.move_panel(panel, right, "mixed up")
    states = desk.loop.of_patient(right)
    assert states and all(one.state is LoopState.CLOSED for one in states)
    assert not desk.panels.get(panel).panel.to_review


def test_what_comes_back_in_another_record_is_judged_there_and_the_mark_keeps_what_was_shown(bench: Bench) -> None:
    """110 U/L is within the interval of a man, and low for a boy."""
    man = bench.patient("Man", born=date(1980, 3, 12), sex=Sex.MALE)
    boy = bench.patient("Boy", born=date(2014, 3, 12), sex=Sex.MALE)
    panel = bench.enter(man, "110", date(2026, 2, 1), Result(analyte="zinc", value="80", unit="ug/dL")).panel_id
    alp = next(one for one in bench.desk.panels.get(panel).results if one.analyte == "alp")
    bench.desk.corrections.void_result(panel, alp.id or 0, "Haemolysed.")
    bench.desk.corrections.move_panel(panel, boy, "The wrong patient.")
    made = bench.desk.corrections.restore_result(panel, alp.id or 0, "Right after all.").correction
    back = next(one for one in bench.desk.panels.get(panel).results if one.analyte == "alp")
    assert (back.flag, [(one.flag, one.would_be) for one in from_detail(made)]) == (
        Flag.LOW, [(Flag.WITHIN, Flag.LOW)]
    )  # fmt: skip
    assert bench.desk.decisions.waiting(boy) is not None


def test_a_sample_does_not_come_back_on_a_day_before_its_patient_was_born(bench: Bench) -> None:
    man = bench.patient("Man", born=date(1980, 3, 12), sex=Sex.MALE)
    boy = bench.patient("Boy", born=date(2014, 3, 12), sex=Sex.MALE)
    panel = bench.enter(man, "20", date(2012, 2, 1)).panel_id
    bench.desk.corrections.void_panel(panel, "Entered twice.")
    bench.desk.corrections.merge(boy, man, "One person.")
    with pytest.raises(AlpdeskError, match="before the birth date"):
        bench.desk.corrections.restore_panel(panel, "Right after all.")
    assert bench.desk.patients.record(boy).panels == ()
