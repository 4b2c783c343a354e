"""The printed way in: a code that is typed and a square code that makes the key file again."""

import json

import pytest

from alpdesk.errors import AlpdeskError, WrongPassword
from alpdesk.security import costs, keyslots, recovery
from alpdesk.security.costs import CEILING, COST, FLOOR, Cost
from alpdesk.security.keyslots import KeyFile

PASSWORD = "a quiet river runs"


@pytest.fixture(scope="module")
def printed() -> tuple[KeyFile, bytes, str]:
    """A key file with one user and a sheet, its database key and the code of the sheet."""
    file, key = keyslots.new()
    code = recovery.new_code()
    file = keyslots.add(file, key, "Anna", PASSWORD, cost=FLOOR)
    return recovery.add(file, key, code, FLOOR), key, code


def test_the_code_is_nine_groups_and_one_more_way_in(printed: tuple[KeyFile, bytes, str]) -> None:
    file, key, code = printed
    assert [len(group) for group in code.split("-")] == [4] * 9
    assert recovery.unlock(file, code) == key
    assert keyslots.unlock(file, None, PASSWORD) == key


def test_the_code_may_be_typed_as_people_type(printed: tuple[KeyFile, bytes, str]) -> None:
    file, key, code = printed
    assert recovery.unlock(file, f"  {code.lower().replace('-', ' ')}\n") == key
    assert recovery.tidy(code.replace("O", "0").replace("I", "1").replace("B", "8")) == code


def test_any_one_wrong_letter_is_told_before_it_is_tried(printed: tuple[KeyFile, bytes, str]) -> None:
    code = printed[2]
    for place, letter in enumerate(code):
        if letter != "-":
            wrong = code[:place] + ("A" if letter != "A" else "C") + code[place + 1 :]
            with pytest.raises(AlpdeskError, match="compare it letter by letter"):
                recovery.tidy(wrong)


@pytest.mark.parametrize("typed", ["", "-", "ABCD", "é" * 36, "A" * 10_000, "\x00", "1234-5678"])
def test_what_is_no_code_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(AlpdeskError, match="not the code of a recovery sheet"):
        recovery.tidy(typed)


def test_another_code_opens_nothing(printed: tuple[KeyFile, bytes, str]) -> None:
    with pytest.raises(WrongPassword):
        recovery.unlock(printed[0], recovery.new_code())


def test_a_newer_sheet_puts_the_older_out_of_force(printed: tuple[KeyFile, bytes, str]) -> None:
    file, key, code = printed
    newer = recovery.new_code()
    file = recovery.add(file, key, newer, FLOOR)
    assert recovery.unlock(file, newer) == key
    with pytest.raises(WrongPassword):
        recovery.unlock(file, code)


def test_the_sheet_alone_makes_the_key_file_again(printed: tuple[KeyFile, bytes, str]) -> None:
    file, key, code = printed
    rebuilt, found = recovery.rebuild(recovery.pack(file), code)
    assert found == key
    assert recovery.unlock(rebuilt, code) == key
    assert [slot.kind for slot in rebuilt.slots] == ["recovery"]
    assert recovery.pack(rebuilt) == recovery.pack(file)


def test_the_square_code_fits_and_holds_no_letter_that_keyboards_swap(printed: tuple[KeyFile, bytes, str]) -> None:
    square = recovery.pack(printed[0])
    assert len(square) < 400 and square.isascii() and square.isalnum()
    assert not set(square) & set("WXYZ")


def test_a_changed_square_code_is_told(printed: tuple[KeyFile, bytes, str]) -> None:
    file, _, code = printed
    square = recovery.pack(file)
    for wrong in ("", "A", square[:-1], square[1:], square[:9] + ("0" if square[9] != "0" else "1") + square[10:], "é"):
        with pytest.raises(AlpdeskError, match="not the square code"):
            recovery.rebuild(wrong, code)


def test_after_a_change_of_key_the_code_still_opens_and_the_old_square_holds_the_old_key(
    printed: tuple[KeyFile, bytes, str],
) -> None:
    file, key, code = printed
    square = recovery.pack(file)
    changed, fresh = keyslots.rotate(file, key)
    assert recovery.unlock(changed, code) == fresh
    assert recovery.rebuild(square, code)[1] == key


def test_no_code_is_readable_in_the_file(printed: tuple[KeyFile, bytes, str]) -> None:
    file, _, code = printed
    assert code not in keyslots.dump(file).decode() and code.replace("-", "") not in json.dumps(file.model_dump())


@pytest.mark.parametrize(
    ("speed", "wanted"),
    [
        (1.0, Cost(t=10, m=65536, p=4)),  # 0.13 s at the usual cost
        (3.0, Cost(t=4, m=65536, p=4)),
        (20.0, Cost(t=3, m=19456, p=4)),  # slow: less memory
        (1e6, FLOOR),
        (0.0, Cost(t=CEILING.t, m=65536, p=4)),
    ],
)
def test_a_guess_costs_about_as_long_on_every_computer(speed: float, wanted: Cost) -> None:
    found = costs.calibrated(lambda cost: 0.13 * speed * cost.t * cost.m / (COST.t * COST.m))
    assert found == wanted
    assert costs.is_sane(found)
