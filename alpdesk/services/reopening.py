"""Due items that a sample had closed, when that sample no longer counts: they are open again, and it is said."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from alpdesk.domain.records import CloseCode, MonitoringPlan, PanelWithResults
from alpdesk.services.closing import ALL_DONE, clear, covers, end_idle, run_on
from alpdesk.services.context import Context
from alpdesk.services.counting import Counting
from alpdesk.services.planning import items_of
from alpdesk.store import corrections, decisions, panels
from alpdesk.store.reading import fetch, value
from alpdesk.store.tables import MonitoringPlanRow, RecallRow

_NO_LONGER = "Counted from a sample that no longer counts"


def reopen(session: Session, context: Context, patient_id: int, panel_id: int) -> tuple[str, ...]:
    """Open again what ``panel_id`` had closed for a patient and closes no more, unless a later sample closes it."""
    both = panels.get(session, panel_id)
    counting = Counting(session, context, patient_id)
    later = _entered_after(session, both, patient_id)
    ended = [plan for plan in decisions.plans(session, patient_id) if counting.ended_wrongly(plan)]
    said = _run_again(session, ended)
    for recall in corrections.closed_by_panel(session, patient_id, panel_id):
        if still_done(session, counting, recall, both, patient_id):
            continue
        stand_in = next((other for other in later if still_done(session, counting, recall, other, patient_id)), None)
        if stand_in is None:
            withdraw_followers(session, context, recall)
            clear(session, recall)
            said.append(f"{recall.title}: open again, due {recall.due.isoformat()}.")
        else:
            recall.panel_id = stand_in.panel.id
            recall.closed_reason = f"Done with the sample of {stand_in.panel.collected.isoformat()}"
    session.flush()
    for plan in ended:
        end_idle(session, context, fetch(session, MonitoringPlanRow, plan.id, "monitoring plan"), ALL_DONE)
    return tuple(said)


def _run_again(session: Session, ended: Sequence[MonitoringPlan]) -> list[str]:
    """Let plans run again whose own rule had ended them and no longer holds; what that end closed is open again."""
    said: list[str] = []
    for plan in ended:
        run_on(fetch(session, MonitoringPlanRow, plan.id, "monitoring plan"))
        for recall in corrections.stopped_with(session, plan):
            clear(session, recall)
            said.append(f"{recall.title}: open again, due {recall.due.isoformat()}.")
    session.flush()
    return said


def _entered_after(session: Session, both: PanelWithResults, patient_id: int) -> list[PanelWithResults]:
    """Return the standing samples of a patient that came into the record after this one."""
    standing = panels.of_patients(session, [patient_id]).get(patient_id, ())
    return [other for other in standing if (other.panel.id or 0) > (both.panel.id or 0)]


def still_done(
    session: Session, counting: Counting, recall: RecallRow, both: PanelWithResults, patient_id: int
) -> bool:
    """Say whether a sample still answers a due item as it stands now."""
    sample = both.panel
    if sample.voided or sample.patient_id != patient_id:
        return False
    if recall.ordered_on is not None:
        return set(recall.tests.split()) <= counting.arrived(recall)
    plan = None if recall.plan_id is None else fetch(session, MonitoringPlanRow, recall.plan_id, "monitoring plan")
    begun = recall.not_before if plan is None else max(recall.not_before or plan.started, plan.started)
    return covers(recall.tests, counting.of(both)) and (begun is None or begun <= sample.collected)


def withdraw_followers(session: Session, context: Context, recall: RecallRow) -> None:
    """Close what fell due again only because an item was done."""
    for follower in _made_due(session, context, recall):
        _withdraw(context, follower)


def _made_due(session: Session, context: Context, recall: RecallRow) -> list[RecallRow]:
    """Return what fell due again because an item was done; the dates that the plan set itself are left alone."""
    row = None if recall.plan_id is None else fetch(session, MonitoringPlanRow, recall.plan_id, "monitoring plan")
    if row is None:
        return []
    items = items_of(context.rules, value(MonitoringPlan, row))
    own = sum(item.title == recall.title for item in items)
    dates = corrections.dates_of(session, recall)[own:]
    return [one for one in dates if (one.id or 0) > (recall.id or 0)]


def _withdraw(context: Context, follower: RecallRow) -> None:
    """Close an item that only the sample had made due."""
    if follower.closed_on is None:
        follower.closed_on, follower.closed_reason = context.today(), _NO_LONGER
        follower.close_code, follower.closed_by = CloseCode.STOPPED, context.actor.user_id
