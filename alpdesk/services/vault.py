"""Where a desk comes from: a database is made, opened or shown as a demonstration."""

import os
import platform
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import make_url, select
from sqlalchemy.exc import ArgumentError
from sqlmodel import col

from alpdesk.domain.records import Clinic, Role, User
from alpdesk.domain.rules import RuleBook
from alpdesk.errors import AlpdeskError, CannotWrite
from alpdesk.security import keyslots, passwords, recovery
from alpdesk.security.costs import calibrated
from alpdesk.services import key_files
from alpdesk.services.access import EMERGENCY, signs_in_as
from alpdesk.services.backup import backup, keep_before_change, restore
from alpdesk.services.checking import Check, verify
from alpdesk.services.context import LOGGED_IN, Clock
from alpdesk.store import database as store, rows
from alpdesk.store.audit import Actor
from alpdesk.store.database import Database
from alpdesk.store.engine import HeldKey, opens
from alpdesk.store.place import is_server, why_read_only
from alpdesk.store.reading import value
from alpdesk.store.tables import ClinicRow, UserRow

if TYPE_CHECKING:
    from alpdesk.services.desk import Desk

__all__ = [
    "Check",
    "backup",
    "create",
    "demo",
    "is_server",
    "open_desk",
    "open_in_emergency",
    "restore",
    "verify",
]

SUFFIX = ".alpdesk"


def create(
    place: str | Path,
    password: str | None,
    *,
    clinic: Clinic,
    user: User,
    rules: RuleBook,
    clock: Clock,
    cost: keyslots.Cost | None = None,
) -> "Desk":
    """Make a new record; its first user administers it. ``cost`` of a guess is measured unless it is given."""
    first = user.model_copy(update={"role": Role.ADMINISTRATOR, "active": True})
    database = (
        _create_on_server(str(place), password, clock)
        if is_server(place)
        else _create_file(Path(place), password or "", (first.name, clinic.name), clock, cost or calibrated())
    )
    return _desk(database, rules, clock, _set_up(database, clinic, first))


def open_desk(
    place: str | Path, password: str | None, *, user: str | None = None, rules: RuleBook, clock: Clock
) -> "Desk":
    """Open a record. A user is named once there is more than one."""
    if is_server(place):
        database, file = store.open_server(_with_password(str(place), password), clock), None
    else:
        file, database = _open_file(Path(place), lambda file: keyslots.unlock(file, user, password or ""), clock)
    return _begin(database, rules, clock, lambda users: _who(users, user, file))


def open_in_emergency(
    place: Path, code: str, *, user: str, password: str, sheet: str = "", rules: RuleBook, clock: Clock
) -> "Desk":
    """Open a record by its recovery sheet and give ``user`` another password; everybody is told at the next log-in.

    Where the key file is lost, ``sheet`` is what the square code of the sheet holds.
    """
    passwords.refuse_weak(password, (user,))
    if sheet and not keyslots.path_of(place).exists():
        rebuilt, key = recovery.rebuild(sheet, code)
        if not opens(place, key):
            raise AlpdeskError("This recovery sheet is of another record, or of an earlier key of this one.")
        keyslots.save(rebuilt, keyslots.path_of(place))
    file, database = _open_file(place, lambda file: recovery.unlock(file, code), clock)
    key = database.key() if database.key is not None else b""

    def known(users: list[User]) -> User:
        who = _who(users, user, None)
        keyslots.save(keyslots.replace(file, key, who.name, password, cost=calibrated()), keyslots.path_of(place))
        return who

    return _begin(database, rules, clock, known, EMERGENCY)


def _begin(
    database: Database, rules: RuleBook, clock: Clock, who: Callable[[list[User]], User], action: str = LOGGED_IN
) -> "Desk":
    """Return the desk of whoever opened the record; that it was opened is the first thing kept."""
    try:
        with database.read() as session:
            users = [value(User, row) for row in session.scalars(select(UserRow).where(col(UserRow.active))).all()]
        one = who(users)
        actor = Actor(one.id, one.name, platform.node())
        if not database.read_only:
            try:
                database.note(actor, action)
            except CannotWrite:
                database = _for_reading(database)
    except BaseException:
        database.close()
        raise
    return _desk(database, rules, clock, actor)


