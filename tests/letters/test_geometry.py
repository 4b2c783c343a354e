"""Words outside the window, on each other, past the margin, or left alone by a page: none, on every paper and form."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from alpdesk.domain.letter import Heading, LetterDraft, Paragraph
from alpdesk.domain.records import LetterKind
from alpdesk.letters.catalogue import offered
from alpdesk.letters.compose import compose
from alpdesk.letters.layout import render, sheet_of
from alpdesk.letters.paper import MM, paper
from tests.letters.geometry import faults, words_of
from tests.letters.people import CLINIC, PEOPLE, rules

FORMS = (("A4", ""), ("A4", "din5008a"), ("A4", "din5008b"), ("A4", "uk"), ("Letter", ""))
SHOWN = ("first-low", "on-alendronate", "growing-boy", "edta", "long-history", "full-record")


def letters(paper: str, form: str, *, large: bool) -> Iterator[LetterDraft]:
    clinic = CLINIC.model_copy(update={"paper": paper, "address_form": form})
    for name in SHOWN:
        for kind in LetterKind:
            draft = PEOPLE[name]().letter(kind, clinic=clinic)
            marks = {"large_print": large, "number": "7K3F-9QXM-2BVA", "anchor": "Record state 18,204 / 7f3a 91c2"}
            yield draft.model_copy(update=marks)


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
@pytest.mark.parametrize(("paper", "form"), FORMS)
def test_everything_stands_where_it_may(paper: str, form: str, large: bool) -> None:
    found = {
        f"{draft.kind} {draft.subject}": wrong
        for draft in letters(paper, form, large=large)
        if (wrong := faults(render(draft), draft, sheet_of(draft)))
    }
    assert found == {}


SHEET = paper("A4", "din5008b")
DRAFT = next(letters("A4", "din5008b", large=False)).model_copy(
    update={
        "blocks": (
            Heading(id="h", rule="h", text="What happens"),
            Paragraph(id="p", rule="p", text="One line and another line and the last one"),
        )
    }
)


def drawn(*pages: Callable[[Canvas], None]) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(SHEET.width, SHEET.height))
    for number, page in enumerate(pages):
        if not number:
            write(canvas, "Kwame", 25, 66)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def write(canvas: Canvas, text: str, left: float, top: float) -> None:
    canvas.setFont("Helvetica", 10)
    canvas.drawString(left * MM, SHEET.height - top * MM, text)


def at(text: str, left: float, top: float) -> Callable[[Canvas], None]:
    return lambda canvas: write(canvas, text, left, top)


def two(canvas: Canvas) -> None:
    write(canvas, "Here", 30, 120)
    write(canvas, "There", 31, 121)


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ((at("Margin", 185, 150),), "'Margin' stands outside the margins"),
        ((at("Low", 30, 292),), "'Low' stands outside the margins"),
        ((two,), "stand on each other"),
        ((at("Secret", 30, 92),), "'Secret' shows in the window"),
        ((at("What happens", 25, 270), at("One", 25, 31)), "ends with the heading"),
        ((at("Before", 25, 270), at("the last one", 25, 31)), "begins with the last line of a paragraph"),
        ((at("One line and", 25, 270), at("another line", 25, 31)), "ends with the first line of a paragraph"),
    ],
)
def test_a_fault_of_each_sort_is_found(pages: tuple[Callable[[Canvas], None], ...], said: str) -> None:
    found = faults(drawn(*pages), DRAFT, SHEET)
    assert len(found) == 1 and said in found[0]


def test_a_page_without_an_address_and_one_without_a_fault_are_told_apart() -> None:
    right = drawn(at("Blood test", 25, 110))
    assert faults(right, DRAFT, SHEET) == []
    moved = SHEET._replace(address=SHEET.address._replace(top=20))
    assert any("window is empty" in fault for fault in faults(right, DRAFT, moved))


def test_words_are_read_whole() -> None:
    assert [word.text for word in words_of(drawn(at("Blood test", 25, 110)))[0]] == ["Kwame", "Blood", "test"]


@pytest.mark.parametrize("language", offered())
def test_everything_stands_where_it_may_in_every_language(language: str) -> None:
    found = {}
    for paper_name, large, name in (("A4", False, "full-record"), ("Letter", True, "growing-boy")):
        clinic = CLINIC.model_copy(update={"paper": paper_name, "language": language})
        for kind in LetterKind:
            draft = compose(PEOPLE[name]().source(clinic), rules(), kind, language)
            draft = draft.model_copy(update={"large_print": large, "number": "7K3F-9QXM-2BVA", "anchor": "18 / 7f3a"})
            if wrong := faults(render(draft), draft, sheet_of(draft)):
                found[f"{kind} {paper_name}"] = wrong
    assert found == {}
