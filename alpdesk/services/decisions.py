"""The answer to a low ALP: signed, dated, and what it makes due."""

from datetime import date

from alpdesk.domain.assessment import Assessment
from alpdesk.domain.records import Decision, DecisionKind, Instant, Line, MonitoringPlan, Recall, Record, Text
from alpdesk.services.context import Context


class KeptAssessment(Record):
    """An assessment as it was shown, and the decision that answers it, if there is one yet."""

    id: int
    patient_id: int
    panel_id: int | None
    made_at: Instant
    made_by: str = ""
    needs_answer: bool = False
    assessment: Assessment
    decision: Decision | None = None
    signed_by: str = ""

    @property
    def waiting(self) -> bool:
        """Say whether a named clinician still has to answer."""
        return self.needs_answer and self.decision is None


class DecisionDraft(Record):
    """What the clinician answers. ``templates`` are the monitoring templates to start, ``due`` moves the first date.

    ``user_id`` is who signs; without it the user at the desk does.
    """

    patient_id: int
    assessment_id: int
    kind: DecisionKind
    cause: Line = ""
    reason: Text = ""
    templates: tuple[str, ...] = ()
    due: date | None = None
    user_id: int | None = None


class Signed(Record):
    """A signed decision with the plans and due items it made."""

    decision: Decision
    plans: tuple[MonitoringPlan, ...] = ()
    recalls: tuple[Recall, ...] = ()


class Decisions:
    """What was shown, what was answered, and what is due."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def assessments(self, patient_id: int) -> tuple[KeptAssessment, ...]:
        """Return what was shown for a patient, newest first."""
        raise NotImplementedError

    def assessment(self, assessment_id: int) -> KeptAssessment:
        """Return one assessment as it was shown."""
        raise NotImplementedError

    def waiting(self, patient_id: int) -> KeptAssessment | None:
        """Return the newest assessment of a patient that waits for an answer."""
        raise NotImplementedError

    def sign(self, draft: DecisionDraft) -> Signed:
        """Sign an answer: it answers this assessment and every older one of the patient."""
        raise NotImplementedError

    def plans(self, patient_id: int) -> tuple[MonitoringPlan, ...]:
        """Return the monitoring plans of a patient, newest first."""
        raise NotImplementedError

    def recalls(self, patient_id: int) -> tuple[Recall, ...]:
        """Return every due item of a patient, open ones first, then by day."""
        raise NotImplementedError

    def close_recall(self, recall_id: int, reason: str) -> Recall:
        """Close a due item by hand; a reason is needed."""
        raise NotImplementedError

    def stop_plan(self, plan_id: int, reason: str) -> MonitoringPlan:
        """Stop a monitoring plan and its open due items; a reason is needed."""
        raise NotImplementedError
