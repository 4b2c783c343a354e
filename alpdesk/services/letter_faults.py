"""What is wrong with a clinic's own letters, in one sentence for each field: nothing of it is kept."""

import json
from collections.abc import Iterator, Mapping

from alpdesk.domain.own_letter import OwnBlock, OwnLetter, ordered
from alpdesk.domain.records import LetterKind
from alpdesk.knowledge.own_forms import EditFault, Fault, OwnWords, read
from alpdesk.knowledge.own_letters import block_faults
from alpdesk.knowledge.own_words import places, word_faults
from alpdesk.services.adapted import WORDS
from alpdesk.services.shelf import sentences

_SIGN_OFF = "sign_off"
_SWAPPED = (
    "{printed} is the laboratory's interval, {age_sex} the one for age and sex; here they stand the other way round."
)
_COLLEAGUES = frozenset(kind.value for kind in LetterKind if kind.to_colleague)


def faults_of_words(key: str, text: str) -> Iterator[Fault]:
    """Yield what a sentence in the clinic's own words must not say."""
    from alpdesk.letters.checking import forbidden_in, swapped_in

    language, section, _ = key.split(".", 2)
    if swapped_in(key, text):
        yield Fault("text", _SWAPPED)
    found = "" if section in _COLLEAGUES else forbidden_in(f"{language}.", text)
    if found:
        yield Fault("text", found)


def faults_of_letter(kind: LetterKind, change: OwnLetter) -> Iterator[Fault]:
    """Yield what a kind would lack, or say and must not."""
    yield from _needed(kind, change)
    for block in change.own:
        yield from _own(kind, block)


def _needed(kind: LetterKind, change: OwnLetter) -> Iterator[Fault]:
    from alpdesk.letters.outline import outlines
    from alpdesk.letters.own_blocks import places as shipped_places

    shipped = outlines().entries(kind)
    needed = [entry.id for entry in shipped if entry.needed]
    for name in needed:
        if name in change.left_out:
            yield Fault("left_out", "A letter of this kind must contain this block; it can be reworded and moved.")
    signed = next((entry.id for entry in shipped if entry.kind == _SIGN_OFF), "")
    order = ordered(shipped_places(shipped), change)
    for name in needed:
        if signed and order.index(name) > order.index(signed):
            yield Fault(f"order.{name}", "This block must stand above the signature.")


def _own(kind: LetterKind, block: OwnBlock) -> Iterator[Fault]:
    from alpdesk.letters.checking import forbidden_in
    from alpdesk.letters.offered import values
    from alpdesk.letters.outline import outlines

    field, known = f"own.{block.id}", frozenset(values(kind))
    facts = outlines().facts(kind)
    for name in (each.lstrip("!") for wanted in block.when for each in wanted.split("|")):
        if name not in facts:
            yield Fault(f"{field}.when", f"There is no fact {name} of the record in letters of this kind.")
    for part, texts in (("text", block.text), ("heading", block.heading)):
        for language, text in texts.items():
            place = f"{field}.{part}.{language}"
            yield from (Fault(place, f"{{{name}}} is not known.") for name in sorted(places(text) - known))
            found = "" if kind.to_colleague else forbidden_in(f"{language}.", text)
            if found:
                yield Fault(place, found)


def faults_of_change(kind: LetterKind, change: OwnLetter) -> Iterator[Fault]:
    """Yield everything wrong with the blocks of a kind, by field; a block's fields bear its id."""
    try:
        read(OwnLetter, _written(change))
    except EditFault as fault:
        yield from (Fault(_by_id(each.field, change), each.sentence) for each in fault.faults)
    yield from block_faults(change)
    yield from faults_of_letter(kind, change)


def _by_id(field: str, change: OwnLetter) -> str:
    """Return a field named by the id of its block instead of by its place."""
    parts = field.split(".")
    if parts[0] != "own" or len(parts) == 1 or not parts[1].isdigit():
        return field
    return ".".join(("own", change.own[int(parts[1])].id, *parts[2:]))


def faults_of_all(words: Mapping[str, str]) -> Iterator[Fault]:
    """Yield everything wrong with sentences in the clinic's own words, each field named by its key."""
    shipped = sentences()
    for key, text in words.items():
        field = f"{WORDS}.{key}"
        if key not in shipped:
            continue
        try:
            own = read(OwnWords, json.dumps({"text": text})).text
        except EditFault as fault:
            yield from (Fault(field, each.sentence) for each in fault.faults)
            continue
        yield from (Fault(field, sentence) for sentence in word_faults(own, shipped[key]))
        yield from (Fault(field, each.sentence) for each in faults_of_words(key, own))


def _written(change: OwnLetter) -> str:
    try:
        return change.model_dump_json()
    except ValueError:  # half a character, as a paste can leave it
        return ""
