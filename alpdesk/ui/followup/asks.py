"""Short forms, one for each thing that can be done about a due item; each hands out what is asked, or marks a fault."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from alpdesk.domain.escalation import OUTCOMES
from alpdesk.domain.records import CloseCode, DecisionKind
from alpdesk.domain.terms import ContactKind, ContactOutcome
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.followup import words
from alpdesk.ui.followup.requests import (
    Assign,
    Close,
    Done,
    NoteContact,
    Order,
    Postpone,
    Request,
    SetDate,
    Target,
)
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Choice, DateEdit, Field

_BY_HAND = (
    CloseCode.ATTENDED_ELSEWHERE, CloseCode.DECLINED, CloseCode.MOVED, CloseCode.DIED, CloseCode.UNREACHABLE,
    CloseCode.OTHER,
)  # fmt: skip
_LEFT = (CloseCode.MOVED, CloseCode.DIED)


class Ask(QWidget):
    """One form: fields in a row, and under them at most one box to tick."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date.min
        self._row = QHBoxLayout()
        self._row.setSpacing(SPACE_3)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_2)
        self._column.addLayout(self._row)

    def start(self, target: Target, today: date) -> None:
        """Make ready for a due item."""
        self._today = today
        for editor in self.findChildren(DateEdit):
            editor.set_today(today)
            editor.clear()
            editor.setToolTip(self.tr("A day, or +14 for in two weeks, -3 for three days ago"))
        for line in self.findChildren(QLineEdit):
            line.clear()
        for field in self.findChildren(Field):
            field.say()
        self.fill(target)

    def fill(self, target: Target) -> None:
        """Put what is known into the fields."""

    def editors(self) -> dict[str, QWidget]:
        """Return what is typed in, by name, in the order in which it is filled."""
        kinds = (QLineEdit, Choice, QCheckBox)
        return {name: widget for name, widget in vars(self).items() if isinstance(widget, kinds)}

    def first(self) -> QWidget:
        """Return where typing begins."""
        return next(iter(self.findChildren(Field))).editor

    def answer(self) -> Request | None:
        """Return what is asked for, or mark what is wrong."""
        raise NotImplementedError

    def _add(self, label: str, editor: QWidget, share: int) -> Field:
        field = Field(label, editor)
        self._row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        return field

    def _tick(self, text: str) -> QCheckBox:
        box = QCheckBox(text)
        self._column.addWidget(box)
        return box

    def _day(self, field: Field, *, past: bool) -> date | None:
        """Return the day in a field, or mark it."""
        editor = field.editor
        day = editor.day() if isinstance(editor, DateEdit) else None
        if day is None:
            field.refuse(self.tr("Type the day."))
        elif past and day > self._today:
            field.refuse(self.tr("Not in the future."))
        elif not past and day < self._today:
            field.refuse(self.tr("Not in the past."))
        else:
            field.say()
            return day
        return None

    def _text(self, field: Field, problem: str) -> str:
        editor = field.editor
        text = editor.text().strip() if isinstance(editor, QLineEdit) else ""
        (field.say() if text else field.refuse(problem))
        return text


