"""What a new sample closes: due items, orders that are complete, plans that are fulfilled. It is said in sentences."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from alpdesk.domain.records import CloseCode, MonitoringPlan, PanelWithResults, Recall
from alpdesk.services.context import Context
from alpdesk.services.counting import Counting
from alpdesk.services.days import in_words
from alpdesk.services.monitoring import due_again
from alpdesk.services.planning import gathers, item_of, template_of
from alpdesk.store import decisions, followup, panels
from alpdesk.store.reading import fetch
from alpdesk.store.rows import add
from alpdesk.store.tables import MonitoringPlanRow, RecallRow

_ALP = "alp"
_LOOK_BACK = "look_back"
ALL_DONE = "Everything in it was done."


def close_satisfied(
    session: Session,
    context: Context,
    patient_id: int,
    panel: PanelWithResults,
    *,
    only: Collection[int | None] | None = None,
) -> tuple[str, ...]:
    """Close every open due item (of ``only`` these) that this sample satisfies, start what repeats, and say so.

    Of an item that falls due several times only the next one is closed; one that came too early says from which day
    a sample counts.
    """
    open_now = followup.open_of_patient(session, patient_id)
    asked = [recall for recall in open_now if only is None or recall.id in only]
    return _Closing(session, context, patient_id, panel).run(asked)


def close_if_in(session: Session, context: Context, recall: RecallRow) -> tuple[str, ...]:
    """Close a due item, from which a test was taken out, by the newest sample in which all that is left has come in."""
    for both in reversed(panels.of_patients(session, [recall.patient_id]).get(recall.patient_id, ())):
        said = close_satisfied(session, context, recall.patient_id, both, only={recall.id})
        if recall.closed_on is not None:
            return said
    return ()


def shut(context: Context, row: RecallRow, code: CloseCode, reason: str) -> None:
    """Close a due item; whoever is at the desk did it."""
    row.closed_on, row.close_code = context.today(), code
    row.closed_reason, row.closed_by = reason, context.actor.user_id


def clear(session: Session, row: RecallRow) -> None:
    """Open a due item, and the plan it belongs to."""
    row.closed_on = row.close_code = row.closed_by = row.panel_id = None
    row.closed_reason = ""
    plan = None if row.plan_id is None else session.get(MonitoringPlanRow, row.plan_id)
    if plan is not None and plan.stopped is not None:
        run_on(plan)


def run_on(plan: MonitoringPlanRow) -> None:
    """Let a plan that had ended go on."""
    plan.stopped = plan.stopped_by = None
    plan.stop_reason = ""


def stop(session: Session, context: Context, plan: MonitoringPlanRow, reason: str) -> None:
    """Stop a plan and close what is open of it."""
    if plan.stopped is None:
        plan.stopped, plan.stopped_by, plan.stop_reason = context.today(), context.actor.user_id, reason
    for row in decisions.open_of_plan(session, plan.id or 0):
        shut(context, row, CloseCode.STOPPED, reason)
    session.flush()


def repeat(session: Session, context: Context, plan: MonitoringPlan, recall: RecallRow, since: date) -> None:
    """Make a repeating item due again, counted from the day it was done, unless its next date is on the list."""
    item = item_of(context.rules, plan, recall.title)
    if plan.stopped is not None or item is None or item.every_days is None:
        return
    session.flush()
    if all(other.title != recall.title for other in decisions.open_of_plan(session, plan.id or 0)):
        add(session, RecallRow, due_again(plan, item, since))


class _Closing:
    """One sample against everything that is open for its patient."""

    def __init__(self, session: Session, context: Context, patient_id: int, panel: PanelWithResults) -> None:
        self._session, self._context, self._patient_id = session, context, patient_id
        self._sample = panel.panel
        self._counting = Counting(session, context, patient_id)
        self._panel = panel
        self._typed = {result.analyte for result in panel.results if result.standing}
        self._plans = {plan.id: plan for plan in decisions.plans(session, patient_id)}
        self._said: list[str] = []

    @cached_property
    def _measured(self) -> set[str]:
        """What of the sample counts; the record is read only where something is open."""
        return self._counting.of(self._panel)

    def run(self, asked: Iterable[RecallRow]) -> tuple[str, ...]:
        done: set[tuple[int | None, str]] = set()
        touched: dict[int, MonitoringPlan] = {}
        for recall in asked:
            plan, item = self._plans.get(recall.plan_id), self._once(recall)
            self._say_does_not_count(recall)
            if recall.ordered_on is not None or gathers(self._context.rules, plan, recall):
                if self._gather(recall, plan) and plan is not None:
                    touched[plan.id or 0] = plan
            elif item not in done and self._answers(recall, plan):
                done.add(item)
                if self._close(recall, plan) and plan is not None:
                    touched[plan.id or 0] = plan
        self._session.flush()
        for plan in touched.values():
            self._end(plan)
        return tuple(dict.fromkeys(self._said))  # an item that falls due several times says a thing once

    def _once(self, recall: RecallRow) -> tuple[int | None, str]:
        """Name what a sample closes once: an item of a plan, or of all that ask for ALP in it the next one."""
        return recall.plan_id, _ALP if recall.plan_id and _ALP in recall.tests.split() else recall.title

    def _answers(self, recall: RecallRow, plan: MonitoringPlan | None) -> bool:
        if not covers(recall.tests, self._measured):
            return False
        if plan is None or self._sample.collected >= plan.started:
            return True
        self._say_before(recall, "planned", plan.started)
        return False

    def _say_before(self, recall: RecallRow, what: str, day: date) -> None:
        """Say why a sample from before something was asked for closes nothing; old values were never meant to."""
        if self._sample.origin != _LOOK_BACK:
            words = f"this sample was taken before it was {what} on {in_words(day)}; it stays due."
            self._said.append(f"{recall.title}: {words}")

    def _close(self, recall: RecallRow, plan: MonitoringPlan | None) -> bool:
        if recall.not_before is not None and self._sample.collected < recall.not_before:
            self._say_too_early(recall, plan)
            return False
        day = self._sample.collected
        shut(self._context, recall, CloseCode.RESULT, f"Done with the sample of {in_words(day)}")
        recall.panel_id = self._sample.id
        self._said.append(f"{recall.title}: done with this sample.")
        if plan is not None:
            repeat(self._session, self._context, plan, recall, day)
        return True

    def _say_too_early(self, recall: RecallRow, plan: MonitoringPlan | None) -> None:
        """Old values that are typed in later are no attempt, nor is a second sample of the day that closed an item."""
        item = None if plan is None else item_of(self._context.rules, plan, recall.title)
        by_itself = item is not None and item.not_before_days is None
        if recall.not_before is None or by_itself or self._sample.origin == _LOOK_BACK:
            return
        day = in_words(recall.not_before)
        self._said.append(f"{recall.title}: this sample came too early; it counts from {day}.")

    def _say_does_not_count(self, recall: RecallRow) -> None:
        """Say that the ALP of the sample answers nothing, where somebody waits for one."""
        asked = _ALP in recall.tests.split() and _ALP in self._typed and _ALP not in self._measured
        since = recall.ordered_on or recall.not_before
        if asked and self._sample.origin != _LOOK_BACK and (since is None or self._sample.collected >= since):
            self._said.append(f"{recall.title}: this sample does not count: a new one is needed.")

    def _gather(self, recall: RecallRow, plan: MonitoringPlan | None) -> bool:
        """Close what needs all of its tests once they are in, or say what is missing."""
        asked, since = recall.tests.split(), begun(recall, plan)
        if not set(asked) & self._measured:
            return False
        if self._sample.collected < since:
            if recall.ordered_on is not None:
                self._say_before(recall, "ordered", recall.ordered_on)
            return False
        missing = still_missing(asked, self._counting.arrived(recall, since))
        if missing:
            names = ", ".join(self._context.rules.analytes[test].title for test in missing)
            self._said.append(f"{recall.title}: still missing: {names}.")
            return False
        day = self._sample.collected
        shut(self._context, recall, CloseCode.RESULT, f"All results are in with the sample of {in_words(day)}")
        recall.panel_id = self._sample.id
        self._said.append(f"{recall.title}: all results are in.")
        if plan is not None:
            repeat(self._session, self._context, plan, recall, day)
        return True

    def _end(self, plan: MonitoringPlan) -> None:
        """End a plan whose rule is met, or that has nothing left to do."""
        row = fetch(self._session, MonitoringPlanRow, plan.id, "monitoring plan")
        words, template = self._counting.ends(plan), template_of(self._context.rules, plan)
        if words:
            stop(self._session, self._context, row, words)
            title = plan.template if template is None else template.title
            self._said.append(f"{title}: this monitoring ends here; {words}")
        else:
            end_idle(self._session, self._context, row, ALL_DONE)


def begun(recall: Recall, plan: MonitoringPlan | None) -> date:
    """Return from which day on samples count for a due item."""
    started = date.min if plan is None else plan.started
    return max(recall.ordered_on or date.min, recall.not_before or date.min, started)


def end_idle(session: Session, context: Context, plan: MonitoringPlanRow, reason: str) -> None:
    """Stop a plan of which nothing is open, so that none runs without a date."""
    if plan.stopped is None and not decisions.open_of_plan(session, plan.id or 0):
        stop(session, context, plan, reason)


def covers(tests: str, measured: Collection[str]) -> bool:
    """Say whether a sample answers a due item: it has its ALP, or without one in the item, something of it."""
    asked = set(tests.split())
    return _ALP in measured if _ALP in asked else bool(asked & set(measured))


def still_missing(asked: Sequence[str], arrived: Collection[str]) -> tuple[str, ...]:
    """Return which ordered tests have not come in."""
    return tuple(test for test in asked if test not in arrived)
