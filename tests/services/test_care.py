"""The audit of care over a real record: answers, repeats, marks, corrections, medicines; on both databases."""

from datetime import date, timedelta

import pytest

from alpdesk.domain.care_audit import Repeat
from alpdesk.domain.care_standards import MeasureId
from alpdesk.domain.followup import ChecklistEntry
from alpdesk.domain.records import DecisionKind, Medicine, Specimen
from alpdesk.domain.terms import Mark
from alpdesk.errors import AlpdeskError
from alpdesk.services.care import AuditOfCare
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.panels import Entered, ResultDraft
from alpdesk.store.care_tables import ChecklistEntryRow
from alpdesk.store.rows import add
from tests.conftest import Clock
from tests.services.conftest import Bench

DAY = date(2026, 1, 5)
TODAY = date(2026, 3, 2)


def audited(bench: Bench, start: date = DAY, end: date = TODAY) -> AuditOfCare:
    return bench.desk.care.audit(start, end)


def share(found: AuditOfCare, name: MeasureId) -> tuple[int, int]:
    measure = next(each for each in found.audit.measures if each.id == name)
    return measure.count, measure.of


def sign(bench: Bench, entered: Entered, kind: DecisionKind = DecisionKind.REPEAT, reason: str = "") -> None:
    patient = bench.desk.decisions.assessment(entered.assessment_id or 0).patient_id
    bench.desk.decisions.sign(
        DecisionDraft(patient_id=patient, assessment_id=entered.assessment_id or 0, kind=kind, reason=reason)
    )


def test_answered_and_unanswered_lows_are_told_apart(bench: Bench) -> None:
    answered, waiting = bench.patient("Answered"), bench.patient("Waiting")
    sign(bench, bench.enter(answered, "30", DAY))
    bench.enter(waiting, "28", DAY)
    bench.enter(bench.patient("Normal"), "70", DAY)
    found = audited(bench)
    assert (found.audit.lows, found.audit.patients, share(found, "answered")) == (2, 2, (1, 2))
    assert found.audit.days_to_answer == (0,)
    assert [(each.patient.id, each.value, each.unit) for each in found.listed] == [(waiting, "28", "U/L")]
    assert [count for _, count in found.signed] == [1]
    assert found.signed[0][0]


def test_only_samples_of_the_period_are_counted(bench: Bench) -> None:
    patient = bench.patient()
    for day in (DAY - timedelta(days=1), DAY, TODAY):
        bench.enter(patient, "30", day)
    assert audited(bench, DAY, DAY).audit.lows == 1
    assert audited(bench, DAY, TODAY).audit.lows == 2
    assert audited(bench, DAY - timedelta(days=1), TODAY).audit.lows == 3
    assert audited(bench, date(2020, 1, 1), date(2020, 12, 31)).audit.lows == 0


@pytest.mark.parametrize(("days", "repeat"), [(30, Repeat.OPEN), (31, Repeat.IN_TIME), (56, Repeat.IN_TIME)])
def test_the_next_sample_is_the_repeat(bench: Bench, days: int, repeat: Repeat) -> None:
    patient = bench.patient()
    bench.enter(patient, "30", DAY)
    bench.enter(patient, "70", DAY + timedelta(days=days))
    assert audited(bench, DAY, DAY).audit.repeats == {repeat: 1}


def test_a_mark_on_the_checklist_is_a_cause_considered_unless_it_was_taken_back(bench: Bench) -> None:
    marked, taken_back = bench.patient("Marked"), bench.patient("Taken")
    for patient in (marked, taken_back):
        bench.enter(patient, "30", DAY)
    with bench.desk.context.begin("marked") as session:
        for patient, holds in ((marked, True), (taken_back, True), (taken_back, False)):
            entry = ChecklistEntry(patient_id=patient, cause="zinc_deficiency", mark=Mark.ASKED, holds=holds)
            add(session, ChecklistEntryRow, entry.model_copy(update={"made_at": bench.desk.clock()}))
    assert share(audited(bench), "cause_considered") == (1, 2)


def test_a_persistent_low_is_worked_up_when_an_answer_says_so(bench: Bench) -> None:
    patient = bench.patient()
    bench.enter(patient, "30", DAY - timedelta(days=60))
    entered = bench.enter(patient, "30", DAY)
    assert share(audited(bench), "persistent_worked_up") == (0, 1)
    sign(bench, entered, DecisionKind.WORK_UP)
    assert share(audited(bench), "persistent_worked_up") == (1, 1)


def numbers(found: AuditOfCare) -> tuple[int, int, int]:
    return found.audit.lows, found.audit.withdrawn, len(found.audit.unanswered)


def correct(bench: Bench, entered: Entered, value: str) -> None:
    panel = bench.desk.panels.get(entered.panel_id)
    draft = ResultDraft(analyte="alp", value=value, unit="U/L")
    bench.desk.corrections.correct(entered.panel_id, panel.results[0].id or 0, draft, "a slip")


def test_a_low_corrected_to_a_normal_value_is_withdrawn_and_one_corrected_to_another_low_is_not(bench: Bench) -> None:
    fixed, still = (bench.enter(bench.patient(name), "30", DAY) for name in ("Fixed", "Still"))
    correct(bench, fixed, "80")
    correct(bench, still, "31")
    assert numbers(audited(bench)) == (1, 1, 1)


def born(bench: Bench, patient: int, day: date) -> None:
    changed = bench.desk.patients.get(patient).model_copy(update={"birth_date": day})
    bench.desk.patients.update(changed, "a slip", signed=bench.desk.impact.impact_of_patient(changed))


