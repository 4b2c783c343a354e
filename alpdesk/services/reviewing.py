"""Panels that somebody else entered, until a clinician has read them and signed them off."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy.orm import Session

from alpdesk.domain.records import Flag, Instant, Line, Panel, PanelWithResults, Record
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.context import Context
from alpdesk.services.correcting import SAMPLE
from alpdesk.services.paging import Cursor, Page
from alpdesk.services.plans import need_reason
from alpdesk.services.roles import is_clinician, refuse_others
from alpdesk.services.waiting import PatientSummary, summaries
from alpdesk.store import clinic, panels, patients, reviewing as queries
from alpdesk.store.reading import fetch, value
from alpdesk.store.tables import PanelRow

_AT_ONCE = 500
_UNREMARKABLE = queries.Narrowed(origin=queries.IMPORTED, unremarkable=True)


class ReviewFilter(StrEnum):
    """Which of the waiting panels are shown."""

    ALL = "all"
    MINE = "mine"
    REMARKABLE = "remarkable"
    IMPORTED = "imported"


class WaitingPanel(Record):
    """A panel that nobody has signed off, with who entered it.

    ``answer_id`` is the assessment of this panel that waits for an answer, if one does.
    """

    patient: PatientSummary
    sample: PanelWithResults
    entered_by: Line = ""
    answer_id: int | None = None

    @property
    def panel_id(self) -> int:
        return self.sample.panel.id or 0

    def flagged(self, *flags: Flag) -> int:
        """Return how many standing results have one of these flags."""
        return sum(result.standing and result.flag in flags for result in self.sample.results)


class Reviewed(Record):
    """Who entered a panel and who has read it."""

    panel_id: int
    entered_by: Line = ""
    entered_at: Instant | None = None
    to_review: bool = False
    reviewed_by: Line = ""
    reviewed_at: Instant | None = None


def awaits_review(session: Session, context: Context) -> bool:
    """Say whether what is entered now has to be read by a clinician: unless one enters it."""
    return not is_clinician(session, context)


class Reviewing:
    """What staff and imports have entered, oldest first (``desk.reviewing``)."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def waiting(
        self, shown: ReviewFilter = ReviewFilter.ALL, *, limit: int = 100, after: Cursor | None = None
    ) -> Page[WaitingPanel]:
        """Return panels that nobody has signed off, oldest first."""
        with self._context.database.read() as session:
            found = queries.waiting(session, self._narrowed(shown), int(after or 0), limit + 1)
            items = _lines(session, found[:limit])
            return Page(items, str(items[-1].panel_id) if len(found) > limit else None)

    def count(self, shown: ReviewFilter = ReviewFilter.ALL) -> int:
        """Return how many panels nobody has signed off."""
        with self._context.database.read() as session:
            return queries.count(session, self._narrowed(shown))

    def may_sign_off(self) -> bool:
        """Say whether the user at the desk may sign off."""
        with self._context.database.read() as session:
            return is_clinician(session, self._context)

    def sign_off(self, panel_id: int, seen: PanelWithResults | None = None) -> Reviewed:
        """Sign a panel off as read, by the user at the desk. It answers no low ALP.

        With ``seen``, a panel that was put right since it was shown is not signed: there is something new to read.
        """
        with self._context.begin("panel reviewed") as session:
            self._refuse_others(session)
            panel = fetch(session, PanelRow, panel_id, "panel")
            patients.hold(session, [panel.patient_id])
            if seen is not None and _version(seen) != _version(panels.get(session, panel_id)):
                raise ConflictError("This panel was put right since you opened it. Look at it again, then sign it off.")
            if panel.to_review:
                self._sign(panel)
                session.flush()
            return _reviewed(panel, clinic.user_names(session))

    def take_back(self, panel_id: int, reason: str) -> Reviewed:
        """Take back that a panel was read: it waits for a clinician again. The trail keeps who had signed."""
        reason = need_reason(reason)
        with self._context.begin("review taken back", reason) as session:
            self._refuse_others(session)
            panel = fetch(session, PanelRow, panel_id, "panel")
            patients.hold(session, [panel.patient_id])
            session.refresh(panel)
            if panel.voided or panel.to_review or panel.reviewed_at is None:
                raise AlpdeskError("Nobody has signed this panel off, so there is nothing to take back.")
            panel.to_review = True
            panel.reviewed_by = panel.reviewed_at = None
            session.flush()
            return _reviewed(panel, clinic.user_names(session))

    def unremarkable(self, limit: int = _AT_ONCE) -> tuple[int, ...]:
        """Return the oldest imported panels whose every value is within its interval and of which no rule spoke."""
        with self._context.database.read() as session:
            return queries.keys(session, _UNREMARKABLE, limit)

    def count_unremarkable(self) -> int:
        """Return how many imported panels with every value within its interval nobody has signed off."""
        with self._context.database.read() as session:
            return queries.count(session, _UNREMARKABLE)

    def sign_off_many(self, panel_ids: Sequence[int]) -> int:
        """Sign off imported panels whose every value is within its interval; return how many there were.

        A panel that became remarkable since the list was shown is left on it.
        """
        with self._context.begin("imported panels reviewed") as session:
            self._refuse_others(session)
            patients.hold(session, queries.patients_of(session, panel_ids))
            signed = queries.among(session, _UNREMARKABLE, panel_ids)
            for row in signed:
                self._sign(row)
            session.flush()
            return len(signed)

    def of(self, panel_id: int) -> Reviewed:
        """Return who entered a panel and who has read it."""
        with self._context.database.read() as session:
            panel = value(Panel, fetch(session, PanelRow, panel_id, "panel"))
            return _reviewed(panel, clinic.user_names(session))

    def _narrowed(self, shown: ReviewFilter) -> queries.Narrowed:
        return {
            ReviewFilter.ALL: queries.Narrowed(),
            ReviewFilter.MINE: queries.Narrowed(responsible_id=self._context.actor.user_id or 0),
            ReviewFilter.REMARKABLE: queries.Narrowed(remarkable=True),
            ReviewFilter.IMPORTED: queries.Narrowed(origin=queries.IMPORTED),
        }[shown]

    def _refuse_others(self, session: Session) -> None:
        sentence = "Only a clinician or an administrator of this clinic signs panels off."
        refuse_others(session, self._context, sentence)

    def _sign(self, panel: PanelRow) -> None:
        panel.to_review = False
        panel.reviewed_by, panel.reviewed_at = self._context.actor.user_id, self._context.clock()


