"""Somebody with the key changes one thing behind the program's back: whatever it is, the check names it by its row."""

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from alpdesk.domain.records import DecisionKind, Patient
from alpdesk.domain.rules import RuleBook
from alpdesk.services import vault
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.store import audit_check
from alpdesk.store.audit import is_audited
from tests.conftest import Clock
from tests.faults.counts import times
from tests.store.test_audit import behind_its_back

TRIES = times(129, 2000)
ENTRY = ("at", "actor", "station", "action", "reason", "body", "prev", "hash")


@pytest.fixture(scope="module")
def desk(rules: RuleBook) -> Iterator[Desk]:
    """The demonstration clinic, gone on with: every kind of step has its entries."""
    made = vault.demo(rules, Clock())
    for low in made.worklist.today().unanswered:
        seen = tuple(one.id for one in made.decisions.older(low.assessment_id))
        answer = DecisionDraft(patient_id=low.patient.id, assessment_id=low.assessment_id, kind=DecisionKind.REPEAT)
        made.decisions.sign(answer.model_copy(update={"seen": seen}))
    for number, one in enumerate(made.patients.search("", limit=10).items):
        patient = made.patients.get(one.id)
        made.patients.update(patient.model_copy(update={"notes": f"called {number}"}))
    made.patients.add(Patient(number="T1", family_name="Tamper", birth_date=made.context.today()))
    yield made
    made.close()


def tables(connection: Connection) -> list[str]:
    found = [table.name for table in SQLModel.metadata.sorted_tables if is_audited(table)]
    return [name for name in found if connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first()]


def one_change(connection: Connection, chance: random.Random) -> str:
    """Change one thing, and return what has to be named."""
    kind = chance.choice(("column", "column", "column", "delete", "insert", "entry", "entry gone", "about"))
    if kind == "about":
        return _about(connection, chance)
    if kind.startswith("entry"):
        return _entry(connection, chance, gone=kind == "entry gone")
    table = chance.choice(tables(connection))
    keys = [row[0] for row in connection.execute(text(f"SELECT id FROM {table}"))]
    key = chance.choice(keys)
    if kind == "delete":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        connection.execute(text(f"DELETE FROM {table} WHERE id = {key}"))
        return f"{table} {key}"
    if kind == "insert":
        return _copy(connection, table, key, max(keys) + 1)
    columns = [column.name for column in SQLModel.metadata.tables[table].columns if column.name != "id"]
    column = chance.choice(columns)
    before = connection.execute(text(f'SELECT "{column}" FROM {table} WHERE id = {key}')).scalar()
    after = (before or 0) + 1 if isinstance(before, int | float) or before is None else f"{before}x"
    statement = text(f'UPDATE OR REPLACE {table} SET "{column}" = :after WHERE id = {key}')
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    connection.execute(statement, {"after": after})
    return f"{table} {key}"


def _copy(connection: Connection, table: str, key: int, new: int) -> str:
    """Put in a row like another one; what has to be unique in it is made so."""
    found = connection.execute(text(f"SELECT * FROM {table} WHERE id = {key}")).mappings().one()
    unique = {column.name for column in SQLModel.metadata.tables[table].columns if column.unique}
    values = {
        name: f"{value}-{new}" if name in unique and value is not None else value for name, value in found.items()
    }
    values["id"] = new
    names = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({places})"), values)
    return f"{table} {new}"


def _about(connection: Connection, chance: random.Random) -> str:
    """Hide that an entry is about somebody, or say that it is about somebody else."""
    pairs = connection.execute(text("SELECT seq, patient_id FROM audit_about")).all()
    seq, patient = chance.choice(pairs)
    if chance.random() < 0.5:
        connection.execute(text(f"DELETE FROM audit_about WHERE seq = {seq} AND patient_id = {patient}"))
    else:
        connection.execute(
            text(f"UPDATE audit_about SET patient_id = 77777 WHERE seq = {seq} AND patient_id = {patient}")
        )
    return f"audit_about {seq}"


def _entry(connection: Connection, chance: random.Random, *, gone: bool) -> str:
    every = [row[0] for row in connection.execute(text("SELECT seq FROM audit ORDER BY seq"))]
    seq = chance.choice(every[:-1] if gone else every)
    if gone:
        connection.execute(text(f"DELETE FROM audit WHERE seq = {seq}"))
        return f"audit entry {seq + 1} follows"
    column = chance.choice(ENTRY)
    connection.execute(text(f"UPDATE audit SET {column} = {column} || 'x' WHERE seq = {seq}"))
    return f"audit entry {seq}"


def test_every_single_change_is_named_by_its_row(desk: Desk) -> None:
    chance, missed, kinds = random.Random(20260302), [], set()
    for _ in range(TRIES):
        with behind_its_back(desk.context.database) as connection:
            wanted = one_change(connection, chance)
            found = audit_check.verify(connection, None).faults
        kinds.add(wanted.split()[0])
        if not any(wanted in fault for fault in found):
            missed.append((wanted, found[:2]))
    assert missed == []
    assert len(kinds) > 8, "too few tables were changed to say much"


def test_an_unchanged_record_has_nothing_to_name(desk: Desk) -> None:
    with behind_its_back(desk.context.database) as connection:
        assert audit_check.verify(connection, desk.context.database.head()).faults == ()
