"""The list of flags that turn is read and signed in the page, before anything is kept."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import Sex
from alpdesk.domain.terms import EditKind
from alpdesk.services.desk import Desk
from alpdesk.ui.patients.form_page import PatientFormPage
from alpdesk.ui.settings.clinic import ClinicSection
from alpdesk.ui.settings.page import SettingsPage
from alpdesk.ui.tasks import at_once
from alpdesk.ui.workspace import Workspace
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels
from tests.ui.keyboard import Keyboard

T = TypeVar("T")


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


def test_whoever_types_on_after_the_list_has_to_save_again(
    qtbot: QtBot, empty_desk: Desk, enter: Enter, keys: Keyboard
) -> None:
    patient = enter("Mensah", alp="100")
    page = a_form(qtbot, empty_desk, patient)
    page.form.birth.set_date(date(2008, 6, 1))
    page.save.click()
    assert page.impact.isVisible()
    page.form.birth.setFocus()
    page.form.birth.selectAll()
    keys.type("1.6.2016")
    assert not page.impact.isVisible()
    page.save.click()
    assert page.impact.isVisible()
    page.form.given.setFocus()
    keys.type("x")
    assert not page.impact.isVisible()


def test_what_is_kept_is_what_was_compared(qtbot: QtBot, empty_desk: Desk, enter: Enter, keys: Keyboard) -> None:
    patient = enter("Mensah", alp="100")
    page = a_form(qtbot, empty_desk, patient)
    page.form.birth.set_date(date(2008, 6, 1))
    page.save.click()
    page.form.birth.setText("1.6.2016")
    keys.type("was mistyped")
    with qtbot.waitSignal(page.patient_kept):
        keys.save()
    assert empty_desk.patients.get(patient).birth_date == date(2008, 6, 1)


def test_a_change_that_turns_nothing_is_one_key(qtbot: QtBot, empty_desk: Desk, enter: Enter) -> None:
    patient = enter("Mensah", alp="60")
    page = a_form(qtbot, empty_desk, patient)
    page.form.birth.set_date(date(1980, 3, 13))
    with qtbot.waitSignal(page.patient_kept):
        page.save.click()
    assert not page.impact.isVisible()


def test_another_profile_for_adults_is_compared_signed_and_kept(
    qtbot: QtBot, empty_desk: Desk, enter: Enter, keys: Keyboard
) -> None:
    patient = enter("Mensah", alp="38")
    page = on_screen(qtbot, SettingsPage(empty_desk, at_once), 800)
    page.reload("clinic")
    section = page.sections["clinic"]
    assert isinstance(section, ClinicSection)
    section.adult.set_value("arup")
    section.save.click()
    assert empty_desk.clinic.get().adult_profile == ""
    assert section.change.card.title.text() == "This turns 1 flag"
    keys.type("as the laboratory prints")
    with qtbot.waitSignal(page.said) as heard:
        keys.save()
    assert heard.args == ["Saved; 1 flag turns"]
    assert empty_desk.clinic.get().adult_profile == "arup"
    assert empty_desk.decisions.waiting(patient) is not None


def test_a_comparison_that_is_stopped_keeps_nothing(qtbot: QtBot, empty_desk: Desk, enter: Enter) -> None:
    enter("Mensah", alp="38")
    page = on_screen(qtbot, SettingsPage(empty_desk, at_once), 800)
    page.reload("clinic")
    section = page.sections["clinic"]
    assert isinstance(section, ClinicSection)
    change = section.change

    def stopped(work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        change.stop.click()
        at_once(work, done, failed)

    change._run = stopped
    section.adult.set_value("arup")
    section.save.click()
    assert "cancelled before it had seen every result" in shown_texts(section)
    assert empty_desk.clinic.get().adult_profile == ""


def _clinic_with_a_list(qtbot: QtBot, desk: Desk) -> tuple[SettingsPage, ClinicSection]:
    page = on_screen(qtbot, SettingsPage(desk, at_once), 800)
    page.reload("clinic")
    section = page.sections["clinic"]
    assert isinstance(section, ClinicSection)
    section.adult.set_value("arup")
    section.save.click()
    assert section.change.card.isVisible()
    return page, section


def test_keeping_what_was_signed_says_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, empty_desk: Desk, enter: Enter, keys: Keyboard
) -> None:
    for name in ("Mensah", "Boateng", "Owusu"):
        enter(name, alp="38")
    page, section = _clinic_with_a_list(qtbot, empty_desk)
    change, told = section.change, list[int]()

    def look_on(percent: int) -> None:
        told.append(percent)
        if len(told) == 2:
            change.stop.click()

    change._came.connect(look_on)
    keys.type("as the laboratory prints")
    keys.save()
    assert told == [0, 33]
    assert "nothing was changed" in shown_texts(page)
    assert empty_desk.clinic.get().adult_profile == ""
    assert empty_desk.worklist.today().unanswered == ()


def test_the_list_goes_away_when_somebody_types_on_in_the_settings(
    qtbot: QtBot, empty_desk: Desk, enter: Enter, keys: Keyboard
) -> None:
    enter("Mensah", alp="38")
    page, section = _clinic_with_a_list(qtbot, empty_desk)
    section.name.setFocus()
    keys.type("x")
    assert page.isVisible() and not section.change.card.isVisible()
    assert empty_desk.clinic.get().adult_profile == ""


def test_pages_made_before_a_rule_changed_are_made_anew(qtbot: QtBot, empty_desk: Desk, enter: Enter) -> None:
    patient = enter("Mensah", alp="30")
    workspace = Workspace(empty_desk, at_once, demo=False, place="")
    qtbot.addWidget(workspace)
    workspace.go("patient", patient)
    before = workspace.page("patient")
    workspace.go("today")
    assert workspace.page("patient") is before
    empty_desk.own_rules.put(EditKind.MEDICINE_CLASS, "denosumab", {"names": ["Bonestrong"]})
    workspace.go("patient", patient)
    assert workspace.page("patient") is not before
    assert "Rule book 2026.1+clinic.1" in shown_texts(workspace)
