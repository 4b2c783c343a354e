"""Passwords for everybody, a recovery sheet that is typed back and used, and somebody who is shut out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpdesk import settings as remembered
from alpdesk.domain.records import Clinic, Patient, Role, User
from alpdesk.domain.rules import RuleBook
from alpdesk.security import keyslots
from alpdesk.security.costs import FLOOR
from alpdesk.services import access as accesses, vault
from alpdesk.services.desk import Desk
from alpdesk.ui.dialogs import Question
from alpdesk.ui.keys.proof import SheetPage
from alpdesk.ui.keys.sheet import recovery_report
from alpdesk.ui.program import Program
from alpdesk.ui.settings.access import AccessSection
from alpdesk.ui.settings.safety import SafetySection
from alpdesk.ui.standing_facts import facts
from alpdesk.ui.tasks import at_once
from alpdesk.ui.unlock.page import UnlockPage
from alpdesk.ui.unlock.recover import RecoverPage
from tests.conftest import Clock
from tests.ui.conftest import HOSTILE, on_screen, shown_texts, unsafe_labels
from tests.ui.test_program import PASSWORD, SLOW, _first_run, _give, _prove, file, hook, program  # noqa: F401  fixtures

FRESH, CLERKS = "nine brown kettles sing", "six blue herons wade"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (accesses, vault):
        monkeypatch.setattr(module, "calibrated", lambda: FLOOR)


@pytest.fixture
def desk(tmp_path: Path, rules: RuleBook, clock: Clock) -> Iterator[Desk]:
    """A record on file of an administrator and a clerk with a hostile name."""
    place, user = tmp_path / "clinic.alpdesk", User(name="Dr. Berg")
    made = vault.create(place, PASSWORD, clinic=Clinic(name="Hill"), user=user, rules=rules, clock=clock, cost=FLOOR)
    made.users.add(User(name=HOSTILE, role=Role.STAFF))
    yield made
    made.close()


@pytest.fixture
def section(qtbot: QtBot, desk: Desk) -> AccessSection:
    section = on_screen(qtbot, AccessSection(desk, at_once), 900)
    section.confirm = lambda *_given, **_more: True
    section.turn()
    return section


def _choose(section: AccessSection, name: str) -> None:
    names = [section.list.item(row).text().removesuffix(" (no password yet)") for row in range(section.list.count())]
    section.list.setCurrentRow(names.index(name))


def _type(qtbot: QtBot, section: AccessSection, password: str) -> None:
    for line in (section.secret.first, section.secret.again):
        line.clear()
        qtbot.keyClicks(line, password)
    section.save.click()


def _opens(desk: Desk, password: str, user: str) -> bool:
    path = desk.context.database.path
    assert path is not None
    try:
        keyslots.unlock(keyslots.load(keyslots.path_of(path)), user, password)
    except Exception:  # noqa: BLE001  whatever the refusal
        return False
    return True


def test_an_administrator_gives_a_password_and_another_one(qtbot: QtBot, section: AccessSection, desk: Desk) -> None:
    _choose(section, HOSTILE)
    assert "a first password" in shown_texts(section) and not section.shut_out.isVisible()
    assert unsafe_labels(section) == []
    _type(qtbot, section, "short")
    assert section.secret.field.is_refused
    _type(qtbot, section, CLERKS)
    assert _opens(desk, CLERKS, HOSTILE) and section.secret.password() == ""
    assert "instead of one that was forgotten" in shown_texts(section)
    _type(qtbot, section, FRESH)
    assert _opens(desk, FRESH, HOSTILE) and not _opens(desk, CLERKS, HOSTILE)


def test_the_own_password_needs_the_old_one(qtbot: QtBot, section: AccessSection, desk: Desk) -> None:
    _choose(section, "Dr. Berg")
    qtbot.keyClicks(section.old, "not the password")
    _type(qtbot, section, FRESH)
    assert "The password is not right." in shown_texts(section) and section.secret.password() == FRESH
    section.old.clear()
    qtbot.keyClicks(section.old, PASSWORD)
    _type(qtbot, section, FRESH)
    assert _opens(desk, FRESH, "Dr. Berg") and section.old.text() == ""


def test_somebody_is_shut_out_for_a_reason(qtbot: QtBot, section: AccessSection, desk: Desk) -> None:
    _choose(section, HOSTILE)
    _type(qtbot, section, CLERKS)
    section.shut_out.click()
    assert _opens(desk, CLERKS, HOSTILE), "not without a reason"
    qtbot.keyClicks(section.reason, "left")
    section.shut_out.click()
    assert not _opens(desk, CLERKS, HOSTILE) and _opens(desk, PASSWORD, "Dr. Berg")
    assert section.list.count() == 1
    assert "Key 2, since" in shown_texts(section)


def test_a_new_sheet_is_printed_typed_back_and_told_old_after_a_change_of_key(
    qtbot: QtBot, section: AccessSection, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "There is no recovery sheet." in shown_texts(section)
    section.sheet.click()
    printed: list[bytes] = []

    def put(pages: bytes) -> bool:
        printed.append(pages)
        return True

    monkeypatch.setattr(section.proof.output, "put", put)
    section.proof.print.click()
    sheet = section.proof.sheet
    assert sheet is not None and "Sent to the printer." in shown_texts(section)
    words = PdfReader(BytesIO(printed[0])).pages[0].extract_text()
    assert sheet.code in words and "Recovery sheet" in words
    assert sheet.code not in shown_texts(section), "it is read from the paper"
    qtbot.keyClicks(section.proof.code, sheet.code[:-1])
    qtbot.keyClick(section.proof.code, Qt.Key.Key_Return)
    assert "compare it letter by letter" in shown_texts(section)
    qtbot.keyClicks(section.proof.code, sheet.code[-1])
    qtbot.keyClick(section.proof.code, Qt.Key.Key_Return)
    assert "The recovery sheet was typed back on" in shown_texts(section) and section.proof.isHidden()
    section.change.click()
    assert "is of an earlier key: print a new one." in shown_texts(section)
    assert desk.access.state().generation == 2


def test_the_safety_page_and_the_foot_say_how_the_record_is_locked(qtbot: QtBot, desk: Desk) -> None:
    assert "⚠ No recovery sheet" in facts(desk)
    sheet = desk.access.new_sheet()
    desk.access.prove(sheet, sheet.code)
    section = on_screen(qtbot, SafetySection(desk, at_once), 900)
    section.reload()
    said = shown_texts(section)
    assert "The recovery sheet was typed back on 2 Mar 2026." in said and "The key is the first one" in said
    assert "⚠ No recovery sheet" not in facts(desk)
    desk.access.change_key()
    section.reload()
    assert "Key 2, since 2 Mar 2026." in shown_texts(section) and "⚠ No recovery sheet" in facts(desk)


def test_staff_change_their_own_password_and_nothing_else(
    qtbot: QtBot, desk: Desk, rules: RuleBook, clock: Clock
) -> None:
    clerk = next(user for user in desk.users.list() if user.role is Role.STAFF)
    desk.access.give(clerk.id or 0, CLERKS)
    place = desk.context.database.path
    assert place is not None
    as_clerk = vault.open_desk(place, CLERKS, user=HOSTILE, rules=rules, clock=clock)
    section = on_screen(qtbot, AccessSection(as_clerk, at_once), 900)
    section.turn()
    assert section.list.count() == 1 and not section.sheet.isVisible() and not section.change.isVisible()
    qtbot.keyClicks(section.old, CLERKS)
    _type(qtbot, section, FRESH)
    assert _opens(desk, FRESH, HOSTILE)
    as_clerk.close()


def test_the_sheet_is_one_page_that_a_camera_reads(desk: Desk) -> None:
    import pypdfium2
    import zxingcpp

    sheet = desk.access.new_sheet()
    pdf = desk.reports.pdf(recovery_report(sheet, "/home/x/clinic.alpdesk"))
    pages = pypdfium2.PdfDocument(pdf)
    assert len(pages) == 1
    (found,) = zxingcpp.read_barcodes(pages[0].render(scale=3).to_pil())
    assert found.text == sheet.square
    assert "/home/x" not in PdfReader(BytesIO(pdf)).pages[0].extract_text()


def test_a_new_clinic_proves_its_sheet_before_it_works_also_after_a_new_start(
    qapp: QApplication,
    qtbot: QtBot,
    program: Program,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.ui.test_program._prove", lambda *_: "")
    _first_run(qtbot, program)
    assert isinstance(program.gate, SheetPage)
    program.window.close()
    again = Program(qapp, remembered.load())
    again.start()
    _give(qtbot, again, PASSWORD)
    qtbot.waitUntil(lambda: isinstance(again.gate, SheetPage), timeout=SLOW)
    _prove(qtbot, again)
    assert again.gate is None and again.window.workspace is not None and again.window.workspace.isVisible()
    again.window.close()


@pytest.mark.parametrize("lost", ["password", "key file"])
def test_the_sheet_opens_the_record_and_everybody_is_told(
    qapp: QApplication,
    qtbot: QtBot,
    rules: RuleBook,
    clock: Clock,
    tmp_path: Path,
    lost: str,
    hook: None,  # noqa: F811
) -> None:
    place, user = tmp_path / "clinic.alpdesk", User(name="Dr. Berg")
    desk = vault.create(place, PASSWORD, clinic=Clinic(name="Hill"), user=user, rules=rules, clock=clock, cost=FLOOR)
    desk.patients.add(Patient(number="1", family_name="Bloom", birth_date=date(1980, 1, 1)))
    sheet = desk.access.new_sheet()
    desk.access.prove(sheet, sheet.code)
    desk.close()
    if lost == "key file":
        keyslots.path_of(place).unlink()
    program = Program(qapp, remembered.Settings(appearance="light"), place=str(place))  # noqa: F811
    program.start()
    page = program.gate
    assert isinstance(page, UnlockPage)
    page._sheet.click()
    page = program.gate
    assert isinstance(page, RecoverPage) and page.square.isVisibleTo(page) == (lost == "key file")
    page.open.click()
    assert "This is needed." in shown_texts(page)
    qtbot.keyClicks(page.code, sheet.code.replace("-", " "))
    page.square.setPlainText(sheet.square)
    qtbot.keyClicks(page.user, "Dr. Berg")
    for line in (page.secret.first, page.secret.again):
        qtbot.keyClicks(line, FRESH)
    qtbot.keyClick(page.secret.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.desk is not None, timeout=SLOW)
    (told,) = program.window.findChildren(Question)
    assert "The recovery sheet was used to open the record" in shown_texts(told)
    assert "By Dr. Berg, on" in shown_texts(told)
    program.window.close()
    assert keyslots.unlock(keyslots.load(keyslots.path_of(place)), "Dr. Berg", FRESH)


def test_a_wrong_code_opens_nothing_and_keeps_what_was_typed(
    qapp: QApplication,
    qtbot: QtBot,
    desk: Desk,
    hook: None,  # noqa: F811
) -> None:
    program = Program(qapp, remembered.Settings(appearance="light"), place=str(desk.context.database.path))  # noqa: F811
    program.start()
    gate = program.gate
    assert isinstance(gate, UnlockPage)
    gate._sheet.click()
    page = program.gate
    assert isinstance(page, RecoverPage)
    page.code.setText("ABCD-EFGH")
    page.user.setText("Dr. Berg")
    page.secret.first.setText(FRESH)
    page.secret.again.setText(FRESH)
    page.open.click()
    qtbot.waitUntil(page._trouble.isVisible, timeout=SLOW)
    assert "not the code of a recovery sheet" in shown_texts(page) and page.code.text() == "ABCD-EFGH"
    page.back.click()
    assert isinstance(program.gate, UnlockPage)
    program.window.close()


def test_somebody_else_comes_in_at_a_locked_desk(qtbot: QtBot, program: Program) -> None:  # noqa: F811
    _first_run(qtbot, program)
    assert program.desk is not None
    clerk = program.desk.users.add(User(name="Jo Clerk", role=Role.STAFF))
    program.desk.access.give(clerk.id or 0, CLERKS)
    program.window.lock_requested.emit()
    page = program.gate
    assert isinstance(page, UnlockPage)
    page._switch.click()
    page = program.gate
    assert isinstance(page, UnlockPage)
    page._user.setText("Jo Clerk")
    _give(qtbot, program, CLERKS)
    qtbot.waitUntil(lambda: program.desk is not None, timeout=SLOW)
    assert program.desk.actor.name == "Jo Clerk"


def test_the_clinic_says_when_every_desk_locks_at_the_latest(
    qtbot: QtBot,
    section: AccessSection,
    desk: Desk,
    program: Program,  # noqa: F811
) -> None:
    section.longest.set_value(2)
    section.longest.picked.emit(2)
    assert desk.access.longest_idle() == 2
    program.desk = desk
    assert program.settings.idle_minutes == 5 and program.minutes_to_lock() == 2
    program.settings = replace(program.settings, idle_minutes=1)
    assert program.minutes_to_lock() == 1, "a computer may choose less"
    program.desk = None
