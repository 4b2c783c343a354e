"""A program that makes the letters of a run, and says how far it is: ``letter_run.py DATABASE RUN WORKERS``."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from alpdesk import knowledge
from alpdesk.services import letter_making, pressing
from alpdesk.services.desk import build
from alpdesk.store import database as store
from alpdesk.store.audit import Actor

KEY = bytes(range(32))
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def main(path: Path, run_id: int, workers: int) -> None:
    """Make the letters two at a time, in processes of their own where there is more than one worker."""
    pressing._FEW, letter_making._A_STEP = 2, 2
    desk = build(
        store.open_file(path, lambda: KEY, lambda: NOW),
        rules=knowledge.load(),
        clock=lambda: NOW,
        actor=Actor(1, "Dr. Killed", "desk-1"),
    )
    desk.letter_runs.make(run_id, lambda done, _: print(done, flush=True), workers=workers)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
