"""The clinic's own settings: letterhead, profiles, users."""

from alpdesk.domain.records import Clinic, Record, User
from alpdesk.services.context import Context


class ProfileSummary(Record):
    """An interval profile the clinic can judge by. ``ages`` says in words whom it covers."""

    id: str
    title: str
    ages: str = ""
    source: str = ""


class ClinicSettings:
    """What stands on the letterhead and what the clinic judges by (``desk.clinic``)."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self) -> Clinic:
        """Return the clinic; an empty one before it was set up."""
        raise NotImplementedError

    def update(self, clinic: Clinic) -> Clinic:
        """Keep the clinic's settings."""
        raise NotImplementedError

    def profiles(self) -> tuple[ProfileSummary, ...]:
        """Return the interval profiles there are to choose from."""
        raise NotImplementedError


class Users:
    """Who enters, signs and prints (``desk.users``)."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def list(self) -> tuple[User, ...]:
        """Return every user, those in use first, by name."""
        raise NotImplementedError

    def current(self) -> User | None:
        """Return who is at the desk."""
        raise NotImplementedError

    def add(self, user: User) -> User:
        """Keep a new user."""
        raise NotImplementedError

    def update(self, user: User) -> User:
        """Keep a changed user; a user is never erased, only made inactive."""
        raise NotImplementedError
