"""A sample made ready to be kept: whose, who entered it, by which laboratory, judged."""

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy.orm import Session

from alpdesk.domain.records import Panel, PatientRecord, Result
from alpdesk.services.context import Context
from alpdesk.services.entry import check_panel, check_results
from alpdesk.services.judging import choice, flagged, verdict_on
from alpdesk.services.reviewing import awaits_review
from alpdesk.store.reading import fetch
from alpdesk.store.tables import LaboratoryRow


def placed(session: Session, context: Context, panel: Panel, record: PatientRecord) -> Panel:
    """Return a panel as it is kept for a patient; one that cannot be is refused."""
    check_panel(panel, record.patient, context.today())
    new: dict[str, object] = {
        "id": None,
        "uid": panel.uid or uuid4(),
        "patient_id": record.patient.id,
        "entered_by": context.actor.user_id,
        "entered_at": context.clock(),
        "to_review": awaits_review(session, context),
        "reviewed_by": None,
        "reviewed_at": None,
    }
    return with_laboratory(session, panel).model_copy(update=new)


def with_laboratory(session: Session, panel: Panel) -> Panel:
    """Copy profile and method from the laboratory, unless the panel says otherwise."""
    if panel.laboratory_id is None:
        return panel
    laboratory = fetch(session, LaboratoryRow, panel.laboratory_id, "laboratory")
    profile, method = panel.profile or laboratory.profile, panel.method or laboratory.method
    return panel.model_copy(update={"profile": profile, "method": method})


def judged(
    session: Session, context: Context, panel: Panel, record: PatientRecord, results: Sequence[Result]
) -> tuple[Result, ...]:
    """Return results with what was made of each; one that cannot be kept is refused by its cell."""
    chosen, rules = choice(session), context.rules
    found = tuple(flagged(r, verdict_on(r, panel, record.patient, rules, chosen)) for r in results)
    check_results(found, rules)
    return found
