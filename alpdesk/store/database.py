"""One door to the records: a writing transaction is one step with one audit entry, a reading one sees one state."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from alpdesk.errors import AlpdeskError, CannotWrite
from alpdesk.store import (
    audit,
    audit_events,
    care_tables as care_tables,
    engine as engines,
    letter_tables as letter_tables,
)
from alpdesk.store.audit import LEDGER, Actor, Anchor, Ledger, read_head
from alpdesk.store.errors import in_plain_words
from alpdesk.store.place import may_write, refuse_unsafe_place
from alpdesk.store.schema import HEAD, refuse_newer, revision, upgrade
from alpdesk.store.search import keep_in_step

Clock = Callable[[], datetime]
Key = Callable[[], bytes]


def _nothing() -> None:
    """Do nothing."""


def _unseen(session: Session) -> None:
    """Do nothing with a session."""


class Database:
    """An open database."""

    def __init__(self, engine: Engine, clock: Clock, *, path: Path | None = None, key: Key | None = None) -> None:
        self.on_close: Callable[[], None] | None = None
        self.on_session: Callable[[Session], None] = _unseen
        self.engine = engine
        self.clock = clock
        self.path = path
        self.key = key
        self.read_only = ""
        self._reading = engines.reading(engine)
        self._writing = engines.writing(engine)
        self._one_writer = threading.RLock()
        self._in_a_step = False
        audit_events.watch()
        keep_in_step()

    @contextmanager
    def begin(self, actor: Actor, action: str, reason: str = "") -> Iterator[Session]:
        """Give a session whose changes are kept together, with one audit entry, or not at all."""
        if self.read_only:
            raise CannotWrite(f"{self.read_only} Nothing was saved.")
        ledger = Ledger(actor, action, reason, self.clock)
        with (
            self._step(),
            _plain_errors(),
            Session(self._writing, expire_on_commit=False, info={LEDGER: ledger}) as session,
        ):
            _start(session)
            self.on_session(session)
            yield session
            session.commit()

    @contextmanager
    def _step(self) -> Iterator[None]:
        """Let the steps of this program queue; a step inside a step would wait for itself."""
        with self._one_writer:
            if self._in_a_step:
                raise RuntimeError("a step is open already: one action is one step")
            self._in_a_step = True
            try:
                yield
            finally:
                self._in_a_step = False

    @property
    def writing(self) -> bool:
        """Whether a step of this program is open just now."""
        return self._in_a_step

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one state of the database and cannot write."""
        with _plain_errors(), Session(self._reading, autoflush=False, expire_on_commit=False) as session:
            self.on_session(session)
            yield session

    def note(self, actor: Actor, action: str, detail: str = "", reason: str = "", *, about: Iterable[int] = ()) -> None:
        """Put something that changes no record into the trail: whose was opened, printed, exported."""
        with self.begin(actor, action, reason) as session:
            audit.note(session, detail, about)

    def head(self) -> Anchor:
        """Return the head of the audit chain."""
        with self.read() as session:
            return read_head(session.connection())

    def change_key(self, fresh: bytes) -> None:
        """Encrypt the file anew under another key; refused while anybody else has it open."""
        if self.path is None or not isinstance(self.key, engines.HeldKey):
            raise RuntimeError("only a file opened with a key that is held can be given another")
        with self._step():
            self.engine.dispose()
            engines.rekey(self.path, self.key(), fresh)
            self.key.replace(fresh)

    def close(self) -> None:
        """Close every connection; nothing of the key stays in the engine."""
        self.engine.dispose()
        if self.on_close is not None:
            self.on_close()


def create(path: Path, key: Key, clock: Clock) -> Database:
    """Make a new, empty, encrypted database; an unfinished one leaves no file."""
    refuse_unsafe_place(path)
    engines.create_file(path)
    try:
        engine = engines.sqlite_engine(path, key)
        upgrade(engines.writing(engine), None)
    except BaseException:
        path.unlink()
        raise
    return Database(engine, clock, path=path, key=key)


def open_file(path: Path, key: Key, clock: Clock, *, save: Callable[[], None] = _nothing) -> Database:
    """Open an encrypted database; ``save`` keeps a copy before an older one is brought up to date."""
    refuse_unsafe_place(path)
    with look(path, key) as connection:
        found = revision(connection)
    refuse_newer(found)
    engine = engines.sqlite_engine(path, key)
    try:
        upgrade(engines.writing(engine), found, save)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine, clock, path=path, key=key)


def open_for_reading(path: Path, key: Key, clock: Clock, why: str) -> Database:
    """Open a file that cannot be written, as ``why`` says; every step over it is refused, and nothing is tried."""
    refuse_unsafe_place(path)
    log = path.with_name(path.name + "-wal")
    closed = not log.exists() or log.stat().st_size == 0
    unchanging = closed and not may_write(path.parent)
    engine = engines.sqlite_engine(path, key, read_only=True, unchanging=unchanging)
    try:
        with _plain_errors(), engine.connect() as connection:
            found = revision(connection)
        refuse_newer(found)
        _refuse_older(found, why)
    except BaseException:
        engine.dispose()
        raise
    database = Database(engine, clock, path=path, key=key)
    database.read_only = why
    return database


def _refuse_older(found: str | None, why: str) -> None:
    if found != HEAD:
        raise AlpdeskError(f"{why} This record is of an earlier Alpdesk and must be brought up to date first.")


def open_server(url: str, clock: Clock, *, make: bool = False) -> Database:
    """Open a database on a PostgreSQL server; only with ``make`` an empty one is given its tables."""
    engine = engines.postgres_engine(url)
    try:
        with engine.connect() as connection:
            found = _edition_on_server(connection, make)
        upgrade(engine, found)
    except DBAPIError as error:
        engine.dispose()
        raise AlpdeskError("The database server does not answer, or does not let you in. Check its address.") from error
    except BaseException:
        engine.dispose()
        raise
    return Database(engine, clock)


def _edition_on_server(connection: Connection, make: bool) -> str | None:
    """Return the revision of the tables; refuse one without a record, or that cannot keep every name."""
    found = revision(connection)
    kept_as = connection.execute(text("SHOW server_encoding")).scalar_one()
    if found is None and not make:
        raise AlpdeskError("There is no record in this database; check its name, or make a new record in it.")
    if kept_as != "UTF8":
        raise AlpdeskError(f"This database keeps text as {kept_as}; make it with the encoding UTF8.")
    return found


@contextmanager
def look(path: Path, key: Key) -> Iterator[Connection]:
    """Give a connection that cannot change the file, whatever edition it is of."""
    engine = engines.sqlite_engine(path, key, read_only=True)
    try:
        with _plain_errors(), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _start(session: Session) -> Connection:
    """Take the write lock at once; a refused start has done nothing, so it is tried once more."""
    try:
        return session.connection()
    except OperationalError as error:
        if "locked" not in str(error.orig):
            raise
        session.rollback()
        return session.connection()


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        told = in_plain_words(error)
        if told is None:
            raise
        raise told from error
