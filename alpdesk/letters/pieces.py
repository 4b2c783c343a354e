"""A line of text as words that may stand on any line, and pieces of one font that run one way."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics

from alpdesk.letters import bidi
from alpdesk.letters.faces import MARK, clusters, face, has, is_bold, runs, usual
from alpdesk.letters.shaping import needs_shaping, shape

_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_SILENT = "\u00ad\u200e\u2060\ufeff"
_ACROSS = re.compile(f"[{_SILENT}\u200f\u061c]")
_FROM_RIGHT = re.compile(f"[{_SILENT}]")
_AS_TYPED = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f])")  # composing would turn them into other letters
_R = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_MARKED = (*range(0x300, 0x2100), *range(0xA670, 0xAC00), *range(0xFE20, 0xFE30))
_M = "".join(map(chr, _MARKED)).translate({code: None for code in _MARKED if unicodedata.category(chr(code))[0] != "M"})
_TURNED = re.compile(rf"[{_R}](?:[^\n<>()\[\],;:A-Za-z]*[{_R}])?[{_M}]*")
_LEFT_TO_RIGHT = re.compile(
    rf"(?:(?<![^\s(\[«])[<>≤≥±~+−-][ \u00a0]?(?=\d))?[^\W{_R}_][{_M}]*"
    rf"(?:(?:(?![,;] [\d<>≤≥±~+−-]| · )[^\n{_R}()\[\]])*[^\W{_R}_][{_M}]*)?(?:[ \u00a0]?[%‰]|[°²³])?"
)
_FIRST_STRONG, _RIGHT, _END = _ISOLATES = "\u2068", "\u2067", "\u2069"
_CLOSING = "、。，．！？：；）」』】〉》〕ー々"
_IDEOGRAPH = "\u2e80-\u30ff\u3130-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=[%‰]|[A-Za-zµμ]{1,5}/[A-Za-z]|(?:[µμmk]?g|IU)\b)")
_BLANK = " \n\u2000-\u2006\u2008-\u200b\u2028\u2029\u3000"
_WORD = re.compile(rf"(?P<blank>[{_BLANK}]+)|[{_IDEOGRAPH}][{_CLOSING}]*|[^{_IDEOGRAPH}{_BLANK}]+")


class Piece(NamedTuple):
    """Letters of one font and one direction; ``width`` is in sizes of the font."""

    font: str
    text: str
    width: float
    level: int
    source: str
    outlined: bool = False


class Word(NamedTuple):
    """Pieces that stay on one line, and the blank before them."""

    blank: Piece | None
    pieces: tuple[Piece, ...]
    width: float


def clean(text: str, *, turned: bool = False) -> str:
    """Return the text composed, without what has no ink; what would turn or break a line becomes a visible mark."""
    if text.isascii() and text.isprintable():
        return text
    return (_FROM_RIGHT if turned else _ACROSS).sub("", _UNPRINTABLE.sub(MARK, composed(text)))


def composed(text: str) -> str:
    """Return the text with accents and letters in one, where that leaves every letter what it is."""
    if unicodedata.is_normalized("NFC", text):
        return text
    parts = _AS_TYPED.split(text)
    parts[::2] = [unicodedata.normalize("NFC", part) for part in parts[::2]]
    return "".join(parts)


def runs_right_to_left(text: str, *, rtl: bool) -> bool:
    """Return whether a line runs from right to left: as its letter does, unless all of it runs the other way."""
    if not rtl and text.isascii():
        return False
    kinds = {unicodedata.bidirectional(letter) for letter in text}
    turned = not kinds.isdisjoint({"R", "AL"})
    return (turned or "L" not in kinds) if rtl else (turned and "L" not in kinds)


@lru_cache(maxsize=4_000)
def words(text: str, *, bold: bool, rtl: bool = False) -> tuple[Word, ...]:
    """Return one line of text as words in the order they are read."""
    turned = runs_right_to_left(text, rtl=rtl)
    text = _BEFORE_UNIT.sub("\u00a0", clean(text, turned=turned))
    found = _levels(text, turned=turned) if turned or (not text.isascii() and _TURNED.search(text)) else None
    return tuple(_words(text, found, bold=bold))


def width(text: str, *, bold: bool = False, rtl: bool = False) -> float:
    """Return how wide a line is, in sizes of the font."""
    return sum(word.width + (word.blank.width if word.blank else 0) for word in words(text, bold=bold, rtl=rtl))


def in_order(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces of one line from left to right."""
    if not any(piece.level for piece in pieces):
        return pieces
    return [pieces[place] for place in bidi.order([piece.level for piece in pieces])]


