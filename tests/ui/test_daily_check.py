"""Once a day of use the record is checked by itself; only a fault interrupts anybody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.vault import Check
from alpdesk.ui.daily_check import DailyCheck
from alpdesk.ui.tasks import Tasks, at_once
from tests.conftest import Clock
from tests.ui.conftest import Enter


@pytest.fixture
def check(empty_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> DailyCheck:
    """Watches a record whose key file is where it should be."""
    real = empty_desk.safety.verify
    good = Check("keys", True, "")
    monkeypatch.setattr(empty_desk.safety, "verify", lambda progress: [good, *real(progress)[1:]])
    made = DailyCheck(at_once)
    made.watch(empty_desk)
    return made


def _checks(desk: Desk) -> int:
    return sum(deed.action == "record checked" for deed in desk.looks.of_clinic())


def test_it_looks_after_two_minutes_then_each_hour_and_checks_once_a_day(
    qtbot: QtBot, check: DailyCheck, empty_desk: Desk, clock: Clock
) -> None:
    assert check.timer.isActive() and check.timer.interval() == 2 * 60 * 1000
    with qtbot.waitSignal(check.checked):
        check.look()
    assert _checks(empty_desk) == 1 and check.timer.interval() == 60 * 60 * 1000
    check.look()
    clock.now += timedelta(hours=23)
    check.look()
    assert _checks(empty_desk) == 1
    clock.now += timedelta(hours=1)
    check.look()
    assert _checks(empty_desk) == 2
    check.watch(None)
    assert not check.timer.isActive()


def test_a_fault_is_said_with_its_row(qtbot: QtBot, check: DailyCheck, empty_desk: Desk, enter: Enter) -> None:
    enter("Mensah", alp="29")
    with empty_desk.context.database.engine.begin() as connection:
        connection.execute(text("UPDATE result SET value = '99'"))
    with qtbot.waitSignal(check.found) as said:
        check.look()
    assert "result 1 was changed outside Alpdesk" in said.args[0]


def test_who_leaves_does_not_wait_for_its_end(empty_desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    began: list[str] = []
    tasks = Tasks()
    check = DailyCheck(tasks.run)
    check.watch(empty_desk)

    def slow(_places: object, progress: Callable[[int, int], None]) -> list[Check]:
        began.append("began")
        for _ in range(100_000_000):
            progress(0, 1)
        raise AssertionError("it was not stopped")

    monkeypatch.setattr(empty_desk.safety, "check_everything", slow)
    check.look()
    qtbot.waitUntil(lambda: bool(began))
    check.watch(None)
    tasks.wait()
    assert _checks(empty_desk) == 0


def test_a_record_that_cannot_be_checked_now_is_looked_at_again(
    check: DailyCheck, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def busy(*_: object) -> list[Check]:
        raise AlpdeskError("Another program holds the database.")

    monkeypatch.setattr(empty_desk.safety, "check_everything", busy)
    with qtbot.assertNotEmitted(check.found):
        check.look()
    assert check.timer.isActive()
