"""Sheets of paper and where envelopes want the address, in points from the top left corner."""

from typing import NamedTuple

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm


class Box(NamedTuple):
    """A place on the sheet; ``top`` is measured downwards."""

    left: float
    top: float
    width: float
    height: float


class Paper(NamedTuple):
    """One size of paper with its window, fold marks and margins."""

    width: float
    height: float
    left: float
    right: float
    first_top: float
    later_top: float
    bottom: float
    window: Box
    references: Box
    folds: tuple[float, ...]

    @property
    def measure(self) -> float:
        """Return the width of a line of text."""
        return self.width - self.left - self.right


# DIN 5008, form A: address field 85 x 45 mm at 27 mm, of which the upper 17.7 mm hold the return line.
_A4 = Paper(
    width=A4[0],
    height=A4[1],
    left=25 * mm,
    right=20 * mm,
    first_top=78.5 * mm,
    later_top=27 * mm,
    bottom=18 * mm,
    window=Box(25 * mm, 44.7 * mm, 80 * mm, 27.3 * mm),
    references=Box(122 * mm, 34 * mm, 68 * mm, 40 * mm),
    folds=(87 * mm, 192 * mm),
)
# US Letter folded in three for a No. 10 envelope, whose window shows 52 to 80 mm of a letter that lies at the bottom.
_LETTER = Paper(
    width=LETTER[0],
    height=LETTER[1],
    left=22 * mm,
    right=18 * mm,
    first_top=81 * mm,
    later_top=25 * mm,
    bottom=17 * mm,
    window=Box(22 * mm, 56 * mm, 85 * mm, 22 * mm),
    references=Box(124 * mm, 34 * mm, 71 * mm, 40 * mm),
    folds=(93.1 * mm, 186.3 * mm),
)


def paper(name: str) -> Paper:
    """Return the paper of that name; whatever is not US Letter is A4."""
    return _LETTER if name.casefold() == "letter" else _A4
