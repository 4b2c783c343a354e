"""Earlier ALP results, asked for on the first low and typed line by line."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpdesk.domain.assessment import Persistence
from alpdesk.domain.records import DecisionKind, Flag
from alpdesk.services.desk import Desk
from alpdesk.ui.decide.page import DecidePage
from alpdesk.ui.look_back.page import LookBackPage
from alpdesk.ui.main_window import MainWindow
from alpdesk.ui.tasks import at_once
from alpdesk.ui.widgets import read_month
from alpdesk.ui.workspace import Workspace
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels
from tests.ui.keyboard import Keyboard

Open = Callable[[int], LookBackPage]


@pytest.fixture
def open_page(qtbot: QtBot, empty_desk: Desk) -> Open:
    def opened(patient: int) -> LookBackPage:
        page = on_screen(qtbot, LookBackPage(empty_desk), 740)
        page.start(patient)
        return page

    return opened


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


def _line(page: LookBackPage, number: int) -> tuple[date | None, str, str]:
    line = page.lines()[number - 1]
    return line.day, line.draft.value, line.draft.unit


def _alps(desk: Desk, patient: int) -> list[tuple[date, str]]:
    found = ((both.panel.collected, both.result("alp")) for both in desk.patients.record(patient).panels)
    return [(day, result.value) for day, result in found if result is not None]


def _first_low(work: Workspace, keys: Keyboard, patient: int) -> DecidePage:
    work.go("panel", patient)
    keys.enter()
    keys.type("29")
    keys.save()
    keys.enter("29")
    decide = work.page("decide")
    assert isinstance(decide, DecidePage)
    assert decide.isVisible()
    return decide


def test_the_first_low_asks_and_the_history_is_typed_saved_and_judged(
    work: Workspace, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    decide = _first_low(work, keys, patient)
    assert "Are there earlier ALP results?" in shown_texts(decide._earlier)
    assert decide._earlier.isVisible()
    keys.press(Qt.Key.Key_B)
    page = work.page("look_back")
    assert isinstance(page, LookBackPage)
    assert page.isVisible()
    for day, value, again in (("12.3.24", "31", True), ("2023-05-01", "64", False), ("1 Feb 2025", "30", True)):
        keys.enter(day)
        keys.enter(value)
        if again:
            keys.enter(value)
    keys.save()
    assert decide.isVisible()
    assert not decide._earlier.isVisible()
    assert [value for _, value in _alps(empty_desk, patient)] == ["64", "31", "30", "29"]
    shown = empty_desk.decisions.assessments(patient)
    lows = {each.panel_id for each in shown if each.assessment.alp.flag is Flag.LOW}
    assert len(lows) == 3, "every historic low is on record and shown"
    assert "never low before 12 Mar 2024. Persistent since 12 Mar 2024." in shown_texts(work._status)
    waiting = empty_desk.decisions.waiting(patient)
    assert waiting is not None
    assert waiting.assessment.alp.persistence is Persistence.PERSISTENT


def test_enter_goes_along_and_a_new_line_takes_the_unit_of_the_one_before(
    open_page: Open, keys: Keyboard, enter: Enter
) -> None:
    page = open_page(enter("Mensah", alp="29"))
    page._sheet.line("alp@1").set_unit("µkat/L")
    first = len(page.lines())
    for number in range(first):
        keys.enter(f"{number + 1}.3.24")
        page._sheet.line(page._sheet.lines()[number]).set_unit("µkat/L")
        keys.enter("1.1")
    assert len(page.lines()) == first + 1
    assert _line(page, first + 1) == (None, "", "µkat/L")
    assert keys.focus() is page._sheet.line(page._sheet.lines()[-1]).day
    keys.press(Qt.Key.Key_Return)
    assert keys.focus() is page._save


def test_a_month_without_its_day_is_asked_for_the_day(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="29"))
    row = page._sheet.line("alp@1")
    keys.enter("3/2024")
    assert "Which day of March 2024?" in row.note()
    assert keys.focus() is row.day
    keys.enter("32")
    assert "cannot be read" in row.note()
    keys.press(Qt.Key.Key_Backspace)
    keys.press(Qt.Key.Key_Backspace)
    keys.enter("12")
    assert _line(page, 1)[0] == date(2024, 3, 12)
    assert row.note() == ""
    assert keys.focus() is row.value


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("3/2024", (2024, 3)), ("03.24", (2024, 3)), ("2024-03", (2024, 3)), ("Mar 2024", (2024, 3)),
        ("March 24", (2024, 3)), ("13/2024", None), ("2024", None), ("12.3.24", None), ("", None),
    ],
)  # fmt: skip
def test_a_month_is_read_as_people_write_it(text: str, month: tuple[int, int] | None) -> None:
    assert read_month(text, today=date(2026, 3, 2)) == month


def test_the_verdict_of_then_stands_beside_the_value(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="29", born=date(2004, 3, 12)))
    row = page._sheet.line("alp@1")
    keys.enter("1.3.2016")
    assert row.low.placeholderText() not in ("", "35"), "a child's interval applied then"
    keys.type("60")
    assert row.now.text().startswith("↓ low")


def test_a_line_that_is_refused_is_marked_and_everything_typed_stays(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    for day in ("12.3.24", "12.3.24"):
        keys.enter(day)
        keys.enter("64")
    keys.save()
    assert "already" in page._sheet.line("alp@2").note()
    assert keys.focus() is page._sheet.line("alp@2").day
    assert "Everything you typed is still here." in page._problem.accessibleName()
    assert len(_alps(empty_desk, patient)) == 1
    assert _line(page, 2)[1] == "64"


@pytest.mark.parametrize(("day", "value", "said"), [("", "64", "When was"), ("1.2.24", "", "Which value")])
def test_half_a_line_is_asked_about_before_anything_is_saved(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk, day: str, value: str, said: str
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    row = page._sheet.line("alp@1")
    row.day.setText(day)
    row.value.setText(value)
    keys.save()
    assert said in row.note()
    assert len(_alps(empty_desk, patient)) == 1


def test_that_there_are_none_is_noted_and_nobody_is_asked_again(
    work: Workspace, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter(HOSTILE, alp="29")
    work.go("patient", patient)
    patient_page = work.page("patient")
    patient_page._earlier.click()  # type: ignore[attr-defined]
    page = work.page("look_back")
    assert isinstance(page, LookBackPage)
    assert unsafe_labels(page) == []
    page._none.click()
    assert work.page("decide").isVisible()
    assert not empty_desk.look_back.wanted(patient)
    assert [one.closed_reason for one in empty_desk.decisions.recalls(patient)] == ["No earlier results exist"]
    answer = work.page("decide")._answer  # type: ignore[attr-defined]
    answer.buttons[DecisionKind.WORK_UP].click()
    assert not answer.lines["look-back"].wanted.isChecked(), "what was done is not proposed again"
    assert answer.lines["first-low"].wanted.isChecked()


def test_a_series_that_was_left_is_there_again(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    keys.enter("12.3.24")
    keys.enter("64")
    keys.type("1.1")
    page.hide()
    assert [draft.kind for draft in empty_desk.drafts.list()] == ["look_back"]
    again = on_screen(qtbot, LookBackPage(empty_desk), 740)
    again.start(patient)
    assert _line(again, 1)[:2] == (date(2024, 3, 12), "64")
    assert again.lines()[1].text == "1.1"
    again._sheet.line("alp@2").day.clear()
    again._presenter.save()
    assert empty_desk.drafts.list() == ()
    assert (date(2024, 3, 12), "64") in _alps(empty_desk, patient)


def test_every_cell_of_a_line_says_what_it_is(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="29"))
    names = [cell.accessibleName() for cell in page._sheet.tab_order()]
    assert all(names)
    assert len(set(names)) == len(names)
