"""Looks are noted as one works, and the page tells who did what in plain words."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

import alpdesk
from alpdesk.domain.records import Role, User
from alpdesk.services.access import EMERGENCY, KEY_CHANGED, PROVEN
from alpdesk.services.backup import MADE
from alpdesk.services.context import CHECKED, FAILED, LOCKED, LOGGED_IN
from alpdesk.services.desk import Desk
from alpdesk.services.looks import LETTER_OPENED, OPENED, PRINTED, SEARCHED
from alpdesk.services.sweeping import SWEPT
from alpdesk.store.care_tables import DraftRow
from alpdesk.ui.deeds import words
from alpdesk.ui.deeds.page import DeedsPage
from alpdesk.ui.patient.history_tab import HistoryTab
from alpdesk.ui.patient.page import PatientPage
from alpdesk.ui.patients.form_page import PatientFormPage
from alpdesk.ui.patients.page import PatientsPage
from alpdesk.ui.tasks import at_once
from alpdesk.ui.workspace import Workspace
from tests.conftest import Clock
from tests.services.test_who_may import as_user
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels
from tests.ui.keyboard import Keyboard

_BEGINS = re.compile(r'''\.(?:begin|note)\(\s*(?:self\.\w+(?:\.\w+)?,\s*)?"([a-z][^"{]+)"''')


@pytest.fixture
def workspace(qtbot: QtBot, empty_desk: Desk) -> Workspace:
    return on_screen(qtbot, Workspace(empty_desk, at_once, demo=False, place="clinic.alpdesk"), 820)


def _actions(desk: Desk, patient: int) -> list[str]:
    return [deed.action for deed in desk.looks.of_patient(patient)]


def _lines(page: DeedsPage) -> list[str]:
    model = page.model
    return [
        " | ".join(str(model.index(row, column).data()) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_opening_and_searching_are_in_the_trail(
    qtbot: QtBot, workspace: Workspace, empty_desk: Desk, enter: Enter
) -> None:
    patient = enter("Mensah", alp="29")
    workspace.go("patients")
    page = workspace.page("patients")
    assert isinstance(page, PatientsPage)
    page.search.setText("mensah")
    QTest.qWait(250)  # the field waits for the next key
    assert "searched" not in _all(empty_desk), "not while one may still be typing"
    workspace.unsaved()  # as when one leaves
    workspace.go("patient", patient)
    workspace.go("panel", patient)
    qtbot.waitUntil(lambda: "patient opened" in _actions(empty_desk, patient))
    assert _actions(empty_desk, patient).count("patient opened") == 1
    assert "searched" in _all(empty_desk)


def _all(desk: Desk) -> list[str]:
    return [deed.action for deed in desk.looks.of_clinic(limit=50)]


def test_from_the_patient_to_who_did_what_and_back(
    qtbot: QtBot, workspace: Workspace, empty_desk: Desk, enter: Enter
) -> None:
    patient = enter(HOSTILE, alp="29")
    workspace.go("patient", patient)
    history = workspace.page("patient")._tabs.history  # type: ignore[attr-defined]
    history.deeds.click()
    page = workspace.page("deeds")
    assert isinstance(page, DeedsPage) and page.isVisible()
    assert HOSTILE in shown_texts(page) and unsafe_labels(page) == []
    said = _lines(page)
    assert "Entered results" in said[0] and "Entered the patient" in said[1], said
    page.back.click()
    assert workspace.here.page == "patient"


def test_a_person_and_a_day_are_picked(qtbot: QtBot, empty_desk: Desk, enter: Enter, clock: Clock) -> None:
    patient = enter("Mensah")
    clerk = empty_desk.users.add(User(name="Jo Clerk", role=Role.STAFF))
    theirs = as_user(empty_desk, clerk)
    clock.now += timedelta(days=3)
    theirs.looks.opened(patient)
    page = on_screen(qtbot, DeedsPage(empty_desk), 700)
    page.reload(patient)
    assert len(_lines(page)) == 2
    page.who.set_value(clerk.id)
    page.who.picked.emit(clerk.id)
    assert len(_lines(page)) == 1 and "Jo Clerk" in _lines(page)[0] and "Opened the record" in _lines(page)[0]
    page.who.set_value(None)
    page.until.setText("2 Mar 2026")
    QTest.keyClick(page.until, Qt.Key.Key_Return)
    assert [line for line in _lines(page) if "Opened" in line] == [] and len(_lines(page)) == 1
    page.until.setText("yesterdayish")
    QTest.keyClick(page.until, Qt.Key.Key_Return)
    assert "This is not a day." in shown_texts(page)


def test_it_is_printed_and_copied_and_that_is_noted_too(
    qtbot: QtBot, empty_desk: Desk, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = enter("Mensah", alp="29")
    page = on_screen(qtbot, DeedsPage(empty_desk), 700)
    page.reload(patient)
    printed: list[bytes] = []

    def put(pages: bytes) -> bool:
        printed.append(pages)
        return True

    monkeypatch.setattr(page.output, "put", put)
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    text = PdfReader(BytesIO(printed[0])).pages[0].extract_text()
    assert "Who did what" in text and "Entered the patient" in text and "Mensah" in text
    page.copy.click()
    assert "Entered the patient" in QGuiApplication.clipboard().text()
    assert _actions(empty_desk, patient)[:2] == ["printed or saved", "printed or saved"]


def test_the_whole_record_is_for_an_administrator(qtbot: QtBot, empty_desk: Desk, enter: Enter) -> None:
    enter("Mensah")
    page = on_screen(qtbot, DeedsPage(empty_desk), 700)
    page.reload()
    assert any("Entered the patient" in line for line in _lines(page)) and not page.back.isVisible()
    staff = as_user(empty_desk, empty_desk.users.add(User(name="Jo Clerk", role=Role.STAFF)))
    other = on_screen(qtbot, DeedsPage(staff), 700)
    other.reload()
    assert "Only an administrator reads what everybody did" in shown_texts(other) and _lines(other) == []
    assert not other.print.isEnabled()


def test_older_ones_are_shown_on_demand(qtbot: QtBot, empty_desk: Desk, enter: Enter) -> None:
    patient = enter("Mensah")
    for number in range(230):
        empty_desk.looks.printed(f"sheet {number}", (patient,))
    page = on_screen(qtbot, DeedsPage(empty_desk), 700)
    page.reload(patient)
    assert len(_lines(page)) == 200 and page.more.isVisible()
    page.more.click()
    assert len(_lines(page)) == 231 and not page.more.isVisible()


def test_every_kind_of_entry_has_words_of_its_own() -> None:
    actions: set[str] = set()
    for file in (Path(alpdesk.__file__).parent / "services").rglob("*.py"):
        actions |= set(
            re.findall(r"""\.(?:begin|note)\(\s*(?:self\.\w+(?:\.\w+)?,\s*)?"([a-z][^"{]+)\"""", file.read_text())
        )
    unspoken = {"draft kept", "draft cleared"}  # what is half typed is in no entry
    assert len(actions) > 50 and actions - unspoken <= words.spoken()
    assert {OPENED, SEARCHED, LETTER_OPENED, PRINTED, EMERGENCY, KEY_CHANGED, PROVEN, LOGGED_IN, FAILED, LOCKED,
            CHECKED, MADE, SWEPT} <= words.spoken()  # fmt: skip


def test_an_administrator_takes_a_patient_out_after_the_order_and_the_number_stand_there(
    qtbot: QtBot, workspace: Workspace, empty_desk: Desk, enter: Enter
) -> None:
    patient, other = enter("Mensah", alp="29"), enter("Asante", alp="28")
    number = empty_desk.patients.get(patient).number
    workspace.go("patient", other)
    workspace.go("patient", patient)
    page = workspace.page("patient")
    assert isinstance(page, PatientPage)
    page._tabs.history.take_out.click()
    dialog = page.taking_out.dialog
    assert dialog is not None and "1 panel" in shown_texts(dialog)
    assert "1 assessment waits for an answer" in shown_texts(dialog.waits)
    for typed, order, missing in ((f"{number}1", "Court", "not the number"), (number, "", "who ordered it")):
        dialog.number.setText(typed)
        dialog.reason.setText(order)
        qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
        assert missing in shown_texts(dialog) and empty_desk.patients.get(patient).number == number
    dialog.reason.setText("Court of Sampleton, 17/26, 2 Nov 2026")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert workspace.here.page == "today" and not dialog.isVisible()
    qtbot.waitUntil(lambda: "Mensah" not in shown_texts(workspace))
    assert "Taken out on a legal order" in shown_texts(workspace)
    workspace.back()
    assert workspace.here.page == "today", "there is no way back to somebody who is gone"
    assert empty_desk.patients.search("Mensah").items == () and empty_desk.patients.get(other).name
    workspace.go("deeds")
    deeds = workspace.page("deeds")
    assert isinstance(deeds, DeedsPage)
    (said,) = words.taken_out(empty_desk.redacting.made())
    assert said.startswith("Taken out on a legal order: 1 patient, last by Dr. Test, ")
    assert words.taken_out(()) == ()
    assert any("Took a patient out on a legal order" in line for line in _lines(deeds))


def test_what_is_half_typed_of_somebody_else_is_kept_and_nothing_of_whoever_was_taken_out_comes_back(
    workspace: Workspace, keys: Keyboard, empty_desk: Desk, enter: Enter
) -> None:
    patient, other = enter("Mensah", alp="29"), enter("Asante", alp="28")
    number = empty_desk.patients.get(patient).number
    for name in ("decide", "letter", "look_back", "patient_form"):
        workspace.go(name, patient, *(["patient"] if name == "letter" else []))
    workspace.go("panel", other)
    keys.enter()
    keys.type("31")
    workspace.go("patient", patient)
    form = workspace.page("patient_form")
    assert isinstance(form, PatientFormPage)
    form.form.address.setPlainText("77 Nowhere Lane")
    page = workspace.page("patient")
    assert isinstance(page, PatientPage)
    page.taking_out.ask(patient)
    dialog = page.taking_out.dialog
    assert dialog is not None
    dialog.number.setText(number)
    dialog.reason.setText("Court of Sampleton, 17/26, 2 Nov 2026")
    dialog.act.click()
    assert workspace.here.page == "today"
    assert [draft.patient_id for draft in empty_desk.drafts.list()] == [other]
    with empty_desk.context.database.read() as session:
        assert [row.subject for row in session.scalars(select(DraftRow))] == [str(other)]


def test_nobody_else_is_offered_to_take_a_patient_out(qtbot: QtBot, empty_desk: Desk) -> None:
    clerk = as_user(empty_desk, empty_desk.users.add(User(name="Jo Clerk", role=Role.STAFF)))
    tab = HistoryTab(clerk, {})
    qtbot.addWidget(tab)
    assert tab.take_out.isHidden() and not tab.give_out.isHidden()


def test_everything_about_a_patient_is_given_out_after_a_question(
    qtbot: QtBot, workspace: Workspace, empty_desk: Desk, enter: Enter, tmp_path: Path
) -> None:
    patient = enter("Mensah", alp="29")
    workspace.go("patient", patient)
    page = workspace.page("patient")
    assert isinstance(page, PatientPage)
    asked: list[str] = []

    page.giving_out.confirm = lambda _parent, title, *_, **__: bool(asked.append(title))  # type: ignore[func-returns-value]
    page.giving_out.file = lambda name: tmp_path / name
    page._tabs.history.give_out.click()
    assert asked == ["Give out everything about this patient?"] and not list(tmp_path.glob("*.zip"))
    page.giving_out.confirm = lambda *_, **__: True
    with qtbot.waitSignal(page.said) as said:
        page._tabs.history.give_out.click()
    (file,) = tmp_path.glob("*.zip")
    assert "Mensah" not in file.name and said.args[0].startswith(f"Saved as {file.name}:")
    with qtbot.waitSignal(page.said) as said:
        page._tabs.history.give_out.click()
    assert "already a file" in said.args[0]
