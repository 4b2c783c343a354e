"""A disk of its own to fail, and the library that takes notes of what is done to it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from alpdesk.domain.records import Patient
from alpdesk.store import rows
from alpdesk.store.audit import Actor
from alpdesk.store.database import Database
from alpdesk.store.tables import PatientRow
from tests.faults import recorded


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded.compile_recorder(tmp_path_factory.mktemp("recorder"))


@pytest.fixture
def folder(sqlite_database: Database, actor: Actor, tmp_path: Path) -> Path:
    """A folder of its own with a record of one patient in it."""
    with sqlite_database.begin(actor, "patient added") as session:
        rows.add(session, PatientRow, Patient(number="1", family_name="A", birth_date=date(1980, 1, 1)))
    sqlite_database.close()
    assert sqlite_database.path is not None
    place = tmp_path / "disk"
    place.mkdir()
    shutil.copyfile(sqlite_database.path, place / "clinic.alpdesk")
    return place
