"""Copies that are verified, and the checks of a record."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import alpdesk
from alpdesk.services.context import CHECKED, FAILED, LOCKED, Progress, unwatched
from alpdesk.store.engine import versions

_NEWEST = 20_000

if TYPE_CHECKING:
    from alpdesk.services.checking import Check
    from alpdesk.services.desk import Desk
    from alpdesk.services.drill import Comparison
    from alpdesk.services.self_backup import Copied


class Safety:
    """Backup and verification of the open database (``desk.safety``)."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def backup(self, out: Path, progress: Progress = unwatched) -> Path:
        """Write a verified copy to ``out``."""
        from alpdesk.services.backup import backup

        backup(self._desk, out, progress)
        return out

    def back_up_by_itself(self, folders: "Sequence[Path]") -> "Copied":
        """Make a verified copy in every folder that has none of what is on record now."""
        from alpdesk.services.self_backup import back_up_by_itself

        return back_up_by_itself(self._desk, folders)

    def locked(self) -> None:
        """Note that the desk was locked."""
        self._desk.context.database.note(self._desk.actor, LOCKED)

    def failed_before(self, times: int) -> None:
        """Note how often a wrong password was given on this computer before this log-in."""
        self._desk.context.database.note(self._desk.actor, FAILED, f"{times} wrong passwords before this log-in")

    def newest_copy(self, folder: Path) -> datetime | None:
        """Return when the newest copy was made that was made by itself in a folder."""
        return max(self.copies(folder), default=None)

    def copies(self, folder: Path) -> "dict[datetime, Path]":
        """Return the copies of the record that were made by themselves in a folder, by instant."""
        from alpdesk.services.self_backup import copies

        path = self._desk.context.database.path
        return {} if path is None else copies(folder, path)

    def is_old(self, at: datetime | None) -> bool:
        """Say whether a newest copy is so old that somebody should look."""
        from alpdesk.services.self_backup import STALE

        return at is None or self._desk.clock() - at > STALE

    def check_everything(self, folders: "Sequence[Path]", progress: Progress = unwatched) -> "list[Check]":
        """Check the record and the newest backup of every place; what was found is noted in the trail."""
        from alpdesk.services.self_backup import check_newest

        checks = [*self.verify(progress), check_newest(self._desk, folders)]
        faults = ", ".join(check.name for check in checks if not check.ok)
        self._desk.context.database.note(self._desk.actor, CHECKED, faults or "no fault")
        return checks

    def last_check(self) -> datetime | None:
        """Return when everything was last checked, among the newest entries of the trail."""
        from alpdesk.store.care import last_noted

        with self._desk.context.database.read() as session:
            found = last_noted(session, CHECKED, _NEWEST)
        return None if found is None else datetime.fromisoformat(found)

    def editions(self) -> tuple[tuple[str, str], ...]:
        """Return the names and versions of what the record is kept and judged by."""
        with self._desk.context.database.read() as session:
            return (("Alpdesk", alpdesk.__version__), *versions(session.connection()))

    def compare(
        self, file: Path, password: str = "", user: str | None = None, progress: Progress = unwatched
    ) -> "Comparison":
        """Return what a backup has that is not here, and the reverse; nothing is replaced."""
        from alpdesk.services.drill import compare

        return compare(self._desk, file, password, user=user, progress=progress)

    def verify(self, progress: Progress = unwatched) -> "list[Check]":
        """Check file, pages, schema and audit chain; each is named."""
        from alpdesk.services.checking import verify

        return verify(self._desk, progress)
