"""What the user at the desk may do."""

from sqlalchemy.orm import Session

from alpdesk.domain.records import Role
from alpdesk.services.context import Context
from alpdesk.store.tables import UserRow

_CLINICAL = (Role.CLINICIAN, Role.ADMINISTRATOR)


def is_clinician(session: Session, context: Context) -> bool:
    """Say whether a clinician or an administrator who works here is at the desk; somebody not known is neither."""
    user = None if context.actor.user_id is None else session.get(UserRow, context.actor.user_id)
    return user is not None and user.active and user.role in _CLINICAL
