"""Due items that a sample had closed, when that sample no longer counts: they are open again, and it is said."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from alpdesk.domain.records import CloseCode, MonitoringPlan, PanelWithResults
from alpdesk.services.closing import ALL_DONE, begun, clear, covers, end_idle, run_on
from alpdesk.services.context import Context
from alpdesk.services.counting import Counting
from alpdesk.services.days import in_words
from alpdesk.services.planning import gathers, items_of
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
        if not _concerns(session, counting, recall, panel_id) or still_done(
            session, counting, recall, both, patient_id
        ):
            continue
        stand_in = _stand_in(session, counting, recall, later, patient_id)
        if stand_in is None:
            withdraw_followers(session, context, recall)
            clear(session, recall)
            said.append(f"{recall.title}: open again, due {in_words(recall.due)}.")
        else:
            recall.panel_id = stand_in.panel.id
            recall.closed_reason = f"Done with the sample of {in_words(stand_in.panel.collected)}"
    session.flush()
    for plan in ended:
        end_idle(session, context, fetch(session, MonitoringPlanRow, plan.id, "monitoring plan"), ALL_DONE)
    return tuple(said)


def _stand_in(
    session: Session, counting: Counting, recall: RecallRow, later: Sequence[PanelWithResults], patient_id: int
) -> PanelWithResults | None:
    """Return a later sample that closes a due item too and closed no other of its plan."""
    mine = decisions.recalls(session, patient_id)
    used = {one.panel_id for one in mine if one.plan_id is not None and one.plan_id == recall.plan_id}
    free = (other for other in later if other.panel.id not in used)
    return next((other for other in free if still_done(session, counting, recall, other, patient_id)), None)


def _run_again(session: Session, ended: Sequence[MonitoringPlan]) -> list[str]:
    """Let plans run again whose own rule had ended them and no longer holds; what that end closed is open again."""
    said: list[str] = []
    for plan in ended:
        run_on(fetch(session, MonitoringPlanRow, plan.id, "monitoring plan"))
        for recall in corrections.stopped_with(session, plan):
            clear(session, recall)
            said.append(f"{recall.title}: open again, due {in_words(recall.due)}.")
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
    plan = _plan_of(session, recall)
    since, sample = begun(recall, plan), both.panel
    if recall.ordered_on is not None or gathers(counting.rules, plan, recall):
        return set(recall.tests.split()) <= counting.arrived(recall, since)
    if sample.voided or sample.patient_id != patient_id or sample.collected < since:
        return False
    return covers(recall.tests, counting.of(both))


def _concerns(session: Session, counting: Counting, recall: RecallRow, panel_id: int) -> bool:
    """Say whether a due item rests on a panel: it closed it, or may have brought a part of what closed it."""
    several = recall.ordered_on is not None or gathers(counting.rules, _plan_of(session, recall), recall)
    return several or recall.panel_id == panel_id


def _plan_of(session: Session, recall: RecallRow) -> MonitoringPlan | None:
    if recall.plan_id is None:
        return None
    return value(MonitoringPlan, fetch(session, MonitoringPlanRow, recall.plan_id, "monitoring plan"))


def withdraw_followers(session: Session, context: Context, recall: RecallRow) -> None:
    """Close what fell due again only because an item was done."""
    for follower in _made_due(session, context, recall):
        _withdraw(context, follower)


def _made_due(session: Session, context: Context, recall: RecallRow) -> list[RecallRow]:
    """Return what fell due again because an item was done; the dates that the plan set itself are left alone."""
    plan = _plan_of(session, recall)
    if plan is None:
        return []
    items = items_of(context.rules, plan)
    own = sum(item.title == recall.title for item in items)
    dates = corrections.dates_of(session, recall)[own:]
    return [one for one in dates if (one.id or 0) > (recall.id or 0)]


def _withdraw(context: Context, follower: RecallRow) -> None:
    """Close an item that only the sample had made due."""
    if follower.closed_on is None:
        follower.closed_on, follower.closed_reason = context.today(), _NO_LONGER
        follower.close_code, follower.closed_by = CloseCode.STOPPED, context.actor.user_id
