"""The key file: who may open, and what is refused."""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alpdesk.errors import AlpdeskError, WrongPassword
from alpdesk.security import keyslots, passwords
from alpdesk.security.keyslots import FLOOR, KeyFileTampered
from alpdesk.security.passwords import waiting_seconds

SECRET = "un été à la mer"
OTHER = "another quiet river"


@pytest.fixture(scope="module")
def two() -> tuple[keyslots.KeyFile, bytes]:
    file, key = keyslots.new()
    file = keyslots.add(file, key, "Anna", SECRET, cost=FLOOR)
    return keyslots.add(file, key, "Björn", OTHER, cost=FLOOR), key


def test_each_user_opens_with_the_own_password(two: tuple[keyslots.KeyFile, bytes]) -> None:
    file, key = two
    assert keyslots.unlock(file, "Anna", SECRET) == key
    assert keyslots.unlock(file, "björn", OTHER) == key
    assert len(key) == 32


def test_both_ways_to_type_an_accent_open(two: tuple[keyslots.KeyFile, bytes]) -> None:
    file, key = two
    for form in ("NFC", "NFD"):
        assert keyslots.unlock(file, unicodedata.normalize(form, "Björn"), OTHER) == key
        assert keyslots.unlock(file, "Anna", unicodedata.normalize(form, SECRET)) == key


@pytest.mark.parametrize("wrong", ["", " ", SECRET.upper(), SECRET + " ", SECRET[:-1], OTHER, "x" * 10_240, "\ud800"])
def test_a_wrong_password_opens_nothing(two: tuple[keyslots.KeyFile, bytes], wrong: str) -> None:
    with pytest.raises(WrongPassword, match="not right"):
        keyslots.unlock(two[0], "Anna", wrong)


def test_a_stranger_learns_nothing(two: tuple[keyslots.KeyFile, bytes]) -> None:
    with pytest.raises(WrongPassword, match="not right"):
        keyslots.unlock(two[0], "Nobody", SECRET)


def test_one_user_need_not_be_named_but_one_of_two_must() -> None:
    file, key = keyslots.new()
    one = keyslots.add(file, key, "Anna", SECRET, cost=FLOOR)
    assert keyslots.unlock(one, None, SECRET) == key
    both = keyslots.add(one, key, "Björn", OTHER, cost=FLOOR)
    with pytest.raises(AlpdeskError, match="say who you are"):
        keyslots.unlock(both, None, SECRET)
    with pytest.raises(AlpdeskError, match="already"):
        keyslots.add(one, key, "ANNA", OTHER, cost=FLOOR)


def test_a_fresh_password_replaces_the_old_one_and_no_other(two: tuple[keyslots.KeyFile, bytes]) -> None:
    file, key = two
    changed = keyslots.replace(file, key, "Anna", "a third long secret", cost=FLOOR)
    assert keyslots.unlock(changed, "Anna", "a third long secret") == key
    assert keyslots.unlock(changed, "Björn", OTHER) == key
    with pytest.raises(WrongPassword):
        keyslots.unlock(changed, "Anna", SECRET)


def test_only_who_has_the_key_changes_the_slots(two: tuple[keyslots.KeyFile, bytes]) -> None:
    file, _ = two
    with pytest.raises(KeyFileTampered):
        keyslots.without(file, bytes(32), "Anna")
    with pytest.raises(KeyFileTampered):
        keyslots.replace(file, bytes(32), "Anna", "a third long secret", cost=FLOOR)


def test_who_left_cannot_open_after_a_rotation(two: tuple[keyslots.KeyFile, bytes]) -> None:
    file, key = two
    rotated, fresh = keyslots.rotate(file, key, drop="Björn")
    assert fresh != key
    assert rotated.gen == file.gen + 1
    assert keyslots.unlock(rotated, "Anna", SECRET) == fresh
    with pytest.raises(WrongPassword):
        keyslots.unlock(rotated, "Björn", OTHER)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from leaves(inner, (*path, key)) if isinstance(inner, (dict, list)) else iter([(*path, key)])


def changed(value: Any) -> Any:
    if isinstance(value, int):
        return value + 1
    return value[:-3] + ("A" if value[-3] != "A" else "B") + value[-2:] if len(value) > 3 else value + "x"


