"""Who can open the record: everybody by their own password, a sheet for the emergency, nobody who left."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alpdesk.domain.records import Clinic, Patient, Role, User
from alpdesk.domain.rules import RuleBook
from alpdesk.errors import AlpdeskError, WrongPassword
from alpdesk.security import keyslots
from alpdesk.security.costs import FLOOR
from alpdesk.services import access as accesses, key_files, vault
from alpdesk.services.access import Sheet
from alpdesk.services.desk import Desk
from alpdesk.store.engine import HeldKey
from tests.conftest import Clock

PASSWORD, CLERKS, FRESH = "a quiet river runs", "seven green lamps", "nine brown kettles sing"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accesses, "calibrated", lambda: FLOOR)
    monkeypatch.setattr(vault, "calibrated", lambda: FLOOR)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "clinic.alpdesk"


@pytest.fixture
def desk(place: Path, rules: RuleBook, clock: Clock) -> Iterator[Desk]:
    made = vault.create(
        place, PASSWORD, clinic=Clinic(name="Hill"), user=User(name="Dr. Berg"), rules=rules, clock=clock, cost=FLOOR
    )
    made.users.add(User(name="Jo Clerk", role=Role.STAFF))
    made.patients.add(Patient(number="1", family_name="Bloom", birth_date=date(1980, 1, 1)))
    yield made
    made.close()


@pytest.fixture
def enter(place: Path, rules: RuleBook, clock: Clock) -> Iterator["Enter"]:
    enter = Enter(place, rules, clock)
    yield enter
    for one in enter.opened:
        one.close()


class Enter:
    """Opens the record as somebody."""

    def __init__(self, place: Path, rules: RuleBook, clock: Clock) -> None:
        self.place, self.rules, self.clock = place, rules, clock
        self.opened: list[Desk] = []

    def __call__(self, password: str, user: str | None) -> Desk:
        desk = vault.open_desk(self.place, password, user=user, rules=self.rules, clock=self.clock)
        self.opened.append(desk)
        return desk

    def in_emergency(self, code: str, user: str, *, sheet: str = "") -> Desk:
        given = {"user": user, "password": FRESH, "sheet": sheet}
        desk = vault.open_in_emergency(self.place, code, **given, rules=self.rules, clock=self.clock)
        self.opened.append(desk)
        return desk


def _id(desk: Desk, name: str) -> int:
    return next(user.id or 0 for user in desk.users.list() if user.name == name)


def _proven(desk: Desk) -> Sheet:
    sheet = desk.access.new_sheet()
    desk.access.prove(sheet, sheet.code.lower())
    return sheet


def test_everybody_opens_with_their_own_password_and_acts_under_their_own_name(desk: Desk, enter: Enter) -> None:
    desk.access.give(_id(desk, "Jo Clerk"), CLERKS)
    assert [(way.user.name, way.has_password) for way in desk.access.ways()] == [("Dr. Berg", True), ("Jo Clerk", True)]
    assert enter(CLERKS, "jo clerk").actor.name == "Jo Clerk"
    assert enter(PASSWORD, "Dr. Berg").actor.name == "Dr. Berg"
    for password, user in ((PASSWORD, "Jo Clerk"), (CLERKS, "Dr. Berg"), (CLERKS, "Nobody")):
        with pytest.raises(WrongPassword):
            enter(password, user)
    with pytest.raises(AlpdeskError, match="say who you are"):
        enter(PASSWORD, None)


def test_who_opens_with_the_only_password_acts_as_the_one_it_belongs_to(desk: Desk, enter: Enter) -> None:
    assert enter(PASSWORD, None).actor.name == "Dr. Berg"


def test_a_forgotten_password_is_given_anew_and_the_old_one_is_none(desk: Desk, enter: Enter) -> None:
    clerk = _id(desk, "Jo Clerk")
    desk.access.give(clerk, CLERKS)
    desk.access.give(clerk, FRESH)
    enter(FRESH, "Jo Clerk")
    with pytest.raises(WrongPassword):
        enter(CLERKS, "Jo Clerk")


def test_the_own_password_is_changed_by_whoever_knows_it(desk: Desk, enter: Enter) -> None:
    desk.access.give(_id(desk, "Jo Clerk"), CLERKS)
    clerk = enter(CLERKS, "Jo Clerk")
    with pytest.raises(WrongPassword):
        clerk.access.change(PASSWORD, FRESH)
    clerk.access.change(CLERKS, FRESH)
    assert enter(FRESH, "Jo Clerk").actor.name == "Jo Clerk"
    enter(PASSWORD, "Dr. Berg")


@pytest.mark.parametrize("weak", ["short", "password1234", "Jo Clerk 1234", "Hill Hill Hill"])
def test_a_weak_password_changes_nothing(desk: Desk, place: Path, weak: str) -> None:
    before = keyslots.path_of(place).read_bytes()
    with pytest.raises(AlpdeskError):
        desk.access.give(_id(desk, "Jo Clerk"), weak)
    assert keyslots.path_of(place).read_bytes() == before


def test_only_an_administrator_says_who_can_open_the_record(desk: Desk, enter: Enter) -> None:
    desk.access.give(_id(desk, "Jo Clerk"), CLERKS)
    access, other = enter(CLERKS, "Jo Clerk").access, _id(desk, "Dr. Berg")
    for refused in (
        lambda: access.give(other, FRESH),
        lambda: access.remove(other, "why"),
        lambda: access.change_key("why"),
        access.new_sheet,
    ):
        with pytest.raises(AlpdeskError, match="Only an administrator"):
            refused()
    enter(PASSWORD, "Dr. Berg")


def test_who_left_is_shut_out_and_nobody_else_notices(desk: Desk, enter: Enter, place: Path, tmp_path: Path) -> None:
    desk.access.give(_id(desk, "Jo Clerk"), CLERKS)
    old_keys = tmp_path / "old-keys"
    shutil.copyfile(keyslots.path_of(place), old_keys)
    old_key = keyslots.unlock(keyslots.load(old_keys), "Jo Clerk", CLERKS)
    desk.access.remove(_id(desk, "Jo Clerk"), "left in May")
    assert desk.access.state().generation == 2
    assert [(user.name, user.active) for user in desk.users.list()] == [("Dr. Berg", True), ("Jo Clerk", False)]
    assert [summary.number for summary in desk.patients.search("").items] == ["1"], "the desk works on"
    assert enter(PASSWORD, "Dr. Berg").patients.search("").items
    with pytest.raises(WrongPassword):
        enter(CLERKS, "Jo Clerk")
    shutil.copyfile(old_keys, keyslots.path_of(place))  # a copy that was taken along
    with pytest.raises(AlpdeskError):
        enter(CLERKS, "Jo Clerk")
    from alpdesk.store import engine

    assert not engine.opens(place, old_key)


def test_a_change_of_key_keeps_every_way_in_and_a_verified_copy_from_before(
    desk: Desk, enter: Enter, place: Path, tmp_path: Path
) -> None:
    desk.access.give(_id(desk, "Jo Clerk"), CLERKS)
    sheet = _proven(desk)
    assert desk.access.state().sheet_is_current
    desk.access.change_key("yearly")
    state = desk.access.state()
    assert (state.generation, state.sheet_is_current) == (2, False) and state.since is not None
    assert not key_files.coming(place).exists()
    enter(CLERKS, "Jo Clerk")
    enter.in_emergency(sheet.code, "Jo Clerk")
    (copy,) = place.parent.glob("*-before-new-key-*.alpdesk-backup")
    restored = tmp_path / "again.alpdesk"
    vault.restore(copy, restored, PASSWORD, user="Dr. Berg")
    assert all(check.ok for check in vault.verify(desk))


def test_the_key_is_not_changed_under_somebody_who_works(desk: Desk, enter: Enter, place: Path) -> None:
    other = enter(PASSWORD, None)
    with other.context.database.read() as session:
        session.connection()
        with pytest.raises(AlpdeskError, match="in use"):
            desk.access.change_key()
    assert not key_files.coming(place).exists()
    assert desk.patients.search("").items and other.patients.search("").items
    assert desk.access.state().generation == 1


def test_the_sheet_is_wanted_before_the_first_patient_and_not_again(
    tmp_path: Path, rules: RuleBook, clock: Clock
) -> None:
    place, user = tmp_path / "new.alpdesk", User(name="Dr. Berg")
    new = vault.create(place, PASSWORD, clinic=Clinic(name="Hill"), user=user, rules=rules, clock=clock, cost=FLOOR)
    assert new.access.needs_sheet() and new.access.may_change()
    _proven(new)
    assert not new.access.needs_sheet()
    new.close()


def test_a_record_with_patients_works_on_without_a_sheet(desk: Desk) -> None:
    assert not desk.access.needs_sheet() and desk.access.state().proven is None


def test_nobody_shuts_out_themselves(desk: Desk) -> None:
    with pytest.raises(AlpdeskError, match="Nobody shuts out themselves"):
        desk.access.remove(_id(desk, "Dr. Berg"), "")


def test_a_sheet_opens_nothing_before_it_was_typed_back(desk: Desk, enter: Enter) -> None:
    first = _proven(desk)
    second = desk.access.new_sheet()
    wrong = desk.access.new_sheet()
    for typed in ("", first.code, wrong.code, second.code[:-1]):
        with pytest.raises(AlpdeskError):
            desk.access.prove(second, typed)
    with pytest.raises(AlpdeskError):
        enter.in_emergency(second.code, "Dr. Berg")
    desk.access.prove(second, second.code)
    with pytest.raises(WrongPassword):
        enter.in_emergency(first.code, "Dr. Berg")
    assert enter.in_emergency(second.code, "Dr. Berg").actor.name == "Dr. Berg"


def test_a_sheet_of_before_another_change_is_not_put_in_force(desk: Desk) -> None:
    sheet = desk.access.new_sheet()
    desk.access.give(_id(desk, "Jo Clerk"), CLERKS)
    with pytest.raises(AlpdeskError, match="print a new sheet"):
        desk.access.prove(sheet, sheet.code)


def test_emergency_access_gives_a_password_and_everybody_is_told_at_the_next_log_in(desk: Desk, enter: Enter) -> None:
    desk.access.give(_id(desk, "Jo Clerk"), CLERKS)
    enter(CLERKS, "Jo Clerk")
    enter(PASSWORD, "Dr. Berg")
    sheet = _proven(desk)
    desk.close()
    opened = enter.in_emergency(sheet.code, "Dr. Berg")
    assert opened.patients.search("").items
    assert enter(FRESH, "Dr. Berg").access.emergencies(), "the one it was done as is told too"
    with pytest.raises(WrongPassword):
        enter(PASSWORD, "Dr. Berg")
    told = enter(CLERKS, "Jo Clerk").access.emergencies()
    assert [one.name for one in told] == ["Dr. Berg"] and told[0].station
    assert enter(CLERKS, "Jo Clerk").access.emergencies() == (), "once is enough"


def test_with_the_key_file_lost_the_sheet_and_the_database_suffice(desk: Desk, enter: Enter, place: Path) -> None:
    desk.access.give(_id(desk, "Jo Clerk"), CLERKS)
    sheet = _proven(desk)
    desk.close()
    keyslots.path_of(place).unlink()
    with pytest.raises(AlpdeskError, match="missing"):
        enter.in_emergency(sheet.code, "Dr. Berg")
    opened = enter.in_emergency(sheet.code, "Dr. Berg", sheet=sheet.square)
    assert all(check.ok for check in vault.verify(opened))
    assert [way.has_password for way in opened.access.ways()] == [True, False]
    opened.access.give(_id(opened, "Jo Clerk"), CLERKS)
    enter(CLERKS, "Jo Clerk")
    enter(FRESH, "Dr. Berg")


def test_the_sheet_of_an_earlier_key_says_so_and_leaves_no_key_file(desk: Desk, enter: Enter, place: Path) -> None:
    sheet = _proven(desk)
    desk.access.change_key()
    desk.close()
    keyslots.path_of(place).unlink()
    with pytest.raises(AlpdeskError, match="an earlier key of this one"):
        enter.in_emergency(sheet.code, "Dr. Berg", sheet=sheet.square)
    assert not keyslots.path_of(place).exists()


def test_the_square_code_changes_nothing_while_there_is_a_key_file(desk: Desk, enter: Enter, place: Path) -> None:
    sheet = _proven(desk)
    desk.close()
    enter.in_emergency(sheet.code, "Dr. Berg", sheet="nonsense")


def test_who_is_renamed_signs_in_as_before_until_the_password_is_given_anew(desk: Desk, enter: Enter) -> None:
    clerk = next(user for user in desk.users.list() if user.name == "Jo Clerk")
    desk.access.give(clerk.id or 0, CLERKS)
    desk.users.update(clerk.model_copy(update={"name": "Jo Baker"}))
    assert [way.has_password for way in desk.access.ways()] == [True, True]
    assert enter(CLERKS, "Jo Clerk").actor.name == "Jo Baker"
    for taken in ("Jo Clerk", "jo baker"):
        with pytest.raises(AlpdeskError, match="There is a user"):
            desk.users.add(User(name=taken, role=Role.STAFF))
    desk.access.give(clerk.id or 0, FRESH)
    assert enter(FRESH, "Jo Baker").actor.name == "Jo Baker"
    with pytest.raises(WrongPassword):
        enter(CLERKS, "Jo Clerk")


def test_the_demonstration_and_a_server_keep_no_keys(rules: RuleBook, clock: Clock) -> None:
    desk = vault.demo(rules, clock)
    assert not desk.access.kept_here
    with pytest.raises(AlpdeskError, match="server"):
        desk.access.new_sheet()
    desk.close()


@pytest.mark.parametrize("done", ["nothing", "next file", "all but the name"])
def test_a_change_of_key_that_was_cut_short_is_settled_at_the_next_log_in(
    desk: Desk, enter: Enter, place: Path, done: str
) -> None:
    desk.access.give(_id(desk, "Jo Clerk"), CLERKS)
    database = desk.context.database
    assert isinstance(database.key, HeldKey)
    old = database.key()
    file, fresh = keyslots.rotate(keyslots.load(keyslots.path_of(place)), old, drop="Jo Clerk")
    if done != "nothing":
        keyslots.save(file, key_files.coming(place))
    if done == "all but the name":
        database.change_key(fresh)
    desk.close()
    with pytest.raises(WrongPassword):
        enter("not the password", "Dr. Berg")
    if done == "all but the name":
        with pytest.raises(WrongPassword):
            enter(CLERKS, "Jo Clerk")
    assert enter(PASSWORD, "Dr. Berg").patients.search("").items
    assert not key_files.coming(place).exists()
    assert keyslots.load(keyslots.path_of(place)).gen == (2 if done == "all but the name" else 1)


def test_an_administrator_says_when_every_desk_locks_at_the_latest(desk: Desk, enter: Enter) -> None:
    assert desk.access.longest_idle() is None
    desk.access.set_longest_idle(3)
    desk.clinic.update(desk.clinic.get().model_copy(update={"name": "Dale", "longest_idle": 30}))
    assert desk.access.longest_idle() == 3, "not by the form of the letterhead"
    for wrong in (0, 31):
        with pytest.raises((AlpdeskError, ValueError)):
            desk.access.set_longest_idle(wrong)
    desk.access.give(_id(desk, "Jo Clerk"), CLERKS)
    with pytest.raises(AlpdeskError, match="Only an administrator"):
        enter(CLERKS, "Jo Clerk").access.set_longest_idle(None)
    desk.access.set_longest_idle(None)
    assert desk.access.longest_idle() is None
