"""A program that keeps panels until it is killed, and notes each one that the store said was kept.

``saving.py DATABASE NOTES kill SEED COUNT`` starts itself COUNT times and kills each at a random moment.
``saving.py DATABASE NOTES save COUNT`` keeps COUNT panels and ends; ``careless`` does so without bringing each to the
disk, as a database may be set up by those who do not care.
"""

import os
import random
import signal
import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from alpdesk.domain.records import Panel, Result
from alpdesk.store import database as store, engine, rows
from alpdesk.store.audit import Actor
from alpdesk.store.tables import PanelRow, ResultRow

KEY = bytes(range(32))
RESULTS = 12
LONGEST_LIFE = 0.25


def save(path: Path, notes: Path, count: int) -> None:
    """Keep panels, and note each one only after it was kept."""
    database = store.open_file(path, lambda: KEY, lambda: datetime.now(UTC))
    done = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for _ in range(count):
        uid = uuid4()
        with database.begin(Actor(None, "Dr. Killed", "desk-1"), "panel entered") as session:
            panel = rows.add(session, PanelRow, Panel(uid=uid, patient_id=1, collected=date(2026, 2, 10)))
            typed = [Result(analyte=f"a{i}", value="31", unit="U/L", canonical=Decimal(31)) for i in range(RESULTS)]
            rows.add_many(session, ResultRow, typed, panel_id=panel.id)
        os.write(done, f"{uid}\n".encode())
    os.close(done)
    database.close()


def careless() -> None:
    """Let a commit be told before it is on the disk."""
    pragmas = [each.replace("synchronous = FULL", "synchronous = NORMAL") for each in engine._PRAGMAS]
    setattr(engine, "_PRAGMAS", tuple(pragmas))  # noqa: B010  a constant of another length to the type checker
    engine._SETTINGS["synchronous"] = 1


def kill(path: Path, notes: Path, seed: int, count: int) -> None:
    """Start and kill savers."""
    chance = random.Random(seed)
    save(path, notes, 1)
    for _ in range(count):
        child = os.fork()
        if child == 0:
            save(path, notes, 1_000_000)
            os._exit(0)
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    where, list_, what, *numbers = sys.argv[1:]
    if what == "careless":
        careless()
    if what in ("save", "careless"):
        save(Path(where), Path(list_), int(numbers[0]))
    else:
        kill(Path(where), Path(list_), int(numbers[0]), int(numbers[1]))
