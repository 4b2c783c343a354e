"""A letter as a PDF: letterhead, address window, blocks, page numbers. Equal letters give equal bytes."""

from io import BytesIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate

from alpdesk.domain.letter import LetterDraft
from alpdesk.letters.archival import About
from alpdesk.letters.heads import Heads
from alpdesk.letters.numbering import numbered
from alpdesk.letters.paper import Paper, forms_of, paper
from alpdesk.letters.quick import make_quick
from alpdesk.letters.story import flowables

rl_config.trustedHosts, rl_config.trustedSchemes = None, []
make_quick()


def render(letter: LetterDraft, logo: bytes | None = None) -> bytes:
    """Return the letter as a PDF under the picture on the letterhead: a PNG."""
    sheet, words = _set(letter)
    heads, buffer = Heads(letter, sheet, logo), BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=(sheet.width, sheet.height),
        lang=letter.language,
        displayDocTitle=1,
        invariant=1,
        pageCompression=1,
        leftMargin=sheet.left,
        rightMargin=sheet.right,
    )
    document.addPageTemplates(_templates(heads, sheet))
    about = About(letter.title, letter.sender.name, letter.language, letter.day)
    document.build([NextPageTemplate("later"), *words], canvasmaker=numbered(heads.foot, about))
    return buffer.getvalue()


def sheet_of(letter: LetterDraft) -> Paper:
    """Return the paper and form that a letter is set on."""
    return _set(letter)[0]


def _set(letter: LetterDraft) -> tuple[Paper, list[Flowable]]:
    """Return the first form that takes the letter on one page, else the first, with all below the address."""
    forms = [paper(letter.paper, form) for form in forms_of(letter.paper, letter.address_form)]
    for sheet, tight in [(sheet, tight) for tight in (False, True) for sheet in forms]:
        words, fits = flowables(letter, sheet.measure, _room(sheet), tight=tight)
        if fits:
            return sheet, words
    return forms[0], flowables(letter, forms[0].measure, _room(forms[0]))[0]


def _room(sheet: Paper) -> float:
    return sheet.height - sheet.first_top - sheet.bottom


def _templates(heads: Heads, sheet: Paper) -> list[PageTemplate]:
    def first(canvas: Canvas, _document: BaseDocTemplate) -> None:
        heads.first(canvas)

    def later(canvas: Canvas, _document: BaseDocTemplate) -> None:
        heads.later(canvas)

    return [
        PageTemplate("first", [_column(sheet, sheet.first_top)], onPage=first),
        PageTemplate("later", [_column(sheet, sheet.later_top)], onPage=later),
    ]


def _column(sheet: Paper, top: float) -> Frame:
    height = sheet.height - top - sheet.bottom
    return Frame(sheet.left, sheet.bottom, sheet.measure, height, 0, 0, 0, 0)
