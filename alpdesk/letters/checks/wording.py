"""How a letter speaks: what it must never say, what is still to be filled in, and how easily it is read."""

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any

from alpdesk.assets import resource
from alpdesk.domain.letter import LetterDraft, LetterWarning
from alpdesk.letters.catalogue import load
from alpdesk.letters.checks.faults import poor, running, spoken, wrong
from alpdesk.letters.checks.sentences import sentences, words_in
from alpdesk.letters.limits import limits, phrase
from alpdesk.letters.readability import readability

_HELP = "en"  # the language of Help, whose wording no letter may use either
_INTERVAL = re.compile(r"\{(printed|age_sex)\}")
_OPEN = re.compile(r"\{\s*\w*\s*\}|\[[^\]\n]*\]|<<[^>\n]*>>|\b(?:TODO|TBD|XXX+)\b|_{3,}|\?{3,}|…{2,}|\.{4,}")


def forbidden(letter: LetterDraft, own: Collection[str] = ()) -> Iterator[LetterWarning]:
    """Yield a warning for each sentence that a letter to such a reader must not contain.

    ``own`` are words of the record itself: somebody may be called Krebs, and is greeted so.
    """
    words, patterns = load(letter.language, letter.paper), _patterns(letter.language)
    if letter.kind.to_colleague:
        patterns = _to_colleagues(letter.language)
    names = sorted((name for name in own if len(name.split()) > 1), key=len, reverse=True)
    greeted = sorted(
        {part for name in own for part in name.split() if part in letter.salutation}, key=len, reverse=True
    )
    said_in = {block: _without(text, names) for block, text in spoken(letter).items()}
    for block, text in {"": _without(letter.salutation, greeted), **said_in}.items():
        for pattern in patterns:
            found = pattern.search(text)
            if found:
                said = words.text("forbidden", "warning", words=found.group())
                sentence = _around(text, found.start(), letter.language)
                yield LetterWarning(id="forbidden", text=said, blocks=True, block=block, sentence=sentence)


def forbidden_in(key: str, text: str) -> str:
    """Return what a clinic's sentence says that a letter to a patient must never say, or nothing."""
    language = key.partition(".")[0]
    found = next((match for pattern in _patterns(language) if (match := pattern.search(text))), None)
    return "" if found is None else load(language, "A4").text("forbidden", "warning", words=found.group())


def swapped_in(key: str, text: str) -> bool:
    """Say whether a sentence calls the interval for age and sex the laboratory's, and the laboratory's the other."""
    named = phrase("laboratory", key.partition(".")[0])
    if named is None:
        return False
    before: dict[str, bool] = {}
    start = 0
    for place in _INTERVAL.finditer(text):
        before.setdefault(place[1], named.search(text, start, place.start()) is not None)
        start = place.end()
    return before.get("age_sex", False) and not before.get("printed", False)


def unfilled(letter: LetterDraft, own: Collection[str] = ()) -> Iterator[LetterWarning]:
    """Yield a fault for each place that is still to be filled; a colleague's letter has a line to sign on.

    ``own`` are words of the record itself: somebody may be called ``{name}``, and is not to be filled in.
    """
    names = sorted((name for name in own if _OPEN.search(name)), key=len, reverse=True)
    rest = {"": "\n".join((letter.subject, letter.salutation, *letter.recipient))}
    for block, text in {**rest, **spoken(letter)}.items():
        signing = letter.kind.to_colleague and block == "checklist"
        found = None if signing else _OPEN.search(_without(text, names))
        if found:
            sentence = _around(text, found.start(), letter.language) if block else ""
            yield wrong("placeholder", block=block, sentence=sentence, what=found.group())


def _without(text: str, names: Sequence[str]) -> str:
    """Return a text without some names, so that every place in it stays where it was."""
    for name in names:
        text = text.replace(name, " " * len(name))
    return text


def reading(letter: LetterDraft) -> Iterator[LetterWarning]:
    """Yield a warning for what a patient would find hard to read."""
    if letter.kind.to_colleague:
        return
    wanted, language = limits().reading, letter.language
    said = [(block, each) for block, text in running(letter).items() for each in sentences(text, language)]
    longest, mean = wanted.longest.get(language), wanted.mean.get(language)
    for block, sentence in said:
        count = words_in(sentence)
        if longest is not None and count > longest:
            yield poor("long_sentence", block=block, sentence=sentence, what=count, wanted=longest)
    counts = [words_in(sentence) for _, sentence in said] or [0]
    average = sum(counts) / len(counts)
    if mean is not None and average > mean:
        yield poor("mean", what=f"{average:.0f}", wanted=mean)
    if language == _HELP:
        yield from _ease(said)


def _ease(said: list[tuple[str, str]]) -> Iterator[LetterWarning]:
    """Yield a warning where English text, or one sentence of some length, falls short of the ease that is wanted."""
    wanted = limits().reading
    whole = readability("\n".join(sentence for _, sentence in said)).ease
    if said and whole < wanted.ease:
        block, sentence = min(said, key=lambda each: _hard(each[1]))
        yield poor("ease", block=block, sentence=sentence, what=f"{whole:.0f}", wanted=wanted.ease)


def _hard(sentence: str) -> float:
    return readability(sentence).ease if words_in(sentence) > 1 else float("inf")


def _around(text: str, place: int, language: str) -> str:
    """Return the sentence a place lies in."""
    at = 0
    for sentence in sentences(text, language):
        at = text.index(sentence, at) + len(sentence)
        if place < at:
            return sentence
    return text


@cache
def _to_colleagues(language: str) -> tuple[re.Pattern[str], ...]:
    listed = _read("letters", "forbidden.toml").get(language, {}).get("colleague", ())
    return tuple(re.compile(each, re.IGNORECASE) for each in listed)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    listed = _read("letters", "forbidden.toml").get(language, {}).get("patterns", ())
    shared = _read("help", "statements.toml")["wording"] if language == _HELP else ()
    return tuple(re.compile(each, re.IGNORECASE) for each in (*listed, *shared))


def _read(*place: str) -> dict[str, Any]:
    return tomllib.loads(resource(*place).read_text(encoding="utf-8"))
