"""Lines of words in a box that must hold them all: set smaller where there is little room."""

from collections.abc import Sequence
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas

from alpdesk.letters.paper import Box
from alpdesk.letters.styles import HEAD, Styles

_SMALLEST, _STEP = 4.0, 0.5


class Setting(NamedTuple):
    """How large lines are set if they fit, and how."""

    size: float
    bold: bool = False
    styles: Styles = HEAD


def place(canvas: Canvas, page_height: float, box: Box, lines: Sequence[str], setting: Setting) -> None:
    """Set lines into a box on the sheet, smaller where they would not fit."""
    size = setting.size
    while True:
        paragraphs = [setting.styles.text(line, size=size, bold=setting.bold, after=0) for line in lines if line]
        heights = [paragraph.wrap(box.width, box.height)[1] for paragraph in paragraphs]
        if sum(heights) <= box.height or size <= _SMALLEST:
            break
        size -= _STEP
    y = page_height - box.top
    for paragraph, height in zip(paragraphs, heights, strict=True):
        y -= height
        paragraph.drawOn(canvas, box.left, y)
