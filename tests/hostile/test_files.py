"""One corpus of files through every reader: taken for what they are or refused in a sentence, and nothing is left."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from alpdesk.domain.case import read_case
from alpdesk.domain.records import Panel, Patient, Result
from alpdesk.domain.rules import RuleBook
from alpdesk.errors import AlpdeskError
from alpdesk.exchange.mapping import read_mapping
from alpdesk.knowledge import own_forms
from alpdesk.security import keyslots
from alpdesk.services import archive
from alpdesk.services.desk import Desk
from alpdesk.store.audit_check import verify
from alpdesk.store.database import Database
from tests.conftest import Clock, open_clinic
from tests.hostile import corpus
from tests.hostile.watch import watched

Reader = Callable[[Desk, Path], object]


@pytest.fixture
def desk(sqlite_database: Database, rules: RuleBook, clock: Clock) -> Desk:
    return open_clinic(sqlite_database, rules, clock)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "sent"
    folder.mkdir()
    return list(corpus.files(folder))


def _attach(desk: Desk, path: Path) -> object:
    patient = desk.patients.add(
        Patient(number=desk.patients.next_number(), family_name="Bloom", birth_date=date(1980, 1, 1))
    )
    uid = uuid4()
    panel = Panel(uid=uid, collected=date(2026, 2, 20))
    desk.panels.enter(patient.id or 0, panel, (Result(analyte="ast", value="20", unit="U/L"),))
    return desk.attachments.add(uid, patient.id or 0, path)


def _case(desk: Desk, path: Path) -> object:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise AlpdeskError("The case cannot be read.") from None  # as the command that reads cases says
    return read_case(text, desk.rules)


READERS: dict[str, Reader] = {
    "results": lambda desk, path: desk.transfer.import_csv(path),
    "results, to try": lambda desk, path: desk.transfer.import_csv(path, dry_run=True),
    "map": lambda _, path: read_mapping(path),
    "results by a map": lambda desk, path: desk.transfer.import_csv(path, mapping=path),
    "case": _case,
    "key file": lambda _, path: keyslots.load(path) if path.is_file() else _no_file(),
    "backup": lambda _, path: archive.read(path),
    "scan": _attach,
    "own rule": lambda _, path: own_forms.read_body(path.read_text(errors="replace") if path.is_file() else ""),
}


def _no_file() -> object:
    raise AlpdeskError("There is no file.")


@pytest.mark.parametrize("name", READERS)
def test_every_file_is_taken_or_refused_in_a_sentence(desk: Desk, files: list[Path], tmp_path: Path, name: str) -> None:
    refused = 0
    for path in files:
        before = desk.patients.count()
        with watched(tmp_path) as seen:
            said = _refusal(name, desk, path)
        assert seen.faults == [], path.name
        if said is not None:
            refused += 1
            assert said.strip() and len(said) < 1000 and "Traceback" not in said, path.name
            assert not name.startswith("results") or desk.patients.count() == before, path.name
    assert refused > len(files) // 3 or name == "own rule", "it takes everything: the test sees nothing"
    with desk.context.database.read() as session:
        assert verify(session.connection()).faults == ()


def _refusal(name: str, desk: Desk, path: Path) -> str | None:
    try:
        READERS[name](desk, path)
    except AlpdeskError as error:
        return str(error)
    return None


def test_the_corpus_is_large_enough(files: list[Path]) -> None:
    assert len({path.name for path in files}) >= 20


def test_the_watch_sees_what_it_should(tmp_path: Path) -> None:
    import socket
    import subprocess
    import sys

    outside = Path.home() / ".profile"
    with watched(tmp_path) as seen:
        subprocess.run([sys.executable, "-c", ""], check=True)
        with socket.socket() as one:
            one.connect_ex(("127.0.0.1", 9))
        if outside.exists():
            outside.read_bytes()
        (tmp_path / "x").write_text("x")
    kinds = {fault.split()[0] for fault in seen.faults}
    assert {"subprocess.Popen", "socket.connect"} <= kinds
    assert ("open" in kinds) == outside.exists()
