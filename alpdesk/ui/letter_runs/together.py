"""The letters of a run on their way out together: to one printer, or as one file for it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtPrintSupport import QPrinter

from alpdesk.domain.terms import LetterEventKind
from alpdesk.errors import AlpdeskError
from alpdesk.exchange.whole_file import write_whole
from alpdesk.services.context import Cancelled, Progress
from alpdesk.services.desk import Desk
from alpdesk.ui.letter import words as letter_words
from alpdesk.ui.letter.output import Output
from alpdesk.ui.letter.paper import document_of, print_pages
from alpdesk.ui.widgets.working import Work

translate = QCoreApplication.translate
_FILE = "PDF of many letters for the printer"


class Together:
    """Work for the thread beside the window; each letter is noted only after all have gone out."""

    def __init__(self, desk: Desk, output: Output) -> None:
        self._desk = desk
        self._output = output

    def name(self, run_id: int) -> str:
        """Return a name for the file of a run that names nobody."""
        return f"letters_{self._desk.context.today().isoformat()}_run{run_id}.pdf"

    def printing(self, letter_ids: Sequence[int], printer: QPrinter, *, both_sides: bool) -> Work[str]:
        """Return what puts letters on paper."""

        def work(progress: Progress, cancelled: Cancelled) -> str:
            batch = self._desk.outbox.for_printer(letter_ids, both_sides=both_sides, cancelled=cancelled)
            if not print_pages(document_of(batch.pages), printer, progress, cancelled):
                raise AlpdeskError(_not_printed(stopped=cancelled()))
            self._desk.letters.put_out(batch.letters, LetterEventKind.PRINTED, printer.printerName())
            return letter_words.but_for(letter_words.printed(), batch.refused)

        return work

    def saving(self, letter_ids: Sequence[int], place: Path, *, both_sides: bool) -> Work[str]:
        """Return what writes letters into one file."""

        def work(progress: Progress, cancelled: Cancelled) -> str:
            batch = self._desk.outbox.for_printer(
                letter_ids, both_sides=both_sides, progress=progress, cancelled=cancelled
            )
            write_whole(place, batch.pages)
            # The file is how a run gets to paper elsewhere: a reminder in it counts as sent.
            self._desk.letters.put_out(batch.letters, LetterEventKind.PRINTED, _FILE)
            return letter_words.but_for(letter_words.saved(place.name), batch.refused)

        return work


def _not_printed(*, stopped: bool) -> str:
    if stopped:
        said = translate("LetterRuns", "Stopped. No letter was noted as printed; look at what the printer has put out.")
    else:
        said = translate("LetterRuns", "The printer did not take the letters. None was noted as printed.")
    return said
