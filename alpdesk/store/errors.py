"""What the database's own errors mean to a person."""

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from alpdesk.errors import AlpdeskError, CannotWrite, ConflictError

_PLAIN = {
    "database or disk is full": "The disk is full, so nothing was saved. Make room and save again.",
    "database is locked": "Another program holds the database, so nothing was saved. Try again in a moment.",
    "attempt to write a readonly database": "The database may only be read, so nothing was saved.",
    "disk i/o error": "The disk reported an error, so nothing was saved. Check the disk, then try again.",
    "malformed": "The database is damaged. Restore the last backup.",
    "file is not a database": "The database is damaged or is another file. Restore the last backup.",
    "connection refused": "The database server does not answer. Check that it runs.",
    "deadlock detected": "Somebody else saved at the same moment, so nothing was saved. Save again.",
    "could not serialize": "Somebody else saved at the same moment, so nothing was saved. Save again.",
    "lock timeout": "Somebody else is saving much at once, so nothing was saved. Try again in a moment.",
    "server closed the connection": "The connection to the database server was lost, so nothing was saved.",
    "terminating connection": "The connection to the database server was lost, so nothing was saved.",
}
_HELD = ("database is locked", "attempt to write a readonly database")
_TAKEN = "Somebody else kept an entry with the same number or name a moment ago. Nothing was saved; look again."


def in_plain_words(error: Exception) -> AlpdeskError | None:
    """Return what to tell the user, or nothing when it is a bug."""
    if isinstance(error, StaleDataError):
        return ConflictError("Somebody else has changed this since you opened it. Nothing was saved; look again.")
    if not isinstance(error, DBAPIError):
        return None
    said = str(error.orig).lower()
    if isinstance(error, IntegrityError) and "unique" in said:
        return ConflictError(_TAKEN)
    kind = CannotWrite if any(mark in said for mark in _HELD) else AlpdeskError
    return next((kind(text) for mark, text in _PLAIN.items() if mark in said), None)
