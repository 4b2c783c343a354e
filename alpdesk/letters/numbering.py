"""Pages that say how many there are, and text drawn straight onto them."""

from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from alpdesk.letters import fonts

Foot = Callable[[Canvas, int, int], None]


class NumberedCanvas(Canvas):
    """Holds every page back until it is known how many there are."""

    foot: Foot
    pages: list[dict[str, object]]

    def showPage(self) -> None:  # noqa: N802  (reportlab's name)
        self.pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # missing in the stubs

    def save(self) -> None:
        for number, page in enumerate(self.pages, 1):
            self.__dict__.update(page)
            type(self).foot(self, number, len(self.pages))
            super().showPage()
        super().save()


def numbered(foot: Foot) -> type[NumberedCanvas]:
    """Return the canvas that lets ``foot`` draw under every page: canvas, page, pages."""
    return type("Numbered", (NumberedCanvas,), {"foot": staticmethod(foot), "pages": []})


def draw(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    """Draw one line of text, each letter in a font that has it."""
    for run in fonts.runs(text):
        canvas.setFont(run.font, size)
        canvas.drawString(x, y, run.text)
        x += canvas.stringWidth(run.text, run.font, size)
