"""Every look is in the trail once, and the page of a patient tells who did what."""

from datetime import date, timedelta

import pytest

from alpdesk.domain.records import DecisionKind, LetterKind, Role, User
from alpdesk.domain.terms import LetterEventKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.services.letter_keeping import held_letter, note_event
from alpdesk.services.looks import DeedFilter
from alpdesk.services.panels import ResultDraft
from alpdesk.store.audit_check import verify
from tests.conftest import Clock
from tests.services.conftest import Bench
from tests.services.test_who_may import as_user

DAY = date(2026, 2, 20)


def _actions(desk: Desk, patient: int, **more: object) -> list[str]:
    return [deed.action for deed in desk.looks.of_patient(patient, **more)]  # type: ignore[arg-type]


def _checked(desk: Desk) -> None:
    with desk.context.database.read() as session:
        assert verify(session.connection()).faults == ()


def test_a_look_is_noted_once_until_somebody_comes_back(bench: Bench, clock: Clock) -> None:
    patient, other = bench.patient(), bench.patient("Other")
    bench.desk.looks.opened(patient)
    bench.desk.looks.opened(patient)
    bench.desk.looks.opened(other)
    bench.desk.looks.opened(patient)
    assert _actions(bench.desk, patient) == ["patient opened", "patient added"]
    clock.now += timedelta(minutes=11)
    bench.desk.looks.opened(patient)
    assert _actions(bench.desk, patient)[:2] == ["patient opened", "patient opened"]
    _checked(bench.desk)


def test_every_change_about_a_patient_is_told_of_the_patient_and_of_nobody_else(bench: Bench) -> None:
    desk, patient, other = bench.desk, bench.patient(), bench.patient("Other")
    entered = bench.enter(patient, "30", DAY)
    result = desk.panels.get(entered.panel_id).results[0].id or 0
    desk.corrections.correct(entered.panel_id, result, ResultDraft(analyte="alp", value="31", unit="U/L"), "misread")
    letter = desk.letters.keep(desk.letters.compose(patient, LetterKind.PATIENT))
    desk.looks.letter_opened(letter.id)
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None
    kind = DecisionKind.NO_ACTION
    desk.decisions.sign(DecisionDraft(patient_id=patient, assessment_id=waiting.id, kind=kind, reason="seen"))
    desk.patients.update(desk.patients.get(patient).model_copy(update={"notes": "called"}))
    found = _actions(desk, patient)
    assert found[0] == "patient changed" and found[-1] == "patient added"
    assert {"panel entered", "result corrected", "letter kept", "letter opened", "decision signed"} <= set(found)
    assert _actions(desk, other) == ["patient added"]
    _checked(desk)


def test_a_letter_that_went_out_is_told_of_its_patient(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "30", DAY)
    letter = desk.letters.keep(desk.letters.compose(patient, LetterKind.PATIENT))
    with desk.context.begin("letter looked after") as session:
        note_event(session, desk.context, held_letter(session, letter.id), LetterEventKind.PRINTED)
    assert _actions(desk, patient)[0] == "letter looked after", "the row itself names the letter only"
    _checked(desk)


def test_a_merged_record_keeps_what_was_done_to_it(bench: Bench) -> None:
    desk, gone, stays = bench.desk, bench.patient(), bench.patient("Stays")
    desk.looks.opened(gone)
    desk.corrections.merge(stays, gone, "one person")
    assert {"patient opened", "patients merged"} <= set(_actions(desk, stays))
    _checked(desk)


def test_it_is_told_by_person_and_by_day_a_page_at_a_time(bench: Bench, clock: Clock) -> None:
    desk, patient = bench.desk, bench.patient()
    for _ in range(5):
        clock.now += timedelta(days=1)
        desk.looks.opened(patient)
    every = desk.looks.of_patient(patient)
    assert [deed.seq for deed in desk.looks.of_patient(patient, limit=2)] == [every[0].seq, every[1].seq]
    rest = desk.looks.of_patient(patient, before=every[1].seq)
    assert [deed.seq for deed in rest] == [deed.seq for deed in every[2:]]
    day = every[2].at.astimezone().date()
    assert [d.seq for d in desk.looks.of_patient(patient, DeedFilter(since=day, until=day))] == [every[2].seq]
    assert desk.looks.of_patient(patient, DeedFilter(user_id=4711)) == ()


def test_search_and_print_are_noted_with_what_was_asked_for(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    desk.looks.searched("  ")
    desk.looks.searched("Möller '; DROP TABLE audit; --")
    desk.looks.printed("Safety net", (patient,))
    (printed, _) = desk.looks.of_patient(patient)
    assert (printed.action, printed.noted) == ("printed or saved", ("Safety net",))
    searched = [deed for deed in desk.looks.of_clinic() if deed.action == "searched"]
    assert [deed.noted for deed in searched] == [("Möller '; DROP TABLE audit; --",)]
    _checked(desk)


def test_only_an_administrator_reads_what_everybody_did(bench: Bench) -> None:
    patient = bench.patient()
    assert bench.desk.looks.of_clinic()
    for role in (Role.STAFF, Role.CLINICIAN):
        desk = as_user(bench.desk, bench.desk.users.add(User(name=f"Jo {role}", role=role)))
        assert desk.looks.of_patient(patient)
        with pytest.raises(AlpdeskError, match="Only an administrator"):
            desk.looks.of_clinic()
