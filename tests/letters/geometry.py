"""Where every word of a page stands, read back by another program (PDFium), and what stands where it must not."""

import ctypes
import re
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from alpdesk.domain.letter import Bullets, Heading, LetterDraft, Notice, Paragraph
from alpdesk.letters.paper import MM, Box, Paper

_SLACK = 0.8
_TOUCH = 0.9
_EDGE = 9 * MM
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_TAIL = 2.5  # a J hangs out to the left of where its line begins


class Word(NamedTuple):
    """Letters that stand together, in points from the top left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    below: float

    def inside(self, box: Box) -> bool:
        """Return whether the word stands in a box."""
        across = box.left - _SLACK <= self.left and self.right <= box.right + _SLACK
        return across and box.top - _SLACK <= self.top and self.below <= box.below + _SLACK

    def touches(self, box: Box) -> bool:
        """Return whether a part of the word stands in a box."""
        across = self.left < box.right - _SLACK and box.left + _SLACK < self.right
        return across and self.top < box.below - _SLACK and box.top + _SLACK < self.below

    def overlaps(self, other: "Word") -> bool:
        """Return whether two words stand on each other; Arabic letters reach under and over their neighbours."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.below, other.below) - max(self.top, other.top)
        if _ARABIC.search(self.text + other.text):
            wide = min(self.right - self.left, other.right - other.left)
            return across > wide / 2 and down > min(self.below - self.top, other.below - other.top) / 2
        return across > _TOUCH and down > _TOUCH


def words_of(pdf: bytes) -> list[list[Word]]:
    """Return the words of every page, by the ink of their letters."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [list(_words(page)) for page in document]
    finally:
        document.close()


def faults(pdf: bytes, draft: LetterDraft, sheet: Paper) -> list[str]:
    """Return what is wrong with where things stand: each fault in one line, none if the pages are right."""
    pages = words_of(pdf)
    found = [f"page {at}: {fault}" for at, words in enumerate(pages, 1) for fault in _page_faults(words, sheet)]
    found += [f"page 1: {fault}" for fault in _window_faults(pages[0], sheet)]
    return found + list(_torn(pages, draft, sheet))


def lines_of(words: list[Word], sheet: Paper, top: float) -> list[str]:
    """Return the lines between head and foot, without blanks, from above to below."""
    body = Box(sheet.left - _TAIL, top - 2, sheet.measure + _TAIL, sheet.height - top - sheet.bottom + 4)
    inside = sorted((word for word in words if word.inside(body)), key=lambda word: word.below)
    lines: list[list[Word]] = []
    for word in inside:
        if lines and word.top < lines[-1][-1].below - 2 and abs(word.below - lines[-1][0].below) < 5:
            lines[-1].append(word)
        else:
            lines.append([word])
    return ["".join(word.text for word in sorted(line, key=lambda word: word.left)) for line in lines]


def _page_faults(words: list[Word], sheet: Paper) -> Iterator[str]:
    page = Box(sheet.left - _TAIL, _EDGE, sheet.measure + _TAIL, sheet.height - 2 * _EDGE)
    for word in words:
        if not word.inside(page):
            yield f"{word.text!r} stands outside the margins at {_place(word)}"
    ordered = sorted(words, key=lambda word: word.top)
    for at, word in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.top > word.below:
                break
            if word.overlaps(other):
                yield f"{word.text!r} and {other.text!r} stand on each other at {_place(word)}"


def _window_faults(words: list[Word], sheet: Paper) -> Iterator[str]:
    shown = [word for word in words if word.touches(sheet.seen)]
    for word in shown:
        if not (word.inside(sheet.address) or word.inside(sheet.back)):
            yield f"{word.text!r} shows in the window at {_place(word)}"
    if not any(word.inside(sheet.address) for word in words):
        yield "the window is empty"


def _torn(pages: list[list[Word]], draft: LetterDraft, sheet: Paper) -> Iterator[str]:
    """Yield the lines that a page leaves alone, and headings without what they head."""
    if draft.rtl:
        return  # the order of reading is not that of the page, so lines are not found in the words
    told, headings = _told(draft)
    tops = [sheet.first_top, *[sheet.later_top] * (len(pages) - 1)]
    lines = [lines_of(words, sheet, top) for words, top in zip(pages, tops, strict=True)]
    for at, here in enumerate(lines):
        if at + 1 < len(lines) and here and here[-1] in headings:
            yield f"page {at + 1} ends with the heading {here[-1]!r}"
        if at and here and _alone(here[0], told, last=True):
            yield f"page {at + 1} begins with the last line of a paragraph: {here[0]!r}"
        if at + 1 < len(lines) and here and _alone(here[-1], told, last=False):
            yield f"page {at + 1} ends with the first line of a paragraph: {here[-1]!r}"


def _told(draft: LetterDraft) -> tuple[list[str], set[str]]:
    told = [block.text for block in draft.blocks if isinstance(block, Paragraph | Notice)]
    told += [item for block in draft.blocks if isinstance(block, Bullets) for item in block.items]
    headings = {"".join(block.text.split()) for block in draft.blocks if isinstance(block, Heading)}
    return ["".join(text.split()) for text in told], headings


def _alone(line: str, told: list[str], *, last: bool) -> bool:
    line = line.lstrip("•☑")
    whole = line in told
    return bool(line) and not whole and any(text.endswith(line) if last else text.startswith(line) for text in told)


def _words(page: pypdfium2.PdfPage) -> Iterator[Word]:
    height, text = page.get_height(), page.get_textpage()
    word: Word | None = None
    for index in range(text.count_chars()):
        if _is_silent(text, index):
            continue
        letter = _letter(text, index, height)
        if word and letter and _joins(word, letter):
            word = _joined(word, letter)
            continue
        if word:
            yield word
        word = letter
    if word:
        yield word


def _is_silent(text: pypdfium2.PdfTextPage, index: int) -> bool:
    """Return whether a letter only says what the glyph beside it stands for: marks are drawn with their letter."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    return right.value <= left.value and not chr(pdfium.FPDFText_GetUnicode(text, index)).isspace()


def _letter(text: pypdfium2.PdfTextPage, index: int, height: float) -> Word | None:
    sign = chr(pdfium.FPDFText_GetUnicode(text, index))
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    if sign.isspace() or right.value <= left.value or top.value <= bottom.value:
        return None
    return Word(sign, left.value, height - top.value, right.value, height - bottom.value)


def _joins(word: Word, letter: Word) -> bool:
    gap = max(letter.left - word.right, word.left - letter.right)
    apart = max(letter.top - word.below, word.top - letter.below)
    return gap < 2.0 and apart < 3.0


def _joined(word: Word, letter: Word) -> Word:
    return Word(
        word.text + letter.text,
        min(word.left, letter.left),
        min(word.top, letter.top),
        max(word.right, letter.right),
        max(word.below, letter.below),
    )


def _place(word: Word) -> str:
    return f"{word.left / MM:.0f}/{word.top / MM:.0f} mm"
