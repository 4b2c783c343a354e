"""The rule book in force, read anew when anybody in the clinic changed a rule."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy.orm import Session

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.records import Instant
from alpdesk.domain.rules import RuleBook
from alpdesk.knowledge.overlay import Overlay, overlay
from alpdesk.store import clinic_edits

_OWN = "+clinic."


class _Held(NamedTuple):
    edition: tuple[int, int]
    found: Overlay


class Shelf:
    """Holds the shipped rule book and the one in force. Whoever opens a session lets it look for a newer edit."""

    def __init__(self, shipped: RuleBook) -> None:
        self.shipped = shipped
        self._held = _Held((0, 0), Overlay(shipped))

    @property
    def rules(self) -> RuleBook:
        """Return the rule book in force."""
        return self._held.found.book

    @property
    def found(self) -> Overlay:
        """Return the rule book in force with the edits that it could not take."""
        return self._held.found

    def holding(self, edits: Iterable[ClinicEdit]) -> "Shelf":
        """Return a shelf that holds the shipped book with these edits."""
        return Shelf(overlay(self.shipped, edits, sentences).book)

    def look(self, session: Session) -> None:
        """Take the edits of this state of the record, if they are others than those held."""
        edition = clinic_edits.edition(session)
        if edition != self._held.edition:
            self._held = _Held(edition, overlay(self.shipped, clinic_edits.in_force(session), sentences))

    def as_of(self, session: Session, edition: str, moment: Instant) -> RuleBook | None:
        """Return the rule book that was named so at a moment; ``None`` for one this program no longer has.

        Two states can bear one name, after an entry went back to the shipped value: the moment says which.
        """
        shipped, _, newest = edition.partition(_OWN)
        if shipped != self.shipped.version:
            return None
        for edits in (
            clinic_edits.up_to(session, moment=moment),
            clinic_edits.up_to(session, newest=int(newest or 0)),
        ):
            book = overlay(self.shipped, edits, sentences).book
            if book.version == edition:
                return book
        return None

    def at(self, session: Session, moment: Instant) -> RuleBook:
        """Return the shipped rule book with the edits that were in force at a moment."""
        return overlay(self.shipped, clinic_edits.up_to(session, moment=moment), sentences).book


def sentences() -> Mapping[str, str]:
    """Return the sentences of the letters that a clinic may put in its own words."""
    from alpdesk.letters.catalogue import replaceable

    return replaceable()
