"""What a decision makes due."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from alpdesk.domain.alp import ALP
from alpdesk.domain.assessment import Assessment, MonitoringProposal
from alpdesk.domain.records import Decision, MonitoringPlan, Recall
from alpdesk.domain.rules import MonitoringItem, MonitoringTemplate
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.days import in_words
from alpdesk.services.roles import refuse_others
from alpdesk.store.reading import value
from alpdesk.store.rows import add
from alpdesk.store.tables import MonitoringPlanRow, RecallRow


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


def promise(session: Session, context: Context, decision: Decision, shown: Assessment, due: date) -> Recall:
    """Keep the item that an answer promises by itself, so that it comes back to the list."""
    known = context.rules.promises.get(decision.kind)
    if known is None:
        raise AlpdeskError("An answer of this kind promises nothing; start monitoring instead.")
    if due < context.today():
        raise AlpdeskError("A due date cannot lie in the past.")
    refuse_too_far(context, due)
    proposal = known.proposal(shown.alp.collected or shown.as_of, context.today())
    refuse_too_early(known.title, proposal.not_before, due)
    early = max(proposal.not_before or context.today(), context.today())
    recall = Recall(
        patient_id=decision.patient_id,
        decision_id=decision.id,
        title=known.title,
        tests=" ".join(known.tests),
        not_before=early if known.tests else None,
        due=due,
    )
    return value(Recall, add(session, RecallRow, recall))


def _recalls(
    context: Context, plan: MonitoringPlan, template: MonitoringTemplate, shown: Assessment, due: date | None
) -> list[Recall]:
    sample = shown.alp.collected or shown.as_of
    proposed = next((one for one in shown.monitoring if one.template == template.id), None)
    first = _first(plan, template.items[0], sample, proposed)
    later = [recall_of(plan, item, sample) for item in template.items[1:]]
    if due is not None:
        refuse_too_early(first.title, first.not_before, due)
        refuse_too_far(context, due)
        first = first.model_copy(update={"due": due})
    today = context.today()
    return [recall.model_copy(update={"due": max(recall.due, today)}) for recall in (first, *later)]


def _first(plan: MonitoringPlan, item: MonitoringItem, sample: date, proposed: MonitoringProposal | None) -> Recall:
    recall = recall_of(plan, item, sample)
    if proposed is None:
        return recall
    return recall.model_copy(update={"due": proposed.due, "not_before": proposed.not_before})


def refuse_too_early(title: str, not_before: date | None, due: date) -> None:
    """Refuse a due date on which a sample would not count yet, and name the first that is possible."""
    if not_before is not None and due < not_before:
        raise AlpdeskError(f"{title}: a sample counts from {in_words(not_before)}; choose that day or a later one.")


def refuse_too_far(context: Context, due: date) -> None:
    """Refuse a date so far ahead that it is a slip of the hand, and would be forgotten."""
    last = context.today() + timedelta(days=context.rules.escalation.furthest_days)
    if due > last:
        raise AlpdeskError(f"That date is too far ahead; the last possible one is {in_words(last)}.")


def refuse_staff_far(session: Session, context: Context, tests: Collection[str], due: date, to: date) -> None:
    """Refuse staff to put off an ALP for longer than until a clinician would have been asked about it."""
    days = context.rules.escalation.until_clinician
    if ALP in tests and to > max(due, context.today()) + timedelta(days=days):
        sentence = f"Only a clinician or an administrator puts off an ALP by more than {days} days."
        refuse_others(session, context, sentence)


def recall_of(plan: MonitoringPlan, item: MonitoringItem, since: date) -> Recall:
    """Return an item as a due item, counted from a day."""
    early = item.not_before_days
    return Recall(
        patient_id=plan.patient_id,
        plan_id=plan.id,
        decision_id=plan.decision_id,
        title=item.title,
        tests=" ".join(item.tests),
        not_before=None if early is None else since + timedelta(days=early),
        due=since + timedelta(days=item.after_days),
    )


def due_again(plan: MonitoringPlan, item: MonitoringItem, since: date) -> Recall:
    """Return a repeating item as it falls due next, counted from the day it was done."""
    due = since + timedelta(days=item.every_days or item.after_days)
    gap = item.not_before_days if item.repeat_not_before_days is None else item.repeat_not_before_days
    early = since + timedelta(days=1 if gap is None else gap)
    return recall_of(plan, item, since).model_copy(update={"due": due, "not_before": min(early, due)})
