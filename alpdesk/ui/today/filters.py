"""Whose patients are shown, and from how late on; this computer remembers it."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpdesk import settings as remembered
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Choice

WEEKS = (0, 1, 2, 4, 8, 12)


class Filters(QWidget):
    """Signals: ``chosen(bool, int)`` with mine and weeks, ``settings_changed(object)`` to remember it."""

    chosen = Signal(bool, int)
    settings_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.who = Choice(((self.tr("Whole clinic"), False), (self.tr("My patients"), True)))
        self.who.setAccessibleName(self.tr("Whose patients"))
        self.who.setToolTip(self.tr("My patients: those you are responsible for, and those nobody is yet."))
        self.late = Choice(tuple((self._late(weeks), weeks) for weeks in WEEKS))
        self.late.setAccessibleName(self.tr("How late"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(self.who)
        row.addWidget(self.late)
        settings = remembered.load()
        self.who.set_value(settings.today_mine)
        self.late.set_value(settings.today_weeks)
        for choice in (self.who, self.late):
            choice.picked.connect(lambda _: self._choose())

    def mine(self) -> bool:
        """Say whether only one's own patients are shown."""
        return bool(self.who.value())

    def weeks(self) -> int:
        """Return from how many weeks on an overdue item is shown."""
        weeks = self.late.value()
        return weeks if isinstance(weeks, int) else 0

    def _choose(self) -> None:
        self.settings_changed.emit(replace(remembered.load(), today_mine=self.mine(), today_weeks=self.weeks()))
        self.chosen.emit(self.mine(), self.weeks())

    def _late(self, weeks: int) -> str:
        if not weeks:
            return self.tr("All overdue")
        return counted(weeks, self.tr("Late by %n week or more"), self.tr("Late by %n weeks or more", "", weeks))
