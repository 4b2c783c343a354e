"""Parts that letters and reports share: a ruled box for what cannot wait, and items under bullets."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, Spacer

from alpdesk.letters.lines import Lines, draw
from alpdesk.letters.pieces import width
from alpdesk.letters.styles import INK, Styles

BULLET, TICKED = "•", "☑"
_SIGN_AT, _WORDS_AT = 0.1, 1.5  # of the size, from where lines begin
_SMALLER = 0.95
_PADDING, _LINE = 5.0, 1.1
_SHORT = 4  # as many items stand on one page
_WHOLE = 400.0  # every page takes a box that is no taller


def notice(styles: Styles, text: str) -> Flowable:
    """Return words in a ruled box."""
    return Box(styles.text(text, bold=True, before=1, after=styles.after + 1))


def bullets(styles: Styles, items: Sequence[str], sign: str = BULLET) -> list[Flowable]:
    """Return items one under the other, each after a sign: a bullet or a box."""
    listed = [Item(sign, styles.text(item, after=0.5)) for item in items]
    for item in listed[:-1] if len(listed) <= _SHORT else ():
        item.keepWithNext = 1
    return [*listed, Spacer(1, styles.after * 0.8)]


class Box(Flowable):
    """Words with a line around them, on one page wherever a page holds them."""

    def __init__(self, words: Lines) -> None:
        super().__init__()
        self._words = words
        self.spaceBefore, self.spaceAfter = words.spaceBefore, words.spaceAfter

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  (reportlab's names)
        inner = self._words.wrap(aW - 2 * _PADDING, aH)[1]
        self.width, self.height = aW, inner + 2 * _PADDING
        return self.width, self.height

    def split(self, aW: float, aH: float, /) -> list[Flowable]:  # noqa: N803  (reportlab's names)
        if self.wrap(aW, aH)[1] <= _WHOLE:
            return []
        return [Box(part) for part in self._words.split(aW - 2 * _PADDING, aH - 2 * _PADDING)]

    def draw(self) -> None:
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(_LINE)
        self.canv.rect(0, 0, self.width, self.height, stroke=1, fill=0)
        self._words.drawOn(self.canv, _PADDING, _PADDING)


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
        size = look.size * (1 if self._sign == BULLET else _SMALLER)
        begin = _SIGN_AT * look.size
        left = self.width - begin - size * width(self._sign) if look.rtl else begin
        self._words.drawOn(self.canv, 0 if look.rtl else self._indent(), 0)
        draw(self.canv, self._sign, (left, self._words.baseline()), size)

    def _indent(self) -> float:
        return _WORDS_AT * self._words.look.size
