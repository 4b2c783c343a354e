"""Where a page of help goes: a printer, or a file."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QTextBrowser, QWidget

from alpdesk.ui.paper_out import PaperOut

Leaflet = Callable[[], bytes]
_FILE = "low-alp-questions.pdf"


class HelpOutput(PaperOut):
    """Says how it went."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _tr("Save the sheet for patients"))

    def save(self, pages: bytes) -> str:
        """Write the pages to a file; return what to say, nothing when the user thought better of it."""
        try:
            place = self.write(_FILE, pages)
        except OSError as error:
            return _tr("Not saved: {}").format(error.strerror or error)
        return "" if place is None else _tr("Saved as {}").format(place.name)

    def print_pages(self, pages: bytes) -> str:
        """Put a PDF on paper."""
        done = self.put(pages)
        if done is None:
            return ""
        return _tr("Printed") if done else _tr("The printer did not take the page.")

    def print_text(self, browser: QTextBrowser) -> str:
        """Put the page that is shown on paper, black on white."""
        printer = self.printer()
        if printer is None:
            return ""
        paper = browser.document().clone(self._parent)
        paper.setDefaultStyleSheet("")
        paper.print_(printer)
        paper.deleteLater()
        return _tr("Printed")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Help", text)
