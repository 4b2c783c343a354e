"""The sweep trusts no list: it finds from the record what nobody has answered."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from alpdesk.domain.records import Clinic, DecisionKind, Medicine, Result
from alpdesk.errors import AlpdeskError
from alpdesk.services.decisions import DecisionDraft
from alpdesk.store.rows import add, add_many
from alpdesk.store.tables import PanelRow, ResultRow
from tests.services.conftest import Bench

DAY = date(2026, 2, 10)


def test_a_low_that_no_assessment_was_kept_for_is_found(bench: Bench) -> None:
    """As if a fault had lost it: the panel is there, nothing that was shown is."""
    desk, patient = bench.desk, bench.patient()
    entered = bench.enter(patient, "70", DAY)
    panel = desk.panels.get(entered.panel_id).panel
    with desk.context.begin("planted") as session:
        row = add(session, PanelRow, panel.model_copy(update={"id": None, "uid": uuid4()}))
        low = Result(panel_id=row.id, analyte="alp", value="20", unit="U/L", canonical=Decimal(20))
        add_many(session, ResultRow, [low])
    assert desk.worklist.today().counts.unanswered == 0
    assert [hit.alp.value for hit in desk.worklist.sweep()] == ["20"]


def test_persistent_lows_come_first(bench: Bench) -> None:
    single, persistent = bench.patient("Single"), bench.patient("Persistent")
    bench.enter(single, "20", DAY)
    bench.enter(persistent, "33", DAY - timedelta(days=60))
    bench.enter(persistent, "33", DAY)
    hits = bench.desk.worklist.sweep()
    assert [(hit.patient_id, hit.persistence) for hit in hits] == [(persistent, "persistent"), (single, "single")]
    assert hits[0].since == DAY - timedelta(days=60)


def test_an_answered_low_and_a_suspended_one_are_no_hits(bench: Bench) -> None:
    desk, answered, treated = bench.desk, bench.patient("Answered"), bench.patient("Treated")
    entered = bench.enter(answered, "30", DAY)
    desk.decisions.sign(
        DecisionDraft(patient_id=answered, assessment_id=entered.assessment_id or 0, kind=DecisionKind.REPEAT)
    )
    desk.patients.add_medicine(treated, Medicine(name="Strensiq", started=date(2020, 1, 1)))
    bench.enter(treated, "20", DAY)
    assert desk.worklist.sweep() == ()


def test_a_low_by_the_laboratory_alone_is_found(bench: Bench) -> None:
    panel = bench.desk.panels.get(bench.enter(bench.patient(), "70", DAY).panel_id).panel
    printed = Result(analyte="alp", value="95", unit="U/L", low=Decimal(100), high=Decimal(300))
    bench.desk.panels.enter(panel.patient_id or 0, panel.model_copy(update={"uid": None}), (printed,))
    assert [hit.alp.value for hit in bench.desk.worklist.sweep()] == ["95"]


def test_an_older_unanswered_low_is_found_behind_a_normal_one(bench: Bench) -> None:
    patient = bench.patient()
    bench.enter(patient, "30", DAY)
    bench.enter(patient, "70", DAY + timedelta(days=5))
    assert [(hit.alp.value, hit.persistence) for hit in bench.desk.worklist.sweep()] == [("30", "resolved")]


def test_the_sweep_judges_by_the_profile_the_clinic_chose_now(bench: Bench) -> None:
    bench.enter(bench.patient(), "38", DAY)
    assert bench.desk.worklist.sweep() == ()
    chosen = bench.desk.clinic.get().model_copy(update={"adult_profile": "arup"})
    bench.desk.clinic.update(chosen, "new analyser", signed=bench.desk.impact.impact_of_clinic(chosen))
    assert isinstance(bench.desk.clinic.get(), Clinic)
    assert len(bench.desk.worklist.sweep()) == 1


def test_a_cancelled_sweep_says_that_it_is_not_whole(bench: Bench) -> None:
    bench.enter(bench.patient(), "30", DAY)
    with pytest.raises(AlpdeskError, match="before it had seen every record"):
        bench.desk.worklist.sweep(cancelled=lambda: True)
