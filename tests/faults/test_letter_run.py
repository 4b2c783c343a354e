"""A run of letters killed in the middle, again and again, then gone on with: each letter is there exactly once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from alpdesk.domain.letter_choice import Choosing, RunChoice
from alpdesk.domain.records import Panel, Patient, Result
from alpdesk.domain.rules import RuleBook
from alpdesk.domain.terms import RunState
from alpdesk.services.desk import Desk
from alpdesk.store import audit_check
from alpdesk.store.database import Database
from tests.conftest import Clock, open_clinic
from tests.faults import letter_run

LETTERS = 24
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(letter_run.__file__).parents[2])}


@pytest.fixture
def desk(sqlite_database: Database, rules: RuleBook, clock: Clock) -> Desk:
    return open_clinic(sqlite_database, rules, clock)


def begun(desk: Desk) -> int:
    """Begin a run of as many letters as there are patients."""
    keys = []
    for number in range(LETTERS):
        patient = Patient(number=str(number), family_name=f"P{number}", birth_date=date(1980, 1, 1), address="5 Road")
        keys.append(desk.patients.add(patient).id or 0)
        panel = Panel(uid=uuid4(), collected=date(2026, 2, 20), laboratory_id=1)
        desk.panels.enter(keys[-1], panel, (Result(analyte="alp", value="29", unit="U/L"),))
    choice = RunChoice(who=Choosing.SELECTION, patient_ids=tuple(keys))
    return desk.letter_runs.begin("Letters", choice, desk.letter_runs.look_through(choice)).run.id or 0


def kill_in_the_middle(path: Path, run_id: int, workers: int, chance: random.Random) -> set[int]:
    """Start a maker and kill it a moment after it has kept some; return the processes it had started."""
    command = [sys.executable, letter_run.__file__, str(path), str(run_id), str(workers)]
    maker = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert maker.stdout is not None
    for _ in range(chance.randint(2, 4)):
        if not maker.stdout.readline():
            break
    time.sleep(chance.uniform(0, 0.05))
    started = _children(maker.pid)
    os.kill(maker.pid, signal.SIGKILL)
    maker.wait()
    maker.stdout.close()
    return started


def _children(pid: int) -> set[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return {int(each) for each in listed.read_text().split()} if listed.exists() else set()


def _is_there(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills by POSIX signals")
@pytest.mark.parametrize(("workers", "kills"), [(1, 3), (2, 1)])
def test_a_run_killed_in_the_middle_goes_on_without_a_double(desk: Desk, workers: int, kills: int) -> None:
    run_id, path = begun(desk), desk.context.database.path
    assert path is not None
    chance, made = random.Random(20260302), [0]
    for _ in range(kills):
        started = kill_in_the_middle(path, run_id, workers, chance)
        line = desk.letter_runs.get(run_id)
        assert made[-1] < line.made < LETTERS, "killed too early or too late: the test sees nothing"
        assert len(desk.letters.list()) == line.made
        made.append(line.made)
        patience = time.monotonic() + 20
        while any(map(_is_there, started)) and time.monotonic() < patience:
            time.sleep(0.1)
        assert not any(map(_is_there, started)), "what sets the pages outlives the program"
    line = desk.letter_runs.make(run_id)
    assert (line.made, line.waiting, line.held) == (LETTERS, 0, 0)
    letters = desk.letter_runs.letters(run_id)
    assert {each.item.state for each in letters} == {RunState.MADE}
    assert set(Counter(each.item.letter_id for each in letters).values()) == {1}
    assert Counter(letter.patient_id for letter in desk.letters.list()) == Counter(each.patient.id for each in letters)
    for letter in desk.letters.list():
        desk.letters.bytes(letter.id)
    with desk.context.database.read() as session:
        assert audit_check.verify(session.connection()).faults == ()
