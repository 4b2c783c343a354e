"""Ticking the items of a checklist, and setting them aside with a rationale."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from alpdesk.domain.assessment import Assessment
from alpdesk.domain.followup import ChecklistEntry
from alpdesk.domain.marking import ItemMarks, marks_in_force
from alpdesk.domain.records import Instant, Record
from alpdesk.domain.terms import Mark
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.decisions import answer_to
from alpdesk.services.marked_orders import list_order, take_back
from alpdesk.services.roles import refuse_others
from alpdesk.store import checklists as queries, clinic, decisions, patients
from alpdesk.store.care_tables import ChecklistEntryRow
from alpdesk.store.reading import fetch, value
from alpdesk.store.rows import add
from alpdesk.store.tables import AssessmentRow, PatientRow

_CLINICAL = (Mark.EXCLUDED, Mark.CONFIRMED, Mark.SET_ASIDE)


class ChecklistState(Record):
    """The marks of a patient by cause, with the names of who made them."""

    items: dict[str, ItemMarks] = {}
    names: dict[int, str] = {}

    def of(self, cause: str) -> ItemMarks:
        """Return the marks of one cause."""
        return self.items.get(cause) or ItemMarks(cause=cause)

    def name(self, entry: ChecklistEntry) -> str:
        """Return who made a mark."""
        return self.names.get(entry.made_by or 0, "")


class Checklists:
    """What was asked, examined, ordered, excluded, confirmed or set aside (``desk.checklists``)."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def mark(
        self,
        patient_id: int,
        cause: str,
        mark: Mark,
        *,
        holds: bool = True,
        rationale: str = "",
        assessment_id: int | None = None,
    ) -> ChecklistEntry:
        """Keep a mark on one cause, or take it back (``holds`` false). Setting aside needs a rationale.

        What is marked as ordered is listed until its results are in.
        """
        known = self._context.rules.causes.get(cause)
        if known is None:
            raise AlpdeskError(f"The rule book knows no cause {cause}.")
        if mark is Mark.SET_ASIDE and holds and not rationale.strip():
            raise AlpdeskError("Say why it is set aside; somebody will read it later.")
        with self._context.begin("checklist marked", rationale) as session:
            patients.hold(session, [patient_id])
            self._check(session, patient_id, mark, assessment_id)
            shown = known.edition if assessment_id is None else _shown_edition(session, assessment_id, cause)
            entry = ChecklistEntry(
                patient_id=patient_id,
                cause=cause,
                mark=mark,
                holds=holds,
                rationale=rationale,
                edition=shown or known.edition,
                assessment_id=assessment_id,
                made_by=self._context.actor.user_id,
                made_at=self._context.clock(),
            )
            if mark is Mark.ORDERED:
                (list_order if holds else take_back)(session, self._context, patient_id, known.title)
            return value(ChecklistEntry, add(session, ChecklistEntryRow, entry))

    def state(self, patient_id: int) -> ChecklistState:
        """Return the marks in force now; what was set aside under another wording of its rule has lapsed."""
        with self._context.database.read() as session:
            editions = {cause.id: cause.edition for cause in self._context.rules.causes.values()}
            return _state(session, patient_id, editions)

    def as_shown(self, assessment_id: int) -> ChecklistState:
        """Return the marks beside one assessment: those in force when it was answered, those of now until then."""
        with self._context.database.read() as session:
            row = fetch(session, AssessmentRow, assessment_id, "assessment")
            answer = answer_to(assessment_id, decisions.decisions(session, [row.patient_id]))
            if answer is not None:
                shown = Assessment.model_validate_json(row.body).checklist
                editions = {item.cause: item.edition for item in shown}
                return _state(session, row.patient_id, editions, answer.signed_at)
        return self.state(row.patient_id)

    def _check(self, session: Session, patient_id: int, mark: Mark, assessment_id: int | None) -> None:
        fetch(session, PatientRow, patient_id, "patient")
        if assessment_id is not None:
            row = fetch(session, AssessmentRow, assessment_id, "assessment")
            if row.patient_id != patient_id:
                raise AlpdeskError("This assessment belongs to another patient.")
        if mark in _CLINICAL:
            sentence = "Only a clinician or an administrator excludes, confirms or sets aside."
            refuse_others(session, self._context, sentence)


def _shown_edition(session: Session, assessment_id: int, cause: str) -> str:
    """Return the wording of a cause that was read: a mark speaks of that one, not of one that came since."""
    row = fetch(session, AssessmentRow, assessment_id, "assessment")
    listed = Assessment.model_validate_json(row.body).checklist
    return next((item.edition for item in listed if item.cause == cause), "")


def _state(
    session: Session, patient_id: int, editions: Mapping[str, str], until: Instant | None = None
) -> ChecklistState:
    entries = queries.entries(session, patient_id)
    return ChecklistState(items=marks_in_force(entries, editions, until), names=clinic.user_names(session))
