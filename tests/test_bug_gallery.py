"""Hazards seen in other programs. Each that can exist here has its test."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from alpdesk.domain.records import DecisionKind, Flag, Medicine, Panel, Patient, Result, Sex
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.services.panels import EntryError, PanelDraft, ResultDraft
from tests.conftest import Clock

DAY = date(2026, 2, 10)


def _patient(desk: Desk, *, born: date = date(1980, 3, 12), sex: Sex = Sex.FEMALE, number: str = "1") -> int:
    patient = Patient(number=number, family_name="Bloom", birth_date=born, sex=sex)
    return desk.patients.add(patient).id or 0


def _alp(value: str, low: str | None = None, high: str | None = None, unit: str = "U/L") -> Result:
    lower, upper = (None if text is None else Decimal(text) for text in (low, high))
    return Result(analyte="alp", value=value, unit=unit, low=lower, high=upper)


def _enter(desk: Desk, patient: int, *results: Result, day: date = DAY) -> int:
    return desk.panels.enter(patient, Panel(uid=uuid4(), collected=day), results).panel_id


def test_the_value_0_is_a_value_and_not_an_empty_cell(desk: Desk) -> None:
    patient = _patient(desk)
    draft = PanelDraft(
        panel=Panel(uid=uuid4(), collected=DAY), rows=(ResultDraft(analyte="alp", value="0", unit="U/L"),)
    )
    entered = desk.panels.enter_draft(patient, draft)
    result = desk.panels.get(entered.panel_id).results[0]
    assert (result.value, result.canonical, result.flag) == ("0", Decimal(0), Flag.LOW)


@pytest.mark.parametrize(("value", "flag"), [("0", Flag.WITHIN), ("5", Flag.WITHIN), ("5.1", Flag.HIGH)])
def test_a_printed_lower_limit_of_0_is_a_limit(desk: Desk, value: str, flag: Flag) -> None:
    crp = Result(analyte="crp", value=value, unit="mg/L", low=Decimal(0), high=Decimal(5))
    kept = desk.panels.get(_enter(desk, _patient(desk), crp)).results[0]
    assert (kept.low, kept.judged_low, kept.flag) == (Decimal(0), Decimal(0), flag)


def test_an_alp_interval_without_a_lower_limit_is_refused_by_its_cell(desk: Desk) -> None:
    with pytest.raises(EntryError, match="no lower limit") as refused:
        _enter(desk, _patient(desk), _alp("5", None, "40"))
    assert (refused.value.analyte, refused.value.field) == ("alp", "low")


def test_an_alp_below_a_printed_lower_limit_of_0_is_still_low_for_age_and_sex(desk: Desk) -> None:
    kept = desk.panels.get(_enter(desk, _patient(desk), _alp("25", "0", "124"))).results[0]
    assert (kept.low, kept.flag) == (Decimal(0), Flag.LOW)


def test_a_result_is_judged_by_the_age_at_sampling_and_not_by_the_age_today(desk: Desk) -> None:
    """At nine 150 U/L is low; the same person is an adult today."""
    patient = _patient(desk, born=date(2000, 3, 1))
    _enter(desk, patient, _alp("150"), day=date(2010, 2, 28))
    _enter(desk, patient, _alp("150"), day=date(2010, 3, 1))
    flags = [both.results[0].flag for both in desk.patients.record(patient).panels]
    assert flags == [Flag.LOW, Flag.WITHIN]


def test_no_interval_is_borrowed_from_another_patient_or_an_earlier_result(desk: Desk) -> None:
    one, other = _patient(desk, number="1"), _patient(desk, number="2")
    _enter(desk, one, Result(analyte="ferritin", value="8", unit="ng/mL", low=Decimal(17), high=Decimal(170)))
    _enter(desk, one, Result(analyte="ferritin", value="8", unit="ng/mL"), day=date(2026, 2, 20))
    _enter(desk, other, Result(analyte="ferritin", value="8", unit="ng/mL"))
    for patient, place in ((one, 1), (other, 0)):
        result = desk.patients.record(patient).panels[place].results[0]
        assert (result.low, result.high) == (None, None)
        assert result.judged_low != Decimal(17)


def test_a_bound_that_straddles_the_limit_says_so_instead_of_staying_silent(desk: Desk) -> None:
    shown = desk.panels.enter(_patient(desk), Panel(collected=DAY), (_alp("<40"),)).assessment
    assert shown is not None and shown.alp.flag is Flag.INDETERMINATE and shown.alp.reason


def test_a_result_is_kept_when_the_report_date_is_empty(desk: Desk) -> None:
    panel_id = _enter(desk, _patient(desk), _alp("70"), Result(analyte="alt", value="20", unit="U/L"))
    kept = desk.panels.get(panel_id)
    assert kept.panel.received is None and len(kept.results) == 2


def test_the_flag_is_still_there_after_saving(desk: Desk) -> None:
    patient = _patient(desk)
    draft = PanelDraft(
        panel=Panel(uid=uuid4(), collected=DAY), rows=(ResultDraft(analyte="alp", value="30", unit="U/L"),)
    )
    before = desk.panels.preview(patient, draft).rows[0].verdict
    desk.panels.enter_draft(patient, draft)
    after = desk.patients.record(patient).panels[0].results[0]
    assert before is not None and before.flag is after.flag is Flag.LOW


def test_the_interval_shown_is_the_interval_that_judged(desk: Desk) -> None:
    patient = _patient(desk)
    entered = desk.panels.enter(patient, Panel(collected=DAY), (_alp("34"),))
    result = desk.panels.get(entered.panel_id).results[0]
    interval = None if entered.assessment is None else entered.assessment.alp.interval
    assert interval is not None
    assert (result.judged_low, result.judged_high, result.judged_by) == (interval.low, interval.high, interval.profile)
    assert interval.low is not None and result.canonical is not None and result.canonical < interval.low


@pytest.mark.parametrize("text", ["11,8", "11.8"])
def test_a_decimal_comma_is_never_stripped(desk: Desk, text: str) -> None:
    draft = PanelDraft(
        panel=Panel(uid=uuid4(), collected=DAY), rows=(ResultDraft(analyte="haemoglobin", value=text, unit="g/dL"),)
    )
    entered = desk.panels.enter_draft(_patient(desk), draft)
    kept = desk.panels.get(entered.panel_id).results[0]
    typed = Decimal("11.8")
    factor = next(unit for unit in desk.rules.analytes["haemoglobin"].units if unit.code == "g/dL").factor
    assert kept.value == text and kept.canonical == typed * (factor or 1)


@pytest.mark.parametrize("at", [datetime(2026, 3, 2, 0, 1, tzinfo=UTC), datetime(2026, 3, 2, 23, 59, tzinfo=UTC)])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_birth_date_is_the_same_day_in_every_time_zone(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, zone: str, at: datetime
) -> None:
    import time

    clock.now = at
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        patient = _patient(desk, born=date(2000, 1, 1))
        _enter(desk, patient, _alp("70"), day=date(2026, 2, 1))
        desk.transfer.export_csv(tmp_path / "out.csv")
        assert desk.patients.get(patient).birth_date == date(2000, 1, 1)
        assert '"2000-01-01","2026-02-01"' in (tmp_path / "out.csv").read_text(encoding="utf-8")
    finally:
        monkeypatch.undo()
        time.tzset()


def test_no_due_item_is_hidden_by_a_date_filter(desk: Desk, clock: Clock) -> None:
    """Today reaches a week ahead; the patient's list has no end, and what is overdue never leaves."""
    patient = _patient(desk)
    entered = desk.panels.enter(patient, Panel(collected=DAY), (_alp("30"),))
    far = date(2028, 2, 1)
    draft = DecisionDraft(
        patient_id=patient,
        assessment_id=entered.assessment_id or 0,
        kind=DecisionKind.REPEAT,
        templates=("first-low",),
        due=far,
    )
    desk.decisions.sign(draft)
    assert [recall.due for recall in desk.decisions.recalls(patient)] == [far]
    clock.now = datetime(2033, 1, 1, tzinfo=UTC)
    assert [item.due for item in desk.worklist.today().overdue] == [far]


