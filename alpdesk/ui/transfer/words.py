"""The sentences of taking results in."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from alpdesk.services.staging import RowProblem
from alpdesk.services.transfer import ImportReport
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.said import said
from alpdesk.ui.widgets.lines import Cell

translate = QCoreApplication.translate


def heads() -> tuple[str, ...]:
    """Return the heads of the table of rows that cannot be kept."""
    return translate("Transfer", "Line"), translate("Transfer", "Why it cannot be kept")


def line(problem: RowProblem) -> tuple[Cell, ...]:
    """Return a row that cannot be kept."""
    return Cell(str(problem.line), ink="muted", right=True), Cell(said(problem.reason))


def quoted(text: str) -> str:
    """Return the name of a file as a quotation."""
    return f"“{text}”"


def would(report: ImportReport) -> str:
    """Say what taking the file in would do."""
    return translate("Transfer", "Nothing is kept yet. Taking it in would add:") + " " + _added(report)


def did(report: ImportReport) -> str:
    """Say what taking the file in did."""
    return translate("Transfer", "Taken in:") + " " + _added(report)


def detail(report: ImportReport) -> str:
    """Say the rest: what was there already, what cannot be kept, what waits."""
    return " ".join(_detail(report))


def _added(report: ImportReport) -> str:
    parts = (
        counted(
            report.results_added,
            translate("Transfer", "%n result"),
            translate("Transfer", "%n results", None, report.results_added),
        ),
        counted(
            report.panels_added,
            translate("Transfer", "%n sample"),
            translate("Transfer", "%n samples", None, report.panels_added),
        ),
        counted(
            report.patients_added,
            translate("Transfer", "%n new patient"),
            translate("Transfer", "%n new patients", None, report.patients_added),
        ),
    )
    return ", ".join(parts) + "."


def _detail(report: ImportReport) -> Iterator[str]:
    one, more = (
        translate("Transfer", "%n row was read."),
        translate("Transfer", "%n rows were read.", None, report.rows),
    )
    yield counted(report.rows, one, more)
    if report.already_there:
        one = translate("Transfer", "%n result is in the record already.")
        yield counted(
            report.already_there,
            one,
            translate("Transfer", "%n results are in the record already.", None, report.already_there),
        )
    if report.problems:
        one = translate("Transfer", "%n row cannot be kept and is named below.")
        yield counted(
            len(report.problems),
            one,
            translate("Transfer", "%n rows cannot be kept and are named below.", None, len(report.problems)),
        )
    if report.unanswered:
        one = translate("Transfer", "%n low ALP will wait for an answer.")
        yield counted(
            report.unanswered,
            one,
            translate("Transfer", "%n low ALP will wait for an answer each.", None, report.unanswered),
        )


def nothing_new() -> str:
    """Say that a file adds nothing."""
    return translate("Transfer", "There is nothing in this file to take in.")
