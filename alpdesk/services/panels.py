"""Entering a panel of results: judged while it is typed, kept in one step, answered by an assessment."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from alpdesk.domain.assessment import Assessment
from alpdesk.domain.records import Panel, PanelWithResults, PatientRecord, Record, Result
from alpdesk.errors import AlpdeskError
from alpdesk.services.closing import close_satisfied
from alpdesk.services.context import Context
from alpdesk.services.entry import EntryError, PanelDraft, ResultDraft, check_panel, check_results, read_row
from alpdesk.services.judging import choice, flagged, in_order, judge, keep, verdict_on, worth_keeping
from alpdesk.services.previewing import PanelPreview, Previewer, Previous, RowPreview
from alpdesk.services.reassessing import reassess
from alpdesk.services.reviewing import awaits_review
from alpdesk.services.templates import PanelTemplate, Templates
from alpdesk.store import decisions, panels as queries, patients
from alpdesk.store.reading import fetch
from alpdesk.store.tables import LaboratoryRow

__all__ = [
    "Entered",
    "EntryError",
    "PanelDraft",
    "PanelPreview",
    "PanelTemplate",
    "Panels",
    "Previous",
    "ResultDraft",
    "RowPreview",
]


class Entered(Record):
    """What keeping a panel led to.

    ``assessment`` is always there; ``assessment_id`` only when it was kept (an answer is needed, an alert spoke, or
    the ALP is low or suspended). ``closed`` says in one sentence each which due items this panel closed.
    ``already`` is true when this very panel (``uid``) had been kept before.
    """

    panel_id: int
    assessment_id: int | None = None
    assessment: Assessment | None = None
    closed: tuple[str, ...] = ()
    already: bool = False


class Panels(Templates):
    """The results of the clinic, a sample at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context

    def get(self, panel_id: int) -> PanelWithResults:
        """Return one panel with its results."""
        with self._context.database.read() as session:
            return queries.get(session, panel_id)

    def is_kept(self, uid: UUID) -> bool:
        """Say whether this very panel is in the record already."""
        with self._context.database.read() as session:
            return queries.with_uid(session, uid) is not None

    def read(self, draft: PanelDraft) -> tuple[Result, ...]:
        """Return the typed rows as results; raise ``EntryError`` at the first that cannot be one."""
        return tuple(read_row(row, self._context.rules) for row in draft.typed())

    def previewer(self, patient_id: int) -> Previewer:
        """Return what judges a panel key by key: the record is read once."""
        with self._context.database.read() as session:
            record = patients.record(session, patient_id)
            return Previewer(record, self._context.rules, choice(session), self._context.today())

    def preview(self, patient_id: int, draft: PanelDraft) -> PanelPreview:
        """Judge a panel while it is typed. An unfinished or refused row is said, never raised."""
        with self._context.database.read() as session:
            panel = self._with_laboratory(session, draft.panel)
        return self.previewer(patient_id).preview(draft.model_copy(update={"panel": panel}))

    def enter_draft(self, patient_id: int, draft: PanelDraft) -> Entered:
        """Read a typed panel and keep it."""
        return self.enter(patient_id, draft.panel, self.read(draft))

    def enter(self, patient_id: int, panel: Panel, results: Sequence[Result]) -> Entered:
        """Keep a panel as one step: results as judged, the assessment, the due items it closes."""
        with self._context.begin("panel entered") as session:
            patients.hold(session, [patient_id])
            kept = None if panel.uid is None else queries.with_uid(session, panel.uid)
            if kept is not None:
                return _again(session, kept, patient_id)
            record = patients.record(session, patient_id)
            placed = self._placed(session, panel, record)
            judged = self._judged(session, placed, record, results)
            return self._keep(session, record, queries.add(session, placed, judged))

    def _keep(self, session: Session, record: PatientRecord, both: PanelWithResults) -> Entered:
        patient_id, panel_id = record.patient.id or 0, both.panel.id or 0
        whole = in_order(record, both)
        assessment = judge(session, self._context, whole, both)
        kept = keep(session, self._context, patient_id, panel_id, assessment) if worth_keeping(assessment) else None
        if whole.panels[-1] is not both:
            reassess(session, self._context, patient_id)
        closed = close_satisfied(session, self._context, patient_id, both)
        return Entered(
            panel_id=panel_id, assessment_id=None if kept is None else kept.id, assessment=assessment, closed=closed
        )

    def _placed(self, session: Session, panel: Panel, record: PatientRecord) -> Panel:
        check_panel(panel, record.patient, self._context.today())
        new: dict[str, UUID | int | object] = {
            "id": None,
            "uid": panel.uid or uuid4(),
            "patient_id": record.patient.id,
            "entered_by": self._context.actor.user_id,
            "entered_at": self._context.clock(),
            "to_review": awaits_review(session, self._context),
            "reviewed_by": None,
            "reviewed_at": None,
        }
        return self._with_laboratory(session, panel).model_copy(update=new)

    def _with_laboratory(self, session: Session, panel: Panel) -> Panel:
        """Copy profile and method from the laboratory, unless the panel says otherwise."""
        if panel.laboratory_id is None:
            return panel
        laboratory = fetch(session, LaboratoryRow, panel.laboratory_id, "laboratory")
        profile, method = panel.profile or laboratory.profile, panel.method or laboratory.method
        return panel.model_copy(update={"profile": profile, "method": method})

    def _judged(
        self, session: Session, panel: Panel, record: PatientRecord, results: Sequence[Result]
    ) -> tuple[Result, ...]:
        chosen, rules = choice(session), self._context.rules
        judged = tuple(flagged(r, verdict_on(r, panel, record.patient, rules, chosen)) for r in results)
        check_results(judged, rules)
        return judged


def _again(session: Session, kept: PanelWithResults, patient_id: int) -> Entered:
    """Answer a repeated save: nothing is added twice."""
    if kept.panel.patient_id != patient_id:
        raise AlpdeskError("This panel was already kept for another patient.")
    rows = [row for row in decisions.assessments(session, patient_id) if row.panel_id == kept.panel.id]
    first = rows[-1] if rows else None
    return Entered(
        panel_id=kept.panel.id or 0,
        assessment_id=None if first is None else first.id,
        assessment=None if first is None else Assessment.model_validate_json(first.body),
        already=True,
    )
