"""Another patient looked for and chosen, with what would follow, before a panel moves or two records become one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from alpdesk.services.patients import PatientSummary
from alpdesk.ui.records.follows import Follows
from alpdesk.ui.records.frame import ActionDialog
from alpdesk.ui.widgets import Banner, SearchField, format_date

Search = Callable[[str], Sequence[PatientSummary]]
_ROWS = 5


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
        self._search = search
        self._consequences = consequences
        self._possible = False
        self.look = SearchField(self.tr("Number, name or birth date"))
        self.people = QListWidget()
        self.people.setAccessibleName(self.tr("Patients found"))
        self.sure = Banner("caution")
        self.sure.hide()
        self.follows = Follows()
        for widget in (self.look, self.people, self.sure, self.follows):
            self.body.addWidget(widget)
        self.look.searched.connect(self._show_found)
        self.look.moved.connect(self._move)
        self.look.chosen.connect(self.reason.setFocus)
        self.people.currentItemChanged.connect(lambda now, _: self._show_chosen(now))
        self.people.itemActivated.connect(lambda _: self.reason.setFocus())
        self._show_found("")
        self.look.setFocus()

    def chosen(self) -> int | None:
        """Return the patient that is chosen."""
        found = self.people.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, int) else None

    def check(self) -> QWidget | None:
        self.look.search_now()
        if self.chosen() is None:
            self.refuse(self.tr("Choose the patient first."))
            return self.look
        return super().check() if self._possible else self.look

    def _show_found(self, text: str) -> None:
        self.people.clear()
        for one in self._search(text) if text.strip() else ():
            merged = self.tr(", merged with {others}").format(others="; ".join(one.replaced)) if one.replaced else ""
            words = f"{one.name}   {format_date(one.birth_date)}   {one.number}{merged}"
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            self.people.addItem(item)
        self.people.setCurrentRow(0)
        shown = min(max(self.people.count(), 1), _ROWS)
        self.people.setFixedHeight(shown * (self.fontMetrics().height() + 10))
        self.people.setVisible(self.people.count() > 0)
        if self.people.count() == 0:
            self._possible = False
            self.sure.hide()
            self.follows.tell(self.tr("Nobody is found by that.") if text.strip() else "")

    def _show_chosen(self, item: QListWidgetItem | None) -> None:
        self.trouble.hide()
        if item is None:
            self.sure.hide()
            self.follows.tell("")
            return
        outlook = self._consequences(int(item.data(Qt.ItemDataRole.UserRole)))
        self._possible = outlook.possible
        self.sure.show_message("caution", outlook.caution)
        self.sure.setVisible(bool(outlook.caution))
        self.follows.tell(outlook.text, "body" if self._possible else "error")
        self.act.setEnabled(self._possible)
        QTimer.singleShot(0, self, self.fit)

    def _move(self, key: int) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
        self.people.setCurrentRow(min(max(self.people.currentRow() + step, 0), self.people.count() - 1))
