"""Queries of laboratories."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from alpdesk.domain.records import Laboratory
from alpdesk.store.reading import value
from alpdesk.store.tables import LaboratoryRow


def every(session: Session) -> tuple[Laboratory, ...]:
    """Return every laboratory, those in use first, by name."""
    rows = session.scalars(
        select(LaboratoryRow).order_by(
            col(LaboratoryRow.active).desc(), func.lower(col(LaboratoryRow.name)), col(LaboratoryRow.id)
        )
    ).all()
    return tuple(value(Laboratory, row) for row in rows)


def named(session: Session, name: str) -> Laboratory | None:
    """Return the laboratory with this name, whatever its capitals."""
    return next((found for found in every(session) if found.name.casefold() == name.casefold()), None)
