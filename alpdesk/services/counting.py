"""What of a patient's samples counts as a result: text, a doubtful tube or an unclear unit answer nothing."""

import re
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from alpdesk.domain.alp import ALP
from alpdesk.domain.counted import CountedAlp, counted_alps
from alpdesk.domain.records import Flag, MonitoringPlan, PanelWithResults, Recall
from alpdesk.domain.rules import RuleBook
from alpdesk.services.context import Context
from alpdesk.services.judging import choice
from alpdesk.services.planning import template_of
from alpdesk.store import decisions, followup, patients

_WORDS = "ALP was not low"
_BY_RULE = re.compile(rf"{_WORDS}( \d+ times in a row)?\.")


class Counting:
    """The results of one patient that count; the record is read when an ALP is asked about."""

    def __init__(self, session: Session, context: Context, patient_id: int) -> None:
        self._session, self._context, self._patient_id = session, context, patient_id

    @property
    def rules(self) -> RuleBook:
        """Return the rules in force."""
        return self._context.rules

    @cached_property
    def alps(self) -> tuple[CountedAlp, ...]:
        """Return every standing ALP by the rules in force, newest first."""
        record = patients.record(self._session, self._patient_id)
        return counted_alps(record, self._context.rules, self._context.today(), choice(self._session))

    def of(self, both: PanelWithResults) -> set[str]:
        """Return the analytes of a sample that have a result."""
        read = {result.analyte for result in both.results if result.standing and result.canonical is not None}
        return {analyte for analyte in read if analyte != ALP or self._counts(both.panel.id or 0)}

    def arrived(self, recall: Recall, since: date | None = None) -> set[str]:
        """Return what has come in for a due item: since it was ordered, or since a day."""
        begun = since or recall.ordered_on or recall.not_before or recall.due
        asked = set(recall.tests.split())
        found = followup.arrived(self._session, self._patient_id, begun, recall.after_panel_id)
        return {name for panel, name in found if name in asked and (name != ALP or self._counts(panel))}

    def ends(self, plan: MonitoringPlan) -> str:
        """Return the words with which a plan ends by its own rule; nothing while the rule is not met."""
        template = template_of(self._context.rules, plan)
        need = None if template is None else template.stop_after_not_low
        need = need if plan.own_stop is None else plan.own_stop
        if not need or self._not_low_in_a_row(plan) < need:
            return ""
        return f"{_WORDS}." if need == 1 else f"{_WORDS} {need} times in a row."

    def ended_wrongly(self, plan: MonitoringPlan) -> bool:
        """Say whether a plan ended by its own rule, which its samples no longer meet."""
        return plan.stopped is not None and bool(_BY_RULE.fullmatch(plan.stop_reason)) and not self.ends(plan)

    def _not_low_in_a_row(self, plan: MonitoringPlan) -> int:
        """Count the newest samples that closed an item and are not low, far enough apart; a low ends the row."""
        closed = decisions.recalls(self._session, self._patient_id)
        counted = {recall.panel_id for recall in closed if recall.plan_id == plan.id}
        apart = timedelta(days=self._context.rules.severity.series.persistent_after_days)
        run: list[date] = []
        for alp in (alp for alp in self.alps if alp.is_judged and alp.collected >= plan.started):
            if alp.flag is Flag.LOW:
                break
            if alp.panel_id in counted and (not run or alp.collected <= run[-1] - apart):
                run.append(alp.collected)
        return len(run)

    def _counts(self, panel_id: int) -> bool:
        return any(alp.panel_id == panel_id and alp.is_result for alp in self.alps)
