"""Decides what the Today page shows, where a line leads, and what is done about it."""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QLocale

from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.worklist import Today, Wanted
from alpdesk.ui.clinical.names import analyte_names
from alpdesk.ui.clinical.why import Explanation, Reasons
from alpdesk.ui.followup import doing
from alpdesk.ui.followup.requests import Act, Request, Target
from alpdesk.ui.said import error_words
from alpdesk.ui.today.rows import Go, Kind, Row, rows_of

_PAGE = 200
_MOST = 5000
_ASKED = {Go.CONTACT: Act.CONTACT, Go.CLOSE: Act.CLOSE, Go.DONE: Act.DONE, Go.DATE: Act.DATE}


class TodayView(Protocol):
    """What the page can do."""

    def show_day(self, today: Today, rows: tuple[Row, ...]) -> None: ...
    def show_no_patients(self) -> None: ...
    def show_nothing_waits(self, today: Today) -> None: ...
    def open_decision(self, patient_id: int) -> None: ...
    def open_entry(self, patient_id: int) -> None: ...
    def open_patient(self, patient_id: int) -> None: ...
    def open_reminder(self, patient_id: int) -> None: ...
    def open_letters(self) -> None: ...
    def ask(self, act: Act, target: Target, today: date) -> None: ...
    def refuse(self, sentence: str) -> None: ...
    def kept(self, patient_id: int, sentence: str) -> None: ...
    def explain(self, explanation: Explanation) -> None: ...


class TodayPresenter:
    """Knows neither widgets nor SQL."""

    def __init__(self, view: TodayView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._names = analyte_names(desk.rules)
        self._causes = {cause.id: cause.title for cause in desk.rules.causes.values()}
        self.mine, self.weeks, self._later = False, 0, 0

    def reload(self) -> None:
        """Read what waits."""
        today = self._desk.worklist.today(wanted=self._wanted())
        counts, narrowed = today.counts, self.mine or self.weeks > 0
        waits = (counts.unanswered, counts.due, counts.overdue, counts.closed, counts.letters, counts.to_review)
        if narrowed or any(waits):
            self._view.show_day(today, rows_of(today, self._names, self._causes, narrowed=narrowed))
        elif self._desk.patients.count() == 0:
            self._view.show_no_patients()
        else:
            self._view.show_nothing_waits(today)

    def narrow(self, *, mine: bool, weeks: int) -> None:
        """Show one's own patients or everybody's, overdue by at least so many weeks."""
        self.mine, self.weeks = mine, weeks
        self.reload()

    def act(self, row: Row) -> None:
        """Do the next thing for a line."""
        patient = row.patient_id
        if row.go in _ASKED:
            self.ask(row, _ASKED[row.go])
            return
        leads: dict[Go, Callable[[], None]] = {
            Go.DECIDE: lambda: self._view.open_decision(patient),
            Go.RESULTS: lambda: self._view.open_entry(patient),
            Go.LETTER: lambda: self._view.open_reminder(patient),
            Go.PATIENT: lambda: self._view.open_patient(patient),
            Go.PRINT: self._view.open_letters,
            Go.LATER: lambda: self._show_later(0 if self._later else _PAGE),
            Go.MORE: lambda: self._show_later(self._later + _PAGE),
        }
        leads[row.go]()

    def _show_later(self, many: int) -> None:
        self._later = many
        self.reload()

    def ask(self, row: Row, act: Act) -> None:
        """Ask what has to be known for something beside the next thing."""
        if row.target is not None and (act in row.acts or _ASKED.get(row.go) is act):
            self._view.ask(act, row.target, self._desk.context.today())

    def why(self, row: Row) -> None:
        """Explain why a line is on the list: the verdict that waits, or the day something is due."""
        if not row.explained:
            return
        reasons = Reasons(self._desk.rules)
        if row.kind is Kind.UNANSWERED:
            self._view.explain(reasons.waiting(self._desk.decisions.assessment(row.subject_id).assessment))
        elif row.target is not None:
            self._view.explain(reasons.due(self._desk.reasoning.due(row.target.recall_id)))

    def do(self, target: Target, asked: Request) -> None:
        """Do what was asked, say so, and read the day again."""
        try:
            sentence = doing.do(self._desk, target, asked)
        except AlpdeskError as error:
            self._view.refuse(error_words(error))
            return
        self.reload()
        self._view.kept(target.patient_id, sentence)

    def calendar(self) -> tuple[bytes, str]:
        """Return everything that has a date as a calendar file, and what to say when it is too much for one."""
        keys = self._desk.worklist.open_items(self._wanted(), _MOST + 1)
        said = QCoreApplication.translate("Today", "It holds the first {number} due items; there are more.")
        more = said.format(number=QLocale().toString(_MOST)) if len(keys) > _MOST else ""
        return self._desk.followup.calendar(keys[:_MOST]), more

    def _wanted(self) -> Wanted:
        return Wanted(mine=self._desk.actor.user_id if self.mine else None, weeks=self.weeks, later=self._later)
