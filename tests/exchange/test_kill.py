"""An import that is killed at any moment has taken in everything or nothing."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from alpdesk.exchange.mapping import COLUMNS
from alpdesk.store import database as store, patients
from alpdesk.store.database import Database
from tests.conftest import KEY, Clock

PEOPLE = 400
IMPORT = """
import sys
from pathlib import Path
from alpdesk import knowledge
from alpdesk.services.desk import build
from alpdesk.store import database as store
from alpdesk.store.audit import Actor
from tests.conftest import KEY, Clock

clock = Clock()
database = store.open_file(Path(sys.argv[1]), lambda: KEY, clock)
desk = build(database, rules=knowledge.load(), clock=clock, actor=Actor(None, "Dr. Test", "desk-1"))
print("ready", flush=True)
desk.transfer.import_csv(Path(sys.argv[2]), progress=lambda done, _: print(done, flush=True))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize("seed", range(4))
def test_a_killed_import_is_whole_or_absent(sqlite_database: Database, tmp_path: Path, seed: int) -> None:
    path = sqlite_database.path
    assert path is not None
    sqlite_database.close()
    rows = [f"{n},Ash,Ann,female,1980-02-03,2025-05-06,City Lab,alp,{20 + n % 90},U/L,,,serum," for n in range(PEOPLE)]
    file = tmp_path / "in.csv"
    file.write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    command = [sys.executable, "-c", IMPORT, str(path), str(file)]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(random.Random(seed).uniform(0, 1.2))
        child.send_signal(signal.SIGKILL)
    again = store.open_file(path, lambda: KEY, Clock())
    with again.read() as session:
        assert patients.count(session) in (0, PEOPLE)
    again.close()
