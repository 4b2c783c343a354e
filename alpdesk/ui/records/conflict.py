"""Two people saved the same: both versions side by side, field by field, and nothing typed is lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from alpdesk.domain.records import Record
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Button, Divider, PlainLabel, PrimaryButton, scrolled

R = TypeVar("R", bound=Record)
Say = Callable[[str, object], str]
_WIDTH = 760


@dataclass(frozen=True)
class Clash:
    """A field in which the versions differ; ``take_theirs`` proposes the one that somebody meant to change."""

    name: str
    title: str
    yours: str
    theirs: str
    take_theirs: bool = False


def plain(_name: str, value: object) -> str:
    """Return a value as text."""
    return "" if value is None else str(value)


def clashes(
    base: Record | None, yours: Record, theirs: Record, titles: Mapping[str, str], say: Say = plain
) -> tuple[Clash, ...]:
    """Return the fields in which two versions differ. ``base`` is what both began from, where it is known."""
    found = []
    for name, title in titles.items():
        mine, other = getattr(yours, name), getattr(theirs, name)
        if mine != other:
            untouched = base is not None and getattr(base, name) == mine
            found.append(Clash(name, title, say(name, mine), say(name, other), take_theirs=untouched))
    return tuple(found)


class ConflictDialog(QDialog):
    """One line a field: yours on the left, theirs on the right, one of them picked."""

    def __init__(self, found: Sequence[Clash], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Alpdesk")
        self._picks: dict[str, tuple[QRadioButton, QRadioButton]] = {}
        self._keep = PrimaryButton(self.tr("Save what is picked"), icon="check", key="Ctrl+Enter")
        self._leave = Button(self.tr("Back to what I typed"), key="Esc")
        self._build(found)
        self._keep.clicked.connect(self.accept)
        self._leave.clicked.connect(self.reject)

    def pick(self, name: str, *, theirs: bool) -> None:
        """Pick one version of a field."""
        self._picks[name][int(theirs)].setChecked(True)

    def theirs(self) -> frozenset[str]:
        """Return the fields in which the other's version was picked."""
        return frozenset(name for name, (_, theirs) in self._picks.items() if theirs.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accept()
        elif not entered:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def _build(self, found: Sequence[Clash]) -> None:
        title = self.tr("Somebody else has saved this since you opened it")
        text = self.tr("Nothing of yours is lost. Pick for each field which version is to stand.")
        lines = QWidget()
        grid = QGridLayout(lines)
        grid.setContentsMargins(0, 0, SPACE_3, 0)
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_2)
        for column, share in enumerate((2, 4, 4)):
            grid.setColumnStretch(column, share)
        for column, head in enumerate((self.tr("Field"), self.tr("Yours"), self.tr("Theirs, saved already"))):
            grid.addWidget(PlainLabel(head, "overline"), 0, column)
        for row, clash in enumerate(found):
            grid.addWidget(Divider(), 2 * row + 1, 0, 1, 3)
            self._add(grid, 2 * row + 2, clash)
        grid.setRowStretch(2 * len(found) + 1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_2)
        buttons.addStretch(1)
        buttons.addWidget(self._leave)
        buttons.addWidget(self._keep)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_4)
        column_.setSpacing(SPACE_4)
        column_.addWidget(PlainLabel(title, "heading", wrap=True))
        column_.addWidget(PlainLabel(text, wrap=True))
        column_.addWidget(scrolled(lines), 1)
        column_.addLayout(buttons)

    def _add(self, grid: QGridLayout, row: int, clash: Clash) -> None:
        group = QButtonGroup(self)
        picks = (QRadioButton(), QRadioButton())
        spoken = (self.tr("{field}, yours: {value}"), self.tr("{field}, theirs: {value}"))
        grid.addWidget(PlainLabel(clash.title, "strong", wrap=True), row, 0, Qt.AlignmentFlag.AlignTop)
        for column, value in enumerate((clash.yours, clash.theirs)):
            picks[column].setAccessibleName(spoken[column].format(field=clash.title, value=value or self.tr("empty")))
            group.addButton(picks[column])
            side = QHBoxLayout()
            side.setSpacing(SPACE_2)
            side.addWidget(picks[column], 0, Qt.AlignmentFlag.AlignTop)
            side.addWidget(PlainLabel(value or self.tr("empty"), "body" if value else "muted", wrap=True), 1)
            grid.addLayout(side, row, column + 1)
        picks[int(clash.take_theirs)].setChecked(True)
        self._picks[clash.name] = picks


def settle(parent: QWidget, found: Sequence[Clash], yours: R, theirs: R, again: Callable[[R], None]) -> ConflictDialog:
    """Show both versions, and hand on what was picked as a change of the version that stands."""
    dialog = ConflictDialog(found, parent)

    def picked() -> None:
        keep_theirs = dialog.theirs()
        mine = {clash.name: getattr(yours, clash.name) for clash in found if clash.name not in keep_theirs}
        again(theirs.model_copy(update=mine))

    dialog.accepted.connect(picked)
    dialog.open()
    return dialog