def test_a_low_that_a_corrected_birth_date_made_normal_is_withdrawn_until_it_is_low_again(bench: Bench) -> None:
    patient = bench.patient(born=date(2014, 3, 1))
    bench.enter(patient, "60", DAY)
    bench.enter(bench.patient("Grown"), "30", DAY)
    assert numbers(audited(bench)) == (2, 0, 2)
    born(bench, patient, date(1980, 1, 1))
    assert numbers(audited(bench)) == (1, 1, 1)
    born(bench, patient, date(2014, 3, 1))
    assert numbers(audited(bench)) == (2, 0, 2)


def test_a_voided_low_is_withdrawn_until_it_is_restored(bench: Bench) -> None:
    entered = bench.enter(bench.patient(), "30", DAY)
    bench.desk.corrections.void_panel(entered.panel_id, "another patient's tube")
    assert numbers(audited(bench)) == (0, 1, 0)
    bench.desk.corrections.restore_panel(entered.panel_id, "it was right")
    assert numbers(audited(bench)) == (1, 0, 1)


def test_a_moved_low_is_withdrawn_where_it_stood_and_counted_where_it_belongs(bench: Bench) -> None:
    wrong, right = bench.patient("Wrong"), bench.patient("Right")
    entered = bench.enter(wrong, "30", DAY)
    bench.desk.corrections.move_panel(entered.panel_id, right, "entered under the wrong name")
    found = audited(bench)
    assert numbers(found) == (1, 1, 1)
    assert [low.patient.id for low in found.listed] == [right]


def test_the_lows_of_two_records_that_are_one_patient_are_counted_once_each(bench: Bench) -> None:
    one, two = bench.patient("Bloom"), bench.patient("Bloom")
    bench.enter(one, "30", DAY)
    bench.enter(two, "31", DAY + timedelta(days=40))
    assert (numbers(audited(bench)), audited(bench).audit.patients) == ((2, 0, 2), 2)
    bench.desk.corrections.merge(one, two, "the same person")
    assert (numbers(audited(bench)), audited(bench).audit.patients) == ((2, 0, 2), 1)


def test_a_sample_in_the_wrong_tube_is_counted_apart_and_waits(bench: Bench) -> None:
    bench.enter(bench.patient(), "12", DAY, specimen=Specimen.EDTA)
    found = audited(bench)
    assert (found.audit.lows, found.audit.suspended, share(found, "suspended_answered")) == (0, 1, (0, 1))


def test_nothing_is_asked_under_asfotase_alfa(bench: Bench) -> None:
    patient = bench.patient()
    bench.desk.patients.add_medicine(patient, Medicine(name="Strensiq", started=date(2020, 1, 1)))
    bench.enter(patient, "20", DAY)
    found = audited(bench)
    assert (found.audit.lows, found.audit.suspended) == (0, 0)


def test_an_antiresorptive_begun_in_the_period_asks_for_an_alp_before(bench: Bench) -> None:
    known, unknown, before, other = (bench.patient(name) for name in ("Known", "Unknown", "Before", "Other"))
    bench.enter(known, "70", DAY)
    for patient, name, day in (
        (known, "Alendronate", DAY + timedelta(days=1)),
        (unknown, "Prolia", DAY + timedelta(days=1)),
        (before, "Alendronate", DAY - timedelta(days=1)),
        (other, "Zinc", DAY),
    ):
        bench.desk.patients.add_medicine(patient, Medicine(name=name, started=day))
    assert share(audited(bench), "antiresorptive_prior") == (1, 2)
    never = bench.desk.patients.add_medicine(other, Medicine(name="Alendronate", started=DAY + timedelta(days=1)))
    bench.desk.patients.withdraw_medicine(never.id or 0, "It was for another patient.")
    assert share(audited(bench), "antiresorptive_prior") == (1, 2), "nobody took what was entered by mistake"


def test_progress_is_told_and_a_cancelled_audit_gives_no_numbers(bench: Bench) -> None:
    bench.enter(bench.patient(), "30", DAY)
    steps: list[int] = []
    bench.desk.care.audit(DAY, TODAY, progress=lambda done, total: steps.append(100 * done // total))
    assert steps[0] == 0 and steps[-1] == 100 and steps == sorted(steps)
    with pytest.raises(AlpdeskError, match="cancelled"):
        bench.desk.care.audit(DAY, TODAY, cancelled=lambda: True)


def test_a_period_that_ends_before_it_begins_is_refused(bench: Bench) -> None:
    with pytest.raises(AlpdeskError, match="ends before it begins"):
        bench.desk.care.audit(TODAY, DAY)


def test_an_audit_writes_nothing(bench: Bench) -> None:
    bench.enter(bench.patient(), "30", DAY)
    before = bench.audit()
    audited(bench)
    assert bench.audit() == before


def test_a_repeat_in_a_tube_that_says_nothing_is_none(bench: Bench, clock: Clock) -> None:
    """In EDTA an ALP is low, or not, for the tube's sake: it repeats nothing."""
    patient = bench.patient()
    sign(bench, bench.enter(patient, "30", DAY))
    bench.enter(patient, "60", TODAY, specimen=Specimen.EDTA)
    clock.now += timedelta(days=400)
    assert audited(bench, DAY, DAY).audit.repeats.get(Repeat.IN_TIME, 0) == 0
    bench.enter(patient, "60", TODAY)
    assert audited(bench, DAY, DAY).audit.repeats.get(Repeat.IN_TIME, 0) == 1
