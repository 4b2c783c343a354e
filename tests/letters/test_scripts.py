"""Lines in every script: in which order their letters stand, compared with Unicode's own cases and with Pango."""

import io
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

import alpdesk.letters.numbering  # noqa: F401  (pages are written as those of letters)
from alpdesk.letters import bidi
from alpdesk.letters.lines import Lines, Look, draw
from alpdesk.letters.pieces import Piece, in_order, words
from tests.letters import pango
from tests.letters.names import names
from tests.letters.pango import CASES, KEPT, Case
from tests.letters.pictures import pictures

DATA = Path(__file__).parent / "data" / "bidi.txt"
NAMES = {name: index for index, name in enumerate(case.text for case in CASES)}
LOOK = Look(11, 14)


def told(text: str, *, rtl: bool = False) -> list[Piece]:
    """Return the pieces of one line from left to right."""
    parts = [(word.blank, *word.pieces) for word in words(text, bold=False, rtl=rtl)]
    return in_order([piece for part in parts for piece in part if piece])


def shown(text: str, *, rtl: bool = False) -> str:
    """Return a line as it stands on the page, read from the left; what runs from the right is turned."""
    return "".join(piece.source[::-1] if piece.level % 2 else piece.source for piece in told(text, rtl=rtl))


def printed(*flowables: Lines, width: float = 300) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, 400), invariant=1)
    y = 390.0
    for each in flowables:
        y -= each.wrap(width, 200)[1]
        each.drawOn(canvas, 0, y)
    canvas.save()
    return buffer.getvalue()


def read(pdf: bytes) -> str:
    return pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def unicode_cases() -> list[str]:
    return [line for line in DATA.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def test_letters_stand_where_the_unicode_consortium_says() -> None:
    cases = unicode_cases()
    assert len(cases) > 400
    for case in cases:
        letters, base, expected, places = case.split(";")
        text = "".join(chr(int(letter, 16)) for letter in letters.split())
        found = bidi.levels(text, int(base))
        assert found == [int(level) for level in expected.split()], case
        assert bidi.order(found) == [int(place) for place in places.split()], case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_a_line_has_the_glyphs_that_pango_gives_it(case: Case) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))[NAMES[case.text]]
    assert kept["text"] == case.text
    assert pango.ours(case) == kept["glyphs"]


@pytest.mark.skipif(pango.command() is None, reason="pango-view is not here")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_pango_still_gives_these_glyphs(case: Case) -> None:
    assert pango.theirs(case) == pango.ours(case)


