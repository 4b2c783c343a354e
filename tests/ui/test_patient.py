"""The patient page: what matters now, results over time, and what hangs on them."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from alpdesk.domain.ages import Age
from alpdesk.domain.records import DecisionKind, Flag, Medicine, Panel, Patient, Result, Sex
from alpdesk.domain.rules import FindingKind
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.ui.patient.findings_tab import FindingsTab
from alpdesk.ui.patient.page import PatientPage
from alpdesk.ui.widgets.results_grid import Show
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels
from tests.ui.keyboard import Keyboard

Open = Callable[[int], PatientPage]


@pytest.fixture
def open_page(qtbot: QtBot, empty_desk: Desk) -> Open:
    def opened(patient: int) -> PatientPage:
        page = on_screen(qtbot, PatientPage(empty_desk), 900)
        page.show_patient(patient)
        return page

    return opened


def _matter(page: PatientPage) -> str:
    return page._banner.accessibleName()


def _answer(desk: Desk, patient: int, *templates: str) -> None:
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None
    kind = DecisionKind.REPEAT
    desk.decisions.sign(DecisionDraft(patient_id=patient, assessment_id=waiting.id, kind=kind, templates=templates))


def test_who_the_page_is_about_is_always_said(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    said = shown_texts(page)
    assert "Mensah, Abena" in said
    assert "   ♀ female   45 years   born 12 Mar 1980" in said
    assert said.partition("   ♀")[0].rsplit("\n", 1)[-1].startswith("No ")


def test_on_a_low_window_the_tabs_come_into_sight_when_one_is_chosen(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="29"))
    page.resize(784, 420)
    QApplication.processEvents()
    area = page._area
    area.verticalScrollBar().setValue(0)
    assert page._tabs.visibleRegion().boundingRect().height() < page._tabs.height(), "they lie below the fold"
    page._tabs.setCurrentIndex(1)
    assert page._tabs.tabBar().visibleRegion().boundingRect().height() == page._tabs.tabBar().height()
    area.verticalScrollBar().setValue(0)
    page._tabs.tabBar().setFocus()
    assert area.verticalScrollBar().value() > 0
    assert page._tabs.tabBar().visibleRegion().boundingRect().height() == page._tabs.tabBar().height()


def test_a_patient_without_results_is_led_to_the_first_panel(qtbot: QtBot, open_page: Open, enter: Enter) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    assert _matter(page) == "No results yet"
    with qtbot.waitSignal(page.panel_requested) as wished:
        page._banner.button.click()
    assert wished.args == [patient]


def test_an_unanswered_low_stands_in_the_banner_and_d_decides_it(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    assert _matter(page).startswith("↓ Low ALP")
    page.setFocus()
    with qtbot.waitSignal(page.decide_requested) as wished:
        keys.press(Qt.Key.Key_D)
    assert wished.args == [patient]


def test_after_the_answer_the_banner_says_what_is_next(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    _answer(empty_desk, patient, "first-low")
    page = open_page(patient)
    assert page._banner.button.isHidden()
    assert "Next, due 3 Apr 2026: Repeat ALP" in shown_texts(page._banner)


@pytest.mark.parametrize(
    ("key", "signal"),
    [(Qt.Key.Key_N, "panel_requested"), (Qt.Key.Key_L, "letter_requested"), (Qt.Key.Key_E, "edit_requested")],
)
def test_each_action_is_one_key_away(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, key: Qt.Key, signal: str
) -> None:
    page = open_page(enter("Mensah", alp="62"))
    page.setFocus()
    with qtbot.waitSignal(getattr(page, signal)):
        keys.press(key)


def test_a_letter_typed_into_a_field_is_a_letter(qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="62"))
    page._tabs.setCurrentIndex(2)
    page._tabs.medicines.name.setFocus()
    with qtbot.assertNotEmitted(page.panel_requested):
        keys.type("nd")
    assert page._tabs.medicines.name.text() == "nd"


def test_the_table_and_the_chart_show_the_results(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="29"))
    model = page._overview.table.results_model()
    assert model.index(0, 0).data() == "29 ↓ low"
    assert page._overview.chart.accessibleDescription().startswith("1 value, 1 of them low")


def test_the_table_can_be_narrowed_to_what_is_abnormal(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah")
    results = (
        Result(analyte="alp", value="29", unit="U/L"),
        Result(analyte="sodium", value="140", unit="mmol/L"),
    )
    empty_desk.panels.enter(patient, Panel(collected=date(2026, 2, 20)), results)
    page = open_page(patient)
    model = page._overview.table.results_model()
    assert model.rowCount() == 2
    page._overview.shows[Show.ABNORMAL].click()
    assert model.rowCount() == 1


def test_enter_on_a_value_says_how_the_sample_was_taken_and_judged(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter
) -> None:
    page = open_page(enter("Mensah", alp="29"))
    page._overview.table.setFocus()
    keys.enter()
    qtbot.waitUntil(lambda: "Sample of 20 Feb 2026" in shown_texts(page._sheet))
    said = shown_texts(page._sheet)
    assert all(part in said for part in ("City Lab", "serum", "ALP 29 U/L: ↓ low (35–104", "by Dr. Test"))


def test_a_medicine_is_recognised_while_its_name_is_typed(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    tab = page._tabs.medicines
    page._tabs.setCurrentIndex(2)
    tab.name.setFocus()
    keys.type("Alendronate 70 mg")
    assert tab.medicine_class.currentText() == "Bisphosphonate"
    tab.started.setFocus()
    keys.enter("1.2.2024")
    kept = empty_desk.patients.record(patient).medicines
    assert [(each.name, each.medicine_class, each.started) for each in kept] == [
        ("Alendronate 70 mg", "bisphosphonate", date(2024, 2, 1))
    ]
    qtbot.waitUntil(lambda: "Alendronate 70 mg" in shown_texts(tab.lines))


def test_a_new_medicine_speaks_in_the_checklist_at_once(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    before = {row.item.cause for row in page._tabs.checklist.checklist.rows if row.item.supports}
    page._presenter.keep_medicine(Medicine(name="alendronate", started=date(2024, 1, 1)))
    after = {row.item.cause for row in page._tabs.checklist.checklist.rows if row.item.supports}
    assert "drug-bp" in after - before


def test_a_medicine_is_stopped_with_its_last_day(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="62")
    empty_desk.patients.add_medicine(patient, Medicine(name="alendronate", started=date(2024, 1, 1)))
    page = open_page(patient)
    tab = page._tabs.medicines
    page._tabs.setCurrentIndex(2)
    stop = next(button for button in tab.lines.findChildren(QPushButton) if button.text() == "Was ended")
    stop.click()
    keys.enter("1.3.2026")
    assert empty_desk.patients.record(patient).medicines[0].stopped == date(2026, 3, 1)


def test_a_medicine_cannot_end_before_it_began(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="62")
    tab = open_page(patient)._tabs.medicines
    tab.name.setText("zinc")
    tab.started.setText("1.2.2026")
    tab.stopped.setText("1.1.2026")
    tab.add.click()
    assert "cannot end before" in tab._stopped_field.note()
    assert empty_desk.patients.record(patient).medicines == ()


def test_an_event_is_kept_with_its_day(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="62")
    page = open_page(patient)
    page._tabs.setCurrentIndex(3)
    tab = page._tabs.events
    tab.kind.set_value("major_surgery")
    tab.on.setFocus()
    keys.enter("10.2.2026")
    assert [(event.kind, event.on) for event in empty_desk.patients.record(patient).events] == [
        ("major_surgery", date(2026, 2, 10))
    ]
    qtbot.waitUntil(lambda: "Major surgery" in shown_texts(tab.lines))


@pytest.mark.parametrize(("typed", "said"), [("", "Type the day"), ("1.1.2030", "future")])
def test_an_event_without_a_day_that_can_be_is_refused(
    open_page: Open, enter: Enter, empty_desk: Desk, typed: str, said: str
) -> None:
    patient = enter("Mensah", alp="62")
    tab = open_page(patient)._tabs.events
    tab.kind.set_value("major_surgery")
    tab.on.setText(typed)
    tab.add.click()
    assert said in tab._on_field.note()
    assert empty_desk.patients.record(patient).events == ()


def test_a_finding_has_three_answers_and_unknown_is_none_of_the_two(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    line = page._tabs.findings.lines["recurrent_metatarsal_fractures"]
    assert line.buttons[None].isChecked()
    for answer in (True, False, None):
        line.buttons[answer].click()
        kept = {found.finding: found.present for found in empty_desk.patients.record(patient).findings}
        assert kept.get("recurrent_metatarsal_fractures") is answer
    told = "unknown, Dr. Test, 2 Mar 2026; absent, Dr. Test, 2 Mar 2026; present, Dr. Test, 2 Mar 2026"
    assert line.said.text() == told and line.said.isVisibleTo(line)


def test_questions_fit_the_age(qtbot: QtBot) -> None:
    asked = FindingKind(id="b6_seizures", title="Seizures", group="infant", age_to=Age(18, "y"))
    tab = FindingsTab({asked.id: asked})
    qtbot.addWidget(tab)
    for born, hidden in ((date(1980, 3, 12), True), (date(2022, 1, 1), False)):
        patient = Patient(number="1", family_name="Mensah", birth_date=born)
        tab.show_findings(patient, (), (), date(2026, 3, 2))
        assert tab.lines[asked.id].isHidden() is hidden


def test_the_shipped_questions_fit_age_and_sex(qtbot: QtBot, empty_desk: Desk) -> None:
    tab = FindingsTab(empty_desk.rules.findings)
    qtbot.addWidget(tab)
    woman = Patient(number="1", family_name="Mensah", birth_date=date(1960, 3, 12), sex=Sex.FEMALE)
    asked = {}
    for name, patient in {
        "woman": woman,
        "man": woman.model_copy(update={"sex": Sex.MALE}),
        "baby": woman.model_copy(update={"birth_date": date(2026, 1, 2)}),
    }.items():
        tab.show_findings(patient, (), (), date(2026, 3, 2))
        asked[name] = {key for key, line in tab.lines.items() if not line.isHidden()}
    assert "menopause" in asked["woman"] - asked["man"] - asked["baby"]
    assert "soft_skull" in asked["baby"] - asked["woman"]
    assert "atypical_femoral_fracture" in asked["woman"] - asked["baby"]
    assert "early_primary_tooth_loss" in asked["woman"] & asked["baby"]


def test_a_heading_without_a_question_that_fits_is_hidden(qtbot: QtBot) -> None:
    kinds = (
        FindingKind(id="soft_skull", title="Soft skull", group="infant", age_to=Age(3, "y")),
        FindingKind(id="jaundice", title="Jaundice", group="liver"),
    )
    tab = FindingsTab({kind.id: kind for kind in kinds})
    qtbot.addWidget(tab)
    tab.show_findings(Patient(number="1", family_name="Mensah", birth_date=date(1980, 3, 12)), (), (), date(2026, 3, 2))
    assert "Infant" not in shown_texts(tab)
    assert "Liver" in shown_texts(tab)


def test_the_history_opens_an_assessment_as_it_was_shown(
    qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    assert "ALP 29 U/L of 20 Feb 2026: low" in shown_texts(page._tabs.history.lines)
    number = empty_desk.decisions.assessments(patient)[0].id
    with qtbot.waitSignal(page.assessment_requested) as wished:
        page._tabs.history.open_requested.emit(number)
    assert wished.args == [patient, number]


def test_the_open_tab_stays_open(open_page: Open, enter: Enter) -> None:
    one, other = enter("Mensah"), enter("Asante")
    page = open_page(one)
    page._tabs.setCurrentIndex(4)
    page.show_patient(other)
    assert page._tabs.currentIndex() == 4


def test_empty_tabs_say_what_comes_next(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    said = "\n".join(shown_texts(widget) for widget in (page._tabs.letters, page._tabs.monitoring, page._tabs.history))
    assert all(part in said for part in ("No letters yet", "Nothing is due", "Nothing was assessed yet"))


def test_a_hostile_name_and_medicine_are_shown_literally(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter(HOSTILE, alp="29")
    empty_desk.patients.add_medicine(patient, Medicine(name=HOSTILE))
    page = open_page(patient)
    assert shown_texts(page).count(HOSTILE) >= 2
    assert unsafe_labels(page) == []


def test_a_name_of_255_letters_fits(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("W" * 255))
    assert page._name.text().startswith("WWW")
    assert page.minimumSizeHint().width() < 900


def test_a_question_that_somebody_else_answered_meanwhile_is_not_answered_over_it(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    empty_desk.patients.set_finding(patient, "jaundice", False)
    page._presenter.set_finding("jaundice", True)
    assert "somebody else has noted “absent”" in shown_texts(page)
    page._presenter.set_finding("jaundice", True)
    assert [one.present for one in empty_desk.patients.record(patient).findings] == [True]


def test_a_letter_chooses_from_a_list_and_leads_nowhere_else(qtbot: QtBot, open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="20"))
    led: list[int] = []
    page.decide_requested.connect(led.append)
    page._tabs.setCurrentWidget(page._tabs.events)
    chosen = page._tabs.events.kind
    chosen.setFocus()
    qtbot.keyClick(chosen, Qt.Key.Key_D)
    assert chosen.currentText().startswith("D") and led == []


def test_an_alp_that_may_not_be_read_is_neither_high_nor_low_in_the_table(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="60")
    empty_desk.patients.add_medicine(patient, Medicine(name="Strensiq", started=date(2026, 2, 1)))
    alp = Result(analyte="alp", value="5000", unit="U/L")
    empty_desk.panels.enter(patient, Panel(collected=date(2026, 2, 25)), (alp,))
    page = open_page(patient)
    (row,) = (row for row in page._overview.table._model.grid().rows if row.analyte == "alp")
    assert [cell.flag for cell in row.cells if cell is not None][-1] is Flag.SUSPENDED
