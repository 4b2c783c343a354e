"""What was due, answered and moved in two records that are one patient."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from alpdesk.domain.loop import LoopState
from alpdesk.domain.records import CloseCode, DecisionKind, Panel, Result
from alpdesk.domain.terms import CorrectionKind
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.entry import ResultDraft
from tests.conftest import Clock
from tests.services.conftest import Bench

DAY = date(2026, 2, 28)
HEAD = "patient_number;family_name;given_names;birth_date;sex;collected;laboratory;analyte;value;unit;low;high\n"


def _sign(bench: Bench, patient: int, assessment: int | None, **answer: Any) -> None:
    wanted = {"kind": DecisionKind.REPEAT, "reason": "Repeat it", **answer}
    bench.desk.decisions.sign(DecisionDraft(patient_id=patient, assessment_id=assessment or 0, **wanted))


def test_a_repeat_that_was_entered_under_the_second_record_is_done_when_they_are_merged(
    bench: Bench, clock: Clock
) -> None:
    keep, gone = bench.patient("Keep"), bench.patient("Gone")
    low = bench.enter(keep, "30", DAY)
    _sign(bench, keep, low.assessment_id, templates=("first-low",))
    clock.now += timedelta(days=50)
    done = bench.enter(gone, "60", date(2026, 4, 18)).panel_id
    merged = bench.desk.corrections.merge(keep, gone, "one person")
    (repeat,) = (one for one in bench.desk.decisions.recalls(keep) if one.title == "Repeat ALP")
    assert (repeat.close_code, repeat.panel_id) == (CloseCode.RESULT, done)
    assert merged.said == ("Repeat ALP: Done with the sample of 18 April 2026.",)
    assert merged.correction.id is not None
    bench.desk.corrections.unmerge(merged.correction.id, "two people")
    assert all(one.closed_on is None for one in bench.desk.decisions.recalls(keep) if one.title == "Repeat ALP")


def test_tests_that_came_in_under_the_second_record_are_no_longer_waited_for(bench: Bench) -> None:
    keep, gone = bench.patient("Keep"), bench.patient("Gone")
    bench.desk.followup.order_tests(gone, ["zinc"], date(2026, 3, 2))
    zinc = Result(analyte="zinc", value="80", unit="ug/dL")
    bench.desk.panels.enter(keep, Panel(uid=uuid4(), collected=date(2026, 3, 2)), (zinc,))
    bench.desk.corrections.merge(keep, gone, "one person")
    (order,) = bench.desk.decisions.recalls(keep)
    assert order.close_code is CloseCode.RESULT


def test_an_answered_low_keeps_its_own_answer_after_a_merge(bench: Bench) -> None:
    keep, gone = bench.patient("Keep"), bench.patient("Gone")
    first, second = bench.enter(keep, "30", DAY), bench.enter(gone, "28", DAY)
    _sign(bench, gone, second.assessment_id, kind=DecisionKind.NO_ACTION, reason="a slip of the tube")
    _sign(bench, keep, first.assessment_id, kind=DecisionKind.NO_ACTION, reason="zinc was low")
    bench.desk.corrections.merge(keep, gone, "one person")
    given = {one.id: one.decision and one.decision.reason for one in bench.desk.decisions.assessments(keep)}
    assert given[first.assessment_id or 0] == "zinc was low"
    assert given[second.assessment_id or 0] == "a slip of the tube"


def test_a_sample_that_was_moved_away_is_not_imported_again_after_a_merge(bench: Bench, tmp_path: Path) -> None:
    keep, gone, right = bench.patient("Keep"), bench.patient("Gone"), bench.patient("Right")
    path = tmp_path / "results.csv"
    row = f"{bench.desk.patients.get(gone).number};Gone;Molly;1980-03-12;female;2026-02-20;City Lab;alp;30;U/L;;\n"
    path.write_text(HEAD + row, encoding="utf-8")
    assert bench.desk.transfer.import_csv(path).problems == ()
    (sample,) = bench.desk.patients.record(gone).panels
    bench.desk.corrections.move_panel(sample.panel.id or 0, right, "another patient's tube")
    bench.desk.corrections.merge(keep, gone, "one person")
    assert bench.desk.transfer.import_csv(path).problems
    assert bench.desk.patients.record(keep).panels == ()


def test_a_merge_that_is_undone_at_once_leaves_each_record_its_own_answers_and_dates(bench: Bench) -> None:
    keep, gone = bench.patient("Keep"), bench.patient("Gone")
    bench.enter(keep, "33", date(2026, 1, 10))
    moved = bench.enter(keep, "30", DAY)
    seen = tuple(one.id for one in bench.desk.decisions.older(moved.assessment_id or 0))
    _sign(bench, keep, moved.assessment_id, templates=("first-low",), seen=seen)
    bench.desk.corrections.move_panel(moved.panel_id, gone, "another patient's tube")
    before = [_held(bench, one) for one in (keep, gone)]
    merged = bench.desk.corrections.merge(keep, gone, "one person").correction.id or 0
    bench.desk.corrections.unmerge(merged, "two people")
    assert [_held(bench, one) for one in (keep, gone)] == before
    assert all(
        one.state is not LoopState.CLOSED for one in bench.desk.loop.of_patient(keep) if one.concern.about == "low"
    )


def _held(bench: Bench, patient: int) -> tuple[object, ...]:
    """Return what was answered in a record, what is monitored and what is due."""
    desk = bench.desk.decisions
    return (
        [(plan.id, plan.stopped) for plan in desk.plans(patient)],
        [(recall.id, recall.due, recall.closed_on) for recall in desk.recalls(patient)],
        [kept.decision.id for kept in desk.assessments(patient) if kept.decision is not None],
    )


def test_who_was_taken_for_another_that_died_is_due_again_when_the_merge_is_undone(bench: Bench) -> None:
    keep, gone = bench.patient("Keep"), bench.patient("Gone")
    for patient in (keep, gone):
        low = bench.enter(patient, "30", DAY)
        _sign(bench, patient, low.assessment_id, templates=("first-low",))
    merged = bench.desk.corrections.merge(keep, gone, "one person").correction.id or 0
    due = next(one for one in bench.desk.decisions.recalls(keep) if one.closed_on is None)
    bench.desk.followup.close(due.id or 0, CloseCode.DIED, "the family called", every=True)
    said = bench.desk.corrections.unmerge(merged, "two people").said
    for patient in (keep, gone):
        assert [one.title for one in bench.desk.decisions.recalls(patient) if one.closed_on is None] == ["Repeat ALP"]
        assert {one.state for one in bench.desk.loop.of_patient(patient)} <= {LoopState.DUE, LoopState.UNANSWERED}
    assert sum("closed while the records were one" in sentence for sentence in said) == 2


def test_a_merge_hides_no_correction_of_what_it_brings(bench: Bench) -> None:
    keep, gone = bench.patient("Keep"), bench.patient("Gone")
    slip = bench.enter(gone, "30", date(2025, 2, 1))
    later = bench.enter(gone, "31", DAY)
    seen = tuple(one.id for one in bench.desk.decisions.older(later.assessment_id or 0))
    _sign(bench, gone, later.assessment_id, templates=("first-low",), seen=seen)
    (alp,) = bench.desk.panels.get(slip.panel_id).results
    right = ResultDraft(analyte="alp", value="90", unit="U/L")
    bench.desk.corrections.correct(slip.panel_id, alp.id or 0, right, "misread")
    marked = set(bench.desk.corrections.stale_assessments(gone))
    assert later.assessment_id in marked
    bench.desk.corrections.merge(keep, gone, "one person")
    assert marked <= set(bench.desk.corrections.stale_assessments(keep))
    assert CorrectionKind.CORRECT in {one.kind for one in bench.desk.corrections.of_patient(keep)}
