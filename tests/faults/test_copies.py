"""Killed while a backup is made or the tables are brought up to date, and backed up while somebody saves."""

import os
import random
import shutil
import signal
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from alpdesk.domain.records import Panel, Patient
from alpdesk.services import archive, backup
from alpdesk.store import audit_check, copies, database as store, rows, schema
from alpdesk.store.audit import Actor
from alpdesk.store.database import Database, look
from alpdesk.store.tables import PanelRow, PatientRow
from tests.conftest import KEY, Clock
from tests.faults import copying
from tests.faults.counts import times

EDITIONS = sorted((Path(__file__).parents[1] / "store" / "editions").glob("*.alpdesk"))
BACKUP_KILLS, MIGRATION_KILLS, BACKUPS = times(5, 20), times(3, 20), times(3, 20)

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills by POSIX signals")


def killed_after(seconds: float, work: Callable[[], None]) -> None:
    """Do something in a child that is killed; it may have come to its end before."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.fixture
def place(sqlite_database: Database, actor: Actor) -> Path:
    path = sqlite_database.path
    assert path is not None
    with sqlite_database.begin(actor, "patient added") as session:
        rows.add(session, PatientRow, Patient(number="1", family_name="A", birth_date=date(1980, 1, 1)))
    copying.lock(path)
    return path


@needs_fork
def test_a_backup_that_is_killed_leaves_nothing_under_a_final_name_that_is_not_whole(
    sqlite_database: Database, place: Path, tmp_path: Path
) -> None:
    sqlite_database.close()
    chance, folder = random.Random(20260302), tmp_path / "copies"
    folder.mkdir()
    kept: dict[str, bytes] = {}
    for _ in range(BACKUP_KILLS):
        killed_after(chance.uniform(0.02, 0.3), lambda: copying.back_up(place, folder))
        found = {file.name: file.read_bytes() for file in folder.glob("*.alpbackup")}
        assert all(archive.is_whole(folder / name) for name in found)
        assert kept.items() <= found.items(), "an earlier backup is as it was"
        kept = found
    assert kept, "no backup was ever made: the test sees nothing"
    assert copies.faults(place, lambda: KEY) == []


@needs_fork
@pytest.mark.parametrize("kept", EDITIONS, ids=lambda path: path.stem)
def test_an_update_of_the_tables_that_is_killed_is_done_or_not_begun(kept: Path, tmp_path: Path) -> None:
    chance, ends = random.Random(kept.stem), set[str | None]()
    for number in range(MIGRATION_KILLS):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "clinic.alpdesk"
        shutil.copyfile(kept, path)
        path.chmod(0o600)
        copying.lock(path)
        killed_after(chance.uniform(0.05, 0.9), lambda path=path: copying.migrate(path))  # type: ignore[misc]
        with look(path, lambda: KEY) as connection:
            ends.add(revision := schema.revision(connection))
        assert revision in (kept.stem, schema.HEAD)
        assert copies.faults(path, lambda: KEY) == []
        if revision == schema.HEAD:
            assert [*folder.glob("*-before-update-*.alpdesk-backup")]
        assert all(archive.is_whole(before) for before in folder.glob("*-before-update-*.alpdesk-backup"))
        copying.migrate(path)
        database = store.open_file(path, lambda: KEY, Clock())
        with database.read() as session:
            assert audit_check.verify(session.connection()).faults == ()
        database.close()


def test_a_backup_made_while_somebody_saves_holds_all_that_was_kept_before_it_began(
    sqlite_database: Database, place: Path, tmp_path: Path, actor: Actor
) -> None:
    kept: list[UUID] = []
    ended = threading.Event()

    def save() -> None:
        while not ended.is_set():
            uid = uuid4()
            with sqlite_database.begin(actor, "panel entered") as session:
                rows.add(session, PanelRow, Panel(uid=uid, patient_id=1, collected=date(2026, 2, 10)))
            kept.append(uid)

    saver = threading.Thread(target=save)
    saver.start()
    try:
        for number in range(BACKUPS):
            while len(kept) < 5 * (number + 1):
                time.sleep(0.001)
            before, out = set(kept), tmp_path / f"{number}.alpbackup"
            backup._write(place, KEY, out, copying.now, lambda *_: None)
            assert before <= _panels(out, tmp_path / f"{number}.alpdesk")
    finally:
        ended.set()
        saver.join()


def _panels(copy: Path, target: Path) -> set[UUID]:
    """Take the database out of a backup, check it whole, and return its panels."""
    manifest, _ = archive.read(copy)
    assert archive.is_genuine(manifest, KEY)
    assert archive.take_out(copy, target) == manifest.database_sha256
    target.chmod(0o600)
    assert copies.faults(target, lambda: KEY) == []
    with look(target, lambda: KEY) as connection:
        verdict = audit_check.verify(connection)
        assert (verdict.faults, verdict.entries) == ((), manifest.audit_seq)
        return {uid for uid in connection.execute(select(col(PanelRow.uid))).scalars() if uid is not None}
