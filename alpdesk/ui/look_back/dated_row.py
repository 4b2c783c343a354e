"""One earlier result: its day, value, unit and printed interval."""

import calendar
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alpdesk.ui.look_back import words
from alpdesk.ui.panel.cells import EntryEdit, KeyTaker
from alpdesk.ui.panel.entry_row import EntryRow
from alpdesk.ui.panel.entry_sheet import EntrySheet
from alpdesk.ui.panel.shown import RowSpec
from alpdesk.ui.widgets import format_date, read_date, read_month

_WIDTH = 132


class DayCell(EntryEdit):
    """Reads a day as people write it; a month alone is held until its day is typed."""

    def __init__(self, row: KeyTaker, name: str, today: date) -> None:
        super().__init__(row, name)
        self._today = today
        self._month: tuple[int, int] | None = None
        self.setFixedWidth(_WIDTH)
        self.setPlaceholderText(self.tr("day"))

    def day(self) -> date | None:
        """Return the day that stands there, if it is one."""
        text = self.text().strip()
        if self._month is not None and text.isdigit() and len(text) <= 2:
            year, month = self._month
            return date(year, month, int(text)) if 1 <= int(text) <= calendar.monthrange(year, month)[1] else None
        return read_date(text, today=self._today)

    def settle(self) -> str:
        """Write the day out, or return the sentence that says what is missing."""
        text, day = self.text().strip(), self.day()
        if day is not None:
            self._month = None
            self.setText(format_date(day))
            self.setPlaceholderText(self.tr("day"))
            return ""
        month = read_month(text, today=self._today) or (self._month if not text else None)
        if month is not None:
            self._month = month
            self.clear()
            self.setPlaceholderText(words.day_of(*month))
            return words.which_day(*month)
        return words.no_date() if text else ""


class DatedRow(EntryRow):
    """Signals: ``dated`` on Enter in the day, with what is missing of it as a sentence."""

    dated = Signal(str)

    def __init__(self, spec: RowSpec, parent: QWidget, today: date) -> None:
        super().__init__(spec, parent)
        number = spec.analyte.partition("@")[2]
        self.day = DayCell(self, self.tr("Line {number}: day of the sample").format(number=number), today)
        for cell, name in ((self.value, self.tr("value")), (self.unit, self.tr("unit"))):
            cell.setAccessibleName(self.tr("Line {number}: {name}").format(number=number, name=name))
        limits = ((self.low, self.tr("printed lower limit")), (self.high, self.tr("printed upper limit")))
        for cell, name in limits:
            cell.setAccessibleName(self.tr("Line {number}: {name}").format(number=number, name=name))
        self.day.textEdited.connect(self.edited)
        self.day.moved.connect(self.moved)
        self.day.left.connect(self.left)
        self.day.entered.connect(lambda: self.dated.emit(self.day.settle()))

    def head(self) -> QWidget:
        return self.day


class DatedSheet(EntrySheet):
    """The lines of a series. Signals: ``dated`` with the line and what is missing of its day."""

    dated = Signal(str, str)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        self._today = today
        self._lines: dict[str, DatedRow] = {}
        super().__init__(parent)

    def line(self, key: str) -> DatedRow:
        """Return one line."""
        return self._lines[key]

    def lines(self) -> tuple[str, ...]:
        """Return the lines from the first to the last."""
        return tuple(self._rows)

    def tab_order(self) -> tuple[QWidget, ...]:
        """Return every cell in the order of the Tab key: across, then down."""
        lines = (self.line(key) for key in self._rows)
        return tuple(cell for row in lines for cell in (row.day, row.value, row.unit, row.low, row.high))

    def _headings(self) -> tuple[str, ...]:
        return self.tr("Day"), self.tr("Value"), self.tr("Unit"), self.tr("Interval"), "", self.tr("Then")

    def _make_row(self, spec: RowSpec) -> EntryRow:
        row = DatedRow(spec, self, self._today)
        self._lines[spec.analyte] = row
        row.dated.connect(lambda said: self.dated.emit(spec.analyte, said))
        return row
