"""The sheet of questions: what comes out of the printer is easy to read and says nothing it must not."""

import re
import tomllib
from io import BytesIO

import pytest
from pypdf import PdfReader

from alpdesk.assets import resource
from alpdesk.letters.checks.wording import _patterns
from alpdesk.letters.readability import readability
from alpdesk.services.desk import Desk
from alpdesk.services.leaflets import QUESTIONS, sheet


def _written() -> str:
    return resource("help", f"{QUESTIONS}.md").read_text(encoding="utf-8")


def _printed(desk: Desk) -> str:
    pages = PdfReader(BytesIO(desk.leaflets.questions())).pages
    return "\n".join(page.extract_text() for page in pages)


def _said() -> str:
    report = sheet(_written())
    return "\n".join(text for part in report.sections for text in (part.heading, *part.paragraphs))


def test_the_sheet_carries_the_clinic_and_every_question(desk: Desk) -> None:
    printed = " ".join(_printed(desk).split())
    assert desk.clinic.get().name in printed
    missing = [text for text in _said().splitlines() if " ".join(text.split()) not in printed]
    assert missing == []


def test_the_sheet_names_no_state_of_a_record(desk: Desk) -> None:
    assert not re.search(r"[0-9a-f]{12}", _printed(desk))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_sheet_fits_the_clinic_s_paper_on_three_pages(desk: Desk, paper: str) -> None:
    desk.clinic.update(desk.clinic.get().model_copy(update={"paper": paper}))
    pages = PdfReader(BytesIO(desk.leaflets.questions())).pages
    assert len(pages) <= 3
    assert round(float(pages[0].mediabox.height)) == {"A4": 842, "Letter": 792}[paper]


def test_the_sheet_is_easy_to_read(desk: Desk) -> None:
    found = readability(_printed(desk))
    written = readability(_said())
    assert written.ease >= 70
    assert written.grade <= 6
    assert written.sentence <= 15
    assert found.ease >= 60


def test_the_sheet_says_nothing_that_a_letter_must_not_say(desk: Desk) -> None:
    printed = " ".join(_printed(desk).split())
    assert [each.pattern for each in _patterns("en") if each.search(printed)] == []


def test_the_sheet_says_nothing_that_help_must_not_say(desk: Desk) -> None:
    record = tomllib.loads(resource("help", "statements.toml").read_text(encoding="utf-8"))
    patterns = [*record["wording"], *(each for one in record["statements"] for each in one.get("forbidden", ()))]
    printed = " ".join(_printed(desk).split())
    assert [each for each in patterns if re.search(each, printed, re.IGNORECASE)] == []


def test_the_sheet_gives_no_number_to_compare_with() -> None:
    assert set(re.findall(r"\d", _said())) == {"6"}  # vitamin B6
