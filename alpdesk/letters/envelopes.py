"""Envelopes and address labels to print: an envelope a page, or sheets of labels from any label on."""

import tomllib
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from reportlab.pdfgen.canvas import Canvas

from alpdesk.assets import resource
from alpdesk.errors import AlpdeskError
from alpdesk.letters.archival import About
from alpdesk.letters.numbering import numbered
from alpdesk.letters.paper import MM, Box, Place, papers
from alpdesk.letters.placing import Setting, place

_ADDRESS, _BACK, _LABEL, _SMALLER = 12.0, 8.5, 10.5, 9.5
_INSIDE = 4.5
_LOW = 30.0


class Addressed(NamedTuple):
    """Whom something goes to, and from whom."""

    recipient: tuple[str, ...]
    sender: tuple[str, ...] = ()


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    source: str
    width: float
    height: float


class EnvelopeForm(_Part):
    """An envelope without a window, in millimetres."""

    papers: tuple[str, ...]
    back: Place
    address: Place


class LabelSheet(_Part):
    """A sheet of labels, in millimetres."""

    paper: str
    columns: int = Field(ge=1)
    rows: int = Field(ge=1)
    left: float
    top: float
    across: float
    down: float

    @property
    def count(self) -> int:
        """Return how many labels a sheet has."""
        return self.columns * self.rows

    def box(self, number: int) -> Box:
        """Return the place of a label, counted from nought along the rows."""
        row, column = divmod(number, self.columns)
        left, top = self.left + column * self.across, self.top + row * self.down
        return Box(left * MM, top * MM, self.width * MM, self.height * MM)


class Stationery(BaseModel):
    """The envelopes and sheets of labels there are."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: Literal[1]
    envelopes: dict[str, EnvelopeForm]
    labels: dict[str, LabelSheet]


@cache
def stationery() -> Stationery:
    """Return the shipped envelopes and sheets."""
    text = resource("letters", "envelopes.toml").read_text(encoding="utf-8")
    return Stationery.model_validate(tomllib.loads(text))


def envelopes(addressed: Sequence[Addressed], form: str, title: str, language: str) -> bytes:
    """Return a page the size of the envelope for each address, the sender at the top left."""
    there = stationery().envelopes.get(form)
    if there is None:
        raise AlpdeskError(f"There is no envelope {form}.")
    back, address = (Box(*(each * MM for each in where)) for where in (there.back, there.address))
    buffer, high = BytesIO(), there.height * MM
    canvas = _canvas(buffer, (there.width * MM, high), title, language)
    for one in addressed:
        place(canvas, high, back, one.sender, Setting(_BACK))
        place(canvas, high, address, one.recipient, Setting(_ADDRESS))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def labels(addressed: Sequence[Addressed], sheet: str, title: str, language: str, start: int = 1) -> bytes:
    """Return sheets with a label for each address; the first goes onto label ``start``."""
    there = stationery().labels.get(sheet)
    if there is None:
        raise AlpdeskError(f"There is no sheet of labels {sheet}.")
    if not 1 <= start <= there.count:
        raise AlpdeskError(f"This sheet has labels 1 to {there.count}.")
    paper = papers().papers[there.paper]
    buffer, high = BytesIO(), paper.height * MM
    canvas = _canvas(buffer, (paper.width * MM, high), title, language)
    for number, one in enumerate(addressed, start - 1):
        if number and number % there.count == 0:
            canvas.showPage()
        size = _SMALLER if there.height < _LOW else _LABEL
        place(canvas, high, _inside(there.box(number % there.count)), one.recipient, Setting(size))
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _inside(box: Box) -> Box:
    """Return what of a label a printer reaches and a slip of the sheet leaves on it."""
    edge = _INSIDE * MM
    return Box(box.left + edge, box.top + edge * 0.7, box.width - 2 * edge, box.height - edge * 1.4)


def _canvas(buffer: BytesIO, size: tuple[float, float], title: str, language: str) -> Canvas:
    made = numbered(lambda _canvas, _page, _pages: None, About(title, "", language))
    return made(buffer, pagesize=size, lang=language, invariant=1, pageCompression=1)
