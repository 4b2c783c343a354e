"""What is known of a patient beside results: every word of it stays readable, and the second hand is told."""

from datetime import date

import pytest

from alpdesk.domain.records import Event, Medicine
from alpdesk.errors import AlpdeskError, ConflictError
from tests.services.conftest import Bench

DAY = date(2026, 2, 1)


def test_every_word_about_a_finding_stays_with_who_said_it(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    for present in (True, True, False, None, True):
        desk.patients.set_finding(patient, "jaundice", present)
    said = desk.patients.finding_entries(patient)
    assert [one.entry.present for one in said] == [True, None, False, True]
    assert {one.by for one in said} == {"Dr. Test"}
    assert [(one.finding, one.present) for one in desk.patients.record(patient).findings] == [("jaundice", True)]
    desk.patients.set_finding(patient, "jaundice", None)
    assert desk.patients.record(patient).findings == ()
    assert len(desk.patients.finding_entries(patient)) == 5


def test_a_word_that_stood_there_before_words_were_kept_is_kept_with_the_next_one(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    desk.patients.set_finding(patient, "jaundice", True)
    with desk.context.begin("as an older edition left it") as session:
        from alpdesk.store.care_tables import FindingEntryRow

        session.delete(session.get_one(FindingEntryRow, 1))
    desk.patients.set_finding(patient, "jaundice", None)
    assert [(one.entry.present, one.by) for one in desk.patients.finding_entries(patient)] == [
        (None, "Dr. Test"),
        (True, ""),
    ]


def test_who_answers_a_question_that_somebody_else_answered_meanwhile_is_told(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    desk.patients.set_finding(patient, "jaundice", False, seen=None)
    with pytest.raises(ConflictError, match="Jaundice: somebody else has noted “absent”"):
        desk.patients.set_finding(patient, "jaundice", True, seen=None)
    desk.patients.set_finding(patient, "jaundice", False, seen=None)
    desk.patients.set_finding(patient, "jaundice", True, seen=False)
    assert [one.present for one in desk.patients.record(patient).findings] == [True]


def test_a_merge_brings_the_words_along(bench: Bench) -> None:
    desk, keep, gone = bench.desk, bench.patient("Bloom"), bench.patient("Blum")
    desk.patients.set_finding(gone, "jaundice", True)
    desk.patients.set_finding(gone, "jaundice", None)
    merge = desk.corrections.merge(keep, gone, "One person.").correction
    assert len(desk.patients.finding_entries(keep)) == 2
    desk.corrections.unmerge(merge.id or 0, "Two people.")
    assert len(desk.patients.finding_entries(gone)) == 2 and not desk.patients.finding_entries(keep)


def test_a_medicine_never_taken_is_withdrawn_with_its_reason_and_counts_no_more(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    kept = desk.patients.add_medicine(patient, Medicine(name="asfotase alfa", started=date(2025, 1, 1)))
    assert bench.enter(patient, "29", DAY).assessment_id is not None
    assert desk.decisions.waiting(patient) is None
    with pytest.raises(AlpdeskError, match="Say why"):
        desk.patients.withdraw_medicine(kept.id or 0, " ")
    desk.patients.withdraw_medicine(kept.id or 0, "Another patient's.")
    assert desk.patients.record(patient).medicines == ()
    (gone,), _ = desk.patients.withdrawn(patient)
    assert (gone.name, gone.withdrawn) == ("asfotase alfa", "Another patient's.")
    assert desk.decisions.waiting(patient) is not None, "the low that was not read under it waits now"
    with pytest.raises(AlpdeskError, match="withdrawn before"):
        desk.patients.withdraw_medicine(kept.id or 0, "again")


def test_an_event_that_never_happened_is_withdrawn_with_its_reason(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    kept = desk.patients.add_event(patient, Event(kind="cardiac_surgery_bypass", on=DAY))
    desk.patients.withdraw_event(kept.id or 0, "Typed into the wrong record.")
    assert desk.patients.record(patient).events == ()
    _, (gone,) = desk.patients.withdrawn(patient)
    assert gone.withdrawn == "Typed into the wrong record."


def test_what_a_colleague_withdrew_meanwhile_is_not_changed_as_if_it_counted(bench: Bench) -> None:
    patients, patient = bench.desk.patients, bench.patient()
    medicine = patients.add_medicine(patient, Medicine(name="alendronate", started=date(2025, 1, 1)))
    event = patients.add_event(patient, Event(kind="dialysis", on=date(2025, 1, 1)))
    patients.withdraw_medicine(medicine.id or 0, "of another patient")
    patients.withdraw_event(event.id or 0, "of another patient")
    with pytest.raises(AlpdeskError, match="was withdrawn since you opened it: of another patient"):
        patients.change_medicine(medicine.model_copy(update={"stopped": date(2025, 2, 1)}))
    with pytest.raises(AlpdeskError, match="was withdrawn since you opened it"):
        patients.change_event(event.model_copy(update={"on": date(2025, 2, 1)}), "a slip")
