"""Where every low ALP and every alert of a patient stands, read from the record when somebody looks."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.domain.loop import LOW, MAY_BE_LOW, UNREAD, LoopState, Standing
from alpdesk.services.desk import Desk
from alpdesk.ui.patient.line_list import Line, LineList
from alpdesk.ui.said import said
from alpdesk.ui.theme import SPACE_3
from alpdesk.ui.widgets import PlainLabel, format_date
from alpdesk.ui.widgets.labels import Role

_ORDER = tuple(LoopState)
_INK: dict[LoopState, Role] = {LoopState.UNANSWERED: "caution", LoopState.OVERDUE: "caution"}


class Standings(QWidget):
    """One line a concern: what of which sample, its one state, why it was closed and by whom."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient_id: int | None = None
        self._looked_at = False
        self._title = PlainLabel(self.tr("Where it stands"), "strong")
        heads = (self.tr("Sample"), self.tr("What"), self.tr("State"), self.tr("By"))
        self.lines = LineList(heads, (2, 6, 4, 3))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACE_3)
        column.addWidget(self._title)
        column.addWidget(self.lines)

    def show_patient(self, patient_id: int) -> None:
        """Take another patient; the record is judged only once somebody looks here."""
        self._patient_id = patient_id
        self.look(here=self._looked_at)

    def look(self, *, here: bool) -> None:
        """Somebody opens the place where this stands, or leaves it. Never from an event that shows a widget."""
        self._looked_at = here
        if here and self._patient_id is not None:
            self._read(self._patient_id)

    def _read(self, patient_id: int) -> None:
        every = self._desk.loop.of_patient(patient_id)
        samples = {one.panel.id: one.panel.collected for one in self._desk.patients.record(patient_id).panels}
        names = {user.id: user.name for user in self._desk.users.list()}
        titles = {alert.id: alert.title for alert in self._desk.rules.alerts.values()}
        sorted_ = sorted(every, key=lambda one: (_ORDER.index(one.state), -(one.concern.panel_id or 0)))
        self.lines.show_lines([_line(one, samples, names, titles) for one in sorted_])
        for widget in (self._title, self.lines):
            widget.setVisible(bool(every))


def _line(
    one: Standing, samples: Mapping[int | None, date], names: Mapping[int | None, str], titles: Mapping[str, str]
) -> Line:
    collected, about = samples.get(one.concern.panel_id), one.concern.about
    known = {LOW: _tr("Low ALP"), MAY_BE_LOW: _tr("ALP that may be low"), UNREAD: _tr("ALP that may not be read")}
    day = _tr("withdrawn or moved") if collected is None else format_date(collected)
    words: tuple[tuple[str, Role], ...] = (
        (day, "body"),
        (known.get(about) or titles.get(about, about), "strong"),
        (state_words(one), _INK.get(one.state, "body")),
        (names.get(one.by, ""), "muted"),
    )
    return Line(words)


def state_words(one: Standing) -> str:
    """Say a state with its date or its reason."""
    due = "" if one.due is None else format_date(one.due)
    words = {
        LoopState.UNANSWERED: _tr("No answer yet"),
        LoopState.DUE: _tr("Answered; due {day}").format(day=due),
        LoopState.OVERDUE: _tr("Overdue since {day}").format(day=due),
        LoopState.CLOSED: _tr("Closed: {reason}").format(reason=said(one.reason)),
    }
    return words[one.state]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Standings", text)
