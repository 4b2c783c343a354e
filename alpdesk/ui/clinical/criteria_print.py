"""A criteria set on one sheet of paper: each item, what would decide, the citation. Never a diagnosis."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from alpdesk.domain.assessment import CriterionState
from alpdesk.domain.deciding import CriteriaSheet
from alpdesk.domain.records import Patient
from alpdesk.domain.report import Report, ReportSection, ReportTable
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical import criteria_words, words
from alpdesk.ui.clinical.criteria import awaits
from alpdesk.ui.widgets import format_date

if TYPE_CHECKING:
    from alpdesk.ui.care.output import ReportOutput

translate = QCoreApplication.translate
_FILE = "criteria.pdf"


class CriteriaPaper:
    """Prints and saves the sheet; ``say`` is told how it went. What it asks with is loaded when first used."""

    def __init__(self, parent: QWidget, desk: Desk, say: Callable[[str], None]) -> None:
        self._parent = parent
        self._desk = desk
        self._say = say

    @cached_property
    def output(self) -> "ReportOutput":
        """Where pages go. Tests put their own questions in its place."""
        from alpdesk.ui.care.output import ReportOutput

        return ReportOutput(self._parent)

    def print(self, sheet: CriteriaSheet, patient: Patient, edition: str) -> None:
        """Put the sheet on paper."""
        self._put(lambda: self.output.print(self._pages(sheet, patient, edition)), sheet, patient)

    def save(self, sheet: CriteriaSheet, patient: Patient, edition: str) -> None:
        """Write the sheet to a file."""
        self._put(lambda: self.output.save(_FILE, self._pages(sheet, patient, edition)), sheet, patient)

    def _pages(self, sheet: CriteriaSheet, patient: Patient, edition: str) -> bytes:
        return self._desk.reports.pdf(criteria_report(sheet, patient, edition))

    def _put(self, work: Callable[[], str], sheet: CriteriaSheet, patient: Patient) -> None:
        try:
            said = work()
            if said:
                self._desk.looks.printed(sheet.result.title, (patient.id or 0,))
        except AlpdeskError as error:
            said = str(error)
        if said:
            self._say(said)


def criteria_report(sheet: CriteriaSheet, patient: Patient, edition: str) -> Report:
    """Return a criteria set as it is printed; ``edition`` is the rule book that spoke."""
    line = words.criteria_line(sheet.result)
    number = translate("Criteria", "number {number}").format(number=patient.number)
    born = translate("Criteria", "born {day}").format(day=format_date(patient.birth_date))
    return Report(
        title=sheet.result.title,
        period=f"{patient.name}, {born}, {number}",
        sections=(
            ReportSection(
                notice=translate(
                    "Criteria", "What was entered, counted by a published set. Not a diagnosis; a clinician judges."
                ),
                paragraphs=(f"{line[:1].upper()}{line[1:]}.", criteria_words.entry(sheet)),
                tables=(_table(sheet),),
            ),
            *_deciding(sheet),
            _foot(sheet, edition),
        ),
    )


def _table(sheet: CriteriaSheet) -> ReportTable:
    ordered = sorted(sheet.result.items, key=lambda item: not item.major)
    return ReportTable(
        head=(translate("Criteria", "Item"), translate("Criteria", "Counts as"), translate("Criteria", "Known")),
        rows=tuple(_row(item) for item in ordered),
        strong=tuple(place for place, item in enumerate(ordered) if item.state),
        widths=(70, 15, 15),
    )


def _row(item: CriterionState) -> tuple[str, str, str]:
    known = {
        True: translate("Criteria", "yes"),
        False: translate("Criteria", "no"),
        None: translate("Criteria", "unknown"),
    }
    kind = translate("Criteria", "major") if item.major else translate("Criteria", "minor")
    return f"{item.title}\n{item.note}" if item.note else item.title, kind, known[item.state]


def _deciding(sheet: CriteriaSheet) -> tuple[ReportSection, ...]:
    ways = criteria_words.needs(sheet)
    settled = criteria_words.settled(sheet)
    if not ways and not settled:
        return ()
    heading = translate("Criteria", "What would decide")
    return (ReportSection(heading=heading, items=ways, paragraphs=(settled,) if settled else ()),)


def _foot(sheet: CriteriaSheet, edition: str) -> ReportSection:
    book = translate("Criteria", "Rule book {edition}, set {name}.").format(edition=edition, name=sheet.result.set)
    return ReportSection(
        heading=translate("Criteria", "Reviewed by ______________________   on ______________"),
        notes=tuple(note for note in (awaits(sheet.result), sheet.caution, book) if note),
    )
