"""How the blocks of a letter look; readable on a black-and-white printer."""

from typing import NamedTuple

from reportlab.lib.colors import HexColor, black
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from alpdesk.letters import fonts

INK = black
MUTED = HexColor("#4a4f55")
RULE = HexColor("#8a9097")
BAND = HexColor("#e4e6e8")
ACCENT = HexColor("#0b5a62")


class Styles(NamedTuple):
    """The sizes of one letter."""

    body: float
    small: float
    leading: float
    after: float

    def text(
        self,
        text: str,
        *,
        bold: bool = False,
        size: float = 0,
        before: float = 0,
        after: float | None = None,
    ) -> Paragraph:
        """Return a paragraph in which every letter of ``text`` stands literally."""
        size = size or self.body
        style = ParagraphStyle(
            "text",
            fontName=fonts.BOLD if bold else fonts.REGULAR,
            fontSize=size,
            leading=round(size * self.leading, 2),
            spaceBefore=before,
            spaceAfter=self.after if after is None else after,
            textColor=INK,
            allowWidows=0,
            allowOrphans=0,
            splitLongWords=1,
            shaping=int(fonts.needs_shaping(text)),
        )
        return Paragraph(fonts.markup(text, bold=bold), style)


PATIENT = Styles(body=10.5, small=8.5, leading=1.34, after=5.5)
COMPACT = Styles(body=9.0, small=8.0, leading=1.26, after=3.0)
