"""A restore drill: a backup is opened beside the record and compared with it, before anything is replaced."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from alpdesk.domain.records import Record
from alpdesk.errors import AlpdeskError
from alpdesk.services import archive, backup
from alpdesk.services.context import Progress, unwatched
from alpdesk.services.roles import is_administrator
from alpdesk.store.contents import KINDS, Held, held, knows
from alpdesk.store.database import look

if TYPE_CHECKING:
    from alpdesk.services.desk import Desk

_LISTED = 200


class Difference(Record):
    """What of one kind both hold, and what only one does: how much, and the first of each, by patient and day."""

    kind: str
    both: int
    only_there: int = 0
    only_here: int = 0
    there: tuple[tuple[str, date | None], ...] = ()
    here: tuple[tuple[str, date | None], ...] = ()


class Comparison(Record):
    """A backup beside the record. ``continues`` says that the record went on from it, and holds all it held."""

    made_at: datetime
    continues: bool
    differences: tuple[Difference, ...]

    @property
    def would_be_lost(self) -> int:
        """Return how much of the record is not in the backup."""
        return sum(one.only_here for one in self.differences)


def compare(
    desk: "Desk", file: Path, password: str = "", *, user: str | None = None, progress: Progress = unwatched
) -> Comparison:
    """Open a backup for a moment, check it whole, and return what it has that is not here, and the reverse.

    A backup of the present key needs no password; an older one that of then.
    """
    database = desk.context.database
    if database.path is None or database.key is None or database.on_close is not None:
        raise AlpdeskError("Only a record that is kept in a file of its own is compared with its backups.")
    with database.read() as session:
        if not is_administrator(session, desk.context):
            raise AlpdeskError("Only an administrator compares the record with a backup, or puts one in its place.")
    manifest, keys = archive.read(file)
    key = database.key()
    if not archive.is_genuine(manifest, key):
        key = backup.key_of(keys, user, password)
    with backup.opened_beside(file, database.path, manifest, keys, key) as draft, look(draft, lambda: key) as there:
        progress(1, len(KINDS) + 1)
        with database.read() as session:
            here = session.connection()
            found = []
            for done, kind in enumerate(KINDS):
                found.append(_difference(kind, there, here))
                progress(done + 2, len(KINDS) + 1)
            continues = knows(here, manifest.audit_seq, manifest.audit_hash)
    return Comparison(made_at=datetime.fromisoformat(manifest.made_at), continues=continues, differences=tuple(found))


def _difference(kind: str, there: Connection, here: Connection) -> Difference:
    theirs, ours = ({one.key: one for one in held(connection, kind)} for connection in (there, here))
    only_there, only_here = theirs.keys() - ours.keys(), ours.keys() - theirs.keys()
    return Difference(
        kind=kind,
        both=len(theirs) - len(only_there),
        only_there=len(only_there),
        only_here=len(only_here),
        there=_first(one for key, one in theirs.items() if key in only_there),
        here=_first(one for key, one in reversed(ours.items()) if key in only_here),
    )


def _first(found: Iterable[Held]) -> tuple[tuple[str, date | None], ...]:
    return tuple((one.patient, one.day) for one, _ in zip(found, range(_LISTED), strict=False))
