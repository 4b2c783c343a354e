"""One cause of a checklist: what speaks for and against it, what would settle it, and what was done about it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.domain.assessment import ChecklistItem, Urgency
from alpdesk.domain.terms import Mark
from alpdesk.services.checklists import ChecklistState
from alpdesk.ui.clinical import marks, words
from alpdesk.ui.clinical.folding import ElidedLabel, FoldTitle
from alpdesk.ui.clinical.marks import MarkBar, Rationale, Wish
from alpdesk.ui.theme import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Chip, IconButton, PlainLabel

INDENT, AFTER = 26, 40
_CHIPS = {Urgency.EMERGENCY: "emergency", Urgency.URGENT: "caution", Urgency.SOON: "plain"}
_PRESSING = (Urgency.EMERGENCY, Urgency.URGENT)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class ItemTitle(FoldTitle):
    """The title of a cause. The arrow keys go to the next one, letters tick it.

    Signals: ``stepped`` with 1 or -1, ``ticked`` with a mark.
    """

    stepped = Signal(int)
    ticked = Signal(object)

    def __init__(self, text: str, *, editable: bool, parent: QWidget | None = None) -> None:
        super().__init__(text, parent=parent)
        self._editable = editable

    def event(self, event: QEvent) -> bool:
        """Take our letters before a shortcut of the page does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._mark(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mark = self._mark(event)
        if mark is not None:
            self.ticked.emit(mark)
        elif event.key() in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.toggle()
        else:
            super().keyPressEvent(event)

    def _mark(self, event: QKeyEvent) -> Mark | None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        return marks.KEYS.get(event.text().casefold()) if self._editable and plain else None


class ChecklistRow(QFrame):
    """One cause. Folded it shows the first of each; opened it shows everything.

    Signals: ``why_requested`` with the item, ``wished`` with a ``Wish``.
    """

    why_requested = Signal(object)
    wished = Signal(object)

    def __init__(
        self,
        item: ChecklistItem,
        state: ChecklistState,
        rationale: Rationale,
        *,
        editable: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.item = item
        self._state = state
        self._editable = editable
        self.title = ItemTitle(item.title, editable=editable)
        self.rationale = rationale
        self.rationale.setContentsMargins(INDENT, 0, AFTER, 0)
        self.bar: MarkBar | None = None
        self._details: QWidget | None = None
        self._build()
        self.title.toggled.connect(self._fold)
        self.title.ticked.connect(self._tick)
        self.rationale.given.connect(lambda why: self.wished.emit(Wish(item.cause, Mark.SET_ASIDE, rationale=why)))
        self.rationale.left.connect(self.title.setFocus)

    def open(self) -> None:
        """Show everything."""
        self.title.setChecked(True)

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_1)
        self._column.addLayout(self._head())
        spoken = marks.lapsed(self._state, self.item.cause)
        if spoken:
            again = PlainLabel(f"⚠ {spoken}", "caution", wrap=True)
            again.setContentsMargins(INDENT, 0, AFTER, 0)
            self._column.addWidget(again)
        self._column.addWidget(self.rationale)
        self._line = self._brief()
        self._column.addWidget(self._line)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.title, 3)
        done = marks.brief(self._state, self.item.cause)
        if done:
            row.addWidget(ElidedLabel(done, "ok"), 2)
            self.title.setAccessibleDescription(done)
        if self.item.urgency in _CHIPS:
            row.addWidget(Chip(words.urgency(self.item.urgency), _CHIPS[self.item.urgency]))
        why = IconButton("info", self.tr("Why is {cause} listed?").format(cause=self.item.title))
        why.clicked.connect(lambda: self.why_requested.emit(self.item))
        row.addWidget(why)
        return row

    def _brief(self) -> QWidget:
        """The first of each, on one line under the title; of what was set aside, why."""
        box = QWidget()
        grid = columns()
        box.setLayout(grid)
        grid.setContentsMargins(INDENT, 0, AFTER, SPACE_2)
        dismissal = self._state.of(self.item.cause).set_aside
        if dismissal is not None:
            grid.addWidget(ElidedLabel(marks.made(self._state, dismissal), "muted"), 0, 0, 1, 3)
            return box
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

    def _tick(self, mark: Mark) -> None:
        """Make a mark or take it back; setting aside asks why first."""
        holds = not self._state.of(self.item.cause).has(mark)
        if mark is Mark.SET_ASIDE and holds:
            self.rationale.ask(pressing=self.item.urgency in _PRESSING)
            if self.bar is not None:
                self.bar.show_marks(self._state)
            return
        self.wished.emit(Wish(self.item.cause, mark, holds=holds))

    def _everything(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(INDENT, 0, AFTER, SPACE_3)
        column.setSpacing(SPACE_2)
        column.addWidget(PlainLabel(self.item.why, "muted", wrap=True))
        column.addLayout(self._parts())
        self.bar = MarkBar(self.item.cause, self.item.title, editable=self._editable)
        self.bar.show_marks(self._state)
        self.bar.pressed.connect(self._tick)
        column.addWidget(self.bar)
        return box

    def _parts(self) -> QGridLayout:
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
        return grid


def columns() -> QGridLayout:
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
