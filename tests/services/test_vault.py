"""Records made, opened, copied and brought back; whatever is wrong is said before anything is touched."""

import hashlib
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from alpdesk.domain.records import Clinic, Patient, Role, User
from alpdesk.domain.rules import RuleBook
from alpdesk.errors import AlpdeskError, WrongPassword
from alpdesk.security import keyslots
from alpdesk.security.keyslots import FLOOR
from alpdesk.services import archive, vault
from alpdesk.services.desk import Desk
from alpdesk.store import engine
from tests.conftest import Clock, _url

PASSWORD = "a quiet river runs"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "clinic.alpdesk"


@pytest.fixture
def opened(place: Path, rules: RuleBook, clock: Clock) -> Desk:
    desk = vault.create(
        place, PASSWORD, clinic=Clinic(name="Hill"), user=User(name="Dr. Ånna"), rules=rules, clock=clock, cost=FLOOR
    )
    add(desk, "1")
    return desk


@pytest.fixture
def kept(opened: Desk, tmp_path: Path) -> Path:
    """A backup of a record with one patient; the record has two."""
    out = tmp_path / "monday.alpdesk-backup"
    vault.backup(opened, out)
    add(opened, "2")
    opened.close()
    return out


def add(desk: Desk, number: str) -> None:
    desk.patients.add(Patient(number=number, family_name="Bloom", birth_date=date(1980, 1, 1)))


def numbers(place: Path, rules: RuleBook, clock: Clock) -> list[str]:
    desk = vault.open_desk(place, PASSWORD, rules=rules, clock=clock)
    found = [summary.number for summary in desk.patients.search("").items]
    checks = vault.verify(desk)
    desk.close()
    assert [check.name for check in checks if not check.ok] == []
    return found


