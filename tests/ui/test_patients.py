"""Finding and adding patients."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import Patient, Sex
from alpdesk.services.desk import Desk
from alpdesk.ui.patients.form_page import PatientFormPage
from alpdesk.ui.patients.model import NAME, WAITING, PatientModel
from alpdesk.ui.patients.page import PatientsPage
from alpdesk.ui.widgets import Banner
from tests.ui.conftest import HOSTILE, Enter, shown_texts, unsafe_labels


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk) -> PatientsPage:
    made = PatientsPage(empty_desk)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


@pytest.fixture
def form_page(qtbot: QtBot, empty_desk: Desk) -> PatientFormPage:
    made = PatientFormPage(empty_desk)
    qtbot.addWidget(made)
    made.resize(1000, 900)
    made.show()
    made.start(None)
    return made


def _names(page: PatientsPage) -> list[str]:
    return [str(page.model.index(row, NAME).data()) for row in range(page.model.rowCount())]


def test_typing_finds_and_enter_opens(qtbot: QtBot, page: PatientsPage, enter: Enter) -> None:
    enter("Asante")
    key = enter("Müller")
    page.reload()
    qtbot.keyClicks(page.search, "muller")
    qtbot.waitUntil(lambda: _names(page) == ["Müller, Abena"])
    with qtbot.waitSignal(page.patient_requested) as opened:
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert opened.args == [key]


def test_enter_does_not_wait_for_the_pause(qtbot: QtBot, page: PatientsPage, enter: Enter) -> None:
    enter("Asante")
    key = enter("Zulu")
    page.reload()
    qtbot.keyClicks(page.search, "zulu")
    with qtbot.waitSignal(page.patient_requested) as opened:
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert opened.args == [key]


def test_the_arrows_move_the_list_while_the_field_keeps_the_focus(
    qtbot: QtBot, page: PatientsPage, enter: Enter
) -> None:
    enter("Asante")
    key = enter("Boateng")
    page.reload()
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.patient_requested) as opened:
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert opened.args == [key]


def test_nobody_found_says_so_and_is_no_error(qtbot: QtBot, page: PatientsPage, enter: Enter) -> None:
    enter("Asante")
    page.reload()
    qtbot.keyClicks(page.search, HOSTILE)
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page._nothing)
    assert HOSTILE in shown_texts(page)
    assert unsafe_labels(page) == []


def test_the_list_fetches_as_one_scrolls(qtmodeltester: ModelTester, empty_desk: Desk, enter: Enter) -> None:
    for number in range(7):
        enter(f"Person{number}")
    model = PatientModel(date(2026, 3, 2))
    model.start(lambda after: empty_desk.patients.search("", limit=3, after=after))
    assert model.rowCount() == 3
    while model.canFetchMore(model.index(-1, -1)):
        model.fetchMore(model.index(-1, -1))
    assert [model.index(row, NAME).data() for row in (0, 6)] == ["Person0, Abena", "Person6, Abena"]
    qtmodeltester.check(model)


def test_a_waiting_low_shows_in_the_list(page: PatientsPage, enter: Enter) -> None:
    enter("Mensah", alp="29")
    page.reload()
    assert str(page.model.index(0, WAITING).data()).startswith("↓")


def test_a_patient_is_typed_and_kept_by_keyboard(qtbot: QtBot, form_page: PatientFormPage, empty_desk: Desk) -> None:
    form = form_page.form
    qtbot.keyClicks(form.family, "Mensah")
    qtbot.keyClicks(form.given, "Abena")
    qtbot.keyClicks(form.birth, "12.3.1980")
    qtbot.keyClick(form.sex, Qt.Key.Key_Down)
    form.sex.set_value(Sex.FEMALE)
    with qtbot.waitSignal(form_page.patient_kept) as kept:
        qtbot.keyClick(form.sex, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    patient = empty_desk.patients.get(kept.args[0])
    assert (patient.name, patient.birth_date, patient.sex) == ("Mensah, Abena", date(1980, 3, 12), Sex.FEMALE)


def test_the_age_is_echoed_while_the_date_is_typed(qtbot: QtBot, form_page: PatientFormPage) -> None:
    qtbot.keyClicks(form_page.form.birth, "12.3.1980")
    assert form_page.form._fields["birth_date"].note() == "45 years old"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31.2.1980", "This is no date. Type it as 12.3.1980."),
        ("12.3.2027", "This day is still to come."),
        ("12.3.1871", "Nobody is that old."),
    ],
)
def test_an_impossible_birth_date_is_named_at_once(
    qtbot: QtBot, form_page: PatientFormPage, text: str, said: str
) -> None:
    qtbot.keyClicks(form_page.form.birth, text)
    assert form_page.form._fields["birth_date"].note() == said


def test_what_is_missing_is_marked_and_nothing_is_kept(
    qtbot: QtBot, form_page: PatientFormPage, empty_desk: Desk
) -> None:
    form_page.save.click()
    wrong = [name for name, field in form_page.form._fields.items() if field.is_refused]
    assert wrong == ["family_name", "birth_date", "sex"]
    assert empty_desk.patients.count() == 0


def test_a_likely_twin_is_named_while_typing(qtbot: QtBot, form_page: PatientFormPage, enter: Enter) -> None:
    key = enter("Mensah")
    form = form_page.form
    qtbot.keyClicks(form.given, "Abena")
    qtbot.keyClicks(form.birth, "12.3.1980")
    qtbot.keyClicks(form.family, "Mensah")
    qtbot.waitUntil(lambda: form_page.twins.count() == 1)
    assert "Already here? Mensah, Abena" in shown_texts(form_page)
    banner = next(one for one in form_page.findChildren(Banner) if "Already here" in one.accessibleName())
    with qtbot.waitSignal(form_page.patient_requested) as opened:
        banner.acted.emit()
    assert opened.args == [key]


def test_a_taken_number_is_refused_and_what_was_typed_stays(
    qtbot: QtBot, form_page: PatientFormPage, enter: Enter, empty_desk: Desk
) -> None:
    taken = empty_desk.patients.get(enter("Mensah")).number
    form = form_page.form
    form.number.setText(taken)
    form.family.setText("Other")
    form.birth.setText("1.2.1990")
    form.sex.set_value(Sex.MALE)
    form_page.save.click()
    assert form.family.text() == "Other"
    assert "Nothing was saved" in shown_texts(form_page)
    assert empty_desk.patients.count() == 1


def test_a_change_keeps_what_the_form_does_not_show(qtbot: QtBot, form_page: PatientFormPage, empty_desk: Desk) -> None:
    kept = empty_desk.patients.add(
        Patient(number="7", family_name="Old", birth_date=date(1980, 3, 12), sex=Sex.FEMALE, language="de")
    )
    form_page.start(kept.id)
    form_page.form.family.setText("New")
    form_page.save.click()
    changed = empty_desk.patients.get(kept.id or 0)
    assert (changed.family_name, changed.language, changed.birth_date) == ("New", "de", date(1980, 3, 12))


def test_a_hostile_name_goes_in_and_is_shown_literally(
    qtbot: QtBot, form_page: PatientFormPage, page: PatientsPage, empty_desk: Desk
) -> None:
    form = form_page.form
    form.family.setText(HOSTILE)
    form.birth.setText("1.2.1990")
    form.sex.set_value(Sex.UNKNOWN)
    form_page.save.click()
    page.reload()
    assert _names(page) == [HOSTILE]


def test_a_form_that_was_left_holds_what_was_typed(qtbot: QtBot, form_page: PatientFormPage) -> None:
    qtbot.keyClicks(form_page.form.family, "Mensah")
    qtbot.keyClicks(form_page.form.birth, "12.3.1980")
    form_page.hide()
    form_page.show()
    form_page.start(None)
    assert (form_page.form.family.text(), form_page.form._born()) == ("Mensah", date(1980, 3, 12))


def test_a_cleared_form_holds_nothing(qtbot: QtBot, form_page: PatientFormPage, empty_desk: Desk) -> None:
    qtbot.keyClicks(form_page.form.family, "Mensah")
    form_page._clear.click()
    assert form_page.form.family.text() == ""
    assert empty_desk.drafts.list() == ()


def test_a_left_change_brings_back_only_what_was_changed(
    qtbot: QtBot, form_page: PatientFormPage, empty_desk: Desk, enter: Enter
) -> None:
    key = enter("Mensah")
    form_page.start(key)
    qtbot.keyClicks(form_page.form.phone, "020 7946 0000")
    form_page.start(None)
    empty_desk.patients.update(empty_desk.patients.get(key).model_copy(update={"family_name": "Mensah-Ade"}))
    form_page.start(key)
    assert (form_page.form.family.text(), form_page.form.phone.text()) == ("Mensah-Ade", "020 7946 0000")


def test_a_form_left_half_typed_overwrites_nothing_that_was_saved_meanwhile(
    qtbot: QtBot, form_page: PatientFormPage, empty_desk: Desk, enter: Enter
) -> None:
    """Both versions of the telephone number stand side by side; what only the other has changed stays theirs."""
    patient = enter("Mensah")
    form_page.start(patient)
    form_page.form.phone.selectAll()
    qtbot.keyClicks(form_page.form.phone, "0171 111")
    form_page.start(None)
    kept = empty_desk.patients.get(patient)
    empty_desk.patients.update(kept.model_copy(update={"phone": "0160 999", "email": "molly@example.org"}))
    form_page.start(patient)
    assert form_page.form.phone.text() == "0171 111"
    form_page.save.click()
    assert form_page.conflict is not None
    assert empty_desk.patients.get(patient).phone == "0160 999"
    assert {"0171 111", "0160 999"} <= set(shown_texts(form_page.conflict).split("\n"))


def test_a_saved_form_holds_nothing_back(
    qtbot: QtBot, form_page: PatientFormPage, enter: Enter, empty_desk: Desk
) -> None:
    form_page.start(enter("Mensah"))
    qtbot.keyClicks(form_page.form.phone, "020 7946 0000")
    with qtbot.waitSignal(form_page.patient_kept):
        form_page.save.click()
    form_page.hide()
    assert empty_desk.drafts.list() == ()


def test_the_first_letter_chooses_the_sex(qtbot: QtBot, form_page: PatientFormPage) -> None:
    qtbot.keyClick(form_page.form.sex, "m")
    assert form_page.form.sex.value() == Sex.MALE


def test_the_language_of_letters_is_chosen_by_its_own_name(form_page: PatientFormPage) -> None:
    assert "English" in form_page.form.language.currentText()


def test_letters_to_a_new_patient_are_in_the_clinics_language(qtbot: QtBot, empty_desk: Desk) -> None:
    page = PatientFormPage(empty_desk)
    qtbot.addWidget(page)
    page.start(None)
    assert page.form.language.value() == empty_desk.clinic.get().language == "en"
    empty_desk.clinic.update(empty_desk.clinic.get().model_copy(update={"language": "de"}))
    page.start(None)
    assert page.form.language.value() == "de"
