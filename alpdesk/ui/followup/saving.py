"""Saves due items as a calendar file under a name that says nothing of anybody."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from alpdesk.errors import AlpdeskError

translate = QCoreApplication.translate


class CalendarFile:
    """Asks where to, and writes there. Tests put their own question in its place."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self.file: Callable[[str], Path | None] = self._ask_file

    def save(self, content: bytes) -> str:
        """Write the file; return what to say, nothing when the user thought better of it."""
        stamp = QDateTime.currentDateTime().toString("yyyyMMdd-hhmmss")
        place = self.file(f"alpdesk-due-{stamp}.ics")
        if place is None:
            return ""
        try:
            place.write_bytes(content)
        except OSError as error:
            said = translate("FollowUp", "The calendar file could not be written: {reason}.")
            raise AlpdeskError(said.format(reason=error.strerror or str(error))) from error
        return translate("FollowUp", "Saved as {name}.").format(name=place.name)

    def _ask_file(self, name: str) -> Path | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        title, kinds = translate("FollowUp", "Save a calendar file"), translate("FollowUp", "Calendar (*.ics)")
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, str(Path(folder) / name), kinds)
        return Path(chosen) if chosen else None
