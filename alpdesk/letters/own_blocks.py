"""The blocks of a kind as the clinic has them: its order, what it leaves out, and words of its own."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from alpdesk.domain.letter import AnyBlock, Bullets, Heading, LetterWarning, Notice, Paragraph, Reason
from alpdesk.domain.own_letter import OwnBlock, OwnLetter, Place, left_out, ordered
from alpdesk.letters.catalogue import Catalogue
from alpdesk.letters.outline import Entry
from alpdesk.letters.situation import Situation

_PLACE = re.compile(r"\{(\w+)\}")
_SHOWN = 60
_UNCHANGED = OwnLetter()


class _Left(NamedTuple):
    """Why a block of the clinic's own is not said: the name of the warning, and what is missing."""

    name: str
    value: str = ""


def places(entries: tuple[Entry, ...]) -> tuple[Place, ...]:
    """Return the shipped blocks in their order."""
    return tuple(Place(entry.id, entry.needed) for entry in entries)


def in_force(shipped: tuple[Entry, ...], change: OwnLetter | None) -> tuple[Entry, ...]:
    """Return what stands in a letter, in the clinic's order; its own blocks as entries without sentences."""
    if change is None:
        return shipped
    known = {entry.id: entry for entry in shipped}
    own = {block.id: Entry(id=block.id, kind=block.kind, when=block.when) for block in change.own}
    gone = left_out(places(shipped), change)
    return tuple({**known, **own}[each] for each in ordered(places(shipped), change) if each not in gone)


class OwnWords:
    """Says the clinic's own blocks in one letter. What it cannot say whole is left out, and named."""

    def __init__(self, change: OwnLetter | None, words: Catalogue, situation: Situation, known: frozenset[str]) -> None:
        self._change, self._words, self._situation, self._known = change or _UNCHANGED, words, situation, known
        self._left: list[tuple[OwnBlock, _Left]] = []

    def block(self, block_id: str) -> OwnBlock | None:
        """Return one of the clinic's own blocks."""
        return self._change.block(block_id)

    def said(self, block: OwnBlock, because: str) -> Iterator[AnyBlock]:
        """Yield a block with its heading, or nothing where something is missing for it."""
        missing = self._missing(block)
        if missing is not None:
            self._left.append((block, missing))
            return
        head = self._filled(block.heading.get(self._words.language, ""))
        if head:
            yield Heading(id=f"{block.id}-heading", rule=block.id, because=because, text=head)
        yield _set(block, because, tuple(self._filled(line) for line in block.lines(self._words.language)))

    def warnings(self, clerk: Catalogue) -> Iterator[LetterWarning]:
        """Yield a warning for each block that was left out."""
        for block, (name, value) in self._left:
            first = next((line for language in block.text for line in block.lines(language)), block.id)
            words = first if len(first) <= _SHOWN else f"{first[: _SHOWN - 1]}…"
            yield LetterWarning(id=name, text=clerk.text(name, "warning", value=value, words=words))

    def _missing(self, block: OwnBlock) -> _Left | None:
        unknown = (name.lstrip("!") for wanted in block.when for name in wanted.split("|"))
        strange = next((name for name in unknown if name not in self._known), None)
        if strange is not None:
            return _Left("own_unknown", strange)
        lines = block.lines(self._words.language)
        if not lines:
            return _Left("own_language")
        text = " ".join((block.heading.get(self._words.language, ""), *lines))
        empty = next((name for name in _PLACE.findall(text) if not self._situation.values.get(name, "").strip()), None)
        return None if empty is None else _Left("own_value", empty)

    def _filled(self, text: str) -> str:
        return self._words.filled(text, "own", self._situation.values)


def _set(block: OwnBlock, because: str, lines: tuple[str, ...]) -> AnyBlock:
    name = block.id
    reasons = tuple(Reason(sentence=line, key=f"own.{name}", facts=(because,)) for line in lines)
    if block.kind == "bullets":
        return Bullets(id=name, rule=name, because=because, reasons=reasons, items=lines)
    text = " ".join(lines)
    if block.kind == "notice":
        return Notice(id=name, rule=name, because=because, reasons=reasons, text=text)
    return Paragraph(id=name, rule=name, because=because, reasons=reasons, text=text)