def _version(both: PanelWithResults) -> tuple[object, ...]:
    """Return what tells one state of a panel from another: whose it is, what is kept of its sample, its results."""
    sample = both.panel.model_dump(include={"patient_id", "voided", *SAMPLE})
    return sample, {(result.id, result.status) for result in both.results}


def _lines(session: Session, found: Sequence[PanelWithResults]) -> tuple[WaitingPanel, ...]:
    people = {one.id: one for one in summaries(session, [both.panel.patient_id or 0 for both in found])}
    names = clinic.user_names(session)
    answers = queries.to_answer(session, [both.panel.id or 0 for both in found])
    return tuple(
        WaitingPanel(
            patient=people[both.panel.patient_id or 0],
            sample=both,
            entered_by=names.get(both.panel.entered_by or 0, ""),
            answer_id=answers.get(both.panel.id or 0),
        )
        for both in found
    )


def _reviewed(panel: Panel, names: dict[int, str]) -> Reviewed:
    return Reviewed(
        panel_id=panel.id or 0,
        entered_by=names.get(panel.entered_by or 0, ""),
        entered_at=panel.entered_at,
        to_review=bool(panel.to_review),
        reviewed_by=names.get(panel.reviewed_by or 0, ""),
        reviewed_at=panel.reviewed_at,
    )
