"""What closes a due item: a result that can be read and judged, and nothing else."""

from datetime import date, timedelta

import pytest

from alpdesk.domain.records import DecisionKind, Recall, Result
from alpdesk.domain.terms import Specimen
from alpdesk.services.decisions import DecisionDraft, Signed
from alpdesk.services.entry import ResultDraft
from tests.conftest import Clock
from tests.services.conftest import Bench

DAY = date(2026, 3, 2)
REPEAT = DAY + timedelta(days=45)


def _signed(bench: Bench, patient: int, template: str = "first-low", alp: str = "24") -> Signed:
    entered = bench.enter(patient, alp, DAY)
    return bench.desk.decisions.sign(
        DecisionDraft(
            patient_id=patient,
            assessment_id=entered.assessment_id or 0,
            kind=DecisionKind.REPEAT,
            templates=(template,),
        )
    )


def _open(bench: Bench, patient: int) -> list[Recall]:
    return [one for one in bench.desk.decisions.recalls(patient) if one.closed_on is None]


def _correct(bench: Bench, panel_id: int, alp: str) -> tuple[str, ...]:
    old = next(one for one in bench.desk.panels.get(panel_id).results if one.standing and one.analyte == "alp")
    draft = ResultDraft(analyte="alp", value=alp, unit="U/L")
    return bench.desk.corrections.correct(panel_id, old.id or 0, draft, "typing slip").said


@pytest.mark.parametrize("words", ["pending", "not reported", "haemolysed", ">20"])
def test_a_value_that_says_nothing_leaves_the_repeat_open(bench: Bench, clock: Clock, words: str) -> None:
    patient = bench.patient()
    item = _signed(bench, patient).recalls[0]
    clock.now += timedelta(days=45)
    assert bench.enter(patient, words, REPEAT).closed == (
        "Repeat ALP: this sample does not count: a new one is needed.",
    )
    assert [one.id for one in _open(bench, patient)] == [item.id]
    assert bench.enter(patient, "70", REPEAT).closed[0] == "Repeat ALP: done with this sample."


def test_the_wrong_tube_leaves_the_repeat_open_and_the_plan_running(bench: Bench, clock: Clock) -> None:
    patient = bench.patient()
    _signed(bench, patient)
    clock.now += timedelta(days=45)
    said = bench.enter(patient, "70", REPEAT, specimen=Specimen.EDTA).closed
    assert said == ("Repeat ALP: this sample does not count: a new one is needed.",)
    assert _open(bench, patient) and bench.desk.decisions.plans(patient)[0].stopped is None


def test_a_value_corrected_to_text_opens_the_repeat_again(bench: Bench, clock: Clock) -> None:
    patient = bench.patient()
    item = _signed(bench, patient).recalls[0]
    clock.now += timedelta(days=45)
    entered = bench.enter(patient, "70", REPEAT)
    assert not _open(bench, patient)
    said = _correct(bench, entered.panel_id, "haemolysed")
    assert f"Repeat ALP: open again, due {item.due.isoformat()}." in said
    assert [one.id for one in _open(bench, patient)] == [item.id]
    assert bench.desk.decisions.plans(patient)[0].stopped is None


def test_an_order_waits_for_a_value_that_can_be_read(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    order = desk.followup.order_tests(patient, ["alp", "zinc"], DAY + timedelta(days=14))
    clock.now += timedelta(days=3)
    day = DAY + timedelta(days=3)
    zinc = Result(analyte="zinc", value="not reported", unit="ug/dL")
    bench.enter(patient, "70", day, zinc)
    assert desk.followup.missing([order]) == {order.id: ("zinc",)}
    bench.enter(patient, "pending", day, Result(analyte="zinc", value="80", unit="ug/dL"))
    assert not _open(bench, patient)


def test_a_stop_that_no_longer_holds_opens_everything_it_closed(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient(born=date(2015, 5, 1))
    _signed(bench, patient, "child")
    waiting = len(_open(bench, patient))
    clock.now += timedelta(days=250)
    bench.enter(patient, "250", DAY + timedelta(days=125))
    entered = bench.enter(patient, "250", DAY + timedelta(days=250))
    assert not _open(bench, patient) and desk.decisions.plans(patient)[0].stopped is not None
    _correct(bench, entered.panel_id, "25")
    assert desk.decisions.plans(patient)[0].stopped is None
    assert len(_open(bench, patient)) == waiting
    desk.corrections.void_panel(entered.panel_id, "another child's")
    assert len(_open(bench, patient)) == waiting and desk.decisions.plans(patient)[0].stopped is None