class ContactAsk(Ask):
    """How the patient was reminded, and what came of it."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = Choice(tuple((words.kind_word(kind), kind) for kind in ContactKind))
        self.outcome = Choice()
        self.on, self.note = DateEdit(), QLineEdit()
        self._add(self.tr("How"), self.kind, 2)
        self._add(self.tr("What came of it"), self.outcome, 2)
        self._on = self._add(self.tr("On"), self.on, 2)
        self._add(self.tr("Note"), self.note, 4)
        self.every = self._tick("")
        self.kind.currentIndexChanged.connect(self._offer)

    def fill(self, target: Target) -> None:
        self.kind.set_value(ContactKind.PHONE)
        self._offer()
        self.on.set_date(self._today)
        self.every.setText(
            counted(
                target.others,
                self.tr("Also for the other overdue item of this patient"),
                self.tr("Also for the %n other overdue items of this patient", "", target.others),
            )
        )
        self.every.setVisible(target.others > 0)
        self.every.setChecked(target.others > 0)

    def answer(self) -> Request | None:
        on = self._day(self._on, past=True)
        if on is None:
            return None
        kind, outcome = ContactKind(str(self.kind.value())), ContactOutcome(str(self.outcome.value()))
        return NoteContact(kind, outcome, on, self.note.text().strip(), self.every.isChecked())

    def _offer(self) -> None:
        kind = ContactKind(str(self.kind.value()))
        self.outcome.set_items(tuple((words.outcome_word(each), each) for each in OUTCOMES[kind]))


class PostponeAsk(Ask):
    """To which day, and why."""

    def __init__(self) -> None:
        super().__init__()
        self.to, self.reason = DateEdit(), QLineEdit()
        self._to = self._add(self.tr("Move to"), self.to, 2)
        self._reason = self._add(self.tr("Why (kept)"), self.reason, 6)

    def answer(self) -> Request | None:
        to = self._day(self._to, past=False)
        reason = self._text(self._reason, self.tr("Type the reason first."))
        return Postpone(to, reason) if to is not None and reason else None


class CloseAsk(Ask):
    """One of the fixed reasons, and words."""

    def __init__(self) -> None:
        super().__init__()
        self.code = Choice(tuple((words.code_word(code), code) for code in _BY_HAND))
        self.text = QLineEdit()
        self._add(self.tr("Reason"), self.code, 3)
        self._text_field = self._add(self.tr("In words"), self.text, 6)
        self.every = self._tick(self.tr("Close everything that is open for this patient"))
        self.code.currentIndexChanged.connect(self._offer)

    def fill(self, target: Target) -> None:
        self.code.set_value(_BY_HAND[0])
        self._offer()

    def answer(self) -> Request | None:
        code, text = self._code(), self.text.text().strip()
        if code is CloseCode.OTHER and not self._text(self._text_field, self.tr("Say why; the reason is kept.")):
            return None
        return Close(code, text, self.every.isChecked() and code in _LEFT)

    def _code(self) -> CloseCode:
        return CloseCode(str(self.code.value()))

    def _offer(self) -> None:
        left = self._code() in _LEFT
        self.every.setVisible(left)
        self.every.setChecked(left)


class DoneAsk(Ask):
    """When something without a laboratory result was done."""

    def __init__(self) -> None:
        super().__init__()
        self.on, self.note = DateEdit(), QLineEdit()
        self._on = self._add(self.tr("Done on"), self.on, 2)
        self._add(self.tr("Note"), self.note, 6)

    def fill(self, target: Target) -> None:
        self.on.set_date(self._today)

    def answer(self) -> Request | None:
        on = self._day(self._on, past=True)
        return None if on is None else Done(on, self.note.text().strip())


class AssignAsk(Ask):
    """To whom."""

    def __init__(self, users: Callable[[], Sequence[tuple[str, int]]]) -> None:
        super().__init__()
        self._users = users
        self.user, self.reason = Choice(), QLineEdit()
        self._user = self._add(self.tr("Responsible"), self.user, 3)
        self._add(self.tr("Why"), self.reason, 6)

    def fill(self, target: Target) -> None:
        self.user.set_items(tuple(self._users()))
        if target.responsible:
            self.user.setCurrentText(target.responsible)

    def answer(self) -> Request | None:
        user = self.user.value()
        if not isinstance(user, int):
            self._user.refuse(self.tr("Choose somebody."))
            return None
        return Assign(user, self.reason.text().strip())


class DateAsk(Ask):
    """What an answer promised, and by when."""

    def __init__(self) -> None:
        super().__init__()
        self.what, self.due = QLineEdit(), DateEdit()
        self._due = self._add(self.tr("Due"), self.due, 2)
        self._what = self._add(self.tr("What"), self.what, 6)
        self.by_alp = self._tick(self.tr("A new ALP result closes it"))

    def fill(self, target: Target) -> None:
        self.what.setText(words.promise_word(target.promised))
        self.by_alp.setChecked(target.promised is DecisionKind.REPEAT)

    def answer(self) -> Request | None:
        due = self._day(self._due, past=False)
        what = self._text(self._what, self.tr("Say what is due."))
        return SetDate(what, due, ("alp",) if self.by_alp.isChecked() else ()) if due is not None and what else None


class OrderAsk(Ask):
    """Which tests were ordered, and when their results are expected."""

    def __init__(self, read: Callable[[str], str | None]) -> None:
        super().__init__()
        self._read = read
        self.tests, self.expected, self.note = QLineEdit(), DateEdit(), QLineEdit()
        self._tests = self._add(self.tr("Tests, with commas between"), self.tests, 5)
        self._expected = self._add(self.tr("Expected by"), self.expected, 2)
        self._add(self.tr("Note"), self.note, 3)

    def answer(self) -> Request | None:
        names = [name.strip() for name in self.tests.text().split(",") if name.strip()]
        read = [(name, self._read(name)) for name in names]
        strange = [name for name, test in read if test is None]
        if strange:
            self._tests.refuse(self.tr("Not a test that Alpdesk knows: {names}").format(names=", ".join(strange)))
        elif not names and not self.note.text().strip():
            self._tests.refuse(self.tr("Type the tests, or what was ordered as a note."))
        else:
            self._tests.say()
        expected = self._day(self._expected, past=False)
        if self._tests.is_refused or expected is None:
            return None
        tests = tuple(dict.fromkeys(test for _, test in read if test is not None))
        return Order(tests, expected, self.note.text().strip())


class ReasonAsk(Ask):
    """Why something is opened again, or ended."""

    def __init__(self, make: Callable[[str], Request]) -> None:
        super().__init__()
        self._make = make
        self.reason = QLineEdit()
        self._reason = self._add(self.tr("Why (kept)"), self.reason, 1)

    def answer(self) -> Request | None:
        reason = self._text(self._reason, self.tr("Type the reason first."))
        return self._make(reason) if reason else None
