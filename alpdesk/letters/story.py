"""Blocks of a letter as flowables; any letter can be set with these."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table as Grid, TableStyle

from alpdesk.domain.letter import (
    AnyBlock,
    Bullets,
    Heading,
    LetterDraft,
    Notice,
    Paragraph,
    ResultsTable,
    SignOff,
    Table,
    TrendChart,
)
from alpdesk.letters.calendar import date_words
from alpdesk.letters.chart import Chart
from alpdesk.letters.fonts import REGULAR
from alpdesk.letters.grid import grid, results_rows
from alpdesk.letters.parts import BULLET, TICKED, bullets, notice
from alpdesk.letters.styles import COLLEAGUE, PATIENT, Styles

_GUTTER = 12.0
_LEFT_SHARE = 0.525
_TALLEST = 430.0
_CHART_WORDS, _CHART_WORDS_LARGE = 7.5, 14.0
LARGE = Styles(body=18.0, small=16.0, leading=1.28, after=9.0)
# Where a referral with everything in it would run over its one page.
_TIGHT = Styles(body=8.0, small=7.2, leading=1.18, after=1.6)
# Where a patient's letter would run over by little more than its signature.
_TIGHT_PATIENT = Styles(body=9.4, small=8.2, leading=1.22, after=3.2)
_ENDLESS = 100_000.0


def flowables(draft: LetterDraft, width: float, height: float, *, tight: bool = False) -> tuple[list[Flowable], bool]:
    """Return everything below the address, in the largest size that sets the letter itself on one page.

    The second part says whether there is such a size; large print is as large as it is. ``tight`` allows for smaller
    ones than are nice to read.
    """
    larger, usual, *smaller = (styles.facing(rtl=draft.rtl) for styles in _sizes(draft, tight=tight))
    story, letter, taken = _set_in(draft, width, usual)
    if taken <= height:
        roomier = _set_in(draft, width, larger) if _guess(taken, usual, larger) <= height else None
        story, letter, _ = roomier if roomier and roomier[2] <= height else (story, letter, taken)
        return [*letter, *story.annex(height)], True
    tighter = (_set_in(draft, width, each) for each in smaller if _guess(taken, usual, each) <= height)
    fitting = next((each for each in tighter if each[2] <= height), None)
    story, letter, _ = fitting or (story, letter, taken)
    return [*letter, *story.annex(height)], fitting is not None


def _sizes(draft: LetterDraft, *, tight: bool) -> tuple[Styles, ...]:
    if draft.large_print:
        return (LARGE, LARGE)
    usual, last = (COLLEAGUE, _TIGHT) if draft.kind.to_colleague else (PATIENT, _TIGHT_PATIENT)
    return (*usual, last) if tight else usual


def _set_in(draft: LetterDraft, width: float, styles: Styles) -> "tuple[_Story, list[Flowable], float]":
    story = _Story(draft, width, styles)
    letter = story.letter()
    return story, letter, height_of(letter, width)


def _guess(taken: float, usual: Styles, other: Styles) -> float:
    """Return at the least how tall a letter becomes in another size: lines get fewer as they get lower."""
    smaller, larger = sorted((usual, other), key=lambda styles: styles.body)
    share = (smaller.body * smaller.leading * smaller.body) / (larger.body * larger.leading * larger.body)
    return taken * share if other is smaller else taken


def height_of(parts: Sequence[Flowable], width: float) -> float:
    """Return how much of a column the parts take."""
    total, after = 0.0, 0.0
    canvas = Canvas(BytesIO())
    for part in parts:
        total += part.wrapOn(canvas, width, _ENDLESS)[1] + max(after, part.getSpaceBefore())
        after = part.getSpaceAfter()
    return total


class _Story:
    """Sets the blocks of one letter in one size."""

    def __init__(self, draft: LetterDraft, width: float, styles: Styles) -> None:
        self._draft, self._width, self._styles = draft, width, styles
        end = next((i + 1 for i, block in enumerate(draft.blocks) if isinstance(block, SignOff)), len(draft.blocks))
        self._letter, self._annex = draft.blocks[:end], draft.blocks[end:]

    def letter(self) -> list[Flowable]:
        """Return the letter down to its copies."""
        return [*self._opening(), *self._blocks(self._letter), *self._copies()]

    def annex(self, height: float) -> list[Flowable]:
        """Return what comes after the signature: together, where a page holds it."""
        parts = self._blocks(self._annex)
        together = len(parts) > 1 and height_of(parts, self._width) <= height
        return [KeepTogether(parts)] if together else parts

    def _opening(self) -> Iterator[Flowable]:
        yield self._styles.text(
            self._draft.subject, bold=True, size=self._styles.body + 1, after=self._styles.after + 2
        )
        yield self._styles.text(self._draft.salutation)

    def _copies(self) -> Iterator[Flowable]:
        if self._draft.copies:
            names = "; ".join(self._draft.copies)
            yield self._styles.text(f"{self._draft.copies_label}: {names}", size=self._styles.small)

    def _blocks(self, blocks: Sequence[AnyBlock]) -> list[Flowable]:
        story: list[Flowable] = []
        for group, members in groupby(blocks, key=lambda block: block.group):
            together = tuple(members)
            story += self._beside(together) if group else self._below(together, self._width)
        return story

    def _beside(self, blocks: tuple[AnyBlock, ...]) -> list[Flowable]:
        """Return two columns, or one where they would be taller than a page likes."""
        left = (self._width - _GUTTER) * _LEFT_SHARE
        right = self._width - _GUTTER - left
        sides = [
            self._below(tuple(block for block in blocks if block.side == side), width)
            for side, width in (("left", left), ("right", right))
        ]
        tall = (height_of(parts, width) > _TALLEST for parts, width in zip(sides, (left, right), strict=True))
        if self._draft.large_print or not all(sides) or any(tall):
            return self._below(blocks, self._width)
        step = -1 if self._styles.rtl else 1
        columns = Grid([[sides[0], "", sides[1]][::step]], colWidths=[left, _GUTTER, right][::step])
        every = (0, 0), (-1, -1)
        columns.setStyle(TableStyle([("VALIGN", *every, "TOP"), ("FONTNAME", *every, REGULAR), *_no_padding()]))
        columns.spaceAfter = self._styles.after
        return [columns]

    def _below(self, blocks: tuple[AnyBlock, ...], width: float) -> list[Flowable]:
        return [part for block in blocks for part in self._set(block, width)]

    def _set(self, block: AnyBlock, width: float) -> list[Flowable]:
        match block:
            case Heading() | Paragraph() | Notice():
                return [self._words(block)]
            case Bullets():
                return bullets(self._styles, block.items, TICKED if block.boxes else BULLET)
            case ResultsTable():
                rows, low = results_rows(block)
                return grid(self._styles, width, block.caption, block.head, rows, low, block.note)
            case Table():
                return grid(self._styles, width, block.caption, block.head, block.rows, set(block.strong), block.note)
            case TrendChart():
                return self._chart(block, width)
            case SignOff():
                return self._sign_off(block)

    def _words(self, block: Heading | Paragraph | Notice) -> Flowable:
        styles = self._styles
        if isinstance(block, Heading):
            return styles.text(block.text, bold=True, before=styles.after * 0.6, after=1.5, keep=True)
        if isinstance(block, Notice):
            return notice(styles, block.text)
        return styles.text(block.text, bold=block.strong)

    def _chart(self, block: TrendChart, width: float) -> list[Flowable]:
        words = date_words(self._draft.language, self._draft.paper)
        text = _CHART_WORDS_LARGE if self._draft.large_print else _CHART_WORDS
        chart = Chart(block.trend, width, self._chart_height(), words, text)
        return [chart, self._styles.text(block.caption, size=self._styles.small)]

    def _chart_height(self) -> float:
        if self._draft.large_print:
            return 240.0
        small = 68.0 if self._styles.body == _TIGHT.body else 100.0
        return small if self._draft.kind.to_colleague else 140.0

    def _sign_off(self, block: SignOff) -> list[Flowable]:
        styles = self._styles
        room = Spacer(1, styles.body * (1.8 if styles.body == _TIGHT.body else 2.2))
        room.keepWithNext = 1
        detail = ", ".join(line for line in (block.title, block.clinic) if line)
        stamp = styles.text(block.signed, size=styles.small, before=2, after=2, keep=True) if block.signed else room
        lines = [styles.text(block.closing, before=2, after=0, keep=True), stamp]
        lines.append(styles.text(block.name, bold=True, after=0 if detail else styles.after, keep=bool(detail)))
        return [*lines, *([styles.text(detail)] if detail else [])]


def _no_padding() -> list[tuple[str, tuple[int, int], tuple[int, int], float]]:
    return [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
