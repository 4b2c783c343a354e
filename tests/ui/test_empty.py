"""A place where nothing is yet says so, says what to do, and offers it."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from alpdesk.services.desk import Desk
from alpdesk.ui.main_window import MainWindow
from alpdesk.ui.tasks import at_once
from alpdesk.ui.widgets import Button, EmptyState
from tests.ui.conftest import Enter, shown_texts

ALONE = ("today", "patients", "review", "letters", "sweep", "transfer", "care")


@pytest.fixture
def window(qtbot: QtBot, empty_desk: Desk) -> Iterator[MainWindow]:
    made = MainWindow()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_desk(empty_desk, at_once, demo=False, place="clinic.alpdesk")
    yield made
    made.drop_desk()


def _visit(window: MainWindow, page: str, *subject: object) -> Any:
    assert window.workspace is not None
    window.workspace.go(page, *subject)
    return window.workspace.page(page)


def _silent(page: QWidget) -> list[str]:
    """Return the lists that are shown and hold nothing."""
    return [
        view.accessibleName()
        for view in page.findChildren(QAbstractItemView)
        if view.isVisible() and view.model() is not None and not view.model().rowCount()
    ]


def _said(page: QWidget) -> list[tuple[str, str]]:
    found = (state for state in page.findChildren(EmptyState) if state.isVisible())
    return [(state.title.text(), state.text.text()) for state in found]


@pytest.mark.parametrize("page", ALONE)
def test_no_page_of_an_empty_clinic_shows_an_empty_list_without_a_word(window: MainWindow, page: str) -> None:
    shown = _visit(window, page)
    assert _silent(shown) == []
    assert all(title and text for title, text in _said(shown))
    assert _said(shown) or page == "care"


def test_no_tab_of_a_new_patient_is_silent(window: MainWindow, enter: Enter) -> None:
    page = _visit(window, "patient", enter("Mensah"))
    tabs = page.findChild(QTabWidget)
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        assert _silent(page) == []
        assert shown_texts(tabs.widget(number))
    assert ("No results yet", "New panel (N) types the first one from its report.") in _said(page)


def test_an_empty_clinic_offers_the_first_patient_and_a_file(qtbot: QtBot, window: MainWindow) -> None:
    page = _visit(window, "patients")
    offered = [button for button in page._nobody.findChildren(Button) if button.isVisible()]
    assert [button.text() for button in offered] == ["New patient", "Take results in from a file"]
    with qtbot.waitSignal(page.import_requested):
        offered[1].click()
    assert window.workspace is not None
    assert window.workspace._trail[-1].page == "transfer"


def test_a_search_for_nobody_offers_to_add_them(qtbot: QtBot, window: MainWindow, enter: Enter) -> None:
    enter("Mensah")
    page = _visit(window, "patients")
    page.search.setText("zzyzx")
    page.search.search_now()
    assert _said(page)[0][0] == "Nobody is called “zzyzx”"
    with qtbot.waitSignal(page.new_patient_requested):
        page._nothing.findChild(Button).click()


def test_no_letter_yet_is_not_called_every_letter_printed(window: MainWindow) -> None:
    assert _said(_visit(window, "letters"))[0][0] == "No letters yet"


def test_a_clinic_without_a_laboratory_is_asked_for_one(window: MainWindow, empty_desk: Desk) -> None:
    page = _visit(window, "settings", "laboratories")
    section = page.sections["laboratories"]
    assert section.none_yet.isHidden()
    section.items = tuple
    section.reload()
    assert section.none_yet.isVisible()


def test_a_search_that_finds_nothing_says_so_and_offers_a_new_patient(qtbot: QtBot, window: MainWindow) -> None:
    assert window.workspace is not None
    finder = window.workspace._bar.finder
    finder.open()
    qtbot.keyClicks(finder.field, "zzyzx")
    finder.field.search_now()
    hits = window.workspace._palette.hits("zzyzx", None)
    assert [hit.title for hit in hits] == ["Nothing fits “zzyzx”. Enter adds a new patient."]
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert window.workspace._trail[-1].page == "patient_form"
