"""After an item was marked as ordered it is on the list; which tests it waits for can be named at once."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.domain.records import Recall
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.followup import doing
from alpdesk.ui.followup.panel import ActionPanel
from alpdesk.ui.followup.requests import Act, Request, Target
from alpdesk.ui.said import error_words
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Banner, format_date


class Ordering(QWidget):
    """Tells of the order without taking the cursor. Signals: ``said`` with a sentence."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._target: Target | None = None
        self.banner = Banner("info", "", action=self.tr("Name the tests…"))
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

    def offer(self, order: Recall) -> None:
        """Say that an order is listed, and offer to name its tests."""
        self._target = Target(order.patient_id, recall_id=order.id or 0, title=order.title)
        listed = self.tr("Ordered for: {cause}. It is on the list, to be asked about from {day}.")
        self.banner.show_message("info", listed.format(cause=order.title, day=format_date(order.due)), self._hint())
        self.banner.show()
        self.panel.done()
        self.show()

    def leave(self) -> None:
        """Offer nothing."""
        self.panel.done()
        self.hide()

    def _hint(self) -> str:
        return self.tr("Once its tests are named, it is closed when every one of their results is in.")

    def _ask(self) -> None:
        if self._target is not None:
            self.banner.hide()
            self.panel.ask(Act.ORDER, self._target, self._desk.context.today())

    def _do(self, target: Target, asked: Request) -> None:
        try:
            sentence = doing.do(self._desk, target, asked)
        except AlpdeskError as error:
            self.panel.refuse(error_words(error))
            return
        self.leave()
        self.said.emit(sentence)
