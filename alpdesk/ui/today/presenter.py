"""Decides what the Today page shows and where a line leads."""

from typing import Protocol

from alpdesk.services.desk import Desk
from alpdesk.services.worklist import Today
from alpdesk.ui.today.rows import Kind, Row


class TodayView(Protocol):
    """What the page can do."""

    def show_day(self, today: Today) -> None: ...
    def show_no_patients(self) -> None: ...
    def show_nothing_waits(self, today: Today) -> None: ...
    def open_decision(self, patient_id: int) -> None: ...
    def open_entry(self, patient_id: int) -> None: ...
    def open_letters(self) -> None: ...


class TodayPresenter:
    """Knows neither widgets nor SQL."""

    def __init__(self, view: TodayView, desk: Desk) -> None:
        self._view = view
        self._desk = desk

    def reload(self) -> None:
        """Read what waits."""
        today = self._desk.worklist.today()
        counts = today.counts
        if counts.unanswered or counts.due or counts.overdue or counts.letters:
            self._view.show_day(today)
        elif self._desk.patients.count() == 0:
            self._view.show_no_patients()
        else:
            self._view.show_nothing_waits(today)

    def act(self, row: Row) -> None:
        """Do the next thing for a line."""
        if row.kind is Kind.UNANSWERED:
            self._view.open_decision(row.patient_id)
        elif row.kind is Kind.LETTERS:
            self._view.open_letters()
        else:
            self._view.open_entry(row.patient_id)
