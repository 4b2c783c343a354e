"""What happened on a day and can move ALP: operations, illness, fractures."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from alpdesk.domain.records import Event
from alpdesk.ui.patient.line_list import Line, LineList
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Button, Choice, DateEdit, Field, PlainLabel, format_date


class EventsTab(QWidget):
    """Signals: ``kept`` with a new event."""

    kept = Signal(object)

    def __init__(self, kinds: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = dict(kinds)
        self.kind = Choice((("", ""), *((title, key) for key, title in self._kinds.items())))
        self.on = DateEdit()
        self.note = QLineEdit()
        self.add = Button(self.tr("Add"), icon="plus")
        self.lines = LineList((self.tr("Event"), self.tr("On"), self.tr("Note")), (4, 2, 5))
        self._build()
        self._connect()

    def show_events(self, events: Sequence[Event], today: date) -> None:
        """Show the events, newest first."""
        self._today = today
        self.on.set_today(today)
        self.lines.show_lines([self._line(event) for event in sorted(events, key=lambda e: e.on, reverse=True)])
        self.kind.set_value("")
        self.on.clear()
        self.note.clear()
        self._kind_field.say()
        self._on_field.say()

    def _line(self, event: Event) -> Line:
        title = self._kinds.get(event.kind, event.kind)
        return Line(((title, "strong"), (format_date(event.on), "body"), (event.note, "muted")))

    def _build(self) -> None:
        self._kind_field = Field(self.tr("What happened"), self.kind)
        self._on_field = Field(self.tr("On"), self.on)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        for field, share in ((self._kind_field, 4), (self._on_field, 2), (Field(self.tr("Note"), self.note), 5)):
            row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, 0)
        column.setSpacing(SPACE_2)
        column.addLayout(row)
        column.addWidget(PlainLabel(self.tr("No event entered counts as none."), "small"))
        column.addWidget(self.lines, 1)

    def _connect(self) -> None:
        for edit in (self.on, self.note):
            edit.returnPressed.connect(self._keep)
        self.add.clicked.connect(self._keep)

    def _keep(self) -> None:
        kind, on = str(self.kind.value() or ""), self.on.day()
        late = on is not None and on > self._today
        problems = (
            (self._kind_field, "" if kind else self.tr("Choose what happened.")),
            (self._on_field, self.tr("Type the day.") if on is None else self.tr("Not in the future.") if late else ""),
        )
        for field, problem in problems:
            (field.refuse(problem) if problem else field.say())
        if on is not None and not any(problem for _, problem in problems):
            self.kept.emit(Event(kind=kind, on=on, note=self.note.text().strip()))