@pytest.mark.skipif(pango.command() is None, reason="pango-view is not here")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_a_line_looks_as_pango_draws_it(case: Case, tmp_path: Path) -> None:
    ours, theirs = pango.ink_of_ours(case), pango.ink_of_theirs(case, tmp_path)
    assert abs(len(ours) - len(theirs)) <= 0.02 * len(theirs)
    assert pango.likeness(ours, theirs) > 0.9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("القيمة 23 U/L في", "في 23 U/L القيمة"),
        ("المجال 40–129 U/L.", ".40–129 U/L المجال"),
        ("الهاتف +44 1865 000 199 إذا", "إذا +44 1865 000 199 الهاتف"),
        ("في 2026-04-14 الساعة", "الساعة 2026-04-14 في"),
        ("أقل من <20 U/L هنا", "هنا <20 U/L من أقل"),
        ("النسبة 50% هنا", "هنا 50% النسبة"),
        ("العنوان 12 Mill Lane, Oxford هنا", "هنا 12 Mill Lane, Oxford العنوان"),
        ("القيم 10, 20, 30 هنا", "هنا 30 ,20 ,10 القيم"),
        ("14\u200f/4\u200f/2026 في", "في 2026/4/14"),
        ("ال-ALP هنا", "هنا ALP-ال"),
        ("من 5- إلى -5", "-5 إلى -5 من"),
    ],
)
def test_numbers_and_latin_words_keep_their_order_in_an_arabic_line(text: str, expected: str) -> None:
    def plain(line: str) -> list[str]:
        return ["".join(sorted(word)) if any(c > "\u0590" for c in word) else word for word in line.split()]

    assert plain(shown(text, rtl=True).replace("\u200f", "")) == plain(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear דוד לוי, 20417", "Dear יול דוד, 20417"),
        ("דוד לוי · 20 April 2026", "יול דוד · 20 April 2026"),
        ("Patient: محمد (20417)", "Patient: دمحم (20417)"),
        ("רחוב הרצל 12", "12 לצרה בוחר"),
        ("a\u200f1\u200f/2", "a1/2"),
    ],
)
def test_a_name_from_right_to_left_moves_nothing_beside_it(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize("turning", ["\u202e", "\u202d", "\u202b", "\u2066", "\u2067", "\u2068"])
def test_a_character_that_would_turn_a_line_is_a_visible_mark(turning: str) -> None:
    assert shown(f"1 {turning}2 3\u202c\u2069 4") == "1 \ufffd2 3\ufffd\ufffd 4"


def test_brackets_face_the_words_they_hold_from_either_side() -> None:
    faces = pango.ours(Case("(א)", rtl=True))
    assert (faces[0], faces[-1]) == ("(", ")")


def test_a_paragraph_from_right_to_left_ends_at_the_right_edge() -> None:
    left, right = Lines("ابت", LOOK), Lines("ابت", LOOK._replace(rtl=True))
    for paragraph, side in ((left, 0), (right, 1)):
        image = next(pictures(printed(paragraph), 1.0))
        ink = [
            x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).lightness() < 128
        ]
        assert (min(ink) < 10, max(ink) > 290) == (not side, bool(side))


def test_lines_break_in_the_order_of_reading() -> None:
    text = "واحد اثنان ثلاثة أربعة خمسة ستة"
    paragraph = Lines(text, LOOK._replace(rtl=True))
    paragraph.wrap(80, 200)
    lines = [[piece.source for piece in line.pieces if piece.source.strip()] for line in paragraph.lines]
    assert len(lines) > 1
    assert [word for line in lines for word in reversed(line)] == text.split()


@pytest.mark.parametrize("text", ["می‌خواهم", "क्‍ष", "क्‌ष"])
def test_joiners_shape_the_letters_beside_them(text: str) -> None:
    plain = text.replace("\u200c", "").replace("\u200d", "")
    assert pango.ours(Case(text)) != pango.ours(Case(plain))


@pytest.mark.parametrize(
    "text",
    [
        "श्रीमती कृष्णा क्षत्रिय र्कि",
        "आपके फॉस्फेटेज़ का परिणाम",
        "دعاء الأحمد على",
        "می‌خواهم",
        "שָׁלוֹם דוד",
        "Ɛ\u0301wura x\u030c",
        "김민준 李明 ひろし",
        "Nguyễn Łukasz Щербаков Παπαδόπουλος",
        "😀",
    ],
)
@pytest.mark.parametrize("bold", [False, True])
def test_what_is_shaped_is_read_as_it_was_typed(text: str, bold: bool) -> None:
    assert read(printed(Lines(text, LOOK._replace(bold=bold)))).strip() == text


def test_what_has_no_bold_form_is_drawn_bolder() -> None:
    plain, bold = (printed(Lines("李明 김민준", LOOK._replace(bold=each))) for each in (False, True))
    assert darkness(bold) > darkness(plain) * 1.1


def darkness(pdf: bytes) -> int:
    image = next(pictures(pdf, 3.0))
    return sum(255 - each for each in bytes(image.constBits())[::4])


def test_a_word_longer_than_its_line_breaks_between_letters_and_loses_none() -> None:
    for text in ("x" * 200, "क्षत्रिय" * 30, "ال" * 100, "李" * 90):
        paragraph = Lines(text, LOOK)
        paragraph.wrap(100, 1000)
        assert "".join(piece.source for line in paragraph.lines for piece in line.pieces) == text
        assert all(line.width * LOOK.size <= 100.01 for line in paragraph.lines)


