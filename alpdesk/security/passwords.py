"""What a password must be."""

import unicodedata
from collections.abc import Sequence

from alpdesk.errors import AlpdeskError

SHORTEST, LONGEST = 12, 256
_WEIGHED = 72  # of a longer one the rest can only make it stronger
_ACCEPTED = 3  # of zxcvbn's 0 to 4: more than a hundred million guesses
_OURS = ("alpdesk", "alkaline", "phosphatase", "alkaline phosphatase", "hypophosphatasia", "clinic", "laboratory")


def normal(password: str) -> str:
    """Return ``password`` in the one form that is hashed, whatever keyboard typed it."""
    return unicodedata.normalize("NFKC", password)


def refuse_weak(password: str, known: Sequence[str] = ()) -> None:
    """Refuse what is guessed first: too short, common, a pattern of keys, or made of ``known`` words such as a name."""
    word = normal(password)
    if len(word) < SHORTEST:
        raise AlpdeskError(f"A password needs at least {SHORTEST} characters; a few words in a row are fine.")
    if len(word) > LONGEST:
        raise AlpdeskError(f"A password has at most {LONGEST} characters.")
    if grade(word, known) < _ACCEPTED:
        raise AlpdeskError("This password is among the first that are guessed; choose another.")


def grade(password: str, known: Sequence[str] = ()) -> int:
    """Return how hard a password is to guess, 0 to 4 by zxcvbn."""
    from zxcvbn import zxcvbn

    words = [part for word in known for part in (word, *word.split())]
    return int(zxcvbn(normal(password)[:_WEIGHED], user_inputs=[*_OURS, *words])["score"])


def waiting_seconds(wrong: int) -> int:
    """Return how long to wait after so many wrong passwords in a row: 0, 0, 0, 1, 2, 4 and so on up to a minute."""
    free, longest = 3, 60
    return 0 if wrong <= free else min(2 ** (wrong - free - 1), longest)
