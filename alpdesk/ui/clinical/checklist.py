"""The checklist: causes to consider, in the order of the rules, with what was done about each."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from alpdesk.domain.assessment import ChecklistItem
from alpdesk.services.checklists import ChecklistState
from alpdesk.services.drafts import Drafts
from alpdesk.ui.clinical.checklist_row import AFTER, INDENT, ChecklistRow, columns
from alpdesk.ui.clinical.folding import FoldTitle
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.clinical.marks import Rationale
from alpdesk.ui.theme import SPACE_1
from alpdesk.ui.widgets import Divider, PlainLabel

_NOTHING_MARKED = ChecklistState()


class Checklist(QWidget):
    """Supported causes first; what is only compatible, and what was set aside, each wait behind one line.

    Signals: ``why_requested`` with the item, ``wished`` with a mark to be made or taken back.
    """

    why_requested = Signal(object)
    wished = Signal(object)

    def __init__(self, drafts: Drafts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drafts, self._patient_id = drafts, 0
        self.problem = PlainLabel("", "error", wrap=True)
        self._body = QVBoxLayout()
        self._body.setSpacing(SPACE_1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        column.addWidget(self.problem)
        column.addLayout(self._body)
        self.problem.hide()
        self.rows: tuple[ChecklistRow, ...] = ()
        self.more: FoldTitle | None = None
        self.aside: FoldTitle | None = None

    def show_items(
        self,
        items: Sequence[ChecklistItem],
        state: ChecklistState = _NOTHING_MARKED,
        *,
        editable: bool = False,
        patient_id: int | None = None,
    ) -> None:
        """Show a checklist, of the same patient unless one is given.

        What was open stays open, and where the cursor was it is again.
        """
        self._patient_id = patient_id or self._patient_id
        focused = next((number for number, row in enumerate(self.rows) if _has_focus(row)), None)
        opened = {row.item.cause for row in self.rows if row.title.isChecked()}
        folds = {fold.property("fold") for fold in (self.more, self.aside) if fold is not None and fold.isChecked()}
        self._clear()
        groups = _grouped(items, state)
        self.rows = tuple(self._row(item, state, editable=editable) for group in groups for item in group)
        self._lay([len(group) for group in groups])
        for row in self.rows:
            row.show()  # at once, so that the cursor can be put on it
            row.title.setChecked(row.item.cause in opened)
        for fold in (self.more, self.aside):
            if fold is not None:
                fold.setChecked(fold.property("fold") in folds)
        if focused is not None:
            self._focus_near(focused)

    def refuse(self, sentence: str) -> None:
        """Say why a mark was not made."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _row(self, item: ChecklistItem, state: ChecklistState, *, editable: bool) -> ChecklistRow:
        rationale = Rationale(self._drafts, f"{self._patient_id}/{item.cause}")
        row = ChecklistRow(item, state, rationale, editable=editable)
        row.why_requested.connect(self.why_requested)
        row.wished.connect(self.wished)
        row.title.stepped.connect(lambda step, row=row: self._step(row, step))
        return row

    def _lay(self, counts: Sequence[int]) -> None:
        first, second = counts[0], counts[0] + counts[1]
        if self.rows:
            self._body.addLayout(self._headings())
        for row in self.rows[:first]:
            self._body.addWidget(Divider())
            self._body.addWidget(row)
        if counts[1]:
            words = self.tr("%n more, compatible but untested", "", counts[1])
            self.more = self._folded("more", words, self.rows[first:second])
        if counts[2]:
            words = self.tr("Set aside ({count})").format(count=counts[2])
            self.aside = self._folded("aside", words, self.rows[second:])

    def _folded(self, name: str, words: str, rows: Sequence[ChecklistRow]) -> FoldTitle:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        for row in rows:
            column.addWidget(Divider())
            column.addWidget(row)
        fold = FoldTitle(words, strong=False)
        fold.setProperty("fold", name)
        box.hide()
        fold.toggled.connect(box.setVisible)
        for widget in (Divider(), fold, box):
            self._body.addWidget(widget)
        return fold

    def _step(self, row: ChecklistRow, step: int) -> None:
        """Go to the next cause in sight; past the ends nothing happens."""
        seen = [each for each in self.rows if each.isVisible()]
        place = seen.index(row) + step
        if 0 <= place < len(seen):
            seen[place].title.setFocus()

    def _focus_near(self, number: int) -> None:
        """Put the cursor on the cause at a place, or on the nearest one that is in sight."""
        shown = [row for row in self.rows if row.isVisibleTo(self)]
        place = min(number, len(shown) - 1)
        if shown:
            shown[place].title.setFocus()

    def _headings(self) -> QGridLayout:
        grid = columns()
        grid.setContentsMargins(INDENT, 0, AFTER, 0)
        headings = (self.tr("Speaks for it"), self.tr("Speaks against it"), self.tr("Would settle it"))
        for column, word in enumerate(headings):
            label = PlainLabel(word, "overline", wrap=True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(label, 0, column)
        return grid

    def _clear(self) -> None:
        self.more = self.aside = None
        self.refuse("")
        empty(self._body)


def _grouped(items: Sequence[ChecklistItem], state: ChecklistState) -> tuple[Sequence[ChecklistItem], ...]:
    """Return what is shown, what waits behind a line, and what was set aside."""
    aside = [item for item in items if state.of(item.cause).set_aside is not None]
    others = [item for item in items if item not in aside]
    supported = [item for item in others if item.supports or state.of(item.cause).lapsed is not None]
    untested = [item for item in others if item not in supported]
    return (supported, untested, aside) if supported else (untested, [], aside)


def _has_focus(row: ChecklistRow) -> bool:
    focus: QWidget | None = row.window().focusWidget()  # none before anything had it
    return focus is not None and row.isAncestorOf(focus)
