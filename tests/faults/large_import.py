"""Take files in from a process of its own, so that the room it took can be seen: ``large_import.py RECORD FILE...``.

Prints a line a file (its name, how many results were kept or the sentence of the refusal) and the most memory it had.
"""

import json
import re
import resource
import sys
import time
from pathlib import Path

from alpdesk import knowledge
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk, build
from alpdesk.store import database as store
from alpdesk.store.audit import Actor
from tests.conftest import KEY, Clock

CANCELLED = "cancelled"


def main() -> None:
    """Take each file in; one whose name begins with ``cancelled`` is stopped half way."""
    clock = Clock()
    database = store.open_file(Path(sys.argv[1]), lambda: KEY, clock)
    desk = build(database, rules=knowledge.load(), clock=clock, actor=Actor(None, "Dr. Test", "desk-1"))
    for file in map(Path, sys.argv[2:]):
        started, before = time.monotonic(), desk.patients.count()
        said = _taken(desk, file)
        told = {"file": file.name, "said": said, "patients": desk.patients.count() - before}
        print(json.dumps({**told, "seconds": time.monotonic() - started, "megabytes": _megabytes()}), flush=True)
    database.close()


def _taken(desk: Desk, file: Path) -> str:
    seen = [0]
    stops = file.name.startswith(CANCELLED)
    try:
        report = desk.transfer.import_csv(
            file, progress=lambda done, _: seen.append(done), cancelled=lambda: stops and seen[-1] >= 50
        )
    except AlpdeskError as error:
        return str(error)
    return f"{report.results_added} kept, {len(report.problems)} problems"


def _megabytes() -> float:
    """Return the most memory this program had.

    On Linux ``ru_maxrss`` begins with what the program that started this one had, so the system's own page is read
    there; elsewhere it counts bytes.
    """
    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    assert peak is not None
    return int(peak[1]) / 1024


if __name__ == "__main__":
    main()
