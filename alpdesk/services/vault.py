"""Where a desk comes from: a database is made, opened or shown as a demonstration."""

import os
import platform
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import make_url, select
from sqlalchemy.exc import ArgumentError
from sqlmodel import col

from alpdesk.domain.records import Clinic, Role, User
from alpdesk.domain.rules import RuleBook
from alpdesk.errors import AlpdeskError
from alpdesk.security import keyslots, passwords
from alpdesk.services.backup import backup, keep_before_migration, restore
from alpdesk.services.checking import Check, verify
from alpdesk.services.context import LOGGED_IN, Clock
from alpdesk.store import database as store, rows
from alpdesk.store.audit import Actor
from alpdesk.store.database import Database
from alpdesk.store.place import is_server
from alpdesk.store.reading import value
from alpdesk.store.tables import ClinicRow, UserRow

if TYPE_CHECKING:
    from alpdesk.services.desk import Desk

__all__ = ["Check", "backup", "create", "demo", "is_server", "open_desk", "restore", "verify"]

SUFFIX = ".alpdesk"


def create(
    place: str | Path,
    password: str | None,
    *,
    clinic: Clinic,
    user: User,
    rules: RuleBook,
    clock: Clock,
    cost: keyslots.Cost = keyslots.COST,
) -> "Desk":
    """Make a new record; its first user administers it."""
    first = user.model_copy(update={"role": Role.ADMINISTRATOR, "active": True})
    database = (
        _create_on_server(str(place), password, clock)
        if is_server(place)
        else _create_file(Path(place), password or "", first.name, clock, cost)
    )
    return _desk(database, rules, clock, _set_up(database, clinic, first))


def open_desk(
    place: str | Path, password: str | None, *, user: str | None = None, rules: RuleBook, clock: Clock
) -> "Desk":
    """Open a record. A user is named once there is more than one."""
    database = (
        store.open_server(_with_password(str(place), password), clock)
        if is_server(place)
        else _open_file(Path(place), password or "", user, clock)
    )
    try:
        actor = _actor(database, user)
        database.note(actor, LOGGED_IN)
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


def _create_file(path: Path, password: str, user: str, clock: Clock, cost: keyslots.Cost) -> Database:
    passwords.refuse_weak(password)
    keys = keyslots.path_of(path)
    if keys.exists():
        raise AlpdeskError(f"There is already a key file at {keys}; choose another name.")
    empty, key = keyslots.new()
    database = store.create(path, lambda: key, clock)
    try:
        keyslots.save(keyslots.add(empty, key, user, password, cost=cost), keys)
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


def _open_file(path: Path, password: str, user: str | None, clock: Clock) -> Database:
    if not path.is_file():
        raise AlpdeskError(f"There is no database at {path}.")
    key = keyslots.unlock(keyslots.load(keyslots.path_of(path)), user, password)
    return store.open_file(path, lambda: key, clock, save=lambda: keep_before_migration(path, key, clock))


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


def _actor(database: Database, name: str | None) -> Actor:
    """Return who opens the record: the named user, or the only one."""
    with database.read() as session:
        users = [value(User, row) for row in session.scalars(select(UserRow).where(col(UserRow.active))).all()]
    known = [user for user in users if name is None or _same(user.name, name)]
    if not known:
        raise AlpdeskError("No user of this name works here.")
    if len(known) > 1:
        raise AlpdeskError("This record has several users; say who you are.")
    return Actor(known[0].id, known[0].name, platform.node())


def _same(name: str, other: str) -> bool:
    return passwords.normal(name).casefold() == passwords.normal(other).casefold()