def everything(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_first_user_administers_the_record(opened: Desk, place: Path, rules: RuleBook, clock: Clock) -> None:
    assert opened.actor.name == "Dr. Ånna"
    assert [user.role for user in opened.users.list()] == [Role.ADMINISTRATOR]
    opened.close()
    again = vault.open_desk(place, PASSWORD, rules=rules, clock=clock)
    assert again.actor.user_id == 1
    again.close()
    named = vault.open_desk(place, PASSWORD, user="dr. a\u030anna", rules=rules, clock=clock)
    assert named.actor.user_id == 1
    named.close()


def test_a_wrong_password_opens_nothing(opened: Desk, place: Path, rules: RuleBook, clock: Clock) -> None:
    opened.close()
    for wrong in ("", "a quiet river ran", None):
        with pytest.raises(WrongPassword):
            vault.open_desk(place, wrong, rules=rules, clock=clock)


def test_a_weak_password_makes_nothing(tmp_path: Path, rules: RuleBook, clock: Clock) -> None:
    for weak in ("", "short", "password1234", None):
        with pytest.raises(AlpdeskError):
            vault.create(tmp_path / "x.alpdesk", weak, clinic=Clinic(), user=User(name="A"), rules=rules, clock=clock)
    assert list(tmp_path.iterdir()) == []


def test_a_key_file_that_stands_there_is_never_overwritten(tmp_path: Path, rules: RuleBook, clock: Clock) -> None:
    keys = tmp_path / "x.alpdesk-keys"
    keys.write_text("the only keys of a moved record")
    with pytest.raises(AlpdeskError, match="key file"):
        vault.create(tmp_path / "x.alpdesk", PASSWORD, clinic=Clinic(), user=User(name="A"), rules=rules, clock=clock)
    assert keys.read_text() == "the only keys of a moved record"
    assert not (tmp_path / "x.alpdesk").exists()


def test_a_record_without_its_key_file_says_where_to_get_it(
    opened: Desk, place: Path, rules: RuleBook, clock: Clock
) -> None:
    opened.close()
    keyslots.path_of(place).unlink()
    with pytest.raises(AlpdeskError, match="Take it from a backup"):
        vault.open_desk(place, PASSWORD, rules=rules, clock=clock)


def test_logging_in_is_in_the_trail(opened: Desk, place: Path, rules: RuleBook, clock: Clock) -> None:
    before = opened.context.database.head().seq
    opened.close()
    desk = vault.open_desk(place, PASSWORD, rules=rules, clock=clock)
    assert desk.context.database.head().seq == before + 1
    desk.close()


def test_a_backup_comes_back_beside_the_record(kept: Path, tmp_path: Path, rules: RuleBook, clock: Clock) -> None:
    other = tmp_path / "other.alpdesk"
    restored = vault.restore(kept, other, PASSWORD)
    assert restored.rows["patient"] == 1
    assert restored.replaced is None
    assert numbers(other, rules, clock) == ["1"]
    assert numbers(tmp_path / "clinic.alpdesk", rules, clock) == ["1", "2"]


def test_a_backup_never_goes_over_a_record_unasked(kept: Path, place: Path) -> None:
    before = everything(place.parent)
    with pytest.raises(AlpdeskError, match="already a database"):
        vault.restore(kept, place, PASSWORD)
    assert everything(place.parent) == before


def test_a_replaced_record_is_set_aside_and_still_opens(kept: Path, place: Path, rules: RuleBook, clock: Clock) -> None:
    restored = vault.restore(kept, place, PASSWORD, True)
    assert numbers(place, rules, clock) == ["1"]
    assert restored.replaced is not None
    assert numbers(restored.replaced, rules, clock) == ["1", "2"]


@pytest.mark.parametrize(
    ("member", "damage"),
    [
        (archive.DATABASE, "flip"),
        (archive.DATABASE, "cut"),
        (archive.KEYS, "flip"),
        (archive.MANIFEST, "rows"),
        (archive.MANIFEST, "audit_seq"),
        (archive.MANIFEST, "made_at"),
        (archive.MANIFEST, "flip"),
    ],
)
def test_a_changed_backup_replaces_nothing(kept: Path, place: Path, member: str, damage: str) -> None:
    with zipfile.ZipFile(kept) as box:
        contents = {name: box.read(name) for name in box.namelist()}
    contents[member] = damaged(contents[member], damage)
    with zipfile.ZipFile(kept, "w") as box:
        for name, content in contents.items():
            box.writestr(name, content)
    before = everything(place.parent)
    with pytest.raises(AlpdeskError):
        vault.restore(kept, place, PASSWORD, True)
    assert everything(place.parent) == before


def damaged(content: bytes, how: str) -> bytes:
    if how == "flip":
        return content[:300] + bytes([content[300] ^ 1]) + content[301:]
    if how == "cut":
        return content[:-4096]
    values = json.loads(content)
    values[how] = {"patient": 7} if how == "rows" else 7 if how == "audit_seq" else "2020-01-01"
    return json.dumps(values).encode()


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup_is_said_plainly(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(AlpdeskError, match="not a backup"):
        vault.restore(tmp_path / "x", tmp_path / "y.alpdesk", PASSWORD)
    with pytest.raises(AlpdeskError, match="no backup"):
        vault.restore(tmp_path / "none", tmp_path / "y.alpdesk", PASSWORD)
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_wrong_password_restores_nothing(kept: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongPassword):
        vault.restore(kept, tmp_path / "other.alpdesk", "a quiet river ran")
    assert not (tmp_path / "other.alpdesk").exists()


def test_a_backup_never_goes_over_a_file(opened: Desk, tmp_path: Path) -> None:
    (tmp_path / "thesis").write_text("ten years")
    with pytest.raises(AlpdeskError, match="already a file"):
        vault.backup(opened, tmp_path / "thesis")
    with pytest.raises(AlpdeskError, match="no folder"):
        vault.backup(opened, tmp_path / "nowhere" / "x")
    opened.close()
    assert (tmp_path / "thesis").read_text() == "ten years"


def test_a_backup_that_fails_leaves_no_file(opened: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise OSError(28, "No space left on device")

    before = {path.name for path in tmp_path.iterdir()}
    monkeypatch.setattr(archive, "sha256_of", fail)
    with pytest.raises(AlpdeskError, match="No space left"):
        vault.backup(opened, tmp_path / "x.alpdesk-backup")
    assert {path.name for path in tmp_path.iterdir()} == before
    opened.close()


def test_a_backup_holds_what_was_kept_before_it_began(
    opened: Desk, tmp_path: Path, rules: RuleBook, clock: Clock
) -> None:
    import threading

    stop = threading.Event()

    def write() -> None:
        number = 100
        while not stop.is_set():
            add(opened, str(number))
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    copies = []
    for i in range(3):
        before = opened.patients.count()
        vault.backup(opened, tmp_path / f"{i}.alpdesk-backup")
        copies.append((before, opened.patients.count()))
    stop.set()
    writer.join()
    opened.close()
    for i, (before, after) in enumerate(copies):
        rows = vault.restore(tmp_path / f"{i}.alpdesk-backup", tmp_path / f"{i}.alpdesk", PASSWORD).rows
        assert before <= rows["patient"] <= after


def test_a_backup_is_readable_by_its_owner_only_and_holds_no_name(kept: Path) -> None:
    assert kept.stat().st_mode & 0o777 == 0o600
    assert b"Bloom" not in kept.read_bytes()


def test_every_check_has_its_name(opened: Desk) -> None:
    checks = vault.verify(opened)
    opened.close()
    assert [(check.name, check.ok) for check in checks] == [
        (name, True) for name in ("keys", "pages", "structure", "schema", "audit")
    ]


def test_a_check_names_what_was_changed(opened: Desk, place: Path) -> None:
    key = opened.context.database.key
    assert key is not None
    with engine.connect(place, key) as connection:
        connection.execute("UPDATE patient SET family_name = 'Boom'")
    connection.close()
    faulty = {check.name: check.detail for check in vault.verify(opened) if not check.ok}
    opened.close()
    assert faulty == {"audit": "patient 1 was changed outside Alpdesk"}


def test_a_check_of_a_damaged_file_says_so_and_goes_on(opened: Desk, place: Path) -> None:
    assert [check.ok for check in vault.verify(opened)] == [True] * 5
    opened.context.database.engine.dispose()
    size = place.stat().st_size
    for start in range(4096, size, 8 * 4096):
        with place.open("r+b") as file:
            file.seek(start + 99)
            file.write(b"damage")
    checks = vault.verify(opened)
    opened.close()
    assert [check.name for check in checks] == ["keys", "pages", "structure", "schema", "audit"]
    assert not next(check for check in checks if check.name == "pages").ok


def test_a_check_sees_a_foreign_key_file(opened: Desk, place: Path) -> None:
    file, key = keyslots.new()
    keyslots.save(keyslots.add(file, key, "Eve", PASSWORD, cost=FLOOR), keyslots.path_of(place))
    assert [check.name for check in vault.verify(opened) if not check.ok] == ["keys"]
    keyslots.path_of(place).unlink()
    assert [check.name for check in vault.verify(opened) if not check.ok] == ["keys"]
    opened.close()


def test_an_older_record_is_copied_before_it_is_brought_up_to_date(
    opened: Desk, place: Path, rules: RuleBook, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alpdesk.store import schema

    key = opened.context.database.key
    assert key is not None
    opened.close()
    with engine.connect(place, key) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()
    monkeypatch.setattr(schema, "REVISIONS", ("0000", *schema.REVISIONS))
    monkeypatch.setattr(schema, "migrate", lambda _engine: (_ for _ in ()).throw(AlpdeskError("stopped here")))
    with pytest.raises(AlpdeskError, match="stopped here"):
        vault.open_desk(place, PASSWORD, rules=rules, clock=clock)
    (copy,) = place.parent.glob("*before-update*")
    assert archive.read(copy)[0].revision == "0000"


def test_the_demonstration_is_gone_when_it_is_closed(rules: RuleBook, clock: Clock) -> None:
    desk = vault.demo(rules, clock)
    path = desk.context.database.path
    assert path is not None
    assert desk.patients.count() > 5
    assert [check.name for check in vault.verify(desk) if not check.ok] == []
    with pytest.raises(AlpdeskError, match="not kept"):
        vault.backup(desk, path.parent / "x")
    desk.close()
    assert not path.parent.exists()


def test_a_server_is_set_up_once(empty_server: str, rules: RuleBook, clock: Clock, tmp_path: Path) -> None:
    from tests.conftest import _on_server

    _on_server(f"CREATE DATABASE {empty_server}_vault TEMPLATE {empty_server}")
    url = _url(f"{empty_server}_vault")
    desk = vault.create(url, None, clinic=Clinic(name="Hill"), user=User(name="A"), rules=rules, clock=clock)
    add(desk, "1")
    with pytest.raises(AlpdeskError, match="already a record"):
        vault.create(url, None, clinic=Clinic(name="Hill"), user=User(name="B"), rules=rules, clock=clock)
    with pytest.raises(AlpdeskError, match="pg_dump"):
        vault.backup(desk, tmp_path / "x")
    assert [check.name for check in vault.verify(desk) if not check.ok] == []
    desk.close()
    again = vault.open_desk(url, None, user="a", rules=rules, clock=clock)
    assert again.actor.user_id == 1
    again.close()
    _on_server(f"DROP DATABASE {empty_server}_vault WITH (FORCE)")


@pytest.mark.parametrize("url", ["postgresql", "postgresql://", "postgresql+psycopg://nobody@127.0.0.1:1/none"])
def test_a_server_that_does_not_answer_is_said_plainly(url: str, rules: RuleBook, clock: Clock) -> None:
    with pytest.raises(AlpdeskError):
        vault.open_desk(url, None, rules=rules, clock=clock)


@pytest.mark.parametrize(
    "edition", sorted((Path(__file__).parents[1] / "store" / "editions").glob("*.alpdesk")), ids=str
)
def test_a_record_of_an_earlier_edition_is_opened_and_the_copy_from_before_is_restored(
    edition: Path, tmp_path: Path, rules: RuleBook, clock: Clock
) -> None:
    from tests.conftest import KEY

    place = tmp_path / "clinic.alpdesk"
    place.write_bytes(edition.read_bytes())
    place.chmod(0o600)
    keys = keyslots.sealed(keyslots.KeyFile(db="0" * 32, gen=1), KEY)
    keyslots.save(keyslots.add(keys, KEY, "Dr. Test", PASSWORD, cost=FLOOR), keyslots.path_of(place))
    desk = vault.open_desk(place, PASSWORD, rules=rules, clock=clock)
    held = [summary.number for summary in desk.patients.search("").items]
    desk.close()
    (before,) = tmp_path.glob("*-before-update-*.alpdesk-backup")
    assert archive.read(before)[0].revision == edition.stem
    assert vault.restore(before, place, PASSWORD, True).replaced is not None
    assert numbers(place, rules, clock) == held and held
