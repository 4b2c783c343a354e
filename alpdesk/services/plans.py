"""Monitoring plans of one patient: their items, changed with a reason, and the end of a plan."""

from collections.abc import Sequence
from datetime import date, timedelta
from types import EllipsisType

from sqlalchemy.orm import Session

from alpdesk.domain.alp import ALP
from alpdesk.domain.records import CloseCode, MonitoringPlan, Recall
from alpdesk.domain.rules import MonitoringItem
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.closing import end_idle, shut, stop
from alpdesk.services.context import Context
from alpdesk.services.counting import Counting
from alpdesk.services.monitoring import due_again, recall_of, refuse_staff_far, refuse_too_far
from alpdesk.services.plan_places import Places, owners, places_before
from alpdesk.services.planning import as_json, items_of
from alpdesk.services.roles import refuse_others
from alpdesk.store import decisions as queries, patients
from alpdesk.store.reading import fetch, value
from alpdesk.store.rows import add
from alpdesk.store.tables import MonitoringPlanRow, RecallRow


def need_reason(reason: str) -> str:
    """Return a reason without blanks around it, or refuse to go on without one."""
    if not reason.strip():
        raise AlpdeskError("Say why; the reason is kept.")
    return reason.strip()


_MOST_IN_A_ROW = 100


