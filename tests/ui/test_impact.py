"""The list of flags that turn is read and signed in the page, before anything is kept."""

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import Sex
from alpdesk.services.desk import Desk
from alpdesk.ui.patients.form_page import PatientFormPage
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels
from tests.ui.keyboard import Keyboard


def a_form(qtbot: QtBot, desk: Desk, patient: int) -> PatientFormPage:
    page = on_screen(qtbot, PatientFormPage(desk), 800)
    page.start(patient)
    return page


def cells(page: PatientFormPage) -> list[list[str]]:
    model = page.impact.table.model()
    return [[str(model.index(row, column).data()) for column in range(5)] for row in range(model.rowCount())]


def test_another_birth_date_is_kept_only_after_its_list_is_signed(
    qtbot: QtBot, empty_desk: Desk, enter: Enter, keys: Keyboard
) -> None:
    patient = enter("Mensah", alp="60")
    page = a_form(qtbot, empty_desk, patient)
    page.form.birth.set_date(date(2016, 3, 12))
    page.save.click()
    assert page.impact.isVisible() and page.impact.reason.hasFocus()
    assert page.impact.title.text() == "This turns 1 flag"
    assert "1 value becomes low · 1 patient" in shown_texts(page)
    assert cells(page) == [["Mensah, Abena", "20 Feb 2026", "ALP", "within", "↓ very low"]]
    page.impact.sign.click()
    assert "Type the reason first." in shown_texts(page)
    assert empty_desk.patients.get(patient).birth_date == date(1980, 3, 12)
    keys.type("was mistyped")
    with qtbot.waitSignal(page.patient_kept):
        keys.save()
    assert empty_desk.patients.get(patient).birth_date == date(2016, 3, 12)
    assert empty_desk.decisions.waiting(patient) is not None


def test_whoever_does_not_sign_goes_on_typing(qtbot: QtBot, empty_desk: Desk, enter: Enter, keys: Keyboard) -> None:
    patient = enter(HOSTILE, alp="37")
    page = a_form(qtbot, empty_desk, patient)
    page.form.sex.set_value(Sex.MALE)
    page.save.click()
    assert unsafe_labels(page) == []
    keys.press(Qt.Key.Key_Escape)
    assert not page.impact.isVisible()
    assert page.form.sex.value() == Sex.MALE
    assert empty_desk.patients.get(patient).sex is Sex.FEMALE


def test_a_change_that_turns_nothing_is_one_key(qtbot: QtBot, empty_desk: Desk, enter: Enter) -> None:
    patient = enter("Mensah", alp="60")
    page = a_form(qtbot, empty_desk, patient)
    page.form.birth.set_date(date(1980, 3, 13))
    with qtbot.waitSignal(page.patient_kept):
        page.save.click()
    assert not page.impact.isVisible()
