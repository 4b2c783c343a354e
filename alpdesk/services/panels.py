"""Entering a panel of results: judged while it is typed, kept in one step, answered by an assessment."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from alpdesk.domain.assessment import Assessment
from alpdesk.domain.records import Panel, PanelWithResults, PatientRecord, Record, Result
from alpdesk.errors import AlpdeskError
from alpdesk.services.closing import close_satisfied
from alpdesk.services.context import Context
from alpdesk.services.entry import EntryError, PanelDraft, ResultDraft, read_row
from alpdesk.services.judging import choice, in_order, judge, keep, worth_keeping
from alpdesk.services.placing import judged, placed, with_laboratory
from alpdesk.services.previewing import PanelPreview, Previewer, Previous, RowPreview
from alpdesk.services.reassessing import reassess
from alpdesk.services.templates import PanelTemplate, Templates
from alpdesk.services.twins import Twin, twin_of
from alpdesk.store import decisions, panels as queries, patients

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
    "Twin",
]


class Entered(Record):
    """What keeping a panel led to.

    ``assessment`` is always there; ``assessment_id`` only when it was kept (an answer is needed, an alert spoke, or
    the ALP is low or suspended). ``closed`` says in one sentence each which due items this panel closed.
    ``already`` is true when this very panel (``uid``) had been kept before. ``twin`` is another panel of the record
    that holds mostly the same.
    """

    panel_id: int
    assessment_id: int | None = None
    assessment: Assessment | None = None
    closed: tuple[str, ...] = ()
    already: bool = False
    twin: Twin | None = None


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
            panel = with_laboratory(session, draft.panel)
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
            ready = placed(session, self._context, panel, record)
            found = judged(session, self._context, ready, record, results)
            return self._keep(session, record, queries.add(session, ready, found))

    def _keep(self, session: Session, record: PatientRecord, both: PanelWithResults) -> Entered:
        patient_id, panel_id = record.patient.id or 0, both.panel.id or 0
        whole = in_order(record, both)
        assessment = judge(session, self._context, whole, both)
        kept = keep(session, self._context, patient_id, panel_id, assessment) if worth_keeping(assessment) else None
        if whole.panels[-1] is not both:
            reassess(session, self._context, patient_id)
        closed = close_satisfied(session, self._context, patient_id, both)
        return Entered(
            panel_id=panel_id,
            assessment_id=None if kept is None else kept.id,
            assessment=assessment,
            closed=closed,
            twin=twin_of(record.panels, both.panel, both.results),
        )


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
