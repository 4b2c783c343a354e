"""Signing a letter, what is said of its faults, and what happened to it: on its page, by what a person does."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import LetterKind, LetterState, Panel, Result, Role, User
from alpdesk.domain.terms import LetterQueue
from alpdesk.services.desk import Desk, build
from alpdesk.services.entry import ResultDraft
from alpdesk.store.audit import Actor
from alpdesk.ui.letter.page import LetterPage
from alpdesk.ui.letters.page import LettersPage
from alpdesk.ui.palette import Palette
from tests.ui.conftest import Enter, shown_texts

Open = Callable[..., LetterPage]


@pytest.fixture
def front(empty_desk: Desk) -> Desk:
    """A desk at which somebody sits who may not sign."""
    clerk = empty_desk.users.add(User(name="Sam Clerk", role=Role.STAFF))
    at = empty_desk.context
    return build(at.database, rules=at.rules, clock=at.clock, actor=Actor(clerk.id, clerk.name, "desk-2"))


@pytest.fixture
def open_page(qtbot: QtBot) -> Open:
    def opened(desk: Desk, patient: int, kind: LetterKind = LetterKind.PATIENT) -> LetterPage:
        page = LetterPage(desk)
        qtbot.addWidget(page)
        page.resize(1060, 740)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.start(patient, kind.value)
        qtbot.waitUntil(lambda: all(edit.isVisible() for edit in page._editor.edits.values()))
        return page

    return opened


def _reworded(page: LetterPage, block: str, old: str, new: str) -> None:
    edit = page._editor.edits[block]
    assert old in edit.toPlainText()
    edit.setPlainText(edit.toPlainText().replace(old, new))
    page._presenter.preview()


def test_a_clinician_signs_and_keeps_in_one_act(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    page = open_page(empty_desk, enter("Mensah", alp="29"))
    assert page._keep.text() == "Sign and keep"
    page._keep.click()
    (letter,) = empty_desk.letters.list()
    assert letter.state is LetterState.SIGNED
    assert "signed · Dr. Test" in page._issued.events.text()
    assert "Signed by Dr. Test" in page._preview.document.getAllText(0).text()


def test_what_staff_keep_cannot_leave_from_the_page_until_a_clinician_signs_it_there(
    qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk, front: Desk
) -> None:
    page = open_page(front, enter("Mensah", alp="29"))
    assert page._keep.text() == "Keep for signature"
    page._keep.click()
    assert page._print.isHidden() and page._save.isHidden() and page._actions.sign.isHidden()
    assert "Waits for a signature" in shown_texts(page)
    (letter,) = empty_desk.letters.list()
    signing = open_page(empty_desk, letter.patient_id)
    signing.open_kept(letter.id)
    assert signing._actions.sign.hasFocus()
    qtbot.keyClick(signing, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert empty_desk.letters.get(letter.id).state is LetterState.SIGNED
    assert not signing._print.isHidden()


def test_a_fault_leads_to_its_sentence_and_selects_it(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    page = open_page(empty_desk, enter("Mensah", alp="29"))
    _reworded(page, "value", "29 U/L", "92 U/L")
    strip = next(each for each in page._faults.strips.values() if "92 U/L" in each.accessibleName())
    strip.button.click()
    edit = page._editor.edits["value"]
    assert page.focusWidget() is edit
    assert edit.textCursor().selectedText() == "Your ALP was 92 U/L."
    assert {each.cursor.selectedText() for each in edit.extraSelections()} == {"Your ALP was 92 U/L."}
    page._keep.click()
    assert not empty_desk.letters.list()
    assert "92 U/L is not in the record" in page._problem.accessibleName()
    _reworded(page, "value", "92 U/L", "29 U/L")
    assert not edit.extraSelections() and page._problem.isHidden()


def test_f9_goes_from_fault_to_fault(qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    page = open_page(empty_desk, enter("Mensah", alp="29"))
    _reworded(page, "value", "29 U/L", "92 U/L")
    _reworded(page, "about", "bones", "bones. Your bones are weak")
    seen = []
    for _ in range(2):
        qtbot.keyClick(page, Qt.Key.Key_F9)
        seen.append(next(name for name, edit in page._editor.edits.items() if edit is page.focusWidget()))
    assert set(seen) == {"value", "about"}


def test_what_would_stop_a_letter_is_seen_to_by_a_click_and_noted(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29", born=date(2011, 6, 1))
    both = empty_desk.patients.record(patient).panels[0]
    empty_desk.corrections.change_sample(both.panel.model_copy(update={"gestation_weeks": 9}), "asked her")
    page = open_page(empty_desk, patient)
    page._keep.click()
    assert not empty_desk.letters.list()
    for strip in list(page._faults.strips.values()):
        if strip.button.text() == "Seen to":
            strip.button.click()
    page._keep.click()
    assert empty_desk.letters.list()
    assert "who may read the letter was decided" in page._issued.events.text()


def test_when_the_record_changed_meanwhile_what_is_new_is_taken_over_and_typed_words_stay(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(empty_desk, patient)
    page._editor.edits["about"].setPlainText("ALP is an enzyme. I will explain it when we meet.")
    both = empty_desk.patients.record(patient).panels[0]
    old = both.result("alp")
    assert old is not None
    empty_desk.corrections.correct(
        both.panel.id or 0, old.id or 0, ResultDraft(analyte="alp", value="27", unit="U/L"), "misread"
    )
    page._keep.click()
    assert not empty_desk.letters.list() and page._new.isVisible()
    page._new.button.click()
    assert "27 U/L" in page._editor.edits["value"].toPlainText()
    assert page._editor.edits["about"].toPlainText().startswith("ALP is an enzyme.")
    page._keep.click()
    assert len(empty_desk.letters.list()) == 1


def test_a_letter_is_put_by_and_gone_on_with_by_somebody_else(
    qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk, front: Desk
) -> None:
    page = open_page(front, enter("Mensah", alp="29"))
    page._editor.edits["about"].setPlainText("ALP is an enzyme of liver and bones.")
    with qtbot.waitSignal(page.letter_kept):
        page._actions.later.click()
    (letter,) = empty_desk.letters.list()
    assert letter.state is LetterState.DRAFT
    other = open_page(empty_desk, letter.patient_id, LetterKind.RECALL)
    other.open_kept(letter.id)
    assert other._editor.edits["about"].toPlainText() == "ALP is an enzyme of liver and bones."
    other._keep.click()
    (kept,) = empty_desk.letters.list()
    assert (kept.id, kept.state) == (letter.id, LetterState.SIGNED)


def test_handing_over_is_noted_with_whom_and_how(qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    page = open_page(empty_desk, enter("Mensah", alp="29"))
    page._keep.click()
    page._issued.how.setText("to <b>her son</b>")
    with qtbot.waitSignal(page.letter_printed):
        qtbot.keyClick(page._issued.how, Qt.Key.Key_Return)
    (letter,) = empty_desk.letters.list()
    assert letter.state is LetterState.HANDED_OVER
    assert "handed over · to <b>her son</b> · Dr. Test" in page._issued.events.text()


def test_a_letter_that_quotes_what_was_put_right_offers_the_one_that_replaces_it(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(empty_desk, patient)
    page._keep.click()
    (first,) = empty_desk.letters.list()
    both = empty_desk.patients.record(patient).panels[0]
    old = both.result("alp")
    assert old is not None
    empty_desk.corrections.correct(
        both.panel.id or 0, old.id or 0, ResultDraft(analyte="alp", value="27", unit="U/L"), "misread"
    )
    page.open_kept(first.id)
    assert "quotes a value corrected" in page._stale.accessibleName()
    page._stale.button.click()
    assert first.number in page._preview.document.getAllText(0).text() or "takes the place" in " ".join(
        edit.toPlainText() for edit in page._editor.edits.values()
    )
    page._keep.click()
    assert empty_desk.letters.get(first.id).state is LetterState.REPLACED
    page.open_kept(first.id)
    second = empty_desk.letters.list()[0]
    assert second.number in page._stale.accessibleName()
    page._stale.button.click()
    assert second.number in page._issued.title.text()


def test_a_letter_whose_place_another_is_to_take_leads_to_that_one_instead_of_offering_a_second(
    open_page: Open, enter: Enter, empty_desk: Desk, front: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    first = empty_desk.letters.keep(empty_desk.letters.compose(patient, LetterKind.PATIENT))
    both = empty_desk.patients.record(patient).panels[0]
    wrong = both.results[0].id or 0
    empty_desk.corrections.correct(
        both.panel.id or 0, wrong, ResultDraft(analyte="alp", value="27", unit="U/L"), "misread"
    )
    draft = front.letters.compose(patient, LetterKind.PATIENT, replaces=first.id)
    waits = front.letters.keep(draft, replaces=first.id)
    page = open_page(empty_desk, patient)
    page.open_kept(first.id)
    assert page._stale.accessibleName() == "The letter that replaces it waits."
    page._stale.button.click()
    assert waits.number in page._issued.title.text()
    page._actions.sign.click()
    assert empty_desk.letters.get(first.id).state is LetterState.REPLACED


@pytest.fixture
def list_page(qtbot: QtBot, empty_desk: Desk, front: Desk, enter: Enter) -> LettersPage:
    """The list with two letters to sign, one to send and one half-way."""
    for name in ("Mensah", "Asante"):
        front.letters.keep(front.letters.compose(enter(name, alp="29"), LetterKind.PATIENT))
    third = enter("Owusu", alp="29")
    empty_desk.letters.keep(empty_desk.letters.compose(third, LetterKind.PATIENT))
    front.letters.keep_half_way(front.letters.compose(third, LetterKind.REFERRAL))
    page = LettersPage(empty_desk)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.reload()
    return page


def test_letters_to_sign_come_first_and_are_signed_one_after_the_other_by_one_key(
    qtbot: QtBot, list_page: LettersPage, empty_desk: Desk
) -> None:
    assert list_page._lists.queue is LetterQueue.TO_SIGN
    assert [button.text() for button in list_page._lists.buttons.values()] == [
        "To sign  2", "To send  1", "Half-way  1", "All",
    ]  # fmt: skip
    assert "Mensah" in list_page._preview.document.getAllText(0).text()
    qtbot.keyClick(list_page._table, Qt.Key.Key_S)
    assert "Asante" in list_page._preview.document.getAllText(0).text()
    qtbot.keyClick(list_page._table, Qt.Key.Key_S)
    assert empty_desk.letters.counts()[LetterQueue.TO_SIGN] == 0
    assert "Every letter is signed" in shown_texts(list_page)
    list_page._lists.buttons[LetterQueue.TO_SEND].click()
    assert list_page._model.rowCount() == 3


def test_who_may_not_sign_sees_what_can_be_sent_and_no_button_to_sign(
    qtbot: QtBot, list_page: LettersPage, front: Desk
) -> None:
    page = LettersPage(front)
    qtbot.addWidget(page)
    page.show()
    page.reload()
    assert page._lists.queue is LetterQueue.TO_SEND and page.sign.isHidden()
    page._lists.buttons[LetterQueue.TO_SIGN].click()
    assert page.sign.isHidden() and page._print.isHidden()
    qtbot.keyClick(page._table, Qt.Key.Key_S)
    assert front.letters.counts()[LetterQueue.TO_SIGN] == 2


def test_what_cannot_be_signed_says_why(list_page: LettersPage, empty_desk: Desk) -> None:
    letter = list_page._model.letter(0)
    panel = Panel(collected=date(2026, 3, 1), laboratory_id=1, profile="roche_mayo")
    empty_desk.panels.enter(letter.patient_id, panel, (Result(analyte="alp", value="27", unit="U/L"),))
    list_page.sign.click()
    assert "Not signed: The record has changed" in list_page._problem.accessibleName()
    assert empty_desk.letters.get(letter.id).signed_at is None


def test_a_scanned_number_opens_its_letter(qtbot: QtBot, list_page: LettersPage, empty_desk: Desk) -> None:
    letter = empty_desk.letters.list()[-1]
    qtbot.keyClicks(list_page.number, letter.number.replace("-", "").lower())
    with qtbot.waitSignal(list_page.letter_opened) as opened:
        qtbot.keyClick(list_page.number, Qt.Key.Key_Return)
    assert opened.args == [letter.id]
    qtbot.keyClicks(list_page.number, "0000-0000-0000")
    qtbot.keyClick(list_page.number, Qt.Key.Key_Return)
    assert "No letter has the number" in list_page._problem.accessibleName()


def test_the_search_of_the_window_finds_a_letter_by_its_number(empty_desk: Desk, enter: Enter) -> None:
    kept = empty_desk.letters.keep(empty_desk.letters.compose(enter("Mensah", alp="29"), LetterKind.PATIENT))
    gone: list[tuple[object, ...]] = []
    palette = Palette(empty_desk, lambda *where: gone.append(where))
    (hit, *_) = palette.hits(kept.number, None)
    assert kept.number in hit.title and hit.detail == "Mensah, Abena"
    hit.run()
    assert gone == [("letter", kept.id)]
