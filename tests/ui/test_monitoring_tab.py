"""The monitoring of one patient: due items, orders, plans of their own, attempts, and what was closed."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import CloseCode, DecisionKind, Panel, Result
from alpdesk.domain.terms import ContactKind, ContactOutcome
from alpdesk.services.decisions import DecisionDraft, Signed
from alpdesk.services.desk import Desk
from alpdesk.ui.followup.asks import CloseAsk, OrderAsk
from alpdesk.ui.followup.requests import Act
from alpdesk.ui.patient.monitoring_tab import MonitoringTab
from alpdesk.ui.patient.page import PatientPage
from tests.conftest import Clock
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels
from tests.ui.keyboard import Keyboard

Open = Callable[[int], MonitoringTab]
TODAY = date(2026, 3, 2)


@pytest.fixture
def open_tab(qtbot: QtBot, empty_desk: Desk) -> Open:
    def opened(patient: int) -> MonitoringTab:
        page = on_screen(qtbot, PatientPage(empty_desk), 900)
        page.show_patient(patient)
        page._tabs.setCurrentIndex(1)
        return page._tabs.monitoring

    return opened


def _answer(desk: Desk, patient: int, *templates: str) -> Signed:
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None
    return desk.decisions.sign(
        DecisionDraft(patient_id=patient, assessment_id=waiting.id, kind=DecisionKind.REPEAT, templates=templates)
    )


def _said(widget: QWidget) -> str:
    """Return what stands there once it is painted."""
    QApplication.processEvents()
    return shown_texts(widget)


def _press(tab: MonitoringTab, spoken: str) -> None:
    """Press the button that a screen reader calls this."""
    QApplication.processEvents()
    button = next(b for b in tab.findChildren(QAbstractButton) if b.accessibleName() == spoken and not b.isHidden())
    button.click()


def test_a_due_item_is_closed_only_for_a_reason_and_stays_readable(
    open_tab: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    _answer(empty_desk, patient, "first-low")
    tab = open_tab(patient)
    assert "Repeat ALP" in _said(tab.due)
    _press(tab, "Close Repeat ALP")
    ask = tab.panel.asks[Act.CLOSE]
    assert isinstance(ask, CloseAsk)
    ask.code.set_value(CloseCode.OTHER)
    ask.text.setFocus()
    keys.enter()
    assert "Say why; the reason is kept." in _said(tab.panel)
    keys.enter("Done at the hospital")
    assert "Done at the hospital" in _said(tab.closed)
    assert "Dr. Test" in _said(tab.closed)
    _press(tab, "Open Repeat ALP again")
    keys.enter("it was another patient's")
    assert "Repeat ALP" in _said(tab.due)


def test_a_plan_is_ended_only_with_a_reason(open_tab: Open, keys: Keyboard, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    _answer(empty_desk, patient, "first-low")
    tab = open_tab(patient)
    _press(tab, "End First low ALP")
    keys.enter()
    assert "Type the reason first." in _said(tab.panel)
    keys.enter("Moved away")
    assert empty_desk.decisions.plans(patient)[0].stop_reason == "Moved away"
    assert "Moved away" in _said(tab.plans)


def test_ordered_tests_are_listed_until_they_are_in(
    open_tab: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    tab = open_tab(patient)
    tab.order.click()
    keys.type("zinc, luck")
    keys.press(Qt.Key.Key_Tab)
    keys.enter("20.3.2026")
    assert "Not a test that Alpdesk knows: luck" in _said(tab.panel)
    ask = tab.panel.asks[Act.ORDER]
    assert isinstance(ask, OrderAsk)
    ask.tests.setText("Zinc, TSH")
    ask.tests.setFocus()
    keys.enter()
    assert "missing: Zinc, TSH" in _said(tab.due)
    zinc = Result(analyte="zinc", value="12", unit="umol/L")
    empty_desk.panels.enter(patient, Panel(collected=TODAY), (zinc,))
    tab.show_patient(empty_desk.patients.get(patient))
    assert "missing: TSH" in _said(tab.due)


def test_the_interval_of_a_plan_is_changed_for_one_patient(
    open_tab: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient, other = enter("Mensah", alp="29"), enter("Asante", alp="29")
    plan = _answer(empty_desk, patient, "hpp-adult").plans[0]
    untouched = _answer(empty_desk, other, "hpp-adult").plans[0]
    tab = open_tab(patient)
    _press(tab, "Change the items of Hypophosphatasia suspected or known, adult")
    dentist = next(row for row in tab.editor.rows if row.title.text() == "Dentist")
    dentist.every.setValue(90)
    keys.press(Qt.Key.Key_Return)
    assert "Type the reason first." in _said(tab.editor)
    keys.enter("her dentist wants it")
    items = {item.title: item.every_days for item in empty_desk.followup.plan_items(plan.id or 0)}
    assert items["Dentist"] == 90
    assert "Dentist: every 90 days" in _said(tab.plans)
    others = {item.title: item.every_days for item in empty_desk.followup.plan_items(untouched.id or 0)}
    assert others["Dentist"] == 180


def test_a_half_typed_plan_is_there_again_until_it_is_kept(
    qtbot: QtBot, open_tab: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    plan = _answer(empty_desk, patient, "hpp-adult").plans[0]
    change = "Change the items of Hypophosphatasia suspected or known, adult"
    tab = open_tab(patient)
    _press(tab, change)
    tab.editor.rows[0].every.setValue(33)
    tab.editor.add.click()
    keys.type("Eyes")
    qtbot.waitUntil(lambda: bool(empty_desk.drafts.list(patient)), timeout=5000)  # as before a crash
    again = open_tab(patient)
    _press(again, change)
    assert (again.editor.rows[0].every.value(), again.editor.rows[-1].title.text()) == (33, "Eyes")
    assert "What you typed before is here." in _said(again.editor)
    again.editor.reason.setFocus()
    keys.enter("agreed")
    assert "Eyes" in {item.title for item in empty_desk.followup.plan_items(plan.id or 0)}
    assert empty_desk.drafts.list(patient) == ()


def test_a_plan_that_was_changed_meanwhile_is_named(
    open_tab: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    plan = _answer(empty_desk, patient, "hpp-adult").plans[0]
    change = "Change the items of Hypophosphatasia suspected or known, adult"
    tab = open_tab(patient)
    _press(tab, change)
    tab.editor.reason.setFocus()
    keys.type("half")
    tab.editor.cancel.click()
    items = empty_desk.followup.plan_items(plan.id or 0)
    changed = (items[0].model_copy(update={"title": "Other"}), *items[1:])
    empty_desk.followup.edit_plan(plan.id or 0, changed, "meanwhile", was=tuple(range(len(changed))))
    again = open_tab(patient)
    _press(again, change)
    assert again.editor.reason.text() == "half" and "the plan was changed since" in _said(again.editor)


def test_an_item_left_out_is_closed_and_a_new_one_is_due(
    open_tab: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    _answer(empty_desk, patient, "hpp-adult")
    tab = open_tab(patient)
    _press(tab, "Change the items of Hypophosphatasia suspected or known, adult")
    place = next(place for place, row in enumerate(tab.editor.rows, 1) if row.title.text() == "Dentist")
    _press(tab, f"Leave item {place} out")
    tab.editor.add.click()
    keys.type("Eye examination")
    tab.editor.reason.setFocus()
    keys.enter("agreed")
    waiting = {one.title for one in empty_desk.decisions.recalls(patient) if one.closed_on is None}
    assert "Eye examination" in waiting and "Dentist" not in waiting


def test_attempts_next_step_and_a_moved_date_are_shown(
    open_tab: Open, enter: Enter, empty_desk: Desk, clock: Clock
) -> None:
    patient = enter("Mensah", alp="29")
    item = _answer(empty_desk, patient, "first-low").recalls[0]
    empty_desk.followup.postpone(item.id or 0, date(2026, 5, 4), "travels")
    clock.now += timedelta(days=80)
    today = empty_desk.context.today()
    empty_desk.followup.note_contact(item.id or 0, ContactKind.LETTER, ContactOutcome.SENT, today, "to the new address")
    tab = open_tab(patient)
    said = _said(tab.due)
    assert "Second letter from 4 Jun 2026" in said
    assert "Letter, sent, 21 May 2026" in said
    assert "moved from 3 Apr 2026" in said
    tab.tried.click()
    assert "to the new address" in _said(tab.contacts)
    assert "Dr. Test" in _said(tab.contacts)


def test_what_has_no_test_is_noted_as_done(open_tab: Open, keys: Keyboard, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    _answer(empty_desk, patient, "look-back")
    tab = open_tab(patient)
    _press(tab, "Note Ask for earlier ALP results: ever not low? Before a medicine? as done")
    keys.press(Qt.Key.Key_Return)
    (closed,) = empty_desk.decisions.recalls(patient)
    assert (closed.close_code, closed.closed_on) == (CloseCode.RESULT, TODAY)


def test_an_answer_without_a_date_asks_for_one(open_tab: Open, keys: Keyboard, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    _answer(empty_desk, patient)
    tab = open_tab(patient)
    assert "No date was set" in _said(tab.due)
    _press(tab, "Set a date…")
    keys.enter("20.3.2026")
    assert "No date was set" not in _said(tab.due)
    assert empty_desk.followup.undated(patient) is None


def test_an_answer_without_a_date_is_closed_with_a_reason(
    open_tab: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    _answer(empty_desk, patient)
    tab = open_tab(patient)
    _press(tab, "Close without a date")
    keys.press(Qt.Key.Key_Return)
    assert "No date was set" not in _said(tab.due)
    assert empty_desk.decisions.assessments(patient)[0].further[0].decision.reason == "Attended elsewhere"


def test_the_calendar_of_one_patient_names_nobody(
    open_tab: Open, enter: Enter, empty_desk: Desk, tmp_path: Path
) -> None:
    patient = enter("Unmistakable", alp="29")
    _answer(empty_desk, patient, "first-low")
    tab = open_tab(patient)
    tab.calendar_file.file = lambda name: tmp_path / name
    tab.calendar.click()
    (file,) = tmp_path.glob("*.ics")
    content = file.read_bytes()
    assert content.count(b"BEGIN:VEVENT") == 1
    assert b"nmistak" not in content and b"Repeat" not in content


def test_hostile_text_is_shown_literally(open_tab: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    item = _answer(empty_desk, patient, "first-low").recalls[0]
    empty_desk.followup.note_contact(item.id or 0, ContactKind.PHONE, ContactOutcome.NO_ANSWER, TODAY, HOSTILE)
    empty_desk.followup.order_tests(patient, [], TODAY, HOSTILE)
    tab = open_tab(patient)
    tab.tried.click()
    assert HOSTILE in _said(tab.due) and HOSTILE in _said(tab.contacts)
    assert unsafe_labels(tab) == []


def test_a_plan_is_told_to_end_otherwise_for_one_patient(open_tab: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    plan = _answer(empty_desk, patient, "first-low").plans[0]
    tab = open_tab(patient)
    title = empty_desk.rules.monitoring["first-low"].title
    _press(tab, f"Change the items of {title}")
    tab.editor.ends.setValue(0)
    assert tab.editor.ends.text() == "never by itself"
    tab.editor.reason.setText("lifelong")
    tab.editor.keep.click()
    kept = next(one for one in empty_desk.decisions.plans(patient) if one.id == plan.id)
    assert (kept.own_stop, kept.own_items) == (0, None)
    assert "never ends by itself (Dr. Test: lifelong)" in _said(tab.plans)


def test_an_item_added_for_one_patient_names_its_tests(
    open_tab: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    plan = _answer(empty_desk, patient, "hpp-adult").plans[0]
    before = empty_desk.followup.plan_items(plan.id or 0)
    tab = open_tab(patient)
    _press(tab, "Change the items of Hypophosphatasia suspected or known, adult")
    tab.editor.add.click()
    QApplication.processEvents()
    keys.type("Zinc again")
    keys.press(Qt.Key.Key_Tab)
    keys.type("zinc, luck")
    tab.editor.reason.setFocus()
    keys.enter("agreed")
    assert tab.editor.rows[-1].tests.text() == "zinc, luck"
    assert "Not a test that Alpdesk knows: luck" in _said(tab.editor)
    tab.editor.rows[-1].tests.setText("ALP, Zinc")
    keys.press(Qt.Key.Key_Return)
    assert empty_desk.followup.plan_items(plan.id or 0)[:-1] == before
    added = next(one for one in empty_desk.decisions.recalls(patient) if one.title == "Zinc again")
    assert added.tests == "alp zinc"


def test_an_item_that_is_renamed_on_the_page_stays_the_same_due_item(
    open_tab: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    first = _answer(empty_desk, patient, "first-low").recalls[0]
    tab = open_tab(patient)
    _press(tab, f"Change the items of {empty_desk.rules.monitoring['first-low'].title}")
    row = tab.editor.rows[0]
    row.title.setText("ALP once more")
    row.after.setValue(row.after.value() + 3)
    tab.editor.reason.setFocus()
    keys.enter("clearer")
    (item,) = empty_desk.decisions.recalls(patient)
    assert (item.id, item.title, item.closed_on) == (first.id, "ALP once more", None)
    assert item.due == first.due + timedelta(days=3)


def test_what_somebody_else_made_of_a_plan_is_shown_before_it_is_changed(
    open_tab: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    plan = _answer(empty_desk, patient, "first-low").plans[0]
    tab = open_tab(patient)
    _press(tab, f"Change the items of {empty_desk.rules.monitoring['first-low'].title}")
    (item,) = empty_desk.followup.plan_items(plan.id or 0)
    theirs = item.model_copy(update={"every_days": 77})
    empty_desk.followup.edit_plan(plan.id or 0, [theirs], "theirs")
    tab.editor.rows[0].title.setText("Mine")
    tab.editor.reason.setFocus()
    keys.enter("mine")
    assert "Somebody else has changed this plan" in _said(tab.editor)
    assert tab.editor.rows[0].title.text() == "Mine"
    assert "every 77 days" in _said(tab.plans)
    assert empty_desk.followup.plan_items(plan.id or 0) == (theirs,)
