"""The font files on board, and which of them prints which letter."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from threading import Lock
from typing import NamedTuple
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFStream
from reportlab.pdfbase.ttfonts import TTEncoding, TTFont

from alpdesk.assets import resource
from alpdesk.letters.glyphs import Outlines, Part

REGULAR = "NotoSans-Regular"
BOLD = "NotoSans-Bold"
SIGNS = "DejaVuSans"
MARK = "\ufffd"
_BOTH = ("NotoSans", "NotoSansHebrew", "NotoSansArabic", "NotoSansDevanagari")
_ONE = (SIGNS, "DroidSansFallbackFull", "NanumSquare-Regular")
_REGULAR = (*(f"{name}-Regular" for name in _BOTH), *_ONE)
_BOLD = (*(f"{name}-Bold" for name in _BOTH), *_ONE)
_JOINERS = "\u200c\u200d\u200f\u061c"
_FIRST_GLYPH = 0xF0000
_EM = 1000
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}


class Face(TTFont):
    """A font that prints glyphs beside letters, and says of each which letters it stands for.

    A glyph is asked for by a private character of its own, so it passes through reportlab like a letter.
    """

    face: Outlines

    def __init__(self, name: str, data: bytes) -> None:
        # Not super().__init__, which would read the file a second time.
        self.fontName, self.encoding, self.state = name, TTEncoding(), WeakKeyDictionary()
        self.data, self.face = data, Outlines(data)
        self.shapable, self._asciiReadable = False, name in {REGULAR, BOLD}
        self._lock = Lock()
        self._glyphs: dict[tuple[tuple[Part, ...], int, str], str] = {}
        self._stands_for: dict[int, str] = {}

    def glyph(self, parts: tuple[Part, ...], advance: int, text: str) -> str:
        """Return the character that prints glyphs as one and is read again as ``text``."""
        whole = parts[0].number if len(parts) == 1 and parts[0] == Part(parts[0].number, 0, 0) else None
        if whole is not None and self.face.advance(whole) != advance:
            whole = None
        if len(text) == 1 and whole is not None and self.face.charToGlyph.get(ord(text)) == whole:
            return text
        with self._lock:
            return self._glyphs.get((parts, advance, text)) or self._added(whole, parts, advance, text)

    def _added(self, whole: int | None, parts: tuple[Part, ...], advance: int, text: str) -> str:
        code = _FIRST_GLYPH + len(self._glyphs)
        self.face.charToGlyph[code] = self.face.compose(parts, advance) if whole is None else whole
        self.face.charWidths[code] = max(0, advance) * _EM / self.face.unitsPerEm
        self._stands_for[code] = text
        self._glyphs[parts, advance, text] = chr(code)
        return chr(code)

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802  (reportlab's name)
        before, subsets = set(doc.idToObject), self.state[doc].subsets
        with self._lock:
            super().addObjects(doc)
        added = (name for name in doc.idToObject if name not in before and name.startswith("toUnicodeCMap"))
        for name, subset in zip(added, subsets, strict=True):
            stream = doc.idToObject[name]
            if isinstance(stream, PDFStream):
                stream.content = self._readable(stream.content, subset)

    def _readable(self, table: str, subset: Sequence[int]) -> str:
        """Return the table that says which letters a code stands for, beyond U+FFFF and for glyphs too."""
        head, _, rest = table.partition(f"{len(subset)} beginbfchar")
        tail = rest.partition("endbfchar\n")[2]
        rows = [f"<{place:02X}> <{self._letters(code)}>" for place, code in enumerate(subset) if code]
        parts = (rows[start : start + 100] for start in range(0, len(rows), 100))
        return head + "".join("\n".join((f"{len(part)} beginbfchar", *part, "endbfchar\n")) for part in parts) + tail

    def _letters(self, code: int) -> str:
        return self._stands_for.get(code, chr(code)).encode("utf-16-be").hex().upper()


_LOADING = Lock()
_LOADED: dict[str, Face] = {}


class Run(NamedTuple):
    """Letters that one font prints, as they are read."""

    font: str
    text: str


@cache
def face(name: str) -> Face:
    """Return a font that is ready to print, the same one to every thread."""
    with _LOADING:
        return _LOADED.get(name) or _load(name)


def _load(name: str) -> Face:
    made = Face(name, resource("fonts", f"{name}.ttf").read_bytes())
    pdfmetrics.registerFont(made)
    _LOADED[name] = made
    return made


def usual(*, bold: bool) -> str:
    """Return the font that prints most letters."""
    return BOLD if bold else REGULAR


def is_bold(font: str) -> bool:
    """Return whether the font is drawn bold; others are made so by their outline."""
    return font in _BOLD[: len(_BOTH)]


def has(font: str, letter: str) -> bool:
    """Return whether the font prints the letter."""
    return ord(letter) in face(font).face.charToGlyph


@cache
def is_printable(letter: str) -> bool:
    """Return whether any font prints the letter, or it only shapes those beside it."""
    return is_silent(letter) or (
        unicodedata.category(letter) not in _UNPRINTABLE and any(has(font, letter) for font in _REGULAR)
    )


def is_silent(letter: str) -> bool:
    """Return whether the letter has no ink of its own: it joins, parts or chooses a form of the one before."""
    return letter in _JOINERS or "\ufe00" <= letter <= "\ufe0f"


def runs(word: str, *, bold: bool) -> tuple[Run, ...]:
    """Return a word in as few fonts as print it; what none prints becomes a visible mark."""
    fonts = _BOLD if bold else _REGULAR
    letters = "".join(_marked(cluster, lacking(cluster)) for cluster in clusters(word))
    spelled = "".join(letter for letter in letters if unicodedata.category(letter)[0] in "LM")
    own = _first(spelled, fonts) if spelled else None
    order = (own, *fonts) if own else fonts
    single = [(font, part) for cluster in clusters(letters) for font, part in _printed(cluster, order)]
    return tuple(
        Run(font, "".join(part for _, part in group)) for font, group in groupby(single, key=lambda each: each[0])
    )


@lru_cache(maxsize=10_000)
def lacking(cluster: str) -> tuple[str, ...]:
    """Return which of a letter and its marks no font prints, or none prints together with that letter."""
    alone = tuple(letter for letter in cluster if not is_printable(letter))
    if len(cluster) == 1 or _first(_marked(cluster, alone), _REGULAR):
        return alone
    return (*alone[: cluster[0] in alone], *(letter for letter in cluster[1:] if not is_silent(letter)))


def _marked(cluster: str, lacks: tuple[str, ...]) -> str:
    return "".join(MARK if letter in lacks else letter for letter in cluster) if lacks else cluster


def _printed(cluster: str, fonts: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return a letter with its marks in one font, or each in a font of its own where none has them all."""
    whole = _first(cluster, fonts)
    return [(whole, cluster)] if whole else [(_first(letter, fonts) or fonts[0], letter) for letter in cluster]


def clusters(text: str) -> Iterator[str]:
    """Yield letters with the marks that belong to them."""
    start = 0
    for place in range(1, len(text)):
        if not (unicodedata.category(text[place])[0] == "M" or is_silent(text[place])):
            yield text[start:place]
            start = place
    yield text[start:]


def _first(letters: str, fonts: tuple[str, ...]) -> str | None:
    return next((font for font in fonts if all(has(font, each) or is_silent(each) for each in letters)), None)
