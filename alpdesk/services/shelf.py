"""The rule book in force, read anew when anybody in the clinic changed a rule."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy.orm import Session

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.rules import RuleBook
from alpdesk.knowledge.overlay import Overlay, overlay
from alpdesk.store import clinic_edits


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


def sentences() -> Mapping[str, str]:
    """Return the sentences of the letters that a clinic may put in its own words."""
    from alpdesk.letters.catalogue import replaceable

    return replaceable()
