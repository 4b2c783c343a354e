"""Reads what the decide page shows of one assessment. Knows neither widgets nor SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from alpdesk.domain.alp import ALP
from alpdesk.domain.assessment import Assessment, MonitoringProposal
from alpdesk.domain.deciding import criteria_sheet
from alpdesk.domain.loop import keeps
from alpdesk.domain.records import DecisionKind, Patient
from alpdesk.services.checklists import ChecklistState
from alpdesk.services.decisions import KeptAssessment
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical.names import analyte_names, tests_named
from alpdesk.ui.decide.shown import Shown


class Reader:
    """Finds an assessment and brings together what belongs to it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(self, patient_id: int, assessment_id: int | None) -> KeptAssessment | None:
        """Return the one that is meant, or the newest that waits, or the newest at all."""
        if assessment_id is not None:
            return self._desk.decisions.assessment(assessment_id)
        waiting = self._desk.decisions.waiting(patient_id)
        return waiting or next(iter(self._desk.decisions.assessments(patient_id)), None)

    def renewed(self, kept: KeptAssessment) -> Assessment | None:
        """Return what the record says now, where criteria or checklist have changed since an assessment was kept.

        Results, medicines and findings that came after it belong before whoever decides. What it was kept for stays
        in sight: where the low or one of the alerts is there no more, or a newer one waits, it is shown as it was kept.
        """
        newest = self._desk.decisions.waiting(kept.patient_id)
        if newest is not None and newest.id > kept.id and newest.panel_id != kept.panel_id:
            return None
        now, then = self._desk.decisions.as_now(kept.id), kept.assessment
        if now.criteria != then.criteria:
            return now
        still_says = now.alp.flag is then.alp.flag and {a.id for a in then.alerts} <= {a.id for a in now.alerts}
        return now if still_says and now.checklist != then.checklist else None

    def shown(
        self, patient: Patient, age: str, kept: KeptAssessment, renewed: Assessment | None, *, anew: bool = False
    ) -> Shown:
        """Return everything the page shows; ``anew`` opens an answered one to a further answer."""
        today, assessment = self._desk.context.today(), renewed or kept.assessment
        names, promises = analyte_names(self._desk.rules), self._promises(assessment, today)
        proposals = (*assessment.monitoring, *promises.values())
        return Shown(
            patient=patient,
            age=age,
            kept=kept,
            causes=self._causes(assessment),
            signer=self._signer(),
            today=today,
            tests={each.template: tests_named(each.tests, names) for each in proposals},
            analyte=self._desk.rules.analytes[ALP],
            marks=self.marks(kept, anew=anew),
            promises=promises,
            keepers={kind: self._keepers(assessment, kind, own.template) for kind, own in promises.items()},
            stale=self._desk.corrections.stale_assessments(kept.patient_id).get(kept.id),
            renewed=renewed,
            may_sign=self._desk.users.may_decide(),
            criteria=None if assessment.criteria is None else criteria_sheet(assessment.criteria, self._desk.rules),
            anew=anew,
            older=self._desk.decisions.older(kept.id),
            findings={one.finding: one.present for one in self._desk.patients.record(kept.patient_id).findings},
        )

    def marks(self, kept: KeptAssessment, *, anew: bool) -> ChecklistState:
        """Return the marks beside an assessment: those of now while it is answered, else those it was answered with."""
        checklists = self._desk.checklists
        return checklists.state(kept.patient_id) if anew else checklists.as_shown(kept.id)

    def _causes(self, shown: Assessment) -> Sequence[tuple[str, str]]:
        """Return what a low may be explained by: the checklist first, then every other cause by name."""
        listed = {item.cause: item.title for item in shown.checklist}
        others = sorted((c for c in self._desk.rules.causes.values() if c.id not in listed), key=lambda c: c.title)
        return [*listed.items(), *((cause.id, cause.title) for cause in others)]

    def _promises(self, shown: Assessment, today: date) -> Mapping[DecisionKind, MonitoringProposal]:
        """Return what each answer would promise by itself."""
        sampled, known = shown.alp.collected or shown.as_of, self._desk.rules.promises
        return {kind: known[kind].proposal(sampled, today) for kind in DecisionKind if kind in known}

    def _keepers(self, shown: Assessment, kind: DecisionKind, own: str) -> Collection[str]:
        """Return what keeps the promise of an answer: its own item, and each proposal that does as much."""
        known = self._desk.rules.monitoring
        plans = [known[one.template] for one in shown.monitoring if one.template in known]
        return {own, *(plan.id for plan in plans if any(keeps(kind, item.tests) for item in plan.items))}

    def _signer(self) -> str:
        user = self._desk.users.current()
        return self._desk.actor.name if user is None else user.name
