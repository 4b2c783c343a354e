"""Patients are found, kept once, and never changed behind somebody's back."""

from datetime import date

import pytest

from alpdesk.domain.records import DecisionKind, Event, Flag, Medicine, Patient, Sex
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from tests.services.conftest import Bench


def _new(number: str, family: str, given: str, born: date = date(1970, 5, 17)) -> Patient:
    return Patient(number=number, family_name=family, given_names=given, birth_date=born, sex=Sex.FEMALE)


def test_a_patient_is_found_without_accents_by_number_and_by_birth_date(desk: Desk) -> None:
    desk.patients.add(_new("A-77", "Çelik", "Gül"))
    desk.patients.add(_new("B-12", "Smith", "Ann", date(1980, 1, 1)))
    for text in ("celik", "gul cel", "A-77", "a77", "17.5.1970", "1970-05-17"):
        assert [one.number for one in desk.patients.search(text).items] == ["A-77"], text


def test_search_pages_through_everybody_once(desk: Desk) -> None:
    for n in range(25):
        desk.patients.add(_new(f"N{n:03}", f"Family{n % 5}", f"Given{n}"))
    seen, after = [], None
    while True:
        page = desk.patients.search("", limit=10, after=after)
        seen += [one.number for one in page.items]
        after = page.after
        if after is None:
            break
    assert sorted(seen) == [f"N{n:03}" for n in range(25)]
    assert desk.patients.count() == 25


def test_a_number_is_given_once(desk: Desk) -> None:
    desk.patients.add(_new("7", "One", "A"))
    with pytest.raises(AlpdeskError, match="belongs to One, A already"):
        desk.patients.add(_new("7", "Two", "B"))


def test_the_next_number_is_free(desk: Desk) -> None:
    desk.patients.add(_new("2", "One", "A"))
    assert desk.patients.next_number() == "3"


def test_a_likely_duplicate_is_named_whatever_accents_and_order(desk: Desk) -> None:
    first = desk.patients.add(_new("1", "Müller", "Änne"))
    desk.patients.add(_new("2", "Other", "Person"))
    found = desk.patients.likely_duplicates(_new("3", "Anne", "Mueller"))
    assert [one.id for one in found] == [first.id]
    assert desk.patients.likely_duplicates(first) == ()


def test_a_birth_date_in_the_future_is_refused(desk: Desk) -> None:
    with pytest.raises(AlpdeskError, match="future"):
        desk.patients.add(_new("1", "Not", "Yet", date(2026, 3, 3)))


def test_the_second_to_save_is_told_and_nothing_is_overwritten(desk: Desk) -> None:
    seen = desk.patients.add(_new("1", "Old", "Name"))
    desk.patients.update(seen.model_copy(update={"family_name": "First"}))
    with pytest.raises(ConflictError):
        desk.patients.update(seen.model_copy(update={"family_name": "Second"}))
    assert desk.patients.get(seen.id or 0).family_name == "First"


def test_one_action_leaves_one_audit_entry(bench: Bench) -> None:
    before = bench.audit()
    patient = bench.patient()
    bench.desk.patients.add_medicine(patient, Medicine(name="Alendronate"))
    bench.desk.patients.add_event(patient, Event(kind="fracture", on=date(2026, 1, 1)))
    bench.desk.patients.set_finding(patient, "jaundice", present=True)
    assert bench.audit() == before + 4


def test_a_changed_name_is_found_and_the_old_one_is_not(desk: Desk) -> None:
    kept = desk.patients.add(_new("1", "Maiden", "Ann"))
    desk.patients.update(kept.model_copy(update={"family_name": "Married"}))
    assert desk.patients.search("married").items
    assert not desk.patients.search("maiden").items


def test_a_medicine_gets_its_class_from_its_name(desk: Desk, bench: Bench) -> None:
    patient = bench.patient()
    kept = desk.patients.add_medicine(patient, Medicine(name="Alendronate 70 mg"))
    assert kept.medicine_class == "bisphosphonate"
    stopped = desk.patients.change_medicine(kept.model_copy(update={"stopped": date(2026, 3, 1)}))
    assert desk.patients.record(patient).medicines == (stopped,)


def test_a_medicine_cannot_end_before_it_began(desk: Desk, bench: Bench) -> None:
    medicine = Medicine(name="Zinc", started=date(2026, 2, 1), stopped=date(2026, 1, 1))
    with pytest.raises(AlpdeskError, match="before it was started"):
        desk.patients.add_medicine(bench.patient(), medicine)


def test_a_finding_can_become_unknown_again(desk: Desk, bench: Bench) -> None:
    patient = bench.patient()
    desk.patients.set_finding(patient, "jaundice", present=True)
    desk.patients.set_finding(patient, "jaundice", present=False)
    assert [one.present for one in desk.patients.record(patient).findings] == [False]
    desk.patients.set_finding(patient, "jaundice", present=None)
    assert desk.patients.record(patient).findings == ()


def test_a_finding_or_event_nobody_knows_is_refused(desk: Desk, bench: Bench) -> None:
    patient = bench.patient()
    with pytest.raises(AlpdeskError, match="not known"):
        desk.patients.set_finding(patient, "green_hair", present=True)
    with pytest.raises(AlpdeskError, match="not known"):
        desk.patients.add_event(patient, Event(kind="party", on=date(2026, 1, 1)))


def test_a_corrected_birth_date_makes_a_low_visible_and_keeps_what_was_shown(bench: Bench) -> None:
    """An adult's 60 U/L is fine; a child's is not."""
    desk = bench.desk
    patient = bench.patient(born=date(1980, 3, 12))
    assert bench.enter(patient, "60", date(2026, 2, 1)).assessment_id is None
    kept = desk.patients.get(patient)
    changed = kept.model_copy(update={"birth_date": date(2019, 3, 12)})
    desk.patients.update(changed, "typed a wrong year", signed=desk.impact.impact_of_patient(changed))
    shown = desk.decisions.waiting(patient)
    assert shown is not None and shown.assessment.alp.flag is Flag.LOW
    assert desk.patients.record(patient).panels[0].results[0].flag is Flag.WITHIN


def test_a_birth_date_after_a_sample_is_refused(bench: Bench) -> None:
    patient = bench.patient()
    bench.enter(patient, "60", date(2020, 2, 1))
    kept = bench.desk.patients.get(patient)
    with pytest.raises(AlpdeskError, match="after the sample of 1 February 2020"):
        bench.desk.patients.update(kept.model_copy(update={"birth_date": date(2020, 2, 2)}))


def test_taking_asfotase_off_the_list_makes_the_low_speak(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    drug = desk.patients.add_medicine(patient, Medicine(name="Strensiq", started=date(2025, 1, 1)))
    entered = bench.enter(patient, "20", date(2026, 2, 1))
    assert entered.assessment is not None and entered.assessment.alp.flag is Flag.SUSPENDED
    assert desk.decisions.waiting(patient) is None
    desk.patients.change_medicine(drug.model_copy(update={"name": "Paracetamol", "medicine_class": ""}))
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None and waiting.assessment.alp.flag is Flag.LOW


def test_a_change_that_brings_nothing_new_asks_nobody_again(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    entered = bench.enter(patient, "20", date(2026, 2, 1))
    draft = DecisionDraft(patient_id=patient, assessment_id=entered.assessment_id or 0, kind=DecisionKind.REPEAT)
    desk.decisions.sign(draft)
    desk.patients.set_finding(patient, "menopause", present=True)
    assert desk.decisions.waiting(patient) is None
