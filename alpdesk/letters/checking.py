"""What a letter's words must never say, read again after somebody changed them."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from alpdesk.assets import resource
from alpdesk.domain.letter import LetterDraft, LetterWarning
from alpdesk.letters.catalogue import load
from alpdesk.letters.warnings import glyphs

_REREAD = {"glyph", "forbidden"}
_HELP = "en"  # the language of Help, whose wording no letter may use either


def checked(letter: LetterDraft) -> LetterDraft:
    """Return the letter with its warnings brought up to its present words."""
    words = load(letter.language, letter.paper)
    kept = tuple(warning for warning in letter.warnings if warning.id not in _REREAD)
    found = (*forbidden(letter), *glyphs(letter, words))
    return letter.model_copy(update={"warnings": (*kept, *found)})


def forbidden(letter: LetterDraft) -> Iterator[LetterWarning]:
    """Yield a warning for each sentence that a letter to a patient must not contain."""
    if letter.kind.to_colleague:
        return
    words = load(letter.language, letter.paper)
    for text in letter.words():
        for pattern in _patterns(letter.language):
            found = pattern.search(text)
            if found:
                sentence = words.text("forbidden", "warning", words=found.group())
                yield LetterWarning(id="forbidden", text=sentence, blocks=True)


def forbidden_in(key: str, text: str) -> str:
    """Return what a clinic's sentence says that a letter to a patient must never say, or nothing."""
    language = key.partition(".")[0]
    found = next((match for pattern in _patterns(language) if (match := pattern.search(text))), None)
    return "" if found is None else load(language, "A4").text("forbidden", "warning", words=found.group())


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    listed = _read("letters", "forbidden.toml").get(language, {}).get("patterns", ())
    shared = _read("help", "statements.toml")["wording"] if language == _HELP else ()
    return tuple(re.compile(each, re.IGNORECASE) for each in (*listed, *shared))


def _read(*place: str) -> dict[str, Any]:
    return tomllib.loads(resource(*place).read_text(encoding="utf-8"))
