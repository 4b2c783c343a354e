"""Sentences of a text, each as it stands there, whatever the script."""

import re
from functools import cache, lru_cache

from alpdesk.letters.limits import limits

_WORD = re.compile(r"[^\s]*\w[^\s]*")


@lru_cache(512)  # every check reads the same blocks, and most of their words are those of the letter before
def sentences(text: str, language: str) -> tuple[str, ...]:
    """Return the sentences of a text, word for word as they stand in it."""
    found = []
    start = 0
    for end in _ends(language).finditer(text):
        found.append(text[start : end.end()])
        start = end.end()
    found.append(text[start:])
    return tuple(kept for each in found if (kept := each.strip()))


def words_in(sentence: str) -> int:
    """Return how many words a sentence has."""
    return len(_WORD.findall(sentence))


@cache
def _ends(language: str) -> re.Pattern[str]:
    """Return where sentences end: a mark and room after it; a line; but no ordinal, initial or shortened word."""
    shortened = limits().shortened.get(language, ())
    held = "".join(rf"(?<!\b{re.escape(each)})" for each in shortened)
    ordinal = r"(?<!\b\d)(?<!\b\d\d)" if language == "de" else ""
    initial = r"(?<!\s[A-ZÀ-Þ])"
    latin = rf"{held}{ordinal}{initial}\.+[\"'”’»)]*(?=\s|$)"
    others = r"[!?…]+[\"'”’»)]*(?=\s|$)|[।॥؟۔]+"
    return re.compile(rf"{latin}|{others}|\n+")
