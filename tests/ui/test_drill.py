"""The restore drill in the window: compared, named, and only then put in place of the record."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpdesk import settings as remembered
from alpdesk.domain.records import Clinic, Patient, Role, User
from alpdesk.domain.rules import RuleBook
from alpdesk.security.costs import FLOOR
from alpdesk.services import access as accesses, vault
from alpdesk.services.desk import Desk
from alpdesk.ui.dialogs import Question
from alpdesk.ui.program import Program
from alpdesk.ui.settings.drill import DrillPane, Restoring
from alpdesk.ui.settings.page import SettingsPage
from alpdesk.ui.settings.safety import SafetySection
from alpdesk.ui.tasks import at_once
from alpdesk.ui.unlock.page import UnlockPage
from tests.conftest import Clock
from tests.services.test_who_may import as_user
from tests.ui.conftest import HOSTILE, on_screen, shown_texts, unsafe_labels
from tests.ui.test_program import PASSWORD, SLOW, _give, hook  # noqa: F401  a fixture


@pytest.fixture
def desk(tmp_path: Path, rules: RuleBook, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(accesses, "calibrated", lambda: FLOOR)
    place, user = tmp_path / "clinic.alpdesk", User(name="Dr. Berg")
    made = vault.create(place, PASSWORD, clinic=Clinic(name="Hill"), user=user, rules=rules, clock=clock, cost=FLOOR)
    _patient(made, "1", "Bloom")
    folder = tmp_path / "copies"
    folder.mkdir()
    remembered.save(replace(remembered.load(), backups=str(folder)))
    made.safety.back_up_by_itself([folder])
    _patient(made, "2", HOSTILE)
    yield made
    made.close()


def _patient(desk: Desk, number: str, family: str) -> None:
    desk.patients.add(Patient(number=number, family_name=family, birth_date=date(1980, 1, 1)))


@pytest.fixture
def pane(qtbot: QtBot, desk: Desk) -> DrillPane:
    section = on_screen(qtbot, SafetySection(desk, at_once), 900)
    section.turn()
    assert section.drill.isVisible()
    section.drill.confirm = lambda *_given, **_more: True
    return section.drill


def test_the_newest_backup_is_offered_and_compared(qtbot: QtBot, pane: DrillPane) -> None:
    assert pane.choice.count() == 2 and not pane.replace.isVisible()
    pane.compare.click()
    said = shown_texts(pane)
    assert "is whole. What came since is not in it." in said
    assert "Patients: 1 in both, 1 only here, 0 only in the backup" in said
    qtbot.waitUntil(lambda: f"Patients only here: {HOSTILE} (2), 1 Jan 1980" in shown_texts(pane))
    assert unsafe_labels(pane) == []
    assert pane.replace.isVisible()


def test_a_backup_of_an_earlier_key_asks_for_the_password_of_then(qtbot: QtBot, pane: DrillPane, desk: Desk) -> None:
    desk.access.change_key()
    pane.compare.click()
    assert pane.password.isVisible() and "type your password of then" in shown_texts(pane)
    qtbot.keyClicks(pane.password, PASSWORD)
    pane.compare.click()
    assert "1 in both, 1 only here" in shown_texts(pane)


def test_what_is_no_backup_is_said(pane: DrillPane, tmp_path: Path) -> None:
    (tmp_path / "x.alpbackup").write_bytes(b"no")
    pane.offer_file(tmp_path / "x.alpbackup")
    pane.compare.click()
    assert pane.result.isVisible() and not pane.replace.isVisible()


def test_choosing_another_one_forgets_the_comparison(pane: DrillPane) -> None:
    pane.compare.click()
    pane.choice.picked.emit(pane.choice.value())
    assert not pane.replace.isVisible() and not pane.result.isVisible()


def test_staff_see_no_drill(qtbot: QtBot, desk: Desk) -> None:
    staff = as_user(desk, desk.users.add(User(name="Jo Clerk", role=Role.STAFF)))
    section = on_screen(qtbot, SafetySection(staff, at_once), 900)
    section.turn()
    assert not section.drill.isVisible()


def test_a_backup_takes_the_place_of_the_record_and_what_was_there_is_kept(
    qapp: QApplication,
    qtbot: QtBot,
    desk: Desk,
    tmp_path: Path,
    hook: None,  # noqa: F811
) -> None:
    (backup,) = (tmp_path / "copies").iterdir()
    key = desk.context.database.key
    assert key is not None
    held = key()
    desk.close()
    program = Program(qapp, remembered.Settings(appearance="light"), place=str(tmp_path / "clinic.alpdesk"))
    program.start()
    _give(qtbot, program, PASSWORD)
    qtbot.waitUntil(lambda: program.desk is not None, timeout=SLOW)
    workspace = program.window.workspace
    assert workspace is not None
    workspace.go("settings", "safety")
    page = workspace.page("settings")
    assert isinstance(page, SettingsPage)
    page.restore_requested.emit(Restoring(backup, "", held))
    qtbot.waitUntil(lambda: isinstance(program.gate, UnlockPage), timeout=SLOW)
    (told,) = program.window.findChildren(Question)
    assert "What was here before is kept as clinic-replaced-" in shown_texts(told)
    told.accept()
    _give(qtbot, program, PASSWORD)
    qtbot.waitUntil(lambda: program.desk is not None, timeout=SLOW)
    restored = program.desk
    assert restored is not None
    assert [one.number for one in restored.patients.search("").items] == ["1"]
    assert any(deed.action == "restored from backup" for deed in restored.looks.of_clinic())
    program.window.close()


def test_a_backup_that_cannot_be_restored_leaves_the_record_as_it_was(
    qapp: QApplication,
    qtbot: QtBot,
    desk: Desk,
    tmp_path: Path,
    hook: None,  # noqa: F811
) -> None:
    desk.close()
    program = Program(qapp, remembered.Settings(appearance="light"), place=str(tmp_path / "clinic.alpdesk"))
    program.start()
    _give(qtbot, program, PASSWORD)
    qtbot.waitUntil(lambda: program.desk is not None, timeout=SLOW)
    program.restorer.restore(Restoring(tmp_path / "none.alpbackup", PASSWORD))
    qtbot.waitUntil(lambda: isinstance(program.gate, UnlockPage), timeout=SLOW)
    gate = program.gate
    assert isinstance(gate, UnlockPage)
    qtbot.waitUntil(gate._trouble.isVisible)
    _give(qtbot, program, PASSWORD)
    qtbot.waitUntil(lambda: program.desk is not None, timeout=SLOW)
    assert program.desk is not None
    assert len(program.desk.patients.search("").items) == 2
    program.window.close()
