"""How the blocks of a letter look; readable on a black-and-white printer."""

from typing import NamedTuple

from reportlab.lib.colors import HexColor, black

from alpdesk.letters.lines import Lines, Look

INK = black
MUTED = HexColor("#4a4f55")
RULE = HexColor("#8a9097")
BAND = HexColor("#e4e6e8")
ACCENT = HexColor("#0b5a62")
_ARABIC_AIR, _ARABIC_LEAST = 0.06, 1.36


class Styles(NamedTuple):
    """The sizes of one letter, and whether its lines run from right to left."""

    body: float
    small: float
    leading: float
    after: float
    rtl: bool = False

    def facing(self, *, rtl: bool) -> "Styles":
        """Return the sizes for lines that run that way; Arabic letters reach further up and down than Latin ones."""
        return self._replace(rtl=True, leading=max(self.leading + _ARABIC_AIR, _ARABIC_LEAST)) if rtl else self

    def text(
        self,
        text: str,
        *,
        bold: bool = False,
        size: float = 0,
        before: float = 0,
        after: float | None = None,
        keep: bool = False,
    ) -> Lines:
        """Return a paragraph in which every letter of ``text`` stands literally; ``keep`` holds it to the next one."""
        size = size or self.body
        look = Look(size, round(size * self.leading, 2), bold=bold, rtl=self.rtl, ink=INK)
        return Lines(text, look, before=before, after=self.after if after is None else after, keep=keep)

    def cell(self, text: str, *, bold: bool = False, to_end: bool = False) -> Lines:
        """Return the words of a cell of a table; ``to_end`` sets them where lines end."""
        size = self.small
        look = Look(size, round(size * self.leading, 2), bold=bold, rtl=self.rtl, to_end=to_end, ink=INK)
        return Lines(text, look)


# The first that brings the letter itself onto one page is taken; results may follow on the next.
PATIENT = (
    Styles(body=11.0, small=9.0, leading=1.34, after=6.0),
    Styles(body=10.5, small=8.5, leading=1.34, after=5.5),
    Styles(body=10.0, small=8.5, leading=1.3, after=4.8),
    Styles(body=9.6, small=8.3, leading=1.27, after=4.0),
)
HEAD = PATIENT[1]
COLLEAGUE = (
    Styles(body=9.6, small=8.3, leading=1.28, after=4.0),
    Styles(body=9.0, small=8.0, leading=1.26, after=3.0),
    Styles(body=8.5, small=7.5, leading=1.22, after=2.4),
)
