"""What the sweep finds on no list is put on it, waits there, and is not found missing again."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from alpdesk.domain.loop import LoopState
from alpdesk.domain.records import DecisionKind, Flag, Medicine, Panel, Result, Specimen
from alpdesk.errors import AlpdeskError
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.worklist import HitKind
from alpdesk.store import corrections
from alpdesk.store.rows import add, add_many
from alpdesk.store.tables import PanelRow, ResultRow
from tests.services.conftest import Bench

DAY = date(2026, 2, 10)


def bypass(bench: Bench, patient: int, alp: str, day: date = DAY) -> int:
    """Put a panel into the record as a fault would: nothing is shown of it."""
    panel = bench.desk.panels.get(bench.enter(patient, "70", day - timedelta(days=300)).panel_id).panel
    with bench.desk.context.begin("planted") as session:
        row = add(session, PanelRow, panel.model_copy(update={"id": None, "uid": uuid4(), "collected": day}))
        low = Result(panel_id=row.id, analyte="alp", value=alp, unit="U/L", canonical=Decimal(alp), flag=Flag.LOW)
        add_many(session, ResultRow, [low])
        return row.id or 0


def test_a_low_that_was_never_shown_is_told_from_one_that_waits(bench: Bench) -> None:
    waits, bypassed = bench.patient("Waits"), bench.patient("Bypassed")
    bench.enter(waits, "30", DAY)
    bypass(bench, bypassed, "20")
    found = {low.patient.id: low.hit.on_list for low in bench.desk.sweeping.run()}
    assert found == {waits: True, bypassed: False}


def test_what_is_taken_up_waits_on_the_list_until_somebody_signs(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    panel = bypass(bench, patient, "20")
    assert desk.worklist.today().counts.unanswered == 0
    assert desk.sweeping.take_up([patient]) == 1
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None and (waiting.panel_id, waiting.assessment.alp.value) == (panel, "20")
    assert desk.worklist.today().counts.unanswered == 1
    assert [low.hit.on_list for low in desk.sweeping.run()] == [True]
    desk.decisions.sign(DecisionDraft(patient_id=patient, assessment_id=waiting.id, kind=DecisionKind.REPEAT))
    assert desk.sweeping.run() == ()


def test_an_answer_to_an_older_low_does_not_answer_one_that_was_bypassed(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    entered = bench.enter(patient, "30", DAY - timedelta(days=90))
    bypass(bench, patient, "20")
    desk.decisions.sign(
        DecisionDraft(patient_id=patient, assessment_id=entered.assessment_id or 0, kind=DecisionKind.REPEAT)
    )
    assert [low.hit.on_list for low in desk.sweeping.run()] == [False]
    desk.sweeping.take_up([patient])
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None and waiting.assessment.alp.value == "20"


def test_taking_up_twice_keeps_nothing_twice(bench: Bench) -> None:
    patient = bench.patient()
    bypass(bench, patient, "20")
    assert bench.desk.sweeping.take_up([patient]) == 1
    assert bench.desk.sweeping.take_up([patient]) == 0
    assert len(bench.desk.decisions.assessments(patient)) == 1


def test_taking_up_tells_its_progress_and_stops_between_patients(bench: Bench) -> None:
    people = [bench.patient(name) for name in ("One", "Two", "Three")]
    for patient in people:
        bypass(bench, patient, "20")
    steps: list[int] = []
    kept = bench.desk.sweeping.take_up(people, lambda done, _: steps.append(done), lambda: len(steps) == 2)
    assert kept == 2
    assert [low.hit.on_list for low in bench.desk.sweeping.run()].count(False) == 1


def test_when_the_record_was_swept_is_known_afterwards_and_a_cancelled_sweep_does_not_count(bench: Bench) -> None:
    desk = bench.desk
    bench.enter(bench.patient(), "30", DAY)
    assert desk.sweeping.last() is None
    with pytest.raises(AlpdeskError, match="cancelled"):
        desk.sweeping.run(cancelled=lambda: True)
    assert desk.sweeping.last() is None
    desk.sweeping.run()
    last = desk.sweeping.last()
    assert last is not None and timedelta(0) < desk.clock() - last < timedelta(minutes=1)


def lost(bench: Bench, patient: int, *results: Result, specimen: Specimen = Specimen.SERUM) -> int:
    """Put a sample into the record of which nothing was shown."""
    with bench.desk.context.begin("planted") as session:
        panel = Panel(uid=uuid4(), patient_id=patient, collected=DAY, specimen=specimen)
        row = add(session, PanelRow, panel)
        add_many(session, ResultRow, [result.model_copy(update={"panel_id": row.id}) for result in results])
        return row.id or 0


def test_an_alp_of_a_wrong_tube_that_nobody_saw_is_found_and_taken_up(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    alp = Result(analyte="alp", value="70", unit="U/L", canonical=Decimal(70), flag=Flag.WITHIN)
    panel = lost(bench, patient, alp, specimen=Specimen.EDTA)
    assert [(low.hit.kind, low.hit.on_list) for low in desk.sweeping.run()] == [(HitKind.UNREAD, False)]
    assert desk.worklist.sweep() == (), "the contract's sweep tells of lows only"
    assert desk.sweeping.take_up([patient]) == 1
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None and waiting.panel_id == panel
    assert [low.hit.on_list for low in desk.sweeping.run()] == [True]


def test_an_alp_that_reads_like_another_unit_is_found(bench: Bench) -> None:
    lost(bench, bench.patient(), Result(analyte="alp", value="200", unit="ukat/L", canonical=Decimal(12000)))
    assert [low.hit.kind for low in bench.desk.sweeping.run()] == [HitKind.UNREAD]


def test_a_pressing_alert_that_nobody_saw_is_found_and_taken_up(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    potassium = Result(analyte="potassium", value="7.1", unit="mmol/L", canonical=Decimal("7.1"), flag=Flag.HIGH)
    lost(bench, patient, potassium)
    bench.enter(patient, "70", DAY + timedelta(days=5))
    found = desk.sweeping.run()
    assert [(low.hit.kind, low.hit.on_list, low.hit.alerts) for low in found] == [
        (HitKind.ALERT, False, ("Critical chemistry",))
    ]
    assert desk.sweeping.take_up([patient]) == 1
    assert desk.worklist.today().counts.unanswered == 1
    assert [low.hit.on_list for low in desk.sweeping.run()] == [True]


def test_a_later_low_under_asfotase_does_not_take_an_older_low_off_the_list(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "20", DAY - timedelta(days=100))
    desk.patients.add_medicine(patient, Medicine(name="Strensiq", started=DAY - timedelta(days=10)))
    bench.enter(patient, "18", DAY)
    assert [(low.hit.alp.value, low.hit.on_list) for low in desk.sweeping.run()] == [("20", True)]
    assert desk.sweeping.take_up([patient]) == 0


@pytest.mark.parametrize("value", ["<60", ">20", "20-30"])
def test_a_value_that_may_be_low_waits_and_is_found_where_nobody_saw_it(bench: Bench, value: str) -> None:
    desk, shown, bypassed = bench.desk, bench.patient("Shown"), bench.patient("Bypassed")
    bench.enter(shown, value, DAY)
    panel = bench.enter(bypassed, "70", DAY).panel_id
    with desk.context.begin("planted") as session:
        for row in corrections.results(session, panel):
            row.value, row.canonical, row.flag = value, None, Flag.INDETERMINATE
    found = {low.patient.id: (low.hit.kind, low.hit.on_list) for low in desk.sweeping.run()}
    assert found == {shown: (HitKind.MAY_BE_LOW, True), bypassed: (HitKind.MAY_BE_LOW, False)}
    assert desk.patients.search("Shown").items[0].waiting_text == "ALP that may be low, no answer yet"


def test_a_value_that_may_be_low_leaves_only_with_an_answer(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    entered = bench.enter(patient, "<60", DAY)
    assert [one.state for one in desk.loop.of_patient(patient)] == [LoopState.UNANSWERED]
    draft = DecisionDraft(patient_id=patient, assessment_id=entered.assessment_id or 0, kind=DecisionKind.REPEAT)
    desk.decisions.sign(draft)
    assert [one.state for one in desk.loop.of_patient(patient)] == [LoopState.DUE]
    assert desk.sweeping.run() == ()
