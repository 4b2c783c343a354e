"""The words of the recovery sheet."""

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.report import Report, ReportSection
from alpdesk.services.access import Sheet
from alpdesk.ui.opening import shown

translate = QCoreApplication.translate
FILE = "alpdesk-recovery-sheet.pdf"
_GROUP = 6


def recovery_report(sheet: Sheet, place: str) -> Report:
    """Return the sheet of the record at ``place`` as a report to print."""
    return Report(
        title=translate("RecoverySheet", "Recovery sheet"),
        period=shown(place),
        large=True,
        general=True,
        sections=(_code(sheet), _use(), _square(sheet)),
    )


def _code(sheet: Sheet) -> ReportSection:
    keep = translate(
        "RecoverySheet",
        "Whoever has this sheet and the database file can read every patient's record. Keep it locked away, not "
        "beside the computer.",
    )
    return ReportSection(notice=sheet.code, paragraphs=(keep,))


def _use() -> ReportSection:
    forgotten = translate(
        "RecoverySheet",
        "A password is forgotten and nobody can give a new one: choose “Open with the recovery sheet” where the "
        "password is asked, and type the code above.",
    )
    lost = translate(
        "RecoverySheet",
        "The key file is missing beside the database: scan or type the square code below on the same page.",
    )
    seen = translate(
        "RecoverySheet", "Everybody who works here is told at the next log-in that the sheet was used, and by whom."
    )
    return ReportSection(heading=translate("RecoverySheet", "When it is needed"), items=(forgotten, lost, seen))


def _square(sheet: Sheet) -> ReportSection:
    text = sheet.square
    clear = " ".join(text[i : i + _GROUP] for i in range(0, len(text), _GROUP))
    return ReportSection(heading=translate("RecoverySheet", "Square code"), square=text, notes=(clear,))
