"""Forms left half typed are there again: on coming back, in a new run, after the program was killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from alpdesk.domain.records import DecisionKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.store.care_tables import DraftRow
from alpdesk.ui.decide.page import DecidePage
from alpdesk.ui.drafts.pause import PAUSE_MS
from alpdesk.ui.letter.page import LetterPage
from alpdesk.ui.main_window import MainWindow
from alpdesk.ui.panel.page import PanelPage
from alpdesk.ui.patients.form_page import PatientFormPage
from alpdesk.ui.tasks import at_once
from tests.ui import half_typing
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels
from tests.ui.keyboard import Keyboard

PROGRAM = str(Path(half_typing.__file__))
ROOT = str(Path(half_typing.__file__).parents[2])
Open = Callable[[int], PanelPage]


@pytest.fixture
def open_page(qtbot: QtBot, empty_desk: Desk) -> Open:
    def opened(patient: int) -> PanelPage:
        page = on_screen(qtbot, PanelPage(empty_desk), 740)
        page.start(patient)
        return page

    return opened


def _kinds(desk: Desk) -> list[str]:
    return [draft.kind for draft in desk.drafts.list()]


def _damage(desk: Desk, body: str) -> None:
    with desk.context.begin("draft damaged") as session:
        session.scalars(select(DraftRow)).one().body = body


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills by POSIX signals")
def test_a_half_typed_panel_survives_kill_9_and_no_byte_of_the_file_tells_it(
    qtbot: QtBot, empty_desk: Desk, enter: Enter
) -> None:
    patient, path = enter("Mensah"), empty_desk.context.database.path
    assert path is not None
    empty_desk.close()
    environment = {**os.environ, "PYTHONPATH": ROOT, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [sys.executable, PROGRAM, str(path), str(patient)], stdout=subprocess.PIPE, env=environment
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"typed\n"
        run.send_signal(signal.SIGKILL)
        assert run.wait(30) == -signal.SIGKILL
    desk = half_typing.open_desk(path, 1)
    page = on_screen(qtbot, PanelPage(desk), 740)
    page.start(patient)
    head, rows = page.head(), {row.analyte: row.value for row in page.rows() if row.value}
    assert rows == {"alp": "71", "calcium": "2.4", "phosphate": "3"}
    assert (head.collected, head.comment) == (date(2026, 2, 1), half_typing.COMMENT)
    page._presenter.left_row("calcium")
    assert page._sheet.row("calcium").question() is None, "an answered question is not asked again"
    desk.close()
    for file in path.parent.glob(f"{path.name}*"):
        content = file.read_bytes()
        assert half_typing.COMMENT[:12].encode() not in content
        assert half_typing.COMMENT[:12].encode("utf-16-le") not in content


def test_typing_is_kept_when_it_pauses_and_not_at_every_key(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    page = open_page(enter("Mensah"))
    keys.enter()
    keys.type("80")
    assert _kinds(empty_desk) == []
    qtbot.waitUntil(lambda: _kinds(empty_desk) == ["panel"], timeout=4 * PAUSE_MS)
    keys.save()
    assert page.unsaved() == ()
    assert _kinds(empty_desk) == []


def test_another_run_finds_the_panel_as_it_was_left(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    first = open_page(patient)
    keys.enter("1.2.26")
    keys.type("80")
    first.hide()
    second = on_screen(qtbot, PanelPage(empty_desk), 740)
    second.start(patient)
    assert second.row("alp").value == "80"
    second._clear.click()
    assert second.row("alp").value == ""
    assert _kinds(empty_desk) == []


@pytest.mark.parametrize("body", ["{", '{"uid": 3}', "[]"])
def test_a_damaged_draft_opens_an_empty_panel_and_says_so(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk, body: str
) -> None:
    patient = enter("Mensah")
    first = open_page(patient)
    keys.enter()
    keys.type("80")
    first.hide()
    _damage(empty_desk, body)
    second = on_screen(qtbot, PanelPage(empty_desk), 740)
    second.start(patient)
    assert second.row("alp").value == ""
    assert "could not be read back" in second._problem.accessibleName()


def test_a_test_that_is_no_longer_known_is_left_out(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    first = open_page(patient)
    keys.enter()
    keys.enter("80")
    keys.enter("9.4")
    first.hide()
    with empty_desk.context.database.read() as session:
        body = session.scalars(select(DraftRow)).one().body
    _damage(empty_desk, body.replace('"calcium"', '"phlogiston"').replace('"low_alp"', '"gone"'))
    second = on_screen(qtbot, PanelPage(empty_desk), 740)
    second.start(patient)
    assert [row.analyte for row in second.rows() if row.value] == ["alp"]


def test_a_draft_of_a_panel_that_was_kept_after_all_is_not_brought_back(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter()
    keys.type("80")
    monkeypatch.setattr(type(empty_desk.drafts), "clear", lambda *_: None)
    page.hide()
    page.show()
    page._presenter.save()
    assert _kinds(empty_desk) == ["panel"]
    second = on_screen(qtbot, PanelPage(empty_desk), 740)
    second.start(patient)
    assert second.row("alp").value == ""


def test_what_the_record_does_not_take_is_named_before_the_window_closes(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(enter("Mensah"))

    def full(*_: object) -> None:
        raise AlpdeskError("The disk is full.")

    monkeypatch.setattr(type(empty_desk.drafts), "put", full)
    keys.enter()
    keys.type("80")
    assert page.unsaved() == ("A panel for Mensah, Abena",)
    assert "The disk is full." in page._problem.accessibleName()
    monkeypatch.undo()
    assert page.unsaved() == ()


def test_a_draft_does_not_wait_for_a_long_step_of_another_hand(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    page = open_page(enter("Mensah"))
    keys.enter()
    keys.type("80")
    with empty_desk.context.begin("import"):
        page._presenter.keep()
        page._pause.timeout.emit()
        assert page._pause.isActive()
    assert page.unsaved() == ()
    assert _kinds(empty_desk) == ["panel"]


def test_an_answer_a_letter_and_a_form_are_there_in_another_run(qtbot: QtBot, empty_desk: Desk, enter: Enter) -> None:
    patient = enter("Mensah", alp="29")
    decide, letter, form = DecidePage(empty_desk), LetterPage(empty_desk), PatientFormPage(empty_desk)
    for page in (decide, letter, form):
        on_screen(qtbot, page, 740)
    decide.start(patient)
    decide._answer.buttons[DecisionKind.NO_ACTION].click()
    decide._answer.reason.setPlainText("Seen last week")
    letter.start(patient, "patient")
    next(iter(letter._editor.edits.values())).setPlainText("We write about Tuesday.")
    form.start(None)
    qtbot.keyClicks(form.form.family, "Asante")
    form.form.notes.setPlainText("two\nlines")
    qtbot.waitUntil(lambda: sorted(_kinds(empty_desk)) == ["answer", "letter", "patient"], timeout=4 * PAUSE_MS)
    again = DecidePage(empty_desk), LetterPage(empty_desk), PatientFormPage(empty_desk)
    for page in again:
        on_screen(qtbot, page, 740)
    again[0].start(patient)
    again[1].start(patient, "patient")
    again[2].start(None)
    assert (again[0].answer().kind, again[0].answer().reason) == (DecisionKind.NO_ACTION, "Seen last week")
    assert next(iter(again[1]._editor.edits.values())).toPlainText() == "We write about Tuesday."
    assert (again[2].form.family.text(), again[2].form.notes.toPlainText()) == ("Asante", "two\nlines")


@pytest.fixture
def window(qtbot: QtBot, empty_desk: Desk) -> MainWindow:
    made = MainWindow()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_desk(empty_desk, at_once, demo=False, place="clinic.alpdesk")
    return made


def test_what_waits_half_typed_is_named_above_the_lists_and_one_key_goes_on(
    window: MainWindow, keys: Keyboard, enter: Enter
) -> None:
    work, patient, other = window.workspace, enter(HOSTILE), enter("Asante")
    assert work is not None
    work.go("panel", patient)
    keys.enter()
    keys.type("80")
    for page, named in (("today", True), ("patients", True), ("letters", False)):
        work.go(page)
        assert work._drafts.isVisible() is named, page
    work.go("patient", other)
    assert not work._drafts.isVisible()
    work.go("patient", patient)
    assert f"Half-typed panel for {HOSTILE}, Abena, of 2 Mar 2026" in shown_texts(work._drafts)
    assert unsafe_labels(work._drafts) == []
    work._drafts._banner.button.click()
    assert work._trail[-1].page == "panel"
    keys.save()
    work.go("today")
    assert not work._drafts.isVisible()
    window.drop_desk()


def test_closing_keeps_what_is_typed_and_asks_nothing(
    window: MainWindow, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    assert window.workspace is not None
    window.workspace.go("panel", enter("Mensah"))
    keys.enter()
    keys.type("80")
    window.may_lose = lambda _: pytest.fail("asked")
    assert window.close()
    assert _kinds(empty_desk) == ["panel"]
    window.drop_desk()


def test_locking_keeps_what_is_typed_at_once(
    window: MainWindow, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    assert window.workspace is not None
    window.workspace.go("panel", enter("Mensah"))
    keys.enter()
    keys.type("80")
    window.show_gate(QWidget())
    assert _kinds(empty_desk) == ["panel"]
    window.drop_desk()
