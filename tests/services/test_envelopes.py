"""Envelopes and labels for letters on file."""

from datetime import date

import pytest

from alpdesk.errors import AlpdeskError
from tests.letters.geometry import words_of
from tests.services.conftest import Bench

SAMPLED = date(2026, 3, 1)


def letter(bench: Bench, name: str, address: str = "5 High Street\nOxford") -> int:
    patient = bench.patient(name)
    bench.enter(patient, "34", SAMPLED)
    kept = bench.desk.patients.get(patient)
    bench.desk.patients.update(kept.model_copy(update={"address": address}))
    return bench.desk.letters.keep(bench.desk.letters.compose(patient, "patient")).id


def test_what_suits_the_clinics_paper_is_offered_first(bench: Bench) -> None:
    desk = bench.desk
    offered = desk.envelopes.offered()
    assert [each.id for each in offered[:2]] == ["dl", "c6"] and offered[-1].id == "us_20"
    desk.clinic.update(desk.clinic.get().model_copy(update={"paper": "Letter"}))
    assert [each.id for each in desk.envelopes.offered()[:4]] == ["us10", "us6x9", "us_30", "us_20"]


def test_letters_go_onto_envelopes_and_labels_in_their_order_and_it_is_noted(bench: Bench) -> None:
    ids = [letter(bench, name) for name in ("Bloom", "Ash")]
    before = bench.audit()
    pages = words_of(bench.desk.envelopes.pdf(ids, "dl"))
    assert [any(word.text == name for word in page) for page, name in zip(pages, ("Bloom", "Ash"), strict=True)]
    (sheet,) = words_of(bench.desk.envelopes.pdf(ids, "a4_21", start=5))
    assert {"Bloom", "Ash"} <= {word.text for word in sheet}
    assert bench.audit() == before
    bench.desk.envelopes.note_made(ids, "dl")
    assert bench.audit() == before + 1


def test_a_letter_without_an_address_is_named_and_nothing_is_made(bench: Bench) -> None:
    ids = [letter(bench, "Bloom"), letter(bench, "Ash", "")]
    number, before = bench.desk.letters.get(ids[1]).number, bench.audit()
    with pytest.raises(AlpdeskError, match=f"{number} has no address"):
        bench.desk.envelopes.pdf(ids, "dl")
    assert bench.audit() == before
