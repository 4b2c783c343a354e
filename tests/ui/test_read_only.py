"""A record that may only be read: everything can be looked at, nothing is tried, and each attempt to save says why."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import Clinic, Patient, User
from alpdesk.domain.rules import RuleBook
from alpdesk.security.costs import FLOOR
from alpdesk.services import vault
from alpdesk.settings import Settings
from alpdesk.ui.dialogs import Question
from alpdesk.ui.patients.form_page import PatientFormPage
from alpdesk.ui.program import Program
from alpdesk.ui.unlock.page import UnlockPage
from tests.conftest import Clock
from tests.ui.conftest import shown_texts
from tests.ui.test_program import PASSWORD, SLOW, _give, hook  # noqa: F401  a fixture

WHY = "The file may only be read."


def test_it_is_read_with_a_banner_and_nothing_typed_is_lost_when_a_save_is_refused(
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    rules: RuleBook,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    hook: None,  # noqa: F811
) -> None:
    place, user = tmp_path / "clinic.alpdesk", User(name="Dr. Berg")
    desk = vault.create(place, PASSWORD, clinic=Clinic(name="Hill"), user=user, rules=rules, clock=clock, cost=FLOOR)
    patient = desk.patients.add(Patient(number="1", family_name="Bloom", birth_date=date(1980, 1, 1))).id or 0
    desk.close()
    before = place.read_bytes()
    monkeypatch.setattr(vault, "why_read_only", lambda _path: WHY)
    program = Program(qapp, Settings(appearance="light", wrong_passwords=2), place=str(place))
    program.start()
    _give(qtbot, program, PASSWORD)
    qtbot.waitUntil(lambda: program.desk is not None, timeout=SLOW)
    workspace = program.window.workspace
    assert workspace is not None
    (told,) = program.window.findChildren(Question)
    assert f"{WHY} Nothing that is typed can be saved." in shown_texts(told)
    told.accept()
    assert workspace._bar._reading.isVisible() and WHY in workspace._bar._reading.toolTip()
    for page, subject in (("patients", ()), ("patient", (patient,)), ("today", ()), ("care", ()), ("settings", ())):
        workspace.go(page, *subject)
        qtbot.wait(20)
    workspace.go("patient_form", patient)
    form = workspace.page("patient_form")
    assert isinstance(form, PatientFormPage)
    qtbot.keyClicks(form.form.given, "Molly")
    form.save.click()
    assert f"{WHY} Nothing was saved." in shown_texts(form)
    assert form.form.given.text() == "Molly"
    program.window.may_lose = lambda _: True
    program.window.lock_requested.emit()
    assert isinstance(program.gate, UnlockPage)
    program.window.close()
    assert place.read_bytes() == before
