"""The clinic's own settings: letterhead, profiles, users."""

from sqlalchemy.orm import Session

from alpdesk.domain.records import Clinic, Record, Role, User
from alpdesk.domain.rules import Profile
from alpdesk.errors import AlpdeskError
from alpdesk.security.passwords import normal
from alpdesk.services.context import NOBODY, Context, Watch
from alpdesk.services.impact import Impact, about_choice, carry_out, of_choice, settle
from alpdesk.services.roles import is_administrator, is_clinician
from alpdesk.services.shipped_forms import source_words
from alpdesk.store import clinic as queries
from alpdesk.store.reading import value
from alpdesk.store.rows import add, change, refuse_conflict
from alpdesk.store.tables import ClinicRow, UserRow


class ProfileSummary(Record):
    """An interval profile the clinic can judge by. ``ages`` says in words whom it covers."""

    id: str
    title: str
    ages: str = ""
    source: str = ""


def _ages(profile: Profile) -> str:
    if profile.by_gestation:
        return "pregnancy"
    if profile.covers_to is None:
        return f"from {profile.covers_from}"
    return f"from {profile.covers_from} to below {profile.covers_to}"


class ClinicSettings:
    """What stands on the letterhead and what the clinic judges by (``desk.clinic``)."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self) -> Clinic:
        """Return the clinic; an empty one before it was set up."""
        with self._context.database.read() as session:
            return queries.clinic(session)

    def update(
        self, clinic: Clinic, reason: str = "", *, signed: Impact | None = None, watch: Watch = NOBODY
    ) -> Clinic:
        """Keep the clinic's settings. Other profiles that turn flags need the list that was signed for."""
        for profile in (clinic.child_profile, clinic.adult_profile):
            if profile and profile not in self._context.rules.profiles:
                raise AlpdeskError(f"The interval profile {profile} is not known.")
        with self._context.begin("clinic settings changed", reason) as session:
            row = queries.row(session)
            if row is None:
                return value(Clinic, add(session, ClinicRow, clinic))
            refuse_conflict(row, clinic)
            turned = None
            if (row.child_profile, row.adult_profile) != (clinic.child_profile, clinic.adult_profile):
                turned = settle(
                    session, signed, about_choice(clinic), lambda: of_choice(session, self._context, clinic)
                )
            kept = value(
                Clinic,
                change(session, ClinicRow, clinic.model_copy(update={"id": row.id, "longest_idle": row.longest_idle})),
            )
            if turned is not None:
                carry_out(session, self._context, turned, reason, watch)
            return kept

    def profiles(self) -> tuple[ProfileSummary, ...]:
        """Return the interval profiles there are to choose from."""
        rules = self._context.rules
        return tuple(
            ProfileSummary(id=one.id, title=one.title, ages=_ages(one), source=source_words(one, rules))
            for one in rules.profiles.values()
        )


class Users:
    """Who enters, signs and prints (``desk.users``)."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def list(self) -> tuple[User, ...]:
        """Return every user, those in use first, by name."""
        with self._context.database.read() as session:
            return queries.users(session)

    def current(self) -> User | None:
        """Return who is at the desk."""
        at_desk = self._context.actor.user_id
        return next((user for user in self.list() if user.id == at_desk), None)

    def may_decide(self) -> bool:
        """Say whether the user at the desk may sign answers and change the clinic's own rules."""
        with self._context.database.read() as session:
            return is_clinician(session, self._context)

    def add(self, user: User) -> User:
        """Keep a new user."""
        with self._context.begin("user added") as session:
            self._refuse_namesake(user, queries.users(session))
            if user.role is not Role.STAFF:
                self._refuse_role(session)
            return value(User, add(session, UserRow, user))

    def update(self, user: User) -> User:
        """Keep a changed user; a user is never erased, only made inactive.

        Only an administrator changes what somebody may do; one administrator stays.
        """
        with self._context.begin("user changed") as session:
            others = queries.users(session)
            self._refuse_namesake(user, others)
            before = next((one for one in others if one.id == user.id), None)
            if before is not None and (before.role, before.active) != (user.role, user.active):
                self._refuse_role(session)
                _refuse_last(before, user, others)
            return value(User, change(session, UserRow, user.model_copy(update={"sign_in": _signs_in(before, user)})))

    def _refuse_role(self, session: Session) -> None:
        """Only an administrator says what somebody may do; in a clinic without one, anybody does."""
        administered = any(_administers(user) for user in queries.users(session))
        if administered and not is_administrator(session, self._context):
            raise AlpdeskError("Only an administrator says what somebody may do here, and who works here.")

    def _refuse_namesake(self, user: User, others: tuple[User, ...]) -> None:
        """Two people of one name could not be told apart, neither under a letter nor at the log-in."""
        wanted = normal(user.name).casefold()
        for other in (other for other in others if other.id != user.id):
            if wanted in {normal(name).casefold() for name in (other.name, other.sign_in or other.name)}:
                raise AlpdeskError(f"There is a user named {user.name} already.")


def _signs_in(before: User | None, user: User) -> str | None:
    """Return the name the password of a renamed person stays under until it is given anew."""
    name = None if before is None else before.sign_in or before.name
    return None if name == user.name else name


def _administers(user: User) -> bool:
    return user.active and user.role is Role.ADMINISTRATOR


def _refuse_last(before: User, after: User, everybody: tuple[User, ...]) -> None:
    """Refuse to leave a clinic without an administrator."""
    others = (user for user in everybody if user.id != before.id)
    if _administers(before) and not _administers(after) and not any(map(_administers, others)):
        raise AlpdeskError("This is the last administrator; make somebody else one first.")
