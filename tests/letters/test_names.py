"""500 difficult and hostile names: printed as they are, or named before they are printed; never altered in silence."""

import io
import os
import re
import unicodedata
from collections import Counter

import pypdf
import pytest

from alpdesk.domain.records import LetterKind
from alpdesk.letters import faces, fonts
from alpdesk.letters.layout import render
from alpdesk.letters.lines import Lines, Look
from tests.letters import people
from tests.letters.names import names
from tests.letters.people import Person
from tests.letters.test_scripts import printed, read

NAMES = names()
REFUSED = {"Cc", "Cs", "Cn"}
# The record refuses control characters and more than 255 letters; what is typed into a letter may be anything.
KEPT = tuple(name.strip()[:255].strip() for name in NAMES if not REFUSED & set(map(unicodedata.category, name)))
# Every name through every kind takes minutes: ALPDESK_NAMES=500 does it.
SOME = int(os.environ.get("ALPDESK_NAMES", "8"))
_SILENT = re.compile("[\u00ad\u061c\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]")
TOGETHER = 20
_TURNING = {"R", "AL", "AN"}


def expected(name: str) -> str:
    """Return a name as its readers meet it: what no font prints is a mark, what has no ink is left out."""
    clusters = faces.clusters(unicodedata.normalize("NFC", name))
    return "".join(
        "\ufffd" if letter in fonts.missing(cluster) else letter for cluster in clusters for letter in cluster
    )


def seen(text: str) -> str:
    """Return a text without blanks and what has no ink, in one form."""
    return "".join(_SILENT.sub("", unicodedata.normalize("NFKC", text)).split())


def is_turned(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in _TURNING for letter in text)


def says(name: str, text: str) -> bool:
    """Return whether a page says a name; where it runs both ways, every word of it in whatever order it is read."""
    page = seen(text)
    return all(seen(word) in page for word in (expected(name).split() if is_turned(name) else [expected(name)]))


def has_letters_of(name: str, text: str) -> bool:
    """Return whether every letter of a name is on a page; pypdf reads some words beside Arabic in pieces."""
    return is_turned(name) and Counter(seen(expected(name))) <= Counter(seen(text))


def test_there_are_500_names_and_most_can_be_printed_whole() -> None:
    assert len(NAMES) == 500
    assert 400 < sum(not fonts.missing(name) for name in NAMES) < 480


@pytest.mark.parametrize("bold", [False, True])
def test_a_name_is_read_from_its_line_as_it_was_typed(bold: bool) -> None:
    apart = 0
    for start in range(0, len(NAMES), TOGETHER):
        together = NAMES[start : start + TOGETHER]
        lines = [Lines(name, Look(4, 8, bold=bold)) for name in together]
        text = read(printed(*lines, width=1200))
        assert Counter(seen(text)) == Counter(seen("".join(map(expected, together))))
        apart += sum(not says(name, text) for name in together)
    assert apart < 50  # names beside Arabic whose words pypdf reads in pieces


@pytest.mark.parametrize("kind", list(LetterKind))
def test_a_name_goes_through_every_kind_of_letter_unaltered(kind: LetterKind) -> None:
    start = list(LetterKind).index(kind) * SOME
    for number in range(start, start + SOME):
        name, doctor = KEPT[number % len(KEPT)], KEPT[-(number % len(KEPT)) - 1]
        letter = Person(people.first_low().panels, given=name, family="", doctor=doctor).letter(kind)
        pages = pypdf.PdfReader(io.BytesIO(render(letter))).pages
        text = "".join(page.extract_text() for page in pages)
        assert says(name, text) or has_letters_of(name, text), ascii(name)
        assert all("/Annots" not in page and not list(page.images) for page in pages), ascii(name)
        told = "".join(warning.text for warning in letter.warnings if warning.id == "glyph")
        assert all(f"U+{ord(letter):04X}" in told for letter in fonts.missing(name)), ascii(name)