def test_every_changed_leaf_is_refused(two: tuple[keyslots.KeyFile, bytes]) -> None:
    whole = json.loads(keyslots.dump(two[0]))
    paths = list(leaves(whole))
    assert len(paths) > 20
    for path in paths:
        forged = json.loads(json.dumps(whole))
        place = forged
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = changed(place[path[-1]])
        with pytest.raises((KeyFileTampered, WrongPassword)):
            keyslots.unlock(keyslots.parse(json.dumps(forged).encode()), "Anna", SECRET)


def test_slots_cannot_be_dropped_doubled_swapped_or_planted(two: tuple[keyslots.KeyFile, bytes]) -> None:
    file, _ = two
    anna, bjorn = file.slots
    swapped = (anna.model_copy(update={"dek": bjorn.dek}), bjorn.model_copy(update={"dek": anna.dek}))
    for slots in (
        (anna,),
        (anna, anna, bjorn),
        (bjorn, anna),
        swapped,
        (anna.model_copy(update={"pub": bjorn.pub}), bjorn),
    ):
        with pytest.raises((KeyFileTampered, WrongPassword)):
            keyslots.unlock(file.model_copy(update={"slots": slots}), "Anna", SECRET)


@pytest.mark.parametrize(
    "cost",
    [
        {"t": 1, "m": 65536, "p": 4},
        {"t": 3, "m": 8, "p": 1},
        {"t": 3, "m": 1 << 24, "p": 4},
        {"t": 99, "m": 65536, "p": 4},
    ],
)
def test_a_cost_that_is_too_low_or_too_high_is_refused(
    two: tuple[keyslots.KeyFile, bytes], cost: dict[str, int]
) -> None:
    forged = json.loads(keyslots.dump(two[0]))
    forged["slots"][0]["cost"] = cost
    with pytest.raises(KeyFileTampered):
        keyslots.parse(json.dumps(forged).encode())


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"v": 2}', b"x" * 2_000_000, b'{"v":1,"db":"","gen":1,"slots":7}'],
)
def test_what_is_no_key_file_is_said_plainly(content: bytes) -> None:
    with pytest.raises(KeyFileTampered, match="changed outside"):
        keyslots.parse(content)


def test_the_file_is_kept_whole_for_its_owner_only(two: tuple[keyslots.KeyFile, bytes], tmp_path: Path) -> None:
    path = keyslots.path_of(tmp_path / "clinic.alpdesk")
    keyslots.save(two[0], path)
    keyslots.save(two[0], path)
    assert keyslots.load(path) == two[0]
    assert path.name == "clinic.alpdesk-keys"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_missing_key_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(AlpdeskError, match="missing beside the database"):
        keyslots.load(tmp_path / "clinic.alpdesk-keys")


def test_no_name_key_or_password_is_readable_in_the_file(two: tuple[keyslots.KeyFile, bytes]) -> None:
    file, key = two
    content = keyslots.dump(file)
    for secret in ("Anna", "Björn", "anna", SECRET, OTHER, key.hex()):
        assert secret.encode() not in content


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "short",
        "elevenchars",
        "password1234",
        "PASSWORD1234",
        "aaaaaaaaaaaaaaaa",
        "abababababab",
        "123456789012",
        "abcdefghijkl",
        "x" * 257,
        "qwertyuiop12",
        "alkaline phosphatase",
        "Dr. Ånna Berg",
        "四字熟語四字熟語四字熟語",
    ],
)
def test_a_weak_password_is_refused(weak: str) -> None:
    with pytest.raises(AlpdeskError):
        passwords.refuse_weak(weak, ("Dr. Ånna Berg", "Hill Clinic"))


@pytest.mark.parametrize(
    "good", ["twelve chars", "a quiet river runs", "Zwölf Boxkämpfer", "x7#kQ9!mZ2pL", "春の海ひねもすのたりのたりかな"]
)
def test_a_good_password_is_taken(good: str) -> None:
    passwords.refuse_weak(good)


def test_a_usual_slot_takes_long_to_guess_but_not_to_open() -> None:
    import time

    file, key = keyslots.new()
    file = keyslots.add(file, key, "Anna", SECRET)
    assert file.slots[0].cost == keyslots.Cost(t=3, m=65536, p=4)
    started = time.perf_counter()
    keyslots.unlock(file, None, SECRET)
    assert 0.02 < time.perf_counter() - started < 5


def test_the_waiting_grows_up_to_a_minute() -> None:
    assert [waiting_seconds(wrong) for wrong in range(12)] == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60]
