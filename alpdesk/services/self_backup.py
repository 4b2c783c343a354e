"""Backups that are made by themselves: when something changed, into every place chosen, thinned out with age."""

import os
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import col

from alpdesk.errors import AlpdeskError
from alpdesk.services import archive
from alpdesk.services.backup import MADE, backup
from alpdesk.services.checking import Check
from alpdesk.services.context import CHECKED, FAILED, LOCKED, LOGGED_IN, Progress, unwatched
from alpdesk.services.looks import LETTER_OPENED, OPENED, PRINTED, SEARCHED
from alpdesk.services.retention import USUAL, Retention, to_drop
from alpdesk.services.sweeping import SWEPT
from alpdesk.store.tables import AuditRow

if TYPE_CHECKING:
    from alpdesk.services.desk import Desk

SUFFIX = ".alpbackup"
_STAMP = "%Y%m%dT%H%M%SZ"
_NO_CHANGE = (
    MADE, LOGGED_IN, FAILED, LOCKED, SWEPT, CHECKED, OPENED, SEARCHED, LETTER_OPENED, PRINTED,
)  # fmt: skip
STALE = timedelta(days=3)
"""A newest copy older than this is warned of."""


@dataclass(frozen=True)
class Copied:
    """What became of one round: where copies were made, and of each place that had none the sentence why."""

    made: tuple[Path, ...] = ()
    problems: tuple[str, ...] = ()


def copies(folder: Path, database: Path) -> dict[datetime, Path]:
    """Return the copies of a database that were made by themselves in a folder, by instant, oldest first."""
    named = re.compile(rf"{re.escape(database.stem)}-(\d{{8}}T\d{{6}}Z){re.escape(SUFFIX)}")
    found: dict[datetime, Path] = {}
    with suppress(OSError):
        for file in folder.iterdir():
            match = named.fullmatch(file.name)
            with suppress(ValueError):
                if match is not None:
                    found[datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)] = file
    return dict(sorted(found.items()))


def back_up_by_itself(
    desk: "Desk", folders: Sequence[Path], progress: Progress = unwatched, keep: Retention = USUAL
) -> Copied:
    """Make a verified copy in every folder that has none of what is on record now; older ones are thinned out.

    A folder that is not there, such as a stick that is not plugged in, is named; the others get their copy. Nothing
    is removed before the new copy is verified.
    """
    database = desk.context.database.path
    if database is None or desk.context.database.on_close is not None:
        return Copied()
    wanting = [folder for folder in folders if _is_behind(desk, folder, database)]
    made: list[Path] = []
    problems: list[str] = []
    for folder in wanting:
        target = folder / f"{database.stem}-{desk.clock().astimezone(UTC):{_STAMP}}{SUFFIX}"
        try:
            if made:
                _copy(made[0], target)
            else:
                _refuse_missing(folder)
                backup(desk, target, progress)
        except AlpdeskError as error:
            problems.append(str(error))
            continue
        made.append(target)
        _thin_out(folder, database, desk.clock(), keep)
    return Copied(tuple(made), tuple(problems))


def check_newest(desk: "Desk", folders: Sequence[Path]) -> Check:
    """Read the newest copy in every place as a whole, and hold it against its seal."""
    database = desk.context.database
    if database.path is None or database.key is None or not folders:
        return Check("backups", True, "No place for backups is chosen on this computer.")
    faults, read = [], 0
    for folder in folders:
        found = copies(folder, database.path)
        if not found:
            faults.append(f"{folder}: no copy, or not plugged in")
            continue
        newest = found[max(found)]
        try:
            sound = archive.is_whole(newest) and archive.is_genuine(archive.read(newest)[0], database.key())
        except AlpdeskError as error:
            faults.append(str(error))
            continue
        faults += [] if sound else [f"{newest.name} is damaged"]
        read += sound
    return Check(
        "backups", not faults, "; ".join(faults) or f"The newest copy in each of {read} places was read whole."
    )


def _is_behind(desk: "Desk", folder: Path, database: Path) -> bool:
    """Say whether anything was changed since the newest copy in a folder; one that cannot be read is none."""
    found = copies(folder, database)
    if not found:
        return True
    try:
        manifest, _ = archive.read(found[max(found)])
    except AlpdeskError:
        return True
    changes = (
        select(func.count())
        .select_from(AuditRow)
        .where(col(AuditRow.seq) > manifest.audit_seq, col(AuditRow.action).not_in(_NO_CHANGE))
    )
    with desk.context.database.read() as session:
        return session.scalars(changes).one() > 0


def _refuse_missing(folder: Path) -> None:
    if not folder.is_dir():
        raise AlpdeskError(
            f"The backup folder {folder} is not there. Plug it in, or choose another one in the settings."
        )


def _copy(verified: Path, target: Path) -> None:
    """Put a verified copy into another place, and compare what arrived there before it gets its name."""
    _refuse_missing(target.parent)
    draft = target.with_name(f"{target.name}.part")
    try:
        with verified.open("rb") as source, draft.open("wb") as out:
            draft.chmod(0o600)
            shutil.copyfileobj(source, out)
            out.flush()
            os.fsync(out.fileno())
        if archive.sha256_of(draft) != archive.sha256_of(verified):
            raise AlpdeskError(f"The copy in {target.parent} is not what was written, so it was not kept.")
        draft.replace(target)
    except OSError as error:
        raise AlpdeskError(f"The backup in {target.parent} could not be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _thin_out(folder: Path, database: Path, now: datetime, keep: Retention) -> None:
    found = copies(folder, database)
    for at in to_drop(found, now, keep):
        with suppress(OSError):  # one that cannot be removed is in nobody's way
            found[at].unlink()
