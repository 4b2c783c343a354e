"""Where pages go that are not a letter: a printer, or a file. Tests put their own questions in its place."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QStandardPaths
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from alpdesk.ui.letter.paper import print_pages


class PaperOut:
    """Asks where to, and puts the pages there; ``title`` stands over the question for a file."""

    def __init__(self, parent: QWidget, title: str) -> None:
        self._parent = parent
        self._title = title
        self.file: Callable[[str], Path | None] = self._ask_file
        self.printer: Callable[[], QPrinter | None] = self._ask_printer

    def write(self, name: str, pages: bytes) -> Path | None:
        """Write pages to a file and return it, nothing when the user thought better of it; ``OSError`` as it comes."""
        place = self.file(name)
        if place is not None:
            place.write_bytes(pages)
        return place

    def put(self, pages: bytes) -> bool | None:
        """Put pages on paper and return whether the printer took them; ``None`` when the user thought better of it."""
        printer = self.printer()
        if printer is None:
            return None
        document, buffer = QPdfDocument(self._parent), QBuffer(self._parent)
        buffer.setData(QByteArray(pages))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(buffer)
        done = print_pages(document, printer)
        document.deleteLater()
        buffer.deleteLater()
        return done

    def _ask_file(self, name: str) -> Path | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        kinds = QCoreApplication.translate("PaperOut", "PDF (*.pdf)")
        chosen, _ = QFileDialog.getSaveFileName(self._parent, self._title, str(Path(folder) / name), kinds)
        return Path(chosen) if chosen else None

    def _ask_printer(self) -> QPrinter | None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._parent)
        return printer if dialog.exec() == QDialog.DialogCode.Accepted else None
