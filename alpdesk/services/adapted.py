"""One kind of letter as a clinic has it, in parts that two people can change side by side."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from alpdesk.domain.own_letter import OwnBlock, OwnLetter

ORDER, LEFT_OUT, OWN, WORDS = "order", "left_out", "own", "words"
Parts = Mapping[str, object]


@dataclass(frozen=True)
class Adapted:
    """What the clinic changed of a kind: its blocks, and the sentences in its own words by their keys."""

    change: OwnLetter = field(default_factory=OwnLetter)
    words: Mapping[str, str] = field(default_factory=dict)

    def parts(self) -> dict[str, object]:
        """Return everything that is changed, by a name that tells what it is."""
        change = self.change
        found: dict[str, object] = {ORDER: change.order, LEFT_OUT: tuple(sorted(change.left_out))}
        found |= {f"{OWN}.{block.id}": block for block in change.own}
        return found | {f"{WORDS}.{key}": text for key, text in self.words.items()}


def differing(one: Adapted, other: Adapted) -> tuple[str, ...]:
    """Return the names of the parts in which two versions differ."""
    left, right = one.parts(), other.parts()
    return tuple(name for name in {**left, **right} if left.get(name) != right.get(name))


def merged(mine: Adapted, theirs: Adapted, keep_theirs: Collection[str]) -> Adapted:
    """Return my version, with the named parts as they are in the other one."""
    parts, other = mine.parts(), theirs.parts()
    for name in keep_theirs:
        if name in other:
            parts[name] = other[name]
        else:
            parts.pop(name, None)
    joined = _of(parts)
    order = _with_the_rest(joined.change, theirs.change.order if ORDER not in keep_theirs else mine.change.order)
    return Adapted(joined.change.model_copy(update={"order": order}), joined.words)


def untouched(base: Adapted, mine: Adapted, theirs: Adapted) -> frozenset[str]:
    """Return the parts that differ only because the other version changed them."""
    return frozenset(differing(mine, theirs)) - frozenset(differing(base, mine))


def _with_the_rest(change: OwnLetter, other: tuple[str, ...]) -> tuple[str, ...]:
    """Return the order with blocks that only the other order knows, each behind what stands before it there."""
    own, found = {block.id for block in change.own}, list(change.order)
    for place, name in enumerate(other):
        if found and name in own and name not in found:
            found.insert(next((found.index(n) + 1 for n in reversed(other[:place]) if n in found), 0), name)
    return tuple(found) or tuple(name for name in other if not name.startswith(f"{OWN}-") or name in own)


def _of(parts: Parts) -> Adapted:
    order, left_out = parts[ORDER], parts[LEFT_OUT]
    return Adapted(
        OwnLetter(
            order=order if isinstance(order, tuple) else (),
            left_out=left_out if isinstance(left_out, tuple) else (),
            own=tuple(block for block in parts.values() if isinstance(block, OwnBlock)),
        ),
        {name.partition(".")[2]: text for name, text in parts.items() if isinstance(text, str)},
    )


def as_typed(adapted: Adapted) -> dict[str, object]:
    """Return a version as it is typed, whether or not it could be kept, in a form that a draft holds."""
    change = adapted.change
    own = [{name: getattr(block, name) for name in OwnBlock.model_fields} for block in change.own]
    return {ORDER: change.order, LEFT_OUT: change.left_out, OWN: own, WORDS: dict(adapted.words)}


def from_typed(typed: Mapping[str, Any]) -> Adapted:
    """Return a version out of a draft, as it was typed."""
    own = (OwnBlock.model_construct(**{**block, "when": tuple(block["when"])}) for block in typed[OWN])
    order, left_out = tuple(typed[ORDER]), tuple(typed[LEFT_OUT])
    return Adapted(OwnLetter.model_construct(order=order, left_out=left_out, own=tuple(own)), dict(typed[WORDS]))
