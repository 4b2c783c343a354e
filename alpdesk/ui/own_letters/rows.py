"""The blocks of a kind as lines of a list: shipped ones and the clinic's own, in the clinic's order."""

from collections.abc import Iterable
from dataclasses import dataclass

from alpdesk.domain.own_letter import Listed
from alpdesk.services.adapted import OWN, WORDS, Adapted
from alpdesk.services.own_rules import Fault
from alpdesk.ui.own_letters import words
from alpdesk.ui.said import said


@dataclass(frozen=True)
class Row:
    """One block in the list."""

    id: str
    name: str
    own: bool = False
    needed: bool = False
    left_out: bool = False
    changed: bool = False
    wrong: bool = False


def rows_of(
    shipped: Iterable[Listed], order: Iterable[str], adapted: Adapted, faults: Iterable[Fault]
) -> tuple[Row, ...]:
    """Return the blocks in their order, each with what is to be said of it."""
    known, wrong = {each.id: each for each in shipped}, {fault.field for fault in faults}
    return tuple(
        _shipped(known[name], adapted, wrong) if name in known else _own(name, adapted, wrong) for name in order
    )


def _shipped(block: Listed, adapted: Adapted, wrong: set[str]) -> Row:
    keys = [sentence.key for sentence in block.sentences]
    return Row(
        block.id,
        words.block(block.id),
        needed=block.needed,
        left_out=not block.needed and block.id in adapted.change.left_out,
        changed=any(key in adapted.words for key in keys),
        wrong=f"order.{block.id}" in wrong or any(f"{WORDS}.{key}" in wrong for key in keys),
    )


def _own(name: str, adapted: Adapted, wrong: set[str]) -> Row:
    bad = any(field.split(".")[:2] == [OWN, name] for field in wrong)
    out = name in adapted.change.left_out
    return Row(name, words.own_block(adapted, name), own=True, left_out=out, changed=True, wrong=bad)


def by_field(faults: Iterable[Fault]) -> dict[str, str]:
    """Return what is wrong with each field, in the user's language."""
    found = dict[str, str]()
    for fault in faults:
        found[fault.field] = " ".join(filter(None, (found.get(fault.field, ""), said(fault.sentence))))
    return found
