"""Where a page of help goes: a printer, or a file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QStandardPaths
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QTextBrowser, QWidget

from alpdesk.ui.letter.paper import print_pages

Leaflet = Callable[[], bytes]
_FILE = "low-alp-questions.pdf"


class HelpOutput:
    """Asks where to, and says how it went. Tests put their own questions in its place."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self.file: Callable[[str], Path | None] = self._ask_file
        self.printer: Callable[[], QPrinter | None] = self._ask_printer

    def save(self, pages: bytes) -> str:
        """Write the pages to a file; return what to say, nothing when the user thought better of it."""
        place = self.file(_FILE)
        if place is None:
            return ""
        try:
            place.write_bytes(pages)
        except OSError as error:
            return _tr("Not saved: {}").format(error.strerror or error)
        return _tr("Saved as {}").format(place.name)

    def print_pages(self, pages: bytes) -> str:
        """Put a PDF on paper."""
        printer = self.printer()
        if printer is None:
            return ""
        document, buffer = QPdfDocument(self._parent), QBuffer(self._parent)
        buffer.setData(QByteArray(pages))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(buffer)
        done = print_pages(document, printer)
        document.deleteLater()
        buffer.deleteLater()
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

    def _ask_file(self, name: str) -> Path | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        title, kinds = _tr("Save the sheet for patients"), _tr("PDF (*.pdf)")
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, str(Path(folder) / name), kinds)
        return Path(chosen) if chosen else None

    def _ask_printer(self) -> QPrinter | None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._parent)
        return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Help", text)
