"""Where a kept letter goes: a file the user names, a printer, or the mail program."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from alpdesk.domain.letter import KeptLetter
from alpdesk.errors import AlpdeskError
from alpdesk.exchange.whole_file import write_whole
from alpdesk.ui.letter import words
from alpdesk.ui.letter.mail_folder import MailFolder
from alpdesk.ui.letter.paper import print_pages
from alpdesk.ui.letter.password import ask_password

translate = QCoreApplication.translate


def file_name(letter: KeptLetter) -> str:
    """Return a name for the file that names nobody."""
    return f"letter_{letter.created_at.astimezone().date().isoformat()}_{letter.id}.pdf"


class Output:
    """Asks where to, and puts the pages there. Tests put their own questions in its place."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self.file: Callable[[str], Path | None] = self._ask_file
        self.printer: Callable[[], QPrinter | None] = self._ask_printer
        self.password: Callable[[str], str | None] = lambda text: ask_password(parent, text)
        self.messages = MailFolder(parent)

    def save(self, letter: KeptLetter, pages: bytes) -> str:
        """Write a copy; return what to say, nothing when the user thought better of it."""
        place = self.file(file_name(letter))
        if place is None:
            return ""
        write_whole(place, pages)
        return words.saved(place.name)

    def print(self, document: QPdfDocument) -> bool:
        """Put the pages on paper; say whether a printer took them."""
        printer = self.printer()
        if printer is None:
            return False
        if not print_pages(document, printer):
            raise AlpdeskError(translate("Letter", "The printer did not take the letter."))
        return True

    def _ask_file(self, name: str) -> Path | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        title, kinds = translate("Letter", "Save a copy of the letter"), translate("Letter", "PDF (*.pdf)")
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, str(Path(folder) / name), kinds)
        return Path(chosen) if chosen else None

    def _ask_printer(self) -> QPrinter | None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._parent)
        return printer if dialog.exec() == QDialog.DialogCode.Accepted else None
