"""The place above a list where one thing is asked about a due item; Enter keeps it, Escape leaves it."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from alpdesk.domain.records import Role
from alpdesk.services.desk import Desk
from alpdesk.ui.drafts.fields import FieldsKeeper
from alpdesk.ui.followup.asks import (
    Ask,
    AssignAsk,
    CloseAsk,
    ContactAsk,
    DateAsk,
    DoneAsk,
    OrderAsk,
    PostponeAsk,
    ReasonAsk,
)
from alpdesk.ui.followup.requests import Act, Reopen, StopPlan, Target
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Button, PlainLabel, PrimaryButton


class ActionPanel(QFrame):
    """Signals: ``asked(object, object)`` with the target and the request, ``left()`` when nothing is to be done."""

    asked = Signal(object, object)
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("asks", True)
        self.setObjectName("banner")
        self.setProperty("kind", "info")
        self._target: Target | None = None
        self._title = PlainLabel("", "strong", wrap=True)
        self._problem = PlainLabel("", "error", wrap=True)
        self.keep = PrimaryButton(self.tr("Keep"), icon="check", key="Enter")
        self.cancel = Button(self.tr("Leave it"), key="Esc")
        self.asks: dict[Act, Ask] = {
            Act.CONTACT: ContactAsk(),
            Act.POSTPONE: PostponeAsk(),
            Act.CLOSE: CloseAsk(),
            Act.DONE: DoneAsk(),
            Act.ASSIGN: AssignAsk(self._users),
            Act.DATE: DateAsk(),
            Act.ORDER: OrderAsk(desk.rules.analyte_of),
            Act.REOPEN: ReasonAsk(Reopen),
            Act.STOP: ReasonAsk(StopPlan),
        }
        self._shown = self.asks[Act.CONTACT]
        self._sending = False
        self._typed = {
            act: FieldsKeeper(desk.drafts, "followup", each.editors(), self) for act, each in self.asks.items()
        }
        self._keeper = self._typed[Act.CONTACT]
        self._build()
        self.keep.clicked.connect(self._keep)
        self.cancel.clicked.connect(self._leave)
        self.hide()

    def ask(self, act: Act, target: Target, today: date) -> None:
        """Ask what has to be known for an action."""
        self._keeper.close()
        self._target = target
        self._shown, self._keeper = self.asks[act], self._typed[act]
        self._title.setText(" · ".join(part for part in (self._name(act), target.title, target.who) if part))
        self._problem.clear()
        self._problem.hide()
        for each in self.asks.values():
            each.setVisible(each is self._shown)
        self._shown.start(target, today)
        self._keeper.open(f"{target.patient_id}/{act.value}/{target.recall_id or target.decision_id or target.plan_id}")
        self.show()
        self._shown.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str) -> None:
        """Say why it cannot be done; what was typed stays."""
        self._problem.setText(sentence)
        self._problem.show()

    def done(self) -> None:
        """Close: what was kept is no draft any more, what was left is there again when it is asked anew."""
        (self._keeper.clear if self._sending else self._keeper.close)()
        self._target = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif not event.text():
            super().keyPressEvent(event)

    def _keep(self) -> None:
        asked = self._shown.answer()
        if asked is not None and self._target is not None:
            self._sending = True
            self.asked.emit(self._target, asked)
            self._sending = False

    def _leave(self) -> None:
        self.done()
        self.left.emit()

    def _users(self) -> tuple[tuple[str, int], ...]:
        """Return who can be responsible."""
        may = (user for user in self._desk.users.list() if user.active and user.role is not Role.STAFF)
        return tuple((user.name, user.id or 0) for user in may)

    def _name(self, act: Act) -> str:
        return {
            Act.CONTACT: self.tr("Note a contact"),
            Act.POSTPONE: self.tr("Postpone"),
            Act.CLOSE: self.tr("Close without a result"),
            Act.DONE: self.tr("Note as done"),
            Act.ASSIGN: self.tr("Assign"),
            Act.DATE: self.tr("Set a date"),
            Act.ORDER: self.tr("Tests ordered"),
            Act.REOPEN: self.tr("Open again"),
            Act.STOP: self.tr("End this monitoring"),
        }[act]

    def _build(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(self._title, 1)
        head.addWidget(self.cancel)
        head.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        column.setSpacing(SPACE_2)
        column.addLayout(head)
        for each in self.asks.values():
            column.addWidget(each)
            each.hide()
        column.addWidget(self._problem)
        self._problem.hide()
