"""The number a letter is found by again: taken from what the letter says, so that equal letters have equal numbers.

It is sixty bits of a digest in the alphabet of Crockford, which has no letters that look like digits, so that it can be
read from paper, told by telephone and typed.
"""

import re
from hashlib import sha256

from alpdesk.domain.letter import LetterDraft

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = 12
_GROUP = 4
_READ = str.maketrans("OIL", "011")
_TYPED = re.compile(rf"[{_ALPHABET}]{{{_LETTERS}}}")
_NOT_SAID = {"number", "warnings", "anchor"}


def number_of(draft: LetterDraft, taken: int = 0) -> str:
    """Return the number of a letter; ``taken`` counts the letters that had each earlier choice."""
    said = draft.model_dump_json(exclude=_NOT_SAID)
    digest = sha256(f"{taken or ''}{said}".encode()).digest()
    rest, letters = int.from_bytes(digest) >> (len(digest) * 8 - 5 * _LETTERS), ""
    for _ in range(_LETTERS):
        rest, letter = divmod(rest, len(_ALPHABET))
        letters = _ALPHABET[letter] + letters
    return _grouped(letters)


def as_number(typed: str) -> str:
    """Return what somebody typed or scanned as a letter's number, or nothing where it cannot be one."""
    letters = re.sub(r"[\s\-–]", "", typed).upper().translate(_READ)
    return _grouped(letters) if _TYPED.fullmatch(letters) else ""


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))
