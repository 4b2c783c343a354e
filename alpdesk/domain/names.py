"""Finding a known name inside what a person typed."""

import re
import unicodedata
from collections.abc import Iterable

_GAP = re.compile(r"[^0-9a-z]+")


def folded(text: str) -> str:
    """Return ``text`` without accents, case and punctuation, one space between words."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _GAP.sub(" ", bare.casefold()).strip()


class Names:
    """Known names and what they stand for; the longest name that occurs as whole words wins.

    A name that begins with ``=`` counts only when it is all that was typed.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        given = list(pairs)
        self._whole = {folded(name): meaning for name, meaning in given if name.startswith("=")}
        self._meaning = {folded(name): meaning for name, meaning in given if not name.startswith("=")}
        self._longest = max((name.count(" ") + 1 for name in self._meaning), default=0)

    def find(self, text: str) -> str:
        """Return the meaning, or an empty text."""
        words = folded(text).split()
        if " ".join(words) in self._whole:
            return self._whole[" ".join(words)]
        for length in range(min(self._longest, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                meaning = self._meaning.get(" ".join(words[start : start + length]))
                if meaning is not None:
                    return meaning
        return ""
