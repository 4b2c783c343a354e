"""The tour over the demonstration clinic: by keys alone, from page to page, and never twice unasked."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpdesk import settings as remembered
from alpdesk.services.desk import Desk
from alpdesk.settings import Settings
from alpdesk.ui.guide.card import GuideCard
from alpdesk.ui.guide.steps import steps
from alpdesk.ui.main_window import MainWindow
from alpdesk.ui.program import Program
from alpdesk.ui.tasks import at_once
from alpdesk.ui.theme import Appearance, Theme
from tests.ui.conftest import Enter, shown_texts

SLOW = 60_000


@pytest.fixture
def window(qtbot: QtBot, empty_desk: Desk, enter: Enter) -> Iterator[MainWindow]:
    enter("Mensah", alp="29")
    made = MainWindow()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_desk(empty_desk, at_once, demo=True, place="demonstration")
    made.look_around()
    yield made
    made.drop_desk()


def _card(window: MainWindow) -> GuideCard:
    assert window.workspace is not None
    return window.workspace.tour.card


def _here(window: MainWindow) -> str:
    work = window.workspace
    assert work is not None
    return next(name for name, page in work._pages.items() if page is work._stack.currentWidget())


def _press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    qtbot.keyClick(window, key)


def test_eight_stops_lead_over_the_real_pages_by_one_key(qtbot: QtBot, window: MainWindow) -> None:
    pages, pointed = [], []
    for step in steps():
        pages.append(_here(window))
        assert step.title in shown_texts(_card(window))
        target = _card(window)._target
        pointed.append(target is not None and target.isVisible())
        assert target is not None
        assert not target.isAncestorOf(_card(window))
        assert not _card(window).geometry().intersects(_card(window)._halo.geometry().adjusted(4, 4, -4, -4))
        _press(qtbot, window, Qt.Key.Key_F8)
    assert pages == ["today", "patient", "decide", "decide", "letter", "patient", "patient", "help"]
    assert all(pointed)
    assert not _card(window).isVisible()


def test_the_key_before_leads_back(qtbot: QtBot, window: MainWindow) -> None:
    _press(qtbot, window, Qt.Key.Key_F8)
    _press(qtbot, window, Qt.Key.Key_F7)
    assert _here(window) == "today"
    _press(qtbot, window, Qt.Key.Key_F7)
    assert _card(window).number == 0


def test_the_page_keeps_the_cursor_and_works_as_ever(qtbot: QtBot, window: MainWindow) -> None:
    _press(qtbot, window, Qt.Key.Key_F8)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert not _card(window).isAncestorOf(focus)
    qtbot.keyClick(focus, Qt.Key.Key_N)
    assert _here(window) == "panel"
    assert _card(window).isVisible()


def test_ending_it_is_said_once(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.guide_closed):
        qtbot.keyClick(window, Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
    assert not _card(window).isVisible()
    assert not _card(window)._halo.isVisible()


def test_a_real_clinic_has_no_tour(qtbot: QtBot, empty_desk: Desk) -> None:
    made = MainWindow()
    qtbot.addWidget(made)
    made.show_desk(empty_desk, at_once, demo=False, place="clinic.alpdesk")
    made.look_around()
    assert made.workspace is not None
    assert made.workspace.tour.card.isHidden()
    assert not made._tour.isVisible()
    made.drop_desk()


def test_an_empty_demonstration_skips_what_needs_a_patient(qtbot: QtBot, empty_desk: Desk) -> None:
    made = MainWindow()
    qtbot.addWidget(made)
    made.show_desk(empty_desk, at_once, demo=True, place="demonstration")
    made.look_around()
    for _ in steps():
        _card(made).next.click()
    assert _card(made).isHidden()
    made.drop_desk()


def test_the_demonstration_begins_with_the_tour_until_it_was_ended(
    qtbot: QtBot, qapp: QApplication, dressed: Theme
) -> None:
    program = Program(qapp, Settings(appearance="light"), demo=True)
    program.start()
    qtbot.waitUntil(lambda: program.desk is not None, timeout=SLOW)
    assert _card(program.window).isVisible()
    _card(program.window).close_button.click()
    assert not remembered.load().guide
    program.window.close()
    again = Program(qapp, remembered.load(), demo=True)
    again.start()
    qtbot.waitUntil(lambda: again.desk is not None, timeout=SLOW)
    assert not _card(again.window).isVisible()
    again.window.close()
    dressed.apply(Appearance.LIGHT)
