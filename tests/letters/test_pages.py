"""The pages themselves: literal text, margins, window, equal bytes."""

import io
import unicodedata
from collections.abc import Iterator
from datetime import date

import pypdf
import pytest
from PySide6.QtGui import QImage

from alpdesk.domain.letter import LetterDraft
from alpdesk.domain.records import LetterKind
from alpdesk.letters.layout import render, sheet_of
from alpdesk.letters.paper import paper
from tests.hostile.corpus import FORMULAS, MARKUP
from tests.letters import people
from tests.letters.people import CLINIC, PEOPLE, Person, alp, panel
from tests.letters.pictures import pictures

PAPERS = ("A4", "Letter")
HOSTILE = (*MARKUP[:12], FORMULAS[0], "{name} {phone}", "%s %(name)s")
NAMES = (
    *HOSTILE,
    "x" * 255,
    "Wolfeschlegelsteinhausenbergerdorff " * 7,
    "Łukasz Żółć",
    "Nguyễn Thị Hồng",
    "E\u0301milie x\u030c",
    "دعاء الأحمد",
    "דוד לוי",
    "राम शर्मा",
    "李明",
    "Zoë 😀",
)


def pages(letter: LetterDraft) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(render(letter))).pages)


def squeezed(text: str) -> str:
    """Return the text without blanks: a long name may break anywhere."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def letter_to(name: str, kind: LetterKind = LetterKind.PATIENT, sheet: str = "A4") -> LetterDraft:
    person = Person(people.first_low().panels, given=name.strip(), family="")
    return person.letter(kind, clinic=CLINIC.model_copy(update={"paper": sheet}))


def drawn(letter: LetterDraft) -> Iterator[QImage]:
    for picture in pictures(render(letter)):
        yield picture.convertToFormat(QImage.Format.Format_Grayscale8)


def has_ink(image: QImage, left: float, top: float, right: float, bottom: float) -> bool:
    bits, line = bytes(image.constBits()), image.bytesPerLine()
    first, last = max(0, int(left)), min(image.width(), int(right))
    rows = range(max(0, int(top)), min(image.height(), int(bottom)))
    return any(min(bits[row * line + first : row * line + last], default=255) < 200 for row in rows)


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_printed_letter_for_letter(name: str, kind: LetterKind) -> None:
    text = squeezed("".join(page.extract_text() for page in pages(letter_to(name, kind))))
    assert squeezed(name) in text


@pytest.mark.parametrize("name", NAMES)
def test_a_name_brings_no_picture_no_link_and_no_warning_of_its_own(name: str) -> None:
    letter = letter_to(name)
    set_pages = pages(letter)
    assert all(not list(page.images) and "/Annots" not in page for page in set_pages)
    assert "glyph" not in {warning.id for warning in letter.warnings}


@pytest.mark.parametrize(
    "name", ["x" * 255, "Łukasz Żółć", "Nguyễn Thị Hồng", "E\u0301milie x\u030c", "李明", "Zoë 😀"]
)
def test_a_difficult_name_can_be_found_in_the_page(name: str) -> None:
    assert squeezed(name) in squeezed(pages(letter_to(name))[0].extract_text())


@pytest.mark.parametrize("name", ["دعاء الأحمد", "דוד לוי"])
def test_the_letters_of_a_right_to_left_name_are_all_there(name: str) -> None:
    text = pages(letter_to(name))[0].extract_text()
    assert set(squeezed(name)) <= set(squeezed(text))


def test_a_character_no_font_prints_is_named_before_it_is_printed() -> None:
    letter = letter_to("Kim \U0001f9ec\u202e")
    warning = next(warning for warning in letter.warnings if warning.id == "glyph")
    assert "U+1F9EC" in warning.text
    assert "U+202E" in warning.text
    assert "\u25a0" not in pages(letter)[0].extract_text()


@pytest.mark.parametrize("kind", list(LetterKind))
def test_equal_letters_give_equal_bytes(kind: LetterKind) -> None:
    letter = people.full_record().letter(kind)
    first = render(letter)
    render(letter_to("राम शर्मा דוד 李明"))
    assert render(letter) == first


def test_equal_letters_with_a_shaped_name_give_equal_bytes() -> None:
    letter = letter_to("राम शर्मा")
    first = render(letter)
    render(letter_to("श्रीमती क्षत्रिय"))
    assert render(letter) == first


def test_the_file_says_its_kind_and_language_and_nothing_of_the_patient() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render(people.persistent().letter())))
    assert reader.metadata is not None
    assert reader.metadata.title == "Letter to a patient"
    assert str(reader.root_object["/Lang"]) == "en"
    assert "Mensah" not in str(dict(reader.metadata))


@pytest.mark.parametrize("sheet", PAPERS)
def test_the_second_page_has_its_number_and_no_address(sheet: str) -> None:
    letter = people.persistent().letter(clinic=CLINIC.model_copy(update={"paper": sheet}))
    first, second = (page.extract_text() for page in pages(letter))
    assert "5 High Street" in first
    assert "Page 1 of 2" in first
    assert "5 High Street" not in second
    assert "Page 2 of 2" in second


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_names_the_state_of_the_record(name: str) -> None:
    for page in pages(PEOPLE[name]().letter()):
        assert "Record of 20 April 2026, rule book" in page.extract_text()


@pytest.mark.parametrize("sheet", PAPERS)
@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("name", ["full-record", "long-history", "growing-boy"])
def test_nothing_stands_outside_the_margins(name: str, kind: LetterKind, sheet: str) -> None:
    letter = PEOPLE[name]().letter(kind, clinic=CLINIC.model_copy(update={"paper": sheet}))
    size = paper(sheet)
    for image in drawn(letter):
        assert not has_ink(image, 30, 0, size.left - 2, size.height)
        assert not has_ink(image, size.width - size.right + 2, 0, size.width, size.height)
        assert not has_ink(image, 0, 0, size.width, 30)
        assert not has_ink(image, 0, size.height - 24, size.width, size.height)


@pytest.mark.parametrize("sheet", PAPERS)
@pytest.mark.parametrize("name", NAMES)
def test_the_address_stays_inside_the_window(name: str, sheet: str) -> None:
    letter = letter_to(name, sheet=sheet)
    image, size = next(drawn(letter)), sheet_of(letter)
    window = size.address
    below = window.top + window.height
    assert has_ink(image, window.left, window.top, window.left + window.width, below)
    assert not has_ink(image, size.left, below + 1, size.left + window.width, size.first_top - 1)
    assert not has_ink(image, window.left + window.width + 1, window.top, size.references.left - 1, below)


def test_a_long_address_is_set_smaller_and_stays_whole() -> None:
    address = "\n".join(f"Line {number} of a very long address in the country" for number in range(9))
    person = Person(people.first_low().panels, address=address)
    text = squeezed(pages(person.letter())[0].extract_text())
    assert all(squeezed(line) in text for line in address.splitlines())


def test_a_long_table_goes_on_with_its_head_repeated() -> None:
    days = [date(2024, 1, 1 + index) for index in range(20)]
    person = Person(tuple(panel(day, alp("30", "35", "104")) for day in days))
    letter = person.letter()
    table = next(block for block in letter.blocks if block.id == "results")
    rows = tuple(table.model_copy().rows * 12)  # type: ignore[union-attr]  # a results table
    long = letter.model_copy(
        update={"blocks": tuple(b.model_copy(update={"rows": rows}) if b.id == "results" else b for b in letter.blocks)}
    )
    texts = [page.extract_text() for page in pages(long)]
    assert len(texts) >= 3
    assert all("Laboratory's interval" in text for text in texts[1:3])


@pytest.mark.parametrize("name", ["first-low", "child", "edta", "back-to-normal", "treated"])
def test_a_letter_to_a_patient_is_one_page_with_its_signature(name: str) -> None:
    assert "Dr Nadia Ade" in pages(PEOPLE[name]().letter())[0].extract_text()


@pytest.mark.parametrize("name", ["first-low", "persistent", "on-alendronate", "child", "edta", "long-history"])
def test_a_referral_is_one_page(name: str) -> None:
    assert len(pages(PEOPLE[name]().letter(LetterKind.REFERRAL))) == 1


def test_a_low_value_is_told_without_colour() -> None:
    text = pages(people.persistent().letter())[1].extract_text()
    assert "↓ 29 low" in text.replace("\n", " ")


def test_words_with_line_breaks_and_markup_are_set_as_typed() -> None:
    letter = people.first_low().letter().with_words({"about": "First line\n<b>second</b> & third"})
    assert "<b>second</b> & third" in pages(letter)[0].extract_text()
