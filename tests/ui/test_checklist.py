"""Items of the checklist are ticked and set aside by keyboard; what was set aside folds away and never vanishes."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import DecisionKind, Medicine, Panel, Result
from alpdesk.domain.terms import Mark
from alpdesk.services.desk import Desk, build
from alpdesk.ui.clinical.checklist import Checklist
from alpdesk.ui.clinical.checklist_row import ChecklistRow
from alpdesk.ui.clinical.folding import FoldTitle
from alpdesk.ui.decide.page import DecidePage
from alpdesk.ui.drafts.strip import sentence, target
from alpdesk.ui.patient.page import PatientPage
from alpdesk.ui.widgets import Banner
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels
from tests.ui.keyboard import Keyboard

Low = Callable[[], int]
CAUSE = "drug-bp"


@pytest.fixture
def low(enter: Enter, empty_desk: Desk) -> Low:
    """A patient on a bisphosphonate with a low ALP."""

    def made() -> int:
        patient = enter("Mensah")
        empty_desk.patients.add_medicine(patient, Medicine(name="alendronate", started=date(2024, 1, 1)))
        values = (Result(analyte="alp", value="29", unit="U/L"), Result(analyte="zinc", value="5", unit="umol/L"))
        empty_desk.panels.enter(patient, Panel(collected=date(2026, 2, 20)), values)
        return patient

    return made


def _decide(qtbot: QtBot, desk: Desk, patient: int) -> DecidePage:
    page = on_screen(qtbot, DecidePage(desk), 740)
    page.start(patient)
    return page


def _row(checklist: Checklist, cause: str = CAUSE) -> ChecklistRow:
    return next(row for row in checklist.rows if row.item.cause == cause)


def _at(qtbot: QtBot, page: DecidePage, cause: str = CAUSE) -> ChecklistRow:
    """Put the cursor on a cause."""
    row = _row(page._checklist, cause)
    qtbot.waitUntil(row.title.isVisible)
    row.title.setFocus()
    return row


def test_letters_tick_an_item_and_the_same_letter_takes_it_back(
    qtbot: QtBot, low: Low, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = low()
    page = _decide(qtbot, empty_desk, patient)
    _at(qtbot, page)
    for key in (Qt.Key.Key_A, Qt.Key.Key_E, Qt.Key.Key_O):
        keys.press(key)
    assert "✓ asked  ✓ examined  ✓ ordered" in shown_texts(_row(page._checklist))
    assert keys.focus() is _row(page._checklist).title
    keys.press(Qt.Key.Key_E)
    marks = empty_desk.checklists.state(patient).of(CAUSE).marks
    assert [entry.mark for entry in marks] == [Mark.ASKED, Mark.ORDERED]


def test_confirmed_takes_the_place_of_excluded(qtbot: QtBot, low: Low, empty_desk: Desk, keys: Keyboard) -> None:
    patient = low()
    page = _decide(qtbot, empty_desk, patient)
    _at(qtbot, page)
    keys.press(Qt.Key.Key_X)
    keys.press(Qt.Key.Key_C)
    assert [entry.mark for entry in empty_desk.checklists.state(patient).of(CAUSE).marks] == [Mark.CONFIRMED]


def test_the_arrow_keys_go_through_the_items(qtbot: QtBot, low: Low, empty_desk: Desk, keys: Keyboard) -> None:
    page = _decide(qtbot, empty_desk, low())
    first, second = page._checklist.rows[:2]
    qtbot.waitUntil(second.title.isVisible)
    first.title.setFocus()
    keys.press(Qt.Key.Key_Up)
    assert keys.focus() is first.title
    keys.press(Qt.Key.Key_Down)
    assert keys.focus() is second.title
    keys.press(Qt.Key.Key_Return)
    assert second.title.isChecked()


def test_setting_aside_asks_why_in_place_and_folds_the_item_away(
    qtbot: QtBot, low: Low, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = low()
    page = _decide(qtbot, empty_desk, patient)
    row = _at(qtbot, page)
    keys.press(Qt.Key.Key_S)
    assert keys.focus() is row.rationale.text
    keys.press(Qt.Key.Key_Return)
    assert "Type the rationale first." in shown_texts(row)
    keys.type("ALP was low before it")
    keys.press(Qt.Key.Key_Return)
    fold = page._checklist.aside
    assert fold is not None
    assert fold.text() == "Set aside (1)"
    moved = _row(page._checklist)
    assert not moved.isVisible()
    fold.setChecked(True)
    assert "set aside by Dr. Test on 2 Mar 2026: ALP was low before it" in shown_texts(moved)
    moved.title.setFocus()
    keys.press(Qt.Key.Key_S)
    assert empty_desk.checklists.state(patient).of(CAUSE).set_aside is None
    assert not any("Set aside" in fold.text() for fold in page._checklist.findChildren(FoldTitle) if fold.isVisible())


def test_escape_leaves_the_rationale_and_nothing_is_set_aside(
    qtbot: QtBot, low: Low, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = low()
    page = _decide(qtbot, empty_desk, patient)
    row = _at(qtbot, page)
    keys.press(Qt.Key.Key_S)
    keys.type("Not so")
    with qtbot.assertNotEmitted(page.closed):
        keys.press(Qt.Key.Key_Escape)
    assert keys.focus() is row.title
    assert empty_desk.checklists.state(patient).items == {}


def test_a_rationale_that_was_left_is_there_again_until_the_item_is_set_aside(
    qtbot: QtBot, low: Low, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = low()
    first = _decide(qtbot, empty_desk, patient)
    _at(qtbot, first)
    keys.press(Qt.Key.Key_S)
    keys.type("Not so")
    qtbot.waitUntil(lambda: bool(empty_desk.drafts.list(patient)), timeout=5000)  # as before a crash
    (draft,) = empty_desk.drafts.list(patient)
    assert sentence(draft).startswith("Half-typed rationale about ") and target(draft) == ("decide", (patient,))
    page = _decide(qtbot, empty_desk, patient)
    row = _at(qtbot, page)
    keys.press(Qt.Key.Key_S)
    assert row.rationale.text.text() == "Not so"
    keys.press(Qt.Key.Key_Return)
    aside = empty_desk.checklists.state(patient).of(CAUSE).set_aside
    assert aside is not None and aside.rationale == "Not so"
    assert empty_desk.drafts.list(patient) == ()


def test_a_pressing_cause_is_set_aside_only_after_a_warning(
    qtbot: QtBot, enter: Enter, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = enter("Mensah")
    results = (
        Result(analyte="alp", value="20", unit="U/L"),
        Result(analyte="potassium", value="8.1", unit="mmol/L"),
        Result(analyte="calcium", value="1.2", unit="mmol/L"),
        Result(analyte="magnesium", value="0.4", unit="mmol/L"),
    )
    empty_desk.panels.enter(patient, Panel(collected=date(2026, 2, 20)), results)
    page = _decide(qtbot, empty_desk, patient)
    urgent = next(row for row in page._checklist.rows if row.item.urgency.value in ("emergency", "urgent"))
    _at(qtbot, page, urgent.item.cause)
    keys.press(Qt.Key.Key_S)
    assert "This is urgent" in shown_texts(urgent)
    keys.type("Drawn again, and normal")
    keys.press(Qt.Key.Key_Return)
    assert empty_desk.checklists.state(patient).of(urgent.item.cause).set_aside is not None
    qtbot.waitUntil(lambda: any(banner.isVisible() for banner in page.findChildren(Banner)))


def test_what_was_set_aside_speaks_again_under_another_wording(qtbot: QtBot, low: Low, empty_desk: Desk) -> None:
    patient = low()
    empty_desk.checklists.mark(patient, CAUSE, Mark.SET_ASIDE, rationale="ALP was low before it")
    rules, at = empty_desk.rules, empty_desk.context
    reworded = rules.causes[CAUSE].model_copy(update={"why": "Reworded."})
    newer = rules.model_copy(update={"causes": {**rules.causes, CAUSE: reworded}})
    page = _decide(qtbot, build(at.database, rules=newer, clock=at.clock, actor=at.actor), patient)
    row = _row(page._checklist)
    qtbot.waitUntil(row.isVisible)
    said = "Set aside on 2 Mar 2026 by Dr. Test under an older wording of this rule: ALP was low before it"
    assert said in shown_texts(row)
    assert page._checklist.aside is None


def test_an_answered_assessment_shows_its_marks_and_takes_no_more(
    qtbot: QtBot, low: Low, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = low()
    empty_desk.checklists.mark(patient, CAUSE, Mark.ASKED)
    page = _decide(qtbot, empty_desk, patient)
    page._answer.buttons[DecisionKind.NO_ACTION].click()
    page._answer.reason.setPlainText("Known")
    page._answer.sign.click()
    empty_desk.checklists.mark(patient, CAUSE, Mark.EXAMINED)
    page.start(patient)
    _at(qtbot, page)
    assert "✓ asked" in shown_texts(_row(page._checklist))
    assert "examined" not in shown_texts(_row(page._checklist))
    keys.press(Qt.Key.Key_O)
    assert not empty_desk.checklists.state(patient).of(CAUSE).has(Mark.ORDERED)


def test_an_opened_item_stays_open_and_its_buttons_tick_it(qtbot: QtBot, low: Low, empty_desk: Desk) -> None:
    patient = low()
    page = _decide(qtbot, empty_desk, patient)
    row = _row(page._checklist)
    row.open()
    assert row.bar is not None
    row.bar.buttons[Mark.ORDERED].click()
    again = _row(page._checklist)
    assert again.title.isChecked()
    assert again.bar is not None
    assert again.bar.buttons[Mark.ORDERED].isChecked()
    qtbot.waitUntil(lambda: "ordered by Dr. Test on 2 Mar 2026" in shown_texts(_row(page._checklist)))


def test_the_patients_tab_ticks_too_and_its_letters_are_not_those_of_the_page(
    qtbot: QtBot, low: Low, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = low()
    page = on_screen(qtbot, PatientPage(empty_desk), 900)
    page.show_patient(patient)
    checklist = page._tabs.checklist.checklist
    row = _row(checklist)
    qtbot.waitUntil(row.title.isVisible)
    row.title.setFocus()
    with qtbot.assertNotEmitted(page.edit_requested):
        keys.press(Qt.Key.Key_E)
    assert empty_desk.checklists.state(patient).of(CAUSE).has(Mark.EXAMINED)
    assert keys.focus() is _row(checklist).title


def test_a_hostile_rationale_is_shown_literally(qtbot: QtBot, low: Low, empty_desk: Desk) -> None:
    patient = low()
    empty_desk.checklists.mark(patient, CAUSE, Mark.SET_ASIDE, rationale=HOSTILE)
    page = _decide(qtbot, empty_desk, patient)
    row = _row(page._checklist)
    row.open()
    assert HOSTILE in shown_texts(row)
    assert unsafe_labels(page) == []


def test_what_was_ordered_is_on_the_list_and_its_tests_can_be_named(
    qtbot: QtBot, low: Low, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = low()
    page = _decide(qtbot, empty_desk, patient)
    _at(qtbot, page)
    keys.press(Qt.Key.Key_O)
    assert keys.focus() is _row(page._checklist).title
    qtbot.waitUntil(page._ordering.banner.isVisible)
    assert "Ordered for: Bisphosphonate" in shown_texts(page._ordering)
    page._ordering.banner.button.click()
    qtbot.waitUntil(page._ordering.panel.isVisible)
    keys.type("zinc")
    keys.press(Qt.Key.Key_Tab)
    keys.type("20.3.2026")
    with qtbot.waitSignal(page.said):
        keys.press(Qt.Key.Key_Return)
    (order,) = empty_desk.decisions.recalls(patient)
    assert (order.tests, order.ordered_on) == ("zinc", date(2026, 3, 2))
    assert page._ordering.isHidden()


def test_taking_an_order_mark_back_offers_nothing(qtbot: QtBot, low: Low, empty_desk: Desk, keys: Keyboard) -> None:
    patient = low()
    empty_desk.checklists.mark(patient, CAUSE, Mark.ORDERED)
    page = _decide(qtbot, empty_desk, patient)
    _at(qtbot, page)
    keys.press(Qt.Key.Key_O)
    assert page._ordering.isHidden()
