"""The blocks of a kind as a clinic edits them: which sentences each can say, and when."""

from collections.abc import Iterator
from functools import cache

from alpdesk.domain.own_letter import Listed, Sayable
from alpdesk.domain.records import LetterKind
from alpdesk.letters.catalogue import Catalogue, load
from alpdesk.letters.compose import sections_of
from alpdesk.letters.outline import Entry, Sentence, outlines

_HEADING = "heading"


@cache
def listed(kind: LetterKind, language: str) -> tuple[Listed, ...]:
    """Return every shipped block of a kind in the shipped order, with its sentences in one language."""
    words = load(language, "A4")
    return tuple(
        Listed(entry.id, entry.kind, entry.needed, entry.when, tuple(dict.fromkeys(_sayable(kind, entry, words))))
        for entry in outlines().entries(kind)
    )


def _sayable(kind: LetterKind, entry: Entry, words: Catalogue) -> Iterator[Sayable]:
    readers = (False,) if kind.to_colleague else (False, True)
    yield from _headings(kind, entry, words)
    for group in (entry.any, *entry.join, *((each,) for each in entry.every)):
        for place, sentence in enumerate(group):
            otherwise = place > 0 and not sentence.when
            yield from _of_sentence(kind, sentence, words, readers, otherwise=otherwise)


def _of_sentence(
    kind: LetterKind, sentence: Sentence, words: Catalogue, readers: tuple[bool, ...], *, otherwise: bool
) -> Iterator[Sayable]:
    found = dict[str, bool]()
    for parents in readers:
        impossible = ("!parents" if parents else "parents") in sentence.when
        section = next((s for s in sections_of(kind, parents=parents) if words.find(sentence.text, s)), "")
        if section and not impossible:
            found.setdefault(section, parents)
    for section, parents in found.items():
        key = f"{words.language}.{section}.{sentence.text}"
        yield Sayable(key, sentence.when, parents, otherwise)


def _headings(kind: LetterKind, entry: Entry, words: Catalogue) -> Iterator[Sayable]:
    if not entry.heading:
        return
    for parents in (False,) if kind.to_colleague else (False, True):
        names = (f"{entry.heading}_parents", entry.heading) if parents else (entry.heading,)
        tried = (*(f"{kind.value}_{name}" for name in names), *names)
        name = next((each for each in tried if words.find(each, _HEADING)), "")
        if name and not (parents and not name.endswith("_parents")):
            yield Sayable(f"{words.language}.{_HEADING}.{name}", (), parents, heading=True)
