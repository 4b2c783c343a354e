"""Where a report goes, and what is said about it."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.ui.paper_out import PaperOut


class ReportOutput(PaperOut):
    """What it returns is said, nothing when the user thought better of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _tr("Save the report"))

    def save(self, name: str, pages: bytes) -> str:
        """Write the pages to a file; ``name`` is proposed."""
        try:
            place = self.write(name, pages)
        except OSError as error:
            said = _tr("The report could not be written: {}")
            raise AlpdeskError(said.format(error.strerror or error)) from error
        return "" if place is None else _tr("Saved as {}").format(place.name)

    def print(self, pages: bytes) -> str:
        """Put the pages on paper."""
        done = self.put(pages)
        if done is False:
            raise AlpdeskError(_tr("The printer did not take the report."))
        return _tr("Sent to the printer.") if done else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Care", text)
