"""Notes what is looked at in the window, after it was painted: whose record is open, what was searched for."""

from PySide6.QtCore import QObject, QTimer

from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk

_OF_PATIENT = {"patient", "panel", "look_back", "decide", "patient_form", "deeds", "letter"}
_SETTLED_MS = 2000


class Looked(QObject):
    """A search counts once typing rests, or once something else is opened; a page at once."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._looks = desk.looks
        self._opened: list[tuple[str, tuple[object, ...]]] = []
        self._typed = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_SETTLED_MS)
        self._rest.timeout.connect(self.settle)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.settle)

    def at(self, page: str, subject: tuple[object, ...]) -> None:
        """A page was opened."""
        if page in _OF_PATIENT and subject and isinstance(subject[0], int):
            self._opened.append((page, subject))
            self._soon.start()

    def searched(self, text: str) -> None:
        """Something is typed to be found."""
        if text.strip():
            self._typed = text
            self._rest.start()

    def settle(self) -> None:
        """Note now what was looked at so far; a look that cannot be noted stops nobody's work."""
        typed, self._typed = self._typed, ""
        opened, self._opened = self._opened, []
        self._rest.stop()
        try:
            self._looks.searched(typed)
            for page, subject in opened:
                self._note(page, subject)
        except AlpdeskError:  # read-only, in use: what is looked at stays readable
            return

    def _note(self, page: str, subject: tuple[object, ...]) -> None:
        first = subject[0]
        if not isinstance(first, int):
            return
        if page == "letter" and len(subject) == 1:
            self._looks.letter_opened(first)
        else:
            self._looks.opened(first)
