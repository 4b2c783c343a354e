"""A wrong value, a wrong patient and two records of one person are put right from the patient page."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import TypeVar

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import DecisionKind, Haemolysis, LetterKind, Medicine, Panel, Recall, Result, Specimen
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.services.panels import ResultDraft
from alpdesk.store.tables import PanelRow
from alpdesk.ui.letters.model import STATE
from alpdesk.ui.letters.page import LettersPage
from alpdesk.ui.patient.page import PatientPage
from alpdesk.ui.patients.form_page import PatientFormPage
from alpdesk.ui.records.after_dialog import AfterDialog
from alpdesk.ui.records.conflict import ConflictDialog
from alpdesk.ui.records.correct_dialog import CorrectDialog
from alpdesk.ui.records.frame import ActionDialog
from alpdesk.ui.records.people_dialog import PeopleDialog
from alpdesk.ui.records.sample_dialog import SampleDialog
from alpdesk.ui.settings.clinic import ClinicSection
from alpdesk.ui.tasks import at_once
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels
from tests.ui.keyboard import Keyboard

Open = Callable[[int], PatientPage]
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def open_page(qtbot: QtBot, empty_desk: Desk) -> Open:
    def opened(patient: int) -> PatientPage:
        page = on_screen(qtbot, PatientPage(empty_desk), 900)
        page.show_patient(patient)
        page._overview.table.setFocus()
        return page

    return opened


def _dialog(page: PatientPage, kind: type[D]) -> D:
    dialog = page._records.dialog
    assert isinstance(dialog, kind), dialog
    return dialog


def _key(page: PatientPage, key: Qt.Key) -> None:
    QTest.keyClick(page._overview.table, key)


def _cell(page: PatientPage, row: int = 0) -> str:
    model = page._overview.table.results_model()
    return str(model.data(model.index(row, model.columnCount() - 1), Qt.ItemDataRole.AccessibleTextRole))


def _panel(desk: Desk, patient: int) -> int:
    return desk.patients.record(patient, withdrawn=True).panels[-1].panel.id or 0


def test_a_pasted_control_character_is_refused_in_a_sentence_and_a_soft_break_is_kept(
    open_page: Open, enter: Enter, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    dialog = _correct(page, keys, "60", "")
    dialog.reason.setText("mis\x07read")
    dialog.act.click()
    assert "The field reason contains a control character" in shown_texts(dialog)
    assert (dialog.value.text(), dialog.reason.text()) == ("60", "mis\x07read")
    dialog.reason.setText("mis\x0bread")
    dialog.act.click()
    assert [one.reason for one in empty_desk.corrections.of_patient(patient)] == ["mis\nread"]


def _print(desk: Desk, patient: int) -> str:
    kept = desk.letters.keep(desk.letters.compose(patient, LetterKind.PATIENT))
    pages = PdfReader(BytesIO(desk.letters.bytes(kept.id))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _correct(page: PatientPage, keys: Keyboard, value: str, reason: str) -> CorrectDialog:
    _key(page, Qt.Key.Key_F2)
    dialog = _dialog(page, CorrectDialog)
    dialog.value.selectAll()
    QTest.keyClicks(dialog.value, value)
    QTest.keyClicks(dialog.reason, reason)
    return dialog


def _keep(dialog: CorrectDialog) -> None:
    """Keep the new value, typing it once more where that is asked for."""
    value = dialog.value.text()
    dialog.act.click()
    assert dialog.looking.is_hiding
    QTest.keyClicks(dialog.looking.edit, value)
    QTest.keyClick(dialog.looking.edit, Qt.Key.Key_Return)


def _values(desk: Desk, patient: int) -> list[str]:
    return [result.value for result in desk.panels.get(_panel(desk, patient)).results]


def test_a_value_is_corrected_by_the_keyboard_alone_and_both_values_stand_in_print(
    open_page: Open, enter: Enter, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    dialog = _correct(page, keys, "33", "misread")
    assert "Kept: 29 U/L" in dialog.old.text() and dialog.verdict.text().startswith("↓ low")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert dialog.isVisible() and dialog.value.echoMode() is QLineEdit.EchoMode.Password
    assert "33" not in shown_texts(dialog) and not dialog.verdict.isVisible()
    QTest.keyClicks(dialog.looking.edit, "33,0")
    QTest.keyClick(dialog.looking.edit, Qt.Key.Key_Return)
    assert _cell(page).endswith("corrected, previously 29 U/L")
    assert "33 U/L, low" in _cell(page)
    said = _print(empty_desk, patient)
    assert "33 U/L" in said and "corrected on 2 March 2026. Before that, our record said 29 U/L." in said
    assert "ALP of 20 Feb 2026: 29 U/L corrected to 33 U/L" in shown_texts(page._tabs.history)
    assert "misread" in shown_texts(page._tabs.history)


@pytest.mark.parametrize(("key", "kept"), [(Qt.Key.Key_F, "29"), (Qt.Key.Key_S, "39")])
def test_a_low_correction_typed_twice_differently_is_chosen_with_both_in_sight(
    open_page: Open, enter: Enter, empty_desk: Desk, keys: Keyboard, key: Qt.Key, kept: str
) -> None:
    patient = enter("Mensah", alp="62")
    dialog = _correct(open_page(patient), keys, "29", "misread")
    dialog.act.click()
    QTest.keyClicks(dialog.looking.edit, "39")
    QTest.keyClick(dialog.looking.edit, Qt.Key.Key_Return)
    assert "First you typed 29, then 39." in shown_texts(dialog)
    dialog.submit()
    assert _values(empty_desk, patient) == ["62"], "it is not kept before one is chosen"
    QTest.keyClick(dialog.looking.edit, key)
    assert _values(empty_desk, patient) == ["62", kept]


def test_a_correction_that_slips_by_ten_is_asked_about_and_then_typed_again(
    open_page: Open, enter: Enter, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = enter("Mensah", alp="60", collected=date(2026, 1, 5))
    panel = Panel(collected=date(2026, 2, 20), laboratory_id=1, profile="roche_mayo")
    empty_desk.panels.enter(patient, panel, (Result(analyte="alp", value="62", unit="U/L"),))
    dialog = _correct(open_page(patient), keys, "620", "misread")
    QTest.keyClick(dialog.value, Qt.Key.Key_Return)
    asked = dialog.looking.question
    assert dialog.focusWidget() is asked and "About ten times the previous value, 60" in shown_texts(dialog)
    dialog.submit()
    assert _values(empty_desk, patient) == ["62"]
    QTest.keyClick(asked, Qt.Key.Key_K)
    assert dialog.looking.is_hiding, "kept as it is, and typed once more"
    QTest.keyClicks(dialog.looking.edit, "620")
    QTest.keyClick(dialog.looking.edit, Qt.Key.Key_Return)
    assert _values(empty_desk, patient) == ["62", "620"]


def test_a_correction_that_is_no_number_is_asked_about(
    open_page: Open, enter: Enter, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = enter("Mensah", alp="62")
    dialog = _correct(open_page(patient), keys, "2 9", "misread")
    dialog.act.click()
    assert "“2 9” is not a number." in shown_texts(dialog)
    assert _values(empty_desk, patient) == ["62"]
    QTest.keyClick(dialog.looking.question, Qt.Key.Key_K)
    assert _values(empty_desk, patient) == ["62", "2 9"]


def test_a_correction_changed_while_it_is_typed_again_is_in_sight_and_looked_at_anew(
    open_page: Open, enter: Enter, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = enter("Mensah", alp="62")
    dialog = _correct(open_page(patient), keys, "29", "misread")
    dialog.act.click()
    QTest.keyClicks(dialog.value, "5")
    assert dialog.value.echoMode() is QLineEdit.EchoMode.Normal and not dialog.looking.is_hiding
    assert dialog.verdict.isVisible() and _values(empty_desk, patient) == ["62"]


def test_a_clinic_without_the_second_look_keeps_a_low_correction_at_once(
    open_page: Open, enter: Enter, empty_desk: Desk, keys: Keyboard
) -> None:
    empty_desk.second_look.switch(on=False, reason="Two people read every report.")
    patient = enter("Mensah", alp="62")
    _correct(open_page(patient), keys, "29", "misread").act.click()
    assert _values(empty_desk, patient) == ["62", "29"]


@pytest.mark.parametrize(("value", "reason", "said"), [("33", "", "Type the reason"), ("", "why", "Type the new")])
def test_a_correction_without_value_or_reason_is_not_kept(
    open_page: Open, enter: Enter, empty_desk: Desk, keys: Keyboard, value: str, reason: str, said: str
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    dialog = _correct(page, keys, value, reason)
    if not value:
        dialog.value.clear()
    dialog.act.click()
    assert said in shown_texts(dialog) and dialog.isVisible()
    assert not empty_desk.corrections.of_patient(patient)


def test_an_impossible_value_is_said_while_it_is_typed_and_never_kept(
    open_page: Open, enter: Enter, empty_desk: Desk, keys: Keyboard
) -> None:
    page = open_page(enter("Mensah", alp="29"))
    dialog = _correct(page, keys, "29000000", "a slip")
    assert dialog._fields["value"].is_refused
    dialog.act.click()
    assert dialog.isVisible() and dialog.trouble.isVisible() and dialog.value.text() == "29000000"


def test_after_a_slip_the_user_is_asked_and_may_answer_there_and_then(
    open_page: Open, enter: Enter, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = enter("Mensah", alp="9")
    page = open_page(patient)
    _correct(page, keys, "90", "the 0 was missed").act.click()
    after = _dialog(page, AfterDialog)
    assert "ALP 9 U/L was shown and still waits for an answer." in shown_texts(after)
    assert after.reason.text() == "the 0 was missed"
    assert empty_desk.decisions.waiting(patient) is not None
    assert "Rests on a value that was corrected on 2 Mar 2026: the 0 was missed" in shown_texts(page._tabs.history)
    after.act.click()
    assert empty_desk.decisions.waiting(patient) is None


def _answered(desk: Desk, patient: int) -> None:
    """Answer what waits, with a plan of monitoring."""
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None and waiting.id is not None
    kind, plan = DecisionKind.WORK_UP, ("hpp-adult",)
    desk.decisions.sign(DecisionDraft(patient_id=patient, assessment_id=waiting.id, kind=kind, templates=plan))
    assert _open(desk, patient)


def _open(desk: Desk, patient: int) -> list[Recall]:
    return [recall for recall in desk.decisions.recalls(patient) if recall.closed_on is None]


def test_what_an_answer_to_a_slip_started_is_shown_and_stopped_with_the_reason_of_the_correction(
    open_page: Open, enter: Enter, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = enter("Mensah", alp="9")
    _answered(empty_desk, patient)
    first = _open(empty_desk, patient)[0].title
    page = open_page(patient)
    _correct(page, keys, "90", "the 0 was missed").act.click()
    after = _dialog(page, AfterDialog)
    said = shown_texts(after)
    assert "ALP 9 U/L was answered on 2 Mar 2026. It started what still runs:" in said and first in said
    after.stops[0].click()
    assert "closed, with the reason of the correction" in shown_texts(after) and after.stops[0].isHidden()
    assert not _open(empty_desk, patient)
    assert {plan.stop_reason for plan in empty_desk.decisions.plans(patient)} == {"the 0 was missed"}
    assert {recall.closed_reason for recall in empty_desk.decisions.recalls(patient)} == {"the 0 was missed"}


def test_an_answer_that_rests_on_a_withdrawn_panel_is_answered_anew_or_left(
    qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    _answered(empty_desk, patient)
    shown = empty_desk.decisions.assessments(patient)[0].id
    page = open_page(patient)
    _key(page, Qt.Key.Key_Delete)
    dialog = _dialog(page, ActionDialog)
    QTest.keyClicks(dialog.reason, "wrong tube")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    after = _dialog(page, AfterDialog)
    with qtbot.waitSignal(page.assessment_requested) as wished:
        after.anew[0].click()
    assert wished.args == [patient, shown]
    assert _open(empty_desk, patient), "nothing is stopped by leaving"


def test_a_later_sample_that_looked_back_on_the_slip_is_named_and_leads_to_its_answer(
    qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = enter("Mensah", alp="29")
    later = Panel(collected=date(2026, 2, 27), laboratory_id=1, profile="roche_mayo")
    empty_desk.panels.enter(patient, later, (Result(analyte="alp", value="28", unit="U/L"),))
    newest = empty_desk.decisions.assessments(patient)[0].id
    page = open_page(patient)
    _key(page, Qt.Key.Key_Left)
    _correct(page, keys, "90", "another patient's").act.click()
    after = _dialog(page, AfterDialog)
    assert "A later ALP, 28 U/L, looked back on the old value and waits for an answer." in shown_texts(after)
    with qtbot.waitSignal(page.assessment_requested) as wished:
        after.anew[-1].click()
    assert wished.args == [patient, newest]


def test_a_slip_that_is_left_stays_on_the_list(open_page: Open, enter: Enter, empty_desk: Desk, keys: Keyboard) -> None:
    patient = enter("Mensah", alp="9")
    page = open_page(patient)
    _correct(page, keys, "90", "the 0 was missed").act.click()
    _dialog(page, AfterDialog).leave.click()
    assert empty_desk.worklist.today().counts.unanswered == 1


def test_a_letter_that_quotes_the_old_value_is_offered_to_be_corrected(
    qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = enter("Mensah", alp="29")
    kept = empty_desk.letters.keep(empty_desk.letters.compose(patient, LetterKind.PATIENT))
    page = open_page(patient)
    _keep(_correct(page, keys, "33", "misread"))
    after = _dialog(page, AfterDialog)
    with qtbot.waitSignal(page.correction_requested) as wished:
        after.letters[0].click()
    assert wished.args[0].id == kept.id
    assert "quotes a value corrected on 2 Mar 2026" in shown_texts(page._tabs.letters)


def test_who_corrects_second_sees_the_first_and_loses_nothing_typed(
    open_page: Open, enter: Enter, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    dialog = _correct(page, keys, "33", "misread")
    panel = _panel(empty_desk, patient)
    old = empty_desk.panels.get(panel).results[0].id or 0
    empty_desk.corrections.correct(panel, old, ResultDraft(analyte="alp", value="31", unit="U/L"), "first")
    _keep(dialog)
    assert "corrected this to 31 U/L" in shown_texts(dialog)
    assert "Kept: 31 U/L" in dialog.old.text() and dialog.value.text() == "33"
    dialog.act.click()
    assert [r.value for r in empty_desk.panels.get(panel).results] == ["29", "31", "33"]


def test_a_withdrawn_result_is_shown_struck_through_and_comes_back(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="62")
    page = open_page(patient)
    _key(page, Qt.Key.Key_Delete)
    dialog = _dialog(page, ActionDialog)
    QTest.keyClicks(dialog.reason, "wrong tube")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert _cell(page) == "ALP, 20 Feb 26: 62 U/L, withdrawn"
    assert not empty_desk.patients.record(patient).panels
    page._tabs.history.undo_requested.emit(empty_desk.corrections.marks(patient)[0])
    back = _dialog(page, ActionDialog)
    QTest.keyClicks(back.reason, "it was hers")
    back.act.click()
    assert "62 U/L, within" in _cell(page)


def test_a_sample_is_corrected_and_judged_anew(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="62")
    page = open_page(patient)
    page._records.correct_sample(_panel(empty_desk, patient))
    dialog = _dialog(page, SampleDialog)
    dialog.specimen.setCurrentIndex(2)
    dialog.collected.set_date(date(2026, 2, 10))
    dialog.haemolysis.set_value(Haemolysis.SLIGHT)
    QTest.keyClicks(dialog.reason, "the label was misread")
    dialog.act.click()
    assert empty_desk.panels.get(_panel(empty_desk, patient)).panel.specimen.value == "edta"
    assert "not interpretable" in shown_texts(page)
    assert (
        "Sample of 10 Feb 2026: collected 20 Feb 2026, corrected to 10 Feb 2026; specimen serum, corrected to EDTA; "
        "haemolysis none noted, corrected to slight" in shown_texts(page._tabs.history)
    )


def test_two_who_correct_one_sample_see_both_and_lose_nothing(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="62")
    panel, page = _panel(empty_desk, patient), open_page(patient)
    page._records.correct_sample(panel)
    dialog = _dialog(page, SampleDialog)
    dialog.specimen.set_value(Specimen.EDTA)
    QTest.keyClicks(dialog.reason, "the label was misread")
    theirs = empty_desk.panels.get(panel).panel.model_copy(
        update={"collected": date(2026, 2, 10), "specimen": Specimen.CITRATE}
    )
    empty_desk.corrections.change_sample(theirs, "Theirs.")
    dialog.act.click()
    assert dialog.conflict is not None
    said = shown_texts(dialog.conflict)
    assert all(words in said for words in ("EDTA", "citrate", "10 Feb 2026", "20 Feb 2026"))
    dialog.conflict.accept()
    kept = empty_desk.panels.get(panel).panel
    assert (kept.collected, kept.specimen) == (date(2026, 2, 10), Specimen.EDTA), "each keeps what it meant to change"
    assert not dialog.isVisible()


def test_before_a_merge_differing_facts_and_flags_are_told_in_words(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    keep, gone = enter("Mensah", born=date(2016, 3, 12)), enter("Mensah-Owusu", alp="80")
    _two(empty_desk, gone, preterm=True)
    page = open_page(keep)
    page._merge.click()
    dialog = _dialog(page, PeopleDialog)
    QTest.keyClicks(dialog.person.look, "Owusu")
    QTest.keyClick(dialog.person.look, Qt.Key.Key_Return)
    said = dialog.follows.text()
    assert "Born preterm: “no” stays, “yes” goes" in said
    assert "“12 Mar 2016” stays, “12 Mar 1980” goes" in said
    assert "True" not in said and "2026-" not in said
    assert dialog.sure.isVisible()
    assert "differ in: family name, birth date." in dialog.sure.accessibleName()


def test_records_of_one_name_birth_date_and_sex_are_merged_without_a_caution(open_page: Open, enter: Enter) -> None:
    keep = enter("Mensah")
    enter("Mensah")
    enter("Mensah", born=date(1981, 1, 1))
    page = open_page(keep)
    page._merge.click()
    dialog = _dialog(page, PeopleDialog)
    assert not dialog.person.people.isVisible()
    QTest.keyClicks(dialog.person.look, "Mensah")
    QTest.keyClick(dialog.person.look, Qt.Key.Key_Return)
    two = dialog.person.people.height()
    assert dialog.person.people.count() == 2 and not dialog.sure.isVisible()
    dialog.person.people.setCurrentRow(1)
    assert dialog.sure.isVisible() and "birth date." in dialog.sure.accessibleName()
    QTest.keyClicks(dialog.person.look, "x")
    QTest.keyClick(dialog.person.look, Qt.Key.Key_Return)
    assert not dialog.sure.isVisible() and not dialog.person.people.isVisible()
    assert two < 3 * (dialog.fontMetrics().height() + 10)


def test_before_a_merge_no_difference_and_no_contradiction_is_left_out(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    keep, gone = enter("Mensah"), enter("Mensah-Owusu")
    found = sorted(empty_desk.rules.findings)[:9]
    for finding in found:
        empty_desk.patients.set_finding(keep, finding, present=True)
        empty_desk.patients.set_finding(gone, finding, present=False)
    page = open_page(keep)
    page._merge.click()
    dialog = _dialog(page, PeopleDialog)
    QTest.keyClicks(dialog.person.look, "Owusu")
    QTest.keyClick(dialog.person.look, Qt.Key.Key_Return)
    assert all(empty_desk.rules.findings[finding].title in dialog.follows.text() for finding in found)


def test_a_panel_of_the_wrong_patient_moves_and_both_records_say_so(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient, right = enter("Mensah", alp="29"), enter("Okafor")
    page = open_page(patient)
    _key(page, Qt.Key.Key_F4)
    dialog = _dialog(page, PeopleDialog)
    QTest.keyClicks(dialog.person.look, "Okafor")
    QTest.keyClick(dialog.person.look, Qt.Key.Key_Return)
    assert "Okafor, Abena was 45 y old when the sample was taken" in dialog.follows.text()
    QTest.keyClicks(dialog.reason, "wrong patient")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert "Panel of 20 Feb 2026 moved; the other record is Okafor, Abena" in shown_texts(page._tabs.history)
    assert _dialog(page, AfterDialog).isVisible()
    page._records.dialog.reject()  # type: ignore[union-attr]  # asserted above
    page.show_patient(right)
    assert "moved; the other record is Mensah, Abena" in shown_texts(page._tabs.history)
    assert "29 U/L, low" in _cell(page)
    assert empty_desk.worklist.today().counts.unanswered == 2


def test_a_move_lists_the_flags_that_turn_and_what_was_shown_stays_readable(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient, child = enter("Mensah", alp="60"), enter("Young", born=date(2014, 3, 12))
    page = open_page(patient)
    _key(page, Qt.Key.Key_F4)
    dialog = _dialog(page, PeopleDialog)
    QTest.keyClicks(dialog.person.look, "Young")
    QTest.keyClick(dialog.person.look, Qt.Key.Key_Return)
    assert "1 flag would turn:" in dialog.follows.text()
    said = "ALP 60 U/L of 20 Feb 2026: shown as within (35–104), the rules would now say low"
    assert said in dialog.follows.text() and dialog.follows.isVisible()
    QTest.keyClicks(dialog.reason, HOSTILE)
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    shown = "ALP 60 U/L of 20 Feb 2026: was shown as within (35–104), judged anew as low"
    assert shown in shown_texts(page._tabs.history)
    page.show_patient(child)
    assert shown in shown_texts(page._tabs.history)
    page._records.tell_versions(_panel(empty_desk, child), "alp")
    assert "Was shown as within (35–104) until" in shown_texts(page._sheet)
    assert HOSTILE in shown_texts(page._sheet) and not unsafe_labels(page)


def test_another_day_for_a_sample_lists_the_flags_it_turns_before_it_is_kept(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="50", born=date(2007, 2, 10))
    page = open_page(patient)
    page._records.correct_sample(_panel(empty_desk, patient))
    dialog = _dialog(page, SampleDialog)
    dialog.fasting.setCurrentIndex(1)
    assert dialog.follows.text() == "" and not dialog.follows.isVisible()
    dialog.collected.selectAll()
    QTest.keyClicks(dialog.collected, "20.2.2021")
    assert "1 flag would turn:" in dialog.follows.text() and dialog.follows.isVisible()
    assert "would now say low" in dialog.follows.text()
    QTest.keyClicks(dialog.reason, "wrong year")
    dialog.act.click()
    assert "judged anew as low" in shown_texts(page._tabs.history)


def test_a_merge_lists_every_flag_that_would_turn_and_keeps_the_reason_in_sight(
    qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    keep, gone = enter("Mensah", born=date(2014, 3, 12)), enter("Mensah-Owusu")
    for day in range(1, 21):
        panel = Panel(collected=date(2026, 1, day), laboratory_id=1, profile="roche_mayo")
        empty_desk.panels.enter(gone, panel, (Result(analyte="alp", value="60", unit="U/L"),))
    page = open_page(keep)
    page._merge.click()
    dialog = _dialog(page, PeopleDialog)
    QTest.keyClicks(dialog.person.look, "Owusu")
    QTest.keyClick(dialog.person.look, Qt.Key.Key_Return)
    said = dialog.follows.text()
    assert "20 flags would turn:" in said and "more" not in said
    assert all(f"60 U/L of {day} Jan 2026" in said for day in range(1, 21))
    qtbot.waitUntil(lambda: dialog.follows.verticalScrollBar().maximum() > 0)
    assert dialog.follows.focusPolicy() == Qt.FocusPolicy.TabFocus
    reason = dialog.reason
    qtbot.waitUntil(lambda: reason.visibleRegion().boundingRect().height() == reason.height())
    QTest.keyClicks(dialog.reason, "one person")
    dialog.act.click()
    assert len(empty_desk.corrections.marks(keep)[0].flags) == 20


def test_a_panel_cannot_move_to_somebody_not_yet_born(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    enter("Young", born=date(2026, 2, 25))
    page = open_page(patient)
    _key(page, Qt.Key.Key_F4)
    dialog = _dialog(page, PeopleDialog)
    QTest.keyClicks(dialog.person.look, "Young")
    QTest.keyClick(dialog.person.look, Qt.Key.Key_Return)
    assert "before the birth date" in dialog.follows.text() and not dialog.act.isEnabled()
    QTest.keyClicks(dialog.reason, "why")
    dialog.submit()
    assert dialog.isVisible() and not empty_desk.corrections.of_patient(patient)


def test_two_records_become_one_and_two_again(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    keep, gone = enter("Mensah", alp="62"), enter("Mensah-Owusu", alp="29", collected=date(2026, 2, 25))
    page = open_page(keep)
    page._merge.click()
    dialog = _dialog(page, PeopleDialog)
    QTest.keyClicks(dialog.person.look, "Owusu")
    QTest.keyClick(dialog.person.look, Qt.Key.Key_Return)
    assert "1 sample of Mensah-Owusu, Abena comes into this record. 1 assessment waits" in dialog.follows.text()
    assert "“Mensah” stays, “Mensah-Owusu” goes" in dialog.follows.text()
    QTest.keyClicks(dialog.reason, "one person")
    dialog.act.click()
    assert "29 U/L, low" in _cell(page) and page._banner.accessibleName().startswith("↓ Low ALP")
    page.show_patient(gone)
    assert page.patient_id == keep, "the old record leads to the new one"
    page._tabs.history.undo_requested.emit(empty_desk.corrections.marks(keep)[0])
    undo = _dialog(page, ActionDialog)
    QTest.keyClicks(undo.reason, "two people")
    undo.act.click()
    assert "62 U/L, within" in _cell(page)
    page.show_patient(gone)
    assert page.patient_id == gone and "29 U/L, low" in _cell(page)


def test_every_version_is_told_with_its_reason(open_page: Open, enter: Enter, keys: Keyboard) -> None:
    page = open_page(enter("Mensah", alp="62"))
    for value, reason in (("63", "first"), ("64", HOSTILE)):
        _correct(page, keys, value, reason).act.click()
        page._overview.table.setFocus()
    _key(page, Qt.Key.Key_F3)
    said = shown_texts(page._sheet)
    for part in ("62 U/L", "63 U/L", "64 U/L", "first", HOSTILE, "by Dr. Test"):
        assert part in said
    assert not unsafe_labels(page)


def test_the_menu_offers_what_can_be_done(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="62"))
    table = page._overview.table
    at = table.rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, table.mapToGlobal(at))
    QApplication.sendEvent(table.viewport(), asked)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    offered = {action.text(): action.isEnabled() for action in menu.actions()}
    menu.close()
    assert offered["Correct ALP…"] and not offered["Restore ALP…"]
    assert offered["Move the panel of 20 Feb 2026 to another patient…"]


def _two(empty_desk: Desk, patient: int, **change: object) -> None:
    """Save a change of a patient from another workstation."""
    empty_desk.patients.update(empty_desk.patients.get(patient).model_copy(update=change))


def test_two_who_change_a_patient_see_both_versions_field_by_field(
    qtbot: QtBot, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    page = on_screen(qtbot, PatientFormPage(empty_desk), 900)
    page.start(patient)
    QTest.keyClicks(page.form.phone, "01865 100 200")
    page.form.notes.setPlainText("mine " + HOSTILE)
    _two(empty_desk, patient, phone="01865 300 400", family_name="Owusu")
    page.save.click()
    dialog = page.conflict
    assert isinstance(dialog, ConflictDialog)
    said = shown_texts(dialog)
    for part in ("Family name", "Mensah", "Owusu", "Phone", "01865 100 200", "01865 300 400", "Notes", HOSTILE):
        assert part in said
    assert not unsafe_labels(dialog)
    assert dialog.theirs() == {"family_name"}, "what was not touched here is taken from the other"
    dialog.reject()
    assert page.form.phone.text() == "01865 100 200" and "mine" in page.form.notes.toPlainText()
    page.save.click()
    assert page.conflict is not None
    page.conflict.pick("phone", theirs=True)
    with qtbot.waitSignal(page.patient_kept):
        page.conflict.accept()
    kept = empty_desk.patients.get(patient)
    assert (kept.family_name, kept.phone) == ("Owusu", "01865 300 400") and kept.notes.startswith("mine")


def test_two_who_change_a_medicine_see_both_versions(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="62")
    desk = empty_desk.patients
    desk.add_medicine(patient, Medicine(name="Alendronate", started=date(2024, 1, 1)))
    page = open_page(patient)
    medicines = page._tabs.medicines
    taken = desk.record(patient).medicines[0]
    medicines._edit(taken)
    medicines.stopped.setText("1 Feb 2026")
    desk.change_medicine(taken.model_copy(update={"started": date(2024, 6, 1)}))
    medicines.add.click()
    assert page.conflict is not None and "1 Jun 2024" in shown_texts(page.conflict)
    page.conflict.accept()
    kept = desk.record(patient).medicines[0]
    assert (kept.started, kept.stopped) == (date(2024, 6, 1), date(2026, 2, 1))


def test_two_who_change_the_clinic_see_both_versions(qtbot: QtBot, empty_desk: Desk) -> None:
    section = on_screen(qtbot, ClinicSection(empty_desk, at_once), 900)
    section.reload()
    section.phone.setText("01865 1")
    empty_desk.clinic.update(empty_desk.clinic.get().model_copy(update={"name": "Valley Clinic"}))
    section.keep()
    assert section.conflict is not None and "Valley Clinic" in shown_texts(section.conflict)
    section.conflict.accept()
    kept = empty_desk.clinic.get()
    assert (kept.name, kept.phone) == ("Valley Clinic", "01865 1")


def test_the_letters_page_marks_a_letter_with_an_old_value(qtbot: QtBot, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    empty_desk.letters.keep(empty_desk.letters.compose(patient, LetterKind.PATIENT))
    panel = empty_desk.panels.get(_panel(empty_desk, patient))
    draft = ResultDraft(analyte="alp", value="33", unit="U/L")
    empty_desk.corrections.correct(panel.panel.id or 0, panel.results[0].id or 0, draft, "misread")
    page = on_screen(qtbot, LettersPage(empty_desk), 700)
    page.reload()
    model = page._table.model()
    assert "quotes a value corrected on 2 Mar 2026" in str(model.index(0, STATE).data())


def test_a_sign_off_is_taken_back_from_the_sample_with_a_reason(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="62")
    panel = _panel(empty_desk, patient)
    page = open_page(patient)
    unread = next(o for o in page._records._offers(page._overview.table.here()) if "sign-off" in o.text)
    assert not unread.possible, "nobody has signed it off"
    with empty_desk.context.begin("entered by staff") as session:
        session.get_one(PanelRow, panel).to_review = True
    empty_desk.reviewing.sign_off(panel)
    unread = next(o for o in page._records._offers(page._overview.table.here()) if "sign-off" in o.text)
    assert unread.possible
    unread.act()
    dialog = _dialog(page, ActionDialog)
    QTest.keyClicks(dialog.reason, "another one was meant")
    dialog.act.click()
    assert empty_desk.reviewing.of(panel).to_review
