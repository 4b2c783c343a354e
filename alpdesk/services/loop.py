"""The state of every low ALP and every alert of a patient, read from the record (``desk.loop``)."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from alpdesk.domain.assessment import Assessment
from alpdesk.domain.followup import Correction
from alpdesk.domain.loop import Concern, LoopRecord, Shown, Standing, concerns, standings
from alpdesk.domain.records import Panel, PatientRecord
from alpdesk.domain.terms import CorrectionKind
from alpdesk.services.context import Context
from alpdesk.services.judging import asking_panels, choice, judge_with
from alpdesk.store import corrections, decisions, panels, patients


class Loop:
    """Where every low ALP stands, derived each time it is asked for."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def of_patient(self, patient_id: int) -> tuple[Standing, ...]:
        """Return the state of everything that concerns somebody: what was shown, and what the record holds now."""
        with self._context.database.read() as session:
            record = patients.record(session, patient_id)
            now = tuple(self._now(session, record))
            return standings(loop_record(session, record), now, self._context.today())

    def _now(self, session: Session, record: PatientRecord) -> Iterator[Concern]:
        """Return what the rules find in the record as it stands, whether anybody was shown it or not."""
        chosen = choice(session)
        for both in asking_panels(self._context, record, chosen):
            found = concerns(judge_with(self._context, record, both, chosen), both.panel.id)
            yield from (concern for concern in found if concern.pressing)


def loop_record(session: Session, record: PatientRecord) -> LoopRecord:
    """Return what the states of a patient follow from."""
    patient_id = record.patient.id or 0
    shown = []
    for row in decisions.assessments(session, patient_id):
        about = concerns(Assessment.model_validate_json(row.body), row.panel_id)
        shown.append(
            Shown(
                assessment_id=row.id or 0,
                panel_id=row.panel_id,
                concerns=about,
                asked=row.needs_answer,
                made_at=row.made_at,
            )
        )
    about_panels = panels.some(session, [one.panel_id for one in shown if one.panel_id is not None])
    return LoopRecord(
        panels=about_panels,
        shown=tuple(shown),
        decisions=decisions.decisions(session, [patient_id]),
        recalls=decisions.recalls(session, patient_id),
        plan_of={plan.id or 0: plan.decision_id for plan in decisions.plans(session, patient_id)},
        gone={panel.id or 0: left for panel in about_panels if (left := _left(session, panel, patient_id)) is not None},
    )


def _left(session: Session, panel: Panel, patient_id: int) -> Correction | None:
    """Return what took a panel out of a patient's record: its withdrawal, or its move to whom it belongs."""
    made = corrections.of_panel(session, panel.id or 0)
    if panel.patient_id != patient_id:
        return next((c for c in made if c.kind is CorrectionKind.MOVE and c.patient_id == patient_id), None)
    if panel.voided:
        return next(c for c in made if c.kind is CorrectionKind.VOID and c.result_id is None)
    return None
