"""The clinic's paper: the picture on the letterhead taken on, withdrawn, put back; letters set with what held then."""

from datetime import date
from pathlib import Path

import pytest

from alpdesk.domain.records import Patient
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from tests.letters.test_logo import OPEN, png
from tests.services.conftest import Bench

MARCH = date(2026, 3, 1)


def red(_svg: bytes) -> bytes:
    return png((60, 30), "RGB", (200, 0, 0))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "logo.png"
    file.write_bytes(png((60, 30), "RGB", (0, 90, 98)))
    return file


def test_a_clinic_without_a_picture_has_none(desk: Desk) -> None:
    assert desk.letterhead.logo() is None and desk.letterhead.picture() is None


def test_taking_on_withdrawing_and_putting_back_are_one_entry_each(bench: Bench, picture: Path) -> None:
    before, head = bench.audit(), bench.desk.letterhead
    first = head.take_on(picture, red)
    assert bench.audit() == before + 1 and head.logo() == first and first.name == "logo.png"
    assert (head.picture() or b"").startswith(b"\x89PNG")
    head.withdraw(first.id or 0)
    assert bench.audit() == before + 2 and head.logo() is None
    head.put_back(first.id or 0)
    assert bench.audit() == before + 3 and head.logo() == first


def test_the_same_picture_is_not_taken_on_twice(bench: Bench, picture: Path) -> None:
    first = bench.desk.letterhead.take_on(picture, red)
    before = bench.audit()
    assert bench.desk.letterhead.take_on(picture, red) == first
    assert bench.audit() == before


def test_the_picture_before_holds_again_when_the_newer_is_withdrawn(desk: Desk, picture: Path, tmp_path: Path) -> None:
    first = desk.letterhead.take_on(picture, red)
    drawing = tmp_path / "logo.svg"
    drawing.write_text(f"{OPEN}<rect/></svg>", encoding="utf-8")
    second = desk.letterhead.take_on(drawing, red)
    assert desk.letterhead.logo() == second
    desk.letterhead.withdraw(second.id or 0)
    assert desk.letterhead.logo() == first
    with pytest.raises(AlpdeskError, match="withdrawn before"):
        desk.letterhead.withdraw(second.id or 0)


def test_a_refused_picture_leaves_no_trace(bench: Bench, tmp_path: Path) -> None:
    file, before = tmp_path / "logo.svg", bench.audit()
    file.write_text(f"{OPEN}<script/></svg>", encoding="utf-8")
    with pytest.raises(AlpdeskError, match=r"holds <script>"):
        bench.desk.letterhead.take_on(file, red)
    assert bench.audit() == before and bench.desk.letterhead.logos() == ()


def test_a_letter_is_set_with_the_picture_that_held_when_it_was_composed(bench: Bench, picture: Path) -> None:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "34", MARCH)
    bare = desk.letters.pdf(desk.letters.compose(patient, "patient"))
    logo = desk.letterhead.take_on(picture, red)
    draft = desk.letters.compose(patient, "patient")
    assert draft.logo == logo.sha256
    pages = desk.letters.pdf(draft)
    assert b"/Subtype /Image" in pages and b"/Subtype /Image" not in bare
    desk.letterhead.withdraw(logo.id or 0)
    assert desk.letters.pdf(draft) == pages


def test_a_letter_names_the_state_of_the_record_and_keeps_its_number_when_only_that_moved(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "34", MARCH)
    head = desk.context.database.head()
    draft = desk.letters.compose(patient, "patient")
    assert draft.anchor == f"Record state {head.seq} / {head.hash[:4]} {head.hash[4:8]}"
    bench.patient("Another")
    later = desk.letters.compose(patient, "patient")
    assert later.anchor != draft.anchor
    assert later.model_copy(update={"anchor": draft.anchor}) == draft


def test_large_print_is_the_patients_and_not_the_colleagues(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "34", MARCH)
    kept: Patient = desk.patients.get(patient)
    desk.patients.update(kept.model_copy(update={"large_print": True}))
    assert desk.letters.compose(patient, "patient").large_print
    assert not desk.letters.compose(patient, "referral").large_print
