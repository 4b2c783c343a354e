"""Medicines and supplements, with the class their name stands for, and the days they were taken."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from alpdesk.domain.records import Medicine
from alpdesk.services.desk import Desk
from alpdesk.ui.drafts.fields import FieldsKeeper
from alpdesk.ui.patient.line_list import Line, LineList
from alpdesk.ui.scans.withdrawing import Withdrawing
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Button, Choice, DateEdit, Field, PlainLabel, format_date


class MedicinesTab(QWidget):
    """Signals: ``kept`` with a medicine that was added or changed, ``withdrawn`` with one never taken and why."""

    kept = Signal(object)

    withdrawn = Signal(object, str)

    def __init__(self, desk: Desk, class_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes = {each.id: each.title for each in desk.rules.medicine_classes.values()}
        self._class_of = class_of
        self._edited: Medicine | None = None
        self._patient, self._sending = 0, False
        self.name = QLineEdit()
        self.medicine_class = Choice((("", ""), *((title, key) for key, title in self._classes.items())))
        self.started = DateEdit()
        self.stopped = DateEdit()
        self.add = Button(self.tr("Add"), icon="plus")
        self.cancel = Button(self.tr("Cancel"))
        self.note = PlainLabel(self.tr("No medicine entered counts as none taken."), "small", wrap=True)
        self.lines = LineList((self.tr("Medicine"), self.tr("Class"), self.tr("Since"), self.tr("Until")), (5, 4, 2, 2))
        self.why = Withdrawing(self.tr("Why was it never taken? It stays readable."))
        typed = {
            "name": self.name, "class": self.medicine_class, "started": self.started, "stopped": self.stopped,
        }  # fmt: skip
        self._typed = FieldsKeeper(desk.drafts, "medicine", typed, self)
        self._build()
        self._connect()

    def show_medicines(
        self, patient_id: int, medicines: Sequence[Medicine], today: date, gone: Sequence[Medicine] = ()
    ) -> None:
        """Show the medicines, those still taken first, withdrawn ones last; what was typed is there again."""
        self._today = today
        (self._typed.clear if self._sending else self._typed.close)()
        self._patient, self._sending = patient_id, False
        self.started.set_today(today)
        self.stopped.set_today(today)
        ordered = sorted(medicines, key=lambda taken: (taken.stopped is not None, taken.name.casefold()))
        self.lines.show_lines([*map(self._line, ordered), *map(self._gone, gone)])
        self.why.hide()
        self._begin()

    def _line(self, taken: Medicine) -> Line:
        known = self._classes.get(taken.medicine_class, "")
        since = format_date(taken.started) or self.tr("not known")
        until = format_date(taken.stopped) or self.tr("still taken")
        edit = (self.tr("Edit"), self.tr("Edit {name}").format(name=taken.name), lambda: self._edit(taken))
        stop = (
            self.tr("Was ended"),
            self.tr("Note when {name} was ended").format(name=taken.name),
            lambda: self._stop(taken),
        )
        return Line(
            ((taken.name, "strong"), (known or self.tr("no class that matters here"), "body" if known else "muted"),
             (since, "body"), (until, "body" if taken.stopped is None else "muted")),
            (edit, stop, self._never(taken)) if taken.stopped is None else (edit, self._never(taken)),
        )  # fmt: skip

    def _never(self, taken: Medicine) -> tuple[str, str, Callable[[], None]]:
        said = self.tr("Withdraw {name}: it was never taken").format(name=taken.name)
        return self.tr("Withdraw…"), said, lambda: self.why.ask_about(lambda why: self._withdraw(taken, why))

    def _withdraw(self, taken: Medicine, why: str) -> None:
        self.withdrawn.emit(taken, why)

    def _gone(self, taken: Medicine) -> Line:
        said = self.tr("withdrawn: {reason}").format(reason=taken.withdrawn or "")
        return Line(((taken.name, "muted"), (said, "muted"), (format_date(taken.started), "muted"), ("", "muted")))

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        self._name_field = Field(self.tr("Medicine or supplement"), self.name)
        self._class_field = Field(self.tr("Class"), self.medicine_class)
        self._started_field = Field(self.tr("Since"), self.started)
        self._stopped_field = Field(self.tr("Until (empty: still taken)"), self.stopped)
        for field, share in (
            (self._name_field, 4), (self._class_field, 3), (self._started_field, 2), (self._stopped_field, 2)
        ):  # fmt: skip
            row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        for button in (self.add, self.cancel):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.cancel.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, 0)
        column.setSpacing(SPACE_2)
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.why)
        column.addWidget(self.lines, 1)

    def _connect(self) -> None:
        self.name.textEdited.connect(self._recognise)
        for edit in (self.name, self.started, self.stopped):
            edit.returnPressed.connect(self._keep)
        self.add.clicked.connect(self._keep)
        self.cancel.clicked.connect(self._give_up)

    def _recognise(self, name: str) -> None:
        known = self._class_of(name)
        if known or self._edited is None:
            self.medicine_class.set_value(known)
        self._name_field.say()

    def _keep(self) -> None:
        name, started, stopped = self.name.text().strip(), self.started.day(), self.stopped.day()
        problems = (
            (self._name_field, "" if name else self.tr("Type the name.")),
            (self._started_field, self._unread(self.started)),
            (self._stopped_field, self._unread(self.stopped) or self._backwards(started, stopped)),
        )
        for field, problem in problems:
            (field.refuse(problem) if problem else field.say())
        if any(problem for _, problem in problems):
            return
        base = self._edited or Medicine(name=name)
        changed = {
            "name": name, "medicine_class": str(self.medicine_class.value() or ""),
            "started": started, "stopped": stopped,
        }  # fmt: skip
        self._sending = True
        self.kept.emit(Medicine.model_validate({**base.model_dump(), **changed}))
        self._sending = False

    def _unread(self, edit: DateEdit) -> str:
        unreadable = bool(edit.text().strip()) and edit.day() is None
        return self.tr("This cannot be read as a date.") if unreadable else ""

    def _backwards(self, started: date | None, stopped: date | None) -> str:
        wrong = started is not None and stopped is not None and stopped < started
        return self.tr("It cannot end before it began.") if wrong else ""

    def _edit(self, taken: Medicine) -> None:
        self._typed.close()
        self._edited = taken
        self.name.setText(taken.name)
        self.medicine_class.set_value(taken.medicine_class)
        self.started.set_date(taken.started)
        self.stopped.set_date(taken.stopped)
        self.add.set_text(self.tr("Save"))
        self.cancel.show()
        self.name.setFocus()
        if self._typed.open(f"{self._patient}/{taken.id}"):
            self._name_field.say(self._typed.said())

    def _stop(self, taken: Medicine) -> None:
        """Offer today as the last day; Enter keeps it."""
        self._edit(taken)
        self.stopped.set_date(self._today)
        self.stopped.setFocus()
        self.stopped.selectAll()

    def _give_up(self) -> None:
        """Forget what was typed about a medicine on record."""
        self._typed.clear()
        self._begin()

    def _begin(self) -> None:
        """Show the form of a new medicine, with what was left in it."""
        self._clear()
        self._typed.open(f"{self._patient}/new")

    def _clear(self) -> None:
        self._edited = None
        for edit in (self.name, self.started, self.stopped):
            edit.clear()
        self.medicine_class.set_value("")
        for field in (self._name_field, self._started_field, self._stopped_field):
            field.say()
        self.add.set_text(self.tr("Add"))
        self.cancel.hide()
