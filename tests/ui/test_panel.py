"""Typing a panel by keyboard."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import Laboratory, Panel, Patient, Sex
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.panel.entry_row import EntryRow
from alpdesk.ui.panel.page import PanelPage
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels
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


def _problem(page: PanelPage) -> str:
    return "" if page._problem.isHidden() else page._problem.accessibleName()


def _question(page: PanelPage, analyte: str) -> str:
    question = _row(page, analyte).question()
    return "" if question is None else question.accessibleName()


def _error(page: PanelPage, analyte: str) -> str:
    return _row(page, analyte).note()


def _values(desk: Desk, patient: int) -> dict[str, str]:
    panels = desk.patients.record(patient).panels
    return {result.analyte: result.value for result in panels[-1].results} if panels else {}


def test_the_day_is_ready_to_be_typed_over_and_enter_goes_to_the_first_value(
    open_page: Open, keys: Keyboard, enter: Enter
) -> None:
    page = open_page(enter("Mensah"))
    assert page._head.collected.hasSelectedText()
    keys.enter("1.2.26")
    assert page._head.head().collected == date(2026, 2, 1)
    assert keys.focus() is _row(page, "alp").value


def test_values_are_typed_with_digits_and_enter_alone(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter()
    order = [spec.analyte for spec in page._sheet.rows()]
    keys.enter("62")
    keys.enter("9.4")
    keys.save()
    assert order[0] == "alp"
    assert _values(empty_desk, patient) == {"alp": "62", order[1]: "9.4"}


def test_enter_on_an_empty_field_skips_it_as_not_measured(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    third = page._sheet.rows()[2].analyte
    keys.enter()
    keys.enter("62")
    keys.enter()
    keys.enter("1.1")
    keys.save()
    assert set(_values(empty_desk, patient)) == {"alp", third}


def test_a_twelve_value_panel_takes_its_digits_one_key_a_value_and_no_more_than_eight(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="62", collected=date(2026, 1, 5))
    page = open_page(patient)
    page._template.set_value("full")
    page._presenter.choose_template("full")
    page._head.go_first()
    values = {
        "alp": "61", "ast": "22", "alt": "20", "ggt": "18", "bilirubin_total": "0.6", "albumin": "4.2",
        "calcium": "9.4", "phosphate": "3.3", "magnesium": "2.0", "creatinine": "0.8", "potassium": "4.1",
        "sodium": "140",
    }  # fmt: skip
    rows = [row.analyte for row in page._sheet.rows()]
    assert set(values) <= set(rows)
    keys.enter()
    skipped = 0
    typed = list(values)
    for analyte in rows:
        if not typed:
            break
        skipped += analyte not in values
        keys.enter(values.get(analyte, ""))
        if analyte in typed:
            typed.remove(analyte)
    keys.save()
    assert set(_values(empty_desk, patient)) == set(values)
    digits = sum(len(value) for value in values.values())
    assert keys.count - skipped <= digits + len(values) + 8


def test_a_comma_is_a_decimal_point_and_never_vanishes(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter()
    _row(page, "alp").set_unit("µkat/L")
    keys.enter("1,18")
    assert _row(page, "alp").now.text().startswith("within")
    keys.save()
    result = empty_desk.patients.record(patient).panels[-1].result("alp")
    assert result is not None
    assert (result.value, result.canonical) == ("1,18", Decimal("70.8"))


def test_a_bound_is_understood_and_kept_as_typed(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter()
    keys.enter("<20")
    assert _row(page, "alp").now.text().startswith("↓ low")
    keys.enter("<20")
    keys.save()
    assert _values(empty_desk, patient)["alp"] == "<20"


def test_a_bound_that_straddles_the_limit_says_why_it_cannot_be_judged(
    open_page: Open, keys: Keyboard, enter: Enter
) -> None:
    page = open_page(enter("Mensah"))
    keys.enter()
    keys.type("<60")
    assert _row(page, "alp").now.text() == "? cannot be judged"
    assert "either side" in _row(page, "alp").note()


def test_a_text_instead_of_a_number_says_why_it_cannot_be_judged(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    keys.enter()
    keys.type("pending")
    assert "cannot be judged" in _row(page, "alp").now.text() or _row(page, "alp").now.text().startswith("not judged")
    assert "not a number" in _row(page, "alp").now.text() + _error(page, "alp")


def test_nought_is_a_value(open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    page._presenter.choose_template("full")
    page._sheet.go_to("crp")
    keys.type("0")
    keys.save()
    assert _values(empty_desk, patient) == {"crp": "0"}


def test_the_verdict_stands_beside_the_value_while_it_is_typed(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="31", collected=date(2026, 1, 5)))
    keys.enter()
    keys.type("29")
    row = _row(page, "alp")
    assert row.now.text() == "↓ low · −6 %"
    assert row.last.text().startswith("31  (5 Jan 2026)")
    assert "is low" in page._summary.accessibleName()


def test_the_interval_stands_in_its_cells_before_anything_is_typed(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    row = _row(page, "alp")
    assert (row.low.placeholderText(), row.high.placeholderText()) == ("35", "104")


def test_an_implausible_value_is_asked_about_and_the_cursor_stays(
    open_page: Open, keys: Keyboard, enter: Enter
) -> None:
    page = open_page(enter("Mensah"))
    keys.enter()
    keys.enter("3000")
    assert "is the value right" in _question(page, "alp")
    assert keys.focus() is _row(page, "alp").value
    keys.press(Qt.Key.Key_K)
    assert _question(page, "alp") == ""
    assert _row(page, "alp").value.text() == "3000"
    assert keys.focus() is not _row(page, "alp").value


def test_a_unit_slip_offers_the_right_one_and_y_takes_it(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    keys.enter()
    keys.enter("0.9")
    assert "µkat/L" in _question(page, "alp")
    keys.press(Qt.Key.Key_Y)
    row = _row(page, "alp")
    assert (row.value.text(), row.unit.currentText()) in {("54", "U/L"), ("0.9", "µkat/L")}
    assert _question(page, "alp") == ""


def test_a_question_that_is_not_answered_stops_the_save_and_says_which(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter()
    keys.type("3000")
    keys.save()
    assert "waits for your answer" in _problem(page)
    assert _values(empty_desk, patient) == {}


def test_an_impossible_value_is_refused_where_it_stands(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter()
    keys.enter("-3")
    assert _error(page, "alp")
    assert keys.focus() is _row(page, "alp").value
    keys.save()
    assert _values(empty_desk, patient) == {}
    assert _row(page, "alp").value.text() == "-3"


def test_a_unit_that_is_none_is_refused_by_name(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    keys.enter()
    keys.type("62")
    _row(page, "alp").unit.setEditText("IU/mL")
    keys.save()
    assert "IU/mL" in _error(page, "alp") + _problem(page)


def test_an_alp_interval_without_a_lower_limit_is_refused(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter()
    keys.type("62")
    for _ in range(3):
        keys.press(Qt.Key.Key_Tab)
    assert keys.focus() is _row(page, "alp").high
    keys.type("115")
    keys.save()
    assert "lower limit" in _error(page, "alp")
    assert _values(empty_desk, patient) == {}


def test_a_printed_interval_is_kept_with_the_value(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    open_page(patient)
    keys.enter()
    keys.type("40")
    for text in ("", "", "45"):
        keys.type(text)
        keys.press(Qt.Key.Key_Tab)
    keys.type("115")
    keys.save()
    keys.enter("40")
    result = empty_desk.patients.record(patient).panels[-1].result("alp")
    assert result is not None
    assert (result.low, result.high) == (Decimal(45), Decimal(115))


def test_when_saving_fails_everything_typed_stays_and_one_sentence_says_why(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter()
    keys.enter("29")
    keys.enter("29")

    def fail(*_: object) -> None:
        raise AlpdeskError("The disk is full.")

    monkeypatch.setattr(empty_desk.panels, "enter_draft", fail)
    keys.save()
    assert _problem(page) == "Not saved: The disk is full. Everything you typed is still here."
    assert _row(page, "alp").value.text() == "29"
    monkeypatch.undo()
    keys.save()
    assert _values(empty_desk, patient) == {"alp": "29"}


def test_a_second_save_enters_nothing_twice(open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter()
    keys.type("62")
    keys.save()
    page._presenter.save()
    page._save.click()
    assert len(empty_desk.patients.record(patient).panels) == 1


def test_what_was_typed_is_there_when_the_page_is_opened_again(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    one, other = enter("Mensah"), enter("Asante")
    page = open_page(one)
    keys.enter("1.2.26")
    keys.type("29")
    keys.press(Qt.Key.Key_Escape)
    page.start(other)
    assert _row(page, "alp").value.text() == ""
    page.start(one)
    assert _row(page, "alp").value.text() == "29"
    assert page._head.head().collected == date(2026, 2, 1)


def test_a_low_value_asks_for_a_decision_and_a_normal_one_goes_back(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter()
    keys.type("29")
    keys.save()
    with qtbot.waitSignals([page.panel_entered, page.decide_requested]), qtbot.assertNotEmitted(page.closed):
        keys.enter("29")
    page.start(patient)
    keys.enter()
    keys.type("62")
    with qtbot.waitSignals([page.panel_entered, page.closed]), qtbot.assertNotEmitted(page.decide_requested):
        keys.save()


def test_an_unreadable_day_is_refused_beside_it(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter("31.2.26")
    keys.type("62")
    keys.save()
    assert "cannot be read as a date" in page._head._collected_field.note()
    assert _values(empty_desk, patient) == {}


def test_a_sample_from_the_future_is_refused(open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    keys.enter("1.1.2027")
    keys.type("62")
    keys.save()
    assert page._head._collected_field.is_refused
    assert _values(empty_desk, patient) == {}


def test_any_test_can_be_added_by_its_name(open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    assert "ldh" not in page._sheet
    page._add.setFocus()
    keys.enter("LDH")
    keys.type("200")
    keys.save()
    assert _values(empty_desk, patient) == {"ldh": "200"}


def test_a_name_that_is_no_test_is_named(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    page._add.setFocus()
    keys.enter("xyzzy")
    assert _problem(page) == "No test is called “xyzzy”."


def test_units_follow_the_laboratory(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    empty_desk.laboratories.add(Laboratory(name="Metric Lab", units="si"))
    page = open_page(enter("Mensah"))
    page._head.laboratory.setCurrentText("City Lab")
    assert _row(page, "calcium").unit.currentText() == "mg/dL"
    page._head.laboratory.setCurrentText("Metric Lab")
    assert _row(page, "calcium").unit.currentText() == "mmol/L"


def test_a_new_laboratory_is_announced_and_added(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    page._head.laboratory.setEditText("Harbour Lab")
    assert "will be added" in page._head._laboratory_field.note()
    page._sheet.go_first()
    keys.type("62")
    keys.save()
    panel = empty_desk.patients.record(patient).panels[-1].panel
    assert empty_desk.laboratories.get(panel.laboratory_id or 0).name == "Harbour Lab"


@pytest.mark.parametrize(
    ("sex", "born", "asked"),
    [
        (Sex.FEMALE, date(1990, 1, 1), True),
        (Sex.FEMALE, date(1950, 1, 1), False),
        (Sex.FEMALE, date(2016, 1, 1), False),
        (Sex.MALE, date(1990, 1, 1), False),
        (Sex.UNKNOWN, date(1990, 1, 1), True),
    ],
)
def test_pregnancy_is_asked_only_where_it_can_be(
    open_page: Open, empty_desk: Desk, sex: Sex, born: date, asked: bool
) -> None:
    patient = Patient(number="77", family_name="Quill", birth_date=born, sex=sex)
    page = open_page(empty_desk.patients.add(patient).id or 0)
    assert page._head._gestation_field.isVisible() is asked


def test_weeks_of_pregnancy_change_the_interval(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah", born=date(1995, 1, 1)))
    page._head.laboratory.setCurrentText("")
    keys.enter()
    keys.type("30")
    assert _row(page, "alp").now.text().startswith("↓ low")
    page._head.gestation.setText("10")
    assert _row(page, "alp").now.text().startswith("within")


def test_ctrl_t_opens_the_templates_and_the_typed_values_stay(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    keys.enter()
    keys.type("62")
    keys.press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert page._template.view().isVisible()
    page._template.hidePopup()
    page._template_picked("liver")
    assert _row(page, "alp").value.text() == "62"
    assert "ggt" in page._sheet


def test_the_page_shows_a_hostile_name_literally(open_page: Open, enter: Enter) -> None:
    page = open_page(enter(HOSTILE))
    assert HOSTILE in shown_texts(page)
    assert unsafe_labels(page) == []


def test_every_cell_says_what_it_is(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    cells = [cell for row in page._sheet._rows.values() for cell in (row.value, row.unit, row.low, row.high)]
    assert all(cell.accessibleName() for cell in cells)
    assert len({cell.accessibleName() for cell in cells}) == len(cells)


def test_the_field_that_is_typed_in_is_always_in_sight(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    page.resize(900, 480)
    keys.enter()
    for _ in page._sheet.rows()[:-1]:
        assert not keys.focus().visibleRegion().isEmpty()
        keys.enter()
    assert not keys.focus().visibleRegion().isEmpty()


def test_panels_of_one_day_are_kept_apart(open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    for value in ("62", "64"):
        page.start(patient)
        keys.enter()
        keys.type(value)
        keys.save()
    panels: list[Panel] = [each.panel for each in empty_desk.patients.record(patient).panels]
    assert len({panel.uid for panel in panels}) == 2


def test_a_report_typed_a_second_time_is_named_and_can_be_saved(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="62")
    page = open_page(patient)
    page._head.laboratory.setCurrentText("City Lab")
    page._head.collected.set_date(date(2026, 2, 20))
    assert page._twin.isHidden()
    _row(page, "alp").value.setFocus()
    keys.type("62")
    assert not page._twin.isHidden()
    assert "1 of 1 values are the same. Perhaps it was entered before." in page._twin.accessibleName()
    page._save.click()
    assert len(empty_desk.patients.record(patient).panels) == 2
