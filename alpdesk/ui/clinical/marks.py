"""What was done about one item of a checklist: buttons that tick it, and the rationale for setting it aside."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.domain.followup import ChecklistEntry
from alpdesk.domain.terms import Mark
from alpdesk.services.checklists import ChecklistState
from alpdesk.services.drafts import Drafts
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.drafts.fields import FieldsKeeper
from alpdesk.ui.theme import SPACE_1, SPACE_2
from alpdesk.ui.widgets import Button, PlainLabel, format_date
from alpdesk.ui.widgets.flow import FlowRow
from alpdesk.ui.widgets.question_line import QuestionLine

translate = QCoreApplication.translate
KEYS = {
    "a": Mark.ASKED,
    "e": Mark.EXAMINED,
    "o": Mark.ORDERED,
    "x": Mark.EXCLUDED,
    "c": Mark.CONFIRMED,
    "s": Mark.SET_ASIDE,
}


@dataclass(frozen=True)
class Wish:
    """A mark that somebody wants made or taken back."""

    cause: str
    mark: Mark
    holds: bool = True
    rationale: str = ""


def word(mark: Mark) -> str:
    """Return the word for a mark."""
    return {
        Mark.ASKED: translate("Marks", "asked"),
        Mark.EXAMINED: translate("Marks", "examined"),
        Mark.ORDERED: translate("Marks", "ordered"),
        Mark.EXCLUDED: translate("Marks", "excluded"),
        Mark.CONFIRMED: translate("Marks", "confirmed"),
        Mark.SET_ASIDE: translate("Marks", "set aside"),
    }[mark]


def brief(state: ChecklistState, cause: str) -> str:
    """Return the marks of a cause in a few words for its line."""
    item = state.of(cause)
    return "  ".join(f"✓ {word(entry.mark)}" for entry in item.marks)


def made(state: ChecklistState, entry: ChecklistEntry) -> str:
    """Return a mark with who made it and when, and why where that was said."""
    said = translate("Marks", "{mark} by {name} on {day}")
    day = format_date(entry.made_at.astimezone().date() if entry.made_at is not None else None)
    line = said.format(mark=word(entry.mark), name=state.name(entry) or "–", day=day)
    return f"{line}: {entry.rationale}" if entry.rationale else line


def lapsed(state: ChecklistState, cause: str) -> str:
    """Return that a cause was set aside under another wording of its rule, or nothing."""
    entry = state.of(cause).lapsed
    if entry is None:
        return ""
    said = translate("Marks", "Set aside on {day} by {name} under an older wording of this rule: {why}")
    day = format_date(entry.made_at.astimezone().date() if entry.made_at is not None else None)
    return said.format(day=day, name=state.name(entry) or "–", why=entry.rationale)


class Rationale(QWidget):
    """Asks in place why an item is set aside; what is typed is there again when it is asked anew.

    ``subject`` names patient and cause. Signals: ``given`` with the text, ``left``.
    """

    given = Signal(str)
    left = Signal()

    def __init__(self, drafts: Drafts, subject: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject = subject
        self.setProperty("asks", True)
        self.warning = PlainLabel("", "caution", wrap=True)
        self.text = QuestionLine()
        self.text.setPlaceholderText(self.tr("Why is it set aside? The rationale is kept."))
        self.text.setAccessibleName(self.tr("Rationale"))
        self.problem = PlainLabel("", "error", wrap=True)
        self.keep = Button(self.tr("Set aside"), key="Enter")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACE_2)
        column.setSpacing(SPACE_1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.text, 1)
        row.addWidget(self.keep)
        column.addWidget(self.warning)
        column.addLayout(row)
        column.addWidget(self.problem)
        self.text.returnPressed.connect(self._give)
        self.keep.clicked.connect(self._give)
        self.text.left.connect(self._leave)
        self._drafts = drafts
        self._typing: FieldsKeeper | None = None  # made when it is asked: a checklist has many lines
        self.hide()

    def ask(self, *, pressing: bool) -> None:
        """Open and take the focus; a pressing cause is warned of first."""
        warned = self.tr("This is urgent. Setting it aside takes no alert away, and the rationale is read by others.")
        self.warning.setText(warned if pressing else "")
        self.warning.setVisible(pressing)
        self.problem.hide()
        if self._typing is None:
            self._typing = FieldsKeeper(self._drafts, "rationale", {"why": self.text}, self)
        self._typing.close()
        self.text.clear()
        self._typing.open(self._subject)
        self.show()
        self.text.setFocus()

    def _give(self) -> None:
        rationale = self.text.text().strip()
        if not rationale:
            self.problem.setText(self.tr("Type the rationale first."))
            self.problem.show()
            return
        if self._typing is not None:
            self._typing.clear()
        self.hide()
        self.given.emit(rationale)

    def _leave(self) -> None:
        self.hide()
        self.left.emit()


class MarkBar(QWidget):
    """Every mark as a button that is down while the mark holds, and under them who made which. Signals: ``pressed``."""

    pressed = Signal(object)

    def __init__(self, cause: str, title: str, *, editable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cause = cause
        self._made = QVBoxLayout()
        self._made.setSpacing(2)
        self.buttons = {mark: self._button(key, mark, title) for key, mark in KEYS.items()}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_1, 0, 0)
        column.setSpacing(SPACE_1)
        if editable:
            column.addWidget(self._lay())
        column.addLayout(self._made)

    def show_marks(self, state: ChecklistState) -> None:
        """Show which marks hold."""
        item = state.of(self._cause)
        for mark, button in self.buttons.items():
            button.setChecked(item.has(mark))
        empty(self._made)
        for entry in (*item.marks, *([item.set_aside] if item.set_aside is not None else [])):
            self._made.addWidget(PlainLabel(made(state, entry), "muted", wrap=True))

    def _button(self, key: str, mark: Mark, title: str) -> Button:
        button = Button(word(mark), key=key.upper())
        button.setAccessibleName(f"{title}: {word(mark)}")
        button.setCheckable(True)
        button.clicked.connect(lambda: self.pressed.emit(mark))
        return button

    def _lay(self) -> QWidget:
        box = QWidget()
        row = FlowRow(box, spacing=SPACE_2)
        for button in self.buttons.values():
            row.addWidget(button)
        return box
