"""Parts that letters and reports share: a ruled box for what cannot wait, and items under bullets."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, Spacer, Table as Grid, TableStyle

from alpdesk.letters.fonts import REGULAR
from alpdesk.letters.lines import Lines, draw
from alpdesk.letters.pieces import width
from alpdesk.letters.styles import INK, Styles

BULLET, TICKED = "•", "☑"
_SIGN_AT, _WORDS_AT = 0.1, 1.5  # of the size, from where lines begin
_BOX = 0.95


def notice(styles: Styles, text: str, width: float) -> Flowable:
    """Return words in a ruled box."""
    box = Grid([[styles.text(text, bold=True, after=0)]], colWidths=[width], splitInRow=1)
    padding = [(f"{side}PADDING", (0, 0), (-1, -1), 5) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    every = (0, 0), (-1, -1)
    box.setStyle(TableStyle([("BOX", *every, 1.1, INK), ("FONTNAME", *every, REGULAR), *padding]))
    box.spaceBefore, box.spaceAfter = 1, styles.after + 1
    return box


def bullets(styles: Styles, items: Sequence[str], sign: str = BULLET) -> list[Flowable]:
    """Return items one under the other, each after a sign: a bullet or a box."""
    listed = [Item(sign, styles.text(item, after=0.5)) for item in items]
    return [*listed, Spacer(1, styles.after * 0.8)]


class Item(Flowable):
    """Words after a sign, which stands where lines begin."""

    def __init__(self, sign: str, words: Lines) -> None:
        super().__init__()
        self._sign, self._words = sign, words
        self.spaceBefore, self.spaceAfter = words.spaceBefore, words.spaceAfter

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  (reportlab's names)
        self.width, self.height = aW, self._words.wrap(aW - self._indent(), aH)[1]
        return self.width, self.height

    def split(self, aW: float, aH: float, /) -> list[Flowable]:  # noqa: N803  (reportlab's names)
        parts = self._words.split(aW - self._indent(), aH)
        return [Item("" if number else self._sign, part) for number, part in enumerate(parts)]

    def draw(self) -> None:
        look = self._words.look
        size = look.size * (1 if self._sign == BULLET else _BOX)
        begin = _SIGN_AT * look.size
        left = self.width - begin - size * width(self._sign) if look.rtl else begin
        self._words.drawOn(self.canv, 0 if look.rtl else self._indent(), 0)
        draw(self.canv, self._sign, (left, self._words.baseline()), size)

    def _indent(self) -> float:
        return _WORDS_AT * self._words.look.size
