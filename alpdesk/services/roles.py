"""What the user at the desk may do."""

from sqlalchemy.orm import Session

from alpdesk.domain.records import Role
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.store.tables import UserRow

_CLINICAL = (Role.CLINICIAN, Role.ADMINISTRATOR)


def clinical(user: UserRow | None) -> bool:
    """Say whether somebody is a clinician or an administrator who works here; somebody not known is neither."""
    return user is not None and user.active and user.role in _CLINICAL


def is_clinician(session: Session, context: Context) -> bool:
    """Say whether a clinician or an administrator who works here is at the desk."""
    return clinical(None if context.actor.user_id is None else session.get(UserRow, context.actor.user_id))


def is_administrator(session: Session, context: Context) -> bool:
    """Say whether an administrator who works here is at the desk."""
    user = None if context.actor.user_id is None else session.get(UserRow, context.actor.user_id)
    return clinical(user) and user is not None and user.role is Role.ADMINISTRATOR


def refuse_others(session: Session, context: Context, sentence: str) -> None:
    """Raise one sentence unless a clinician or an administrator is at the desk."""
    if not is_clinician(session, context):
        raise AlpdeskError(sentence)
