"""What typing a panel costs: keys for a person, time for the program."""

import time
from collections.abc import Iterator
from datetime import date
from statistics import median

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpdesk import settings as remembered
from alpdesk.domain.records import Panel, Result
from alpdesk.services.desk import Desk
from alpdesk.ui.main_window import MainWindow
from alpdesk.ui.panel.page import PanelPage
from alpdesk.ui.tasks import at_once
from alpdesk.ui.workspace import Workspace
from tests.ui.conftest import Enter, on_screen
from tests.ui.keyboard import Keyboard

TEMPLATE = "repeat_alp"  # shipped, with twelve rows
PANEL = {
    "alp": "61", "calcium": "9.4", "phosphate": "3.3", "magnesium": "2.0", "albumin": "4.2", "creatinine": "0.8",
    "egfr": "95", "ast": "22", "alt": "20", "ggt": "18", "bilirubin_total": "0.6", "haemoglobin": "13.5",
}  # fmt: skip
FRAME = 1 / 60


@pytest.fixture
def work(qtbot: QtBot, empty_desk: Desk) -> Iterator[Workspace]:
    window = MainWindow()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.show_desk(empty_desk, at_once, demo=False, place="clinic.alpdesk")
    assert window.workspace is not None
    yield window.workspace
    window.drop_desk()


@pytest.fixture
def used_before(empty_desk: Desk) -> None:
    """The shipped template of twelve is the one that was chosen last at this computer, in another sitting."""
    [template] = [each for each in empty_desk.panels.templates() if each.id == TEMPLATE]
    assert template.analytes == tuple(PANEL)
    remembered.save(remembered.Settings(panel_template=TEMPLATE))


def test_a_template_is_chosen_with_three_keys_and_stays_for_the_next_sitting(
    work: Workspace, keys: Keyboard, enter: Enter, empty_desk: Desk, qtbot: QtBot
) -> None:
    patient = enter("Mensah", alp="62", collected=date(2026, 1, 5))
    work.go("panel", patient)
    keys.press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    page = work.page("panel")
    assert isinstance(page, PanelPage)
    [template] = [each for each in empty_desk.panels.templates() if each.id == TEMPLATE]
    qtbot.keyClicks(page._template.view(), template.title[0])
    qtbot.keyClick(page._template.view(), Qt.Key.Key_Return)
    assert [row.analyte for row in page.rows()] == list(PANEL)
    assert remembered.load().panel_template == TEMPLATE
    again = PanelPage(empty_desk)
    qtbot.addWidget(again)
    again.start(patient)
    assert [row.analyte for row in again.rows()] == list(PANEL)


@pytest.mark.usefixtures("used_before")
def test_a_panel_of_twelve_values_costs_its_digits_and_fifteen_keys(
    work: Workspace, keys: Keyboard, enter: Enter, empty_desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    patient = enter("Mensah", alp="62", collected=date(2026, 1, 5))
    work.go("patient", patient)
    work.page("patient").setFocus()
    keys.type("n")
    keys.enter()
    for value in PANEL.values():
        keys.enter(value)
    keys.save()
    kept = empty_desk.patients.record(patient).panels[-1]
    assert {result.analyte: result.value for result in kept.results} == PANEL
    digits = sum(len(value) for value in PANEL.values())
    with capsys.disabled():
        print(f"\n12 values: {digits} digits, {keys.count} keys in all, {keys.count - digits} beyond the digits")
    assert keys.count == digits + 15
    assert keys.count <= digits + len(PANEL) + 8


@pytest.mark.usefixtures("used_before")
def test_a_low_value_typed_twice_costs_its_digits_and_one_key_more(
    work: Workspace, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="62", collected=date(2026, 1, 5))
    work.go("panel", patient)
    keys.enter()
    for analyte, value in (PANEL | {"alp": "29"}).items():
        keys.enter(value)
        if analyte == "alp":
            keys.enter(value)
    keys.save()
    assert empty_desk.decisions.waiting(patient) is not None
    assert keys.count == sum(len(value) for value in PANEL.values()) + 14 + len("29") + 1


def test_a_key_is_answered_within_a_frame_at_twenty_rows(
    qtbot: QtBot, keys: Keyboard, enter: Enter, empty_desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    patient = enter("Mensah")
    for month in range(1, 13):
        _enter(empty_desk, patient, date(2025, month, 3))
    page = on_screen(qtbot, PanelPage(empty_desk), 740)
    page.start(patient)
    rows = [row.analyte for row in page.rows()]
    assert len(rows) == 20
    for analyte in rows:
        page._sheet.row(analyte).put(PANEL.get(analyte, "1"), "")
    page._sheet.go_to("alp")
    took = []
    for _ in range(40):
        before = time.process_time()
        keys.type("6")
        QApplication.processEvents()
        took.append(time.process_time() - before)
        page._sheet.row("alp").value.setText("")
    with capsys.disabled():
        print(f"\na key at 20 rows: {median(took) * 1000:.1f} ms of this processor, {max(took) * 1000:.1f} at most")
    undisturbed = sorted(took)[: len(took) // 2]
    assert median(undisturbed) < FRAME


def _enter(desk: Desk, patient: int, day: date) -> None:
    """Keep one more panel."""
    results = [
        Result(analyte=analyte, value=value, unit=desk.rules.analytes[analyte].units[0].label)
        for analyte, value in (("alp", "61"), ("ast", "22"), ("alt", "20"))
    ]
    desk.panels.enter(patient, Panel(collected=day, laboratory_id=1), results)
