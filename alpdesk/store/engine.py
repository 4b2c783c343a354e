"""Engines: SQLCipher for one machine, PostgreSQL for several. The key never enters a URL or a log."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import QueuePool

from alpdesk.errors import AlpdeskError

KEY_BYTES = 32
BUSY_SECONDS = 30.0
_SOON_MS = 2000
OLDEST_SQLITE = (3, 51, 3)
LOOPBACK = {None, "", "localhost", "127.0.0.1", "::1"}
_WRITE = "alpdesk_write"
_SETTINGS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "temp_store": 2}
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "cache_size = -64000",
    "journal_size_limit = 67108864",
    "fullfsync = ON",
    "checkpoint_fullfsync = ON",
)


class UnreadableDatabase(AlpdeskError):
    """The file is not a database that this key opens."""


class HeldKey:
    """The key of an open database, in the one place where it can be replaced."""

    def __init__(self, value: bytes) -> None:
        self._value = value

    def __call__(self) -> bytes:
        return self._value

    def replace(self, value: bytes) -> None:
        """Hold another key from now on."""
        self._value = value


def sqlite_engine(
    path: Path, get_key: Callable[[], bytes], *, read_only: bool = False, unchanging: bool = False
) -> Engine:
    """Return an engine over the encrypted file at ``path``, which must exist.

    ``unchanging`` reads a file in a folder where nothing can be put beside it.
    """
    refuse_old_sqlite(sqlcipher.sqlite_version)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=sqlcipher,
        creator=lambda: connect(path, get_key, read_only=read_only, unchanging=unchanging),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def postgres_engine(url: str) -> Engine:
    """Return an engine over a PostgreSQL server; off loopback only with a verified certificate."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "postgresql":
        raise AlpdeskError("A database address starts with postgresql+psycopg://.")
    parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.host not in LOOPBACK and not str(parsed.host).startswith("/"):
        parsed = parsed.update_query_dict({"sslmode": "verify-full"})
    engine = create_engine(parsed, hide_parameters=True, pool_pre_ping=True, pool_size=4, max_overflow=4)
    event.listen(engine, "connect", _wait_no_longer)
    return engine


def writing(engine: Engine) -> Engine:
    """Return the engine whose transactions take the write lock at once."""
    return engine.execution_options(**{_WRITE: True})


def reading(engine: Engine) -> Engine:
    """Return the engine whose transactions see one state of the database."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine


def create_file(path: Path) -> None:
    """Make an empty file, readable by its owner only; never over another file."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise AlpdeskError(f"There is already a file at {path}; choose another name.") from None
    except OSError as error:
        raise AlpdeskError(f"The file cannot be made at {path}: {error.strerror}.") from None


def connect(
    path: Path, get_key: Callable[[], bytes], *, read_only: bool = False, unchanging: bool = False
) -> sqlcipher.Connection:
    """Open the file with every setting made and read back; never creates it."""
    if not path.is_file():
        raise AlpdeskError(f"There is no database at {path}.")
    mode = ("?mode=ro" if read_only else "?mode=rw") + ("&immutable=1" if unchanging else "")
    uri = path.resolve().as_uri() + mode
    try:
        connection = sqlcipher.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS, cached_statements=512
        )
    except sqlcipher.OperationalError:
        raise AlpdeskError(f"The database at {path} cannot be opened; check that you may read and write it.") from None
    try:
        unlock(connection, get_key())
        _settle(connection, read_only=read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def unlock(connection: sqlcipher.Connection, key: bytes) -> None:
    """Give the connection its key and read once, because a wrong key shows only there."""
    if len(key) != KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.DatabaseError as error:
        if "locked" in str(error):
            raise
        raise UnreadableDatabase(
            "This file cannot be read with this key: it is another file, or it is damaged. Restore a backup."
        ) from None


def rekey(path: Path, old: bytes, fresh: bytes) -> None:
    """Encrypt a file anew, wholly or not at all: a rollback journal holds what it was until it is done.

    Nobody else may have the file open; leaving the write-ahead log behind proves that.
    """
    connection = connect(path, lambda: old)
    try:
        connection.execute(f"PRAGMA busy_timeout = {_SOON_MS}")
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlcipher.OperationalError:
            mode = "in use"
        if mode != "delete":
            raise AlpdeskError("The record is in use just now, here or in another window. Try again in a moment.")
        connection.execute(f"PRAGMA rekey = \"x'{fresh.hex()}'\"")
    finally:
        connection.close()


def opens(path: Path, key: bytes) -> bool:
    """Say whether a key opens a file; what an interrupted change left half done is rolled back first."""
    try:
        connect(path, lambda: key).close()
    except UnreadableDatabase:
        return False
    return True


def refuse_old_sqlite(version: str) -> None:
    """Refuse an SQLite that can lose writes in WAL mode."""
    if tuple(int(part) for part in version.split(".")) < OLDEST_SQLITE:
        raise AlpdeskError(f"SQLite {version} can lose data; Alpdesk needs 3.51.3 or newer. Install Alpdesk again.")


def _settle(connection: sqlcipher.Connection, *, read_only: bool) -> None:
    for pragma in _PRAGMAS:
        if not (read_only and pragma.startswith("journal_mode")):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    if not read_only:
        _check_settings(connection)
    connection.set_authorizer(_authorize)


def _check_settings(connection: sqlcipher.Connection) -> None:
    for name, wanted in _SETTINGS.items():
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != wanted:
            raise AlpdeskError(f"The database does not keep the setting {name}, so nothing can be written safely.")


def _authorize(action: int, *_details: str | None) -> int:
    """Deny ATTACH, which could write a copy in clear."""
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK


def _wait_no_longer(connection: DBAPIConnection, _record: object) -> None:
    """Let a save that waits for another one give up as it does on a file."""
    with closing(connection.cursor()) as cursor:
        cursor.execute(f"SET lock_timeout = '{BUSY_SECONDS:.0f}s'")
    connection.commit()


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get(_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def versions(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Return what keeps the record, by name and version."""
    if connection.dialect.name == "postgresql":
        return (("PostgreSQL", str(connection.exec_driver_sql("SHOW server_version").scalar_one())),)
    cipher = str(connection.exec_driver_sql("PRAGMA cipher_version").scalar_one()).split()
    provider = str(connection.exec_driver_sql("PRAGMA cipher_provider_version").scalar_one()).split()
    return (("SQLite", sqlcipher.sqlite_version), ("SQLCipher", cipher[0]), ("OpenSSL", provider[1]))
