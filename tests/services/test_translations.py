"""Languages of letters are signed off by clinicians, edition by edition."""

import json
from dataclasses import replace
from datetime import date

import pytest

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.records import LetterKind, Role, User
from alpdesk.domain.terms import EditKind, TranslationState
from alpdesk.errors import AlpdeskError
from alpdesk.letters.catalogue import edition
from alpdesk.services.desk import Desk
from alpdesk.store import clinic_edits
from alpdesk.store.audit import Actor
from tests.services.conftest import Bench


def state(desk: Desk, language: str) -> TranslationState:
    return next(each for each in desk.translations.list() if each.language == language).state


def warned(bench: Bench, patient: int, language: str) -> bool:
    draft = bench.desk.letters.compose(patient, LetterKind.PATIENT, language)
    found = [warning for warning in draft.warnings if warning.id == "translation"]
    assert not any(warning.blocks for warning in found)
    return bool(found)


def test_every_translation_waits_for_a_native_speaking_clinician(desk: Desk) -> None:
    assert {each.language for each in desk.translations.list()} == {"es", "de", "fr", "hi", "ar"}
    assert {each.state for each in desk.translations.list()} == {TranslationState.WAITING}


def test_a_letter_says_so_until_its_language_is_signed_off(bench: Bench) -> None:
    patient = bench.patient()
    bench.enter(patient, "30", date(2026, 2, 10))
    assert warned(bench, patient, "de")
    assert not warned(bench, patient, "en")
    bench.desk.translations.sign("de", edition("de"), "read aloud to two patients")
    assert not warned(bench, patient, "de")
    assert warned(bench, patient, "fr")
    bench.desk.translations.take_back("de", "one sentence reads badly")
    assert warned(bench, patient, "de")


def test_who_signed_when_and_why_stays_readable(desk: Desk) -> None:
    desk.translations.sign("hi", edition("hi"), "read whole")
    found = next(each for each in desk.translations.list() if each.language == "hi")
    assert (found.state, found.by, found.reason) == (TranslationState.SIGNED, "Dr. Test", "read whole")
    assert found.at is not None


def test_a_sign_off_lapses_when_the_translation_changes(desk: Desk) -> None:
    with desk.context.begin("as if an older edition had been signed") as session:
        older = ClinicEdit(kind=EditKind.TRANSLATION, key="ar", body=json.dumps({"edition": "older"}))
        clinic_edits.keep(session, older)
    assert state(desk, "ar") is TranslationState.LAPSED


def test_only_what_was_read_can_be_signed(desk: Desk) -> None:
    with pytest.raises(AlpdeskError, match="changed since it was opened"):
        desk.translations.sign("fr", "another edition")
    with pytest.raises(AlpdeskError, match="no letters in the language xx"):
        desk.translations.sign("xx", "")
    assert state(desk, "fr") is TranslationState.WAITING


def test_staff_sign_no_translation(desk: Desk) -> None:
    clerk = desk.users.add(User(name="Jo Clerk", role=Role.STAFF)).id
    staff = Desk(replace(desk.context, actor=Actor(clerk, "Jo Clerk", "desk-2")))
    with pytest.raises(AlpdeskError, match="Only a clinician"):
        staff.translations.sign("es", edition("es"))
    assert state(desk, "es") is TranslationState.WAITING


def test_all_sentences_stand_beside_the_english_ones(desk: Desk) -> None:
    pairs = {(each.section, each.key): each for each in desk.translations.pairs("de")}
    assert pairs["parents", "emergency"].english.startswith("Call an ambulance")
    assert pairs["parents", "emergency"].own.startswith("Rufen Sie den Rettungsdienst")
    assert all(each.own for each in pairs.values() if "(" not in each.key)


def test_a_sign_off_turns_no_flag_and_no_edition_of_the_rules(desk: Desk) -> None:
    before = desk.rules.version
    desk.translations.sign("es", edition("es"))
    with desk.context.database.read():
        assert desk.rules.version == before
