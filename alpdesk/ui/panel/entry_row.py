"""One analyte of the entry sheet: value, unit, printed interval, and what is said of it while it is typed."""

from enum import IntEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from alpdesk.services.panels import ResultDraft
from alpdesk.ui.panel.cells import EntryEdit, UnitBox
from alpdesk.ui.panel.second_look import SecondLook
from alpdesk.ui.panel.shown import KEEP, TAKE, Question, RowShown, RowSpec
from alpdesk.ui.theme import SPACE_1
from alpdesk.ui.widgets import Answer, FlagLabel, InlineQuestion, PlainLabel
from alpdesk.ui.widgets.labels import Role
from alpdesk.ui.widgets.tips import tip

TITLE, VALUE, UNIT, INTERVAL, LAST, NOW = range(6)
_LINES = 5
_VALUE_WIDTH, _LIMIT_WIDTH = (72, 112), (54, 72)
_LONG_UNIT = 112
_LONGEST_VERDICT = "↓ low · −100 %"


class Room(IntEnum):
    """How much of a row is side by side."""

    TIGHT = 0
    LESS = 1
    ALL = 2


class EntryRow(QObject):
    """The widgets of one analyte; they live in the grid of the sheet.

    Signals: ``edited`` when a cell changed, ``entered`` on Enter, ``moved`` (-1, 1) on the arrow keys,
    ``left`` when a cell lost the focus, ``answered`` (take the offer?) when the open question was answered,
    ``retyped`` (text) on Enter in the second look.
    """

    edited = Signal()
    entered = Signal()
    moved = Signal(int)
    left = Signal()
    answered = Signal(bool)
    retyped = Signal(str)

    def __init__(self, spec: RowSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self.analyte = spec.analyte
        self._spec = spec
        self.title = PlainLabel(spec.title, "body")
        self.title.setToolTip(tip(spec.name))
        self.value = EntryEdit(self, spec.name)
        self.unit = UnitBox(spec.units, self.tr("{analyte}: unit").format(analyte=spec.name))
        self.low = EntryEdit(self, self.tr("{analyte}: printed lower limit").format(analyte=spec.name))
        self.high = EntryEdit(self, self.tr("{analyte}: printed upper limit").format(analyte=spec.name))
        self.last = PlainLabel(spec.last, "muted")
        self.now = FlagLabel("none")
        self._question: InlineQuestion | None = None
        self._second: SecondLook | None = None
        self._under: PlainLabel | None = None
        self._shown = RowShown()
        self._build()
        self._connect()

    def place(self, grid: QGridLayout, number: int) -> None:
        """Put the widgets into row ``number`` of the sheet; questions go into the one below."""
        at = number * _LINES
        self._grid, self._at, self._below = grid, at, at + 2
        self._limits = limits = QHBoxLayout()
        limits.setSpacing(SPACE_1)
        for widget in (self.low, PlainLabel("–", "muted"), self.high):
            limits.addWidget(widget)
        limits.addStretch(1)
        grid.addWidget(self.head(), at, TITLE)
        grid.addWidget(self.value, at, VALUE)
        grid.addWidget(self.unit, at, UNIT)
        grid.addLayout(limits, at, INTERVAL)
        grid.addWidget(self.last, at, LAST)
        grid.addWidget(self.now, at, NOW)

    def widths(self) -> tuple[int, ...]:
        """Return what each column needs at least, whatever is asked under the row at the moment."""
        limits = 2 * _LIMIT_WIDTH[0] + 4 * SPACE_1
        verdict = self.now.fontMetrics().horizontalAdvance(_LONGEST_VERDICT)
        unit = self.unit.minimumSizeHint().width()
        return (self.head().sizeHint().width(), _VALUE_WIDTH[0], unit, limits, self.last.sizeHint().width(), verdict)

    def fit(self, room: Room) -> None:
        """Take less room: first the verdict goes under the name, then the last value into the tip of the field."""
        tight = room is Room.TIGHT
        long = tight and self.unit.minimumSizeHint().width() > _LONG_UNIT
        self.title.setWordWrap(tight)
        self.last.setVisible(not tight)
        self.value.setToolTip(tip(self._spec.last if tight else ""))
        for item in (self.now, self.unit):
            self._grid.removeWidget(item)
        self._grid.removeItem(self._limits)
        if room is Room.ALL:
            self._grid.addWidget(self.now, self._at, NOW)
        else:
            self._grid.addWidget(self.now, self._at + 1, TITLE, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.unit, self._at, UNIT, 1, 1 + long)
        self._grid.addLayout(self._limits, self._at + long, INTERVAL)

    def head(self) -> QWidget:
        """Return what stands first in the row."""
        return self.title

    def show(self) -> None:
        """Show the cells now, so that the cursor can go there at once."""
        for widget in (self.head(), self.value, self.unit, self.low, self.high, self.last):
            widget.show()

    def draft(self) -> ResultDraft:
        """Return the cells as typed."""
        return ResultDraft(
            analyte=self.analyte,
            value=self.value.text().strip(),
            unit=self.unit.currentText().strip(),
            low=self.low.text().strip(),
            high=self.high.text().strip(),
        )

    def fill(self, draft: ResultDraft) -> None:
        """Put typed cells back."""
        self.put(draft.value, draft.unit)
        self.low.setText(draft.low)
        self.high.setText(draft.high)

    def put(self, value: str, unit: str) -> None:
        """Write value and unit without telling anybody."""
        self.unit.blockSignals(True)
        self.value.setText(value)
        self.set_unit(unit)
        self.unit.blockSignals(False)

    def set_unit(self, unit: str) -> None:
        """Choose a unit, or write it when it is none of the list."""
        if unit:
            self.unit.write(unit)

    def show_now(self, shown: RowShown) -> None:
        """Say what is to be said of the row as it stands."""
        if shown == self._shown:
            return
        self._shown = shown
        self.low.setPlaceholderText(shown.low)
        self.high.setPlaceholderText(shown.high)
        for edit in (self.low, self.high):
            edit.setToolTip(tip(shown.interval))
        self._note(shown.reason, "caution")
        self.now.setVisible(bool(shown.flag) and self.second_look() is None)
        if shown.flag:
            self.now.show_flag(shown.flag, shown.detail)
        self._mark(shown)

    def show_error(self, sentence: str) -> None:
        """Say under the row why it cannot be kept; nothing takes it away."""
        self._note(sentence or self._shown.reason, "error" if sentence else "caution")
        self.value.setAccessibleDescription(sentence)

    def note(self) -> str:
        """Return what stands under the row."""
        return "" if self._under is None or self._under.isHidden() else self._under.text()

    def ask(self, question: Question | None) -> None:
        """Ask under the row, or stop asking."""
        if question is None and self._question is None:
            return
        asked = self._ask_widget()
        if question is None:
            asked.ask("", ())
            return
        asked.ask(question.text, question.answers or self._usual_answers(question))
        self.value.setAccessibleDescription(question.text)

    def look_again(self, sentence: str) -> None:
        """Hide the value and have it typed a second time, or show it again."""
        if not sentence and self._second is None:
            return
        second = self._second_widget()
        second.open(sentence)
        self.value.setEchoMode(QLineEdit.EchoMode.Password if sentence else QLineEdit.EchoMode.Normal)
        self.now.setVisible(bool(self._shown.flag) and not sentence)

    def second_look(self) -> EntryEdit | None:
        """Return the field in which the value is typed again, while it is open."""
        return self._second.edit if self._second is not None and not self._second.isHidden() else None

    def goal(self) -> EntryEdit:
        """Return where the cursor belongs: the second look while it is open, else the value."""
        return self.second_look() or self.value

    def question(self) -> InlineQuestion | None:
        """Return the open question."""
        return self._question if self._question is not None and not self._question.isHidden() else None

    def waits(self, cell: QWidget) -> bool:
        """Say whether a question about this cell waits for its answer."""
        return cell in (self.value, self.second_look()) and self.question() is not None

    def take_key(self, event: QKeyEvent) -> bool:
        """Let the open question take a key."""
        return self._question is not None and self._question.take_key(event)

    def _build(self) -> None:
        for edit in (self.value, self.low, self.high):
            edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.value.setProperty("figure", True)
        for edit, (least, most) in {self.value: _VALUE_WIDTH, self.low: _LIMIT_WIDTH, self.high: _LIMIT_WIDTH}.items():
            edit.setMinimumWidth(least)
            edit.setMaximumWidth(most)
        self.title.setBuddy(self.value)
        self.unit.write(self._spec.unit)
        self.now.hide()

    def _connect(self) -> None:
        for edit in (self.value, self.low, self.high):
            edit.textEdited.connect(self.edited)
            edit.entered.connect(self.entered)
            edit.moved.connect(self.moved)
            edit.left.connect(self.left)
        self.unit.currentTextChanged.connect(self.edited)
        self.unit.entered.connect(self.entered)

    def _note(self, sentence: str, role: Role) -> None:
        if sentence and self._under is None:
            self._under = PlainLabel("", role, wrap=True)
            self._grid.addWidget(self._under, self._below, VALUE, 1, NOW)
        if self._under is not None:
            self._under.set_role(role)
            self._under.setText(sentence)
            self._under.setVisible(bool(sentence))

    def _usual_answers(self, question: Question) -> tuple[Answer, ...]:
        keep = Answer("K", self.tr("keep {value}").format(value=self.value.text()), KEEP)
        offer = " ".join(part for part in (question.value, question.unit) if part)
        take = (Answer("Y", self.tr("take {value}").format(value=offer), TAKE),) if question.offers else ()
        return (*take, keep)

    def _second_widget(self) -> SecondLook:
        if self._second is None:
            edit = EntryEdit(self, self.tr("{analyte}: the value once more").format(analyte=self._spec.name))
            edit.setMaximumWidth(_VALUE_WIDTH[1])
            edit.entered.connect(lambda: self.retyped.emit(edit.text().strip()))
            edit.moved.connect(self.moved)
            self._second = SecondLook(edit)
            self._grid.addWidget(self._second, self._below + 1, VALUE, 1, NOW)
            QWidget.setTabOrder(self.value, edit)
        return self._second

    def _ask_widget(self) -> InlineQuestion:
        if self._question is None:
            self._question = InlineQuestion()
            self._question.answered.connect(lambda answer: self.answered.emit(answer == TAKE))
            self._grid.addWidget(self._question, self._below + 2, VALUE, 1, NOW)
        return self._question

    def _mark(self, shown: RowShown) -> None:
        cells = {"value": self.value, "low": self.low, "high": self.high}
        for name, edit in cells.items():
            _set_invalid(edit, invalid=bool(shown.error) and (shown.field or "value") == name)


def _set_invalid(edit: QWidget, *, invalid: bool) -> None:
    if bool(edit.property("invalid")) != invalid:
        edit.setProperty("invalid", invalid)
        edit.style().unpolish(edit)
        edit.style().polish(edit)
