"""Before intervals, a birth date or a sex change, the flags that turn are listed and signed; old flags stay."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.records import Flag, Laboratory, Result, Sex
from alpdesk.domain.terms import EditKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.impact import UnsignedError
from tests.services.conftest import Bench

DAY = date(2026, 2, 1)


def a_profile(low: str = "50", **row: Any) -> dict[str, Any]:
    rows = [{"low": low, "high": "130", **row}]
    return {"title": "Hill Lab", "unit": "U/L", "source": "Hill Lab leaflet", "intervals": rows}


def edit_of(desk: Desk, low: str = "50", key: str = "roche_mayo") -> ClinicEdit:
    return desk.own_rules.edit(EditKind.PROFILE, key, a_profile(low), "new analyser")


def keep(bench: Bench, low: str = "50", key: str = "roche_mayo") -> None:
    desk = bench.desk
    signed = desk.impact.impact_of_profile(edit_of(desk, low, key))
    desk.own_rules.put(EditKind.PROFILE, key, a_profile(low), "new analyser", signed=signed)


def test_a_profile_that_calls_more_values_low_lists_them_all(bench: Bench) -> None:
    one, two = bench.patient("Bloom"), bench.patient("Adams")
    for patient, alp, back in ((one, "45", 0), (one, "70", 30), (two, "36", 0)):
        bench.enter(patient, alp, DAY - timedelta(days=back))
    impact = bench.desk.impact.impact_of_profile(edit_of(bench.desk))
    said = [(each.patient, each.value, each.was, each.becomes) for each in impact.changes]
    low, within = Flag.LOW, Flag.WITHIN
    assert said == [("Adams, Molly", "36", within, low), ("Bloom, Molly", "45", within, low)]
    assert impact.looked_at == 3


def test_what_turns_is_kept_only_when_it_was_signed(bench: Bench) -> None:
    patient = bench.patient()
    bench.enter(patient, "45", DAY)
    with pytest.raises(UnsignedError, match="one flag") as caught:
        bench.desk.own_rules.put(EditKind.PROFILE, "roche_mayo", a_profile(), "new analyser")
    assert [each.patient_id for each in caught.value.impact.changes] == [patient]
    with pytest.raises(AlpdeskError, match="signed with the reason"):
        bench.desk.own_rules.put(EditKind.PROFILE, "roche_mayo", a_profile(), " ", signed=caught.value.impact)
    assert bench.desk.own_rules.history(EditKind.PROFILE) == ()
    assert bench.desk.rules.profiles["roche_mayo"].own is False


def test_a_signed_edit_lets_the_new_low_wait_and_leaves_what_was_shown(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    assert bench.enter(patient, "45", DAY).assessment_id is None
    before = bench.audit()
    keep(bench)
    assert bench.audit() == before + 1
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None and waiting.assessment.alp.flag is Flag.LOW
    assert waiting.assessment.rule_book == "2026.1+clinic.1"
    assert waiting.assessment.alp.interval is not None
    assert waiting.assessment.alp.interval.source == "The clinic's own: Hill Lab leaflet"
    assert desk.patients.record(patient).panels[0].results[0].flag is Flag.WITHIN


def test_a_low_that_is_no_longer_one_still_waits_for_its_answer(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    shown = bench.enter(patient, "33", DAY)
    keep(bench, low="20")
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None and waiting.id == shown.assessment_id
    assert waiting.assessment.rule_book == "2026.1"


def test_the_signed_list_stands_in_the_trail_with_the_reason(bench: Bench) -> None:
    patient = bench.patient()
    panel = bench.enter(patient, "45", DAY).panel_id
    keep(bench)
    with bench.desk.context.database.read() as session:
        row = session.execute(text("SELECT action, reason, body FROM audit ORDER BY seq DESC LIMIT 1")).one()
    notes = [change["note"] for change in json.loads(row[2]) if "note" in change]
    assert (row[0], row[1]) == ("own rule kept", "new analyser")
    assert json.loads(notes[0]) == {"signed flags": [[patient, panel, "alp", "within", "low"]]}


def test_a_result_that_came_in_while_the_list_was_read_is_shown_before_anything_is_kept(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "45", DAY)
    signed = desk.impact.impact_of_profile(edit_of(desk))
    bench.enter(patient, "46", DAY + timedelta(days=1))
    with pytest.raises(UnsignedError) as caught:
        desk.own_rules.put(EditKind.PROFILE, "roche_mayo", a_profile(), "new analyser", signed=signed)
    assert len(caught.value.impact.changes) == 2
    bench.patient("Unrelated")
    desk.own_rules.put(EditKind.PROFILE, "roche_mayo", a_profile(), "new analyser", signed=caught.value.impact)
    assert desk.rules.profiles["roche_mayo"].own


def test_an_edit_that_turns_nothing_needs_no_signature(bench: Bench) -> None:
    bench.enter(bench.patient(), "45", DAY)
    impact = bench.desk.impact.impact_of_profile(edit_of(bench.desk, key="hill_lab"))
    assert (impact.changes, impact.looked_at) == ((), 1)
    bench.desk.own_rules.put(EditKind.PROFILE, "hill_lab", a_profile(), "")
    assert bench.desk.rules.profiles["hill_lab"].own


def test_a_comparison_can_be_cancelled_and_tells_how_far_it_is(bench: Bench) -> None:
    bench.enter(bench.patient(), "45", DAY)
    said: list[tuple[int, int]] = []
    bench.desk.impact.impact_of_profile(edit_of(bench.desk), lambda done, total: said.append((done, total)))
    assert said[0] == (0, 1) and said[-1] == (1, 1)
    with pytest.raises(AlpdeskError, match="cancelled"):
        bench.desk.impact.impact_of_profile(edit_of(bench.desk), cancelled=lambda: True)


def test_a_profile_counts_only_for_samples_of_its_time(bench: Bench) -> None:
    patient = bench.patient()
    for day in (date(2026, 1, 31), date(2026, 2, 1)):
        bench.enter(patient, "45", day)
    body = a_profile()
    body["intervals"] = [{"low": "20", "high": "130", "valid_to": "2026-01-31"}, {**body["intervals"][0]}]
    body["intervals"][1]["valid_from"] = "2026-02-01"
    edit = bench.desk.own_rules.edit(EditKind.PROFILE, "roche_mayo", body)
    assert [each.collected for each in bench.desk.impact.impact_of_profile(edit).changes] == [date(2026, 2, 1)]


def test_the_laboratorys_verdict_by_a_profile_is_compared_too(bench: Bench) -> None:
    laboratory = bench.desk.laboratories.add(Laboratory(name="Hill", profile="winnipeg"))
    bench.enter(bench.patient(), "50", DAY, laboratory_id=laboratory.id)
    impact = bench.desk.impact.impact_of_profile(edit_of(bench.desk, "60", "winnipeg"))
    assert [(each.was, each.becomes) for each in impact.changes] == [(Flag.WITHIN, Flag.LOW)]


def test_other_profiles_for_the_clinic_are_listed_and_signed(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "38", DAY)
    chosen = desk.clinic.get().model_copy(update={"adult_profile": "arup"})
    with pytest.raises(UnsignedError):
        desk.clinic.update(chosen, "as the laboratory prints")
    assert desk.clinic.get().adult_profile == ""
    desk.clinic.update(chosen, "as the laboratory prints", signed=desk.impact.impact_of_clinic(chosen))
    assert desk.clinic.get().adult_profile == "arup"
    assert desk.decisions.waiting(patient) is not None


def test_another_name_of_the_clinic_turns_nothing(bench: Bench) -> None:
    bench.enter(bench.patient(), "38", DAY)
    desk = bench.desk
    assert desk.clinic.update(desk.clinic.get().model_copy(update={"name": "River"})).name == "River"


def test_another_sex_lists_every_flag_it_turns_and_keeps_nothing_unsigned(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "37", DAY, Result(analyte="haemoglobin", value="12.5", unit="g/dL"))
    changed = desk.patients.get(patient).model_copy(update={"sex": Sex.MALE})
    impact = desk.impact.impact_of_patient(changed)
    assert ("alp", Flag.WITHIN, Flag.LOW) in [(each.analyte, each.was, each.becomes) for each in impact.changes]
    with pytest.raises(UnsignedError):
        desk.patients.update(changed, "was mistyped")
    with pytest.raises(AlpdeskError, match="signed with the reason"):
        desk.patients.update(changed, signed=impact)
    assert desk.patients.get(patient).sex is Sex.FEMALE
    desk.patients.update(changed, "was mistyped", signed=impact)
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None and waiting.assessment.alp.flag is Flag.LOW
    assert desk.patients.record(patient).panels[0].results[0].flag is Flag.WITHIN


def test_a_child_born_preterm_loses_its_flags_only_by_signature(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient(born=date(2025, 10, 1))
    shown = bench.enter(patient, "100", DAY)
    changed = desk.patients.get(patient).model_copy(update={"preterm": True})
    impact = desk.impact.impact_of_patient(changed)
    assert [each.is_lost_low for each in impact.changes] == [True]
    desk.patients.update(changed, "born at 31 weeks", signed=impact)
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None and waiting.id == shown.assessment_id


def test_a_birth_date_that_turns_no_flag_needs_no_reason(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "70", DAY)
    changed = desk.patients.get(patient).model_copy(update={"birth_date": date(1980, 3, 13)})
    assert desk.impact.impact_of_patient(changed).changes == ()
    assert desk.patients.update(changed).birth_date == date(1980, 3, 13)


def test_a_list_signed_for_one_birth_date_keeps_no_other(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient(born=date(1990, 1, 1))
    bench.enter(patient, "60", DAY)
    bench.enter(patient, "100", DAY - timedelta(days=30))
    kept = desk.patients.get(patient)
    few, many = (kept.model_copy(update={"birth_date": date(year, 6, 1)}) for year in (2008, 2016))
    signed = desk.impact.impact_of_patient(few)
    assert len(signed.changes) == 1
    with pytest.raises(UnsignedError, match="another change; this one would turn 2 flags") as caught:
        desk.patients.update(many, "was mistyped", signed=signed)
    assert desk.patients.get(patient).birth_date == date(1990, 1, 1)
    desk.patients.update(many, "was mistyped", signed=caught.value.impact)
    assert desk.patients.get(patient).birth_date == date(2016, 6, 1)


def test_the_same_flags_by_another_change_are_signed_anew(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient(born=date(1990, 1, 1))
    bench.enter(patient, "60", DAY)
    one, other = (
        desk.patients.get(patient).model_copy(update={"birth_date": born})
        for born in (date(2016, 6, 1), date(2016, 6, 2))
    )
    signed = desk.impact.impact_of_patient(one)
    assert signed.changes == desk.impact.impact_of_patient(other).changes
    with pytest.raises(UnsignedError, match="another change"):
        desk.patients.update(other, "was mistyped", signed=signed)


def test_a_list_signed_for_one_profile_keeps_no_other(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "38", DAY)
    signed = desk.impact.impact_of_profile(edit_of(desk))
    with pytest.raises(UnsignedError, match="another change"):
        desk.own_rules.put(EditKind.PROFILE, "roche_mayo", a_profile("60"), "new analyser", signed=signed)
    assert desk.own_rules.history(EditKind.PROFILE) == ()
    chosen = desk.clinic.get().model_copy(update={"adult_profile": "arup"})
    with pytest.raises(UnsignedError, match="another change"):
        desk.clinic.update(chosen, "as printed", signed=signed)
    assert desk.clinic.get().adult_profile == ""
