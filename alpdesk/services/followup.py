"""What is due for a patient and what was tried (``desk.followup``): postponed, closed, ordered, reminded of."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from alpdesk.domain.alp import ALP
from alpdesk.domain.escalation import unreached
from alpdesk.domain.records import CloseCode, MonitoringPlan, Recall
from alpdesk.errors import AlpdeskError
from alpdesk.services.close_codes import DECIDED, close_reason
from alpdesk.services.closing import ALL_DONE, clear, close_if_in, end_idle, repeat, shut
from alpdesk.services.context import Context
from alpdesk.services.days import in_words
from alpdesk.services.due_items import missing_of
from alpdesk.services.monitoring import refuse_staff_far, refuse_too_early, refuse_too_far
from alpdesk.services.plans import Plans, need_reason
from alpdesk.services.reminders import held, refuse_too_few, still_open
from alpdesk.services.reopening import withdraw_followers
from alpdesk.services.responsible import Responsibility
from alpdesk.services.roles import refuse_others
from alpdesk.services.undated import Undated
from alpdesk.store import followup as queries, patients
from alpdesk.store.reading import fetch, value
from alpdesk.store.rows import add
from alpdesk.store.tables import DecisionRow, MonitoringPlanRow, PanelRow, PatientRow, RecallRow

if TYPE_CHECKING:
    from alpdesk.services.safety_net import SafetyNet

_WHO_CLOSES = (
    "Only a clinician or an administrator closes an ALP that is due for this reason. "
    "Note the contact; it stays on the list for them."
)


class FollowUp(Plans, Undated, Responsibility):
    """Due items, orders, attempts, plans, and who answers for whom."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context

    def postpone(self, recall_id: int, to: date, reason: str) -> Recall:
        """Move a due date; the first one is kept."""
        reason = need_reason(reason)
        if to < self._context.today():
            raise AlpdeskError("The new date lies in the past.")
        refuse_too_far(self._context, to)
        with self._context.begin("due item postponed", reason) as session:
            row = still_open(session, recall_id)
            refuse_too_early(row.title, row.not_before, to)
            refuse_staff_far(session, self._context, row.tests.split(), row.first_due or row.due, to)
            row.first_due = row.first_due or row.due
            row.due = to
            session.flush()
            return value(Recall, row)

    def close(self, recall_id: int, code: CloseCode, text: str = "", *, every: bool = False) -> Recall:
        """Close a due item without a result, for one of the fixed reasons.

        ``every`` closes everything that is open for a patient who died or moved away.
        """
        code, text = CloseCode(code), text.strip()
        reason = close_reason(code, text, every=every)
        with self._context.begin("due item closed", reason) as session:
            row = still_open(session, recall_id)
            if code in DECIDED and ALP in row.tests.split():
                refuse_others(session, self._context, _WHO_CLOSES)
            if code is CloseCode.UNREACHABLE:
                self._refuse_too_few(session, row)
            if every:
                self.close_open(session, row.patient_id, code, reason)
                self.settle(session, row.patient_id, reason)
            else:
                self._close(session, row, code, reason)
            session.flush()
            return value(Recall, row)

    def done(self, recall_id: int, on: date, note: str = "") -> Recall:
        """Close an item without a laboratory test, such as the dentist, because it was done; it repeats as planned."""
        if on > self._context.today():
            raise AlpdeskError("The day lies in the future.")
        with self._context.begin("due item done", note) as session:
            row = still_open(session, recall_id)
            if row.tests:
                raise AlpdeskError("This item is closed by its result.")
            said = f"Done on {in_words(on)}"
            shut(self._context, row, CloseCode.RESULT, f"{said}: {note.strip()}" if note.strip() else said)
            self._go_on(session, row, ALL_DONE, since=on)
            return value(Recall, row)

    def reopen(self, recall_id: int, reason: str) -> Recall:
        """Put an item that was closed back on the list, and its plan with it; the sample that closed it has done so."""
        reason = need_reason(reason)
        with self._context.begin("due item opened again", reason) as session:
            row = held(session, recall_id)
            if row.closed_on is None:
                raise AlpdeskError("This item is open.")
            withdraw_followers(session, self._context, row)
            if row.panel_id is not None:
                after = fetch(session, PanelRow, row.panel_id, "panel").collected + timedelta(days=1)
                row.not_before = max(row.not_before or after, after)
            clear(session, row)
            session.flush()
            return value(Recall, row)

    def order_tests(
        self, patient_id: int, tests: Sequence[str], expected: date, note: str = "", decision_id: int | None = None
    ) -> Recall:
        """List tests that were ordered until every one of their results is in."""
        if not tests and not note.strip():
            raise AlpdeskError("Say which tests were ordered.")
        today = self._context.today()
        title = note.strip() or "Ordered tests"
        with self._context.begin("tests ordered", note.strip()) as session:
            recall = self._new(session, patient_id, title, tests, expected, decision_id)
            ordered = {
                "ordered_on": today,
                "ordered_by": self._context.actor.user_id,
                "after_panel_id": queries.newest_panel(session),
            }
            return value(Recall, add(session, RecallRow, recall.model_copy(update=ordered)))

    def name_tests(self, recall_id: int, tests: Sequence[str], expected: date, note: str = "") -> Recall:
        """Say which tests an order that is listed already waits for, and until when."""
        if not tests and not note.strip():
            raise AlpdeskError("Say which tests were ordered.")
        self._check_tests(tests)
        self._refuse_day(expected)
        with self._context.begin("tests of an order named", note.strip()) as session:
            row = still_open(session, recall_id)
            if row.ordered_on is None:
                raise AlpdeskError("This item is no order.")
            if ALP in row.tests.split() and ALP not in tests:
                refuse_others(session, self._context, _WHO_CLOSES)
            refuse_staff_far(session, self._context, row.tests.split(), row.due, expected)
            row.tests, row.due = " ".join(tests), expected
            row.title = f"{row.title}: {note.strip()}" if note.strip() else row.title
            session.flush()
            close_if_in(session, self._context, row)
            return value(Recall, row)

    def add_item(
        self, patient_id: int, title: str, tests: Sequence[str], due: date, decision_id: int | None = None
    ) -> Recall:
        """Give a date to something that has none, such as a decision that promised a repeat."""
        if not title.strip():
            raise AlpdeskError("Say what is due.")
        with self._context.begin("due item added") as session:
            recall = self._new(session, patient_id, title.strip(), tests, due, decision_id)
            counted = {"not_before": self._context.today()} if tests else {}
            return value(Recall, add(session, RecallRow, recall.model_copy(update=counted)))

    def safety_net(self, weeks: int = 0, mine: int | None = None) -> "SafetyNet":
        """Return everything that is overdue by at least so many weeks, with what was tried and what comes next."""
        from alpdesk.services.safety_net import safety_net

        return safety_net(self._context, weeks, mine)

    def missing(self, recalls: Sequence[Recall]) -> dict[int, tuple[str, ...]]:
        """Return, for the open ones among some items, which tests have not come in where several are waited for."""
        waiting = [one for one in recalls if one.closed_on is None]
        with self._context.database.read() as session:
            found = ((one.id or 0, missing_of(session, self._context, one)) for one in waiting)
            return {key: missing for key, missing in found if missing}

    def calendar(self, recall_ids: Sequence[int]) -> bytes:
        """Return open due items as a calendar file that names nobody."""
        from alpdesk.exchange.calendar_file import DueDay, calendar_of

        with self._context.database.read() as session:
            place = queries.place(session)
            days = [DueDay(key, due, place) for key, due in queries.due_days(session, recall_ids)]
        self._context.database.note(self._context.actor, "calendar file made", f"{len(days)} due items")
        return calendar_of(days, self._context.clock())

    # Inside one action

    def close_open(self, session: Session, patient_id: int, code: CloseCode, reason: str) -> None:
        for row in queries.open_of_patient(session, patient_id):
            self._close(session, row, code, reason)

    def _close(self, session: Session, row: RecallRow, code: CloseCode, reason: str) -> None:
        shut(self._context, row, code, reason)
        self._go_on(session, row, reason, again=code is CloseCode.ATTENDED_ELSEWHERE)

    def _go_on(
        self, session: Session, row: RecallRow, reason: str, *, again: bool = True, since: date | None = None
    ) -> None:
        """Let a repeating item fall due again, from the day it was done; end its plan when nothing of it is left."""
        session.flush()
        plan = None if row.plan_id is None else session.get(MonitoringPlanRow, row.plan_id)
        if plan is None:
            return
        if again:
            repeat(session, self._context, value(MonitoringPlan, plan), row, since or self._context.today())
        end_idle(session, self._context, plan, reason)

    def _refuse_too_few(self, session: Session, row: RecallRow) -> None:
        tried = queries.contacts(session, [row.id or 0]).get(row.id or 0, ())
        refuse_too_few(self._context, unreached(tried, row.first_due or row.due))

    def _new(
        self, session: Session, patient_id: int, title: str, tests: Sequence[str], due: date, decision_id: int | None
    ) -> Recall:
        self._check_tests(tests)
        self._refuse_day(due)
        patients.hold(session, [patient_id])
        fetch(session, PatientRow, patient_id, "patient")
        if decision_id is not None and fetch(session, DecisionRow, decision_id, "answer").patient_id != patient_id:
            raise AlpdeskError("This answer belongs to another patient.")
        return Recall(patient_id=patient_id, title=title, tests=" ".join(tests), due=due, decision_id=decision_id)

    def _refuse_day(self, due: date) -> None:
        if due < self._context.today():
            raise AlpdeskError("The date lies in the past.")
        refuse_too_far(self._context, due)
