"""Low, critical and doubted values are typed again, unseen; slips between rows are named."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from alpdesk.services.desk import Desk
from alpdesk.ui.panel.entry_row import EntryRow
from alpdesk.ui.panel.page import PanelPage
from tests.ui.conftest import Enter, on_screen, shown_texts
from tests.ui.keyboard import Keyboard

Open = Callable[[int], PanelPage]


@pytest.fixture
def open_page(qtbot: QtBot, empty_desk: Desk) -> Open:
    def opened(patient: int) -> PanelPage:
        page = on_screen(qtbot, PanelPage(empty_desk), 740)
        page.start(patient)
        return page

    return opened


def _row(page: PanelPage, analyte: str) -> EntryRow:
    return page._sheet.row(analyte)


def _is_hidden(row: EntryRow) -> bool:
    return row.value.echoMode() is QLineEdit.EchoMode.Password


def _question(page: PanelPage, analyte: str) -> str:
    question = _row(page, analyte).question()
    return "" if question is None else question.accessibleName()


def _values(desk: Desk, patient: int) -> dict[str, str]:
    panels = desk.patients.record(patient).panels
    return {result.analyte: result.value for result in panels[-1].results} if panels else {}


def test_a_low_value_is_typed_again_with_the_first_one_hidden_and_enter_compares(
    open_page: Open, keys: Keyboard, enter: Enter
) -> None:
    page = open_page(enter("Mensah"))
    keys.enter()
    keys.enter("29")
    row = _row(page, "alp")
    assert _is_hidden(row)
    assert keys.focus() is row.second_look()
    assert not row.now.isVisible()
    assert page._summary.isHidden(), "the banner would tell the value"
    assert "29" not in shown_texts(page._sheet)
    keys.enter("29")
    assert row.second_look() is None
    assert not _is_hidden(row)
    assert keys.focus() is _row(page, "calcium").value
    assert "is low" in page._summary.accessibleName()


def test_the_same_number_written_otherwise_is_the_same(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    keys.enter()
    keys.enter("29.0")
    keys.enter("29")
    assert page.row("alp").value == "29.0"
    assert keys.focus() is _row(page, "calcium").value


@pytest.mark.parametrize(("key", "kept"), [(Qt.Key.Key_F, "29"), (Qt.Key.Key_S, "39")])
def test_two_that_differ_are_both_shown_and_a_key_chooses(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk, key: Qt.Key, kept: str
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter()
    keys.enter("29")
    keys.enter("39")
    assert "First you typed 29, then 39." in _question(page, "alp")
    keys.type("9")
    assert _row(page, "alp").goal().text() == "39", "the next value does not run into the question"
    keys.press(key)
    assert _question(page, "alp") == ""
    assert page.row("alp").value == kept
    assert keys.focus() is _row(page, "calcium").value
    keys.save()
    assert _values(empty_desk, patient) == {"alp": kept}


def test_saving_asks_for_the_second_look_and_goes_on_with_the_save(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter()
    keys.type("29")
    keys.save()
    assert _values(empty_desk, patient) == {}
    assert "typed once more" in page._problem.accessibleName()
    with qtbot.waitSignal(page.decide_requested):
        keys.enter("29")
    assert _values(empty_desk, patient) == {"alp": "29"}


def test_a_critical_value_is_typed_again_and_a_plain_one_is_not(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    keys.enter()
    keys.enter("80")
    _row(page, "calcium").set_unit("mmol/L")
    keys.enter("1.89")
    assert _is_hidden(_row(page, "calcium"))
    assert "critical" in shown_texts(page)
    keys.enter("1,89")
    assert keys.focus() is _row(page, "phosphate").value


def test_an_implausible_value_that_is_kept_is_typed_again(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    keys.enter()
    keys.enter("3000")
    assert not _is_hidden(_row(page, "alp"))
    keys.press(Qt.Key.Key_K)
    assert _is_hidden(_row(page, "alp"))
    keys.enter("3000")
    assert keys.focus() is _row(page, "calcium").value


def test_a_value_that_is_changed_is_in_sight_again_and_looked_at_anew(
    open_page: Open, keys: Keyboard, enter: Enter
) -> None:
    page = open_page(enter("Mensah"))
    keys.enter()
    keys.enter("29")
    row = _row(page, "alp")
    row.value.setFocus()
    keys.type("2")
    assert not _is_hidden(row)
    assert row.second_look() is None
    keys.enter("8")
    assert row.second_look() is not None


def test_a_value_that_was_typed_twice_is_not_asked_for_in_another_run(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter()
    keys.enter("29")
    keys.enter("29")
    page.hide()
    again = on_screen(qtbot, PanelPage(empty_desk), 740)
    again.start(patient)
    again._presenter.save()
    assert _values(empty_desk, patient) == {"alp": "29"}


def test_a_panel_left_in_the_middle_of_the_second_look_is_asked_again(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter()
    keys.enter("29")
    keys.type("2")
    page.hide()
    again = on_screen(qtbot, PanelPage(empty_desk), 740)
    again.start(patient)
    again._presenter.save()
    assert _values(empty_desk, patient) == {}
    assert _is_hidden(_row(again, "alp"))


def test_a_clinic_may_switch_the_second_look_off_with_a_reason(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    empty_desk.second_look.switch(on=False, reason="Two people read every report.")
    patient = enter("Mensah")
    open_page(patient)
    keys.enter()
    keys.type("29")
    keys.save()
    assert _values(empty_desk, patient) == {"alp": "29"}


def test_swapped_rows_are_named_and_y_swaps_them(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="80", collected=date(2026, 1, 5))
    page = open_page(patient)
    keys.enter()
    page._sheet.go_to("calcium")
    keys.type("80")
    page._sheet.go_to("alp")
    keys.enter("9.4")
    said = _question(page, "alp")
    assert "alp 9.4" in said.lower()
    assert "calcium 80" in said.lower()
    keys.press(Qt.Key.Key_Y)
    assert (page.row("alp").value, page.row("calcium").value) == ("80", "9.4")
    assert _question(page, "alp") + _question(page, "calcium") == ""
    keys.save()
    assert _values(empty_desk, patient) == {"alp": "80", "calcium": "9.4"}


def test_rows_that_are_not_swapped_after_all_are_asked_about_once(
    open_page: Open, keys: Keyboard, enter: Enter
) -> None:
    page = open_page(enter("Mensah"))
    page._presenter.choose_template("liver")
    keys.enter()
    page._sheet.go_to("ast")
    page._sheet.row("alp").value.setText("30")
    keys.enter("100")
    assert "look typed into each other's row" in _question(page, "ast")
    keys.press(Qt.Key.Key_K)
    assert "look typed" not in _question(page, "ast") + _question(page, "alp")
    page._presenter.entered_row("alp")
    assert "look typed" not in _question(page, "alp")


def test_what_is_typed_twice_costs_its_digits_and_one_key(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    open_page(enter("Mensah"))
    keys.enter()
    before = keys.count
    keys.enter("29")
    keys.enter("29")
    assert keys.count - before == 2 * (len("29") + 1)


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_the_second_look_takes_nothing_from_the_clipboard(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    """Pasted twice is typed not once."""
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter()
    QApplication.clipboard().setText("29")
    row = _row(page, "alp")
    QTest.keyClick(row.value, key, modifier)
    assert row.value.text() == "29"
    keys.enter()
    second = row.second_look()
    assert second is not None
    QTest.keyClick(second, key, modifier)
    QTest.mouseClick(second, Qt.MouseButton.MiddleButton)
    assert second.text() == ""
    assert second.contextMenuPolicy() is Qt.ContextMenuPolicy.PreventContextMenu
    keys.enter("29")
    assert row.second_look() is None
