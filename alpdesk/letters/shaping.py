"""Letters that change their form or place beside each other, shaped by HarfBuzz in one font."""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

import uharfbuzz

from alpdesk.letters.faces import Face, face
from alpdesk.letters.glyphs import Part

_SCRIPTS = {"NotoSansHebrew": "Hebr", "NotoSansArabic": "Arab", "NotoSansDevanagari": "Deva"}
_UNKNOWN = "und"  # HarfBuzz would take the language of the machine, and letters would differ between machines


class _Glyph(NamedTuple):
    number: int
    cluster: int
    advance: int
    x: int
    y: int


@lru_cache(maxsize=20_000)
def shape(font: str, text: str, *, rtl: bool) -> str:
    """Return the text as characters that print its glyphs in one font, from left to right.

    Letters with their marks are one glyph. From right to left every letter has a character of its own, of which some
    print nothing: whoever reads a page turns the order of characters, never that of the letters one stands for.
    """
    used = face(font)
    glyphs = _glyphs(used, text, rtl=rtl)
    ends = dict(pairwise([*sorted({glyph.cluster for glyph in glyphs}), len(text)]))
    groups = ((start, tuple(group)) for start, group in groupby(glyphs, key=lambda glyph: glyph.cluster))
    return "".join(_printed(used, group, text[start : ends[start]], rtl=rtl) for start, group in groups)


def needs_shaping(text: str) -> bool:
    """Return whether the letters change their form or place beside each other."""
    return not text.isascii() and any(_shapes(letter) for letter in text)


@cache
def _shapes(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M" or unicodedata.bidirectional(letter) in {"R", "AL"}


def _printed(used: Face, group: tuple[_Glyph, ...], letters: str, *, rtl: bool) -> str:
    parts, advance = tuple(_placed(group)), sum(glyph.advance for glyph in group)
    if not rtl:
        return used.glyph(parts, advance, letters)
    marks = "".join(used.glyph((), 0, letter) for letter in letters[:0:-1])
    return marks + used.glyph(parts, advance, letters[0])


def _placed(group: tuple[_Glyph, ...]) -> Iterator[Part]:
    moved = 0
    for glyph in group:
        yield Part(glyph.number, moved + glyph.x, glyph.y)
        moved += glyph.advance


def _glyphs(used: Face, text: str, *, rtl: bool) -> list[_Glyph]:
    buffer = uharfbuzz.Buffer()
    buffer.flags = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = _UNKNOWN
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.script = _SCRIPTS.get(used.fontName.partition("-")[0], buffer.script or "Zyyy")
    uharfbuzz.shape(_shaper(used.fontName), buffer)
    found = zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True)
    return [_Glyph(info.codepoint, info.cluster, at.x_advance, at.x_offset, at.y_offset) for info, at in found]


@cache
def _shaper(font: str) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(face(font).data)))
