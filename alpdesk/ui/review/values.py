"""One panel as it is read before it is signed off: every value with its flag, its interval and the value before."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from alpdesk.domain.assessment import Interval
from alpdesk.domain.records import Flag, Result
from alpdesk.ui.clinical import words as clinical
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.clinical.sample import facts
from alpdesk.ui.clinical.who import who_line
from alpdesk.ui.review import words
from alpdesk.ui.review.presenter import Read
from alpdesk.ui.theme import SPACE_1, SPACE_2, SPACE_3
from alpdesk.ui.widgets import Card, Divider, FlagLabel, IconButton, PlainLabel, format_date, scrolled
from alpdesk.ui.widgets.labels import Role
from alpdesk.ui.widgets.numbers import as_shown

translate = QCoreApplication.translate
_ROLES: dict[Flag, Role] = {Flag.LOW: "low", Flag.HIGH: "high"}


class ValuesCard(Card):
    """Signals: ``why_requested`` with a result."""

    why_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.who = self.title
        self.taken = PlainLabel("", "muted", wrap=True)
        self.entered = PlainLabel("", "muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_3)
        self._grid.setVerticalSpacing(SPACE_1)
        self._grid.setColumnStretch(0, 1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, SPACE_2, 0)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._scroll = scrolled(inner)
        self.who.show()
        for widget in (self.taken, self.entered):
            self.body.addWidget(widget)
        self.body.addWidget(self._scroll, 1)

    def show_panel(self, read: Read) -> None:
        """Show another panel."""
        panel = read.waiting.sample.panel
        self.who.setText(who_line(read.patient, read.age))
        day = self.tr("Sample of {day}").format(day=format_date(panel.collected))
        self.taken.setText(" · ".join((day, *facts(panel, read.laboratory))))
        self.entered.setText(words.entered_line(read.waiting))
        empty(self._grid)
        heads = (self.tr("Test"), self.tr("Value"), self.tr("Flag"), self.tr("Interval"))
        for column, head in enumerate(heads):
            side = Qt.AlignmentFlag.AlignRight if column == 1 else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(PlainLabel(head, "overline"), 0, column, side)
        standing = [each for each in read.waiting.sample.results if each.standing]
        for number, result in enumerate(standing):
            self._grid.addWidget(Divider(), 2 * number + 1, 0, 1, len(heads) + 1)
            self._add(2 * number + 2, result, read)
        self._scroll.verticalScrollBar().setValue(0)

    def _add(self, row: int, result: Result, read: Read) -> None:
        name = read.names.get(result.analyte, result.analyte)
        value = PlainLabel(f"{as_shown(result.value)} {result.unit}".rstrip(), _ROLES.get(result.flag, "strong"))
        why = IconButton("info", self.tr("Why this flag on {test}?").format(test=name))
        why.clicked.connect(lambda: self.why_requested.emit(result))
        middle = Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(_named(name, _before(result, read)), row, 0)
        self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight | middle)
        self._grid.addWidget(FlagLabel(result.flag.value), row, 2, middle)
        self._grid.addWidget(PlainLabel(_limits(result), "muted"), row, 3, middle)
        self._grid.addWidget(why, row, 4, middle)


def _limits(result: Result) -> str:
    return clinical.limits(Interval(low=result.judged_low, high=result.judged_high, unit="", profile="")).strip()


def _named(name: str, before: str) -> QWidget:
    """Return the test with the value before it, smaller, under its name."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(PlainLabel(name, wrap=True))
    if before:
        column.addWidget(PlainLabel(before, "small", wrap=True))
    return box


def _before(result: Result, read: Read) -> str:
    found = read.before.get(result.analyte)
    if found is None:
        return ""
    panel, before = found
    unit = "" if before.unit == result.unit else f" {before.unit}"
    said = translate("Review", "Before: {value} on {day}")
    return said.format(value=f"{as_shown(before.value)}{unit}", day=format_date(panel.collected))
