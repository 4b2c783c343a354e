"""Letters: composed from the record, checked, signed, kept as issued, and found again (``desk.letters``)."""

from alpdesk.domain.letter import KeptLetter, LetterDraft
from alpdesk.domain.letter_number import as_number, number_of
from alpdesk.domain.records import LetterKind, LetterState
from alpdesk.domain.terms import LetterQueue
from alpdesk.services.letter_issuing import Issuing
from alpdesk.services.roles import is_clinician
from alpdesk.services.signing import needs_signature, signed_kinds
from alpdesk.store import letters as queries
from alpdesk.store.letter_tables import LetterRow
from alpdesk.store.reading import fetch

PAGE = 200
_FINISHED = frozenset(LetterState) - {LetterState.DRAFT, LetterState.REPLACED}


class Letters(Issuing):
    """What is said to patients and colleagues, and what was issued."""

    def list(
        self, patient_id: int | None = None, *, before: int | None = None, limit: int = PAGE
    ) -> tuple[KeptLetter, ...]:
        """Return kept letters, newest first; ``before`` pages on from the last letter shown."""
        with self._context.database.read() as session:
            return queries.kept(session, patient_id, before, limit)

    def waiting(self, queue: LetterQueue | str, limit: int = PAGE) -> tuple[KeptLetter, ...]:
        """Return the letters that wait for a signature, to be sent, or to be finished, the oldest first."""
        with self._context.database.read() as session:
            return queries.waiting(session, LetterQueue(queue), signed_kinds(), limit)

    def counts(self) -> dict[LetterQueue, int]:
        """Return how many letters wait for what."""
        with self._context.database.read() as session:
            return {queue: queries.count_waiting(session, queue, signed_kinds()) for queue in LetterQueue}

    def needs_signature(self, kind: LetterKind) -> bool:
        """Say whether a letter of this kind leaves only when a clinician has signed it."""
        return needs_signature(kind)

    def may_sign(self) -> bool:
        """Say whether who is at the desk may sign letters."""
        with self._context.database.read() as session:
            return is_clinician(session, self._context)

    def replaced_by(self, letter_id: int) -> KeptLetter | None:
        """Return the newest letter that takes the place of one, or is to once it is signed, if there is one."""
        with self._context.database.read() as session:
            return queries.replacing(session, letter_id)

    def get(self, letter_id: int) -> KeptLetter:
        """Return one kept letter."""
        with self._context.database.read() as session:
            return queries.one(session, letter_id)

    def find(self, typed: str) -> KeptLetter | None:
        """Return the letter whose number was typed or scanned, if there is one."""
        number = as_number(typed)
        if not number:
            return None
        with self._context.database.read() as session:
            return queries.with_number(session, number)

    def on_file(self, draft: LetterDraft) -> KeptLetter | None:
        """Return the letter on file that says the very same and may leave, if there is one."""
        found = self.find(number_of(draft))
        waits = found is None or found.patient_id != draft.patient_id or found.state not in _FINISHED
        return None if waits else found

    def draft(self, letter_id: int) -> LetterDraft:
        """Return the words of a kept letter."""
        with self._context.database.read() as session:
            return LetterDraft.model_validate_json(fetch(session, LetterRow, letter_id, "letter").body)

    def quoting(self, patient_id: int, result_ids: tuple[int, ...]) -> tuple[KeptLetter, ...]:
        """Return the letters that quote any of these results."""
        with self._context.database.read() as session:
            return queries.quoting(session, patient_id, result_ids)
