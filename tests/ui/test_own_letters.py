"""A clinic adapts its letters in the window: by keys, by mouse, with the pages beside the words."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from alpdesk.domain.own_letter import OwnBlock, OwnLetter
from alpdesk.domain.records import LetterKind, Role, User
from alpdesk.letters.outline import outlines
from alpdesk.services.adapted import Adapted
from alpdesk.services.desk import Desk
from alpdesk.store.audit import Actor
from alpdesk.ui.drafts.strip import sentence, target
from alpdesk.ui.own_letters import words
from alpdesk.ui.own_letters.section import LettersSection
from alpdesk.ui.settings.page import SettingsPage
from alpdesk.ui.tasks import at_once
from tests.ui.conftest import HOSTILE, on_screen, shown_texts, unsafe_labels

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIPPED = tuple(entry.id for entry in outlines().entries(LetterKind.PATIENT))
ABOUT = "en.patient.about"
KEPT: list[SettingsPage] = []  # a page lives as long as somebody holds it


@pytest.fixture
def section(qtbot: QtBot, empty_desk: Desk) -> LettersSection:
    return opened(qtbot, empty_desk)


def opened(qtbot: QtBot, desk: Desk) -> LettersSection:
    page = on_screen(qtbot, SettingsPage(desk, at_once), 900)
    KEPT.append(page)
    page.reload("letters")
    found = page.sections["letters"]
    assert isinstance(found, LettersSection)
    return found


def choose(section: LettersSection, block: str) -> None:
    section.list.setCurrentRow(section.list.ids().index(block))
    QApplication.processEvents()


def pages(section: LettersSection) -> str:
    tried = section.presenter.tried
    assert tried is not None
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(tried.pages)).pages).split())


def add(section: LettersSection, text: str) -> str:
    section.add.click()
    assert section.panel.own is not None
    section.panel.own.text.setPlainText(text)
    section.presenter.look()
    QApplication.processEvents()
    return section.presenter.chosen


def kept(desk: Desk) -> Adapted:
    return desk.own_letters.read(LetterKind.PATIENT).adapted


def test_the_blocks_stand_in_order_with_the_pages_beside_them(section: LettersSection) -> None:
    assert tuple(section.list.ids()) == SHIPPED
    assert "Your ALP was 34 U/L" in pages(section)
    assert section.preview.document.pageCount() >= 1
    assert "Reading ease" in section.findings.reading.text()
    assert not section.save.isEnabled()


def test_a_block_is_moved_by_alt_and_the_arrows_and_the_step_is_undone(section: LettersSection) -> None:
    choose(section, "about")
    section.list.setFocus()
    QTest.keyClick(section.list, Qt.Key.Key_Up, ALT)
    QTest.keyClick(section.list, Qt.Key.Key_Up, ALT)
    moved = section.list.ids()
    assert moved.index("about") == SHIPPED.index("about") - 2
    assert section.list.ids()[section.list.currentRow()] == "about"
    QTest.keyClick(section.list, Qt.Key.Key_Z, CTRL)
    QTest.keyClick(section.list, Qt.Key.Key_Z, CTRL)
    assert tuple(section.list.ids()) == SHIPPED and not section.back_step.isEnabled()
    QTest.keyClick(section.list, Qt.Key.Key_Y, CTRL)
    QTest.keyClick(section.list, Qt.Key.Key_Y, CTRL)
    assert section.list.ids() == moved


def test_the_first_block_goes_no_higher_and_the_last_no_lower(section: LettersSection) -> None:
    choose(section, SHIPPED[0])
    section.up.click()
    choose(section, SHIPPED[-1])
    section.down.click()
    assert tuple(section.list.ids()) == SHIPPED


def test_blocks_put_in_order_by_the_mouse_are_the_order(section: LettersSection, empty_desk: Desk) -> None:
    order = ("medicines", *(each for each in SHIPPED if each != "medicines"))
    section.list.arranged.emit(order)
    assert tuple(section.list.ids()) == order
    section.save.click()
    assert kept(empty_desk).change.order == order


def test_what_a_letter_needs_cannot_be_left_out_and_the_rest_can(section: LettersSection, empty_desk: Desk) -> None:
    choose(section, "medicines")
    assert not section.leave_out.isEnabled()
    assert "A letter must contain this." in shown_texts(section.panel)
    choose(section, "tell")
    assert "Please tell us if this is so" in pages(section)
    section.leave_out.click()
    assert "Please tell us if this is so" not in pages(section)
    assert "left out" in section.list.currentItem().text()
    section.why.setText("asked on the telephone")
    section.save.click()
    assert kept(empty_desk).change.left_out == ("tell",)
    section.leave_out.click()
    section.save.click()
    assert kept(empty_desk) == Adapted()
    assert [each.reason for each in empty_desk.own_letters.history(LetterKind.PATIENT)] == [
        "",
        "asked on the telephone",
    ]


def test_a_block_of_the_clinics_own_is_added_behind_the_chosen_one_and_stands_on_the_pages(
    section: LettersSection, empty_desk: Desk
) -> None:
    choose(section, "value")
    name = add(section, "Our rooms are on the second floor.")
    assert section.list.ids().index(name) == SHIPPED.index("value") + 1
    assert "Our rooms are on the second floor." in pages(section)
    section.save.click()
    assert kept(empty_desk).change.own == (OwnBlock(id=name, text={"en": "Our rooms are on the second floor."}),)
    section.remove.click()
    section.save.click()
    assert kept(empty_desk) == Adapted()


def test_a_value_is_put_in_from_a_menu_that_shows_it_in_plain_words(section: LettersSection) -> None:
    add(section, "It was ")
    own = section.panel.own
    assert own is not None
    offered = {action.data(): action.text() for action in own.insert.menu_of_values().actions()}
    assert offered["value"] == "ALP: 34"
    assert "none in this example" in offered["weeks_pregnant"]
    own.text.moveCursor(own.text.textCursor().MoveOperation.End)
    own.insert.insert("value")
    section.presenter.look()
    assert own.text.toPlainText() == "It was {value}" and "It was 34" in pages(section)


def test_a_block_is_said_only_where_its_conditions_hold(section: LettersSection) -> None:
    add(section, "Bring the yellow card.")
    own = section.panel.own
    assert own is not None
    assert "the letter goes to the parents" in [action.text() for action in own.facts_menu().actions()]
    own.set_when(("parents",))
    section.presenter.look()
    assert "yellow card" not in pages(section)
    QApplication.processEvents()
    assert "the letter goes to the parents" in shown_texts(own)
    section.example.set_value("child")
    section.example.picked.emit("child")
    assert "yellow card" in pages(section)


def test_what_is_wrong_is_said_beside_it_and_is_not_kept(
    qtbot: QtBot, section: LettersSection, empty_desk: Desk
) -> None:
    before = pages(section)
    add(section, "You have cancer.")
    assert "must not say: “You have cancer”" in shown_texts(section.panel)
    assert "⚠" in section.list.currentItem().text()
    assert "Mend what is marked" in shown_texts(section.findings)
    section.save.click()
    assert kept(empty_desk) == Adapted() and "must not say" in shown_texts(section)
    assert pages(section) == before
    own = section.panel.own
    assert own is not None
    own.text.setPlainText("Hello {friend}, {0.__class__}")
    qtbot.waitUntil(lambda: "A brace { or } stands alone." in shown_texts(section.panel))
    own.text.setPlainText("Hello {friend}")
    qtbot.waitUntil(lambda: "{friend} is not known." in shown_texts(section.panel))
    own.text.setPlainText("x" * 10_240)
    qtbot.waitUntil(lambda: "This is too long." in shown_texts(section.panel))


def test_a_shipped_sentence_is_put_in_the_clinics_words_and_led_back(section: LettersSection, empty_desk: Desk) -> None:
    choose(section, "about")
    edit = section.panel.sentences[ABOUT]
    assert "Also said in: Recall letter, Summary of results." in shown_texts(edit)
    edit.edit.setPlainText("ALP is a protein in your blood.")
    section.presenter.look()
    assert "ALP is a protein in your blood." in pages(section)
    assert "Shipped: ALP comes mainly" in shown_texts(edit)
    section.save.click()
    assert kept(empty_desk).words == {ABOUT: "ALP is a protein in your blood."}
    assert "your words" in section.list.currentItem().text()
    section.panel.sentences[ABOUT].to_shipped.click()
    section.save.click()
    assert kept(empty_desk) == Adapted()


def test_a_sentence_that_lost_its_value_is_refused(section: LettersSection) -> None:
    choose(section, "value")
    key = "en.patient.value_both"
    assert section.panel.others is not None and key not in section.panel.sentences
    section.panel.others.setChecked(True)
    assert section.panel.sentences[key].insert is not None
    section.panel.sentences[key].edit.setPlainText("Your ALP was low.")
    section.presenter.look()
    assert "The sentence must say {value}." in shown_texts(section.panel.sentences[key])


def test_keys_typed_into_one_field_are_one_step(section: LettersSection) -> None:
    add(section, "")
    own = section.panel.own
    assert own is not None
    QTest.keyClicks(own.text, "Our rooms")
    assert len(section.presenter._undo) == 2, "the new block, and the typing"


def test_markup_is_shown_and_printed_as_it_was_typed(section: LettersSection, empty_desk: Desk) -> None:
    add(section, HOSTILE)
    section.why.setText(HOSTILE)
    assert HOSTILE in pages(section)
    section.save.click()
    section.history.click()
    assert f"Why: {HOSTILE}" in shown_texts(section.past)
    assert unsafe_labels(section) == []
    assert not any(label.openExternalLinks() for label in section.findChildren(QLabel))


def test_history_leads_back_to_a_version_which_is_saved_anew(section: LettersSection, empty_desk: Desk) -> None:
    add(section, "First words.")
    section.save.click()
    section.panel.own.text.setPlainText("Second words.")  # type: ignore[union-attr]
    section.save.click()
    section.history.click()
    section.past.buttons[0].click()
    assert "First words." in pages(section) and section.save.isEnabled()
    section.save.click()
    assert kept(empty_desk).change.own[0].text == {"en": "First words."}
    assert len(empty_desk.own_letters.history(LetterKind.PATIENT)) == 3


def test_the_whole_kind_goes_back_to_what_is_shipped_and_the_step_can_be_undone(section: LettersSection) -> None:
    name = add(section, "Our rooms.")
    section.shipped.click()
    assert tuple(section.list.ids()) == SHIPPED
    section.back_step.click()
    assert name in section.list.ids()


def test_what_was_not_saved_is_there_when_the_page_is_opened_again(qtbot: QtBot, empty_desk: Desk) -> None:
    first = opened(qtbot, empty_desk)
    name = add(first, "x" * 3000)
    first.presenter.keep_draft()
    again = opened(qtbot, empty_desk)
    assert name in again.list.ids() and "It is not saved yet." in shown_texts(again)
    choose(again, name)
    assert again.panel.own is not None and again.panel.own.text.toPlainText() == "x" * 3000
    again.left.acted.emit()
    assert tuple(again.list.ids()) == SHIPPED
    assert empty_desk.drafts.list() == ()


def test_what_was_not_saved_is_named_above_the_pages_and_gone_on_with(qtbot: QtBot, empty_desk: Desk) -> None:
    section = opened(qtbot, empty_desk)
    section.kind.set_value(LetterKind.RECALL)
    section.reload()
    name = add(section, "Our rooms.")
    section.presenter.keep_draft()
    [draft] = empty_desk.drafts.list()
    assert "change of the clinic's letters" in sentence(draft)
    assert target(draft) == ("settings", ("letters/recall",))
    again = SettingsPage(empty_desk, at_once)
    qtbot.addWidget(again)
    again.reload("letters/recall")
    letters = again.sections["letters"]
    assert isinstance(letters, LettersSection)
    assert letters.kind.value() == LetterKind.RECALL and name in letters.list.ids()


def test_another_kind_keeps_what_was_changed_of_the_first(section: LettersSection) -> None:
    name = add(section, "Our rooms.")
    section.kind.picked.emit(LetterKind.REFERRAL)
    assert "question" in section.list.ids() and name not in section.list.ids()
    section.kind.picked.emit(LetterKind.PATIENT)
    assert name in section.list.ids()


def test_two_who_change_the_same_part_see_both_versions(section: LettersSection, empty_desk: Desk) -> None:
    mine = add(section, "Our rooms.")
    other = OwnLetter(order=("own-b2", *SHIPPED), own=(OwnBlock(id="own-b2", text={"en": "Ring twice."}),))
    held = empty_desk.own_letters.read(LetterKind.PATIENT)
    empty_desk.own_letters.keep(LetterKind.PATIENT, Adapted(other), held, "theirs")
    section.save.click()
    dialog = section.conflict
    assert dialog is not None
    text = shown_texts(dialog)
    assert "Our rooms." in text and "Ring twice." in text and "Order of the blocks" in text
    dialog.accept()
    assert {block.id for block in kept(empty_desk).change.own} == {mine, "own-b2"}
    assert set(section.list.ids()) == {*SHIPPED, mine, "own-b2"}


def test_staff_read_the_letters_and_change_nothing(qtbot: QtBot, empty_desk: Desk) -> None:
    clerk = empty_desk.users.add(User(name="Jo Clerk", role=Role.STAFF)).id
    section = opened(qtbot, Desk(replace(empty_desk.context, actor=Actor(clerk, "Jo Clerk", "desk-2"))))
    choose(section, "tell")
    for button in (section.save, section.leave_out, section.add, section.up, section.down, section.shipped):
        assert not button.isEnabled()
    assert all(edit.edit.isReadOnly() for edit in section.panel.sentences.values())
    QTest.keyClick(section.list, Qt.Key.Key_Up, ALT)
    assert tuple(section.list.ids()) == SHIPPED
    assert "Only a clinician or an administrator changes this." in shown_texts(section)


def test_long_names_and_texts_make_nothing_wider(section: LettersSection) -> None:
    width = section.minimumSizeHint().width()
    add(section, " ".join(["Rhabarberbarbarabarbarbarenbartbarbierbier"] * 20))
    own = section.panel.own
    assert own is not None
    own.heading.setText("W" * 120)
    own._type("heading", "W" * 120)
    section.example.set_value("long_name")
    section.example.picked.emit("long_name")
    assert "Bartholomea Konstantina" in pages(section)
    assert section.minimumSizeHint().width() <= width


def test_every_block_fact_value_and_example_has_plain_words() -> None:
    for kind in LetterKind:
        for entry in outlines().entries(kind):
            assert words.block(entry.id) != entry.id.replace("-", " ")
            assert "_" not in words.when(entry.when)
    assert words.fact("!low|pregnant") == "not: the latest ALP is low or the sample was taken in pregnancy"


def test_everything_that_is_offered_has_plain_words(empty_desk: Desk) -> None:
    letters = empty_desk.own_letters
    for kind in LetterKind:
        unnamed = [name for name in letters.facts(kind) if words.fact(name) == name.replace("_", " ")]
        unnamed += [each.name for each in letters.values(kind, "first_low") if words.value(each.name) == each.name]
        assert unnamed == []
    assert not any(words.example(name) == name.replace("_", " ") for name in letters.examples() if "_" in name)
