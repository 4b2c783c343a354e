"""Another patient looked for and chosen, with what would follow, before a panel moves or two records become one."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from alpdesk.ui.patients.person_search import PersonSearch, Search
from alpdesk.ui.records.follows import Follows
from alpdesk.ui.records.frame import ActionDialog
from alpdesk.ui.widgets import Banner


@dataclass(frozen=True)
class Outlook:
    """Whether it can be done with somebody, what would follow or why not, and what to make sure of before."""

    possible: bool
    text: str
    caution: str = ""


Consequences = Callable[[int], Outlook]


class PeopleDialog(ActionDialog):
    """``consequences`` says of a chosen patient whether it can be done, and what would follow."""

    def __init__(
        self,
        title: str,
        text: str,
        action: str,
        search: Search,
        consequences: Consequences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, text, action, parent)
        self._consequences = consequences
        self._possible = False
        self.person = PersonSearch(search)
        self.sure = Banner("caution")
        self.sure.hide()
        self.follows = Follows()
        for widget in (self.person, self.sure, self.follows):
            self.body.addWidget(widget)
        self.person.changed.connect(self._show_chosen)
        self.person.taken.connect(self.reason.setFocus)
        self.person.setFocus()

    def chosen(self) -> int | None:
        """Return the patient that is chosen."""
        one = self.person.current()
        return one.id if one else None

    def check(self) -> QWidget | None:
        self.person.look.search_now()
        if self.chosen() is None:
            self.refuse(self.tr("Choose the patient first."))
            return self.person
        return super().check() if self._possible else self.person

    def _show_chosen(self) -> None:
        self.trouble.hide()
        one = self.person.current()
        if one is None:
            self._possible = False
            self.sure.hide()
            self.follows.tell(self.tr("Nobody is found by that.") if self.person.look.text().strip() else "")
            return
        outlook = self._consequences(one.id)
        self._possible = outlook.possible
        self.sure.show_message("caution", outlook.caution)
        self.sure.setVisible(bool(outlook.caution))
        self.follows.tell(outlook.text, "body" if self._possible else "error")
        self.act.setEnabled(self._possible)
        QTimer.singleShot(0, self, self.fit)
