"""A report before it is set: headings, words and tables for paper, whatever they are about."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from alpdesk.domain.records import Record


class ReportTable(Record):
    """Rows of words under one head. ``right`` are columns of numbers, ``strong`` rows that stand out in bold.

    ``widths`` shares out the line among the columns; without it each gets what its words ask for.
    """

    caption: str = ""
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    right: tuple[int, ...] = ()
    strong: tuple[int, ...] = ()
    widths: tuple[float, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _is_rectangular(self) -> Self:
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError("a row has more or fewer cells than the head")
        if self.widths and len(self.widths) != len(self.head):
            raise ValueError("there must be a width for every column")
        return self


class ReportSection(Record):
    """A part of a report, set in this order: heading, notice in a box, paragraphs, items, tables, code, notes in small.

    ``square`` is what a QR code holds, in digits and capital letters; ``boxes`` gives the items squares to tick instead
    of bullets; ``new_page`` begins the part on a page of its own.
    """

    heading: str = ""
    notice: str = ""
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    boxes: bool = False
    tables: tuple[ReportTable, ...] = ()
    square: str = ""
    notes: tuple[str, ...] = ()
    new_page: bool = False


class Report(Record):
    """What is printed: its words by whoever composed it, its frame (from ``clinic`` on) by the service that prints.

    A ``general`` report says nothing about the record, so the record's state is not in its foot.
    """

    title: str = Field(min_length=1)
    period: str = ""
    sections: tuple[ReportSection, ...] = ()
    large: bool = False
    general: bool = False
    clinic: str = ""
    contact: str = ""
    language: str = "en"
    paper: str = "A4"
    day: date | None = None
    printed: str = ""
    footer: str = ""
    page_words: str = "{page} / {pages}"
