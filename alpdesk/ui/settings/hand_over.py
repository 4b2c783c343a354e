"""Giving every patient of one clinician to another, when somebody leaves or is away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from alpdesk.domain.records import User
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Button, Choice, Field, Form, PlainLabel


class HandOver(QWidget):
    """Signals: ``handed(str)`` with what to say."""

    handed = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._from = 0
        self._said = PlainLabel("", "small", wrap=True)
        self.to, self.reason = Choice(), QLineEdit()
        self._to = Field(self.tr("Hand over to"), self.to)
        self._reason = Field(self.tr("Why (kept)"), self.reason)
        self.give = Button(self.tr("Hand over every patient"), icon="users")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(self._said)
        column.addWidget(Form(((self._to, self._reason),)))
        column.addWidget(self.give)
        self.give.clicked.connect(self._hand)

    def show_user(self, user: User | None) -> None:
        """Offer to hand over the patients of somebody who has some."""
        self._from = 0 if user is None else user.id or 0
        count = self._desk.followup.count_of(self._from) if self._from else 0
        others = tuple((o.name, o.id) for o in self._desk.users.list() if o.active and o.id != self._from)
        self.setVisible(count > 0 and bool(others))
        self._said.setText(
            counted(count, self.tr("Responsible for %n patient."), self.tr("Responsible for %n patients.", "", count))
        )
        self.to.set_items(others)
        self.reason.clear()
        self._reason.say()

    def _hand(self) -> None:
        to, reason = self.to.value(), self.reason.text().strip()
        if not reason:
            self._reason.refuse(self.tr("Type the reason first."))
            return
        try:
            count = self._desk.followup.hand_over(self._from, to if isinstance(to, int) else 0, reason)
        except AlpdeskError as error:
            self._reason.refuse(str(error))
            return
        self.handed.emit(
            counted(count, self.tr("%n patient handed over."), self.tr("%n patients handed over.", "", count))
        )
