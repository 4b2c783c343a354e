"""What a decision makes due, and what a new sample closes."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from alpdesk.domain.assessment import Assessment, MonitoringProposal
from alpdesk.domain.records import Decision, MonitoringPlan, PanelWithResults, Recall
from alpdesk.domain.rules import MonitoringItem, MonitoringTemplate
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.store import decisions
from alpdesk.store.reading import value
from alpdesk.store.rows import add
from alpdesk.store.tables import MonitoringPlanRow, RecallRow

_ALP = "alp"


def start_plans(
    session: Session,
    context: Context,
    decision: Decision,
    shown: Assessment,
    dues: Mapping[str, date | None],
) -> tuple[tuple[MonitoringPlan, ...], tuple[Recall, ...]]:
    """Start a plan for each template, with a due item for everything in it; a date given moves the first one."""
    plans: list[MonitoringPlan] = []
    recalls: list[Recall] = []
    for name, due in dues.items():
        template = context.rules.monitoring.get(name)
        if template is None:
            raise AlpdeskError(f"The monitoring template {name} is not known.")
        plan = MonitoringPlan(
            patient_id=decision.patient_id, decision_id=decision.id, template=name, started=context.today()
        )
        kept = value(MonitoringPlan, add(session, MonitoringPlanRow, plan))
        plans.append(kept)
        recalls += [
            value(Recall, add(session, RecallRow, recall)) for recall in _recalls(context, kept, template, shown, due)
        ]
    return tuple(plans), tuple(recalls)


def _recalls(
    context: Context, plan: MonitoringPlan, template: MonitoringTemplate, shown: Assessment, due: date | None
) -> list[Recall]:
    sample = shown.alp.collected or shown.as_of
    proposed = next((one for one in shown.monitoring if one.template == template.id), None)
    first = _first(plan, template.items[0], sample, proposed)
    later = [_recall(plan, item, sample) for item in template.items[1:]]
    if due is not None:
        first = first.model_copy(update={"due": due})
    today = context.today()
    return [recall.model_copy(update={"due": max(recall.due, today)}) for recall in (first, *later)]


def _first(plan: MonitoringPlan, item: MonitoringItem, sample: date, proposed: MonitoringProposal | None) -> Recall:
    recall = _recall(plan, item, sample)
    if proposed is None:
        return recall
    return recall.model_copy(update={"due": proposed.due, "not_before": proposed.not_before or recall.not_before})


def _recall(plan: MonitoringPlan, item: MonitoringItem, since: date) -> Recall:
    early = item.not_before_days
    return Recall(
        patient_id=plan.patient_id,
        plan_id=plan.id,
        title=item.title,
        tests=" ".join(item.tests),
        not_before=None if early is None else since + timedelta(days=early),
        due=since + timedelta(days=item.after_days),
    )


def close_satisfied(session: Session, context: Context, patient_id: int, panel: PanelWithResults) -> tuple[str, ...]:
    """Close every open due item that this sample satisfies, start what repeats, and say so.

    Of an item that falls due several times only the next one is closed.
    """
    sample = panel.panel
    measured = {result.analyte for result in panel.results if result.standing}
    plans = {plan.id: plan for plan in decisions.plans(session, patient_id)}
    said: list[str] = []
    done: set[tuple[int | None, str]] = set()
    for recall in decisions.satisfied(session, patient_id, sample.collected):
        plan, item = plans.get(recall.plan_id), (recall.plan_id, recall.title)
        if item in done:
            continue
        if not covers(recall.tests, measured) or (plan is not None and sample.collected < plan.started):
            continue
        done.add(item)
        recall.closed_on, recall.panel_id = context.today(), sample.id
        recall.closed_reason = f"Done with the sample of {sample.collected.isoformat()}"
        said.append(f"{recall.title}: done with this sample.")
        if plan is not None and plan.stopped is None:
            _repeat(session, context, plan, recall.title, sample.collected)
    session.flush()
    return tuple(said)


def covers(tests: str, measured: set[str]) -> bool:
    """Say whether a sample answers a due item: it has its ALP, or without one in the item, something of it."""
    asked = set(tests.split())
    return _ALP in measured if _ALP in asked else bool(asked & measured)


def _repeat(session: Session, context: Context, plan: MonitoringPlan, title: str, since: date) -> None:
    template = context.rules.monitoring.get(plan.template)
    items = template.items if template else ()
    item = next((one for one in items if one.title == title and one.every_days), None)
    if item is None or item.every_days is None:
        return
    again = _recall(plan, item, since)
    early = since + timedelta(days=1) if again.not_before is None else again.not_before
    due = since + timedelta(days=item.every_days)
    add(session, RecallRow, again.model_copy(update={"due": due, "not_before": early}))
