"""Sheets for patients that say nothing about one patient (``desk.leaflets``)."""

import re

from alpdesk.assets import resource
from alpdesk.domain.report import Report, ReportSection
from alpdesk.services.reports import Reports

QUESTIONS = "70_questions_people_ask"
_MARK = re.compile(r"\s*<!--.*?-->")


class Leaflets:
    """Prints what any patient may take home, under the clinic's letterhead."""

    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    def questions(self) -> bytes:
        """Return the questions people ask about a low ALP, as pages."""
        return self._reports.pdf(sheet(resource("help", f"{QUESTIONS}.md").read_text(encoding="utf-8")))


def sheet(written: str) -> Report:
    """Return a page of help made of a title, headings and paragraphs as a report in large print."""
    opening, *parts = _MARK.sub("", written).strip().split("\n## ")
    title, *first = _blocks(opening)
    sections = [ReportSection(paragraphs=tuple(first))]
    for part in parts:
        heading, *paragraphs = _blocks(part)
        sections.append(ReportSection(heading=heading, paragraphs=tuple(paragraphs)))
    return Report(title=title.removeprefix("# "), sections=tuple(sections), large=True, general=True)


def _blocks(part: str) -> list[str]:
    return [" ".join(block.split()) for block in part.split("\n\n") if block.strip()]
