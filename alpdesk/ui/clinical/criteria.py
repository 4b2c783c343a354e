"""A published criteria set: each item known yes, known no, or unknown, and set right there. Never a diagnosis."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from alpdesk.domain.assessment import CriteriaResult, CriterionState
from alpdesk.domain.deciding import CriteriaSheet
from alpdesk.ui.clinical import criteria_words, words
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.theme import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from alpdesk.ui.widgets import Button, PlainLabel
from alpdesk.ui.widgets.flow import FlowRow
from alpdesk.ui.widgets.labels import Role

_ROLES: dict[bool | None, Role] = {True: "strong", False: "muted", None: "caution"}
_ANSWERS = (True, False, None)


class CriterionLine(QWidget):
    """The three answers to one item. Signals: ``answered`` with the finding and True, False or None."""

    answered = Signal(str, object)

    def __init__(self, item: CriterionState, finding: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        said = {True: self.tr("yes"), False: self.tr("no"), None: self.tr("unknown")}
        self.buttons = {answer: QRadioButton(said[answer]) for answer in _ANSWERS}
        group = QButtonGroup(self)
        row = FlowRow(self, spacing=SPACE_3)
        for answer, button in self.buttons.items():
            button.setAccessibleName(f"{item.title}: {said[answer]}")
            group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(lambda _=False, answer=answer: self.answered.emit(finding, answer))

    def show_answer(self, state: bool | None) -> None:  # three answers, not a switch
        """Show what is known."""
        self.buttons[state].setChecked(True)


class CriteriaTable(QWidget):
    """The items of one set under the sentence that sums them up, and what would decide it.

    Signals: ``answered`` with a finding and True, False or None, ``print_requested``, ``save_requested``.
    """

    answered = Signal(str, object)
    print_requested = Signal()
    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.print = Button(self.tr("Print"), icon="printer")
        self.save = Button(self.tr("Save as PDF"), icon="download")
        self.sentence = PlainLabel("", "strong", wrap=True)
        self.entry = PlainLabel("", wrap=True)
        self.decides = PlainLabel("", "overline")
        self.citation = PlainLabel("", "small", wrap=True)
        self.lines: dict[str, CriterionLine] = {}
        self._laid: object = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_4)
        self._grid.setVerticalSpacing(SPACE_1)
        self._grid.setColumnStretch(1, 1)
        self._needs = QVBoxLayout()
        self._needs.setSpacing(SPACE_1)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(self.sentence)
        column.addWidget(self.entry)
        column.addLayout(self._grid)
        column.addWidget(self.decides)
        column.addLayout(self._needs)
        column.addWidget(self.citation)
        row = FlowRow(spacing=SPACE_2)
        for button, asked in ((self.print, self.print_requested), (self.save, self.save_requested)):
            button.clicked.connect(asked)
            row.addWidget(button)
        column.addLayout(row)

    def show_sheet(self, sheet: CriteriaSheet, *, editable: bool) -> None:
        """Show a set; major items first. The cursor stays where it is while only answers change."""
        line = words.criteria_line(sheet.result)
        self.sentence.setText(f"{line[:1].upper()}{line[1:]}.")
        self.entry.setText(criteria_words.entry(sheet))
        self.citation.setText(awaits(sheet.result))
        ordered = sorted(sheet.result.items, key=lambda item: not item.major)
        laid = (sheet.result.set, editable, tuple(item.id for item in ordered))
        if self._laid != laid or not editable:
            self._lay(ordered, sheet, editable=editable)
            self._laid = laid
        for item in ordered:
            if item.id in self.lines:
                self.lines[item.id].show_answer(item.state)
        self._show_needs(sheet)

    def _lay(self, items: list[CriterionState], sheet: CriteriaSheet, *, editable: bool) -> None:
        """Set the major items under their heading, then the minor ones."""
        empty(self._grid)
        self.lines = {}
        middle, heading = Qt.AlignmentFlag.AlignVCenter, {True: self.tr("Major"), False: self.tr("Minor")}
        before: bool | None = None
        for item in items:
            row = self._grid.rowCount()
            if item.major is not before:
                self._grid.addWidget(PlainLabel(heading[item.major], "overline"), row, 0, 1, 2)
                row, before = row + 1, item.major
            title = f"{item.title} ({item.note})" if item.note else item.title
            finding = sheet.findings.get(item.id, "") if editable else ""
            self._grid.addWidget(self._state(item, finding), row, 0, middle)
            self._grid.addWidget(PlainLabel(title, wrap=True), row, 1, middle)

    def _state(self, item: CriterionState, finding: str) -> QWidget:
        if finding:
            line = CriterionLine(item, finding)
            line.answered.connect(self.answered)
            self.lines[item.id] = line
            return line
        said = {True: self.tr("✓ yes"), False: self.tr("✗ no"), None: self.tr("? unknown")}
        return PlainLabel(said[item.state], _ROLES[item.state])

    def _show_needs(self, sheet: CriteriaSheet) -> None:
        empty(self._needs)
        ways = criteria_words.needs(sheet) or tuple(filter(None, (criteria_words.settled(sheet),)))
        self.decides.setText(self.tr("What would decide"))
        self.decides.setVisible(bool(ways))
        for way in ways:
            self._needs.addWidget(PlainLabel(f"•  {way}", wrap=True))


def awaits(result: CriteriaResult) -> str:
    """Return where a set was published, and that it awaits validation."""
    said = words.translate("Criteria", "{citation} Awaits validation; a clinician judges.")
    return said.format(citation=result.citation)
