"""What a password must be."""

import unicodedata
from itertools import pairwise

from alpdesk.errors import AlpdeskError

SHORTEST, LONGEST = 12, 256
_COMMON = frozenset({
    "password1234", "passwordpassword", "password12345", "password123456", "password1234567", "qwertyuiop12",
    "qwertyuiop123", "qwertyuiopas", "qwertyuiop1234", "1q2w3e4r5t6y", "1q2w3e4r5t6y7u", "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv", "zaq12wsxcde3", "qazwsxedcrfv", "asdfghjkl123", "asdfghjkl1234", "letmeinletmein",
    "iloveyou1234", "iloveyouforever", "welcome12345", "welcome123456", "administrator", "administrator1",
    "admin1234567", "changeme1234", "changemenow1", "trustno1trustno1", "superman1234", "sunshine1234",
    "princess1234", "football1234", "baseball1234", "liverpool123", "manchester123", "unbelievable", "abcd1234abcd",
    "abc123abc123", "qwerty123456", "qwerty1234567", "qwertyqwerty", "azertyuiop123", "azertyuiop12", "passw0rd1234",
    "p@ssw0rd1234", "correcthorsebatterystaple", "alkalinephosphatase", "hypophosphatasia", "alpdeskalpdesk",
    "alpdesk12345", "alpdesk123456",
})  # fmt: skip


def normal(password: str) -> str:
    """Return ``password`` in the one form that is hashed, whatever keyboard typed it."""
    return unicodedata.normalize("NFKC", password)


def refuse_weak(password: str) -> None:
    """Refuse what is guessed first."""
    word = normal(password)
    if len(word) < SHORTEST:
        raise AlpdeskError(f"A password needs at least {SHORTEST} characters; a few words in a row are fine.")
    if len(word) > LONGEST:
        raise AlpdeskError(f"A password has at most {LONGEST} characters.")
    if word.casefold() in _COMMON or _is_a_run(word):
        raise AlpdeskError("This password is among the first that are guessed; choose another.")


def _is_a_run(word: str) -> bool:
    """Say whether the same characters repeat, or each follows the one before, as in 123456789012."""
    if len(set(word)) <= 3:
        return True
    digits = word.isdigit()
    steps = {(ord(b) - ord(a)) % 10 if digits else ord(b) - ord(a) for a, b in pairwise(word)}
    return len(steps) == 1


def waiting_seconds(wrong: int) -> int:
    """Return how long to wait after so many wrong passwords in a row: 0, 0, 0, 1, 2, 4 and so on up to a minute."""
    free, longest = 3, 60
    return 0 if wrong <= free else min(2 ** (wrong - free - 1), longest)
