"""Verified copies of a record, and a record made from one of them."""

import hashlib
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, inspect, select
from sqlmodel import SQLModel

import alpdesk
from alpdesk.errors import AlpdeskError
from alpdesk.security import keyslots
from alpdesk.services import archive
from alpdesk.services.archive import Manifest
from alpdesk.services.context import Clock, Progress, unwatched
from alpdesk.store import audit_check, copies, database as store
from alpdesk.store.audit import Actor, Anchor, read_head
from alpdesk.store.database import look
from alpdesk.store.place import is_server, refuse_unsafe_place
from alpdesk.store.schema import refuse_newer, revision

if TYPE_CHECKING:
    from alpdesk.services.desk import Desk

MADE, RESTORED = "backup made", "restored from backup"
_TRIES = 1000
_LEFTOVERS = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Restored:
    """Where a backup was put, what it holds, and where the file that stood there went."""

    path: Path
    made_at: str
    rows: dict[str, int]
    replaced: Path | None = None


def backup(desk: "Desk", out: Path, progress: Progress = unwatched) -> Path:
    """Write a copy of the record as it is now to the new file ``out``, opened and checked before it gets its name."""
    database = desk.context.database
    if database.path is None or database.key is None:
        raise AlpdeskError("A record on a PostgreSQL server is backed up with the server's own pg_dump.")
    if database.on_close is not None:
        raise AlpdeskError("The demonstration is not kept, so there is nothing to back up.")
    _write(database.path, database.key(), out, desk.clock, progress)
    database.note(desk.actor, MADE, out.name)
    return out


def keep_before_change(path: Path, key: bytes, clock: Clock, change: str) -> None:
    """Keep a verified copy beside the database before its tables (``update``) or its key (``new-key``) change."""
    name = f"{path.stem}-before-{change}-{clock().strftime('%Y%m%dT%H%M%S')}"
    tails = (".alpdesk-backup", *(f"-{number}.alpdesk-backup" for number in range(2, _TRIES)))
    places = (path.with_name(name + tail) for tail in tails)  # one of before an interruption may be a moment old
    _write(path, key, next(place for place in places if not place.exists()), clock, unwatched)


def restore(
    file: Path,
    path: Path,
    password: str,
    replace: bool = False,
    *,
    user: str | None = None,
    progress: Progress = unwatched,
    known: bytes | None = None,
) -> Restored:
    """Make ``path`` from a backup. Everything is checked before a file that stands there is set aside.

    ``known`` is a key that may open it without a password.
    """
    keys_path = keyslots.path_of(path)
    _refuse_bad_place(path)
    if not replace and (path.exists() or keys_path.exists()):
        raise AlpdeskError(f"There is already a database at {path}; restore to another name, or replace it.")
    manifest, keys = archive.read(file)
    key = known if known is not None and archive.is_genuine(manifest, known) else key_of(keys, user, password)
    draft = path.with_name(path.name + ".restoring")
    try:
        _remove(draft)
        _take_out(file, draft, manifest, keys, key)
        progress(1, 3)
        _refuse_unlike(draft, manifest, key)
        progress(2, 3)
        aside = _set_aside(path) if path.exists() or keys_path.exists() else None
        keyslots.save(keyslots.parse(keys), keys_path)
        draft.rename(path)
        _note_restored(path, key, manifest, user or "")
    except OSError as error:
        raise AlpdeskError(f"The database could not be put there: {error.strerror}. Nothing was lost.") from error
    finally:
        _remove(draft)
    progress(3, 3)
    return Restored(path, manifest.made_at, manifest.rows, aside)


def _note_restored(path: Path, key: bytes, manifest: Manifest, user: str) -> None:
    """Begin the trail of what is restored with the fact that it was."""
    database = store.open_file(path, lambda: key, _now, save=lambda: keep_before_change(path, key, _now, "update"))
    try:
        database.note(Actor(None, user, platform.node()), RESTORED, f"of {manifest.made_at}")
    finally:
        database.close()


def key_of(keys: bytes, user: str | None, password: str) -> bytes:
    """Return the database key of a backup, from its own key file."""
    return keyslots.unlock(keyslots.parse(keys), user, password)


@contextmanager
def opened_beside(file: Path, path: Path, manifest: Manifest, keys: bytes, key: bytes) -> Iterator[Path]:
    """Give the database of a backup as a file beside ``path``, checked whole, for as long as it is looked at."""
    draft = path.with_name(path.name + ".comparing")
    try:
        _remove(draft)
        _take_out(file, draft, manifest, keys, key)
        _refuse_unlike(draft, manifest, key)
        yield draft
    except OSError as error:
        raise AlpdeskError(f"The backup could not be opened beside the record: {error.strerror}.") from error
    finally:
        _remove(draft)