def test_a_paragraph_splits_between_pages_with_no_line_alone() -> None:
    paragraph = Lines("word " * 60, LOOK)
    paragraph.wrap(100, 1000)
    count = len(paragraph.lines)
    assert paragraph.split(100, LOOK.leading * 1.5) == []
    first, second = paragraph.split(100, LOOK.leading * (count - 0.5))
    assert (len(first.lines), len(second.lines)) == (count - 2, 2)
    assert paragraph.split(100, LOOK.leading * count) == [paragraph]


SEVERAL = ("राम शर्मा", "دعاء الأحمد", "דוד לוי", "김민준", "x\u030c", "Abena", "می‌خواهم", "क्षत्रिय")


def test_equal_lines_give_equal_bytes_whatever_was_set_before() -> None:
    first = [printed(Lines(text, LOOK)) for text in SEVERAL]
    for text in reversed(SEVERAL):
        printed(Lines(text * 3, LOOK._replace(bold=True)), Lines(text + "लक्ष्मी بيت", LOOK))
    assert [printed(Lines(text, LOOK)) for text in SEVERAL] == first


def test_equal_lines_give_equal_bytes_in_another_process() -> None:
    again = (
        "import hashlib, sys; from tests.letters.test_scripts import *\n"
        "for text in reversed(SEVERAL): print(hashlib.sha256(printed(Lines(text, LOOK))).hexdigest())"
    )
    told_again = subprocess.run([sys.executable, "-c", again], check=True, capture_output=True, text=True).stdout
    assert told_again.split()[::-1] == [sha256(printed(Lines(text, LOOK))).hexdigest() for text in SEVERAL]


def test_one_line_drawn_straight_onto_a_page_is_shaped_too() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(300, 100), invariant=1)
    draw(canvas, "राम क्षत्रिय", (10, 50), 11)
    canvas.save()
    assert read(buffer.getvalue()).strip() == "राम क्षत्रिय"


@pytest.mark.parametrize("value", ["34 U/L", "0.52 µkat/L", "70 mg", "50 %", "1.2 mmol/L"])
def test_a_number_and_its_unit_stay_on_one_line(value: str) -> None:
    for width in range(75, 200, 7):
        paragraph = Lines(f"The value of the sample was {value} on that day", LOOK)
        paragraph.wrap(width, 500)
        lines = ["".join(piece.source for piece in line.pieces).replace("\u00a0", " ") for line in paragraph.lines]
        assert any(value in line for line in lines)


def test_no_name_asks_for_a_glyph_that_its_font_lacks() -> None:
    for name in names():
        for piece in (piece for bold in (False, True) for word in words(name, bold=bold) for piece in word.pieces):
            assert 0 not in pango.numbers(piece.font, piece.text), ascii(name)


def test_fonts_are_the_same_ones_to_every_thread() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda number: printed(Lines(SEVERAL[number % len(SEVERAL)], LOOK)), range(64)))
    assert len(set(made)) == len(SEVERAL)


@pytest.mark.parametrize("text", ["الاسم हिन्दी هنا", "الاسم Ɛ\u0301 هنا", "اسم किताबें و ALP", "Dear ك\u0301, yes"])
def test_marks_stay_with_their_letter_in_a_line_of_both_directions(text: str) -> None:
    rtl = text.startswith("ا")
    found = {piece.source for piece in told(text, rtl=rtl)}
    assert all(word in found for word in text.replace(",", " ").split() if not word.isascii())


def test_the_foot_of_an_arabic_letter_runs_from_right_to_left_though_latin_stands_in_it() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 100), invariant=1)
    draw(canvas, "حالة الملف 18204 / 7f3a · كتاب", (10, 50), 11, rtl=True)
    canvas.save()
    line = shown("حالة الملف 18204 / 7f3a · كتاب", rtl=True)
    assert line.startswith("باتك")
    assert line.endswith("ةلاح")
    assert "18204 / 7f3a" in line
    assert set("حالةكتاب") <= set(read(buffer.getvalue()))
