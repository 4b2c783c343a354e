"""A copy of an encrypted database made while it is in use, and the checks a file has to pass."""

from collections.abc import Callable
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from alpdesk.errors import AlpdeskError
from alpdesk.store.engine import UnreadableDatabase, connect, create_file, unlock

Key = Callable[[], bytes]
Progress = Callable[[int, int], None]
_PAGES_A_STEP = 2000
_MOST_FAULTS = 20


def copy(source: Path, key: Key, target: Path, progress: Progress) -> None:
    """Copy ``source`` as it is now to the new file ``target``, under the same key."""
    reader = connect(source, key, read_only=True)
    try:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        create_file(target)
        writer = sqlcipher.connect(str(target), isolation_level=None)
        try:
            unlock(writer, key())
            reader.backup(writer, pages=_PAGES_A_STEP, progress=lambda _s, left, total: progress(total - left, total))
        finally:
            writer.close()
    finally:
        reader.close()


def damaged_pages(path: Path, key: Key) -> list[str]:
    """Check the seal of every page; the file must hold everything, so what waits beside it is written in first."""
    connection = connect(path, key)
    try:
        if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise AlpdeskError("Another program is using the database; close it and check again.")
        return _said(connection, "PRAGMA cipher_integrity_check")
    except sqlcipher.DatabaseError as error:
        return [str(error)]
    finally:
        connection.close()


def broken_structure(path: Path, key: Key) -> list[str]:
    """Check how tables and indexes hang together, and that every reference leads somewhere."""
    connection = connect(path, key)
    try:
        said = [line for line in _said(connection, "PRAGMA quick_check") if line != "ok"]
        lost = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_FAULTS)
        return said + [f"{table} {row} refers to a missing {parent}" for table, row, parent, _ in lost]
    except sqlcipher.DatabaseError as error:
        return [str(error)]
    finally:
        connection.close()


def faults(path: Path, key: Key) -> list[str]:
    """Return everything that is wrong with a file."""
    try:
        return damaged_pages(path, key) or broken_structure(path, key)
    except UnreadableDatabase as error:
        return [str(error)]


def _said(connection: sqlcipher.Connection, pragma: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(pragma).fetchmany(_MOST_FAULTS)]
