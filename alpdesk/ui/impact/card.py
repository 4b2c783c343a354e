"""The list that is read and signed before a change is kept; it lies in the page and interrupts nobody."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QWidget

from alpdesk.services.desk import Desk
from alpdesk.services.impact import Impact
from alpdesk.ui.clinical.names import analyte_names
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.impact.model import ImpactModel
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Button, Card, Field, PlainLabel, PrimaryButton, TableView

_COLUMNS = (26, 14, 20, 12, 14)
_ROWS = 5
Then = Callable[[Impact, str], None]


class ImpactCard(Card):
    """Shows what a change would turn, asks for a reason, and hands list and reason on once it is signed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self.setProperty("asks", True)
        self._desk = desk
        self._impact = Impact()
        self._then: Then | None = None
        self.counts = PlainLabel("", "body", wrap=True)
        self._promise = PlainLabel(
            self.tr("Flags that were shown stay as they were shown. Every new low waits for an answer."),
            "muted", wrap=True,
        )  # fmt: skip
        self._model = ImpactModel(analyte_names(desk.rules), self)
        self.table = TableView(self.tr("Flags that turn"))
        self.table.setModel(self._model)
        self.table.set_columns(_COLUMNS, stretch=0, keep=(0,))
        self.reason = QLineEdit()
        self._why = Field(self.tr("Reason"), self.reason, hint=self.tr("Kept with the signed list."))
        self.sign = PrimaryButton("", icon="signature", key="Ctrl+Enter")
        self.leave = Button(self.tr("Do not save"), key="Esc")
        self._build()
        self.hide()

    def ask(self, impact: Impact, then: Then) -> None:
        """Show a list; ``then`` is called with it and the reason when it is signed."""
        self._impact, self._then = impact, then
        count = len(impact.changes)
        self.title.setText(counted(count, self.tr("This turns %n flag"), self.tr("This turns %n flags", "", count)))
        self.setAccessibleName(self.title.text())
        self.title.show()
        self.counts.setText(self._counted(impact))
        self._model.set_rows(impact.changes)
        height = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(height * (min(count, _ROWS) + 1) + 8)
        user = self._desk.users.current()
        self.sign.set_text(self.tr("Sign as {name}").format(name=user.name if user else self._desk.actor.name))
        self.reason.clear()
        self._why.say()
        self.show()
        self.reason.setFocus()
        QTimer.singleShot(0, self, self._reveal)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif entered:
            self._sign()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        foot.addStretch(1)
        for button in (self.leave, self.sign):
            foot.addWidget(button)
        for widget in (self.counts, self.table, self._promise, self._why):
            self.body.addWidget(widget)
        self.body.addLayout(foot)
        self.sign.clicked.connect(self._sign)
        self.leave.clicked.connect(self.hide)

    def _reveal(self) -> None:
        """Scroll the page so that the list and its signature are in sight."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(self.title)
            around.ensureWidgetVisible(self.sign)

    def _counted(self, impact: Impact) -> str:
        lows = sum(each.is_new_low for each in impact.changes)
        lost = sum(each.is_lost_low for each in impact.changes)
        others = len(impact.changes) - lows - lost
        parts = (
            (lows, counted(lows, self.tr("%n value becomes low"), self.tr("%n values become low", "", lows))),
            (lost, counted(lost, self.tr("%n is low no more"), self.tr("%n are low no more", "", lost))),
            (others, counted(others, self.tr("%n other flag turns"), self.tr("%n other flags turn", "", others))),
        )
        people = len(impact.patients)
        said = " · ".join(words for number, words in parts if number)
        return f"{said} · " + counted(people, self.tr("%n patient"), self.tr("%n patients", "", people))

    def _sign(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._why.refuse(self.tr("Type the reason first."))
            self.reason.setFocus()
        elif self._then is not None:
            self.hide()
            self._then(self._impact, reason)
