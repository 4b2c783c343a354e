"""Why something is due: which rule made it, counted from which sample, by which edition of the rule book."""

from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from alpdesk.domain.assessment import Assessment
from alpdesk.domain.promises import Promise
from alpdesk.domain.records import Decision, DecisionKind, Instant, Line, MonitoringPlan, Recall, Record, Result
from alpdesk.domain.rules import MonitoringItem, MonitoringTemplate, RuleBook
from alpdesk.services.context import Context
from alpdesk.services.planning import item_of
from alpdesk.store import clinic, decisions
from alpdesk.store.reading import fetch, value
from alpdesk.store.tables import AssessmentRow, DecisionRow, MonitoringPlanRow, PanelRow, RecallRow

BY_HAND = "by-hand"
ORDER = "order"


class DueReason(Record):
    """What made an item due.

    ``rule`` names the monitoring template, the promise of an answer, an order, or an entry by hand; ``edition`` is the
    rule book that spoke. ``counted_from`` is the sample (or the day) the days count from. ``own_items`` says that this
    patient's items differ from the template's.
    """

    recall: Recall
    rule: str
    title: str = ""
    basis: str = ""
    edition: str
    sources: tuple[str, ...] = ()
    counted_from: date | None = None
    after_days: int | None = None
    not_before_days: int | None = None
    every_days: int | None = None
    again: bool = False
    own_items: bool = False
    answer: DecisionKind | None = None
    by: Line = ""
    at: Instant | None = None


class Spoken(NamedTuple):
    """The edition of the rule book that spoke; empty where none was kept. ``rules`` is absent where it is gone."""

    edition: str = ""
    rules: RuleBook | None = None


