"""What waits beside an assessment and would be answered with it: a signature reaches every older one."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from alpdesk.domain.assessment import PRESSING, Alert, Assessment
from alpdesk.domain.loop import OF_ALP, concerns
from alpdesk.domain.records import Record
from alpdesk.errors import AlpdeskError
from alpdesk.services.days import in_words
from alpdesk.store import decisions as queries
from alpdesk.store.tables import AssessmentRow, PanelRow


class Older(Record):
    """An older assessment that waits: its ``alerts`` and its ``alp`` where that is low or cannot be read.

    What the newer one says of the same sample is left out.
    """

    id: int
    day: date
    alerts: tuple[Alert, ...] = ()
    alp: str = ""


def older(session: Session, row: AssessmentRow) -> tuple[Older, ...]:
    """Return what else a signature under an assessment would answer, newest first."""
    shown = concerns(Assessment.model_validate_json(row.body), row.panel_id)
    waiting = queries.waiting(session, [row.patient_id])
    told = set(shown)
    found = []
    for other in (one for one in waiting if (one.id or 0) < (row.id or 0)):
        assessment = Assessment.model_validate_json(other.body)
        more = {one.about for one in concerns(assessment, other.panel_id) if one not in told}
        told.update(concerns(assessment, other.panel_id))
        if more:
            found.append(_older(session, other, assessment, more))
    return tuple(found)


def _older(session: Session, row: AssessmentRow, assessment: Assessment, more: set[str]) -> Older:
    panel = None if row.panel_id is None else session.get(PanelRow, row.panel_id)
    alp = assessment.alp
    return Older(
        id=row.id or 0,
        day=row.as_of if panel is None else panel.collected,
        alerts=tuple(alert for alert in assessment.alerts if alert.id in more),
        alp=f"{alp.value} {alp.unit}".strip() if more & OF_ALP else "",
    )


def refuse_unseen(session: Session, row: AssessmentRow, seen: Sequence[int]) -> None:
    """Refuse to answer an older pressing alert that the signer was not shown, and name it."""
    for one in older(session, row):
        pressing = [alert for alert in one.alerts if alert.urgency in PRESSING]
        if pressing and one.id not in seen:
            said = f"{pressing[0].title}, {in_words(one.day)}"
            raise AlpdeskError(f"This would also answer an older alert ({said}); open the assessment again to read it.")