def _refuse_bad_place(path: Path) -> None:
    """Refuse what is no place for a file before anything is read."""
    if is_server(path):
        raise AlpdeskError("A backup is restored to a file; a server has its own pg_restore.")
    refuse_unsafe_place(path)
    if path.is_dir():
        raise AlpdeskError(f"{path} is a folder; name a file in it.")


def _now() -> datetime:
    return datetime.now(UTC)


def _write(path: Path, key: bytes, out: Path, clock: Clock, progress: Progress) -> None:
    if out.exists():
        raise AlpdeskError(f"There is already a file at {out}; choose another name.")
    if not out.absolute().parent.is_dir():
        raise AlpdeskError(f"There is no folder {out.absolute().parent}.")
    draft = path.with_name(path.name + ".copying")
    try:
        _remove(draft)
        copies.copy(path, lambda: key, draft, progress)
        if faults := copies.faults(draft, lambda: key):
            raise AlpdeskError(f"The copy has faults, so it was not kept: {faults[0]}.")
        keys = keyslots.dump(keyslots.load(keyslots.path_of(path)))
        archive.write(out, draft, keys, _describe(draft, keys, key, clock), progress)
    except OSError as error:
        raise AlpdeskError(f"The backup could not be written: {error.strerror}.") from error
    finally:
        _remove(draft)


def _describe(draft: Path, keys: bytes, key: bytes, clock: Clock) -> Manifest:
    found, rows, head = _contents(draft, key)
    manifest = Manifest(
        made_at=clock().isoformat(timespec="seconds"),
        program=alpdesk.__version__,
        revision=found,
        audit_seq=head.seq,
        audit_hash=head.hash,
        rows=rows,
        database_sha256=archive.sha256_of(draft),
        keys_sha256=hashlib.sha256(keys).hexdigest(),
    )
    return archive.sealed(manifest, key)


def _contents(path: Path, key: bytes) -> tuple[str, dict[str, int], Anchor]:
    """Return edition, row counts and audit head of a file."""
    with look(path, lambda: key) as connection:
        there = set(inspect(connection).get_table_names())  # fewer in an earlier edition
        tables = [table for table in SQLModel.metadata.sorted_tables if table.name in there]
        found = revision(connection)
        refuse_newer(found)
        rows = {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}
        return found or "", rows, read_head(connection)


def _take_out(file: Path, draft: Path, manifest: Manifest, keys: bytes, key: bytes) -> None:
    if not archive.is_genuine(manifest, key) or hashlib.sha256(keys).hexdigest() != manifest.keys_sha256:
        raise AlpdeskError(f"The backup {file.name} was changed after it was made; take another one.")
    if archive.take_out(file, draft) != manifest.database_sha256:
        raise AlpdeskError(f"The backup {file.name} is damaged; take another one.")
    draft.chmod(0o600)


def _refuse_unlike(draft: Path, manifest: Manifest, key: bytes) -> None:
    """Refuse a file that is not whole or not what its manifest says; bring one of an earlier edition up to date."""
    if faults := copies.faults(draft, lambda: key):
        raise AlpdeskError(f"The backup has faults, so nothing was replaced: {faults[0]}.")
    refuse_newer(manifest.revision)
    anchor = Anchor(manifest.audit_seq, manifest.audit_hash)
    unlike = _contents(draft, key) != (manifest.revision, manifest.rows, anchor)
    if not unlike:
        store.open_file(draft, lambda: key, _now).close()
        with look(draft, lambda: key) as connection:
            unlike = bool(audit_check.verify(connection, anchor).faults)
    if unlike:
        raise AlpdeskError("The backup does not hold what it says, so nothing was replaced. Take another one.")


def _set_aside(path: Path) -> Path:
    """Rename what stands at ``path``, with everything beside it, so that nothing is lost."""
    stamp = _now().strftime("%Y%m%dT%H%M%S")
    aside = path.with_name(f"{path.stem}-replaced-{stamp}{path.suffix}")
    for tail in (*_LEFTOVERS, "-keys"):
        beside = path.with_name(path.name + tail)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + tail))
    return aside


def _remove(draft: Path) -> None:
    for tail in _LEFTOVERS:
        draft.with_name(draft.name + tail).unlink(missing_ok=True)
