"""A name the clinic gives to a class of medicines counts at once for all who take it, and so does its way back."""

from datetime import date

import pytest

from alpdesk.domain.loop import LoopState
from alpdesk.domain.records import DecisionKind, Medicine, Result, Specimen
from alpdesk.domain.terms import EditKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.decisions import DecisionDraft
from tests.services.conftest import Bench

DAY = date(2026, 2, 10)
KIND = EditKind.MEDICINE_CLASS


def answered_low(bench: Bench, medicine: Medicine) -> int:
    desk, patient = bench.desk, bench.patient()
    desk.patients.add_medicine(patient, medicine)
    low = bench.enter(patient, "20", DAY)
    draft = DecisionDraft(
        patient_id=patient, assessment_id=low.assessment_id or 0, kind=DecisionKind.NO_ACTION, reason="Seen."
    )
    desk.decisions.sign(draft)
    return patient


def class_of(bench: Bench, patient: int) -> str:
    return bench.desk.patients.record(patient).medicines[0].medicine_class


def open_alerts(bench: Bench, patient: int) -> set[str]:
    standings = bench.desk.loop.of_patient(patient)
    return {one.concern.about for one in standings if one.concern.pressing and one.state is LoopState.UNANSWERED}


def test_an_alert_that_a_new_name_raises_waits_for_an_answer(bench: Bench) -> None:
    desk = bench.desk
    patient = answered_low(bench, Medicine(name="Bonex", started=date(2025, 1, 1)))
    assert (open_alerts(bench, patient), desk.worklist.today().counts.unanswered) == (set(), 0)
    desk.own_rules.put(KIND, "bisphosphonate", {"names": ["Bonex"]}, "sold here under this name")
    assert class_of(bench, patient) == "bisphosphonate"
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None and "femur" in {alert.id for alert in waiting.assessment.alerts}
    assert desk.worklist.today().counts.unanswered == 1
    assert "femur" in open_alerts(bench, patient)


def test_a_low_that_a_name_kept_from_being_read_waits_once_the_name_is_taken_back(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    desk.own_rules.put(KIND, "asfotase_alfa", {"names": ["Foozyme"]}, "trial")
    desk.patients.add_medicine(patient, Medicine(name="Foozyme", started=date(2025, 1, 1)))
    bench.enter(patient, "20", DAY)
    assert (desk.decisions.waiting(patient), class_of(bench, patient)) == (None, "asfotase_alfa")
    desk.own_rules.back_to_shipped(KIND, "asfotase_alfa", "a mistake")
    assert class_of(bench, patient) == ""
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None and waiting.assessment.alp.value == "20"
    assert open_alerts(bench, patient) == {"low"}


def test_a_class_that_somebody_chose_against_the_name_stays(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    desk.patients.add_medicine(patient, Medicine(name="Bonex", medicine_class="oestrogen"))
    desk.own_rules.put(KIND, "bisphosphonate", {"names": ["Bonex"]}, "sold here under this name")
    assert class_of(bench, patient) == "oestrogen"


def test_an_alp_that_may_not_be_read_for_another_reason_since_a_name_was_taken_back_waits(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    desk.own_rules.put(KIND, "asfotase_alfa", {"names": ["Foozyme"]}, "trial")
    desk.patients.add_medicine(patient, Medicine(name="Foozyme", started=date(2025, 1, 1)))
    bench.enter(patient, "20", DAY, Result(analyte="potassium", value="7.1", unit="mmol/L"), specimen=Specimen.EDTA)
    waiting = desk.decisions.waiting(patient)
    if waiting is not None:  # the potassium is answered, the ALP was not read
        draft = DecisionDraft(
            patient_id=patient, assessment_id=waiting.id, kind=DecisionKind.NO_ACTION, reason="Drawn anew."
        )
        desk.decisions.sign(draft)
    assert open_alerts(bench, patient) == set()
    desk.own_rules.back_to_shipped(KIND, "asfotase_alfa", "a mistake")
    assert "suspended" in open_alerts(bench, patient)
    assert desk.worklist.today().counts.unanswered == 1


def test_no_name_takes_the_alp_of_somebody_out_of_sight(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    desk.patients.add_medicine(patient, Medicine(name="Insulin glargine", started=date(2025, 1, 1)))
    with pytest.raises(AlpdeskError, match="no ALP is read"):
        desk.own_rules.put(KIND, "asfotase_alfa", {"names": ["insulin"]}, "one line off")
    bench.enter(patient, "18", DAY)
    assert class_of(bench, patient) == "" and desk.decisions.waiting(patient) is not None
