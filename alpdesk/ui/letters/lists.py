"""Which letters are listed: those that wait for something, each with how many there are, or all."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from alpdesk.domain.terms import LetterQueue
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Button


class Lists(QWidget):
    """Buttons of which one is down. Signals: ``picked`` when another list is chosen."""

    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[LetterQueue | None, Button] = {
            queue: Button("") for queue in (LetterQueue.TO_SIGN, LetterQueue.TO_SEND, LetterQueue.HALF_WAY, None)
        }
        self._chosen = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        group = QButtonGroup(self)
        for button in self.buttons.values():
            button.setCheckable(True)
            group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(self._pick)
        self.buttons[LetterQueue.TO_SEND].setChecked(True)

    @property
    def queue(self) -> LetterQueue | None:
        """Return what the letters of the list wait for; nothing for all letters."""
        return next((queue for queue, button in self.buttons.items() if button.isChecked()), None)

    def show_counts(self, counts: Mapping[LetterQueue, int], *, may_sign: bool) -> None:
        """Say how many wait for what; until somebody chooses, who may sign sees what waits for that first."""
        named = {
            LetterQueue.TO_SIGN: self.tr("To sign  {count}"),
            LetterQueue.TO_SEND: self.tr("To send  {count}"),
            LetterQueue.HALF_WAY: self.tr("Half-way  {count}"),
        }
        for queue, text in named.items():
            self.buttons[queue].set_text(text.format(count=counts.get(queue, 0)))
        self.buttons[None].set_text(self.tr("All"))
        if not self._chosen:
            first = LetterQueue.TO_SIGN if may_sign and counts.get(LetterQueue.TO_SIGN) else LetterQueue.TO_SEND
            self.buttons[first].setChecked(True)

    def stay(self) -> None:
        """Stay with this list, although nothing may be left in it."""
        self._chosen = True

    def _pick(self) -> None:
        self._chosen = True
        self.picked.emit()
