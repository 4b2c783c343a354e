"""A thousand wrong passwords open nothing; the right one opens however its accents are stored."""

import random
import unicodedata
from typing import Literal

import pytest

from alpdesk.errors import AlpdeskError
from alpdesk.security import keyslots
from alpdesk.security.keyslots import FLOOR, KeyFile
from tests.faults.counts import times

RIGHT = "Ein stiller Fluß, größer als früher"
TRIES = times(60, 1000)


@pytest.fixture(scope="module")
def slots() -> tuple[KeyFile, bytes]:
    file, key = keyslots.new()
    return keyslots.add(file, key, "Dr. Ånna", RIGHT, cost=FLOOR), key


def wrong_passwords(count: int) -> list[str]:
    """Return what people and machines try: nothing, nearly right, far too long, the parts of the right one."""
    chance = random.Random(20260302)
    fixed = ["", " ", RIGHT[:-1], f"{RIGHT} ", f" {RIGHT}", RIGHT.swapcase(), RIGHT[::-1], "x" * 10_000, RIGHT * 2]
    fixed += ["\x00", f"{RIGHT}\x00", "password", "Ein stiller Fluss, grösser als früher", "\u202e" + RIGHT, "😀" * 50]
    letters = RIGHT + "abcdefghijklmnopqrstuvwxyzäöüß0123456789 "
    while len(fixed) < count:
        tried = list(RIGHT)
        for _ in range(chance.randint(1, 3)):
            tried[chance.randrange(len(tried))] = chance.choice(letters)
        if (typed := "".join(tried)) != RIGHT:
            fixed.append(typed)
    return fixed[:count]


def test_no_wrong_password_opens(slots: tuple[KeyFile, bytes]) -> None:
    accepted = []
    for typed in wrong_passwords(TRIES):
        try:
            keyslots.unlock(slots[0], "Dr. Ånna", typed)
        except AlpdeskError:
            continue
        accepted.append(typed)
    assert accepted == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_right_one_opens_in_either_form(slots: tuple[KeyFile, bytes], form: Literal["NFC", "NFD"]) -> None:
    file, key = slots
    assert keyslots.unlock(file, "Dr. Ånna", unicodedata.normalize(form, RIGHT)) == key
    assert keyslots.unlock(file, unicodedata.normalize(form, "Dr. Ånna"), RIGHT) == key
