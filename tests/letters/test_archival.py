"""Pages fit for an archive: whole fonts' parts on board, colours named, no patient in what the file says of itself."""

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from PIL import Image, ImageCms

from alpdesk.assets import resource
from alpdesk.domain.letter import LetterDraft
from alpdesk.domain.records import LetterKind
from alpdesk.domain.report import Report, ReportSection
from alpdesk.letters import archival, layout, report
from tests.letters.people import PEOPLE, Person, first_low
from tests.letters.test_logo import png

_JARS = ("preflight", "pdfbox2", "xmpbox", "commons-logging", "fontbox2", "javax.activation", "commons-io", "jaxb-api")
JARS = [path for name in _JARS if (path := Path(f"/usr/share/java/{name}.jar")).exists()]
LOGO = png((60, 30), "RGB", (0, 90, 98))
needs_preflight = pytest.mark.skipif(
    shutil.which("java") is None or len(JARS) < len(_JARS) - 1,
    reason="Apache PDFBox Preflight (Debian: libpdfbox2-java libjaxb-api-java libactivation-java) is not there",
)


def letter(name: str = "first-low", kind: LetterKind = LetterKind.PATIENT) -> LetterDraft:
    return PEOPLE[name]().letter(kind).model_copy(update={"number": "7K3F-9QXM-2BVA"})


def made() -> Report:
    section = ReportSection(heading="One", paragraphs=("Words.",), new_page=True)
    frame = {
        "title": "Audit",
        "clinic": "River",
        "footer": "7",
        "page_words": "{page}/{pages}",
        "day": date(2026, 4, 1),
    }
    return Report.model_validate({**frame, "sections": (section, section)})


def read(raw: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(raw))


FILES = {
    "patient": lambda: layout.render(letter(), LOGO),
    "summary": lambda: layout.render(letter("full-record", LetterKind.SUMMARY)),
    "referral": lambda: layout.render(letter("full-record", LetterKind.REFERRAL)),
    "large": lambda: layout.render(letter().model_copy(update={"large_print": True})),
    "names": lambda: layout.render(Person(first_low().panels, given="دعاء राम שרה 李明", family="Łukasz").letter()),
    "report": lambda: report.render(made()),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_its_language_title_and_colours_and_holds_all_its_fonts(name: str) -> None:
    reader = read(FILES[name]())
    root = reader.root_object
    assert root["/Lang"] == "en" and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert reader.xmp_metadata is not None and reader.xmp_metadata.dc_title["x-default"] == reader.metadata.title
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile2" in font["/FontDescriptor"] and "/ToUnicode" in font


def test_no_word_of_the_patient_is_in_what_the_file_says_of_itself() -> None:
    draft = Person(first_low().panels, given="Zebedee", family="Quartz").letter()
    raw = layout.render(draft)
    assert "Zebedee" in read(raw).pages[0].extract_text()
    said = str(read(raw).metadata) + raw.partition(b"<?xpacket")[2].decode("latin-1")
    assert "Letter to a patient" in said
    assert not any(word in said for word in ("Zebedee", "Quartz", "20417", "1980"))


def test_words_that_would_end_a_tag_stand_literally() -> None:
    hostile = letter().model_copy(update={"title": "</dc:title>]]> & <x>"})
    reader = read(layout.render(hostile))
    assert reader.xmp_metadata is not None
    assert reader.xmp_metadata.dc_title["x-default"] == "</dc:title>]]> & <x>" == reader.metadata.title


def test_the_day_and_the_name_of_a_file_come_from_the_letter_alone() -> None:
    one, again = layout.render(letter()), layout.render(letter())
    other = layout.render(letter().model_copy(update={"subject": "Another"}))
    ids = [read(raw).trailer["/ID"][0] for raw in (one, again, other)]
    assert one == again and ids[0] == ids[1] != ids[2]
    assert read(one).metadata.creation_date.date() == letter().day


def test_nothing_is_transparent_even_with_a_picture() -> None:
    raw = layout.render(letter(), LOGO)
    assert b"/SMask" not in raw and b"/ca " not in raw and b"/CA " not in raw


def test_the_colours_of_the_profile_are_those_of_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(resource("letters", "srgb.icc").read_bytes()))
    turn = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    for colour in ((0, 0, 0), (255, 255, 255), (11, 90, 98), (200, 30, 128)):
        seen: Any = ImageCms.applyTransform(Image.new("RGB", (1, 1), colour), turn)
        assert all(abs(a - b) <= 1 for a, b in zip(seen.getpixel((0, 0)), colour, strict=True))


@pytest.mark.parametrize("name", FILES)
def test_another_program_reads_the_file_without_a_fault(name: str) -> None:
    with pikepdf.open(io.BytesIO(FILES[name]())) as file:
        assert file.check_pdf_syntax() == []


@needs_preflight
@pytest.mark.parametrize("name", FILES)
def test_an_independent_validator_finds_no_fault(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Preflight knows part 1 of the norm, level B, which asks for more than part 2 does of files like these."""
    monkeypatch.setattr(archival, "PART", 1)
    file = tmp_path / "letter.pdf"
    file.write_bytes(FILES[name]())
    path = ":".join(map(str, JARS))
    command = ["java", "-cp", path, "org.apache.pdfbox.preflight.Validator_A1b", str(file)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert "is a valid PDF/A-1b file" in said.stdout, said.stdout
