"""Decides what the review page shows, and signs panels off. Knows neither widgets nor SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.records import Panel, Patient, PatientRecord, Result
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.desk import Desk
from alpdesk.services.reviewing import ReviewFilter, WaitingPanel
from alpdesk.ui.clinical.names import analyte_names
from alpdesk.ui.clinical.who import age_words
from alpdesk.ui.clinical.why import Explanation, Reasons
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.review import words
from alpdesk.ui.said import error_words

translate = QCoreApplication.translate
_SHOWN = 200


@dataclass(frozen=True)
class Read:
    """One panel as it is read: whose it is, and every value with the one before it."""

    waiting: WaitingPanel
    patient: Patient
    age: str
    laboratory: str
    names: Mapping[str, str]
    before: Mapping[str, tuple[Panel, Result]]


@dataclass(frozen=True)
class Waits:
    """The list with how many there are in all, and how many imported ones could be signed off together."""

    panels: Sequence[WaitingPanel]
    counts: Mapping[ReviewFilter, int]
    unremarkable: int
    may_sign: bool


class ReviewView(Protocol):
    """What the presenter asks of the page."""

    def show_waiting(self, waits: Waits) -> None: ...
    def show_panel(self, read: Read | None) -> None: ...
    def show_problem(self, sentence: str) -> None: ...
    def explain(self, explanation: Explanation) -> None: ...
    def changed(self, patient_id: int, sentence: str) -> None: ...


class ReviewPresenter:
    """The list of unread panels."""

    def __init__(self, view: ReviewView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._shown = ReviewFilter.ALL
        self._offered: tuple[int, ...] = ()

    def load(self, shown: ReviewFilter | None = None) -> None:
        """Read the list again, oldest first."""
        self._shown = shown or self._shown
        reviewing = self._desk.reviewing
        self._view.show_problem("")
        self._view.show_waiting(
            Waits(
                panels=reviewing.waiting(self._shown, limit=_SHOWN).items,
                counts={each: reviewing.count(each) for each in ReviewFilter},
                unremarkable=reviewing.count_unremarkable(),
                may_sign=reviewing.may_sign_off(),
            )
        )

    def select(self, waiting: WaitingPanel | None) -> None:
        """Show one panel beside the list."""
        self._view.show_panel(None if waiting is None else self._read(waiting))

    def sign_off(self, waiting: WaitingPanel | None) -> None:
        """Sign one panel off as read."""
        if waiting is None:
            return
        try:
            self._desk.reviewing.sign_off(waiting.panel_id, waiting.sample)
        except ConflictError as error:
            self.load()
            self._view.show_problem(error_words(error))
            return
        except AlpdeskError as error:
            self._view.show_problem(error_words(error))
            return
        self.load()
        self._view.changed(waiting.patient.id, words.signed(waiting))

    def offer_many(self) -> int:
        """Return how many imported panels would be signed off together; these and no others will be."""
        self._offered = self._desk.reviewing.unremarkable()
        return len(self._offered)

    def sign_off_many(self) -> None:
        """Sign off the imported panels that were counted."""
        try:
            signed = self._desk.reviewing.sign_off_many(self._offered)
        except AlpdeskError as error:
            self._view.show_problem(error_words(error))
            return
        self._offered = ()
        self.load()
        one = translate("Review", "%n imported panel signed off.")
        many = translate("Review", "%n imported panels signed off.", None, signed)
        self._view.changed(0, counted(signed, one, many))

    def why(self, waiting: WaitingPanel, result: Result) -> None:
        """Explain one flag by the rule book that spoke of the panel."""
        spoken = self._desk.reasoning.spoken(waiting.panel_id, result)
        self._view.explain(Reasons(self._desk.rules).flag(result, waiting.sample.panel, spoken))

    def _read(self, waiting: WaitingPanel) -> Read:
        record = self._desk.patients.record(waiting.patient.id)
        laboratories = {each.id: each.name for each in self._desk.laboratories.list()}
        return Read(
            waiting=waiting,
            patient=record.patient,
            age=age_words(record.patient.birth_date, waiting.sample.panel.collected),
            laboratory=laboratories.get(waiting.sample.panel.laboratory_id, ""),
            names=analyte_names(self._desk.rules),
            before=_before(record, waiting),
        )


def _before(record: PatientRecord, waiting: WaitingPanel) -> dict[str, tuple[Panel, Result]]:
    """Return, for every analyte, the newest standing result from before this sample."""
    earlier: dict[str, tuple[Panel, Result]] = {}
    for both in record.panels:
        if both.panel.id == waiting.panel_id:
            break
        earlier.update({each.analyte: (both.panel, each) for each in both.results if each.standing})
    return earlier
