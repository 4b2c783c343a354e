"""Queries of the picture on the letterhead; lists never load its bytes."""

from sqlalchemy import select
from sqlalchemy.orm import Session, defer
from sqlmodel import col

from alpdesk.domain.issuing import Logo
from alpdesk.store.letter_tables import LogoRow


def current(session: Session) -> Logo | None:
    """Return the picture that holds: the newest that was not withdrawn."""
    return next((logo for logo in every(session) if logo.withdrawn is None), None)


def digest(session: Session) -> str:
    """Return what names the picture that holds, or nothing where there is none."""
    found = current(session)
    return "" if found is None else found.sha256


def every(session: Session) -> tuple[Logo, ...]:
    """Return every picture there was, newest first."""
    without_bytes = defer(LogoRow.content)  # type: ignore[arg-type]  # a column at run time
    rows = session.scalars(select(LogoRow).options(without_bytes).order_by(col(LogoRow.id).desc())).all()
    return tuple(Logo(**{name: getattr(row, name) for name in Logo.model_fields}) for row in rows)


def content(session: Session, sha256: str) -> bytes | None:
    """Return the bytes of a picture that holds or held."""
    wanted = select(LogoRow.content).where(col(LogoRow.sha256) == sha256).limit(1)  # type: ignore[call-overload]
    found: bytes | None = session.scalars(wanted).first()
    return found
