"""The checklist: causes to consider, what speaks for and against each, and what would settle it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from alpdesk.domain.assessment import ChecklistItem, Urgency
from alpdesk.ui.clinical import words
from alpdesk.ui.clinical.folding import ElidedLabel, FoldTitle
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.theme import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Chip, Divider, IconButton, PlainLabel

_INDENT, _AFTER = 26, 40
_CHIPS = {Urgency.EMERGENCY: "emergency", Urgency.URGENT: "caution", Urgency.SOON: "plain"}


class ChecklistRow(QFrame):
    """One cause. Folded it shows the first of each; opened it shows everything.

    Signals: ``why_requested`` with the item.
    """

    why_requested = Signal(object)

    def __init__(self, item: ChecklistItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.title = FoldTitle(item.title)
        self._details: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_1)
        self._column.addLayout(self._head())
        self._line = self._brief()
        self._column.addWidget(self._line)
        self.title.toggled.connect(self._fold)

    def open(self) -> None:
        """Show everything."""
        self.title.setChecked(True)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.title, 1)
        if self.item.urgency in _CHIPS:
            row.addWidget(Chip(words.urgency(self.item.urgency), _CHIPS[self.item.urgency]))
        why = IconButton("info", self.tr("Why is {cause} listed?").format(cause=self.item.title))
        why.clicked.connect(lambda: self.why_requested.emit(self.item))
        row.addWidget(why)
        return row

    def _brief(self) -> QWidget:
        """The first of each, on one line under the title."""
        box = QWidget()
        grid = _columns()
        box.setLayout(grid)
        grid.setContentsMargins(_INDENT, 0, _AFTER, SPACE_2)
        for column, lines in enumerate((self.item.supports, self.item.against, self._settles())):
            grid.addWidget(_first(lines), 0, column)
        return box

    def _settles(self) -> tuple[str, ...]:
        return self.item.next or self.item.missing

    def _fold(self, opened: bool) -> None:  # the signature of the signal
        if opened and self._details is None:
            self._details = self._everything()
            self._column.addWidget(self._details)
        if self._details is not None:
            self._details.setVisible(opened)
        self._line.setVisible(not opened)

    def _everything(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(_INDENT, 0, _AFTER, SPACE_3)
        column.setSpacing(SPACE_2)
        column.addWidget(PlainLabel(self.item.why, "muted", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_6)
        parts = (
            (self.tr("Speaks for it"), self.item.supports, self.tr("Nothing entered yet")),
            (self.tr("Speaks against it"), self.item.against, self.tr("Nothing entered yet")),
            (self.tr("Not known yet"), self.item.missing, self.tr("Nothing")),
            (self.tr("Would settle it"), self.item.next, self.tr("Nothing listed")),
        )
        for at, (heading, lines, nothing) in enumerate(parts):
            grid.addWidget(_part(heading, lines, nothing), at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        return box


class Checklist(QWidget):
    """Supported causes first; what is only compatible waits behind one line.

    Signals: ``why_requested`` with the item.
    """

    why_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_1)
        self.rows: tuple[ChecklistRow, ...] = ()
        self.more: FoldTitle | None = None

    def show_items(self, items: Sequence[ChecklistItem]) -> None:
        """Show another checklist."""
        self._clear()
        supported = [item for item in items if item.supports]
        untested = [item for item in items if not item.supports]
        shown, hidden = (supported, untested) if supported else (untested, [])
        self.rows = tuple(self._row(item) for item in (*shown, *hidden))
        if items:
            self._column.addLayout(self._headings())
        for row in self.rows[: len(shown)]:
            self._column.addWidget(Divider())
            self._column.addWidget(row)
        if hidden:
            self._more(self.rows[len(shown) :])

    def _row(self, item: ChecklistItem) -> ChecklistRow:
        row = ChecklistRow(item)
        row.why_requested.connect(self.why_requested)
        return row

    def _more(self, rows: Sequence[ChecklistRow]) -> None:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        for row in rows:
            column.addWidget(Divider())
            column.addWidget(row)
        self.more = FoldTitle(self.tr("%n more, compatible but untested", "", len(rows)), strong=False)
        box.hide()
        self.more.toggled.connect(box.setVisible)
        self._column.addWidget(Divider())
        self._column.addWidget(self.more)
        self._column.addWidget(box)

    def _headings(self) -> QGridLayout:
        grid = _columns()
        grid.setContentsMargins(_INDENT, 0, _AFTER, 0)
        headings = (self.tr("Speaks for it"), self.tr("Speaks against it"), self.tr("Would settle it"))
        for column, word in enumerate(headings):
            label = PlainLabel(word, "overline")
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(label, 0, column)
        return grid

    def _clear(self) -> None:
        self.more = None
        empty(self._column)


def _columns() -> QGridLayout:
    """Return a grid of three columns with the same shares everywhere."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE_4)
    for column, share in enumerate((5, 4, 5)):
        grid.setColumnStretch(column, share)
    return grid


def _first(lines: Sequence[str]) -> ElidedLabel:
    """Return the first line of several, with how many more there are."""
    if not lines:
        return ElidedLabel("–")
    first = words.dated(lines[0])
    return ElidedLabel(first if len(lines) == 1 else f"{first}  +{len(lines) - 1}")


def _part(heading: str, lines: Sequence[str], nothing: str) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(PlainLabel(heading, "overline"))
    for line in lines:
        column.addWidget(PlainLabel(f"•  {words.dated(line)}", "body", wrap=True))
    if not lines:
        column.addWidget(PlainLabel(nothing, "muted"))
    return box
