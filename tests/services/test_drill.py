"""A backup beside the record: what it has that is not here, and the reverse, before anything is replaced."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alpdesk.domain.records import Clinic, DecisionKind, LetterKind, Panel, Patient, Result, Role, Sex, User
from alpdesk.domain.rules import RuleBook
from alpdesk.errors import AlpdeskError, WrongPassword
from alpdesk.security.costs import FLOOR
from alpdesk.services import access as accesses, vault
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.services.drill import Comparison
from tests.conftest import Clock
from tests.services.test_who_may import as_user

PASSWORD = "a quiet river runs"


@pytest.fixture
def desk(tmp_path: Path, rules: RuleBook, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(accesses, "calibrated", lambda: FLOOR)
    place, user = tmp_path / "clinic.alpdesk", User(name="Dr. Berg")
    made = vault.create(place, PASSWORD, clinic=Clinic(name="Hill"), user=user, rules=rules, clock=clock, cost=FLOOR)
    _work(made, "1", "Bloom")
    yield made
    made.close()


def _work(desk: Desk, number: str, family: str) -> int:
    """A patient with a low ALP, its answer and a letter."""
    patient = Patient(number=number, family_name=family, birth_date=date(1980, 1, 1), sex=Sex.FEMALE)
    key = desk.patients.add(patient).id or 0
    desk.panels.enter(key, Panel(collected=date(2026, 2, 20)), (Result(analyte="alp", value="20", unit="U/L"),))
    waiting = desk.decisions.waiting(key)
    assert waiting is not None
    draft = DecisionDraft(patient_id=key, assessment_id=waiting.id, kind=DecisionKind.NO_ACTION, reason="seen")
    desk.decisions.sign(draft)
    desk.letters.keep(desk.letters.compose(key, LetterKind.PATIENT))
    return key


@pytest.fixture
def monday(desk: Desk, tmp_path: Path) -> Path:
    return desk.safety.backup(tmp_path / "monday.alpbackup")


def _counts(found: Comparison) -> dict[str, tuple[int, int, int]]:
    return {one.kind: (one.both, one.only_there, one.only_here) for one in found.differences}


def test_a_backup_of_just_now_differs_in_nothing(desk: Desk, monday: Path) -> None:
    found = desk.safety.compare(monday)
    assert _counts(found) == dict.fromkeys(("patients", "panels", "decisions", "letters"), (1, 0, 0))
    assert found.continues and found.would_be_lost == 0


def test_what_came_since_is_named_as_it_would_be_lost(desk: Desk, monday: Path, tmp_path: Path) -> None:
    _work(desk, "2", "Ash <b>")
    before = {path.name for path in tmp_path.iterdir()}
    found = desk.safety.compare(monday)
    assert _counts(found) == dict.fromkeys(("patients", "panels", "decisions", "letters"), (1, 0, 1))
    assert found.continues and found.would_be_lost == 4
    assert found.differences[0].here == (("Ash <b> (2)", date(1980, 1, 1)),)
    assert found.differences[1].here == (("Ash <b> (2)", date(2026, 2, 20)),)
    assert {path.name for path in tmp_path.iterdir()} == before, "nothing is left beside the record"


def test_what_only_the_backup_has_is_named(desk: Desk, monday: Path, tmp_path: Path, clock: Clock) -> None:
    _work(desk, "2", "Ash")
    tuesday = desk.safety.backup(tmp_path / "tuesday.alpbackup")
    path = desk.context.database.path
    assert path is not None
    desk.close()
    vault.restore(monday, path, PASSWORD, replace=True)
    again = vault.open_desk(path, PASSWORD, rules=desk.rules, clock=clock)
    _work(again, "3", "Oak")
    found = again.safety.compare(tuesday)
    assert _counts(found) == dict.fromkeys(("patients", "panels", "decisions", "letters"), (1, 1, 1))
    assert not found.continues
    assert found.differences[0].there[0][0] == "Ash (2)" and found.differences[0].here[0][0] == "Oak (3)"
    again.close()


def test_a_backup_of_an_earlier_key_asks_for_the_password_of_then(desk: Desk, monday: Path) -> None:
    desk.access.change_key()
    with pytest.raises(WrongPassword):
        desk.safety.compare(monday)
    assert desk.safety.compare(monday, PASSWORD).continues


def test_a_damaged_backup_is_refused_and_leaves_nothing(desk: Desk, monday: Path, tmp_path: Path) -> None:
    content = bytearray(monday.read_bytes())
    content[len(content) // 2] ^= 1
    monday.write_bytes(bytes(content))
    before = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(AlpdeskError, match="damaged"):
        desk.safety.compare(monday)
    with pytest.raises(AlpdeskError):
        desk.safety.compare(tmp_path / "none.alpbackup")
    assert {path.name for path in tmp_path.iterdir()} == before


def test_only_an_administrator_compares(desk: Desk, monday: Path) -> None:
    staff = as_user(desk, desk.users.add(User(name="Jo Clerk", role=Role.STAFF)))
    with pytest.raises(AlpdeskError, match="Only an administrator"):
        staff.safety.compare(monday)


def test_the_demonstration_has_no_backups(rules: RuleBook, clock: Clock, monday: Path) -> None:
    demo = vault.demo(rules, clock)
    with pytest.raises(AlpdeskError, match="file of its own"):
        demo.safety.compare(monday)
    demo.close()
