"""Names, numbers and birth dates as they are searched: without accents, case and punctuation."""

import re
import unicodedata
from datetime import date
from itertools import product

_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
        "ŧ": "t",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ĳ": "ij",
        "ə": "e",
    }
)
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_DATE = re.compile(r"^(\d{1,4})[-./](\d{1,2})(?:[-./](\d{0,4}))?$")
_BETWEEN_WORDS = re.compile(r"[\s,;]+")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return ``text`` without case and accents, letters such as ł and ß spelled plainly."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS))
    kept = "".join(c for c in apart if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", kept)


def words_of(text: str) -> set[str]:
    """Return every word under which ``text`` is found: parts, and parts written together."""
    spelled = unicodedata.normalize("NFC", text).casefold().translate(_SPELLED)
    found: set[str] = set()
    for form in {fold(text), fold(spelled)}:
        for chunk in _BETWEEN_WORDS.split(form):
            parts = _WORD.findall(chunk)
            found.update(parts)
            found.add("".join(parts))
    return found - {""}


def date_words(day: date) -> set[str]:
    """Return a birth date as people write it: year, day or month first."""
    return {day.strftime("%Y%m%d").zfill(8), f"{day:%d%m}{day.year:04}", f"{day:%m%d}{day.year:04}"}


def tokens_of(query: str) -> list[tuple[str, ...]]:
    """Return what must be found: for each word of the query the spellings that will do."""
    tokens = (_spellings(chunk) for chunk in _BETWEEN_WORDS.split(fold(query.strip())))
    return list(dict.fromkeys(token for token in tokens if token))


def _spellings(chunk: str) -> tuple[str, ...]:
    joined = "".join(_WORD.findall(chunk))
    if not joined:
        return ()
    match = _DATE.match(chunk)
    parts = [part for part in match.groups() if part] if match else []
    padded = ("".join(choice) for choice in product(*(_padded(part) for part in parts))) if parts else ()
    return tuple(dict.fromkeys((*padded, joined)))


def _padded(part: str) -> tuple[str, ...]:
    return (part.zfill(2), part) if len(part) == 1 else (part,)
