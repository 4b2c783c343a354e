"""A report as a PDF: tables that go on over pages under their heads, and the state of the record in the foot."""

from functools import partial
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
)

from alpdesk.domain.report import Report, ReportSection, ReportTable
from alpdesk.letters import fonts
from alpdesk.letters.archival import UNDATED, About
from alpdesk.letters.code import SquareCode
from alpdesk.letters.grid import sheet_table
from alpdesk.letters.numbering import NumberedCanvas, draw, fitted, numbered
from alpdesk.letters.paper import Paper, paper
from alpdesk.letters.parts import BULLET, bullets, notice
from alpdesk.letters.styles import ACCENT, COLLEAGUE, MUTED, PATIENT, Styles

_MM = 72 / 25.4
_SIDE, _TOP, _LATER_TOP, _BOTTOM = 18 * _MM, 15 * _MM, 21 * _MM, 18 * _MM
_ROOM, _LITTLE_ROOM = 32 * _MM, 18 * _MM
_TITLE, _SMALL = 15.0, 7.5
_TO_TICK = "☐"


def render(report: Report) -> bytes:
    """Return the report as a PDF; equal reports give equal bytes."""
    sheet, buffer = paper(report.paper), BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=(sheet.width, sheet.height),
        lang=report.language,
        displayDocTitle=1,
        invariant=1,
        pageCompression=1,
    )
    document.addPageTemplates(_templates(report, sheet))
    about = About(report.title, report.clinic, report.language, report.day or UNDATED)
    document.build(_Story(report, sheet).flowables(), canvasmaker=numbered(partial(_foot, report, sheet), about))
    return buffer.getvalue()


def _templates(report: Report, sheet: Paper) -> list[PageTemplate]:
    return [
        PageTemplate("first", [_column(sheet, _TOP)]),
        PageTemplate("later", [_column(sheet, _LATER_TOP)], onPage=partial(_later_head, report=report, sheet=sheet)),
    ]


def _column(sheet: Paper, top: float) -> Frame:
    return Frame(_SIDE, _BOTTOM, sheet.width - 2 * _SIDE, sheet.height - top - _BOTTOM, 0, 0, 0, 0)


def _later_head(canvas: Canvas, _document: BaseDocTemplate, *, report: Report, sheet: Paper) -> None:
    canvas.setFillColor(MUTED)
    words = " · ".join(each for each in (report.clinic, report.title, report.period) if each)
    draw(canvas, fitted(words, sheet.width - 2 * _SIDE, _SMALL), _SIDE, sheet.height - 14 * _MM, _SMALL)
    canvas.setStrokeColor(MUTED)
    canvas.setLineWidth(0.4)
    canvas.line(_SIDE, sheet.height - 16 * _MM, sheet.width - _SIDE, sheet.height - 16 * _MM)


def _foot(report: Report, sheet: Paper, canvas: Canvas, page: int, pages: int) -> None:
    words = report.page_words.replace("{page}", str(page)).replace("{pages}", str(pages))
    canvas.setFillColor(MUTED)
    place = fonts.width(words, _SMALL)
    draw(canvas, fitted(report.footer, sheet.width - 2 * _SIDE - place - 6, _SMALL), _SIDE, 11 * _MM, _SMALL)
    draw(canvas, words, sheet.width - _SIDE - place, 11 * _MM, _SMALL)


class _Story:
    """Sets the parts of one report."""

    def __init__(self, report: Report, sheet: Paper) -> None:
        self._report = report
        self._width = sheet.width - 2 * _SIDE
        self._styles: Styles = PATIENT[0] if report.large else COLLEAGUE[0]

    def flowables(self) -> list[Flowable]:
        """Return the whole report."""
        story: list[Flowable] = [NextPageTemplate("later"), *self._opening()]
        for number, section in enumerate(self._report.sections):
            if section.new_page and number:
                story.append(PageBreak())
            story += self._section(section)
        return story

    def _opening(self) -> list[Flowable]:
        report, styles = self._report, self._styles
        clinic = [styles.text(report.clinic, bold=True, after=0)] if report.clinic else []
        contact = [styles.text(report.contact, size=styles.small, after=0)] if report.contact else []
        title = styles.text(report.title, bold=True, size=_TITLE, before=styles.after * 2, after=1)
        under = " · ".join(each for each in (report.period, report.printed) if each)
        return [*clinic, *contact, title, *([styles.text(under, after=0)] if under else []), _Rule(self._width)]

    def _section(self, section: ReportSection) -> list[Flowable]:
        styles, after = self._styles, self._styles.after
        story: list[Flowable] = []
        if section.heading:
            heading = styles.text(section.heading, bold=True, size=styles.body + 2, before=after * 2, after=2)
            story += [CondPageBreak(_ROOM if section.tables else _LITTLE_ROOM), _Mark(section.heading), heading]
        if section.notice:
            story.append(notice(styles, section.notice))
        story += [styles.text(words) for words in section.paragraphs]
        story += bullets(styles, section.items, _TO_TICK if section.boxes else BULLET) if section.items else []
        for table in section.tables:
            story += self._table(table)
        story += [SquareCode(section.square)] if section.square else []
        return [*story, *(styles.text(words, size=styles.small, after=after * 0.6) for words in section.notes)]

    def _table(self, table: ReportTable) -> list[Flowable]:
        styles = self._styles
        below = [styles.text(table.note, size=styles.small)] if table.note else []
        return [sheet_table(styles, self._width, table), *below]


class _Mark(Flowable):
    """Takes no room; leads from the list of the report's parts to the one that begins here."""

    keepWithNext = 1  # noqa: N815  (reportlab's name)

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = " ".join(title.split())

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  (reportlab's names)
        return 0, 0

    def draw(self) -> None:
        if isinstance(self.canv, NumberedCanvas):
            self.canv.mark(self._title, self.canv.absolutePosition(0, 0)[1] + _TITLE)


class _Rule(Flowable):
    """A line across the sheet."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self.width, self.height, self.spaceBefore, self.spaceAfter = width, 1.2, 4, 5

    def draw(self) -> None:
        self.canv.setStrokeColor(ACCENT)
        self.canv.setLineWidth(1.2)
        self.canv.line(0, 0, self.width, 0)
