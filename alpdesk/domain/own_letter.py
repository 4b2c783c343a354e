"""What a clinic has changed of a kind of letter: the order of its blocks, what is left out, and blocks of its own."""

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from alpdesk.domain.base import CLEAN_LINE, CLEAN_TEXT
from alpdesk.domain.condition import Rule

LONGEST_TEXT = 2000
LONGEST_HEADING = 120
MOST_BLOCKS = 20
_SHORT = 64
BlockId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", max_length=_SHORT)]
OwnId = Annotated[str, Field(pattern=r"^own-[a-z0-9]{1,16}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}([-_][A-Za-z]{2,4})?$")]
Condition = Annotated[str, Field(min_length=1, max_length=_SHORT, pattern=r"^!?[a-z0-9_]+(\|!?[a-z0-9_]+)*$")]
OwnText = Annotated[str, Field(max_length=LONGEST_TEXT), CLEAN_TEXT]
OwnHeading = Annotated[str, Field(max_length=LONGEST_HEADING), CLEAN_LINE]


class OwnBlock(Rule):
    """Words of the clinic's own, by language; ``when`` names the facts that let them into a letter."""

    id: OwnId
    kind: Literal["paragraph", "bullets", "notice"] = "paragraph"
    heading: Mapping[Language, OwnHeading] = {}
    when: tuple[Condition, ...] = Field(default=(), max_length=MOST_BLOCKS)
    text: Mapping[Language, OwnText] = {}

    def lines(self, language: str) -> tuple[str, ...]:
        """Return what is said in a language, line by line."""
        lines = (line.strip() for line in self.text.get(language, "").splitlines())
        return tuple(line for line in lines if line)


class OwnLetter(Rule):
    """The change of one kind. ``order`` names shipped blocks and the clinic's own; none is the shipped order."""

    order: tuple[BlockId, ...] = Field(default=(), max_length=4 * MOST_BLOCKS)
    left_out: tuple[BlockId, ...] = Field(default=(), max_length=4 * MOST_BLOCKS)
    own: tuple[OwnBlock, ...] = Field(default=(), max_length=MOST_BLOCKS)

    def block(self, block_id: str) -> OwnBlock | None:
        """Return a block of the clinic's own."""
        return next((each for each in self.own if each.id == block_id), None)


class Place(NamedTuple):
    """A shipped block in the shipped order: whether a letter needs it."""

    id: str
    needed: bool = False


class Sayable(NamedTuple):
    """One sentence that a block can say.

    ``key`` names it among the clinic's own words; ``parents`` says that a child's parents read it, ``otherwise`` that
    it is said where none before it fits.
    """

    key: str
    when: tuple[str, ...] = ()
    parents: bool = False
    otherwise: bool = False
    heading: bool = False


class Listed(NamedTuple):
    """One shipped block: its form, whether a letter needs it, when it is said, and what it can say."""

    id: str
    kind: str
    needed: bool
    when: tuple[str, ...]
    sentences: tuple[Sayable, ...]


def ordered(shipped: tuple[Place, ...], change: OwnLetter) -> tuple[str, ...]:
    """Return the ids of every block in the clinic's order, those that are left out included.

    A shipped block that the clinic's order does not know stands behind the block it is shipped behind; a block that is
    not known any more is passed over.
    """
    names = tuple(place.id for place in shipped)
    known = {*names, *(block.id for block in change.own)}
    found = [each for each in dict.fromkeys(change.order) if each in known]
    if not found:
        found = list(names)
    for place, name in enumerate(names):
        if name not in found:
            behind = next((found.index(each) + 1 for each in reversed(names[:place]) if each in found), 0)
            found.insert(behind, name)
    return (*found, *(block.id for block in change.own if block.id not in found))


def left_out(shipped: tuple[Place, ...], change: OwnLetter) -> frozenset[str]:
    """Return what does not stand in the letter: never a block that a letter needs."""
    needed = {place.id for place in shipped if place.needed}
    return frozenset(change.left_out) - needed


def tidied(shipped: tuple[Place, ...], change: OwnLetter) -> OwnLetter:
    """Return a change that says no more than it changes."""
    order = ordered(shipped, change)
    known = set(order)
    return OwnLetter(
        order=() if order == tuple(place.id for place in shipped) else order,
        left_out=tuple(each for each in order if each in change.left_out and each in known),
        own=change.own,
    )
