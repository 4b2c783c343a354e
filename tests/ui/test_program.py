"""A whole run: first start, password, lock, another file, faults that nobody expected."""

import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpdesk import settings as remembered
from alpdesk.app import main
from alpdesk.services.desk import Desk
from alpdesk.settings import Settings
from alpdesk.ui import crash
from alpdesk.ui.keys.proof import SheetPage
from alpdesk.ui.program import Program
from alpdesk.ui.theme import Appearance, Theme
from alpdesk.ui.unlock.page import UnlockPage
from alpdesk.ui.welcome.page import WelcomePage
from tests.ui.conftest import shown_texts

PASSWORD = "seven green lamps"
SLOW = 30_000


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "clinic.alpdesk"
    monkeypatch.setattr(remembered, "default_database", lambda: path)
    return path


@pytest.fixture
def hook() -> Iterator[None]:
    before = sys.excepthook
    yield
    sys.excepthook = before


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, file: Path, hook: None, dressed: Theme) -> Iterator[Program]:
    made = Program(qapp, Settings(appearance="light"))
    yield made
    made.window.close()
    dressed.apply(Appearance.LIGHT)


def _first_run(qtbot: QtBot, program: Program) -> None:
    program.start()
    page = program.gate
    assert isinstance(page, WelcomePage)
    page.create_card.click()
    for line, text in (
        (page.setup.clinic.name, "Hill Clinic"), (page.setup.laboratory.name, "City Lab"),
        (page.setup.person.name, "Dr. Ama Ade"),
    ):  # fmt: skip
        qtbot.keyClicks(line, text)
        qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClicks(page.setup.password.secret.first, PASSWORD)
    qtbot.keyClicks(page.setup.password.secret.again, PASSWORD)
    qtbot.keyClick(page.setup.password.secret.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.desk is not None, timeout=SLOW)
    _prove(qtbot, program)


def _prove(qtbot: QtBot, program: Program) -> str:
    """Type the code of the recovery sheet back; return it."""
    page = program.gate
    assert isinstance(page, SheetPage)
    qtbot.waitUntil(lambda: page.pane.sheet is not None, timeout=SLOW)
    assert page.pane.sheet is not None
    code = page.pane.sheet.code
    qtbot.keyClicks(page.pane.code, code.lower())
    qtbot.keyClick(page.pane.code, Qt.Key.Key_Return)
    return code


def _give(qtbot: QtBot, program: Program, password: str) -> UnlockPage:
    page = program.gate
    assert isinstance(page, UnlockPage)
    qtbot.keyClicks(page._password, password)
    qtbot.keyClick(page._password, Qt.Key.Key_Return)
    return page


def test_the_first_run_makes_an_encrypted_clinic_and_remembers_where(
    qtbot: QtBot, program: Program, file: Path
) -> None:
    _first_run(qtbot, program)
    assert program.desk is not None
    assert program.desk.clinic.get().name == "Hill Clinic"
    assert [lab.name for lab in program.desk.laboratories.list()] == ["City Lab"]
    assert program.desk.actor.name == "Dr. Ama Ade"
    assert b"SQLite format" not in file.read_bytes()[:16]
    assert remembered.load().database == str(file)
    assert "There are no patients yet" in shown_texts(program.window)


def test_the_first_close_puts_a_verified_copy_into_the_backup_folder_and_the_next_does_not(
    qtbot: QtBot, program: Program, file: Path
) -> None:
    _first_run(qtbot, program)
    folder = Path(remembered.load().backups)
    assert folder.name == "Alpdesk backups"
    program.window.close()
    copies = list(folder.glob("*.alpbackup"))
    assert [copy.name.partition("-")[0] for copy in copies] == ["clinic"]
    assert copies[0].stat().st_size > 1000
    again = Program(program._application, remembered.load())
    again.start()
    _give(qtbot, again, PASSWORD)
    qtbot.waitUntil(lambda: again.desk is not None, timeout=SLOW)
    again.window.close()
    assert list(folder.glob("*.alpbackup")) == copies


def test_the_password_opens_it_again_and_a_wrong_one_does_not(
    qapp: QApplication, qtbot: QtBot, program: Program, file: Path
) -> None:
    _first_run(qtbot, program)
    program.window.close()
    again = Program(qapp, remembered.load())
    again.start()
    page = _give(qtbot, again, "six green lamps!")
    qtbot.waitUntil(page._trouble.isVisible, timeout=SLOW)
    assert again.desk is None
    page._password.clear()
    _give(qtbot, again, PASSWORD)
    qtbot.waitUntil(lambda: again.desk is not None, timeout=SLOW)
    again.window.close()


def test_a_locked_desk_shows_nothing_until_the_password_is_given(qtbot: QtBot, program: Program) -> None:
    _first_run(qtbot, program)
    workspace = program.window.workspace
    assert workspace is not None
    program.window.lock_requested.emit()
    assert program.desk is None and program.window.workspace is None
    page = _give(qtbot, program, "not the password")
    qtbot.waitUntil(page._trouble.isVisible, timeout=SLOW)
    page._password.clear()
    _give(qtbot, program, PASSWORD)
    qtbot.waitUntil(lambda: program.window.workspace is not None, timeout=SLOW)


