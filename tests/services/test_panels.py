"""A panel is judged while typed, kept whole or not at all, and refused by the cell that is wrong."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from alpdesk.domain.records import Flag, Panel, Result, Sex
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.panels import EntryError, PanelDraft, ResultDraft
from tests.services.conftest import Bench

DAY = date(2026, 2, 10)


def _draft(*rows: ResultDraft, day: date = DAY) -> PanelDraft:
    return PanelDraft(panel=Panel(uid=uuid4(), collected=day, laboratory_id=1), rows=rows)


def _row(analyte: str, value: str, unit: str = "U/L", low: str = "", high: str = "") -> ResultDraft:
    return ResultDraft(analyte=analyte, value=value, unit=unit, low=low, high=high)


def test_a_low_panel_is_kept_with_its_assessment(bench: Bench) -> None:
    patient = bench.patient()
    entered = bench.desk.panels.enter_draft(patient, _draft(_row("alp", "31", low="35", high="105")))
    assert entered.assessment is not None and entered.assessment.alp.flag is Flag.LOW
    kept = bench.desk.panels.get(entered.panel_id)
    assert kept.results[0].flag is Flag.LOW
    assert kept.results[0].canonical == Decimal(31)
    assert (kept.panel.profile, kept.panel.entered_by) == ("roche_mayo", bench.desk.actor.user_id)
    waiting = bench.desk.decisions.waiting(patient)
    assert waiting is not None and waiting.id == entered.assessment_id


def test_a_panel_within_the_interval_asks_nobody(bench: Bench) -> None:
    patient = bench.patient()
    entered = bench.enter(patient, "70", DAY)
    assert entered.assessment_id is None
    assert bench.desk.decisions.waiting(patient) is None


def test_a_repeated_save_adds_nothing(bench: Bench) -> None:
    patient, draft = bench.patient(), _draft(_row("alp", "31"))
    first = bench.desk.panels.enter_draft(patient, draft)
    before = bench.audit()
    again = bench.desk.panels.enter_draft(patient, draft)
    assert (again.panel_id, again.assessment_id, again.already) == (first.panel_id, first.assessment_id, True)
    assert len(bench.desk.patients.record(patient).panels) == 1
    assert bench.audit() == before


def test_a_panel_is_one_audit_entry(bench: Bench) -> None:
    patient, before = bench.patient(), bench.audit()
    bench.enter(patient, "31", DAY)
    assert bench.audit() == before + 1


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (_row("alp", "31", "IU/mL"), "unit", "IU/mL"),
        (_row("alp", "31", ""), "unit", "unit is missing"),
        (_row("alp", "31", high="120"), "low", "no lower limit"),
        (_row("alp", "31", low="120", high="35"), "low", "wrong way round"),
        (_row("alp", "31", low="abc"), "low", "not a number"),
        (_row("alp", "31", low="<35"), "low", "not a number"),
        (_row("unobtainium", "31"), "analyte", "unobtainium"),
        (_row("alp", "-4"), "value", "impossible"),
        (_row("alp", "31", low="-5", high="120"), "low", "below zero"),
    ],
)
def test_a_refusal_names_the_cell(bench: Bench, row: ResultDraft, field: str, words: str) -> None:
    patient = bench.patient()
    with pytest.raises(EntryError, match=words) as refused:
        bench.desk.panels.enter_draft(patient, _draft(_row("alt", "20"), row))
    assert (refused.value.analyte, refused.value.field) == (row.analyte, field)
    assert bench.desk.patients.record(patient).panels == ()


@pytest.mark.parametrize(
    ("panel", "field"),
    [
        (Panel(collected=date(2026, 3, 3)), "collected"),
        (Panel(collected=date(1980, 3, 11)), "collected"),
        (Panel(collected=DAY, received=date(2026, 2, 9)), "received"),
        (Panel(collected=DAY, received=date(2026, 3, 3)), "received"),
    ],
)
def test_a_sample_on_an_impossible_day_is_refused(bench: Bench, panel: Panel, field: str) -> None:
    with pytest.raises(EntryError) as refused:
        bench.desk.panels.enter(bench.patient(), panel, (Result(analyte="alp", value="70", unit="U/L"),))
    assert refused.value.field == field


def test_a_sample_of_the_birth_day_and_of_today_is_taken(bench: Bench) -> None:
    patient = bench.patient(born=date(2026, 2, 1))
    bench.enter(patient, "200", date(2026, 2, 1))
    bench.enter(patient, "210", date(2026, 3, 2))
    assert len(bench.desk.patients.record(patient).panels) == 2


def test_pregnancy_of_a_man_is_refused(bench: Bench) -> None:
    with pytest.raises(EntryError, match="male"):
        bench.enter(bench.patient(sex=Sex.MALE), "70", DAY, gestation_weeks=10)


def test_an_empty_panel_and_an_analyte_twice_are_refused(bench: Bench) -> None:
    patient = bench.patient()
    with pytest.raises(EntryError, match="at least one value"):
        bench.desk.panels.enter_draft(patient, _draft(_row("alp", "  ")))
    with pytest.raises(EntryError, match="twice"):
        bench.desk.panels.enter_draft(patient, _draft(_row("alp", "70"), _row("ALP", "71")))


def test_the_preview_says_what_saving_would_say_and_keeps_nothing(bench: Bench) -> None:
    patient = bench.patient()
    bench.enter(patient, "60", date(2025, 2, 10))
    before = bench.audit()
    said = bench.desk.panels.preview(patient, _draft(_row("alp", "30"), _row("alt", "")))
    assert said.ready
    alp, alt = said.rows
    assert alp.verdict is not None and alp.verdict.flag is Flag.LOW
    assert alp.previous is not None and (alp.previous.value, alp.change) == ("60", Decimal(-50))
    assert alt.verdict is None and not alt.error
    assert said.assessment is not None and said.assessment.alp.flag is Flag.LOW
    assert bench.audit() == before and len(bench.desk.patients.record(patient).panels) == 1


def test_the_preview_marks_a_refused_row_and_still_judges_the_others(bench: Bench) -> None:
    said = bench.desk.panels.preview(bench.patient(), _draft(_row("alp", "30"), _row("alt", "20", "stones")))
    assert said.rows[0].verdict is not None
    assert (said.rows[1].field, said.ready) == ("unit", False)


def test_the_preview_of_a_day_to_come_says_so(bench: Bench) -> None:
    said = bench.desk.panels.preview(bench.patient(), _draft(_row("alp", "30"), day=date(2026, 3, 3)))
    assert (said.field, said.ready) == ("collected", False)


def test_a_value_that_cannot_be_judged_says_why(bench: Bench) -> None:
    said = bench.desk.panels.preview(bench.patient(), _draft(_row("alp", "<40")))
    verdict = said.rows[0].verdict
    assert verdict is not None and verdict.flag is Flag.INDETERMINATE and "<40" in verdict.reason


def test_an_older_low_entered_later_makes_the_newest_persistent(bench: Bench) -> None:
    patient = bench.patient()
    bench.enter(patient, "30", date(2026, 2, 20))
    bench.enter(patient, "29", date(2025, 12, 1))
    shown = {row.panel_id: row.assessment.alp.persistence for row in bench.desk.decisions.assessments(patient)[::-1]}
    assert set(shown.values()) == {"persistent"}


def test_a_panel_kept_for_one_patient_is_not_kept_again_for_another(bench: Bench) -> None:
    draft = _draft(_row("alp", "70"))
    bench.desk.panels.enter_draft(bench.patient("One"), draft)
    with pytest.raises(AlpdeskError, match="another patient"):
        bench.desk.panels.enter_draft(bench.patient("Two"), draft)


def test_a_clinic_keeps_templates_of_its_own(desk: Desk) -> None:
    kept = desk.panels.keep_template(" Ours ", ["alp", "zinc", "magnesium"])
    with pytest.raises(AlpdeskError, match="a template named Ours already"):
        desk.panels.keep_template("Ours", ["alp"])
    own = [one for one in desk.panels.templates() if one.own]
    assert own == [kept] and kept.analytes == ("alp", "zinc", "magnesium")
    assert "liver" in [one.id for one in desk.panels.templates()]
    desk.panels.remove_template(kept.id)
    assert not any(one.own for one in desk.panels.templates())
    with pytest.raises(AlpdeskError, match="own"):
        desk.panels.remove_template("liver")


def test_a_report_that_is_typed_again_is_named_and_never_blocked(bench: Bench) -> None:
    patient = bench.patient()
    zinc, calcium = (
        Result(analyte="zinc", value="11,8", unit="µmol/L"),
        Result(analyte="calcium", value="2.40", unit="mmol/L"),
    )
    first = bench.enter(patient, "29", date(2026, 2, 10), zinc, calcium, laboratory_id=1)
    rows = (
        ResultDraft(analyte="alp", value="29", unit="U/L"),
        ResultDraft(analyte="zinc", value="11.80", unit="µmol/L"),
        ResultDraft(analyte="calcium", value="2.41", unit="mmol/L"),
    )
    panel = Panel(uid=uuid4(), collected=date(2026, 2, 10), laboratory_id=1)
    twin = bench.desk.panels.preview(patient, PanelDraft(panel=panel, rows=rows)).twin
    assert twin is not None and (twin.panel_id, twin.same, twin.shared) == (first.panel_id, 2, 3)
    for other in (
        panel.model_copy(update={"collected": date(2026, 2, 11)}),
        panel.model_copy(update={"laboratory_id": None}),
    ):
        assert bench.desk.panels.preview(patient, PanelDraft(panel=other, rows=rows)).twin is None
    unlike = (rows[0].model_copy(update={"value": "31"}), rows[2])
    assert bench.desk.panels.preview(patient, PanelDraft(panel=panel, rows=unlike)).twin is None
    again = bench.desk.panels.enter_draft(patient, PanelDraft(panel=panel, rows=rows))
    assert again.twin is not None and again.twin.panel_id == first.panel_id
    bench.desk.corrections.void_panel(first.panel_id, "Entered twice.")
    bench.desk.corrections.void_panel(again.panel_id, "Entered twice.")
    assert bench.enter(patient, "29", date(2026, 2, 10), laboratory_id=1).twin is None
