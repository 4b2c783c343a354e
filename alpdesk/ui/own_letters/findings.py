"""What the checker says of the letter on the right, and how easily it is read."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.services.own_letters import Tried
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.said import said
from alpdesk.ui.theme import SPACE_1
from alpdesk.ui.widgets import PlainLabel

_SHOWN = 4


class Findings(QWidget):
    """A line on reading, and a line for each thing to look at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading = PlainLabel("", "small", wrap=True)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(SPACE_1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        column.addWidget(self.reading)
        column.addLayout(self.lines)

    def show_letter(self, tried: Tried) -> None:
        """Say what is to be said of a letter that was tried out."""
        empty(self.lines)
        if tried.ease is None or tried.grade is None:
            self.reading.setText("")
        else:
            ease = self.tr("Reading ease {ease} of 100 (higher is easier), school grade {grade}.")
            self.reading.setText(ease.format(ease=round(tried.ease), grade=max(0, round(tried.grade))))
        self.reading.setVisible(tried.ease is not None)
        warnings = sorted(tried.draft.warnings, key=lambda each: not each.blocks)
        for warning in warnings[:_SHOWN]:
            self.lines.addWidget(PlainLabel(said(warning.text), "error" if warning.blocks else "caution", wrap=True))
        if len(warnings) > _SHOWN:
            more = self.tr("… and {count} more to look at.").format(count=len(warnings) - _SHOWN)
            self.lines.addWidget(PlainLabel(more, "small"))
        if not warnings:
            self.lines.addWidget(PlainLabel(self.tr("The checker finds nothing to mend."), "ok", wrap=True))

    def show_stale(self) -> None:
        """Say that the pages do not follow what is wrong."""
        empty(self.lines)
        text = self.tr("Mend what is marked: until then the pages show the last words that could be said.")
        self.lines.addWidget(PlainLabel(text, "caution", wrap=True))
