"""The history of the tables: complete, all or nothing, and the same as the tables of today."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from alpdesk.errors import AlpdeskError
from alpdesk.store import database as store, engine as engines, followup, schema, worklist
from alpdesk.store.database import Database
from tests.conftest import Clock

DAY, NOON = date(2026, 3, 2), datetime(2026, 3, 2, 12, tzinfo=UTC)
APART = {"patient_word", "patient_text", "alembic_version"}


def test_the_history_ends_in_the_tables_of_today(database: Database) -> None:
    def ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return not (kind == "table" and name is not None and any(name.startswith(apart) for apart in APART))

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_known_revisions_are_those_of_the_history() -> None:
    scripts = [script.revision for script in ScriptDirectory(str(schema.SCRIPTS)).walk_revisions()]
    assert tuple(reversed(scripts)) == schema.REVISIONS


def history_that_fails(folder: Path) -> Path:
    scripts = folder / "migrations"
    shutil.copytree(schema.SCRIPTS, scripts)
    (scripts / "versions" / "r9999_fails.py").write_text(
        f"from alembic import op\nrevision = '9999'\ndown_revision = '{schema.HEAD}'\n"
        "def upgrade():\n    op.execute('CREATE TABLE half (id INTEGER PRIMARY KEY)')\n"
        "    op.execute('UPDATE laboratory SET name = name')\n    op.execute('no such statement')\n"
    )
    return scripts


def test_a_migration_that_fails_leaves_no_trace(database: Database, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"no such|syntax"):
        schema.migrate(engines.writing(database.engine), history_that_fails(tmp_path))
    with database.engine.connect() as connection:
        assert schema.revision(connection) == schema.HEAD
        assert not inspect(connection).has_table("half")


def test_older_data_is_kept_before_it_is_changed(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(schema, "REVISIONS", ("0000", *schema.REVISIONS))
    monkeypatch.setattr(schema, "migrate", lambda _engine: done.append("migrated"))
    schema.upgrade(database.engine, "0000", lambda: done.append("kept"))
    assert done == ["kept", "migrated"]


def test_tables_of_today_are_opened_without_the_migration_library(tmp_path: Path) -> None:
    import subprocess
    import sys

    program = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from alpdesk.store import database\n"
        "path = Path(sys.argv[1]); key = bytes(32)\n"
        "if sys.argv[2] == 'make': database.create(path, lambda: key, lambda: datetime.now(UTC)).close()\n"
        "else:\n"
        "    database.open_file(path, lambda: key, lambda: datetime.now(UTC)).close()\n"
        "    assert not [name for name in sys.modules if name.startswith('alembic')]\n"
    )
    for step in ("make", "open"):
        subprocess.run([sys.executable, "-c", program, str(tmp_path / "x.alpdesk"), step], check=True)


def test_the_trail_only_grows(database: Database) -> None:
    from alpdesk.store.audit import Actor

    database.note(Actor(None, "A", "s"), "opened")
    statements = ["UPDATE audit SET actor = 'B'", "DELETE FROM audit"]
    if database.engine.dialect.name == "postgresql":
        statements.append("TRUNCATE audit")
    for statement in statements:
        with pytest.raises(Exception, match="only grow"), database.engine.begin() as connection:
            connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        ("SELECT * FROM patient WHERE number = '1'", "sqlite_autoindex_patient_1"),
        ("SELECT * FROM panel WHERE patient_id = 1 ORDER BY collected, id", "panel_by_patient"),
        ("SELECT * FROM result WHERE panel_id = 1", "result_by_panel"),
        ("SELECT panel_id, value, low FROM result WHERE analyte = 'alp'", "COVERING INDEX result_alp"),
        ("SELECT * FROM assessment WHERE needs_answer AND patient_id > 0", "assessment_to_answer"),
        ("SELECT * FROM recall WHERE closed_on IS NULL AND due <= '2026-01-01' ORDER BY due, id", "recall_open"),
        ("SELECT * FROM letter WHERE printed_at IS NULL ORDER BY id", "letter_to_print"),
        ("SELECT * FROM decision WHERE patient_id = 1 AND assessment_id >= 3", "decision_by_patient"),
    ],
)
def test_the_questions_of_every_day_stand_on_an_index(sqlite_database: Database, statement: str, index: str) -> None:
    with sqlite_database.read() as session:
        plan = " ".join(str(row[3]) for row in session.execute(text(f"EXPLAIN QUERY PLAN {statement}")))
    assert index in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize(
    ("ask", "indexes"),
    [
        (lambda s: followup.open_items(s, None, DAY, 200), ["recall_open"]),
        (lambda s: followup.open_items(s, DAY, DAY, 200, 1), ["recall_open", "patient USING INTEGER PRIMARY KEY"]),
        (lambda s: followup.count_open(s, None, DAY), ["recall_open"]),
        (lambda s: followup.closed_items(s, DAY, 200), ["recall_closed"]),
        (lambda s: followup.count_closed(s, DAY), ["COVERING INDEX recall_closed"]),
        (lambda s: followup.open_items(s, DAY, None, 200), ["recall_open"]),
        (lambda s: followup.count_open(s, DAY, None), ["recall_open"]),
        (lambda s: followup.final(s, NOON, 200), ["decision_final", "ix_recall_decision_id"]),
        (lambda s: followup.count_final(s, NOON), ["decision_final", "ix_recall_decision_id"]),
        (
            lambda s: followup.undated(s, NOON, 200),
            ["ix_recall_decision_id", "ix_monitoring_plan_decision_id", "decision_by_patient"],
        ),
        (lambda s: followup.contacts(s, [1, 2]), ["contact_by_recall"]),
        (lambda s: followup.open_of_patient(s, 1), ["recall_by_patient"]),
        (lambda s: followup.arrived(s, 1, DAY, 3), ["panel_by_patient", "result_by_panel"]),
    ],
)
def test_the_lists_of_the_day_stand_on_indexes(
    sqlite_database: Database, ask: Callable[[Session], object], indexes: list[str]
) -> None:
    seen: list[tuple[str, Any]] = []

    def note(connection: object, cursor: object, statement: str, given: Any, *_: object) -> None:
        seen.append((statement, given))

    event.listen(sqlite_database.engine, "before_cursor_execute", note)
    with sqlite_database.read() as session:
        ask(session)
        statement, given = seen[-1]
        explained = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        plan = " ".join(str(row[3]) for row in explained)
    assert all(index in plan for index in indexes), plan
    assert "SCAN recall" not in plan and "SCAN patient" not in plan and "SCAN contact" not in plan


def test_the_sweep_reads_the_index_of_alp_results_only(sqlite_database: Database) -> None:
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(sqlite_database.engine, "before_cursor_execute", note)
    with sqlite_database.read() as session:
        assert list(worklist.alp_lines(session)) == []
        plan = [str(row[3]) for row in session.connection().exec_driver_sql(*explained(seen[-1]))]
    assert any("COVERING INDEX result_alp" in line for line in plan), plan


def explained(statement: str) -> tuple[str, tuple[str, ...]]:
    return f"EXPLAIN QUERY PLAN {statement}", ("entered-in-error",) * statement.count("?")


def test_only_a_new_record_makes_tables_on_a_server_and_only_where_every_name_can_be_kept(
    bare_server: tuple[str, str],
) -> None:
    url, encoding = bare_server
    with pytest.raises(AlpdeskError, match="no record in this database"):
        store.open_server(url, Clock())
    if encoding == "UTF8":
        store.open_server(url, Clock(), make=True).close()
        store.open_server(url, Clock()).close()
    else:
        with pytest.raises(AlpdeskError, match="encoding UTF8"):
            store.open_server(url, Clock(), make=True)
    engine = create_engine(url)
    assert inspect(engine).has_table("patient") is (encoding == "UTF8")
    engine.dispose()


EDITIONS = sorted((Path(__file__).parent / "editions").glob("*.alpdesk"))


@pytest.mark.parametrize("kept", EDITIONS, ids=lambda path: path.stem)
def test_a_file_of_every_earlier_edition_is_brought_up_to_date_and_still_proves_itself(
    kept: Path, tmp_path: Path
) -> None:
    from alpdesk.store.audit_check import verify
    from tests.conftest import KEY

    path = tmp_path / "clinic.alpdesk"
    shutil.copyfile(kept, path)
    path.chmod(0o600)
    saved: list[str] = []
    database = store.open_file(path, lambda: KEY, Clock(), save=lambda: saved.append("kept"))
    with database.read() as session:
        assert schema.revision(session.connection()) == schema.HEAD
        verdict = verify(session.connection())
    database.close()
    assert saved == ["kept"]
    assert verdict.faults == ()
    assert verdict.entries > 0
