"""A letter as a PDF: letterhead, address window, blocks, page numbers. Equal letters give equal bytes."""

from functools import partial
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageTemplate

from alpdesk.domain.letter import LetterDraft
from alpdesk.letters import fonts
from alpdesk.letters.numbering import draw, numbered
from alpdesk.letters.paper import Box, Paper, paper
from alpdesk.letters.story import flowables
from alpdesk.letters.styles import ACCENT, HEAD, MUTED, RULE

rl_config.trustedHosts, rl_config.trustedSchemes = None, []
_MM = 72 / 25.4
_SMALLEST = 4.0


def render(letter: LetterDraft) -> bytes:
    """Return the letter as a PDF."""
    if any(fonts.needs_shaping(text) for text in _texts(letter)):
        fonts.start_afresh()
    sheet, buffer = paper(letter.paper), BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=(sheet.width, sheet.height),
        title=letter.title,
        author=letter.sender.name,
        subject="",
        creator="Alpdesk",
        lang=letter.language,
        displayDocTitle=1,
        invariant=1,
        pageCompression=1,
        leftMargin=sheet.left,
        rightMargin=sheet.right,
    )
    document.addPageTemplates(_templates(letter, sheet))
    story = [
        NextPageTemplate("later"),
        *flowables(letter, sheet.measure, sheet.height - sheet.first_top - sheet.bottom),
    ]
    document.build(story, canvasmaker=numbered(partial(_foot, letter, sheet)))
    return buffer.getvalue()


def _texts(letter: LetterDraft) -> tuple[str, ...]:
    return (letter.model_dump_json(),)


def _templates(letter: LetterDraft, sheet: Paper) -> list[PageTemplate]:
    frames = {"first": sheet.first_top, "later": sheet.later_top}
    heads = {"first": _first_head, "later": _later_head}
    return [
        PageTemplate(name, [_column(sheet, top)], onPage=partial(heads[name], letter=letter, sheet=sheet))
        for name, top in frames.items()
    ]


def _column(sheet: Paper, top: float) -> Frame:
    height = sheet.height - top - sheet.bottom
    return Frame(sheet.left, sheet.bottom, sheet.measure, height, 0, 0, 0, 0)


def _first_head(canvas: Canvas, _document: BaseDocTemplate, *, letter: LetterDraft, sheet: Paper) -> None:
    _letterhead(canvas, letter, sheet)
    _window(canvas, letter, sheet)
    _references(canvas, letter, sheet)
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.4)
    for fold in sheet.folds:
        canvas.line(5 * _MM, sheet.height - fold, 9 * _MM, sheet.height - fold)


def _letterhead(canvas: Canvas, letter: LetterDraft, sheet: Paper) -> None:
    top = 12 * _MM
    _place(canvas, sheet, Box(sheet.left, top, sheet.measure * 0.56, 14 * _MM), (letter.sender.name,), 14, bold=True)
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(1.2)
    canvas.line(sheet.left, sheet.height - 28 * _MM, sheet.width - sheet.right, sheet.height - 28 * _MM)
    contact = (", ".join(letter.sender.lines), letter.sender.phone, letter.sender.email)
    left = sheet.left + sheet.measure * 0.6
    _place(canvas, sheet, Box(left, top, sheet.width - sheet.right - left, 15 * _MM), contact, 8.5)


def _window(canvas: Canvas, letter: LetterDraft, sheet: Paper) -> None:
    box = sheet.window
    sender = " · ".join((letter.sender.name, *letter.sender.lines))
    above = Box(box.left, box.top - 5.2 * _MM, box.width, 3.8 * _MM)
    _place(canvas, sheet, above, (sender,), 6.5)
    _place(canvas, sheet, box, letter.recipient, 10.5)


def _references(canvas: Canvas, letter: LetterDraft, sheet: Paper) -> None:
    box = sheet.references
    lines = tuple(f"{reference.label}: {reference.text}" for reference in letter.references)
    _place(canvas, sheet, box, lines, 8.5)


def _later_head(canvas: Canvas, _document: BaseDocTemplate, *, letter: LetterDraft, sheet: Paper) -> None:
    line = " · ".join([letter.sender.name, *(reference.text for reference in letter.references)])
    _place(canvas, sheet, Box(sheet.left, 13 * _MM, sheet.measure, 9 * _MM), (line,), 8)


def _foot(letter: LetterDraft, sheet: Paper, canvas: Canvas, page: int, pages: int) -> None:
    words = letter.page_words.replace("{page}", str(page)).replace("{pages}", str(pages))
    y = 11 * _MM
    canvas.setFillColor(MUTED)
    right = sheet.width - sheet.right
    draw(canvas, letter.footer, sheet.left, y, 7.5)
    draw(canvas, words, right - fonts.width(words, 7.5), y, 7.5)


def _place(canvas: Canvas, sheet: Paper, box: Box, lines: tuple[str, ...], size: float, *, bold: bool = False) -> None:
    """Set lines into a box on the sheet, smaller where they would not fit."""
    while True:
        paragraphs = [HEAD.text(line, size=size, bold=bold, after=0) for line in lines if line]
        heights = [paragraph.wrap(box.width, box.height)[1] for paragraph in paragraphs]
        if sum(heights) <= box.height or size <= _SMALLEST:
            break
        size -= 0.5
    y = sheet.height - box.top
    for paragraph, height in zip(paragraphs, heights, strict=True):
        y -= height
        paragraph.drawOn(canvas, box.left, y)
