"""Blocks of a letter as flowables; any letter can be set with these."""

from collections.abc import Iterator

from reportlab.platypus import Flowable, KeepTogether, ListFlowable, Spacer, Table as Grid, TableStyle

from alpdesk.domain.letter import (
    AnyBlock,
    Bullets,
    Cell,
    Heading,
    LetterDraft,
    Notice,
    Paragraph,
    ResultsTable,
    SignOff,
    Table,
    TrendChart,
)
from alpdesk.domain.records import Flag, LetterKind
from alpdesk.letters import fonts
from alpdesk.letters.calendar import date_words
from alpdesk.letters.chart import Chart
from alpdesk.letters.styles import COMPACT, INK, PATIENT, RULE, Styles

_SIGNS = {Flag.LOW: "↓ ", Flag.HIGH: "↑ ", Flag.SUSPENDED: "× ", Flag.INDETERMINATE: "? "}
_NARROWEST = 34.0


class Story:
    """Sets the blocks of one letter into a column of a given width."""

    def __init__(self, draft: LetterDraft, width: float) -> None:
        self._draft = draft
        self._width = width
        self._styles = COMPACT if draft.kind is LetterKind.REFERRAL else PATIENT

    @property
    def styles(self) -> Styles:
        """Return the sizes the letter is set in."""
        return self._styles

    def flowables(self) -> list[Flowable]:
        """Return everything below the address, in order; a heading never stands alone at the foot of a page."""
        blocks = list(self._draft.blocks)
        story = [*self._opening()]
        while blocks:
            block = blocks.pop(0)
            if isinstance(block, Heading) and blocks:
                followed = blocks.pop(0)
                first, *rest = self._set(followed)
                story += [KeepTogether([*self._set(block), first]), *rest]
            else:
                story += self._set(block)
        return [*story, *self._copies()]

    def _opening(self) -> Iterator[Flowable]:
        yield self._styles.text(
            self._draft.subject, bold=True, size=self._styles.body + 1, after=self._styles.after + 3
        )
        yield self._styles.text(self._draft.salutation)

    def _copies(self) -> Iterator[Flowable]:
        if self._draft.copies:
            names = "; ".join(self._draft.copies)
            yield self._styles.text(f"{self._draft.copies_label}: {names}", size=self._styles.small)

    def _set(self, block: AnyBlock) -> list[Flowable]:
        match block:
            case Heading() | Paragraph() | Notice():
                return [self._words(block)]
            case Bullets():
                return self._bullets(block)
            case ResultsTable():
                return self._results(block)
            case Table():
                return self._grid(block.caption, block.head, list(block.rows), set(block.strong), block.note)
            case TrendChart():
                return self._chart(block)
            case SignOff():
                return [self._sign_off(block)]

    def _words(self, block: Heading | Paragraph | Notice) -> Flowable:
        if isinstance(block, Heading):
            return self._styles.text(block.text, bold=True, before=self._styles.after * 0.6, after=2)
        return (
            self._notice(block.text) if isinstance(block, Notice) else self._styles.text(block.text, bold=block.strong)
        )

    def _bullets(self, block: Bullets) -> list[Flowable]:
        body = self._styles
        items = [body.text(item, after=1) for item in block.items]
        bullets = ListFlowable(
            items,
            bulletType="bullet",
            start="☑" if block.boxes else "•",
            bulletFontName="DejaVuSans" if block.boxes else "NotoSans-Regular",
            bulletFontSize=body.body * (0.95 if block.boxes else 1),
            leftIndent=body.body * 1.5,
            bulletDedent=body.body * 1.4,
        )
        return [bullets, Spacer(1, body.after)]

    def _notice(self, text: str) -> Flowable:
        box = Grid([[self._styles.text(text, bold=True, after=0)]], colWidths=[self._width])
        box.setStyle(TableStyle([("BOX", (0, 0), (-1, -1), 1.1, INK), *_padding(7, 5)]))
        box.spaceBefore, box.spaceAfter = 2, self._styles.after + 2
        return box

    def _results(self, block: ResultsTable) -> list[Flowable]:
        rows = [
            (row.name, *(self._cell(cell) for cell in row.cells), row.unit, row.printed, row.age_sex)
            for row in block.rows
        ]
        low = {index for index, row in enumerate(block.rows) if any(cell.flag is Flag.LOW for cell in row.cells)}
        return self._grid(block.caption, block.head, rows, low, block.note)

    def _cell(self, cell: Cell) -> str:
        return f"{_SIGNS.get(cell.flag, '')}{cell.text} {cell.words}".strip()

    def _grid(
        self, caption: str, head: tuple[str, ...], rows: list[tuple[str, ...]], strong: set[int], note: str
    ) -> list[Flowable]:
        size = self._styles.small
        used = [column for column in range(len(head)) if any(row[column] for row in rows)]
        cells = [[self._styles.text(head[column], bold=True, size=size, after=0) for column in used]]
        cells += [
            [self._styles.text(row[column], bold=index in strong, size=size, after=0) for column in used]
            for index, row in enumerate(rows)
        ]
        texts = [[head[column] for column in used], *([row[column] for column in used] for row in rows)]
        grid = Grid(cells, colWidths=self._columns(texts, size), repeatRows=1, hAlign="LEFT")
        rules = [("LINEBELOW", (0, 0), (-1, 0), 0.9, INK), ("LINEBELOW", (0, 1), (-1, -1), 0.3, RULE)]
        grid.setStyle(TableStyle([*rules, ("VALIGN", (0, 0), (-1, -1), "TOP"), *_padding(3, 1.6)]))
        grid.spaceAfter = self._styles.after
        parts: list[Flowable] = [self._styles.text(caption, bold=True, size=size, after=2)] if caption else []
        parts.append(grid)
        return [*parts, *([self._styles.text(note, size=size)] if note else [])]

    def _columns(self, texts: list[list[str]], size: float) -> list[float]:
        """Return widths that give each column what its words ask for, as far as the line allows."""
        wanted = [
            max(_NARROWEST, *(fonts.width(row[column], size, bold=True) + 8 for row in texts))
            for column in range(len(texts[0]))
        ]
        room = self._width
        if sum(wanted) <= room:
            return [width * min(room / sum(wanted), 1.35) for width in wanted]
        fair = room / len(wanted)
        spare = room - sum(min(width, fair) for width in wanted)
        excess = sum(max(0.0, width - fair) for width in wanted)
        return [min(width, fair) + spare * max(0.0, width - fair) / excess for width in wanted]

    def _chart(self, block: TrendChart) -> list[Flowable]:
        compact = self._styles is COMPACT
        height = 105.0 if compact else 150.0
        chart = Chart(block.trend, self._width, height, date_words(self._draft.language, self._draft.paper))
        caption = self._styles.text(block.caption, size=self._styles.small - (0.5 if compact else 0))
        return [KeepTogether([chart, Spacer(1, 2), caption])]

    def _sign_off(self, block: SignOff) -> Flowable:
        body = self._styles
        lines = [
            body.text(block.closing, before=2, after=0),
            Spacer(1, body.body * (2.2 if body is COMPACT else 3)),
        ]
        lines.append(body.text(block.name, bold=True, after=0))
        lines += [body.text(line, after=0) for line in (block.title, block.clinic) if line]
        return KeepTogether([*lines, Spacer(1, body.after + 2)])


def _padding(side: float, line: float) -> list[tuple[str, tuple[int, int], tuple[int, int], float]]:
    every = ((0, 0), (-1, -1))
    return [
        ("LEFTPADDING", *every, side),
        ("RIGHTPADDING", *every, side),
        ("TOPPADDING", *every, line),
        ("BOTTOMPADDING", *every, line + 0.6),
    ]
