"""A file or a folder that may only be read, or that somebody else holds: opened to be read, and nothing is tried."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import gettempdir

import pytest

from alpdesk.domain.records import Clinic, Patient, User
from alpdesk.domain.rules import RuleBook
from alpdesk.errors import CannotWrite
from alpdesk.security.costs import FLOOR
from alpdesk.services import vault
from alpdesk.store import engine
from tests.conftest import Clock

PASSWORD = "a quiet river runs"
NOBODY = 65534

pytestmark = pytest.mark.skipif(not hasattr(os, "setuid"), reason="rights as POSIX has them")


@pytest.fixture
def place(tmp_path: Path, rules: RuleBook, clock: Clock) -> Iterator[Path]:
    """A closed record in a folder of its own that anybody may enter."""
    folder = tmp_path / "record"
    folder.mkdir()
    path, user = folder / "clinic.alpdesk", User(name="Dr. Berg")
    desk = vault.create(path, PASSWORD, clinic=Clinic(name="Hill"), user=user, rules=rules, clock=clock, cost=FLOOR)
    desk.patients.add(Patient(number="1", family_name="Bloom", birth_date=date(1980, 1, 1)))
    desk.close()
    for file in folder.iterdir():
        file.chmod(0o644)
    for above in (folder, *folder.parents):
        if above.is_relative_to(gettempdir()) and str(above) != gettempdir():
            above.chmod(above.stat().st_mode | 0o011)  # to be gone through, not to be looked into
    yield path
    folder.chmod(0o755)


@contextmanager
def _as_nobody() -> Iterator[None]:
    """Be somebody without rights of their own, where the tests are run by one who may write everything."""
    if os.geteuid() != 0:
        yield
        return
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def _read(path: Path, rules: RuleBook, clock: Clock) -> tuple[str, list[str], str]:
    """Open the record and look into it; return why it is read only, whom it holds, and how a change was refused."""
    desk = vault.open_desk(path, PASSWORD, rules=rules, clock=clock)
    why, numbers, said = desk.read_only, [one.number for one in desk.patients.search("").items], ""
    try:
        desk.patients.add(Patient(number="2", family_name="Ash", birth_date=date(1980, 1, 1)))
    except CannotWrite as error:
        said = str(error)
    desk.close()
    return why, numbers, said


def _hash(path: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in path.parent.iterdir()}


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_only_be_read_is_read_and_left_as_it_is(place: Path, rules: RuleBook, clock: Clock, what: str) -> None:
    place.parent.chmod(0o777 if what == "file" else 0o555)
    place.chmod(0o444 if what == "file" else 0o666)
    before = _hash(place)
    with _as_nobody():
        why, numbers, refused = _read(place, rules, clock)
    expected = "The file may only be read." if what == "file" else "The folder of the record may only be read."
    assert (why, numbers) == (expected, ["1"])
    assert refused == f"{expected} Nothing was saved."
    after = {name: digest for name, digest in _hash(place).items() if not name.endswith(("-shm", "-wal"))}
    assert after == before


def test_a_record_that_somebody_else_writes_is_opened_to_be_read(
    place: Path, rules: RuleBook, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    first = vault.open_desk(place, PASSWORD, rules=rules, clock=clock)
    with first.context.begin("something long") as session:
        session.connection()
        other = vault.open_desk(place, PASSWORD, rules=rules, clock=clock)
        assert other.read_only == "Another program holds the record."
        assert [one.number for one in other.patients.search("").items] == ["1"]
        with pytest.raises(CannotWrite, match="Nothing was saved"):
            other.users.add(User(name="Jo"))
        other.close()
    first.close()
    again = vault.open_desk(place, PASSWORD, rules=rules, clock=clock)
    assert again.read_only == ""
    again.close()