class Reasoning:
    """Answers "why?" of what is kept (``desk.reasoning``)."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def spoken(self, panel_id: int, result: Result) -> Spoken:
        """Return the oldest edition kept with a panel whose limits are those a flag rests on."""
        with self._context.database.read() as session:
            panel = fetch(session, PanelRow, panel_id, "panel")
            rows = decisions.assessments(session, panel.patient_id or 0)
            for row in reversed([row for row in rows if row.panel_id == panel_id]):
                rules = self._context.shelf.as_of(session, row.rule_book, row.made_at)
                if rules is None or holds(rules, result):
                    return Spoken(row.rule_book, rules)
            return Spoken()

    def due(self, recall_id: int) -> DueReason:
        """Return why an item is due on its day."""
        with self._context.database.read() as session:
            recall = value(Recall, fetch(session, RecallRow, recall_id, "due item"))
            plan = _plan(session, recall)
            decision = _decision(session, recall, plan)
            reason = self._reason(session, recall, plan, decision)
            return self._signed(session, reason, decision)

    def _reason(
        self, session: Session, recall: Recall, plan: MonitoringPlan | None, decision: Decision | None
    ) -> DueReason:
        shown = _shown(session, decision)
        spoken = self._spoke(session, recall, decision, shown)
        plain = DueReason(recall=recall, rule=BY_HAND, title=recall.title, edition=spoken.edition)
        if plan is not None:
            return self._of_plan(session, plain, plan, shown, spoken.rules)
        if recall.ordered_on is not None:
            return plain.model_copy(update={"rule": ORDER, "counted_from": recall.ordered_on})
        promise = None if decision is None or spoken.rules is None else spoken.rules.promises.get(decision.kind)
        if promise is None or promise.title != recall.title:
            return plain
        return _of_promise(plain, promise, shown, decision)

    def _spoke(self, session: Session, recall: Recall, decision: Decision | None, shown: Assessment | None) -> Spoken:
        """Return the rules that made an item: those of the sample that closed it last time, else of the answer."""
        before = _sample_before(session, recall)
        if before is not None:
            entered = before.entered_at
            rules = None if entered is None else self._context.shelf.at(session, entered)
            return Spoken("" if rules is None else rules.version, rules)
        if decision is None or decision.signed_at is None or shown is None:
            return Spoken(self._context.rules.version, self._context.rules)
        return Spoken(shown.rule_book, self._context.shelf.as_of(session, shown.rule_book, decision.signed_at))

    def _of_plan(
        self, session: Session, plain: DueReason, plan: MonitoringPlan, shown: Assessment | None, rules: RuleBook | None
    ) -> DueReason:
        template = None if rules is None else rules.monitoring.get(plan.template)
        item = None if rules is None else item_of(rules, plan, plain.recall.title)
        before = _sample_before(session, plain.recall)
        sampled = None if shown is None else shown.alp.collected or shown.as_of
        return plain.model_copy(
            update={
                "rule": plan.template,
                "own_items": bool(plan.own_items),
                "counted_from": (None if before is None else before.collected) or sampled or plan.started,
                "again": before is not None,
                **_wording(template),
                **_days(item),
            }
        )

    def _signed(self, session: Session, reason: DueReason, decision: Decision | None) -> DueReason:
        names = clinic.user_names(session)
        if decision is None:
            return reason.model_copy(update={"by": names.get(reason.recall.ordered_by or 0, "")})
        by = names.get(decision.signed_by or 0, "")
        return reason.model_copy(update={"answer": decision.kind, "by": by, "at": decision.signed_at})


def holds(rules: RuleBook, result: Result) -> bool:
    """Say whether a rule book has the limits that a flag rests on."""
    if result.judged_by in ("", "printed"):
        return True
    profile, analyte = rules.profiles.get(result.judged_by), rules.analytes.get(result.analyte)
    own = analyte.intervals if analyte is not None and result.judged_by == "own" else ()
    rows = own if profile is None else profile.intervals
    return any((row.low, row.high) == (result.judged_low, result.judged_high) for row in rows)


def _of_promise(plain: DueReason, promise: Promise, shown: Assessment | None, decision: Decision | None) -> DueReason:
    signed = None if decision is None or decision.signed_at is None else decision.signed_at.astimezone().date()
    sampled = None if shown is None else shown.alp.collected or shown.as_of
    return plain.model_copy(
        update={
            "rule": f"promise-{promise.id}",
            "basis": promise.basis,
            "sources": promise.sources,
            "counted_from": sampled if promise.counts_from == "sample" else signed,
            "after_days": promise.after_days,
            "not_before_days": promise.not_before_days,
        }
    )


def _wording(template: MonitoringTemplate | None) -> dict[str, object]:
    if template is None:
        return {}
    return {"title": f"{template.code} {template.title}", "basis": template.basis, "sources": template.sources}


def _days(item: MonitoringItem | None) -> dict[str, object]:
    if item is None:
        return {}
    return {
        "after_days": item.after_days,
        "not_before_days": item.not_before_days,
        "every_days": item.every_days,
    }


def _plan(session: Session, recall: Recall) -> MonitoringPlan | None:
    if recall.plan_id is None:
        return None
    return value(MonitoringPlan, fetch(session, MonitoringPlanRow, recall.plan_id, "monitoring plan"))


def _decision(session: Session, recall: Recall, plan: MonitoringPlan | None) -> Decision | None:
    key = recall.decision_id or (None if plan is None else plan.decision_id)
    return None if key is None else value(Decision, fetch(session, DecisionRow, key, "answer"))


def _shown(session: Session, decision: Decision | None) -> Assessment | None:
    if decision is None:
        return None
    row = fetch(session, AssessmentRow, decision.assessment_id, "assessment")
    return Assessment.model_validate_json(row.body)


def _sample_before(session: Session, recall: Recall) -> PanelRow | None:
    """Return the sample that closed the item before this one, where the item repeats."""
    earlier = [
        one
        for one in decisions.recalls(session, recall.patient_id)
        if (one.plan_id, one.title) == (recall.plan_id, recall.title)
        and one.panel_id is not None
        and (one.id or 0) < (recall.id or 0)
    ]
    if not earlier:
        return None
    newest = max(earlier, key=lambda one: one.id or 0)
    return fetch(session, PanelRow, newest.panel_id, "panel")
