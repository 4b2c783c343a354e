"""What every service is given: the database, the rule book, the clock and who is acting."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from alpdesk.domain.rules import RuleBook
from alpdesk.services.shelf import Shelf
from alpdesk.store.audit import Actor
from alpdesk.store.database import Database

LOGGED_IN, FAILED, LOCKED, CHECKED = "logged in", "failed log-ins", "locked", "record checked"
Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def unwatched(done: int, total: int) -> None:
    """Take note of progress nobody asked for."""


def never() -> bool:
    """Say that nobody cancels."""
    return False


@dataclass(frozen=True)
class Watch:
    """Whoever looks on while something long is done: is told how far it is, and may stop it."""

    progress: Progress = unwatched
    cancelled: Cancelled = never


NOBODY = Watch()


@dataclass(frozen=True)
class Context:
    """The parts a service works with. ``clock`` returns an aware instant in UTC."""

    database: Database
    shelf: Shelf
    clock: Clock
    actor: Actor

    @property
    def rules(self) -> RuleBook:
        """Return the rule book in force as the newest session saw it, the clinic's own rules included."""
        return self.shelf.rules

    def today(self) -> date:
        """Return the calendar date where the clinic stands."""
        return self.clock().astimezone().date()

    def begin(self, action: str, reason: str = "") -> AbstractContextManager[Session]:
        """Begin one user action: one transaction, one audit entry."""
        return self.database.begin(self.actor, action, reason)
