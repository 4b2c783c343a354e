"""The ways a letter leaves: on paper, as a file, behind a password, by mail. Each is noted with how and by whom."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from alpdesk.domain.terms import LetterEventKind
from alpdesk.errors import AlpdeskError
from alpdesk.exchange.whole_file import write_whole
from alpdesk.services.desk import Desk
from alpdesk.ui.letter import words
from alpdesk.ui.letter.output import Output
from alpdesk.ui.letter.paper import document_of

_FILE, _LOCKED, _DRAFT = "PDF", "PDF with a password", "message with the encrypted PDF, handed to the mail program"


class WaysOut:
    """Lets kept letters out; what each returns is said, nothing when the user thought better of it.

    A letter that may not leave yet is refused before anything is asked.
    """

    def __init__(self, desk: Desk, output: Output, parent: QWidget) -> None:
        self._desk = desk
        self._output = output
        self._parent = parent
        self.left: Callable[[int], None] = lambda _letter: None

    def print(self, letter_ids: Sequence[int], *, both_sides: bool = False) -> str:
        """Put some letters on paper, one after the other."""
        batch = self._desk.outbox.for_printer(letter_ids, both_sides=both_sides)
        document = document_of(batch.pages, self._parent)
        try:
            printed = self._output.print(document)
        finally:
            document.deleteLater()
        if not printed:
            return ""
        self._desk.letters.put_out(batch.letters, LetterEventKind.PRINTED)
        for letter_id in batch.letters:
            self.left(letter_id)
        return words.but_for(words.printed(), batch.refused)

    def save(self, letter_id: int) -> str:
        """Write a copy under a name that names nobody."""
        pages = self._desk.letters.outgoing(letter_id, LetterEventKind.SAVED)
        said = self._output.save(self._desk.letters.get(letter_id), pages)
        if said:
            self._note(letter_id, LetterEventKind.SAVED, _FILE)
        return said

    def save_locked(self, letter_id: int) -> str:
        """Write a copy that opens with a password only; the clear pages never reach the disk."""
        self._desk.letters.outgoing(letter_id, LetterEventKind.SAVED)
        password = self._output.password(words.why_a_password())
        place = None if password is None else self._output.file(self._desk.outbox.name(letter_id))
        if password is None or place is None:
            return ""
        write_whole(place, self._desk.outbox.locked(letter_id, password))
        self._note(letter_id, LetterEventKind.SAVED, _LOCKED)
        return words.locked(place.name)

    def mail(self, letter_id: int) -> str:
        """Hand the user's mail program a message to the patient with the encrypted pages."""
        self._desk.letters.outgoing(letter_id, LetterEventKind.MAILED)
        password = self._output.password(words.why_a_password_by_mail())
        if password is None:
            return ""
        message = self._desk.outbox.mail(letter_id, password)
        if not self._output.messages.open(message.name, message.content):
            raise AlpdeskError(words.no_mail_program())
        self._note(letter_id, LetterEventKind.MAILED, _DRAFT)
        return words.mailed(message.to)

    def _note(self, letter_id: int, kind: LetterEventKind, how: str = "") -> None:
        self._desk.letters.issued(letter_id, kind, how)
        self.left(letter_id)
