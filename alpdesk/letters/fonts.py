"""What the fonts on board print of a text, and how wide it is."""

import re
import unicodedata
from functools import lru_cache

from alpdesk.letters import pieces
from alpdesk.letters.faces import BOLD, REGULAR, SIGNS, Run, clusters, face, lacking, runs as _runs
from alpdesk.letters.pieces import clean, composed

__all__ = ["BOLD", "REGULAR", "SIGNS", "Run", "loaded", "missing", "runs", "width"]
_ROOM = re.compile("[ \\n]+")
_WITHOUT_INK = str.maketrans("", "", "\n\u00ad\u200b\u200e\u2028\u2029\u2060\ufeff")


def missing(text: str) -> tuple[str, ...]:
    """Return the characters that no font on board prints, each once."""
    told = dict.fromkeys(word for word in _ROOM.split(text) if not (word.isascii() and word.isprintable()))
    whole = [text] if any(unicodedata.category(word[0])[0] == "M" for word in told) else told
    return tuple(dict.fromkeys(letter for word in whole for letter in _missing(word)))


@lru_cache(maxsize=4_000)
def _missing(text: str) -> tuple[str, ...]:
    return tuple(letter for cluster in clusters(composed(text).translate(_WITHOUT_INK)) for letter in lacking(cluster))


def runs(text: str, *, bold: bool = False) -> tuple[Run, ...]:
    """Return the text as runs of one font each, in the order it is read."""
    return _runs(clean(text, turned=True), bold=bold)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide one line of the text is when it is printed."""
    return size * pieces.width(text, bold=bold)


def loaded(name: str) -> str:
    """Return the name of a font that is ready to print."""
    face(name)
    return name
