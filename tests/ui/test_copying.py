"""Backups by themselves, as somebody at the desk sees them."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from alpdesk import settings as remembered
from alpdesk.domain.records import Clinic, Patient, User
from alpdesk.domain.rules import RuleBook
from alpdesk.security.keyslots import FLOOR
from alpdesk.services import vault
from alpdesk.services.desk import Desk
from alpdesk.ui.copying import Copying
from alpdesk.ui.settings.page import SettingsPage
from alpdesk.ui.settings.safety import SafetySection
from alpdesk.ui.standing_facts import facts
from alpdesk.ui.tasks import at_once
from tests.conftest import Clock
from tests.ui.conftest import on_screen, shown_texts


@pytest.fixture
def desk(tmp_path: Path, rules: RuleBook, clock: Clock) -> Desk:
    made = vault.create(
        tmp_path / "clinic.alpdesk", "a quiet river runs", clinic=Clinic(name="Hill"), user=User(name="Dr. A"),
        rules=rules, clock=clock, cost=FLOOR,
    )  # fmt: skip
    made.patients.add(Patient(number="1", family_name="Bloom", birth_date=date(1980, 1, 1)))
    return made


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    found = tmp_path / "first", tmp_path / "stick"
    for place in found:
        place.mkdir()
    remembered.save(replace(remembered.Settings(), backups=str(found[0]), second_backups=str(found[1])))
    return found


def test_every_half_hour_both_places_get_their_copy(qtbot: QtBot, desk: Desk, places: tuple[Path, Path]) -> None:
    copying = Copying(at_once)
    copying.watch(desk)
    assert copying.timer.isActive() and copying.timer.interval() == 30 * 60 * 1000
    with qtbot.waitSignal(copying.copied):
        copying.timer.timeout.emit()
    assert [len(list(place.iterdir())) for place in places] == [1, 1]
    copying.watch(None)
    assert not copying.timer.isActive()


def test_a_stick_that_is_not_plugged_in_is_said(qtbot: QtBot, desk: Desk, places: tuple[Path, Path]) -> None:
    places[1].rmdir()
    copying = Copying(at_once)
    copying.watch(desk)
    with qtbot.waitSignal(copying.trouble) as heard:
        copying.last()
    assert "stick is not there. Plug it in" in str((heard.args or [""])[0])


def test_the_foot_says_when_the_last_copy_was_made_and_warns_of_none_and_of_an_old_one(
    desk: Desk, places: tuple[Path, Path], clock: Clock
) -> None:
    assert "⚠ No backup yet" in facts(desk)
    desk.safety.back_up_by_itself(places)
    assert any(fact.startswith("Backup 2 Mar 2026") for fact in facts(desk))
    clock.now += timedelta(days=4)
    assert any(fact.startswith("⚠ Last backup 2 Mar 2026") for fact in facts(desk))


def test_the_settings_say_of_each_place_how_old_its_newest_copy_is(
    qtbot: QtBot, desk: Desk, places: tuple[Path, Path]
) -> None:
    page = on_screen(qtbot, SettingsPage(desk, at_once), 900)
    page.reload("safety")
    section = page.sections["safety"]
    assert isinstance(section, SafetySection)
    assert (section.folder.text(), section.second.text()) == tuple(map(str, places))
    assert "A place has no recent backup." in shown_texts(section)
    assert f"{places[1]}: no copy yet, or not plugged in" in shown_texts(section)
    desk.safety.back_up_by_itself(places)
    page.reload("safety")
    assert "Every place has a recent backup." in shown_texts(section)


def test_a_record_that_is_closed_is_not_copied(desk: Desk, places: tuple[Path, Path]) -> None:
    copying = Copying(at_once)
    copying.watch(desk)
    copying.watch(None)
    copying.last()
    assert list(places[0].iterdir()) == []


def test_one_button_checks_everything_and_the_page_says_when_and_by_what(
    qtbot: QtBot, desk: Desk, places: tuple[Path, Path]
) -> None:
    desk.safety.back_up_by_itself(places)
    page = on_screen(qtbot, SettingsPage(desk, at_once), 900)
    page.reload("safety")
    section = page.sections["safety"]
    assert isinstance(section, SafetySection)
    for said in ("At the desk: Dr. A", "Last check: never", f"Rule book {desk.rules.version}", "SQLCipher 4"):
        assert said in section.facts.text()
    section.check.click()
    assert "Everything is as it was saved." in shown_texts(section)
    qtbot.waitUntil(lambda: "The newest copy in each of 2 places was read whole." in shown_texts(section))
    assert "Last check: 2 Mar 2026" in section.facts.text()