def test_the_look_around_keeps_nothing(qtbot: QtBot, program: Program, file: Path) -> None:
    program.start()
    page = program.gate
    assert isinstance(page, WelcomePage)
    page.demo_card.click()
    qtbot.waitUntil(lambda: program.desk is not None, timeout=SLOW)
    assert program.desk is not None
    assert program.desk.patients.count() > 10
    assert not file.exists()
    assert remembered.load().database == ""


def test_a_file_that_is_no_database_is_named_in_one_sentence(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, hook: None, dressed: Theme
) -> None:
    wrong = tmp_path / "letter.alpdesk"
    wrong.write_text("not a database")
    program = Program(qapp, Settings(), place=str(wrong))
    program.start()
    page = _give(qtbot, program, PASSWORD)
    qtbot.waitUntil(page._trouble.isVisible, timeout=SLOW)
    assert "Traceback" not in shown_texts(page)
    program.window.close()
    dressed.apply(Appearance.LIGHT)


def test_the_size_of_the_window_is_remembered(qtbot: QtBot, qapp: QApplication, program: Program) -> None:
    program.start()
    program.window.resize(880, 640)
    program.window.close()
    again = Program(qapp, remembered.load())
    assert (again.window.width(), again.window.height()) == (880, 640)
    again.window.close()


def test_the_appearance_changes_at_once_and_is_kept(qtbot: QtBot, program: Program) -> None:
    program.start()
    program._take_settings(Settings(appearance="dark"))
    assert remembered.load().appearance == "dark"
    assert program.window.palette().window().color().lightness() < 128
    program._take_settings(Settings(appearance="light"))


def test_a_fault_is_described_without_the_words_it_carried() -> None:
    with pytest.raises(KeyError) as met:
        _ = dict[str, str]()["Mensah, Abena"]
    said = crash.describe(KeyError, met.tb)
    assert said.startswith("KeyError")
    assert "Mensah" not in said
    assert "test_program.py" in said


def test_a_fault_goes_to_the_log_and_a_sentence_to_the_user(tmp_path: Path, hook: None) -> None:
    from alpdesk.errors import AlpdeskError

    shown: list[str] = []
    told: list[str] = []
    log = logging.getLogger("alpdesk")
    before = list(log.handlers)
    crash.start_log(tmp_path)
    crash.install(shown.append, told.append)
    sys.excepthook(AlpdeskError, AlpdeskError("The record is in use."), None)
    sys.excepthook(KeyError, KeyError("Mensah"), None)
    for handler in set(log.handlers) - set(before):
        handler.close()
        log.removeHandler(handler)
    assert told == ["The record is in use."]
    assert shown == ["KeyError"]
    assert "Mensah" not in (tmp_path / "alpdesk.log").read_text()


def test_the_version_is_said_without_a_window(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("alpdesk ")


def _desk(program: Program) -> Desk | None:
    return program.desk


def test_whoever_guesses_waits_ever_longer_also_after_a_new_start_and_the_trail_says_how_often(
    qapp: QApplication, qtbot: QtBot, program: Program, file: Path
) -> None:
    _first_run(qtbot, program)
    program.window.close()
    remembered.save(replace(remembered.load(), wrong_passwords=3))
    again = Program(qapp, remembered.load())
    again.start()
    page = _give(qtbot, again, "six green lamps!")
    qtbot.waitUntil(lambda: "Wait 1 s," in page._field.note(), timeout=SLOW)
    assert remembered.load().wrong_passwords == 4 and not page._open.isEnabled()
    qtbot.keyClick(page._password, Qt.Key.Key_Return)
    assert _desk(again) is None and page._password.text() == "six green lamps!"
    qtbot.waitUntil(page._open.isEnabled, timeout=SLOW)
    page._password.clear()
    _give(qtbot, again, PASSWORD)
    qtbot.waitUntil(lambda: _desk(again) is not None, timeout=SLOW)
    desk = _desk(again)
    assert desk is not None and remembered.load().wrong_passwords == 0
    with desk.context.database.read() as session:
        last = session.connection().exec_driver_sql("SELECT action, body FROM audit ORDER BY seq DESC LIMIT 1").one()
    assert last[0] == "failed log-ins" and "4 wrong passwords" in last[1]
    again.window.close()


def test_a_new_start_does_not_spare_the_waiting(qapp: QApplication, qtbot: QtBot, program: Program, file: Path) -> None:
    _first_run(qtbot, program)
    program.window.close()
    remembered.save(replace(remembered.load(), wrong_passwords=9))
    again = Program(qapp, remembered.load())
    again.start()
    page = again.gate
    assert isinstance(page, UnlockPage) and not page._open.isEnabled() and "Wait 32 s," in page._field.note()
    again.window.close()
