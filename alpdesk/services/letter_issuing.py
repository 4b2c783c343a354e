"""Letters that leave: which may, what was done with each, and the very bytes that were issued."""

import hashlib
from collections.abc import Sequence

from sqlalchemy.orm import Session

from alpdesk.domain.issuing import LetterEvent
from alpdesk.domain.letter import KeptLetter
from alpdesk.domain.records import LetterKind, LetterState
from alpdesk.domain.terms import LetterEventKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.leaving import refuse_leaving
from alpdesk.services.letter_keeping import Keeping, held_letter, note_event
from alpdesk.services.reminders import note_letter
from alpdesk.store import letters as queries, patients
from alpdesk.store.letter_tables import LetterRow
from alpdesk.store.reading import fetch

_STATES = {
    LetterEventKind.SAVED: LetterState.SAVED,
    LetterEventKind.PRINTED: LetterState.PRINTED,
    LetterEventKind.MAILED: LetterState.HANDED_OVER,
    LetterEventKind.HANDED_OVER: LetterState.HANDED_OVER,
}
Pages = bytes
_FURTHER = tuple(dict.fromkeys(_STATES.values()))
_REACHES = {LetterEventKind.PRINTED, LetterEventKind.MAILED, LetterEventKind.HANDED_OVER}


class Issuing(Keeping):
    """What leaves the house."""

    def outgoing(self, letter_id: int, kind: LetterEventKind | str = LetterEventKind.PRINTED) -> Pages:
        """Return the pages of a letter that may leave in this way, or say why it may not."""
        with self._context.database.read() as session:
            row = fetch(session, LetterRow, letter_id, "letter")
            refuse_leaving(session, self._context, row, LetterEventKind(kind))
            return sealed(row.pdf, row.sha256)

    def issued(self, letter_id: int, kind: LetterEventKind | str, how: str = "") -> KeptLetter:
        """Note that a letter was printed, saved, mailed or handed over, and how; the first time is when it left.

        A reminder counts as sent once it is on paper, in the mail or in somebody's hands; a file may lie about.
        """
        kind = LetterEventKind(kind)
        if kind not in _STATES:
            raise AlpdeskError("A letter leaves on paper, as a file, by mail or by hand.")
        with self._context.begin(f"letter {kind.value.replace('_', ' ')}") as session:
            row = held_letter(session, letter_id)
            mark = refuse_leaving(session, self._context, row, kind)
            sealed(row.pdf, row.sha256)
            self._leave(session, row, kind, "; ".join(filter(None, (" ".join(how.split()), mark))))
            return queries.one(session, letter_id)

    def put_out(self, letter_ids: Sequence[int], kind: LetterEventKind | str, how: str = "") -> None:
        """Note, in one step, letters whose pages were checked, fetched and put out together.

        Nothing is refused any more, so that none is on paper and not noted.
        """
        kind = LetterEventKind(kind)
        with self._context.begin(f"letters {kind.value.replace('_', ' ')}") as session:
            for letter_id in letter_ids:
                row = fetch(session, LetterRow, letter_id, "letter")
                patients.hold(session, [row.patient_id], merged=True)
                session.refresh(row)
                self._leave(session, row, kind, " ".join(how.split()))

    def mark_printed(self, letter_id: int) -> KeptLetter:
        """Note that a letter was printed; the first time counts."""
        return self.issued(letter_id, LetterEventKind.PRINTED)

    def events(self, letter_id: int) -> tuple[LetterEvent, ...]:
        """Return what was done with a letter, oldest first."""
        with self._context.database.read() as session:
            return queries.events(session, letter_id)

    def bytes(self, letter_id: int) -> bytes:
        """Return the pages as they were issued, or say that they are not what was issued."""
        with self._context.database.read() as session:
            row = fetch(session, LetterRow, letter_id, "letter")
            return sealed(row.pdf, row.sha256)

    def copy(self, letter_id: int) -> Pages | None:
        """Return the pages for the file in the clinic's own language, where the patient reads another."""
        with self._context.database.read() as session:
            row = fetch(session, LetterRow, letter_id, "letter")
            return None if row.copy_pdf is None else sealed(row.copy_pdf, row.copy_sha256 or "")

    def _leave(self, session: Session, row: LetterRow, kind: LetterEventKind, how: str) -> None:
        note_event(session, self._context, row, kind, how)
        if row.printed_at is None:
            row.printed_at = self._context.clock()
        states = [state for state in (row.state, _STATES[kind]) if state in _FURTHER]
        if row.state is not LetterState.REPLACED:
            row.state = max(states, key=_FURTHER.index)
        session.flush()
        if row.kind is LetterKind.RECALL and kind in _REACHES:
            note_letter(session, self._context, row.patient_id, row.id or 0)


def sealed(pages: bytes, seal: str) -> bytes:
    """Return pages that are what was put on file."""
    if hashlib.sha256(pages).hexdigest() != seal:
        raise AlpdeskError("The pages of this letter are not the ones that were issued; do not print them.")
    return pages
