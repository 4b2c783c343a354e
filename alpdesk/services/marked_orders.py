"""A cause that is marked as ordered is on the list of what was asked for, until its results are in or it is closed."""

from datetime import timedelta

from sqlalchemy.orm import Session

from alpdesk.domain.records import CloseCode, Recall
from alpdesk.services.closing import shut
from alpdesk.services.context import Context
from alpdesk.store import followup as queries
from alpdesk.store.rows import add
from alpdesk.store.tables import RecallRow

_WORK_UP = "work_up"  # the promise whose days say when what was ordered is asked about


def list_order(session: Session, context: Context, patient_id: int, title: str) -> None:
    """List what was ordered for a cause, unless it is waited for already. Which tests can be named afterwards."""
    if _open(session, patient_id, title) is not None:
        return
    today = context.today()
    order = Recall(
        patient_id=patient_id,
        title=title,
        tests="",
        due=today + timedelta(days=context.rules.promises[_WORK_UP].after_days),
        ordered_on=today,
        ordered_by=context.actor.user_id,
        after_panel_id=queries.newest_panel(session),
    )
    add(session, RecallRow, order)


def take_back(session: Session, context: Context, patient_id: int, title: str) -> None:
    """Close what a mark had listed and nobody has named tests for; an order with tests was made and stays."""
    row = _open(session, patient_id, title)
    if row is not None and not row.tests:
        shut(context, row, CloseCode.OTHER, "The mark was taken back.")


def _open(session: Session, patient_id: int, title: str) -> RecallRow | None:
    waiting = queries.open_of_patient(session, patient_id)
    return next((row for row in waiting if row.ordered_on is not None and row.title == title), None)
