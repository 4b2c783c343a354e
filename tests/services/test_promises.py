"""A promise without a date is not lost among other answers, nor in a merge."""

from datetime import date

from alpdesk.domain.loop import LOW, LoopState
from alpdesk.domain.records import DecisionKind
from alpdesk.services.decisions import DecisionDraft
from tests.services.conftest import Bench


def sign(bench: Bench, patient: int, assessment: int, kind: DecisionKind) -> None:
    draft = DecisionDraft(patient_id=patient, assessment_id=assessment, kind=kind, reason="Carrier.")
    bench.desk.decisions.sign(draft)


def test_an_answer_of_the_other_record_does_not_cover_a_promise_when_two_are_merged(bench: Bench) -> None:
    kept, other = bench.patient("Bloom"), bench.patient("Blum")
    sign(bench, other, bench.enter(other, "31", date(2026, 2, 1)).assessment_id or 0, DecisionKind.WORK_UP)
    sign(bench, kept, bench.enter(kept, "30", date(2026, 2, 2)).assessment_id or 0, DecisionKind.NO_ACTION)
    bench.desk.corrections.merge(kept, other, "One person.")
    lows = [one.state for one in bench.desk.loop.of_patient(kept) if one.concern.about == LOW]
    assert LoopState.UNANSWERED in lows
    assert [low.patient.id for low in bench.desk.worklist.today().unanswered] == [kept]
