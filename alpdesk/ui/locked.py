"""Locking the desk, and letting in again whoever left it, or somebody else."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alpdesk.ui.locking import forget_widgets, put_away
from alpdesk.ui.opening import shown, utc_now
from alpdesk.ui.unlock.page import UnlockPage

if TYPE_CHECKING:
    from alpdesk.services.desk import Desk
    from alpdesk.ui.pages import Visit
    from alpdesk.ui.program import Program


@dataclass(frozen=True)
class Left:
    """Who locked the desk, and which page was open."""

    user: str
    visit: "Visit | None" = None


class Locked:
    """Puts the desk of a program away, and brings it back."""

    def __init__(self, program: "Program") -> None:
        self._program = program
        self._left = Left("")

    def lock(self) -> None:
        """Put everything away and close the record; what cannot be kept as a draft stays behind the gate, unseen."""
        program = self._program
        if program.desk is None or program.demo or program.at_gate:
            return
        program.idle.rest()
        put_away(program.window)
        workspace = program.window.workspace
        if workspace is not None and not workspace.unsaved() and not program.tasks.busy:
            self._left = Left(program.desk.actor.name, workspace.here)
            if not program.desk.read_only:
                program.desk.safety.locked()
            program.close_desk()
            forget_widgets()
        page = UnlockPage(shown(program.place), locked=True, switch=program.desk is None)
        page.password_given.connect(self._unlock)
        page.user_requested.connect(program.ask_password)
        program.show_gate(page)
        program.hold()

    def _unlock(self, password: str, _user: str) -> None:
        program, still_open = self._program, self._program.desk is not None
        user = program.desk.actor.name if program.desk else self._left.user

        def work() -> "Desk":
            from alpdesk.services import vault

            return vault.open_desk(program.place, password, user=user, rules=program.rule_book(), clock=utc_now)

        program.tasks.run(work, self._unlocked_behind if still_open else self._unlocked, program.failed)

    def _unlocked_behind(self, desk: "Desk") -> None:
        """Lift the gate over a desk that had stayed open."""
        desk.close()
        self._program.lift_gate()
        self._program.idle.watch(self._program.minutes_to_lock())

    def _unlocked(self, desk: "Desk") -> None:
        self._program.opened(desk, self._program.settings.user)
        workspace = self._program.window.workspace
        if workspace is not None and self._left.visit is not None:
            workspace.go(self._left.visit.page, *self._left.visit.subject)
