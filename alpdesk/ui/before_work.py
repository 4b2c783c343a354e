"""What whoever opens a record must do or know before the work begins."""

from typing import TYPE_CHECKING

from alpdesk.ui.dialogs import notice
from alpdesk.ui.keys.proof import SheetPage
from alpdesk.ui.keys.words import emergency_words

if TYPE_CHECKING:
    from alpdesk.services.desk import Desk
    from alpdesk.ui.program import Program


def before_work(program: "Program", desk: "Desk") -> None:
    """Have the sheet of a new record proven; say that a sheet was used, or that nothing can be saved."""
    window = program.window
    if desk.read_only:
        said = window.tr("The record is open for reading only")
        notice(window, said, window.tr("{why} Nothing that is typed can be saved.").format(why=desk.read_only))
        return
    if desk.access.needs_sheet():
        page = SheetPage(desk, program.tasks.run)
        page.proven.connect(program.lift_gate)
        program.show_gate(page)
    if used := desk.access.emergencies():
        notice(window, window.tr("The recovery sheet was used to open the record"), emergency_words(used))
