"""A change of key that is killed at random moments locks nobody out and loses no row."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from alpdesk.domain.records import Patient
from alpdesk.security import keyslots
from alpdesk.security.costs import FLOOR
from alpdesk.services import key_files
from alpdesk.store import copies, database as store, rows
from alpdesk.store.audit import Actor
from alpdesk.store.engine import HeldKey
from alpdesk.store.tables import PatientRow
from tests.conftest import Clock
from tests.faults import changing
from tests.faults.counts import times

KILLS, PATIENTS = times(10, 60), 400
PROGRAM = [sys.executable, str(Path(changing.__file__))]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(changing.__file__).parents[2])}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills by POSIX signals")


@pytest.fixture
def place(tmp_path: Path, actor: Actor) -> Path:
    """A record of some hundred patients that two people open."""
    path = tmp_path / "clinic.alpdesk"
    file, key = keyslots.new()
    for user, password in changing.USERS.items():
        file = keyslots.add(file, key, user, password, cost=FLOOR)
    keyslots.save(file, keyslots.path_of(path))
    database = store.create(path, HeldKey(key), Clock())
    with database.begin(actor, "patients added") as session:
        for number in range(PATIENTS):
            rows.add(session, PatientRow, Patient(number=str(number), family_name="A", birth_date=date(1980, 1, 1)))
    database.close()
    return path


def killed(place: Path, count: int, *how: str) -> list[str]:
    ran = subprocess.run(
        [*PROGRAM, str(place), "20260302", str(count), *how],
        check=True,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
    )
    return ran.stdout.splitlines()


def test_a_change_of_key_that_is_killed_locks_nobody_out_and_loses_nothing(place: Path) -> None:
    lines = killed(place, KILLS)
    assert [line.split()[1:] for line in lines] == [[str(PATIENTS)]] * KILLS
    assert int(lines[-1].split()[0]) > KILLS // 2, "no key was ever changed: the test sees nothing"
    assert not key_files.coming(place).exists()
    _, key = changing.opened(place, "Jo")
    assert copies.faults(place, lambda: key) == []


def test_the_harness_sees_a_careless_change(place: Path) -> None:
    assert killed(place, 60, "careless")[-1] == "locked out"
