"""Copies that are verified, and the checks of a record."""

from pathlib import Path
from typing import TYPE_CHECKING

from alpdesk.services.context import Progress, unwatched

if TYPE_CHECKING:
    from alpdesk.services.checking import Check
    from alpdesk.services.desk import Desk


class Safety:
    """Backup and verification of the open database (``desk.safety``)."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def backup(self, out: Path, progress: Progress = unwatched) -> Path:
        """Write a verified copy to ``out``."""
        from alpdesk.services.backup import backup

        backup(self._desk, out, progress)
        return out

    def verify(self, progress: Progress = unwatched) -> "list[Check]":
        """Check file, pages, schema and audit chain; each is named."""
        from alpdesk.services.checking import verify

        return verify(self._desk, progress)
