"""Everything about a patient into a file that the user names."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.dialogs import ask
from alpdesk.ui.said import error_words


class GivingOut:
    """Asks whether and where to, and writes. Tests put their own questions in its place."""

    def __init__(self, parent: QWidget, desk: Desk, say: Callable[[str], None]) -> None:
        self._parent, self._desk, self._say = parent, desk, say
        self.confirm = ask
        self.file: Callable[[str], Path | None] = self._ask_file

    def give(self, patient_id: int) -> None:
        """Write everything about a patient; the file can be read by anybody who has it, so that is asked first."""
        parent = self._parent
        title = parent.tr("Give out everything about this patient?")
        text = parent.tr(
            "Every value, letter, scan and who did what, as one file for the patient. It is not encrypted: whoever has "
            "it reads it. That it was given out is noted."
        )
        if not self.confirm(parent, title, text, yes=parent.tr("Choose where…"), no=parent.tr("Cancel")):
            return
        number = self._desk.context.today().isoformat()
        place = self.file(f"patient-record_{number}_{patient_id}.zip")
        if place is None:
            return
        try:
            given = self._desk.transfer.give_out(patient_id, place)
        except AlpdeskError as error:
            self._say(error_words(error))
            return
        said = parent.tr("Saved as {name}: {rows} rows, {files} documents")
        self._say(said.format(name=place.name, rows=given.rows, files=given.files))

    def _ask_file(self, name: str) -> Path | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        title, kind = self._parent.tr("Everything about the patient"), self._parent.tr("Archive (*.zip)")
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, str(Path(folder) / name), kind)
        return Path(chosen) if chosen else None
