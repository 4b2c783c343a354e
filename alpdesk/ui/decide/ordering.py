"""After an item was marked as ordered: its tests are put on the list until their results are in, if one wants."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.followup import doing
from alpdesk.ui.followup.panel import ActionPanel
from alpdesk.ui.followup.requests import Act, Request, Target
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Banner


class Ordering(QWidget):
    """Offers an order without taking the cursor. Signals: ``said`` with a sentence."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._target: Target | None = None
        self.banner = Banner("info", "", action=self.tr("List the tests…"))
        self.panel = ActionPanel(desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(self.banner)
        column.addWidget(self.panel)
        self.banner.acted.connect(self._ask)
        self.panel.asked.connect(self._do)
        self.panel.left.connect(self.leave)
        self.hide()

    def offer(self, patient_id: int, cause: str) -> None:
        """Offer to list the tests that were ordered for a cause."""
        self._target = Target(patient_id, title=cause)
        self.banner.show_message("info", self.tr("Ordered for: {cause}").format(cause=cause), self._hint())
        self.banner.show()
        self.panel.done()
        self.show()

    def leave(self) -> None:
        """Offer nothing."""
        self.panel.done()
        self.hide()

    def _hint(self) -> str:
        return self.tr("Tests on the list are asked about until every one of their results is in.")

    def _ask(self) -> None:
        if self._target is not None:
            self.banner.hide()
            self.panel.ask(Act.ORDER, self._target, self._desk.context.today())

    def _do(self, target: Target, asked: Request) -> None:
        try:
            sentence = doing.do(self._desk, target, asked)
        except AlpdeskError as error:
            self.panel.refuse(str(error))
            return
        self.leave()
        self.said.emit(sentence)
