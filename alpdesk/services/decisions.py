"""The answer to a low ALP: signed, dated, and what it makes due."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from alpdesk.domain.assessment import Assessment
from alpdesk.domain.records import Decision, DecisionKind, Instant, Line, MonitoringPlan, Recall, Record, Text
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.context import Context
from alpdesk.services.judging import judge, keep
from alpdesk.services.monitoring import promise, start_plans
from alpdesk.services.older import Older, older, refuse_unseen
from alpdesk.services.roles import clinical, refuse_others
from alpdesk.services.waiting_anew import keep_waiting
from alpdesk.store import clinic, decisions as queries, panels, patients
from alpdesk.store.reading import fetch, value
from alpdesk.store.rows import add
from alpdesk.store.tables import AssessmentRow, DecisionRow, PatientRow, UserRow

_ONLY = "Only a clinician or an administrator signs an answer; it goes on waiting."


class Given(Record):
    """A decision and the name of who signed it."""

    decision: Decision
    signed_by: str = ""


class KeptAssessment(Record):
    """An assessment as it was shown, and the decision that answers it, if there is one yet.

    ``further`` are the answers that were signed to it beside that one.
    """

    id: int
    patient_id: int
    panel_id: int | None
    made_at: Instant
    made_by: str = ""
    needs_answer: bool = False
    assessment: Assessment
    decision: Decision | None = None
    signed_by: str = ""
    further: tuple[Given, ...] = ()

    @property
    def waiting(self) -> bool:
        """Say whether a named clinician still has to answer."""
        return self.needs_answer and self.decision is None


class DecisionDraft(Record):
    """What the clinician answers. ``templates`` are the monitoring templates to start.

    ``due`` moves the first date of each, ``dues`` that of the templates it names. ``promised`` is when the item falls
    due that an answer of this kind promises by itself. ``renewed`` says that the record was shown as it stands now:
    that is kept and answered. ``user_id`` is who signs; without it the user at the desk does. ``beside`` is the newest
    answer of somebody else that the signer has read: this one is signed in addition to it. ``seen`` are the older
    assessments the signer was shown: a pressing alert of another one is not answered unseen.
    """

    patient_id: int
    assessment_id: int
    kind: DecisionKind
    cause: Line = ""
    reason: Text = ""
    templates: tuple[str, ...] = ()
    due: date | None = None
    dues: tuple[tuple[str, date], ...] = ()
    promised: date | None = None
    renewed: bool = False
    user_id: int | None = None
    beside: int | None = None
    seen: tuple[int, ...] = ()


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
        with self._context.database.read() as session:
            return _kept(session, patient_id, queries.assessments(session, patient_id))

    def assessment(self, assessment_id: int) -> KeptAssessment:
        """Return one assessment as it was shown."""
        with self._context.database.read() as session:
            row = fetch(session, AssessmentRow, assessment_id, "assessment")
            return _kept(session, row.patient_id, [row])[0]

    def waiting(self, patient_id: int) -> KeptAssessment | None:
        """Return the newest assessment of a patient that waits for an answer."""
        with self._context.database.read() as session:
            rows = queries.waiting(session, [patient_id])[:1]
            return next(iter(_kept(session, patient_id, rows)), None)

    def older(self, assessment_id: int) -> tuple[Older, ...]:
        """Return what else waits that a signature under an assessment would answer, newest first."""
        with self._context.database.read() as session:
            return older(session, fetch(session, AssessmentRow, assessment_id, "assessment"))

    def now(self, patient_id: int) -> Assessment:
        """Return what the rules say of the record as it stands; nothing is kept."""
        with self._context.database.read() as session:
            return judge(session, self._context, patients.record(session, patient_id))

    def as_now(self, assessment_id: int) -> Assessment:
        """Return what the rules say of the sample of an assessment now; as shown where the sample no longer stands."""
        with self._context.database.read() as session:
            row = fetch(session, AssessmentRow, assessment_id, "assessment")
            return self._renewed(session, row) or Assessment.model_validate_json(row.body)

    def sign(self, draft: DecisionDraft) -> Signed:
        """Sign an answer: it answers this assessment and every older one of the patient."""
        with self._context.begin("decision signed", draft.reason) as session:
            patients.hold(session, [draft.patient_id])
            refuse_unseen(session, fetch(session, AssessmentRow, draft.assessment_id, "assessment"), draft.seen)
            return self.sign_in(session, draft)

    def sign_in(self, session: Session, draft: DecisionDraft) -> Signed:
        """Sign an answer as part of a step that holds the patient already."""
        waiting = queries.waiting(session, [draft.patient_id]) if draft.renewed else ()
        row = self._answered(session, draft)
        later = _of_later_samples(session, row, waiting)
        signer = self._signer(session, draft)
        person = fetch(session, PatientRow, draft.patient_id, "patient")
        if person.responsible_id is None:
            person.responsible_id = signer.id
        decision = Decision(
            patient_id=draft.patient_id,
            assessment_id=row.id or 0,
            kind=draft.kind,
            cause=draft.cause,
            reason=draft.reason,
            signed_by=signer.id,
            signed_at=self._context.clock(),
        )
        kept = value(Decision, add(session, DecisionRow, decision))
        keep_waiting(session, later)  # what was shown renewed has a newer key than a later low that nobody looked at
        shown = Assessment.model_validate_json(row.body)
        dues = {**dict.fromkeys(draft.templates, draft.due), **dict(draft.dues)}
        plans, recalls = start_plans(session, self._context, kept, shown, dues)
        if draft.promised is not None:
            recalls = (*recalls, promise(session, self._context, kept, shown, draft.promised))
        return Signed(decision=kept, plans=plans, recalls=recalls)

    def plans(self, patient_id: int) -> tuple[MonitoringPlan, ...]:
        """Return the monitoring plans of a patient, newest first."""
        with self._context.database.read() as session:
            return queries.plans(session, patient_id)

    def recalls(self, patient_id: int) -> tuple[Recall, ...]:
        """Return every due item of a patient, open ones first, then by day."""
        with self._context.database.read() as session:
            return queries.recalls(session, patient_id)

    def _answered(self, session: Session, draft: DecisionDraft) -> AssessmentRow:
        """Return the assessment that is answered; one that was shown renewed is kept as it was shown."""
        row = fetch(session, AssessmentRow, draft.assessment_id, "assessment")
        self._check(session, draft, row)
        _refuse_second(session, draft)
        renewed = self._renewed(session, row) if draft.renewed else None
        return row if renewed is None else keep(session, self._context, row.patient_id, row.panel_id, renewed)

    def _renewed(self, session: Session, row: AssessmentRow) -> Assessment | None:
        record = patients.record(session, row.patient_id)
        panel = next((both for both in record.panels if both.panel.id == row.panel_id), None)
        return None if panel is None else judge(session, self._context, record, panel)

    def _check(self, session: Session, draft: DecisionDraft, row: AssessmentRow) -> None:
        if row.patient_id != draft.patient_id:
            raise AlpdeskError("This assessment belongs to another patient.")
        if draft.kind is DecisionKind.EXPLAINED and not draft.cause:
            raise AlpdeskError("Say which cause explains the low ALP.")
        if draft.cause and draft.cause not in self._context.rules.causes:
            raise AlpdeskError(f"The cause {draft.cause} is not known.")
        if draft.kind is DecisionKind.NO_ACTION and not draft.reason:
            raise AlpdeskError("Say why nothing is to be done; the reason is kept with the answer.")

    def _signer(self, session: Session, draft: DecisionDraft) -> UserRow:
        """Return who signs; an answer without a name is none."""
        key = draft.user_id if draft.user_id is not None else self._context.actor.user_id
        if key is None:
            raise AlpdeskError("Say who signs; an answer is kept with a name.")
        signer = fetch(session, UserRow, key, "user")
        if not signer.active:
            raise AlpdeskError(f"{signer.name} no longer works here and cannot sign.")
        if not clinical(signer):
            raise AlpdeskError(_ONLY)
        if self._context.actor.user_id is not None:  # nor does anybody else sign in a clinician's name
            refuse_others(session, self._context, _ONLY)
        return signer


def _refuse_second(session: Session, draft: DecisionDraft) -> None:
    """Say what somebody else has answered meanwhile, unless the signer has read it."""
    signed = queries.decisions(session, [draft.patient_id])
    theirs = [one for one in signed if one.assessment_id >= draft.assessment_id and (one.id or 0) > (draft.beside or 0)]
    if theirs:
        sentence = "This was answered meanwhile; read that answer before you sign another one."
        raise ConflictError(sentence, theirs=theirs[-1])


def _kept(session: Session, patient_id: int, rows: Sequence[AssessmentRow]) -> tuple[KeptAssessment, ...]:
    signed = queries.decisions(session, [patient_id])
    names = clinic.user_names(session)
    return tuple(_one(row, signed, names) for row in rows)


def _of_later_samples(
    session: Session, answered: AssessmentRow, waiting: Sequence[AssessmentRow]
) -> list[AssessmentRow]:
    """Return what waits of samples that were taken after the one that is answered."""
    samples = panels.some(session, [row.panel_id for row in (answered, *waiting) if row.panel_id is not None])
    days = {sample.id: sample.collected for sample in samples}
    since = days.get(answered.panel_id)
    return [row for row in waiting if since is not None and days.get(row.panel_id, since) > since]


def answer_to(assessment_id: int, signed: Sequence[Decision]) -> Decision | None:
    """Return the answer to an assessment: its own, or the first that was signed on a later one.

    After a merge the older answer of the other record may bear on a later assessment; it is not what was said here.
    """
    own = next((d for d in signed if d.assessment_id == assessment_id), None)
    return own or next((d for d in signed if d.assessment_id > assessment_id), None)


def _one(row: AssessmentRow, signed: Sequence[Decision], names: dict[int, str]) -> KeptAssessment:
    decision = answer_to(row.id or 0, signed)
    further = [d for d in signed if d.assessment_id == row.id and d != decision]
    return KeptAssessment(
        id=row.id or 0,
        patient_id=row.patient_id,
        panel_id=row.panel_id,
        made_at=row.made_at,
        made_by=names.get(row.made_by or 0, ""),
        needs_answer=row.needs_answer,
        assessment=Assessment.model_validate_json(row.body),
        decision=decision,
        signed_by="" if decision is None else names.get(decision.signed_by or 0, ""),
        further=tuple(Given(decision=d, signed_by=names.get(d.signed_by or 0, "")) for d in further),
    )
