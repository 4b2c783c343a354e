"""Killed at random moments, and two programs at once: what was said to be kept is there, and nothing is half there.

``ALPDESK_FAULTS=night`` kills more often than the usual twenty times.
"""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from alpdesk.domain.records import Patient
from alpdesk.store import audit_check, copies, database as store, rows
from alpdesk.store.audit import Actor
from alpdesk.store.database import Database
from alpdesk.store.tables import PanelRow, PatientRow, ResultRow
from tests.conftest import KEY, Clock
from tests.faults import saving
from tests.faults.counts import times

KILLS = times(20, 500)
SAVES = times(60, 200)
PROGRAM = [sys.executable, str(Path(saving.__file__))]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(saving.__file__).parents[2])}


@pytest.fixture
def place(sqlite_database: Database, actor: Actor) -> Path:
    with sqlite_database.begin(actor, "patient added") as session:
        rows.add(session, PatientRow, Patient(number="1", family_name="A", birth_date=date(1980, 1, 1)))
    sqlite_database.close()
    assert sqlite_database.path is not None
    return sqlite_database.path


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "kept.txt"


def said_to_be_kept(notes: Path) -> set[UUID]:
    return {UUID(line) for line in notes.read_text().splitlines() if len(line) == 36}


def kept(path: Path) -> dict[UUID, int]:
    """Return every panel with the number of its results, after the checks of file and trail."""
    assert copies.faults(path, lambda: KEY) == []
    database = store.open_file(path, lambda: KEY, Clock())
    with database.read() as session:
        assert audit_check.verify(session.connection()).faults == ()
        uid, results = col(PanelRow.uid), func.count(col(ResultRow.id))
        counted = session.execute(select(uid, results).join(ResultRow, isouter=True).group_by(uid)).all()
    database.close()
    return {row[0]: row[1] for row in counted if row[0] is not None}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills by POSIX signals")
def test_what_was_kept_survives_being_killed(place: Path, notes: Path) -> None:
    notes.touch()
    subprocess.run([*PROGRAM, str(place), str(notes), "kill", "20260302", str(KILLS)], check=True, env=ENVIRONMENT)
    acknowledged, found = said_to_be_kept(notes), kept(place)
    assert len(acknowledged) > KILLS, "the savers were killed before they kept anything: the test sees nothing"
    assert acknowledged - found.keys() == set()
    assert set(found.values()) == {saving.RESULTS}
    assert len(found) - len(acknowledged) <= KILLS


def test_two_programs_that_save_at_once_lose_nothing(place: Path, notes: Path) -> None:
    programs = [
        subprocess.Popen(
            [*PROGRAM, str(place), str(notes), "save", str(SAVES)], env=ENVIRONMENT, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    said = [program.communicate()[1].decode() for program in programs]
    assert said == ["", ""]
    assert len(said_to_be_kept(notes)) == 2 * SAVES
    assert kept(place) == dict.fromkeys(said_to_be_kept(notes), saving.RESULTS)
