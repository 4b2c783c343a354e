"""Judging again after something changed that the verdicts rest on; what was shown before stays as shown."""

from sqlalchemy.orm import Session

from alpdesk.services.context import Context
from alpdesk.services.judging import judge, keep
from alpdesk.store import decisions, patients
from alpdesk.store.tables import AssessmentRow


def reassess(session: Session, context: Context, patient_id: int) -> tuple[AssessmentRow, ...]:
    """Keep an assessment for every panel whose ALP is low now and was never shown to be, and for new alerts.

    Nothing that was shown is taken back: an assessment that no longer holds still waits for its answer.
    """
    record = patients.record(session, patient_id)
    if not record.panels:
        return ()
    shown = {row.panel_id for row in decisions.assessments(session, patient_id) if row.needs_answer}
    kept = []
    for panel in record.panels:
        if panel.panel.id in shown or (panel.result("alp") is None and panel is not record.panels[-1]):
            continue
        assessment = judge(session, context, record, panel)
        if assessment.needs_answer:
            kept.append(keep(session, context, patient_id, panel.panel.id, assessment))
    return tuple(kept)