def test_a_required_field_that_is_missing_is_named(desk: Desk) -> None:
    with pytest.raises(ValueError, match="name"):
        Patient(number="1", birth_date=date(1980, 1, 1))
    with pytest.raises(EntryError, match="unit is missing") as refused:
        desk.panels.enter(_patient(desk), Panel(collected=DAY), (_alp("30", unit=""),))
    assert (refused.value.analyte, refused.value.field) == ("alp", "unit")


def test_values_of_different_units_are_compared_in_one_unit(desk: Desk) -> None:
    patient = _patient(desk)
    _enter(desk, patient, _alp("60"), day=date(2026, 1, 1))
    draft = PanelDraft(
        panel=Panel(uid=uuid4(), collected=DAY), rows=(ResultDraft(analyte="alp", value="0,75", unit="µkat/L"),)
    )
    row = desk.panels.preview(patient, draft).rows[0]
    assert row.change == Decimal(-25)


def test_a_missing_date_of_a_medicine_is_unknown_and_never_compared(desk: Desk) -> None:
    """A comparison with an empty date must neither drop the medicine nor invent that it was stopped."""
    patient = _patient(desk)
    desk.patients.add_medicine(patient, Medicine(name="Strensiq"))
    shown = desk.panels.enter(patient, Panel(collected=DAY), (_alp("20"),)).assessment
    assert shown is not None and shown.alp.suspended == "asfotase_alfa"


def test_a_signed_answer_does_not_cover_a_low_that_came_after_it(desk: Desk) -> None:
    patient = _patient(desk)
    first = desk.panels.enter(patient, Panel(collected=DAY), (_alp("30"),))
    desk.decisions.sign(
        DecisionDraft(patient_id=patient, assessment_id=first.assessment_id or 0, kind=DecisionKind.REPEAT)
    )
    desk.panels.enter(patient, Panel(collected=DAY + timedelta(days=1)), (_alp("29"),))
    assert [hit.alp.value for hit in desk.worklist.sweep()] == ["29"]
