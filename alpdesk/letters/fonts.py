"""The fonts on board: which one prints which letter, and the only way a text gets into a paragraph."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import NamedTuple
from xml.sax.saxutils import escape

from arabic_reshaper import ArabicReshaper
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFStream
from reportlab.pdfbase.ttfonts import TTFont

from alpdesk.assets import resource

REGULAR = "NotoSans-Regular"
BOLD = "NotoSans-Bold"
SIGNS = "DejaVuSans"
_DEVANAGARI = "NotoSansDevanagari-Regular"
_REGULAR = (
    REGULAR,
    "NotoSansHebrew-Regular",
    "NotoSansArabic-Regular",
    _DEVANAGARI,
    SIGNS,
    "DroidSansFallbackFull",
)
_BOLD = (BOLD, "NotoSansHebrew-Bold", *_REGULAR[2:])
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SILENT = re.compile("[\u200b-\u200d\u2060\ufe00-\ufe0f]")
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_STRETCH = re.compile(rf"[{_RIGHT_TO_LEFT}](?:[^\n<>()\[\],;:A-Za-z]*[{_RIGHT_TO_LEFT}])?")
_INDIC = re.compile("[\u0900-\u097f]")
_NUMBER = re.compile(r"\d[\d.,/]*")
# In the table that says which letter a glyph is: Arabic forms, and what reportlab writes with five digits.
_CODE = re.compile(r"> <(FB[5-9A-F][0-9A-F]|F[CD][0-9A-F]{2}|FE[7-9A-F][0-9A-F]|[0-9A-F]{5,6})>")
_MARK = "\ufffd"
_JOINER = "\u2060"
_WORDS = re.compile(r"\s+|\S+")
_NO_BREAK = "\u00a0"


class _Readable(TTFont):
    """A font whose text can be copied and searched: beyond U+FFFF too, and Arabic by its plain letters.

    Reportlab shapes a word in the font of its first letter alone, so only Indic fonts are let near the shaper.
    """

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802  (reportlab's name)
        before = set(doc.idToObject)
        super().addObjects(doc)
        for name in set(doc.idToObject) - before:
            if name.startswith("toUnicodeCMap"):
                stream = doc.idToObject[name]
                if isinstance(stream, PDFStream):
                    stream.content = _CODE.sub(_readable, stream.content)

    def hbFont(self, fontSize: float = 10) -> object:  # noqa: N802, N803  (reportlab's names)
        if self.fontName != _DEVANAGARI:
            raise AttributeError(self.fontName)
        return super().hbFont(fontSize)


def _readable(code: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFKC", chr(int(code[1], 16)))
    return f"> <{plain.encode('utf-16-be').hex().upper()}>"


class Run(NamedTuple):
    """Letters that one font prints, in the order they stand on the page."""

    font: str
    text: str


@cache
def _font(name: str) -> TTFont:
    return _register(name)


def _register(name: str) -> TTFont:
    font = _Readable(name, BytesIO(resource("fonts", f"{name}.ttf").read_bytes()))
    pdfmetrics.registerFont(font)
    return font


def start_afresh() -> None:
    """Forget the glyphs that shaping added to a font, so that equal letters give equal bytes."""
    for name in (REGULAR, BOLD, _DEVANAGARI):
        _register(name)


def needs_shaping(text: str) -> bool:
    """Return whether the letters change their form or place beside each other."""
    return _INDIC.search(text) is not None


def missing(text: str) -> tuple[str, ...]:
    """Return the characters that no font on board prints, each once."""
    letters = _SILENT.sub("", text.replace("\n", ""))
    return tuple(dict.fromkeys(letter for letter in letters if not _printable(letter)))


def markup(text: str, *, bold: bool = False) -> str:
    """Return ``text`` for a paragraph: literal, every run in a font that has its letters."""
    lines = (_line(line, BOLD if bold else REGULAR, bold=bold) for line in text.split("\n"))
    return "<br/>".join(lines)


def runs(text: str, *, bold: bool = False) -> tuple[Run, ...]:
    """Return the text as runs of one font each, from left to right."""
    if text.isascii() and text.isprintable():
        return (Run(BOLD if bold else REGULAR, text),)
    return tuple(_join(_runs(text, _BOLD if bold else _REGULAR)))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide the text is when it is printed."""
    return sum(pdfmetrics.stringWidth(run.text, loaded(run.font), size) for run in runs(text, bold=bold))


def _line(text: str, usual: str, *, bold: bool) -> str:
    loaded(usual)
    return "".join(_tagged(run, usual) for run in runs(text, bold=bold))


def _tagged(run: Run, usual: str) -> str:
    return escape(run.text) if run.font == usual else f'<font name="{loaded(run.font)}">{escape(run.text)}</font>'


def loaded(name: str) -> str:
    """Return the name of a font that is ready to print."""
    _font(name)
    return name


def _printable(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cf", "Cc", "Cs"} and any(_has(name, letter) for name in _REGULAR)


def _has(name: str, letter: str) -> bool:
    return ord(letter) in _font(name).face.charToGlyph


def _runs(text: str, fonts: tuple[str, ...]) -> Iterator[Run]:
    text = _SILENT.sub("", _UNPRINTABLE.sub(_MARK, unicodedata.normalize("NFC", text)))
    place = 0
    for stretch in _STRETCH.finditer(text):
        yield from _left_to_right(text[place : stretch.start()], fonts)
        yield from _right_to_left(stretch.group(), fonts)
        place = stretch.end()
    yield from _left_to_right(text[place:], fonts)


def _left_to_right(text: str, fonts: tuple[str, ...]) -> Iterator[Run]:
    for word in _WORDS.findall(text):
        letters = "".join(letter if _printable(letter) else _MARK for letter in word)
        whole = next((font for font in fonts if all(_has(font, letter) for letter in letters)), None)
        if whole is None and needs_shaping(letters):
            yield Run(fonts[0], _JOINER)
        yield from (Run(whole or _first(letter, fonts), letter) for letter in letters)


def _first(letter: str, fonts: tuple[str, ...]) -> str:
    return next((font for font in fonts if _has(font, letter)), fonts[0])


def _right_to_left(text: str, fonts: tuple[str, ...]) -> Iterator[Run]:
    """Yield a stretch of Hebrew or Arabic in the order of the page; numbers inside it keep their own."""
    joined = _reshaper().reshape(text).replace(" ", _NO_BREAK)
    turned = _NUMBER.sub(lambda number: number.group()[::-1], joined)
    clusters = re.findall(r"(?s).[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]*", turned)
    return _left_to_right("".join(reversed(clusters)), fonts)


@cache
def _reshaper() -> ArabicReshaper:
    return ArabicReshaper({"delete_harakat": False, "support_ligatures": True})


def _join(letters: Iterable[Run]) -> Iterator[Run]:
    for font, group in groupby(letters, key=lambda run: run.font):
        yield Run(font, "".join(run.text for run in group))
