"""Databases for the tests: a real encrypted file, and PostgreSQL where ``ALPDESK_TEST_POSTGRES`` names a server."""

import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from alpdesk import knowledge
from alpdesk.domain.records import Clinic, Laboratory, Role, User
from alpdesk.domain.rules import RuleBook
from alpdesk.services.desk import Desk, build
from alpdesk.store import database as store
from alpdesk.store.audit import Actor
from alpdesk.store.database import Database

POSTGRES = os.environ.get("ALPDESK_TEST_POSTGRES", "")
KEY = bytes(range(32))


@dataclass
class Clock:
    """A clock that goes one second forward each time it is read."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def actor() -> Actor:
    return Actor(None, "Dr. Test", "desk-1")


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted database with every table, made once and copied for each test."""
    path = tmp_path_factory.mktemp("template") / "empty.alpdesk"
    store.create(path, lambda: KEY, Clock()).close()
    return path


@pytest.fixture(scope="session")
def empty_server() -> Iterator[str]:
    """A database with every table on the server, copied for each test."""
    if not POSTGRES:
        pytest.skip("ALPDESK_TEST_POSTGRES names no server")
    name = f"alpdesk_template_{os.getpid()}"
    _on_server(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    store.open_server(_url(name), Clock(), make=True).close()
    yield name
    _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["UTF8", "LATIN1"])
def bare_server(empty_server: str, request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """A database without any table on the server, and how it keeps text."""
    assert empty_server
    name = f"alpdesk_bare_{secrets.token_hex(6)}"
    _on_server(f"CREATE DATABASE {name} ENCODING '{request.param}' LOCALE 'C' TEMPLATE template0")
    yield _url(name), request.param
    _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_database(empty_file: Path, tmp_path: Path, clock: Clock) -> Iterator[Database]:
    path = tmp_path / "clinic.alpdesk"
    shutil.copyfile(empty_file, path)
    path.chmod(0o600)
    database = store.open_file(path, lambda: KEY, clock)
    yield database
    database.close()


@pytest.fixture
def postgres_database(empty_server: str, clock: Clock) -> Iterator[Database]:
    name = f"alpdesk_test_{secrets.token_hex(6)}"
    _on_server(f"CREATE DATABASE {name} TEMPLATE {empty_server}")
    database = store.open_server(_url(name), clock)
    yield database
    database.close()
    _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """Both engines in turn."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    return found


@pytest.fixture(scope="session")
def rules() -> RuleBook:
    return knowledge.load()


@pytest.fixture
def desk(database: Database, rules: RuleBook, clock: Clock) -> Desk:
    """A clinic with a name, a laboratory and a doctor at the desk, and nobody in it, on both engines."""
    return open_clinic(database, rules, clock)


def open_clinic(database: Database, rules: RuleBook, clock: Clock) -> Desk:
    """Set a clinic up in an empty database."""
    first = build(database, rules=rules, clock=clock, actor=Actor(None, "Dr. Test", "desk-1"))
    first.clinic.update(Clinic(name="Hill Clinic", address="1 Hill Road"))
    doctor = first.users.add(User(name="Dr. Test", title="GP", role=Role.ADMINISTRATOR))
    first.laboratories.add(Laboratory(name="City Lab", profile="roche_mayo"))
    return build(database, rules=rules, clock=clock, actor=Actor(doctor.id, doctor.name, "desk-1"))


def _url(name: str) -> str:
    return make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)


def _on_server(statement: str) -> None:
    engine = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