def cut(piece: Piece, room: float) -> tuple[Piece, Piece | None]:
    """Return as much of a piece as there is room for, at least one letter, and the rest."""
    parts = list(clusters(piece.source))
    low, high = 1, len(parts)
    while low < high:
        middle = (low + high + 1) // 2
        if _again(piece, "".join(parts[:middle])).width <= room:
            low = middle
        else:
            high = middle - 1
    rest = "".join(parts[low:])
    return _again(piece, "".join(parts[:low])), _again(piece, rest) if rest else None


def _again(piece: Piece, text: str) -> Piece:
    return _piece(piece.font, text, piece.level, outlined=piece.outlined)


def held(text: str, *, turned: bool) -> str:
    """Return the text with what belongs together isolated, so that it keeps its order whatever stands beside it."""
    opening, pattern = (_FIRST_STRONG, _LEFT_TO_RIGHT) if turned else (_RIGHT, _TURNED)
    return pattern.sub(lambda found: f"{opening}{found.group()}{_END}", text)


def _levels(text: str, *, turned: bool) -> list[int]:
    told = held(text, turned=turned)
    found = bidi.levels(told, int(turned))
    return [level for letter, level in zip(told, found, strict=True) if letter not in _ISOLATES]


def _words(text: str, found: list[int] | None, *, bold: bool) -> Iterator[Word]:
    blank: Piece | None = None
    before = usual(bold=bold)
    for part in _WORD.finditer(text):
        if part["blank"]:
            font = before if has(before, " ") else usual(bold=bold)
            blank = _blank(font, found[part.start()] if found else 0) if part.group() != "\u200b" else None
            continue
        pieces = tuple(_pieces(part.group(), found[part.start() : part.end()] if found else None, bold=bold))
        yield Word(blank, pieces, sum(piece.width for piece in pieces))
        blank, before = None, pieces[-1].font


@cache
def _blank(font: str, level: int) -> Piece:
    return Piece(font, " ", pdfmetrics.stringWidth(" ", font, 1), level, " ")


def _pieces(word: str, found: list[int] | None, *, bold: bool) -> Iterator[Piece]:
    if found is None or len(set(found)) == 1:
        yield from _of_level(word, found[0] if found else 0, bold=bold)
        return
    for level, group in groupby(zip(word, found, strict=True), key=lambda each: each[1]):
        yield from _of_level("".join(letter for letter, _ in group), level, bold=bold)


@lru_cache(maxsize=20_000)
def _of_level(text: str, level: int, *, bold: bool) -> tuple[Piece, ...]:
    if text.isascii():
        return (_piece(usual(bold=bold), text, level),)
    return tuple(
        _piece(run.font, run.text, level, outlined=bold and not is_bold(run.font)) for run in runs(text, bold=bold)
    )


def _piece(font: str, text: str, level: int, *, outlined: bool = False) -> Piece:
    face(font)
    turned = bool(level % 2)
    if turned or needs_shaping(text):
        printed = shape(font, text, rtl=turned)
    else:
        printed = text.replace("\u200c", "").replace("\u200d", "")
    return Piece(font, printed, pdfmetrics.stringWidth(printed, font, 1), level, text, outlined)
