"""The languages of letters in the settings, through their widgets."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import Role, User
from alpdesk.domain.terms import TranslationState
from alpdesk.services.desk import Desk
from alpdesk.store.audit import Actor
from alpdesk.ui.settings.languages import LanguagesSection
from alpdesk.ui.settings.page import SettingsPage
from alpdesk.ui.tasks import at_once
from tests.ui.conftest import shown_texts, unsafe_labels


def opened(qtbot: QtBot, desk: Desk) -> tuple[SettingsPage, LanguagesSection]:
    page = SettingsPage(desk, at_once)
    qtbot.addWidget(page)
    page.resize(1100, 760)
    page.show()
    page.reload("languages")
    section = page.sections["languages"]
    assert isinstance(section, LanguagesSection)
    return page, section


def choose(section: LanguagesSection, name: str) -> None:
    texts = [section.list.item(row).text() for row in range(section.list.count())]
    section.list.setCurrentRow(next(row for row, text in enumerate(texts) if text.startswith(name)))


def test_every_language_is_listed_with_its_state(qtbot: QtBot, empty_desk: Desk) -> None:
    page, section = opened(qtbot, empty_desk)
    texts = [section.list.item(row).text() for row in range(section.list.count())]
    assert len(texts) == 5
    assert all(text.endswith("awaits review") for text in texts)
    assert unsafe_labels(page) == []


def test_all_sentences_are_read_beside_the_english_ones(qtbot: QtBot, empty_desk: Desk) -> None:
    _, section = opened(qtbot, empty_desk)
    choose(section, "Deutsch")
    said = section.sentences.toPlainText()
    assert "Call an ambulance if your child has trouble breathing" in said
    assert "Rufen Sie den Rettungsdienst, wenn Ihr Kind" in said
    section.search.setText("ambulance")
    assert "Mit freundlichen Grüßen" not in section.sentences.toPlainText()


def test_a_translation_is_signed_off_and_taken_back(qtbot: QtBot, empty_desk: Desk) -> None:
    page, section = opened(qtbot, empty_desk)
    choose(section, "Deutsch")
    section.reason.setText("read whole")
    with qtbot.waitSignal(page.said):
        section.save.click()
    choose(section, "Deutsch")
    assert "by Dr. Test. Remark: read whole" in shown_texts(section)
    assert not section.save.isEnabled()
    with qtbot.waitSignal(page.said):
        section.back.click()
    states = {each.language: each.state for each in empty_desk.translations.list()}
    assert states["de"] is TranslationState.WAITING


def test_staff_read_but_do_not_sign(qtbot: QtBot, empty_desk: Desk) -> None:
    clerk = empty_desk.users.add(User(name="Jo Clerk", role=Role.STAFF)).id
    staff = Desk(replace(empty_desk.context, actor=Actor(clerk, "Jo Clerk", "desk-2")))
    _, section = opened(qtbot, staff)
    choose(section, "Deutsch")
    assert not section.save.isEnabled()
    assert not section.back.isEnabled()
    assert "Rufen Sie" in section.sentences.toPlainText()


@pytest.mark.parametrize("name", ["العربية", "हिन्दी"])
def test_the_languages_of_other_scripts_are_shown_whole(qtbot: QtBot, empty_desk: Desk, name: str) -> None:
    _, section = opened(qtbot, empty_desk)
    choose(section, name)
    assert len(section.sentences.toPlainText()) > 10_000