class Plans:
    """What is repeated for a patient."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def plan_items(self, plan_id: int) -> tuple[MonitoringItem, ...]:
        """Return what a plan repeats: the patient's own items, or the template's."""
        with self._context.database.read() as session:
            plan = value(MonitoringPlan, fetch(session, MonitoringPlanRow, plan_id, "monitoring plan"))
            return items_of(self._context.rules, plan)

    def edit_plan(
        self,
        plan_id: int,
        items: Sequence[MonitoringItem],
        reason: str,
        *,
        ends_after: int | EllipsisType | None = ...,
        was: Places | None = None,
        seen: MonitoringPlan | None = None,
    ) -> MonitoringPlan:
        """Give a plan items of the patient's own; open due items move with their intervals, unless postponed.

        ``ends_after`` lets it end after so many samples in a row that are not low: 0 never by itself, ``None`` as the
        template says. Who set it and why stays with the plan; a rule that is met already ends it at once. Only a
        clinician does that, leaves an item out, renames it or changes its tests. ``was`` gives each item's place in
        the plan of before. ``seen`` is the plan that was read: raise ``ConflictError`` with the one that stands now
        when somebody changed it since.
        """
        reason = need_reason(reason)
        self._check_items(items)
        with self._context.begin("monitoring plan changed", reason) as session:
            row = self._held_plan(session, plan_id)
            if row.stopped is not None:
                raise AlpdeskError("This plan has ended; it cannot be changed.")
            _refuse_changed(value(MonitoringPlan, row), seen)
            before = items_of(self._context.rules, value(MonitoringPlan, row))
            places = places_before(before, items, was)
            self._refuse_less(session, before, items, places)
            items = [
                item if place is None else item.with_days_of(before[place])
                for item, place in zip(items, places, strict=True)
            ]
            if list(before) != items:
                row.own_items = as_json(items)
                self._move(session, value(MonitoringPlan, row), before, items, places, reason)
            if ends_after is not ... and ends_after != row.own_stop:
                self._set_end(session, row, ends_after, reason)
            session.flush()
            return value(MonitoringPlan, row)

    def stop_plan(self, plan_id: int, reason: str) -> MonitoringPlan:
        """Stop a monitoring plan and its open due items; a reason is needed."""
        reason = need_reason(reason)
        with self._context.begin("monitoring stopped", reason) as session:
            refuse_others(session, self._context, "Only a clinician or an administrator ends a monitoring plan.")
            row = self._held_plan(session, plan_id)
            stop(session, self._context, row, reason)
            return value(MonitoringPlan, row)

    def _set_end(self, session: Session, row: MonitoringPlanRow, after: int | None, reason: str) -> None:
        refuse_others(session, self._context, "Only a clinician or an administrator says when a plan ends.")
        if after is not None and not 0 <= after <= _MOST_IN_A_ROW:
            raise AlpdeskError(f"A plan ends after 1 to {_MOST_IN_A_ROW} samples in a row, or 0: never by itself.")
        row.own_stop, row.own_stop_by, row.own_stop_reason = after, self._context.actor.user_id, reason
        session.flush()
        met = Counting(session, self._context, row.patient_id).ends(value(MonitoringPlan, row))
        if met:
            stop(session, self._context, row, met)

    def _held_plan(self, session: Session, plan_id: int) -> MonitoringPlanRow:
        row = fetch(session, MonitoringPlanRow, plan_id, "monitoring plan")
        patients.hold(session, [row.patient_id])
        session.refresh(row)
        return row

    def _check_items(self, items: Sequence[MonitoringItem]) -> None:
        if not items:
            raise AlpdeskError("A plan needs at least one item; stop it instead.")
        for item in items:
            if not item.title.strip():
                raise AlpdeskError("Say what is due.")
            if item.after_days < 0 or (item.every_days is not None and item.every_days < 1):
                raise AlpdeskError(f"{item.title}: the interval must be at least one day.")
            self._check_tests(item.tests)

    def _check_tests(self, tests: Sequence[str]) -> None:
        strange = next((test for test in tests if test not in self._context.rules.analytes), None)
        if strange is not None:
            raise AlpdeskError(f"{strange} is not a test that Alpdesk knows.")

    def _refuse_less(
        self, session: Session, before: Sequence[MonitoringItem], items: Sequence[MonitoringItem], places: Places
    ) -> None:
        """Refuse staff what takes something out of a plan, and everybody days so many that they would be forgotten."""
        most = self._context.rules.escalation.furthest_days
        kept = [(item, None if place is None else before[place]) for item, place in zip(items, places, strict=True)]
        for item, old in kept:
            was = () if old is None else (old.after_days, old.every_days)
            if any(days is not None and days > most and days not in was for days in (item.after_days, item.every_days)):
                raise AlpdeskError(f"{item.title}: that is too far ahead; the most is {most} days.")
        self._refuse_sooner_or_later(session, [(item, old) for item, old in kept if old is not None])
        same = [old for item, old in kept if old is not None and (old.title, old.tests) == (item.title, item.tests)]
        if len(same) < len(before):
            sentence = "Only a clinician or an administrator leaves an item out, renames it or changes its tests."
            refuse_others(session, self._context, sentence)

    def _refuse_sooner_or_later(self, session: Session, pairs: Sequence[tuple[MonitoringItem, MonitoringItem]]) -> None:
        """Refuse staff to let a sample with ALP count sooner than planned, or to put it off for long."""
        today = self._context.today()
        for item, old in pairs:
            gap = old.not_before_days
            if ALP in old.tests and gap is not None and (item.not_before_days or 0) < gap:
                sentence = "Only a clinician or an administrator lets a sample with ALP count sooner."
                refuse_others(session, self._context, sentence)
            for days, was in ((item.after_days, old.after_days), (item.every_days, old.every_days)):
                if was is not None and days is not None:
                    later = today + timedelta(days=days - was)
                    refuse_staff_far(session, self._context, old.tests, today, later)
            if ALP in old.tests and old.every_days is not None and item.every_days is None:
                refuse_others(session, self._context, "Only a clinician or an administrator ends repeating an ALP.")

    def _move(
        self,
        session: Session,
        plan: MonitoringPlan,
        before: Sequence[MonitoringItem],
        items: Sequence[MonitoringItem],
        places: Places,
        reason: str,
    ) -> None:
        """Bring what is open to the new items: a left-out one is closed, a new one is added, the others move."""
        mine = [one for one in queries.recalls(session, plan.patient_id) if one.plan_id == plan.id]
        owner = owners(before, mine)
        now = {place: item for item, place in zip(items, places, strict=True) if place is not None}
        closed = {owner.get(one.id or 0) for one in mine if one.closed_on}
        for row in queries.open_of_plan(session, plan.id or 0):
            place = owner.get(row.id or 0)
            if place in now and place is not None:
                self._move_one(row, before[place], now[place], again=place in closed)
            elif place is not None:
                shut(self._context, row, CloseCode.STOPPED, reason)
        waiting = {owner.get(one.id or 0) for one in mine if one.closed_on is None}
        for item, place in zip(items, places, strict=True):
            if place is None or place not in waiting | closed:
                add(session, RecallRow, self._first(plan, item))
            elif place not in waiting and item.every_days is not None:
                add(session, RecallRow, due_again(plan, item, self._context.today()))
        session.flush()
        end_idle(session, self._context, fetch(session, MonitoringPlanRow, plan.id, "monitoring plan"), reason)

    def _first(self, plan: MonitoringPlan, item: MonitoringItem) -> Recall:
        recall = recall_of(plan, item, plan.started)
        return recall.model_copy(update={"due": max(recall.due, self._context.today())})

    def _move_one(self, row: RecallRow, old: MonitoringItem, new: MonitoringItem, *, again: bool) -> None:
        row.title, row.tests = new.title, " ".join(new.tests)
        if row.first_due is not None:
            return
        self._move_due(row, _days(new, again=again) - _days(old, again=again))
        if old.not_before_days is not None and new.not_before_days is not None and row.not_before is not None:
            row.not_before += timedelta(days=new.not_before_days - old.not_before_days)
        row.not_before = _no_later(row.not_before, row.due)

    def _move_due(self, row: RecallRow, days: int) -> None:
        """Move a date; one that was missed stays missed, or keeps the day on which it was."""
        to, today = row.due + timedelta(days=days), self._context.today()
        if days > 0:
            refuse_too_far(self._context, to)
        if days and row.due >= today:
            row.due = max(to, today)
        elif days and to > today:
            row.first_due, row.due = row.due, to


def _refuse_changed(plan: MonitoringPlan, seen: MonitoringPlan | None) -> None:
    if seen is not None and seen.row_version != plan.row_version:
        sentence = "Somebody else has changed this plan since you opened it; nothing was saved."
        raise ConflictError(sentence, theirs=plan)


def _days(item: MonitoringItem, *, again: bool) -> int:
    return item.every_days if again and item.every_days is not None else item.after_days


def _no_later(early: date | None, due: date) -> date | None:
    return None if early is None else min(early, due)
