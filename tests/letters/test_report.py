"""Reports on paper: literal words, heads on every page, nothing cut, equal bytes."""

import io

import pypdf
import pytest
from pydantic import ValidationError

from alpdesk.domain.report import Report, ReportSection, ReportTable
from alpdesk.letters.report import render
from tests.letters.test_pages import NAMES, squeezed

LONG = ReportTable(
    caption="Waiting",
    head=("Patient", "Since"),
    rows=tuple((f"Row {number}", f"{number} days") for number in range(150)),
    right=(1,),
)


def report(*sections: ReportSection, **frame: object) -> Report:
    made = {"title": "Audit of care", "clinic": "River Clinic", "period": "March", "footer": "State 7-abc"}
    return Report.model_validate({**made, "page_words": "Page {page} of {pages}", "sections": sections, **frame})


def pages(made: Report) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render(made))).pages]


def test_a_long_table_goes_on_under_its_head_and_no_row_is_lost() -> None:
    found = pages(report(ReportSection(heading="All", tables=(LONG,))))
    assert len(found) > 2
    assert all("Patient" in page and "Since" in page and "Waiting" in page for page in found)
    words = " ".join(found).split("\n")
    assert [number for number in range(150) if not any(f"Row {number}" in line for line in words)] == []


def test_every_page_says_which_it_is_and_what_state_of_the_record_it_shows() -> None:
    found = pages(report(ReportSection(tables=(LONG,))))
    for number, page in enumerate(found, 1):
        assert f"Page {number} of {len(found)}" in page
        assert "State 7-abc" in page
        assert "River Clinic" in page and "Audit of care" in page and "March" in page


def test_a_table_begins_on_the_page_where_it_is_announced() -> None:
    first = pages(report(ReportSection(heading="All", paragraphs=("Before.",), tables=(LONG,))))[0]
    assert "Before." in first and "Row 0" in first


def test_a_cell_taller_than_a_page_is_split_and_printed_whole() -> None:
    tall = ReportTable(head=("Note", "Day"), rows=((" ".join(f"w{number}" for number in range(4000)), "today"),))
    found = pages(report(ReportSection(tables=(tall,))))
    assert len(found) > 1
    assert {f"w{number}" for number in range(4000)} <= set(" ".join(found).split())


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_printed_letter_for_letter(name: str) -> None:
    table = ReportTable(caption=name, head=("Patient", name), rows=((name, "1"),), note=name)
    made = report(ReportSection(heading=name, notice=name, paragraphs=(name,), items=(name,), tables=(table,)))
    text = squeezed("".join(pages(made)))
    ascii_name = squeezed(name)
    if name.isascii():
        assert text.count(ascii_name) == 8
    assert render(made) == render(made)


@pytest.mark.parametrize("sheet", ["A4", "Letter"])
def test_the_sheet_is_the_one_asked_for(sheet: str) -> None:
    box = pypdf.PdfReader(io.BytesIO(render(report(paper=sheet)))).pages[0].mediabox
    assert round(box.width) == {"A4": 595, "Letter": 612}[sheet]


def test_words_too_long_for_the_foot_end_in_dots_before_the_page_number() -> None:
    page = pages(report(ReportSection(tables=(LONG,)), footer="word " * 200, clinic="Clinic " * 60))[1]
    assert page.count("…") == 2 and "Page 2 of" in page


def test_items_to_tick_have_empty_boxes() -> None:
    section = ReportSection(items=("Asked", "Examined"), boxes=True)
    assert "".join(pages(report(section))).count("☐") == 2
    assert "☐" not in "".join(pages(report(section.model_copy(update={"boxes": False}))))


def test_a_part_on_a_page_of_its_own_begins_one() -> None:
    found = pages(report(ReportSection(heading="First", new_page=True), ReportSection(heading="Second", new_page=True)))
    assert len(found) == 2 and "Second" in found[1]


def test_a_row_that_does_not_fit_its_head_is_refused() -> None:
    with pytest.raises(ValidationError, match="more or fewer cells"):
        ReportTable(head=("a", "b"), rows=(("1",),))


def test_a_reader_is_led_to_every_part_on_the_page_where_it_begins() -> None:
    parts = tuple(ReportSection(heading=name, new_page=True, paragraphs=(name,)) for name in ("One", "<b>Two</b>", "3"))
    reader = pypdf.PdfReader(io.BytesIO(render(report(*parts))))
    found = [(part.title, reader.get_destination_page_number(part)) for part in reader.outline]  # type: ignore[union-attr, arg-type]  # no part of a part
    assert found == [("One", 0), ("<b>Two</b>", 1), ("3", 2)]
