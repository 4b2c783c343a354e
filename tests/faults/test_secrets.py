"""Nothing of a patient is readable in any file the program writes."""

import logging
import shutil
from datetime import date
from pathlib import Path

import pytest

from alpdesk.domain.records import Patient
from alpdesk.errors import AlpdeskError
from alpdesk.security import keyslots
from alpdesk.store import copies, database as store, rows
from alpdesk.store.audit import Actor
from alpdesk.store.database import Database
from alpdesk.store.tables import PatientRow
from tests.conftest import KEY
from tests.faults.counts import times

SENTINELS = [f"Zebrafink{i:03}Öl" for i in range(times(100, 1000))]


@pytest.fixture
def written(sqlite_database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Path:
    """A folder with everything that entering, changing, failing and copying leaves behind, the file still open."""
    caplog.set_level(logging.INFO)
    actor = Actor(None, SENTINELS[0], SENTINELS[1])
    people = [
        Patient(number=f"N{i}", family_name=name, birth_date=date(1980, 1, 1)) for i, name in enumerate(SENTINELS)
    ]
    with sqlite_database.begin(actor, "patients added") as session:
        rows.add_many(session, PatientRow, people)
    with sqlite_database.begin(actor, "patient changed") as session:
        session.get_one(PatientRow, 1).notes = SENTINELS[2] * 500
    with pytest.raises(Exception, match="a moment ago") as failure, sqlite_database.begin(actor, "twice") as session:
        rows.add_many(session, PatientRow, people)
    file, key = keyslots.new()
    keyslots.save(keyslots.add(file, key, SENTINELS[3], SENTINELS[4], cost=keyslots.FLOOR), tmp_path / "x-keys")
    assert sqlite_database.path is not None
    copies.copy(sqlite_database.path, lambda: KEY, tmp_path / "copy", lambda _done, _total: None)
    (tmp_path / "log.txt").write_text(
        caplog.text + f"{failure.value} {failure.value.__cause__}" + repr(sqlite_database.engine), encoding="utf-8"
    )
    return tmp_path


def hits(folder: Path) -> list[str]:
    forms = {
        s: [s.encode("utf-8"), s.encode("utf-16-le"), s.encode("utf-16-be"), s[:-2].lower().encode()] for s in SENTINELS
    }
    return [
        f"{path.name}: {sentinel}"
        for path in folder.rglob("*")
        if path.is_file()
        for content in [path.read_bytes()]
        for sentinel, spelled in forms.items()
        if any(form in content for form in spelled)
    ]


def test_no_name_is_in_clear_in_any_file(written: Path) -> None:
    names = {path.name for path in written.iterdir()}
    assert {"clinic.alpdesk", "clinic.alpdesk-wal", "clinic.alpdesk-shm", "x-keys", "copy", "log.txt"} <= names
    assert (written / "clinic.alpdesk-wal").stat().st_size > 50_000
    assert hits(written) == []


def test_the_search_for_names_would_see_one(written: Path) -> None:
    (written / "leak").write_text(f"about {SENTINELS[50]}", encoding="utf-16-le")
    assert hits(written) == [f"leak: {SENTINELS[50]}"]


def test_the_key_is_in_no_file(written: Path) -> None:
    for path in written.rglob("*"):
        content = path.read_bytes()
        assert KEY not in content, path.name
        assert KEY.hex().encode() not in content.lower(), path.name


def test_every_flipped_bit_is_found(sqlite_database: Database, tmp_path: Path) -> None:
    import random

    with sqlite_database.begin(Actor(None, "A", "s"), "patients added") as session:
        people = [Patient(number=str(i), family_name="A" * 200, birth_date=date(1980, 1, 1)) for i in range(200)]
        rows.add_many(session, PatientRow, people)
    sqlite_database.close()
    path = sqlite_database.path
    assert path is not None
    chance, size = random.Random(7), path.stat().st_size
    assert copies.faults(path, lambda: KEY) == []
    for _ in range(times(20, 500)):
        damaged = tmp_path / "damaged.alpdesk"
        shutil.copyfile(path, damaged)
        place = chance.randrange(size)
        with damaged.open("r+b") as file:
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ 1 << chance.randrange(8)]))
        assert copies.faults(damaged, lambda: KEY) != [], f"byte {place}"


def test_a_damaged_file_is_said_plainly(sqlite_database: Database) -> None:
    sqlite_database.close()
    path = sqlite_database.path
    assert path is not None
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"damage")
    with pytest.raises(AlpdeskError, match="Restore"):
        store.open_file(path, lambda: KEY, sqlite_database.clock)
