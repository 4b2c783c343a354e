"""A program that copies or migrates a record until it is killed.

``copying.py backup DATABASE FOLDER`` makes backups over and over under new names; ``copying.py migrate DATABASE KEPT``
opens a file of an earlier edition, keeping a copy of it first.
"""

import itertools
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from alpdesk.security import keyslots
from alpdesk.services import backup
from alpdesk.store import database as store

KEY = bytes(range(32))


def now() -> datetime:
    """Return the instant."""
    return datetime.now(UTC)


def back_up(path: Path, folder: Path) -> None:
    """Make backups without end."""
    for number in itertools.count():
        backup._write(path, KEY, folder / f"{os.getpid()}-{number}.alpbackup", now, lambda *_: None)


def migrate(path: Path) -> None:
    """Bring a file up to date."""
    store.open_file(path, lambda: KEY, now, save=lambda: backup.keep_before_change(path, KEY, now, "update")).close()


def lock(path: Path) -> None:
    """Give a record a key file, so that it can be backed up; whoever opens it here has the key itself."""
    keyslots.save(keyslots.sealed(keyslots.KeyFile(db="0" * 32, gen=1), KEY), keyslots.path_of(path))


if __name__ == "__main__":
    if sys.argv[1] == "backup":
        back_up(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        migrate(Path(sys.argv[2]))
