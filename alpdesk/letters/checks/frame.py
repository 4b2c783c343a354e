"""What stands around the words, and what is drawn from the record: it has to be as the record has it."""

import unicodedata
from collections.abc import Iterator

from alpdesk.domain.letter import AnyBlock, LetterDraft, LetterWarning, ResultsTable, SignOff, Table, TrendChart
from alpdesk.letters.checks.faults import poor, running, wrong
from alpdesk.letters.checks.truth import Truth

_DRAWN = (ResultsTable, Table, TrendChart)
_PLACED = ("because", "reasons", "rule", "group", "side")


def frame(letter: LetterDraft, truth: Truth) -> Iterator[LetterWarning]:
    """Yield every fault of the frame, of the tables and charts, and of what the letter rests on."""
    fresh = truth.fresh
    if letter.patient_id != fresh.patient_id:
        yield wrong("other_patient")
    if letter.references != fresh.references:
        yield wrong("identifiers", what=", ".join(each.text for each in fresh.references))
    same = (("day", "day"), ("rule_book", "rule_book"), ("subject", "subject"), ("sender", "sender"))
    yield from (wrong(name) for name, field in same if getattr(letter, field) != getattr(fresh, field))
    if set(fresh.copies) - set(letter.copies):
        yield wrong("copies")
    if set(letter.result_ids) - truth.standing:
        yield wrong("withdrawn")
    elif letter.result_ids != fresh.result_ids:
        yield wrong("results")
    yield from _reader(letter, truth)
    yield from _direction(letter, truth)
    yield from drawn(letter, fresh)


def drawn(letter: LetterDraft, fresh: LetterDraft) -> Iterator[LetterWarning]:
    """Yield a fault for each table, chart or closing that is missing or differs from the record."""
    here = {block.id: block for block in letter.blocks if isinstance(block, (*_DRAWN, SignOff))}
    there = {block.id: block for block in fresh.blocks if isinstance(block, (*_DRAWN, SignOff))}
    for name, block in there.items():
        found = here.get(name)
        if isinstance(block, SignOff):
            yield from _closing(found, block)
        elif found is None:
            yield wrong("data_missing", what=_called(block))
        elif not _same(found, block):
            yield wrong("data_changed", block=name, what=_called(block))
    for name in here.keys() - there.keys():
        yield wrong("data_changed", block=name, what=_called(here[name]))


def _closing(found: AnyBlock | None, wanted: SignOff) -> Iterator[LetterWarning]:
    if not isinstance(found, SignOff) or not found.name.strip() or not found.closing.strip():
        yield wrong("sign_off")
    elif not _same(found, wanted):
        yield wrong("data_changed", block=found.id, what=_called(wanted))


def _reader(letter: LetterDraft, truth: Truth) -> Iterator[LetterWarning]:
    if not letter.salutation.strip():
        yield wrong("salutation")
    if not any(line.strip() for line in letter.recipient):
        yield wrong("recipient", what=truth.name)
    if letter.kind.to_colleague:
        return
    greeted = letter.salutation.strip()
    if greeted and not _names(greeted, truth):
        yield wrong("name", what=truth.name)
    if any(line.strip() for line in letter.recipient) and not _names(" ".join(letter.recipient), truth):
        yield wrong("recipient", what=truth.name)
    if truth.reads and truth.reads != letter.language:
        yield poor("other_language", what=truth.reads)


def _names(text: str, truth: Truth) -> bool:
    """Say whether a text holds the patient's name: its whole words, one after the other."""
    said, name = _worded(text), _worded(truth.name)
    return any(said[at : at + len(name)] == name for at in range(len(said) - len(name) + 1))


def _worded(text: str) -> list[str]:
    words = unicodedata.normalize("NFKC", text).casefold().split()
    return [bare for word in words if (bare := _bare(word))]


def _bare(word: str) -> str:
    """Return a word without the signs around it."""
    outer = "".join(sign for sign in set(word) if unicodedata.category(sign)[0] not in "LMN")
    return word.strip(outer) if outer else word


def _direction(letter: LetterDraft, truth: Truth) -> Iterator[LetterWarning]:
    """Yield a fault where page and words run in different directions."""
    signs = [unicodedata.bidirectional(sign) for text in running(letter).values() for sign in text]
    leftwards = sum(sign in {"R", "AL"} for sign in signs)
    mostly = leftwards > sum(sign == "L" for sign in signs)
    if letter.rtl != truth.words.rtl or (signs and mostly != letter.rtl):
        yield wrong("direction")


def _same(one: AnyBlock, other: AnyBlock) -> bool:
    placed = {name: getattr(other, name) for name in _PLACED}
    if isinstance(one, SignOff) and isinstance(other, SignOff):
        placed["signed"] = other.signed
    return one.model_copy(update=placed) == other


def _called(block: AnyBlock) -> str:
    captions = {"results": "the table of results", "table": "a table", "trend": "the chart", "sign_off": "the closing"}
    caption = getattr(block, "caption", "")
    return f"{captions.get(block.kind, block.kind)} “{caption}”" if caption else captions.get(block.kind, block.kind)
