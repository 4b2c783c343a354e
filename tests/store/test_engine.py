"""The encrypted file: how it is opened, and what it refuses."""

import hashlib
import sqlite3
import stat
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text

from alpdesk.errors import AlpdeskError
from alpdesk.store import copies, database as store, engine, place, schema
from alpdesk.store.database import Database
from tests.conftest import KEY, Clock


def raw(database: Database) -> sqlcipher.Connection:
    assert database.path is not None
    return engine.connect(database.path, lambda: KEY)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("cipher_log_level", "NONE"),
    ],
)
def test_every_connection_keeps_the_settings(sqlite_database: Database, pragma: str, value: object) -> None:
    with sqlite_database.read() as session:
        assert session.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


def test_a_setting_that_does_not_hold_stops_the_opening(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_PRAGMAS", ("journal_mode = WAL", "synchronous = NORMAL"))
    with pytest.raises(AlpdeskError, match="synchronous"):
        raw(sqlite_database)


def test_writing_takes_the_lock_at_once(sqlite_database: Database) -> None:
    other = raw(sqlite_database)
    other.execute("PRAGMA busy_timeout = 1")
    with sqlite_database.begin(None, "x"), pytest.raises(sqlcipher.OperationalError, match="locked"):  # type: ignore[arg-type]  # nobody is asked
        other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_missing_file_is_not_created(tmp_path: Path) -> None:
    missing = tmp_path / "none.alpdesk"
    with pytest.raises(AlpdeskError, match="no database"):
        store.open_file(missing, lambda: KEY, Clock())
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new.alpdesk"
    database = store.create(path, lambda: KEY, Clock())
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in tmp_path.iterdir()}
    database.close()
    assert set(modes.values()) == {0o600}, modes


def test_another_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "thesis.alpdesk"
    path.write_text("ten years of work")
    with pytest.raises(AlpdeskError, match="already a file"):
        store.create(path, lambda: KEY, Clock())
    assert path.read_text() == "ten years of work"


def test_a_creation_that_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("no power")

    monkeypatch.setattr(store, "upgrade", fail)
    with pytest.raises(OSError, match="no power"):
        store.create(tmp_path / "new.alpdesk", lambda: KEY, Clock())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("length", [0, 1, 16, 31, 33, 64])
def test_a_key_of_another_length_is_refused_before_it_is_used(sqlite_database: Database, length: int) -> None:
    assert sqlite_database.path is not None
    with pytest.raises(ValueError, match="32 bytes"):
        engine.connect(sqlite_database.path, lambda: bytes(length))


def test_a_wrong_key_opens_nothing_and_says_so(sqlite_database: Database, capfd: pytest.CaptureFixture[str]) -> None:
    assert sqlite_database.path is not None
    with pytest.raises(engine.UnreadableDatabase, match="cannot be read with this key"):
        store.open_file(sqlite_database.path, lambda: bytes(32), Clock())
    assert capfd.readouterr().err == ""


def test_the_standard_library_reads_nothing(sqlite_database: Database) -> None:
    connection = sqlite3.connect(str(sqlite_database.path))
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        connection.execute("SELECT count(*) FROM sqlite_master")
    connection.close()


def test_no_statement_can_write_a_copy_in_clear(sqlite_database: Database, tmp_path: Path) -> None:
    connection = raw(sqlite_database)
    for statement in (f"ATTACH '{tmp_path / 'clear.db'}' AS clear KEY ''", f"VACUUM INTO '{tmp_path / 'clear.db'}'"):
        with pytest.raises(sqlcipher.DatabaseError):
            connection.execute(statement)
    connection.close()
    assert not (tmp_path / "clear.db").exists()


def test_the_key_is_in_no_address_and_no_representation(sqlite_database: Database) -> None:
    shown = f"{sqlite_database.engine!r} {sqlite_database.engine.url!r} {sqlite_database.engine.url.query}"
    assert KEY.hex() not in shown


@pytest.mark.parametrize("version", ["3.7.0", "3.40.1", "3.51.2"])
def test_an_sqlite_that_can_lose_writes_is_refused(version: str) -> None:
    with pytest.raises(AlpdeskError, match=version):
        engine.refuse_old_sqlite(version)


@pytest.mark.parametrize("version", ["3.51.3", "3.52.0", "4.0.0"])
def test_a_sound_sqlite_is_taken(version: str) -> None:
    engine.refuse_old_sqlite(version)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(AlpdeskError, match="no folder"):
        store.create(tmp_path / "nowhere" / "x.alpdesk", lambda: KEY, Clock())


@pytest.mark.parametrize("folder", ["Dropbox", "OneDrive - Clinic", "Nextcloud"])
def test_a_folder_that_is_copied_to_a_cloud_is_refused(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    with pytest.raises(AlpdeskError, match="cloud"):
        store.create(tmp_path / folder / "x.alpdesk", lambda: KEY, Clock())


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_network_drive_is_refused(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "_mount_kind", lambda _folder: kind)
    with pytest.raises(AlpdeskError, match="network drive"):
        store.create(tmp_path / "x.alpdesk", lambda: KEY, Clock())


def test_a_database_of_a_newer_program_is_left_untouched(sqlite_database: Database) -> None:
    path = sqlite_database.path
    assert path is not None
    with raw(sqlite_database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    sqlite_database.close()
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(schema.NewerDatabase, match="newer Alpdesk"):
        store.open_file(path, lambda: KEY, Clock())
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_an_encrypted_file_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.alpdesk"
    engine.create_file(path)
    connection = engine.connect(path, lambda: KEY)
    connection.execute("CREATE TABLE recipes (id INTEGER PRIMARY KEY)")
    connection.close()
    with pytest.raises(AlpdeskError, match="another program"):
        store.open_file(path, lambda: KEY, Clock())


def test_a_full_disk_is_said_plainly_and_loses_nothing(sqlite_database: Database) -> None:
    from alpdesk.store.audit import Actor
    from alpdesk.store.tables import PanelRow
    from tests.store.test_database import add_panel, add_patient, count

    actor = Actor(None, "A", "s")
    patient_id, kept = add_patient(sqlite_database, actor), 0
    limit = "PRAGMA max_page_count = {}"
    with sqlite_database.read() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
        session.execute(text(limit.format(pages + 6)))
    with pytest.raises(AlpdeskError, match="disk is full"):
        while kept < 10_000:
            add_panel(sqlite_database, actor, patient_id, *["31"] * 12)
            kept += 1
    assert count(sqlite_database, PanelRow) == kept
    with sqlite_database.read() as session:
        session.execute(text(limit.format(pages + 1000)))
    add_panel(sqlite_database, actor, patient_id, "31")
    assert sqlite_database.path is not None
    assert copies.faults(sqlite_database.path, lambda: KEY) == []


def test_a_server_elsewhere_needs_a_verified_certificate() -> None:
    far = engine.postgres_engine("postgresql+psycopg://u:secret@db.example.org/alpdesk?sslmode=disable")
    near = engine.postgres_engine("postgresql+psycopg://u:secret@127.0.0.1/alpdesk")
    assert far.url.query["sslmode"] == "verify-full"
    assert "sslmode" not in near.url.query
    assert "secret" not in f"{far!r}{near!r}"


def test_only_postgres_addresses_are_taken() -> None:
    with pytest.raises(AlpdeskError, match="postgresql"):
        engine.postgres_engine("mysql://u@127.0.0.1/x")
