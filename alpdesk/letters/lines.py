"""Paragraphs in any script: lines broken in the order of reading, then each set in the order of the page."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from reportlab.lib.colors import Color, black
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable

from alpdesk.letters.faces import REGULAR, face
from alpdesk.letters.pieces import Piece, Word, cut, in_order, words

_OUTLINE = 0.035  # of the size: how strong a letter without a bold form is drawn
_SLACK = 1e-6
_FEWEST = 2
_FILLED: Final = 0
_FILLED_AND_OUTLINED: Final = 2


class Look(NamedTuple):
    """How a paragraph is set."""

    size: float
    leading: float
    bold: bool = False
    rtl: bool = False
    to_end: bool = False
    ink: Color = black


class Line(NamedTuple):
    """Pieces of one line from left to right, and how wide they are together."""

    pieces: list[Piece]
    width: float


class Lines(Flowable):
    """Words as lines; every letter stands as it was typed."""

    def __init__(self, text: str, look: Look, *, before: float = 0, after: float = 0, keep: bool = False) -> None:
        super().__init__()
        self._told = [words(line, bold=look.bold, rtl=look.rtl) for line in text.split("\n")] if text else []
        self._start(look, before, after, keep=keep)

    def _start(self, look: Look, before: float, after: float, *, keep: bool) -> None:
        self.look = look
        self.spaceBefore, self.spaceAfter, self.keepWithNext = before, after, int(keep)
        self.lines: list[Line] = []

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  (reportlab's names)
        if self._told and (not self.lines or aW != self.width):
            self.lines = [line for told in self._told for line in _filled(told, aW / self.look.size)]
        self.width, self.height = aW, len(self.lines) * self.look.leading
        return self.width, self.height

    def split(self, aW: float, aH: float) -> "list[Lines]":  # type: ignore[override]  # noqa: N803  (reportlab's names)
        self.wrap(aW, aH)
        fit = min(int((aH + _SLACK) / self.look.leading), len(self.lines))
        if fit == len(self.lines):
            return [self]
        fit = min(fit, len(self.lines) - _FEWEST)
        if fit < _FEWEST:
            return []
        return [
            self._part(self.lines[:fit], self.spaceBefore, 0),
            self._part(self.lines[fit:], 0, self.spaceAfter),
        ]

    def _part(self, lines: list[Line], before: float, after: float) -> "Lines":
        part = Lines("", self.look, before=before, after=after, keep=bool(self.keepWithNext))
        part.lines = lines
        return part

    def baseline(self) -> float:
        """Return how high above its foot the first line of the paragraph stands."""
        return self.height - _ascent() * self.look.size

    def draw(self) -> None:
        look, top = self.look, self.baseline()
        self.canv.setFillColor(look.ink)
        self.canv.setStrokeColor(look.ink)
        text = _begun(self.canv, look.size)
        for number, line in enumerate(self.lines):
            left = self.width - line.width * look.size if look.rtl is not look.to_end else 0
            text.setTextOrigin(left, top - number * look.leading)
            _write(text, line.pieces, look.size)
        self.canv.drawText(text)


def draw(
    canvas: Canvas, text: str, place: tuple[float, float], size: float, *, bold: bool = False, rtl: bool = False
) -> None:
    """Draw one line in the colour of the canvas, from ``place`` to the right, whichever way its letter runs."""
    told = [(word.blank, *word.pieces) for word in words(text, bold=bold, rtl=rtl)]
    line = _begun(canvas, size)
    line.setTextOrigin(*place)
    _write(line, in_order([piece for word in told for piece in word if piece]), size)
    canvas.drawText(line)


def _begun(canvas: Canvas, size: float) -> PDFTextObject:
    canvas.setLineWidth(_OUTLINE * size)
    return canvas.beginText()


def _ascent() -> float:
    face(REGULAR)
    return pdfmetrics.getAscent(REGULAR, 1)


def _write(text: PDFTextObject, pieces: list[Piece], size: float) -> None:
    """Write the pieces of a line where the text stands; what looks alike is written in one go."""
    for (font, outlined), alike in groupby(pieces, key=_looks):
        text.setFont(font, size)
        if outlined:
            text.setTextRenderMode(_FILLED_AND_OUTLINED)
        text.textOut("".join(piece.text for piece in alike))
        if outlined:
            text.setTextRenderMode(_FILLED)


def _looks(piece: Piece) -> tuple[str, bool]:
    return piece.font, piece.outlined


def _filled(told: Sequence[Word], room: float) -> Iterator[Line]:
    """Yield lines that are as wide as there is room for."""
    line: list[Piece] = []
    used, room = 0.0, room + _SLACK
    for word in told:
        blank = word.blank if line else None
        wanted = word.width + (blank.width if blank else 0.0)
        if line and used + wanted > room:
            yield Line(in_order(line), used)
            line, used, blank, wanted = [], 0.0, None, word.width
        if wanted > room:
            *full, last = _broken(word, room)
            yield from full
            line, used = last
            continue
        if blank:
            line.append(blank)
        line += word.pieces
        used += wanted
    yield Line(in_order(line), used)


def _broken(word: Word, room: float) -> Iterator[Line]:
    """Yield a word that no line holds in parts; the last one is left in the order it is read."""
    line: list[Piece] = []
    used = 0.0
    for piece in word.pieces:
        rest: Piece | None = piece
        while rest and used + rest.width > room:
            part, rest = cut(rest, room - used)
            yield Line(in_order([*line, part]), used + part.width)
            line, used = [], 0.0
        if rest:
            line, used = [*line, rest], used + rest.width
    yield Line(line, used)
