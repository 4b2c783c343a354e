"""What happened on a day and can move ALP: operations, illness, fractures."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from alpdesk.domain.records import Event
from alpdesk.services.drafts import Drafts
from alpdesk.ui.drafts.fields import FieldsKeeper
from alpdesk.ui.patient.line_list import Line, LineList
from alpdesk.ui.scans.withdrawing import Withdrawing
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Button, Choice, DateEdit, Field, PlainLabel, format_date


class EventsTab(QWidget):
    """Signals: ``kept`` with a new event, ``corrected`` with one on record and why it is put right.

    ``withdrawn`` with one that never happened, and why.
    """

    kept = Signal(object)
    corrected = Signal(object, str)
    withdrawn = Signal(object, str)

    def __init__(self, kinds: Mapping[str, str], drafts: Drafts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = dict(kinds)
        self._edited: Event | None = None
        self._patient, self._sending = 0, False
        self.kind = Choice((("", ""), *((title, key) for key, title in self._kinds.items())))
        self.on = DateEdit()
        self.note = QLineEdit()
        self.reason = QLineEdit()
        self.add = Button(self.tr("Add"), icon="plus")
        self.cancel = Button(self.tr("Cancel"))
        self.lines = LineList((self.tr("Event"), self.tr("On"), self.tr("Note")), (4, 2, 5))
        self.why = Withdrawing(self.tr("Why did it never happen? It stays readable."))
        typed = {"kind": self.kind, "on": self.on, "note": self.note, "reason": self.reason}
        self._typed = FieldsKeeper(drafts, "event", typed, self)
        self._build()
        self._connect()

    def show_events(self, patient_id: int, events: Sequence[Event], today: date, gone: Sequence[Event] = ()) -> None:
        """Show the events, newest first, withdrawn ones last; what was typed is there again."""
        self._today = today
        (self._typed.clear if self._sending else self._typed.close)()
        self._patient, self._sending = patient_id, False
        self.on.set_today(today)
        newest = sorted(events, key=lambda event: event.on, reverse=True)
        self.lines.show_lines([*map(self._line, newest), *map(self._gone, gone)])
        self.why.hide()
        self._begin()

    def _line(self, event: Event) -> Line:
        title = self._kinds.get(event.kind, event.kind)
        edit = (self.tr("Correct…"), self.tr("Correct {event}").format(event=title), lambda: self._edit(event))
        said = self.tr("Withdraw {event}: it never happened").format(event=title)
        never = (self.tr("Withdraw…"), said, self._asking(event))
        return Line(((title, "strong"), (format_date(event.on), "body"), (event.note, "muted")), (edit, never))

    def _asking(self, event: Event) -> Callable[[], None]:
        return lambda: self.why.ask_about(lambda why: self.withdrawn.emit(event, why))

    def _gone(self, event: Event) -> Line:
        title = self._kinds.get(event.kind, event.kind)
        said = self.tr("withdrawn: {reason}").format(reason=event.withdrawn or "")
        return Line(((title, "muted"), (format_date(event.on), "muted"), (said, "muted")))

    def _build(self) -> None:
        self._kind_field = Field(self.tr("What happened"), self.kind)
        self._on_field = Field(self.tr("On"), self.on)
        self._reason_field = Field(self.tr("Why it is corrected (kept)"), self.reason)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        for field, share in (
            (self._kind_field, 4), (self._on_field, 2), (Field(self.tr("Note"), self.note), 4), (self._reason_field, 4)
        ):  # fmt: skip
            row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        for button in (self.add, self.cancel):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, 0)
        column.setSpacing(SPACE_2)
        column.addLayout(row)
        column.addWidget(PlainLabel(self.tr("No event entered counts as none."), "small"))
        column.addWidget(self.why)
        column.addWidget(self.lines, 1)

    def _connect(self) -> None:
        for edit in (self.on, self.note, self.reason):
            edit.returnPressed.connect(self._keep)
        self.add.clicked.connect(self._keep)
        self.cancel.clicked.connect(self._give_up)

    def _keep(self) -> None:
        kind, on, why = str(self.kind.value() or ""), self.on.day(), self.reason.text().strip()
        late = on is not None and on > self._today
        problems = (
            (self._kind_field, "" if kind else self.tr("Choose what happened.")),
            (self._on_field, self.tr("Type the day.") if on is None else self.tr("Not in the future.") if late else ""),
            (self._reason_field, self.tr("Type the reason first.") if self._edited is not None and not why else ""),
        )
        for field, problem in problems:
            (field.refuse(problem) if problem else field.say())
        if on is not None and not any(problem for _, problem in problems):
            self._send(kind, on, why)

    def _send(self, kind: str, on: date, why: str) -> None:
        self._sending, note = True, self.note.text().strip()
        if self._edited is None:
            self.kept.emit(Event(kind=kind, on=on, note=note))
        else:
            self.corrected.emit(self._edited.model_copy(update={"kind": kind, "on": on, "note": note}), why)
        self._sending = False

    def _edit(self, event: Event) -> None:
        self._typed.close()
        self._fill(event)
        if self._typed.open(f"{self._patient}/{event.id}"):
            self._kind_field.say(self._typed.said())
        self.kind.setFocus()

    def _give_up(self) -> None:
        """Forget what was typed about an event on record."""
        self._typed.clear()
        self._begin()

    def _begin(self) -> None:
        """Show the form of a new event, with what was left in it."""
        self._fill(None)
        self._typed.open(f"{self._patient}/new")

    def _fill(self, event: Event | None) -> None:
        self._edited = event
        self.kind.set_value("" if event is None else event.kind)
        self.on.set_date(None if event is None else event.on)
        self.note.setText("" if event is None else event.note)
        self.reason.clear()
        for field in (self._kind_field, self._on_field, self._reason_field):
            field.say()
        self.add.set_text(self.tr("Add") if event is None else self.tr("Save"))
        for widget in (self.cancel, self._reason_field):
            widget.setVisible(event is not None)
