"""Whatever is changed behind the program's back is named."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from alpdesk.domain.records import Laboratory, LetterKind, Panel, Patient, Result
from alpdesk.store import audit, audit_check, rows
from alpdesk.store.audit import Actor, Anchor, link
from alpdesk.store.database import Database
from alpdesk.store.letter_tables import LetterRow
from alpdesk.store.plain import canonical
from alpdesk.store.tables import LaboratoryRow, PanelRow, PatientRow, ResultRow
from tests.conftest import Clock


@pytest.fixture
def told(database: Database, actor: Actor, clock: Clock) -> Database:
    """A record with inserts, an update, a deletion, a letter and a look."""
    with database.begin(actor, "panel entered") as session:
        patient = rows.add(session, PatientRow, Patient(number="1", family_name="A", birth_date=date(1980, 1, 1)))
        panel = rows.add(session, PanelRow, Panel(uid=uuid4(), patient_id=patient.id, collected=date(2026, 2, 10)))
        typed = [Result(analyte=a, value="31", unit="U/L", canonical=Decimal(31)) for a in ("alp", "ast", "alt")]
        rows.add_many(session, ResultRow, typed, panel_id=panel.id)
        laboratory = rows.add(session, LaboratoryRow, Laboratory(name="gone"))
    with database.begin(actor, "patient changed", "moved house") as session:
        session.get_one(PatientRow, patient.id).address = "Elsewhere 1"
        session.delete(session.get_one(LaboratoryRow, laboratory.id))
    with database.begin(actor, "letter kept") as session:
        pdf = b"%PDF-1.7 a letter"
        letter = LetterRow(
            patient_id=patient.id or 0,
            kind=LetterKind.PATIENT,
            created_at=clock(),
            sha256=hashlib.sha256(pdf).hexdigest(),
            body='{"text": "Dear A"}',
            pdf=pdf,
        )
        session.add(letter)
    database.note(actor, "patient opened", "patient 1")
    return database


def faults(database: Database, anchor: Anchor | None = None) -> tuple[str, ...]:
    with database.read() as session:
        return audit_check.verify(session.connection(), anchor).faults


@contextmanager
def behind_its_back(database: Database) -> Iterator[Connection]:
    """Write as somebody who holds the key and has removed the guards; nothing of it stays."""
    with database.engine.connect() as connection, connection.begin() as transaction:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        else:
            for trigger in ("audit_no_update", "audit_no_delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
        yield connection
        transaction.rollback()


def after(database: Database, *statements: str, anchor: Anchor | None = None) -> tuple[str, ...]:
    """Return the faults that a check names after these statements."""
    with behind_its_back(database) as connection:
        for statement in statements:
            assert connection.execute(text(statement)).rowcount > 0
        return audit_check.verify(connection, anchor).faults


def test_an_honest_record_has_no_faults(told: Database) -> None:
    with told.read() as session:
        verdict = audit_check.verify(session.connection(), told.head())
    assert verdict.faults == ()
    assert (verdict.entries, verdict.rows) == (4, 6)


ENTRY = (
    "at = '2020-01-01T00:00:00+00:00'",
    "actor = 'Somebody Else'",
    "actor_id = 77",
    "station = 'elsewhere'",
    "action = 'nothing'",
    "reason = 'because'",
    "body = '[]'",
    "body = 'not json'",
    "prev = 'ff'",
    "hash = 'ff'",
    "seq = seq + 90",
)


def test_each_changed_column_of_an_entry_is_named(told: Database) -> None:
    for seq in (1, 2, 3, 4):
        for change in ENTRY:
            named = f"audit entry {seq + 90 if change.startswith('seq') else seq}"
            found = after(told, f"UPDATE audit SET {change} WHERE seq = {seq}")
            assert any(named in fault for fault in found), (seq, change, found)


def test_a_check_tells_how_far_it_is(told: Database) -> None:
    parts: list[int] = []
    with told.read() as session:
        audit_check.verify(session.connection(), progress=lambda done, total: parts.append(100 * done // total))
    assert parts == sorted(parts) and parts[-1] == 50


@pytest.mark.parametrize(
    "body",
    [
        '[{"table":"result","columns":["id"],"insert":[[]]}]',
        '[{"table":"result","columns":["id","no"],"insert":[[9,1]]}]',
    ],
)
def test_an_entry_that_speaks_of_other_columns_is_no_riddle(told: Database, body: str) -> None:
    found = after(told, f"UPDATE audit SET body = '{body}' WHERE seq = 4")
    assert any("audit entry 4" in fault for fault in found)


def test_a_missing_entry_is_named(told: Database) -> None:
    for seq in (1, 2, 3):
        found = after(told, f"DELETE FROM audit WHERE seq = {seq}")
        assert any(f"audit entry {seq + 1} follows {seq - 1}: entries are missing" in fault for fault in found), found


def test_two_swapped_entries_are_named(told: Database) -> None:
    swap = [f"UPDATE audit SET seq = {new} WHERE seq = {old}" for old, new in ((2, 99), (3, 2), (99, 3))]
    found = " ".join(after(told, *swap))
    assert "audit entry 2" in found
    assert "audit entry 3" in found


def test_a_tail_that_was_cut_off_is_found_by_the_anchor(told: Database) -> None:
    cut = "DELETE FROM audit WHERE seq = 4"
    assert after(told, cut) == ()
    assert any("cut or rewritten" in fault for fault in after(told, cut, anchor=told.head()))


def test_a_chain_that_was_rewritten_is_found_by_the_anchor(told: Database) -> None:
    anchor = told.head()
    with behind_its_back(told) as connection:
        prev = "0" * 64
        for entry in connection.execute(text("SELECT * FROM audit ORDER BY seq")).mappings().all():
            forged = {**entry, "prev": prev}
            if entry["seq"] == 4:
                forged["actor"] = "Somebody Else"
            prev = forged["hash"] = link(forged)
            change = text("UPDATE audit SET actor = :actor, prev = :prev, hash = :hash WHERE seq = :seq")
            connection.execute(change, forged)
        assert audit_check.verify(connection).faults == ()
        assert any("cut or rewritten" in fault for fault in audit_check.verify(connection, anchor).faults)


CHANGES = {
    "patient": (1, (
            "number = '2'",
            "family_name = 'B'",
            "given_names = 'B'",
            "birth_date = '1980-01-02'",
            "sex = 'male'",
            "sex = 'neither'",
            "preterm = NOT preterm",
            "address = 'Here'",
            "phone = '1'",
            "email = 'a@example.org'",
            "language = 'de'",
            "referring_doctor = 'B'",
            "notes = 'x'",
            "row_version = 9",
    )),
    "result": (2, (
            "analyte = 'alt'",
            "value = '131'",
            "unit = 'µkat/L'",
            "low = '20'",
            "high = '20'",
            "comparator = '<'",
            "canonical = '131'",
            "canonical = NULL",
            "status = 'entered-in-error'",
            "flag = 'within'",
            "judged_low = '1'",
            "judged_high = '1'",
            "judged_by = 'me'",
    )),
    "panel": (1, (
            "collected = '2026-02-11'",
            "collected_time = '07:00:00'",
            "received = '2026-02-11'",
            "profile = 'x'",
            "method = 'x'",
            "specimen = 'edta'",
            "haemolysis = 'gross'",
            "fasting = (1 = 1)",
            "gestation_weeks = 3",
            "comment = 'x'",
            "uid = '00000000000000000000000000000000'",
    )),
    "letter": (1, (
            "subject = 'x'",
            "body = '{}'",
            "pdf = '%PDF-1.7 another'",
            "sha256 = 'ff'",
            "state = 'printed'",
            "kind = 'recall'",
            "created_at = '2020-01-01 00:00:00'",
            "printed_at = '2020-01-01 00:00:00'",
            "quoted = '[]'",
            "language = 'de'",
    )),
}  # fmt: skip


@pytest.mark.parametrize("table", CHANGES)
def test_each_changed_column_of_a_row_is_named(told: Database, table: str) -> None:
    key, changes = CHANGES[table]
    for change in changes:
        found = after(told, f"UPDATE {table} SET {change} WHERE id = {key}")
        assert any(fault.startswith(f"{table} {key} ") for fault in found), (change, found)


def test_a_removed_row_is_named(told: Database) -> None:
    assert after(told, "DELETE FROM result WHERE id = 2") == ("result 2 was removed or changed outside Alpdesk",)


def test_a_row_that_was_put_in_is_named(told: Database) -> None:
    put_in = "INSERT INTO laboratory SELECT 7, 'x', '', '', '', (1 = 1), 1"
    assert after(told, put_in) == ("laboratory 7 is not in the audit trail",)


def test_a_deleted_row_that_came_back_is_named(told: Database) -> None:
    came_back = "INSERT INTO laboratory SELECT 1, 'gone', '', '', 'conventional', (1 = 1), 1"
    assert after(told, came_back) == ("laboratory 1 is not in the audit trail",)


def test_every_table_is_in_the_trail_but_the_trail_and_what_is_half_typed() -> None:
    from alpdesk.store.audit import is_audited

    assert {t.name for t in SQLModel.metadata.sorted_tables if not is_audited(t)} == {
        "audit",
        "audit_about",
        "draft",
    }


def test_the_sequence_rises_when_the_clock_goes_back(database: Database, actor: Actor, clock: Clock) -> None:
    for days in (1, -2, 365):
        clock.now += timedelta(days=days)
        database.note(actor, "opened")
    with database.read() as session:
        entries = session.execute(text("SELECT seq, at FROM audit ORDER BY seq")).all()
    assert [entry[0] for entry in entries] == [1, 2, 3]
    assert entries[1][1] < entries[0][1] < entries[2][1]
    with database.read() as session:
        bodies = session.execute(text("SELECT body FROM audit ORDER BY seq")).scalars().all()
    assert ["the clock went back" in body for body in bodies] == [False, True, False], "the entry itself says so"
    assert faults(database) == ()


def test_the_bytes_of_a_letter_are_not_in_the_trail(told: Database) -> None:
    with told.read() as session:
        body = session.execute(text("SELECT body FROM audit WHERE seq = 3")).scalar_one()
    assert hashlib.sha256(b"%PDF-1.7 a letter").hexdigest() in body
    assert "%PDF" not in body
    assert "Dear A" not in body


def test_many_single_changes_in_one_step_stay_affordable(sqlite_database: Database, actor: Actor) -> None:
    import time

    started = time.perf_counter()
    with sqlite_database.begin(actor, "import") as session:
        people = [Patient(number=str(i), family_name="A", birth_date=date(1980, 1, 1)) for i in range(500)]
        keys = rows.add_many(session, PatientRow, people)
        sampled = [Panel(uid=uuid4(), patient_id=key, collected=date(2026, 1, 1)) for key in keys for _ in range(4)]
        panels = rows.add_many(session, PanelRow, sampled)
        typed = [Result(panel_id=key, analyte="alp", value="31", unit="U/L") for key in panels for _ in range(12)]
        rows.add_many(session, ResultRow, typed)
    taken = time.perf_counter() - started
    assert faults(sqlite_database) == ()
    assert sqlite_database.head().seq == 1
    assert taken < 10, f"{taken:.1f} s for 24,000 results"


@pytest.mark.parametrize("other", [2, -1, "'yes'"])
def test_a_truth_that_is_neither_yes_nor_no_is_named(sqlite_database: Database, actor: Actor, other: object) -> None:
    """A 2 is yes to a reader and no to a list that asks for 1: a low that waits would be on no list."""
    with sqlite_database.begin(actor, "laboratory added") as session:
        key = rows.add(session, LaboratoryRow, Laboratory(name="City")).id
    assert faults(sqlite_database) == ()
    found = after(sqlite_database, f"UPDATE laboratory SET active = {other} WHERE id = {key}")
    assert any(f"laboratory {key}" in fault for fault in found)


@pytest.mark.parametrize("rows", [0, 1, 500, 501, 1234])
def test_a_large_step_is_told_in_the_text_that_is_hashed_of_a_small_one(rows: int) -> None:
    new: list[dict[str, object]] = [
        {"table": "t", "columns": ["id", "name"], "insert": [(number, 'é"\u2028') for number in range(rows)]},
        {"table": "t", "id": 1, "update": {"name": [1, None]}, "row": "ab"},
    ]
    assert audit._body(new) == canonical(new)
