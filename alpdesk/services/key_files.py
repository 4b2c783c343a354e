"""The key file beside a database, also in the middle of a change of key that was interrupted.

A change writes the next key file whole, encrypts the database anew, then gives the next file its name. Whichever of
the two opens the database is the true one, so no moment of it locks anybody out.
"""

from collections.abc import Callable
from pathlib import Path

from alpdesk.errors import AlpdeskError, WrongPassword
from alpdesk.security import keyslots
from alpdesk.security.keyslots import KeyFile
from alpdesk.store import engine
from alpdesk.store.database import Database

Opener = Callable[[KeyFile], bytes]
"""Returns the database key that a key file holds for somebody, or refuses."""


def coming(path: Path) -> Path:
    """Return where the next key file of a database stands while its key is changed."""
    keys = keyslots.path_of(path)
    return keys.with_name(keys.name + ".next")


def opened(path: Path, opener: Opener) -> tuple[KeyFile, bytes]:
    """Return the key file and key that open a database; what was interrupted is settled."""
    keys, following = keyslots.path_of(path), coming(path)
    if not following.exists():
        file = keyslots.load(keys)
        return file, opener(file)
    refused: AlpdeskError = WrongPassword("The password is not right.")
    for place in (keys, following):
        try:
            file = keyslots.load(place)
            key = opener(file)
        except AlpdeskError as error:
            refused = error
            continue
        if engine.opens(path, key):
            _settle(place, keys, following)
            return file, key
    raise refused


def change(database: Database, file: KeyFile, drop: str | None = None) -> KeyFile:
    """Give the database another key, known to everybody who has a way in but ``drop``; return the new key file."""
    if database.path is None or database.key is None:
        raise AlpdeskError("On a server the log-ins are the server's own.")
    keys, following = keyslots.path_of(database.path), coming(database.path)
    fresh_file, fresh = keyslots.rotate(file, database.key(), drop=drop)
    keyslots.save(fresh_file, following)
    try:
        database.change_key(fresh)
    except AlpdeskError:
        following.unlink()
        raise
    _settle(following, keys, following)
    return fresh_file


def _settle(true: Path, keys: Path, following: Path) -> None:
    if true == following:
        following.replace(keys)
    else:
        following.unlink()
    keyslots.keep_names(keys.parent)
