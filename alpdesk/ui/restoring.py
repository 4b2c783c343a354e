"""Putting a backup in place of the open record: what is there is kept aside, then the password of then is asked."""

from pathlib import Path
from typing import TYPE_CHECKING

from alpdesk.errors import AlpdeskError
from alpdesk.ui.dialogs import notice
from alpdesk.ui.gate import Asking, Waiting
from alpdesk.ui.said import error_words

if TYPE_CHECKING:
    from alpdesk.services.backup import Restored
    from alpdesk.ui.program import Program
    from alpdesk.ui.settings.drill import Restoring


class Restorer:
    """Closes the record of a program, restores, and asks who opens what was restored."""

    def __init__(self, program: "Program") -> None:
        self._program = program

    def restore(self, asked: "Restoring") -> None:
        """Begin; the record is closed first, so that nothing of it is written any more."""
        program = self._program
        user = program.desk.actor.name if program.desk else None
        program.close_desk()
        program.show_gate(Waiting(program.window.tr("Putting the backup in place…")))

        def work() -> "Restored":
            from alpdesk.services import vault

            return vault.restore(asked.file, Path(program.place), asked.password, True, user=user, known=asked.key)

        program.tasks.run(work, self._done, self._failed)

    def _done(self, restored: "Restored") -> None:
        window = self._program.window
        self._program.ask_password()
        kept, aside = window.tr("What was here before is kept as {}"), restored.replaced
        said = kept.format(aside.name) if aside is not None else ""
        notice(window, window.tr("The backup is in place of the record"), said)

    def _failed(self, error: Exception) -> None:
        self._program.ask_password()
        if not isinstance(error, AlpdeskError):
            raise error
        gate: object = self._program.gate
        if isinstance(gate, Asking):
            gate.show_error(error_words(error))
