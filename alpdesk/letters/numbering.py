"""Pages that say how many there are, and text drawn straight onto them."""

from collections.abc import Callable
from typing import NamedTuple

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from alpdesk.letters import fonts, lines
from alpdesk.letters.archival import About, make_archival
from alpdesk.letters.pieces import width

rl_config.useA85 = 0  # bytes as letters are for printers of old, and cost time
Foot = Callable[[Canvas, int, int], None]


class Mark(NamedTuple):
    """A place in the file, and what it is called."""

    page: int
    title: str
    top: float


class NumberedCanvas(Canvas):
    """Holds every page back until it is known how many there are; the file is fit for an archive."""

    foot: Foot
    about: About
    pages: list[dict[str, object]]

    def __init__(self, *args: object, **options: object) -> None:
        self.pages = []
        self._marks: list[Mark] = []
        fonts.loaded(fonts.REGULAR)
        super().__init__(*args, **{**options, "initialFontName": fonts.REGULAR})  # type: ignore[arg-type]

    def showPage(self) -> None:  # noqa: N802  (reportlab's name)
        self.pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # missing in the stubs

    def mark(self, title: str, top: float) -> None:
        """Let readers of a long file go from a list of its parts to this height of this page."""
        self._marks.append(Mark(len(self.pages) + 1, title, top))

    def _set_marks(self, page: int) -> None:
        for number, mark in enumerate(self._marks):
            if mark.page == page:
                self.bookmarkPage(f"part{number}", fit="XYZ", left=0, top=mark.top)
                self.addOutlineEntry(mark.title, f"part{number}", 0)

    def save(self) -> None:
        for number, page in enumerate(self.pages, 1):
            self.__dict__.update(page)
            type(self).foot(self, number, len(self.pages))
            self._set_marks(number)
            self._doc.updateSignature("".join(self._code))  # type: ignore[attr-defined]  # missing in the stubs
            super().showPage()
        make_archival(self._doc, type(self).about)  # type: ignore[attr-defined]  # missing in the stubs
        super().save()


def numbered(foot: Foot, about: About) -> type[NumberedCanvas]:
    """Return the canvas that lets ``foot`` draw under every page: canvas, page, pages."""
    return type("Numbered", (NumberedCanvas,), {"foot": staticmethod(foot), "about": about})


def draw(canvas: Canvas, text: str, x: float, y: float, size: float, *, rtl: bool = False) -> None:
    """Draw one line of text, each letter in a font that has it."""
    lines.draw(canvas, text, (x, y), size, rtl=rtl)


def fitted(words: str, room: float, size: float, *, rtl: bool = False) -> str:
    """Return the words, or as many of them as fit on one line."""
    if width(words, rtl=rtl) * size <= room:
        return words
    while words and width(f"{words}…", rtl=rtl) * size > room:
        words = words[:-1]
    return f"{words.rstrip()}…"
