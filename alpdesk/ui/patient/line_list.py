"""A quiet list of lines, each with words in columns and buttons at its end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.theme import SPACE_1, SPACE_2, SPACE_4
from alpdesk.ui.widgets import Divider, PlainLabel, QuietButton
from alpdesk.ui.widgets.flow import FlowRow
from alpdesk.ui.widgets.labels import Role


@dataclass(frozen=True)
class Line:
    """One line: its words with their roles, and its actions by name (what a screen reader says comes second)."""

    words: tuple[tuple[str, Role], ...]
    actions: tuple[tuple[str, str, Callable[[], None]], ...] = ()


class LineList(QWidget):
    """Shows lines under headings."""

    def __init__(self, headings: Sequence[str], shares: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_4)
        self._grid.setVerticalSpacing(SPACE_1)
        for column, share in enumerate((*shares, 0)):
            self._grid.setColumnStretch(column, share)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.addLayout(self._grid)
        column_.addStretch(1)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        empty(self._grid)
        for column, heading in enumerate(self._headings if lines else ()):
            self._grid.addWidget(PlainLabel(heading, "overline"), 0, column)
        for number, line in enumerate(lines):
            self._grid.addWidget(Divider(), 2 * number + 1, 0, 1, len(self._headings) + 1)
            self._add(2 * number + 2, line)

    def _add(self, row: int, line: Line) -> None:
        for column, (text, role) in enumerate(line.words):
            self._grid.addWidget(PlainLabel(text, role, wrap=True), row, column, Qt.AlignmentFlag.AlignVCenter)
        if not line.actions:
            return
        ends = QWidget()
        buttons = FlowRow(ends, spacing=SPACE_2)
        for text, spoken, act in line.actions:
            button = QuietButton(text)
            button.setAccessibleName(spoken)
            button.clicked.connect(lambda _=False, act=act: act())
            buttons.addWidget(button)
        self._grid.addWidget(ends, row, len(self._headings))
