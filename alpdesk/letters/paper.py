"""Sheets of paper and where envelopes want the address, in points from the top left corner."""

import tomllib
from functools import cache
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from alpdesk.assets import resource

MM = 72 / 25.4
Place = tuple[float, float, float, float]


class Box(NamedTuple):
    """A place on the sheet; ``top`` is measured downwards."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return where the box ends on the right."""
        return self.left + self.width

    @property
    def below(self) -> float:
        """Return where the box ends at the bottom."""
        return self.top + self.height


class Paper(NamedTuple):
    """One size of paper with its window, marks and margins.

    ``address`` and ``back`` are where the window shows them; nothing else of a letter stands inside ``seen``.
    """

    width: float
    height: float
    left: float
    right: float
    first_top: float
    later_top: float
    bottom: float
    head: Box
    picture: Box
    contact: Box
    rule: float
    back: Box
    address: Box
    seen: Box
    references: Box
    code: Box
    folds: tuple[float, ...]
    punch: float

    @property
    def measure(self) -> float:
        """Return the width of a line of text."""
        return self.width - self.left - self.right


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sheet(_Part):
    """One size of paper, in millimetres, its ``forms``, and of these the ``usual`` ones: all for one envelope."""

    source: str
    width: float
    height: float
    left: float
    right: float
    later_top: float
    bottom: float
    forms: tuple[str, ...]
    usual: tuple[str, ...]


class Envelope(_Part):
    """An envelope and the packet in it: ``turned_up`` is the panel that carries the address."""

    width: float
    height: float
    packet: float
    turned_up: float


class Opening(_Part):
    """A window of an envelope, from its left and lower edge."""

    left: float
    bottom: float
    width: float
    height: float


class Form(_Part):
    """Where a letter for one kind of envelope has its parts, in millimetres."""

    name: str
    source: str
    envelope: Envelope
    opening: Opening
    back_opening: Opening | None = None
    head: Place
    picture: Place | None = None
    contact: Place
    rule: float
    back: Place
    address: Place
    seen: Place
    references: Place
    code: Place
    body_top: float
    folds: tuple[float, ...]
    punch: float = 0


class Papers(_Part):
    """The sizes and forms there are."""

    format: Literal[1]
    papers: dict[str, Sheet]
    forms: dict[str, Form]


@cache
def papers() -> Papers:
    """Return the shipped sizes and forms."""
    return Papers.model_validate(tomllib.loads(resource("letters", "paper.toml").read_text(encoding="utf-8")))


def forms_of(sheet: str, form: str) -> tuple[str, ...]:
    """Return the form if it is one of the paper's, else the usual ones: the first that takes the letter is right."""
    found = papers().papers[_known(sheet)]
    return (form,) if form in found.forms else found.usual


@cache
def paper(name: str, form: str = "") -> Paper:
    """Return the paper of that name; whatever is not US Letter is A4, and a form of other paper is its usual one."""
    sheet, there = papers().papers[_known(name)], papers().forms[forms_of(name, form)[0]]
    boxes = {key: _box(getattr(there, key)) for key in ("head", "contact", "back", "address", "seen", "references")}
    return Paper(
        width=sheet.width * MM,
        height=sheet.height * MM,
        left=sheet.left * MM,
        right=sheet.right * MM,
        first_top=there.body_top * MM,
        later_top=sheet.later_top * MM,
        bottom=sheet.bottom * MM,
        rule=there.rule * MM,
        code=_box(there.code),
        picture=_box(there.picture or there.head),
        folds=tuple(fold * MM for fold in there.folds),
        punch=there.punch * MM,
        **boxes,
    )


def _known(name: str) -> str:
    return "Letter" if name.casefold() == "letter" else "A4"


def _box(place: Place) -> Box:
    return Box(*(each * MM for each in place))
