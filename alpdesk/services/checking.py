"""Everything of a record checked, each check with its name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from alpdesk.errors import AlpdeskError
from alpdesk.security import keyslots
from alpdesk.services.context import Progress, unwatched
from alpdesk.store import audit_check, copies
from alpdesk.store.audit import Anchor
from alpdesk.store.database import Database
from alpdesk.store.schema import HEAD, revision

if TYPE_CHECKING:
    from alpdesk.services.desk import Desk

_SHOWN = 20
_BEFORE_TRAIL = 10


@dataclass(frozen=True)
class Check:
    """One check and what it found."""

    name: str
    ok: bool
    detail: str


def verify(desk: "Desk", progress: Progress = unwatched, *, anchor: Anchor | None = None) -> list[Check]:
    """Check keys, pages, structure, edition of the tables, and the audit trail against every row.

    ``progress`` is told in percent.
    """
    database = desk.context.database
    rest = 100 - _BEFORE_TRAIL
    steps: dict[str, Callable[[], Check]] = {
        "keys": lambda: _keys(database),
        "pages": lambda: _pages(database),
        "structure": lambda: _structure(database),
        "schema": lambda: _edition(database),
        "audit": lambda: _trail(database, anchor, lambda part, _: progress(_BEFORE_TRAIL + rest * part // 100, 100)),
    }
    found = []
    for done, (name, step) in enumerate(steps.items()):
        progress(_BEFORE_TRAIL * done // len(steps), 100)
        found.append(_tried(name, step))
    progress(100, 100)
    return found


def _tried(name: str, step: Callable[[], Check]) -> Check:
    """Return what a step found; a record so damaged that the step cannot be made is a fault of that name."""
    try:
        return step()
    except AlpdeskError as error:
        return Check(name, False, str(error))


def _keys(database: Database) -> Check:
    if database.path is None or database.key is None:
        return Check("keys", True, "The server keeps its own log-ins.")
    path = keyslots.path_of(database.path)
    if database.on_close is not None:
        return Check("keys", True, "The demonstration is not kept and has no key file.")
    file = keyslots.load(path)
    keyslots.verify(file, database.key())
    return Check("keys", True, f"The key file is as Alpdesk wrote it; {len(file.slots)} may open the record.")


def _pages(database: Database) -> Check:
    if database.path is None or database.key is None:
        return Check("pages", True, _checksums(database))
    faults = copies.damaged_pages(database.path, database.key)
    return _check("pages", faults, "Every page of the file is as it was written.")


def _checksums(database: Database) -> str:
    with database.read() as session:
        state = session.execute(text("SHOW data_checksums")).scalar_one()
    return f"The server looks after its pages (checksums are {state})."


def _structure(database: Database) -> Check:
    if database.path is None or database.key is None:
        return Check("structure", True, "The server looks after its tables and indexes.")
    faults = copies.broken_structure(database.path, database.key)
    return _check("structure", faults, "Tables, indexes and references are whole.")


def _edition(database: Database) -> Check:
    with database.read() as session:
        found = revision(session.connection())
    return Check("schema", found == HEAD, f"The tables are of edition {found}; this program writes {HEAD}.")


def _trail(database: Database, anchor: Anchor | None, progress: Progress) -> Check:
    with database.read() as session:
        verdict = audit_check.verify(session.connection(), anchor, progress)
    fine = f"{verdict.entries:,} entries are chained without a gap and agree with {verdict.rows:,} rows."
    if verdict.redacted:
        fine = f"{fine} Of {verdict.redacted:,} something was taken out on a legal order."
    return _check("audit", list(verdict.faults), fine)


def _check(name: str, faults: list[str], fine: str) -> Check:
    if not faults:
        return Check(name, True, fine)
    more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
    return Check(name, False, "; ".join(faults[:_SHOWN]) + more)
