"""A published criteria set: each item known yes, known no, or unknown. Never a diagnosis."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from alpdesk.domain.assessment import CriteriaResult, CriterionState
from alpdesk.ui.clinical import words
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.theme import SPACE_1, SPACE_2, SPACE_4
from alpdesk.ui.widgets import PlainLabel
from alpdesk.ui.widgets.labels import Role

_ROLES: dict[bool | None, Role] = {True: "strong", False: "muted", None: "caution"}


class CriteriaTable(QWidget):
    """The items of one set under the sentence that sums them up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = PlainLabel("", "strong", wrap=True)
        self.citation = PlainLabel("", "small", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_4)
        self._grid.setVerticalSpacing(SPACE_1)
        self._grid.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(self.sentence)
        column.addLayout(self._grid)
        column.addWidget(self.citation)

    def show_criteria(self, criteria: CriteriaResult) -> None:
        """Show a set; major items first."""
        empty(self._grid)
        line = words.criteria_line(criteria)
        entry = "" if criteria.entry else self.tr(" They count only when the ALP is persistently low.")
        self.sentence.setText(f"{line[:1].upper()}{line[1:]}.{entry}")
        said = self.tr("{citation} Awaits validation; a clinician judges.")
        self.citation.setText(said.format(citation=criteria.citation))
        for number, item in enumerate(sorted(criteria.items, key=lambda item: not item.major)):
            self._add(number, item)

    def _add(self, number: int, item: CriterionState) -> None:
        kind = self.tr("major") if item.major else self.tr("minor")
        title = f"{item.title} ({item.note})" if item.note else item.title
        self._grid.addWidget(PlainLabel(kind, "muted"), number, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(
            PlainLabel(self._state(item.state), _ROLES[item.state]), number, 1, Qt.AlignmentFlag.AlignTop
        )
        self._grid.addWidget(PlainLabel(title, wrap=True), number, 2)

    def _state(self, state: bool | None) -> str:  # three answers, not a switch
        words_ = {True: self.tr("✓ yes"), False: self.tr("✗ no"), None: self.tr("? unknown")}
        return words_[state]
