"""A program that changes the key of a record over and over, until it is killed.

``changing.py DATABASE SEED COUNT`` starts itself COUNT times, kills each at a random moment, opens the record as both
users do, and writes a line with what came of each. With ``careless`` the key file is written before the database,
as one would who thinks of no interruption.
"""

import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from alpdesk.errors import AlpdeskError
from alpdesk.security import keyslots
from alpdesk.services import key_files
from alpdesk.store import database as store
from alpdesk.store.engine import HeldKey
from alpdesk.store.tables import PatientRow

USERS = {"Anna": "a quiet river runs", "Jo": "seven green lamps"}
LONGEST_LIFE = 0.15


def opened(path: Path, user: str) -> tuple[keyslots.KeyFile, bytes]:
    """Open as a user does."""
    return key_files.opened(path, lambda file: keyslots.unlock(file, user, USERS[user]))


def change(path: Path, file: keyslots.KeyFile, key: bytes, *, careless: bool) -> None:
    """Change the key without end."""
    database = store.open_file(path, HeldKey(key), lambda: datetime.now(UTC))
    while True:
        if careless:
            file, fresh = keyslots.rotate(file, database.key() if database.key else b"")
            keyslots.save(file, keyslots.path_of(path))
            database.change_key(fresh)
        else:
            file = key_files.change(database, file)


def count(path: Path, key: bytes) -> int:
    """Return how many patients are there; a fault of the file is none."""
    database = store.open_file(path, HeldKey(key), lambda: datetime.now(UTC))
    try:
        with database.read() as session:
            return session.scalars(select(func.count()).select_from(PatientRow)).one()
    finally:
        database.close()


def kill(path: Path, seed: int, times: int, *, careless: bool) -> None:
    """Start and kill changers, and say what is left after each."""
    chance = random.Random(seed)
    for _ in range(times):
        file, key = opened(path, "Anna")
        child = os.fork()
        if child == 0:
            change(path, file, key, careless=careless)
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        try:
            found = {count(path, opened(path, user)[1]) for user in USERS}
        except AlpdeskError:
            print("locked out", flush=True)
            return
        print(keyslots.load(keyslots.path_of(path)).gen, *found, flush=True)


if __name__ == "__main__":
    kill(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), careless="careless" in sys.argv)