def demo(rules: RuleBook, clock: Clock) -> "Desk":
    """Open a throw-away record of made-up patients. Nobody has its key, and it is gone when it is closed."""
    from alpdesk.services.demo import content, fill

    folder, key = TemporaryDirectory(prefix="alpdesk-demo-", ignore_cleanup_errors=True), os.urandom(32)
    database = store.create(Path(folder.name) / f"demo{SUFFIX}", lambda: key, clock)
    database.on_close = folder.cleanup
    made_up = content()
    actor = _set_up(database, made_up.clinic, User(name="Dr. Demo", role=Role.ADMINISTRATOR))
    desk = _desk(database, rules, clock, actor)
    fill(desk, made_up)
    return desk


def _desk(database: Database, rules: RuleBook, clock: Clock, actor: Actor) -> "Desk":
    from alpdesk.services.desk import build

    return build(database, rules=rules, clock=clock, actor=actor)


def _create_file(path: Path, password: str, known: tuple[str, str], clock: Clock, cost: keyslots.Cost) -> Database:
    """Make the file; its first user is the first of the ``known`` words that a password may not be made of."""
    passwords.refuse_weak(password, known)
    keys = keyslots.path_of(path)
    if keys.exists():
        raise AlpdeskError(f"There is already a key file at {keys}; choose another name.")
    empty, key = keyslots.new()
    database = store.create(path, HeldKey(key), clock)
    try:
        keyslots.save(keyslots.add(empty, key, known[0], password, cost=cost), keys)
    except BaseException:
        database.close()
        path.unlink()
        raise
    return database


def _create_on_server(url: str, password: str | None, clock: Clock) -> Database:
    database = store.open_server(_with_password(url, password), clock, make=True)
    with database.read() as session:
        taken = session.scalars(select(UserRow).limit(1)).first() is not None
    if taken:
        database.close()
        raise AlpdeskError("There is already a record on this server; open it instead.")
    return database


def _open_file(path: Path, opener: key_files.Opener, clock: Clock) -> tuple[keyslots.KeyFile, Database]:
    if not path.is_file():
        raise AlpdeskError(f"There is no database at {path}.")
    if why := why_read_only(path):
        file = keyslots.load(keyslots.path_of(path))
        return file, store.open_for_reading(path, HeldKey(opener(file)), clock, why)
    file, key = key_files.opened(path, opener)
    database = store.open_file(path, HeldKey(key), clock, save=lambda: keep_before_change(path, key, clock, "update"))
    return file, database


def _for_reading(database: Database) -> Database:
    """Return a record that somebody else holds, to be read as it is."""
    path, key = database.path, database.key
    if path is None or key is None:
        raise AlpdeskError("Somebody else holds the record. Try again in a moment.")
    database.close()
    return store.open_for_reading(path, key, database.clock, "Another program holds the record.")


def _with_password(url: str, password: str | None) -> str:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise AlpdeskError("A server is named like postgresql+psycopg://user@server/database.") from None
    if password:
        parsed = parsed.set(password=password)
    return parsed.render_as_string(hide_password=False)


def _set_up(database: Database, clinic: Clinic, user: User) -> Actor:
    """Keep the clinic and its first user."""
    with database.begin(Actor(None, user.name, platform.node()), "record made") as session:
        rows.add(session, ClinicRow, clinic)
        kept = rows.add(session, UserRow, user)
    return Actor(kept.id, kept.name, platform.node())


def _who(users: list[User], name: str | None, file: keyslots.KeyFile | None) -> User:
    """Return who opens the record: the named user, the one whose the only password is, or the only one."""
    known = [user for user in users if name is None or name in (user.name, user.sign_in) or _same(user.name, name)]
    if name is None and file is not None:
        known = [user for user in known if keyslots.holds(file, signs_in_as(user))] or known
    if not known:
        raise AlpdeskError("No user of this name works here.")
    if len(known) > 1:
        raise AlpdeskError("This record has several users; say who you are.")
    return known[0]


def _same(name: str, other: str) -> bool:
    return passwords.normal(name).casefold() == passwords.normal(other).casefold()
