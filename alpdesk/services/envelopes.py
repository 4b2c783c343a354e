"""Envelopes and address labels for letters on file (``desk.envelopes``)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from alpdesk.domain.letter import LetterDraft
from alpdesk.domain.records import Clinic, Record
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.store import clinic
from alpdesk.store.letter_tables import LetterRow
from alpdesk.store.reading import fetch

if TYPE_CHECKING:
    from alpdesk.letters.envelopes import Addressed


class Stationery(Record):
    """An envelope or a sheet of labels to print on; ``count`` is how many labels a sheet has, none for an envelope."""

    id: str
    name: str
    count: int = 0


class Envelopes:
    """Prints on envelopes and labels where letters go."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def offered(self) -> tuple[Stationery, ...]:
        """Return the envelopes and sheets there are, those of the clinic's paper first."""
        from alpdesk.letters.envelopes import stationery

        paper, there = self._clinic().paper, stationery()
        both = [
            *((paper in each.papers, Stationery(id=key, name=each.name)) for key, each in there.envelopes.items()),
            *(
                (paper == each.paper, Stationery(id=key, name=each.name, count=each.count))
                for key, each in there.labels.items()
            ),
        ]
        return tuple(found for _, found in sorted(both, key=lambda each: not each[0]))

    def with_address(self, letter_ids: Sequence[int]) -> tuple[int, ...]:
        """Return which of some letters have an address to go to."""
        with self._context.database.read() as session:
            drafts = ((each, _draft(fetch(session, LetterRow, each, "letter"))) for each in letter_ids)
            return tuple(each for each, draft in drafts if _has_address(draft))

    def pdf(self, letter_ids: Sequence[int], form: str, start: int = 1) -> bytes:
        """Return envelopes or labels for letters, in their order; the first goes onto label ``start``."""
        from alpdesk.letters.envelopes import envelopes, labels, stationery

        addressed, language = [self._addressed(each) for each in letter_ids], self._clinic().language
        if form in stationery().labels:
            return labels(addressed, form, "Labels", language, start)
        return envelopes(addressed, form, "Envelopes", language)

    def note_made(self, letter_ids: Sequence[int], form: str) -> None:
        """Note in the trail that envelopes or labels were printed or saved, and for which letters."""
        told = ", ".join(map(str, letter_ids))
        self._context.database.note(self._context.actor, "envelopes or labels made", f"{form}: letters {told}")

    def _addressed(self, letter_id: int) -> "Addressed":
        from alpdesk.letters.envelopes import Addressed

        with self._context.database.read() as session:
            row = fetch(session, LetterRow, letter_id, "letter")
            draft, named = _draft(row), row.number or row.id
        if not _has_address(draft):
            raise AlpdeskError(f"The letter {named} has no address, so nothing was made.")
        return Addressed(draft.recipient, (draft.sender.name, *draft.sender.lines))

    def _clinic(self) -> Clinic:
        with self._context.database.read() as session:
            return clinic.clinic(session)


def _draft(row: LetterRow) -> LetterDraft:
    return LetterDraft.model_validate_json(row.body)


def _has_address(draft: LetterDraft) -> bool:
    return len(draft.recipient) > 1  # a name alone is no address
