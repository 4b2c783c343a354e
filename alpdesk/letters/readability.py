"""How easily a text is read: Flesch reading ease and the length of its sentences."""

import re
from typing import NamedTuple

_SENTENCE = re.compile(r"[.!?:]+(?:\s+|$)|\n+")
_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][A-Za-z]+)*")
_VOWELS = re.compile(r"[aeiouyà-ÿ]+")


class Readability(NamedTuple):
    """The measures of one English text."""

    words: int
    sentence: float
    longest: int
    ease: float
    grade: float


def readability(text: str) -> Readability:
    """Measure an English text; numbers and units count as words of one syllable."""
    sentences = [words for part in _SENTENCE.split(text) if (words := part.split())]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Readability(0, 0.0, 0, 100.0, 0.0)
    mean = len(words) / len(sentences)
    syllables = sum(_syllables(word) for word in words) / len(words)
    return Readability(
        words=len(words),
        sentence=round(mean, 1),
        longest=max(len(sentence) for sentence in sentences),
        ease=round(206.835 - 1.015 * mean - 84.6 * syllables, 1),
        grade=round(0.39 * mean + 11.8 * syllables - 15.59, 1),
    )


def _syllables(word: str) -> int:
    letters = "".join(_WORD.findall(word)).lower()
    if not letters:
        return 1
    if letters.isascii() and word.strip(".,;:()").isupper() and len(letters) <= 3:
        return len(letters)
    groups = len(_VOWELS.findall(letters))
    silent = letters.endswith("e") and not letters.endswith(("le", "ee", "ie")) and groups > 1
    return max(1, groups - silent - (letters.endswith("ed") and not letters.endswith(("ted", "ded")) and groups > 1))
