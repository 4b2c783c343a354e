"""Choosing the period of an audit: a usual one, or from a day to a day."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpdesk.ui.care import words
from alpdesk.ui.care.periods import Preset, period
from alpdesk.ui.theme import SPACE_3
from alpdesk.ui.widgets import Choice, DateEdit, Field


class PeriodBar(QWidget):
    """Signals: ``changed()`` when another period was chosen or a day was typed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preset = Choice(words.presets())
        self.start, self.end = DateEdit(), DateEdit()
        self._fields = (
            Field(self.tr("Sampled in"), self.preset),
            Field(self.tr("From"), self.start),
            Field(self.tr("To"), self.end),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        for field in self._fields:
            row.addWidget(field)
        self._today = date.min
        self.preset.picked.connect(self._pick)
        for edit in (self.start, self.end):
            edit.textEdited.connect(lambda: self.preset.set_value(Preset.CUSTOM))
            edit.returnPressed.connect(self.changed)

    def set_today(self, today: date) -> None:
        """Say which day the usual periods count from; the first time the last quarter is chosen."""
        first = self._today == date.min
        self._today = today
        for edit in (self.start, self.end):
            edit.set_today(today)
        if first:
            self.choose(Preset.LAST_QUARTER)

    def choose(self, preset: Preset) -> None:
        """Choose a usual period."""
        self.preset.set_value(preset)
        start, end = period(preset, self._today)
        self.start.set_date(start)
        self.end.set_date(end)

    def chosen(self) -> tuple[date, date] | None:
        """Return the period, or mark what is no day and return nothing."""
        days = self.start.day(), self.end.day()
        for field, day in zip(self._fields[1:], days, strict=True):
            field.say() if day is not None else field.refuse(self.tr("This is not a day."))
        start, end = days
        if start is None or end is None:
            return None
        if start > end:
            self._fields[2].refuse(self.tr("This is before the first day."))
            return None
        return start, end

    def _pick(self, preset: object) -> None:
        chosen = Preset(str(preset))  # Qt hands words back as plain text
        if chosen is not Preset.CUSTOM:
            self.choose(chosen)
            self.changed.emit()
        else:
            self.start.setFocus()
            self.start.selectAll()
