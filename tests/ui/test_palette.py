"""One search reaches everything, by keyboard alone; and one sheet lists every key there is."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from alpdesk.assets import resource
from alpdesk.services.desk import Desk
from alpdesk.ui.commands import Command, fit, fitting, page_commands, shown_key
from alpdesk.ui.elsewhere import button_of, offers
from alpdesk.ui.help.page import HelpPage
from alpdesk.ui.main_window import MainWindow
from alpdesk.ui.tasks import at_once
from alpdesk.ui.today.page import TodayPage
from alpdesk.ui.widgets import Button
from alpdesk.ui.workspace import Workspace
from tests.ui.conftest import Enter


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


def _work(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def _page(window: MainWindow, name: str) -> Any:
    return _work(window).page(name)


def _here(window: MainWindow) -> str:
    work = _work(window)
    return next(name for name, page in work._pages.items() if page is work._stack.currentWidget())


def _press_ctrl_k(qtbot: QtBot, window: MainWindow) -> QWidget:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = QApplication.focusWidget()
    assert field is not None
    return field


def _offered(window: MainWindow) -> list[str]:
    model = _work(window)._bar.finder._model
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def _do(qtbot: QtBot, window: MainWindow, typed: str) -> None:
    field = _press_ctrl_k(qtbot, window)
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("typed", "text", "how"),
    [
        ("new pat", "New patient", 0), ("pat new", "New patient", 0), ("np", "New patient", 1),
        ("nepa", "New patient", 1), ("bun", "Back up now", 1), ("tient", "New patient", 2),
        ("npx", "New patient", None), ("new patient", "New patient", -1),
        ("new letter", "New patient", None), ("ÉTÉ", "été chaud", 0),
    ],
)  # fmt: skip
def test_words_fit_by_beginnings_then_initials_then_anywhere(typed: str, text: str, how: int | None) -> None:
    assert fit(typed, text) == how


def test_what_fits_best_comes_first() -> None:
    commands = tuple(Command(text, "", lambda: None) for text in ("Reopen", "Open another record", "Order"))
    assert [each.text for each in fitting("open", commands)] == ["Open another record", "Reopen"]


def test_every_entry_of_every_menu_is_reached_by_its_words(qtbot: QtBot, window: MainWindow) -> None:
    entries = [
        action.text().removesuffix("…")
        for menu in (each.menu() for each in window.menuBar().actions())
        if isinstance(menu, QMenu)
        for action in menu.actions()
        if action.text() and action.isVisible() and not action.isSeparator()
    ]
    assert len(entries) > 10
    for entry in entries[1:]:
        field = _press_ctrl_k(qtbot, window)
        qtbot.keyClicks(field, entry)
        _work(window)._bar.finder.field.search_now()
        assert _offered(window)[:1] == [entry]
        qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_the_buttons_of_the_page_are_offered_and_done(qtbot: QtBot, window: MainWindow, enter: Enter) -> None:
    _work(window).go("patient", enter("Mensah", alp="29"))
    _do(qtbot, window, "new panel")
    assert _here(window) == "panel"


def test_a_button_without_an_icon_is_offered_with_one(qtbot: QtBot, window: MainWindow, enter: Enter) -> None:
    _work(window).go("patient", enter("Mensah", alp="31"))
    offered = page_commands(_page(window, "patient"), "Patient")
    assert "Abnormal" in [command.text for command in offered]
    assert all(command.icon for command in offered)


def test_a_tab_of_the_page_is_shown_by_its_name(qtbot: QtBot, window: MainWindow, enter: Enter) -> None:
    _work(window).go("patient", enter("Mensah"))
    _do(qtbot, window, "medicines")
    tabs = _page(window, "patient")._tabs
    assert tabs.tabText(tabs.currentIndex()).startswith("Medicines")


def test_a_section_of_the_settings_is_shown_by_its_name(qtbot: QtBot, window: MainWindow) -> None:
    _work(window).go("settings")
    _do(qtbot, window, "laborat")
    page = _page(window, "settings")
    assert page.list.currentItem().text() == "Laboratories"


def test_without_words_the_patients_one_had_open_come_first(qtbot: QtBot, window: MainWindow, enter: Enter) -> None:
    first, second = enter("Asante"), enter("Mensah")
    for patient in (first, second):
        _work(window).go("patient", patient)
    _press_ctrl_k(qtbot, window)
    assert _offered(window)[0].partition(",")[0] == "Asante"  # the patient one is on is no place to go to
    _work(window).go("today")
    _press_ctrl_k(qtbot, window)
    assert [text.partition(",")[0] for text in _offered(window)[:2]] == ["Mensah", "Asante"]


@pytest.mark.parametrize("page", ["today", "patients", "patient", "decide", "letter", "settings", "care", "review"])
def test_every_line_of_every_page_can_be_painted(window: MainWindow, enter: Enter, page: str) -> None:
    patient = enter("Mensah", alp="29")
    subjects: dict[str, tuple[object, ...]] = {
        "patient": (patient,), "decide": (patient,), "letter": (patient, "patient")
    }  # fmt: skip
    _work(window).go(page, *subjects.get(page, ()))
    hits = _work(window)._palette.hits("", _work(window).page(page))
    assert [hit.title for hit in hits if not resource("icons", f"{hit.icon}.svg").is_file()] == []
    assert [hit for hit in hits if not hit.title] == []


def test_help_is_found_from_three_letters_on(qtbot: QtBot, window: MainWindow) -> None:
    _do(qtbot, window, "zinc defic")
    assert _here(window) == "help"
    assert "Zinc deficiency" in _page(window, "help").browser.toPlainText()


def test_escape_puts_the_search_away_and_the_cursor_back(qtbot: QtBot, window: MainWindow) -> None:
    _work(window).go("patients")
    before = QApplication.focusWidget()
    field = _press_ctrl_k(qtbot, window)
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before
    assert _here(window) == "patients"
    assert _work(window)._bar.finder.hits() == 0


def test_the_key_of_a_command_stands_beside_it(qtbot: QtBot, window: MainWindow, enter: Enter) -> None:
    _work(window).go("patient", enter("Mensah"))
    hits = {hit.title: hit.detail for hit in _work(window)._palette.hits("", _work(window).page("patient"))}
    assert hits["New patient"] == "Ctrl+N"
    assert hits["New panel"].split() == ["on", "this", "page", "N"]


@pytest.mark.parametrize(
    ("page", "title"),
    [("today", "The day's work"), ("panel", "Entering a panel"), ("decide", "The checklist"),
     ("patient", "How Alpdesk judges a result"), ("settings", "Your data, password and backups"),
     ("letters", "Letters"), ("review", "The day's work")],
)  # fmt: skip
def test_f1_opens_the_help_of_the_page_one_is_on(
    qtbot: QtBot, window: MainWindow, enter: Enter, page: str, title: str
) -> None:
    subject = (enter("Mensah", alp="29"),) if page in ("panel", "decide", "patient") else ()
    _work(window).go(page, *subject)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert _page(window, "help").browser.toPlainText().splitlines()[0] == title
    qtbot.keyClick(_work(window), Qt.Key.Key_Escape)
    assert _here(window) == page


def test_alt_and_left_goes_back_in_help_before_it_leaves_help(qtbot: QtBot, window: MainWindow) -> None:
    _work(window).go("patients")
    _work(window).go("help", "28_causes")
    page = _page(window, "help")
    page._go("cause-nut-zn")
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.browser.toPlainText().startswith("Causes of a low ALP")
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert _here(window) == "patients"


def test_the_sheet_lists_every_key_that_is_bound(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    page = _work(window).page("help")
    assert isinstance(page, HelpPage)
    sheet = page.browser.toPlainText()
    bound = [each.shortcut().toString() for each in window.findChildren(QAction)]
    bound += [each.key().toString() for name in _work(window)._kinds for each in _shortcuts(_work(window).page(name))]
    assert [key for key in bound if key and shown_key(key) not in sheet] == []
    assert page.browser.hasFocus(), "the sheet is read with the arrow keys"
    listed = {group.place: group.rows for group in _work(window)._keys()}
    today = _work(window).page("today")
    assert isinstance(today, TodayPage)
    own = {(shown_key(each.key.replace("Enter", "Return")), each.spoken) for each in today.bar.findChildren(Button)}
    assert own <= set(listed["Today"]), "each of the page's own buttons, with its own meaning"
    asked = {("Enter", today.panel.keep.spoken), ("Esc", today.panel.cancel.spoken)}
    assert asked <= set(listed["While a question is open"]) and not asked & set(listed["Today"])
    assert ("Esc", "Back to the patient") in listed["Deciding"]
    assert ("Ctrl+Enter", "Sign") in listed["Deciding"]
    for rows in listed.values():
        assert all(key and said.strip() for key, said in rows)
        assert len(rows) == len(set(rows))


def test_the_sheet_has_the_keys_of_chart_answers_guide_and_scan(window: MainWindow) -> None:
    pairs = {pair for group in _work(window)._keys() for pair in group.rows}
    for key in ("← →", "Home, End", "+ -", "0", "Y", "K", "F", "S", "F7", "F8", "Shift+Esc"):
        assert key in {each for each, _ in pairs}, key


def _shortcuts(page: QWidget) -> list[QShortcut]:
    return page.findChildren(QShortcut)


def _search(qtbot: QtBot, window: MainWindow, typed: str) -> QWidget:
    field = _press_ctrl_k(qtbot, window)
    qtbot.keyClicks(field, typed)
    _work(window)._bar.finder.field.search_now()
    return field


def test_what_other_pages_offer_is_found_and_led_to_without_being_done(qtbot: QtBot, window: MainWindow) -> None:
    _search(qtbot, window, "copy as csv")
    assert _offered(window)[0] == "Copy as CSV"
    _do(qtbot, window, "check everything")
    assert _here(window) == "settings"
    focus = QApplication.focusWidget()
    assert isinstance(focus, Button)
    assert focus.spoken == "Check everything now"


def test_every_offer_written_down_is_on_its_page(window: MainWindow) -> None:
    for offer in offers():
        page = _page(window, offer.page)
        if offer.is_button:
            assert button_of(offer, page) is not None, offer
        else:
            assert page.sections[offer.section].title == offer.text
    assert {each.section for each in offers() if not each.is_button} == set(_page(window, "settings").sections)


@pytest.mark.parametrize("typed", ["12 Mar 1980", "12.03.1980", "12.3.1980", "12/03/1980", "mensah 12 March 1980"])
def test_a_birth_date_is_found_as_it_is_shown(qtbot: QtBot, window: MainWindow, enter: Enter, typed: str) -> None:
    enter("Mensah")
    enter("Mensah-Owusu", born=date(1980, 3, 21))
    _search(qtbot, window, typed)
    assert _offered(window)[0] == "Mensah, Abena"
    _work(window).go("patients")
    _page(window, "patients").search.setText(typed)
    _page(window, "patients").search.search_now()
    assert _page(window, "patients").model.rowCount() == 1


@pytest.mark.parametrize(
    ("typed", "family", "given"),
    [("Zzyzx", "Zzyzx", ""), ("Zzyzx, Ana Maria", "Zzyzx", "Ana Maria"), ("Ana Maria Zzyzx", "Zzyzx", "Ana Maria")],
)
def test_who_is_not_there_is_added_under_the_name_that_was_typed(
    qtbot: QtBot, window: MainWindow, typed: str, family: str, given: str
) -> None:
    _do(qtbot, window, typed)
    form = _page(window, "patient_form").form
    assert (form.family.text(), form.given.text()) == (family, given)


def test_a_name_that_is_half_typed_is_not_written_over(qtbot: QtBot, window: MainWindow) -> None:
    _work(window).go("patient_form")
    form = _page(window, "patient_form").form
    qtbot.keyClicks(form.family, "Boateng")
    _do(qtbot, window, "Zzyzx")
    assert form.family.text() == "Boateng"


def test_the_list_is_walked_by_pages_and_to_its_ends_and_each_line_is_told(qtbot: QtBot, window: MainWindow) -> None:
    field = _search(qtbot, window, "e")
    finder = _work(window)._bar.finder
    last = finder.hits() - 1
    assert last > 12
    for key, row in ((Qt.Key.Key_End, last), (Qt.Key.Key_PageUp, last - 11), (Qt.Key.Key_PageDown, last)):
        qtbot.keyClick(field, key)
        assert finder._list.currentIndex().row() == row
        assert field.accessibleDescription().endswith(f"{row + 1} of {last + 1}")
    qtbot.keyClick(field, Qt.Key.Key_Home)
    assert finder._list.currentIndex().row() == last, "the cursor goes to the beginning of what is typed first"
    qtbot.keyClick(field, Qt.Key.Key_Home)
    assert field.accessibleDescription().startswith(str(finder._model.data(finder._model.index(0))))
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert finder.field.accessibleDescription() == ""


@pytest.mark.parametrize("typed", ["dark", "light", "colours"])
def test_the_colours_are_found_by_what_people_call_them(qtbot: QtBot, window: MainWindow, typed: str) -> None:
    qtbot.keyClicks(_press_ctrl_k(qtbot, window), typed)
    qtbot.waitUntil(lambda: _offered(window)[:1] == ["Colours: light or dark"])
