"""The code by which a letter is found again: its number and nothing else, for a camera and in clear."""

from typing import Any

from reportlab.graphics.barcode.qrencoder import QRAlphaNum, QRCode, QRErrorCorrectLevel
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from alpdesk.letters.numbering import draw
from alpdesk.letters.paper import MM, Box
from alpdesk.letters.styles import INK

_MODULE = 0.5 * MM
_MASK = 3
_QUIET = 4


def draw_code(canvas: Canvas, number: str, box: Box, page_height: float, size: float) -> None:
    """Draw the number as a QR code at the top left of the box, and in clear beneath it."""
    rows = _modules(number)
    top = page_height - box.top
    _paint(canvas, rows, box.left, top)
    canvas.setFillColor(INK)
    draw(canvas, number, box.left, top - len(rows) * _MODULE - size * 1.2, size)


class SquareCode(Flowable):
    """A QR code in the flow of a report; ``text`` is of digits and capital letters."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._rows = _modules(text)
        self.width = self.height = len(self._rows) * _MODULE
        self.spaceBefore = self.spaceAfter = _QUIET * _MODULE

    def draw(self) -> None:
        _paint(self.canv, self._rows, 0, self.height)


def _paint(canvas: Canvas, rows: list[list[bool]], left: float, top: float) -> None:
    dark = [(start, -row - 1, length) for row, cells in enumerate(rows) for start, length in _dark(cells)]
    canvas.saveState()
    canvas.setFillColor(INK)
    canvas.transform(_MODULE, 0, 0, _MODULE, left, top)
    canvas.addLiteral(" ".join(f"{x} {y} {length} 1 re" for x, y, length in dark) + " f")
    canvas.restoreState()


def _modules(number: str) -> list[list[bool]]:
    code: Any = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QRAlphaNum(number))
    code.version = code.calculate_version()
    code.makeImpl(False, _MASK)  # one mask of eight: any camera reads each, and trying them all takes longest
    modules: list[list[bool]] = code.modules
    return modules


def _dark(cells: list[bool]) -> list[tuple[int, int]]:
    """Return where dark modules begin and how many follow each other."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(cells):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs
