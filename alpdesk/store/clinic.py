"""Queries of the clinic's own settings: the clinic, its users, its panel templates."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.records import Clinic, User
from alpdesk.store.reading import value
from alpdesk.store.tables import ClinicRow, PanelTemplateRow, UserRow


def row(session: Session) -> ClinicRow | None:
    """Return the one row of the clinic, if it was set up."""
    return session.scalars(select(ClinicRow).order_by(col(ClinicRow.id)).limit(1)).first()


def clinic(session: Session) -> Clinic:
    """Return the clinic; an empty one before it was set up."""
    found = row(session)
    return Clinic() if found is None else value(Clinic, found)


def users(session: Session) -> tuple[User, ...]:
    """Return every user, those in use first, by name."""
    ordered = select(UserRow).order_by(col(UserRow.active).desc(), col(UserRow.name))
    return tuple(value(User, found) for found in session.scalars(ordered).all())


def user_names(session: Session) -> dict[int, str]:
    """Return the users' names by key."""
    return {found.id or 0: found.name for found in session.scalars(select(UserRow)).all()}


def templates(session: Session) -> tuple[PanelTemplateRow, ...]:
    """Return the panel templates of the clinic's own, in the order they were made."""
    return tuple(session.scalars(select(PanelTemplateRow).order_by(col(PanelTemplateRow.id))).all())
