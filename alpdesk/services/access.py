"""Who can open the record (``desk.access``): a password for each person, a printed sheet, and a key that can change."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from alpdesk.domain.records import Clinic, Record, User
from alpdesk.errors import AlpdeskError
from alpdesk.security import keyslots, passwords, recovery
from alpdesk.security.costs import calibrated
from alpdesk.security.keyslots import Cost, KeyFile
from alpdesk.services import key_files
from alpdesk.services.context import LOGGED_IN, Context
from alpdesk.services.roles import is_administrator
from alpdesk.store import audit, clinic, key_events, patients
from alpdesk.store.engine import HeldKey
from alpdesk.store.reading import fetch, value
from alpdesk.store.tables import AuditRow, UserRow

EMERGENCY, KEY_CHANGED, PROVEN = "emergency access", "key changed", "recovery sheet proven"
_ONLY = "Only an administrator says who can open the record."


def signs_in_as(user: User) -> str:
    """Return the name a person's password is under."""
    return user.sign_in or user.name


class Way(Record):
    """A person, and whether a password of their own opens the record."""

    user: User
    has_password: bool


class KeyState(Record):
    """How the record is locked: which key it is, since when, and when a recovery sheet of it was typed back."""

    generation: int
    since: datetime | None = None
    proven: datetime | None = None
    sheet_is_current: bool = False


class Emergency(Record):
    """The record was opened by its recovery sheet: by whom, when and where."""

    at: datetime
    name: str
    station: str


@dataclass(frozen=True)
class Sheet:
    """A recovery sheet that opens nothing until its code was typed back."""

    code: str
    square: str
    file: KeyFile
    before: KeyFile


