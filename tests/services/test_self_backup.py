"""Backups that are made by themselves: when something changed, in every place, thinned out, and nothing lost by it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from alpdesk.domain.records import Clinic, Patient, User
from alpdesk.domain.rules import RuleBook
from alpdesk.security.keyslots import FLOOR
from alpdesk.services import archive, vault
from alpdesk.services.desk import Desk
from alpdesk.services.retention import Retention, to_drop
from alpdesk.services.self_backup import back_up_by_itself, copies
from tests.conftest import Clock

PASSWORD = "a quiet river runs"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "clinic.alpdesk"


@pytest.fixture
def opened(place: Path, rules: RuleBook, clock: Clock) -> Desk:
    made = vault.create(
        place, PASSWORD, clinic=Clinic(name="Hill"), user=User(name="Dr. A"), rules=rules, clock=clock, cost=FLOOR
    )
    add(made, "1")
    return made


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    found = tmp_path / "first", tmp_path / "stick"
    for folder in found:
        folder.mkdir()
    return found


def add(desk: Desk, number: str) -> None:
    desk.patients.add(Patient(number=number, family_name="Bloom", birth_date=date(1980, 1, 1)))


def test_every_place_gets_the_same_copy_which_opens_again(
    opened: Desk, place: Path, folders: tuple[Path, Path], rules: RuleBook, clock: Clock, tmp_path: Path
) -> None:
    done = back_up_by_itself(opened, folders)
    assert [made.parent for made in done.made] == list(folders) and done.problems == ()
    assert done.made[0].read_bytes() == done.made[1].read_bytes()
    back = tmp_path / "back.alpdesk"
    vault.restore(done.made[1], back, PASSWORD)
    again = vault.open_desk(back, PASSWORD, rules=rules, clock=clock)
    assert [one.number for one in again.patients.search("").items] == ["1"]
    again.close()


def test_a_copy_is_made_only_when_something_changed_since(
    opened: Desk, place: Path, folders: tuple[Path, Path], rules: RuleBook, clock: Clock
) -> None:
    back_up_by_itself(opened, folders)
    clock.now += timedelta(minutes=30)
    assert back_up_by_itself(opened, folders).made == ()
    opened.close()
    again = vault.open_desk(place, PASSWORD, rules=rules, clock=clock)
    assert back_up_by_itself(again, folders).made == (), "logging in changes nothing of the record"
    add(again, "2")
    assert len(back_up_by_itself(again, folders).made) == 2
    again.close()


def test_a_place_that_is_not_there_is_named_and_the_other_gets_its_copy(
    opened: Desk, place: Path, folders: tuple[Path, Path], clock: Clock
) -> None:
    first, stick = folders
    stick.rmdir()
    done = back_up_by_itself(opened, folders)
    assert [made.parent for made in done.made] == [first]
    assert done.problems == (
        f"The backup folder {stick} is not there. Plug it in, or choose another one in the settings.",
    )
    stick.mkdir()
    clock.now += timedelta(minutes=30)
    assert [made.parent for made in back_up_by_itself(opened, folders).made] == [stick], "it is tried again"


def test_the_second_place_gets_a_copy_where_the_first_is_not_there(opened: Desk, folders: tuple[Path, Path]) -> None:
    folders[0].rmdir()
    done = back_up_by_itself(opened, folders)
    assert [made.parent for made in done.made] == [folders[1]] and len(done.problems) == 1


def test_a_damaged_newest_copy_counts_as_none(
    opened: Desk, place: Path, folders: tuple[Path, Path], clock: Clock
) -> None:
    made = back_up_by_itself(opened, folders[:1]).made[0]
    made.write_bytes(b"no backup")
    clock.now += timedelta(minutes=30)
    assert len(back_up_by_itself(opened, folders[:1]).made) == 1


def test_older_copies_go_and_what_somebody_named_stays(
    opened: Desk, place: Path, folders: tuple[Path, Path], clock: Clock
) -> None:
    first = folders[0]
    mine, other = first / "clinic-before-the-move.alpbackup", first / "other-20260101T120000Z.alpbackup"
    for file in (mine, other):
        file.write_bytes(b"mine")
    for number in range(2, 6):
        clock.now += timedelta(hours=1)
        add(opened, str(number))
        back_up_by_itself(opened, (first,), keep=Retention(all_days=0, daily=1, weekly=0, monthly=0))
    assert len(copies(first, place)) == 2, "the newest, and the newest of the day before it"
    assert mine.exists() and other.exists()
    newest = copies(first, place)[max(copies(first, place))]
    assert archive.read(newest)[0].rows["patient"] == 5


def test_nothing_half_written_stays_beside_the_copies(opened: Desk, folders: tuple[Path, Path]) -> None:
    back_up_by_itself(opened, folders)
    assert [file.suffix for folder in folders for file in folder.iterdir()] == [".alpbackup", ".alpbackup"]


def test_a_copy_is_for_its_owner_only(opened: Desk, folders: tuple[Path, Path]) -> None:
    assert {made.stat().st_mode & 0o777 for made in back_up_by_itself(opened, folders).made} == {0o600}


def test_the_newest_copy_is_told_with_a_warning_when_it_is_old(
    opened: Desk, folders: tuple[Path, Path], clock: Clock
) -> None:
    safety = opened.safety
    assert safety.newest_copy(folders[0]) is None and safety.is_old(None)
    safety.back_up_by_itself(folders)
    at = safety.newest_copy(folders[0])
    assert at is not None and not safety.is_old(at)
    clock.now += timedelta(days=3, seconds=1)
    assert safety.is_old(at)


def test_the_demonstration_is_not_copied(rules: RuleBook, clock: Clock, folders: tuple[Path, Path]) -> None:
    desk = vault.demo(rules, clock)
    assert back_up_by_itself(desk, folders).made == ()
    desk.close()


def test_everything_is_checked_and_the_newest_copies_too(
    opened: Desk, folders: tuple[Path, Path], clock: Clock
) -> None:
    safety = opened.safety
    assert safety.last_check() is None
    safety.back_up_by_itself(folders)
    checks = safety.check_everything(folders)
    assert [check.name for check in checks] == ["keys", "pages", "structure", "schema", "audit", "backups"]
    assert all(check.ok for check in checks)
    assert safety.last_check() == clock.now
    assert safety.back_up_by_itself(folders).made == (), "a check changes nothing of the record"


@pytest.mark.parametrize("which", [0, 1])
def test_a_damaged_or_missing_newest_copy_is_named(opened: Desk, folders: tuple[Path, Path], which: int) -> None:
    made = opened.safety.back_up_by_itself(folders).made[which]
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)
    found = opened.safety.check_everything(folders)[-1]
    assert (found.ok, found.detail) == (False, f"{made.name} is damaged")
    made.unlink()
    found = opened.safety.check_everything(folders)[-1]
    assert (found.ok, found.detail) == (False, f"{made.parent}: no copy, or not plugged in")


def test_what_keeps_the_record_is_told_by_version(opened: Desk) -> None:
    assert [name for name, version in opened.safety.editions() if version] == [
        "Alpdesk",
        "SQLite",
        "SQLCipher",
        "OpenSSL",
    ]


# What stays


def every(step: timedelta, days: int) -> list[datetime]:
    return [NOW - step * place for place in range(int(timedelta(days=days) / step))]


def test_all_of_two_days_stay_then_days_weeks_and_months() -> None:
    made = every(timedelta(hours=6), 700)
    kept = sorted(set(made) - set(to_drop(made, NOW)), reverse=True)
    young = [at for at in kept if NOW - at <= timedelta(days=2)]
    assert len(young) == 9
    old = kept[len(young) :]
    assert len(old) == 12 + 10 + 9
    days, weeks, months = old[:12], old[12:22], old[22:]
    assert len({at.date() for at in days}) == 12 and (days[0] - days[-1]) < timedelta(days=12)
    assert len({at.isocalendar()[:2] for at in weeks}) == 10
    assert len({(at.year, at.month) for at in months}) == 9


@pytest.mark.parametrize("made", [[], [NOW], [NOW - timedelta(days=4000)]])
def test_the_newest_always_stays(made: list[datetime]) -> None:
    assert to_drop(made, NOW) == []


def test_copies_made_rarely_all_stay() -> None:
    made = [NOW - timedelta(days=31 * place) for place in range(8)]
    assert to_drop(made, NOW) == []


def test_what_was_kept_today_is_not_dropped_the_moment_after() -> None:
    made = every(timedelta(hours=6), 300)
    kept = set(made) - set(to_drop(made, NOW))
    assert to_drop(kept, NOW) == []
