"""Copies that are verified, and the checks of a record."""

from pathlib import Path
from typing import TYPE_CHECKING

from alpdesk.services.context import Progress, unwatched

if TYPE_CHECKING:
    from alpdesk.services.desk import Desk
    from alpdesk.services.vault import Check


class Safety:
    """Backup and verification of the open database (``desk.safety``)."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def backup(self, out: Path, progress: Progress = unwatched) -> Path:
        """Write a verified copy to ``out``."""
        raise NotImplementedError

    def verify(self) -> "list[Check]":
        """Check file, pages, schema and audit chain; each is named."""
        raise NotImplementedError