class Access:
    """Passwords, the recovery sheet and the key of an encrypted file."""

    def __init__(self, context: Context, cost: Cost | None = None) -> None:
        self._context = context
        self._cost = cost

    @property
    def kept_here(self) -> bool:
        """Whether this record is a file with a key of its own; a server and the demonstration are not."""
        return isinstance(self._context.database.key, HeldKey)

    def may_change(self) -> bool:
        """Say whether the user at the desk says who can open the record."""
        with self._context.database.read() as session:
            return is_administrator(session, self._context)

    def longest_idle(self) -> int | None:
        """Return after how many minutes without a hand every desk of the clinic locks at the latest."""
        with self._context.database.read() as session:
            return clinic.clinic(session).longest_idle

    def set_longest_idle(self, minutes: int | None) -> None:
        """Say after how many minutes every desk locks at the latest; each computer may choose less."""
        with self._context.begin("clinic settings changed", "longest time until the lock") as session:
            self._refuse_others(session)
            row = clinic.row(session)
            if row is None:
                raise AlpdeskError("The clinic was not set up yet.")
            row.longest_idle = Clinic(longest_idle=minutes).longest_idle

    def needs_sheet(self) -> bool:
        """Say whether a recovery sheet must be proven before the first patient is entered."""
        with self._context.database.read() as session:
            return self.kept_here and not patients.highest_key(session) and key_events.newest(session, PROVEN) is None

    def ways(self) -> tuple[Way, ...]:
        """Return everybody who works here, and whether they have a password."""
        with self._context.database.read() as session:
            users = [user for user in clinic.users(session) if user.active]
        file = self._file()
        return tuple(Way(user=user, has_password=keyslots.holds(file, signs_in_as(user))) for user in users)

    def give(self, user_id: int, password: str) -> None:
        """Give somebody a password, or another one instead of one that was forgotten."""
        with self._context.database.read() as session:
            self._refuse_others(session)
        self._set(user_id, password, "password given")

    def change(self, old: str, password: str) -> None:
        """Give the user at the desk another password; the old one proves who asks."""
        me = self._me()
        keyslots.unlock(self._file(), signs_in_as(me), old)
        self._set(me.id or 0, password, "password changed")

    def remove(self, user_id: int, reason: str) -> None:
        """Shut somebody out: under another key the old password opens nothing, nor does a copy of the key file.

        They no longer work here; what they signed stays theirs.
        """
        with self._context.database.read() as session:
            self._refuse_others(session)
            user = value(User, fetch(session, UserRow, user_id, "user"))
        if user_id == self._context.actor.user_id:
            raise AlpdeskError("Nobody shuts out themselves; another administrator does it.")
        self._change_key(f"{user.name} shut out: {reason}".rstrip(": "), user)

    def change_key(self, reason: str = "") -> None:
        """Encrypt the record anew under another key; every password stays."""
        with self._context.database.read() as session:
            self._refuse_others(session)
        self._change_key(reason)

    def new_sheet(self) -> Sheet:
        """Return a recovery sheet to print; the one before stays good until this one is proven."""
        with self._context.database.read() as session:
            self._refuse_others(session)
        before, code = self._file(), recovery.new_code()
        file = recovery.add(before, self._key(), code, self._price())
        return Sheet(code=code, square=recovery.pack(file), file=file, before=before)

    def prove(self, sheet: Sheet, typed: str) -> None:
        """Put a sheet in force, once its code was typed back from paper."""
        if recovery.tidy(typed) != sheet.code:
            raise AlpdeskError("This is the code of another sheet; type the one of this sheet.")
        if self._file() != sheet.before:
            raise AlpdeskError("A password or the key was changed meanwhile; print a new sheet.")
        self._save(sheet.file)
        self._context.database.note(self._context.actor, PROVEN, f"key {sheet.file.gen}")

    def state(self) -> KeyState:
        """Return how the record is locked."""
        with self._context.database.read() as session:
            changed, proven = key_events.newest(session, KEY_CHANGED), key_events.newest(session, PROVEN)
        return KeyState(
            generation=self._file().gen,
            since=_at(changed),
            proven=_at(proven),
            sheet_is_current=proven is not None and (changed is None or proven.seq > changed.seq),
        )

    def emergencies(self) -> tuple[Emergency, ...]:
        """Return the emergency accesses since the log-in of this user before the present one; everybody is told."""
        me = self._context.actor.user_id
        with self._context.database.read() as session:
            before = key_events.newest(session, LOGGED_IN, me, skip=1)
            found = key_events.since(session, EMERGENCY, before.seq if before is not None else 0)
        return tuple(Emergency(at=datetime.fromisoformat(one.at), name=one.actor, station=one.station) for one in found)

    def _set(self, user_id: int, password: str, action: str) -> None:
        with self._context.begin(action) as session:
            row = fetch(session, UserRow, user_id, "user")
            user = value(User, row)
            if not user.active:
                raise AlpdeskError(f"{user.name} no longer works here.")
            passwords.refuse_weak(password, (user.name, clinic.clinic(session).name))
            file = keyslots.replace(self._file(), self._key(), user.name, password, cost=self._price())
            if signs_in_as(user) != user.name:
                file = keyslots.without(file, self._key(), signs_in_as(user))
                row.sign_in = None
            audit.note(session, user.name)
            self._save(file)

    def _change_key(self, reason: str, gone: User | None = None) -> None:
        from alpdesk.services.backup import keep_before_change

        database = self._context.database
        if database.path is None or not self.kept_here:
            raise AlpdeskError("On a server the log-ins are the server's own.")
        keep_before_change(database.path, self._key(), self._context.clock, "new-key")
        file = key_files.change(database, self._file(), signs_in_as(gone) if gone is not None else None)
        with self._context.begin(KEY_CHANGED, reason) as session:
            audit.note(session, f"key {file.gen}")
            if gone is not None:
                fetch(session, UserRow, gone.id or 0, "user").active = False

    def _me(self) -> User:
        with self._context.database.read() as session:
            return value(User, fetch(session, UserRow, self._context.actor.user_id or 0, "user"))

    def _refuse_others(self, session: Session) -> None:
        if not is_administrator(session, self._context):
            raise AlpdeskError(_ONLY)

    def _key(self) -> bytes:
        database = self._context.database
        if database.key is None or not self.kept_here:
            raise AlpdeskError("On a server the log-ins are the server's own.")
        return database.key()

    def _file(self) -> KeyFile:
        """Return the key file as it is, proven to be written by somebody with the key."""
        key, path = self._key(), self._context.database.path
        if path is None:
            raise AlpdeskError("On a server the log-ins are the server's own.")
        file = keyslots.load(keyslots.path_of(path))
        keyslots.verify(file, key)
        return file

    def _save(self, file: KeyFile) -> None:
        if (path := self._context.database.path) is not None:
            keyslots.save(file, keyslots.path_of(path))

    def _price(self) -> Cost:
        return self._cost or calibrated()


def _at(entry: AuditRow | None) -> datetime | None:
    return None if entry is None else datetime.fromisoformat(entry.at)
