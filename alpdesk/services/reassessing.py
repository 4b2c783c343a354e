"""Judging again after something changed that the verdicts rest on; what was shown before stays as shown."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from alpdesk.domain.assessment import PRESSING, Assessment, Persistence
from alpdesk.services.context import Context
from alpdesk.services.judging import asking_panels, choice, judge_with, keep, worth_keeping
from alpdesk.services.roles import is_clinician
from alpdesk.store import decisions, patients
from alpdesk.store.reading import fetch
from alpdesk.store.tables import AssessmentRow, PanelRow

_REASSURING = (Persistence.RESOLVED, Persistence.FORMERLY_PERSISTENT)


def reassess(
    session: Session, context: Context, patient_id: int, *, force: Collection[int] = ()
) -> tuple[AssessmentRow, ...]:
    """Keep a new assessment of every panel that now needs an answer for a reason it did not show before.

    Nothing that was shown is taken back: an assessment that no longer holds still waits for its answer. A panel in
    ``force`` was corrected or looked back from, so what it says now is kept whatever it showed before. Whoever is at
    the desk is shown the milder alerts that are new of it: a clinician has read them with that, for others one has to.
    """
    record, chosen = patients.record(session, patient_id), choice(session)
    asks = {panel.panel.id for panel in asking_panels(context, record, chosen)}
    before = decisions.assessments(session, patient_id)
    shown, told = _last_shown(before), {(row.panel_id, each) for row in before for each in _milder(_body(row))}
    kept = []
    for panel in record.panels:
        forced = panel.panel.id in force
        if panel.panel.id not in asks and not forced:
            continue
        assessment = judge_with(context, record, panel, chosen)
        news = assessment.needs_answer and not _news(assessment) <= shown.get(panel.panel.id, set())
        if news or (forced and worth_keeping(assessment)):
            kept.append(keep(session, context, patient_id, panel.panel.id, assessment))
            if forced and not {(panel.panel.id, each) for each in _milder(assessment)} <= told:
                _let_read(session, context, panel.panel.id)
    return tuple(kept)


def _last_shown(rows: tuple[AssessmentRow, ...]) -> dict[int | None, set[str]]:
    """Return what was shown of each panel before, and asked about: what asked nobody was no answer's to give."""
    shown: dict[int | None, set[str]] = {}
    for row in (row for row in rows if row.needs_answer):
        shown.setdefault(row.panel_id, set()).update(_news(_body(row)))
    return shown


def _let_read(session: Session, context: Context, panel_id: int | None) -> None:
    row = fetch(session, PanelRow, panel_id, "panel")
    if not is_clinician(session, context):
        row.to_review = True
    elif not row.to_review:
        row.reviewed_by, row.reviewed_at = context.actor.user_id, context.clock()
    session.flush()


def _body(row: AssessmentRow) -> Assessment:
    return Assessment.model_validate_json(row.body)


def _milder(assessment: Assessment) -> set[str]:
    return {alert.id for alert in assessment.alerts if alert.urgency not in PRESSING}


def _news(assessment: Assessment) -> set[str]:
    """Return what of an assessment asks for an answer; an ALP that may not be read for another reason asks anew.

    That later samples are not low any more is no news of a low that was answered.
    """
    alp = assessment.alp
    series = None if alp.persistence in _REASSURING else alp.persistence
    said = {alert.id for alert in assessment.alerts if alert.urgency in PRESSING}
    return said | {str(word) for word in (alp.flag, alp.suspended, alp.severity, series) if word is not None}
