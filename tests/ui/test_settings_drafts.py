"""What is typed in the settings is there again after leaving them, and after a crash, until it is saved or given up."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import Laboratory
from alpdesk.services.desk import Desk
from alpdesk.ui.drafts.strip import sentence, target
from alpdesk.ui.settings.page import SettingsPage
from alpdesk.ui.tasks import at_once
from tests.ui.conftest import HOSTILE, on_screen, shown_texts

FIELDS: dict[str, Callable[[Any], Any]] = {
    "clinic": lambda section: section.address,
    "laboratories": lambda section: section.name,
    "people": lambda section: section.title_line,
    "templates": lambda section: section.name,
    "sentences": lambda section: section.text,
    "intervals": lambda section: section.edits["source"],
    "monitoring": lambda section: section.what,
}
Open = Callable[[str], Any]


@pytest.fixture
def section(qtbot: QtBot, empty_desk: Desk) -> Open:
    """A section as after a start of the program: nothing is remembered but what the record holds."""
    pages: list[SettingsPage] = []

    def opened(name: str) -> Any:
        page = on_screen(qtbot, SettingsPage(empty_desk, at_once), 900)
        pages.append(page)
        page.reload(name)
        return page.sections[name.partition("/")[0]]

    return opened


def text_of(field: Any) -> str:
    return str(field.toPlainText() if hasattr(field, "toPlainText") else field.text())


@pytest.mark.parametrize("name", FIELDS)
def test_what_was_typed_is_there_again_without_having_been_left(
    qtbot: QtBot, section: Open, empty_desk: Desk, name: str
) -> None:
    QTest.keyClicks(FIELDS[name](section(name)), " half")
    qtbot.waitUntil(lambda: bool(empty_desk.drafts.list()), timeout=5000)  # as before a crash
    again = section(name)
    assert " half" in f" {text_of(FIELDS[name](again))}"
    assert again.half_typed.isVisibleTo(again)
    again.half_typed.button.click()
    assert "half" not in text_of(FIELDS[name](again)) and empty_desk.drafts.list() == ()
    assert again.half_typed.isHidden()


@pytest.mark.parametrize("name", FIELDS)
def test_turning_to_another_section_and_back_loses_nothing(section: Open, name: str) -> None:
    here = section(name)
    QTest.keyClicks(FIELDS[name](here), "half")
    page = here.window()
    for turn in ("appearance", name):
        page.reload(turn)
    assert "half" in text_of(FIELDS[name](here))


def test_closing_the_window_loses_nothing_and_says_so(section: Open, empty_desk: Desk) -> None:
    clinic = section("clinic")
    QTest.keyClicks(clinic.phone, "555")
    assert clinic.window().unsaved() == ()
    (draft,) = empty_desk.drafts.list()
    assert sentence(draft).startswith("Half-typed settings, of ")
    assert target(draft) == ("settings", ("clinic/",))


def test_what_was_saved_is_no_draft_any_more(section: Open, empty_desk: Desk) -> None:
    clinic = section("clinic")
    clinic.name.setText("Hill Clinic")
    QTest.keyClicks(clinic.name, " North")
    clinic.window().unsaved()
    assert empty_desk.drafts.list()
    clinic.save.click()
    assert empty_desk.clinic.get().name == "Hill Clinic North"
    assert empty_desk.drafts.list() == () and clinic.half_typed.isHidden()


def test_what_was_changed_on_record_meanwhile_is_named(section: Open, empty_desk: Desk) -> None:
    clinic = section("clinic")
    QTest.keyClicks(clinic.phone, "555")
    clinic.window().unsaved()
    settings = empty_desk.clinic.get()
    empty_desk.clinic.update(settings.model_copy(update={"email": "new@clinic.example"}))
    again = section("clinic")
    assert again.phone.text().endswith("555")
    assert "What is on record was changed since" in shown_texts(again)


def test_a_new_laboratory_that_was_begun_is_found_again_beside_the_others(section: Open, empty_desk: Desk) -> None:
    empty_desk.laboratories.add(Laboratory(name="City"))
    first = section("laboratories")
    first.begin()
    QTest.keyClicks(first.name, HOSTILE)
    first.list.setCurrentRow(0)
    assert first.name.text() == "City" and first.half_typed.isHidden()
    (draft,) = empty_desk.drafts.list()
    again = section(str((target(draft) or ("", ("",)))[1][0]))
    assert again.name.text() == HOSTILE and again.current() is None
    again.save.click()
    assert {lab.name for lab in empty_desk.laboratories.list()} == {"City", "City Lab", HOSTILE}
    assert empty_desk.drafts.list() == ()


def test_ticked_and_moved_tests_are_there_again(section: Open, empty_desk: Desk) -> None:
    here = section("templates")
    before = here._chosen()
    here.tests.item(1).setCheckState(Qt.CheckState.Unchecked)
    here.tests.setCurrentRow(0)
    here.move_test(1)
    wanted = here._chosen()
    here.window().unsaved()
    assert wanted != before and section("templates")._chosen() == wanted


def test_rows_of_a_copied_profile_are_there_again_before_it_was_ever_saved(section: Open, empty_desk: Desk) -> None:
    here = section("intervals")
    here.copy.click()
    here.model.setData(here.model.index(0, 3), "77")
    here.window().unsaved()
    typed = here.typed()
    (draft,) = empty_desk.drafts.list()
    again = section(str((target(draft) or ("", ("",)))[1][0]))
    assert again.typed() == typed and again.half_typed.isVisibleTo(again)
    assert "Not saved yet: " in again.profile.currentText()
