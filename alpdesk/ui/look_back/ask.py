"""Asks for the history of a first low ALP, where the decision about it is made."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.services.desk import Desk
from alpdesk.ui.look_back import words
from alpdesk.ui.widgets import Banner


class LookBackAsk(QWidget):
    """Signals: ``look_back_requested`` (patient)."""

    look_back_requested = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient_id = 0
        self._banner = Banner("info", words.asks(), detail=words.asks_detail(), action=self.tr("Look back"), key="B")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._banner)
        self._banner.acted.connect(self.go)

    def show_for(self, patient_id: int, *, asked: bool) -> None:
        """Ask where nobody has looked back yet."""
        self._patient_id = patient_id
        self.setVisible(asked and self._desk.look_back.wanted(patient_id))

    def go(self) -> None:
        """Open the series of this patient, asked or not."""
        if self._patient_id:
            self.look_back_requested.emit(self._patient_id)
