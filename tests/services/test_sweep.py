"""The sweep trusts no list: it finds from the record what nobody has answered."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select

from alpdesk.domain.assessment import PRESSING, Persistence
from alpdesk.domain.measured import ValueIs
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.records import Clinic, Comparator, DecisionKind, Finding, Medicine, Result
from alpdesk.domain.rules import RuleBook
from alpdesk.errors import AlpdeskError
from alpdesk.services.alarming import every_part
from alpdesk.services.context import never, unwatched
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.sweep import sweep
from alpdesk.store.rows import add, add_many
from alpdesk.store.tables import AssessmentRow, FindingRow, PanelRow, ResultRow
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


def swept(bench: Bench) -> list[int]:
    """Return of whom anything waits: a low, an ALP that may not be read, an alert."""
    return [hit.patient_id for hit in sweep(bench.desk.context, unwatched, never)]


def _lost(bench: Bench) -> None:
    """As if a fault had lost what was shown and asked."""
    with bench.desk.context.begin("planted") as session:
        for row in session.scalars(select(AssessmentRow)).all():
            row.needs_answer = False


@pytest.mark.parametrize(
    ("low", "high", "value"), [("1.0", "3.5", "1.5"), (None, None, "1.5"), ("1.0", "3.5", "3.2")], ids=str
)
def test_a_value_that_presses_is_found_whatever_interval_its_report_printed(
    bench: Bench, low: str | None, high: str | None, value: str
) -> None:
    patient = bench.patient()
    calcium = Result.model_validate({"analyte": "calcium", "value": value, "unit": "mmol/L", "low": low, "high": high})
    bench.enter(patient, "70", DAY, calcium)
    _lost(bench)
    assert swept(bench) == [patient]


def test_values_within_a_printed_interval_that_press_nowhere_are_no_hits(bench: Bench) -> None:
    calcium = Result(analyte="calcium", value="2.3", unit="mmol/L", low=Decimal("2.1"), high=Decimal("2.6"))
    bench.enter(bench.patient(), "70", DAY, calcium)
    assert swept(bench) == []


def test_a_finding_that_presses_after_the_lows_were_answered_is_found(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "30", DAY - timedelta(days=90))
    low = bench.enter(patient, "29", DAY - timedelta(days=30))
    draft = DecisionDraft(
        patient_id=patient, assessment_id=low.assessment_id or 0, kind=DecisionKind.NO_ACTION, reason="Known."
    )
    desk.decisions.sign(draft)
    bench.enter(patient, "70", DAY)
    assert swept(bench) == []
    with desk.context.begin("planted, without judging anything again") as session:
        add(session, FindingRow, Finding(patient_id=patient, finding="thigh_or_groin_pain", present=True))
    assert swept(bench) == [patient]


def test_no_interval_of_the_rule_book_holds_a_value_that_presses(rules: RuleBook) -> None:
    """So what was judged within one of them need not be looked at once more."""
    checked = 0
    for rule in (one for one in rules.alerts.values() if one.urgency in PRESSING):
        for part in (one for one in every_part(rule.when) if isinstance(one, ValueIs) and not one.adjusted):
            analyte = rules.analytes[part.analyte]
            unit = analyte.unit_of(part.unit)
            beyond = [limit for limit in (part.below, part.at_most, part.at_least, part.above) if limit is not None]
            limits = [analyte.to_canonical(Quantity(Comparator.EXACT, limit), unit).number for limit in beyond]
            for row in analyte.intervals:
                ends = [
                    None
                    if end is None
                    else analyte.to_canonical(Quantity(Comparator.EXACT, end), analyte.unit_of(row.unit)).number
                    for end in (row.low, row.high)
                ]
                low, high = ends
                for limit in limits:
                    checked += 1
                    lower = part.below is not None or part.at_most is not None
                    assert (low is not None and limit <= low) if lower else (high is not None and limit >= high), (
                        rule.id, part.analyte, row.label, row.age_from,
                    )  # fmt: skip
    assert checked > 20


def test_since_is_when_the_run_began_also_when_it_is_over(bench: Bench) -> None:
    patient = bench.patient()
    for days, alp in ((200, "30"), (120, "31"), (10, "70")):
        bench.enter(patient, alp, DAY - timedelta(days=days))
    (hit,) = bench.desk.worklist.sweep()
    assert (hit.persistence, hit.since) == (Persistence.FORMERLY_PERSISTENT, DAY - timedelta(days=200))
