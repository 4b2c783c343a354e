"""Where a report goes: a printer, a file, or the clipboard. Tests put their own questions in its place."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QStandardPaths
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.ui.letter.paper import print_pages


class ReportOutput:
    """Asks where to, and puts the pages there; what it returns is said, nothing when the user thought better of it."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self.file: Callable[[str], Path | None] = self._ask_file
        self.printer: Callable[[], QPrinter | None] = self._ask_printer

    def save(self, name: str, pages: bytes) -> str:
        """Write the pages to a file; ``name`` is proposed."""
        place = self.file(name)
        if place is None:
            return ""
        try:
            place.write_bytes(pages)
        except OSError as error:
            said = _tr("The report could not be written: {}")
            raise AlpdeskError(said.format(error.strerror or error)) from error
        return _tr("Saved as {}").format(place.name)

    def print(self, pages: bytes) -> str:
        """Put the pages on paper."""
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
        if not done:
            raise AlpdeskError(_tr("The printer did not take the report."))
        return _tr("Sent to the printer.")

    def _ask_file(self, name: str) -> Path | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        title, kinds = _tr("Save the report"), _tr("PDF (*.pdf)")
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, str(Path(folder) / name), kinds)
        return Path(chosen) if chosen else None

    def _ask_printer(self) -> QPrinter | None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._parent)
        return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Care", text)
