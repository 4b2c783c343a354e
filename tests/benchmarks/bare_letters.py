"""The floor of many_letters.py: ReportLab sets finished letters in a bare loop, with nothing around it.

It is handed the letters as JSON lines in a file, makes their paragraphs and tables beforehand, in the size that fits,
and is told on its standard input which of them to set: it answers with the seconds that took,
by the clock and of the processor. The sheets, heads, codes
and charts are the same as those of the letters; the text is set by ReportLab's own paragraphs and tables.
"""

import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from alpdesk.domain.letter import LetterDraft
from alpdesk.letters import fonts
from alpdesk.letters.calendar import date_words
from alpdesk.letters.chart import Chart
from alpdesk.letters.heads import Heads
from alpdesk.letters.paper import forms_of, paper


def main() -> None:
    drafts = [LetterDraft.model_validate_json(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    for name in (fonts.REGULAR, fonts.BOLD):
        fonts.loaded(name)
    print("ready", flush=True)
    for line in sys.stdin:
        first, last = map(int, line.split())
        stories = [(draft, list(story(draft))) for draft in drafts[first:last]]
        start, busy = time.perf_counter(), time.process_time()
        for draft, words in stories:
            set_bare(draft, words)
        print(time.perf_counter() - start, time.process_time() - busy, flush=True)


def set_bare(draft: LetterDraft, words: list[Flowable]) -> bytes:
    sheet = paper(draft.paper, forms_of(draft.paper, draft.address_form)[0])
    heads, buffer = Heads(draft, sheet, None), BytesIO()

    def first(canvas: Canvas, _document: BaseDocTemplate) -> None:
        heads.first(canvas)
        heads.foot(canvas, 1, 1)

    def later(canvas: Canvas, _document: BaseDocTemplate) -> None:
        heads.later(canvas)
        heads.foot(canvas, 2, 2)

    document = BaseDocTemplate(buffer, pagesize=(sheet.width, sheet.height), invariant=1)
    frames = [
        Frame(sheet.left, sheet.bottom, sheet.measure, sheet.height - top - sheet.bottom, 0, 0, 0, 0)
        for top in (sheet.first_top, sheet.later_top)
    ]
    document.addPageTemplates([PageTemplate("first", frames[:1], first), PageTemplate("later", frames[1:], later)])
    document.build([NextPageTemplate("later"), *words])
    return buffer.getvalue()


def story(draft: LetterDraft) -> Iterator[Flowable]:
    """Yield the words of a letter as ReportLab's own paragraphs and tables."""
    size = 10.0
    plain = ParagraphStyle("plain", fontName=fonts.REGULAR, fontSize=size, leading=size * 1.3, spaceAfter=4.8)
    strong = ParagraphStyle("strong", plain, fontName=fonts.BOLD)
    listed = ParagraphStyle("listed", plain, leftIndent=12)
    yield Paragraph(escape(draft.subject), strong)
    yield Paragraph(escape(draft.salutation), plain)
    for block in draft.blocks:
        match block.kind:
            case "heading":
                yield Paragraph(escape(block.text), strong)
            case "paragraph" | "notice":
                yield Paragraph(escape(block.text), plain)
            case "bullets":
                yield from (Paragraph(escape(item), listed, bulletText="•") for item in block.items)
            case "results":
                rows = [
                    [row.name, *(f"{cell.text} {cell.words}" for cell in row.cells), row.printed, row.age_sex]
                    for row in block.rows
                ]
                yield table([list(block.head), *rows], size)
            case "trend":
                yield Chart(block.trend, 470.0, 140.0, date_words(draft.language, draft.paper), 7.5)
            case "sign_off":
                yield Paragraph(escape(block.closing), plain)
                yield Spacer(1, 20)
                yield Paragraph(escape(f"{block.name} {block.title} {block.clinic}"), plain)


def table(rows: list[list[str]], size: float) -> Table:
    widest = max(len(row) for row in rows)
    grid = Table([[*row, *[""] * (widest - len(row))] for row in rows])
    grid.setStyle(TableStyle([("FONT", (0, 0), (-1, -1), fonts.REGULAR, size - 2)]))
    return grid


if __name__ == "__main__":
    main()
