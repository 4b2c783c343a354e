"""Sentences that tell what the record says: a letter may add to them, and not put them in other words."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from fnmatch import fnmatchcase

from alpdesk.domain.letter import Block, LetterDraft, LetterWarning, Reason, editable_text
from alpdesk.letters.checks.faults import spoken, wrong
from alpdesk.letters.checks.sentences import sentences
from alpdesk.letters.checks.truth import Truth
from alpdesk.letters.limits import limits

_PLACE = re.compile(r"\{(\w+)\}")
_ENDED = re.compile(r"[.!?…।॥؟۔][\"'”’»)]*$")


def quoted(letter: LetterDraft, truth: Truth) -> Iterator[LetterWarning]:
    """Yield a fault for each sentence of the record that no longer stands in its block as it was composed."""
    words = spoken(letter)
    for block in truth.fresh.blocks:
        text = _even(words.get(block.id, ""))
        if text:
            yield from _reworded(block, words[block.id], truth)


def _reworded(block: Block, text: str, truth: Truth) -> Iterator[LetterWarning]:
    language = truth.words.language
    said = sentences(text, language)
    bare = {_even(each) for each in said}
    apart = {_even(each) for each in sentences(editable_text(block), language)}
    held = (reason for reason in block.reasons if _is_held(reason, truth))
    for sentence in (each for reason in held for each in sentences(reason.sentence, language)):
        wanted = _even(sentence)
        whole = wanted in apart and _ENDED.search(wanted) is not None  # else it runs on into whatever follows
        if wanted not in bare and (whole or wanted not in _even(text)):
            yield wrong("quoted", block=block.id, sentence=_nearest(wanted, said), what=wanted)


def _is_held(reason: Reason, truth: Truth) -> bool:
    """Say whether a sentence quotes the record: by its name, or by a place in it that the record fills."""
    section, _, key = reason.key.partition(".")
    held = limits().quoted
    if any(fnmatchcase(key, each) for each in held.sentences):
        return True
    template = truth.words.find(key, section)  # nothing for a clinic's own block
    return any(place not in held.free for place in _PLACE.findall(template))


def _nearest(wanted: str, said: tuple[str, ...]) -> str:
    """Return the sentence that stands in the place of another, as it is written there."""
    return max(said, key=lambda each: SequenceMatcher(None, wanted, _even(each)).ratio(), default="")


def _even(text: str) -> str:
    return " ".join(text.split())
