"""The window around the pages: ways there and back, search, names for screen readers, literal text."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.care.page import CarePage
from alpdesk.ui.main_window import MainWindow
from alpdesk.ui.sweep.page import SweepPage
from alpdesk.ui.tasks import at_once
from alpdesk.ui.transfer.page import TransferPage
from alpdesk.ui.widgets import IconButton
from alpdesk.ui.workspace import Workspace
from tests.ui.conftest import Enter, shown_texts

PAGES = (
    "today", "patients", "patient_form", "patient", "panel", "decide", "letter", "letters", "sweep", "transfer", "care",
    "settings", "help",
)  # fmt: skip
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QTextBrowser, QAbstractItemView)


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


def _here(window: MainWindow) -> str:
    work = _work(window)
    return next(name for name, page in work._pages.items() if page is work._stack.currentWidget())


def _visit(window: MainWindow, page: str, patient: int) -> QWidget:
    subjects: dict[str, tuple[object, ...]] = {
        "patient": (patient,), "panel": (patient,), "decide": (patient,), "letter": (patient, "patient"),
        "patient_form": (patient,),
    }  # fmt: skip
    _work(window).go(page, *subjects.get(page, ()))
    return _work(window).page(page)


def test_the_desk_opens_on_today_and_the_title_names_nobody(window: MainWindow) -> None:
    assert _here(window) == "today"
    assert window.windowTitle() == "Alpdesk"


@pytest.mark.parametrize(
    ("key", "page"),
    [(Qt.Key.Key_1, "today"), (Qt.Key.Key_2, "patients"), (Qt.Key.Key_3, "letters"), (Qt.Key.Key_4, "settings"),
     (Qt.Key.Key_5, "help")],
)  # fmt: skip
def test_control_and_a_figure_lead_to_each_page(qtbot: QtBot, window: MainWindow, key: Qt.Key, page: str) -> None:
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert _here(window) == page


def test_f1_is_help_and_escape_leads_back(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert _here(window) == "help"
    qtbot.keyClick(_work(window), Qt.Key.Key_Escape)
    assert _here(window) == "patients"


def test_control_k_finds_a_patient_and_enter_opens_the_page(qtbot: QtBot, window: MainWindow, enter: Enter) -> None:
    enter("Asante")
    key = enter("Mensah")
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = QApplication.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "mensa")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert _here(window) == "patient"
    assert _work(window)._trail[-1].subject == (key,)


def test_control_k_finds_a_command(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = QApplication.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "new pat")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert _here(window) == "patient_form"


def test_what_waits_is_counted_beside_the_entry(window: MainWindow, enter: Enter) -> None:
    enter("Mensah", alp="29")
    _work(window).refresh()
    assert _work(window)._navigation._items["today"].accessibleName() == "Today, 1"


def test_no_page_shows_a_window_of_its_own_while_it_is_made(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, enter: Enter
) -> None:
    patient = enter("Mensah", alp="29")
    watcher = _Watcher()
    qapp.installEventFilter(watcher)
    for page in PAGES:
        _visit(window, page, patient)
    qapp.removeEventFilter(watcher)
    assert watcher.shown == []


@pytest.mark.parametrize("page", PAGES)
def test_every_control_has_a_name(window: MainWindow, enter: Enter, page: str) -> None:
    shown = _visit(window, page, enter("Mensah", alp="29"))
    unnamed = [
        control
        for kind in CONTROLS
        for control in shown.findChildren(kind)
        if control.isVisible() and not _is_part_of_another(control) and not _name(control)
    ]
    assert unnamed == []


@pytest.mark.parametrize("page", PAGES)
def test_tab_reaches_a_control_on_every_page(qtbot: QtBot, window: MainWindow, enter: Enter, page: str) -> None:
    shown = _visit(window, page, enter("Mensah", alp="29"))
    reached: set[QWidget] = set()
    for _ in range(60):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    inside = [widget for widget in reached if shown.isAncestorOf(widget)]
    assert inside


def test_every_entry_of_the_menu_leads_somewhere(window: MainWindow) -> None:
    keys = [action.shortcut().toString() for action in window.findChildren(QAction) if action.shortcut().toString()]
    assert len(keys) == len(set(keys))


def test_locking_hides_every_page(qtbot: QtBot, window: MainWindow, enter: Enter) -> None:
    _visit(window, "patient", enter("Mensah"))
    with qtbot.waitSignal(window.lock_requested):
        qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    window.show_gate(QWidget())
    assert not _work(window).isVisible()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    window.show_workspace()
    assert _here(window) == "patient"


def test_closing_asks_before_what_no_draft_holds_is_lost(
    qtbot: QtBot, window: MainWindow, enter: Enter, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def stay(unsaved: tuple[str, ...]) -> bool:
        asked.append(unsaved)
        return False

    def full(*_: object) -> None:
        raise AlpdeskError("The disk is full.")

    window.may_lose = stay
    page = _visit(window, "panel", enter("Mensah"))
    qtbot.keyClick(page, Qt.Key.Key_Return)
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, Qt.Key.Key_Return)
    value = QApplication.focusWidget()
    assert value is not None
    qtbot.keyClicks(value, "80")
    monkeypatch.setattr(type(empty_desk.drafts), "put", full)
    assert not window.close()
    assert asked == [("A panel for Mensah, Abena",)]
    window.may_lose = lambda _: True
    assert window.close()


class _Watcher(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def _is_part_of_another(control: QWidget) -> bool:
    parent = control.parentWidget()
    return control.objectName().startswith("qt_") or isinstance(parent, QComboBox | QLineEdit | QAbstractItemView)


def _name(control: QWidget) -> str:
    text = control.text() if isinstance(control, QAbstractButton) else ""
    return control.accessibleName() or text


def test_leaving_stops_what_a_page_still_searches(qtbot: QtBot, empty_desk: Desk, window: MainWindow) -> None:
    _work(window).go("sweep")
    page = _work(window).page("sweep")
    assert isinstance(page, SweepPage)
    stopped: list[bool] = []

    def search(_: Callable[[int, int], None], cancelled: Callable[[], bool]) -> bool:
        window.stop_work()
        return cancelled()

    page.working.start("Searching", search, stopped.append, _raise)
    assert stopped == [True]


def test_an_import_leads_to_the_sweep_which_searches_at_once_and_shows_when(window: MainWindow, enter: Enter) -> None:
    enter("Waiting", alp="30")
    _work(window).go("transfer")
    page = _work(window).page("transfer")
    assert isinstance(page, TransferPage)
    page.sweep_requested.emit()
    sweep = _work(window).page("sweep")
    assert isinstance(sweep, SweepPage)
    assert _here(window) == "sweep" and sweep.model.rowCount() == 1
    assert "Swept 2 Mar 2026" in shown_texts(_work(window)._status)


def test_the_safety_net_is_one_click_from_today(window: MainWindow, enter: Enter) -> None:
    enter("Waiting", alp="30")
    _work(window).go("today")
    button = next(each for each in _work(window).page("today").findChildren(IconButton) if each.isVisible()
                  and "Safety net" in each.accessibleName())  # fmt: skip
    button.click()
    page = _work(window).page("care")
    assert isinstance(page, CarePage)
    assert _here(window) == "care" and page.print_net.hasFocus()


def _raise(error: Exception) -> None:
    raise error
