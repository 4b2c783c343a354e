"""What stands around the words of a letter: letterhead, address, references, code, marks, and the foot."""

from io import BytesIO
from typing import NamedTuple

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from alpdesk.domain.letter import LetterDraft
from alpdesk.letters.code import draw_code
from alpdesk.letters.numbering import draw, fitted
from alpdesk.letters.paper import MM, Box, Paper
from alpdesk.letters.pieces import width
from alpdesk.letters.placing import Setting, place
from alpdesk.letters.styles import ACCENT, HEAD, INK, MUTED, RULE, Styles

_STACKED = 6 * MM
_BETWEEN = " · "


class Sizes(NamedTuple):
    """How large what stands around the words is set."""

    address: float = 10.5
    references: float = 8.5
    contact: float = 8.5
    later: float = 8.0
    foot: float = 7.5
    code: float = 8.0


USUAL, LARGE = Sizes(), Sizes(address=13.0, references=12.0, contact=11.0, later=12.0, foot=11.0, code=11.0)


class Heads:
    """Draws around one letter."""

    def __init__(self, letter: LetterDraft, sheet: Paper, logo: bytes | None) -> None:
        self._letter, self._sheet, self._logo = letter, sheet, logo
        self._sizes = LARGE if letter.large_print else USUAL

    def first(self, canvas: Canvas) -> None:
        """Draw the first page's head."""
        self._letterhead(canvas)
        self._window(canvas)
        references = tuple(f"{one.label}: {one.text}" for one in self._letter.references)
        self._place(canvas, self._sheet.references, references, self._sizes.references)
        if self._letter.number:
            draw_code(canvas, self._letter.number, self._code_box(), self._sheet.height, self._sizes.code)
        self._marks(canvas)

    def _code_box(self) -> Box:
        """Return where the code and its number stand: where the lines of the references begin."""
        box = self._sheet.code
        wide = width(self._letter.number) * self._sizes.code
        return box._replace(left=box.right - wide, width=wide) if self._letter.rtl else box

    def later(self, canvas: Canvas) -> None:
        """Draw the head of a page that follows."""
        letter, sheet = self._letter, self._sheet
        said = (letter.sender.name, *(one.text for one in letter.references), letter.number)
        parts = [part for part in said if part]
        line, size = _BETWEEN.join(parts), self._sizes.later
        if letter.rtl and sum(map(self._wide, parts)) + len(parts) - 1 <= sheet.measure / size:
            self._from_right(canvas, parts, sheet.height - 12 * MM - size, size)
        else:
            self._place(canvas, Box(sheet.left, 12 * MM, sheet.measure, 11 * MM), (line,), size)

    def _wide(self, text: str) -> float:
        return width(text, rtl=self._letter.rtl)

    def _from_right(self, canvas: Canvas, parts: list[str], y: float, size: float) -> None:
        """Draw parts one left of the other, each whole: a date after a Latin name would be torn in one line."""
        x = self._sheet.width - self._sheet.right
        canvas.setFillColor(INK)
        for number, part in enumerate(parts):
            if number:
                x -= size
                draw(canvas, "·", x + size * 0.4, y, size)
            x -= self._wide(part) * size
            draw(canvas, part, x, y, size, rtl=True)

    def foot(self, canvas: Canvas, page: int, pages: int) -> None:
        """Draw the foot: which record the letter shows, and which page it is."""
        letter, sheet, size = self._letter, self._sheet, self._sizes.foot
        words = letter.page_words.replace("{page}", str(page)).replace("{pages}", str(pages))
        rtl, edge = letter.rtl, sheet.width - sheet.right
        end = edge - width(words, rtl=rtl) * size
        both = _BETWEEN.join(each for each in (letter.anchor, letter.footer) if each)
        said = fitted(both, end - sheet.left - 6, size, rtl=rtl)
        start = edge - width(said, rtl=rtl) * size
        canvas.setFillColor(MUTED)
        draw(canvas, said, start if rtl else sheet.left, 11 * MM, size, rtl=rtl)
        draw(canvas, words, sheet.left if rtl else end, 11 * MM, size, rtl=rtl)

    def _letterhead(self, canvas: Canvas) -> None:
        sender, sheet = self._letter.sender, self._sheet
        beside = sheet.picture != sheet.head
        if self._logo is not None:
            _picture(canvas, self._logo, self._facing(sheet.picture), sheet.height)
        if self._logo is None or beside:
            room = sheet.head if self._logo else sheet.head._replace(width=sheet.picture.right - sheet.head.left)
            self._place(canvas, self._facing(room), (sender.name,), 15, bold=True)
        named = (sender.name,) if self._logo and not beside else ()
        contact = (*named, *sender.lines, sender.phone, sender.email)
        self._place(canvas, self._facing(sheet.contact), contact, self._sizes.contact)
        canvas.setStrokeColor(ACCENT)
        canvas.setLineWidth(1.2)
        canvas.line(sheet.left, sheet.height - sheet.rule, sheet.width - sheet.right, sheet.height - sheet.rule)

    def _facing(self, box: Box) -> Box:
        """Return a place on the letterhead as the reader meets it: the name first, also from the right."""
        mirrored = self._sheet.left + self._sheet.width - self._sheet.right - box.left - box.width
        return box._replace(left=mirrored) if self._letter.rtl else box

    def _window(self, canvas: Canvas) -> None:
        sheet, sender = self._sheet, self._letter.sender
        lines = (sender.name, *sender.lines)
        stacked = sheet.back.height > _STACKED
        above = lines if stacked else (" · ".join(lines),)
        self._place(canvas, sheet.back, above, 8 if stacked else 6.5, styles=HEAD)
        self._place(canvas, sheet.address, self._letter.recipient, self._sizes.address, styles=HEAD)

    def _marks(self, canvas: Canvas) -> None:
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.4)
        for down, end in (*((fold, 9.0) for fold in self._sheet.folds), (self._sheet.punch, 10.0)):
            if down:
                canvas.line(5 * MM, self._sheet.height - down, end * MM, self._sheet.height - down)

    def _place(
        self,
        canvas: Canvas,
        box: Box,
        lines: tuple[str, ...],
        size: float,
        *,
        bold: bool = False,
        styles: Styles | None = None,
    ) -> None:
        place(
            canvas,
            self._sheet.height,
            box,
            lines,
            Setting(size, bold=bold, styles=styles or HEAD._replace(rtl=self._letter.rtl)),
        )


def _picture(canvas: Canvas, content: bytes, box: Box, page_height: float) -> None:
    """Draw the clinic's picture as large as its place, from the top left corner."""
    picture = ImageReader(BytesIO(content))
    wide, high = picture.getSize()
    scale = min(box.width / wide, box.height / high)
    top = page_height - box.top
    canvas.drawImage(picture, box.left, top - high * scale, wide * scale, high * scale)
