"""Which font prints which letter, and that nothing is lost or altered on the way."""

import unicodedata

import pytest

from alpdesk.letters import fonts
from tests.hostile.corpus import CODE, MARKUP


def text_of(markup_runs: tuple[fonts.Run, ...]) -> str:
    return "".join(run.text for run in markup_runs)


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Żółć",
        "Nguyễn Thị Hồng",
        "Þórður Ægisson",
        "Παπαδόπουλος",
        "Щербаков",
        "Ágnes Szőke-Győrfi",
        "राम शर्मा",
        "李明",
        "김민준",
        "ひろし",
        "გიორგი",
        "😀",
        "O'Neill & Søn",
    ],
)
def test_a_name_is_printed_letter_for_letter(name: str) -> None:
    assert fonts.missing(name) == ()
    assert text_of(fonts.runs(name)) == unicodedata.normalize("NFC", name)


def test_a_decomposed_accent_is_printed_as_one_letter() -> None:
    assert text_of(fonts.runs("E\u0301va")) == "Éva"


def test_an_accent_without_a_letter_of_its_own_is_kept() -> None:
    assert text_of(fonts.runs("x\u030c")) == "x\u030c"


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\U0001f9ec", "\ue000", "\U000f0001", "\U000e0100"])
def test_what_no_font_prints_is_named_and_never_a_box(letter: str) -> None:
    assert fonts.missing(f"A{letter}B") == (letter,)
    assert "\ufffd" in text_of(fonts.runs(f"A{letter}B"))


@pytest.mark.parametrize("hostile", [*MARKUP, *CODE, "a & b"])
def test_markup_is_text(hostile: str) -> None:
    assert text_of(fonts.runs(hostile)) == hostile


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\x7f"])
def test_a_control_character_becomes_a_visible_mark(control: str) -> None:
    assert text_of(fonts.runs(f"a{control}b")) == "a\ufffdb"


def test_bold_text_is_wider() -> None:
    assert fonts.width("Mensah", 10, bold=True) > fonts.width("Mensah", 10)
