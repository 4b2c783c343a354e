"""A desk over a real encrypted file, dressed windows, and the walk that looks for unsafe labels."""

import gc
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import Panel, Patient, Result, Sex
from alpdesk.domain.rules import RuleBook
from alpdesk.services.desk import Desk
from alpdesk.store.database import Database
from alpdesk.ui.theme import Appearance, Theme
from tests.conftest import Clock, open_clinic
from tests.ui.keyboard import Keyboard

Page = TypeVar("Page", bound=QWidget)

HOSTILE = '<img src="file:///etc/passwd"><b>Bobby</b> & =cmd()'


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says what it cannot do: pass sizes on, raise windows, grab the keyboard."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication, rules: RuleBook, tmp_path_factory: pytest.TempPathFactory) -> Theme:
    """Every test sees the program's own looks, and dates as in Britain."""
    del rules  # they are loaded now
    gc.freeze()  # what stays for the whole run need not be looked through before each page
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    theme = Theme(qapp, tmp_path_factory.mktemp("marks"))
    theme.apply(Appearance.LIGHT)
    return theme


@pytest.fixture(autouse=True)
def _own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes this user's settings."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DOCUMENTS_DIR"):
        monkeypatch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))


@pytest.fixture
def empty_desk(sqlite_database: Database, rules: RuleBook, clock: Clock) -> Desk:
    """A clinic with a name, a laboratory and a doctor at the desk, and nobody in it."""
    return open_clinic(sqlite_database, rules, clock)


Enter = Callable[..., int]


@pytest.fixture
def enter(empty_desk: Desk) -> Enter:
    """Add a patient, and a panel with one ALP when a value is given; return the patient's key."""

    def entered(
        family: str, *, alp: str = "", collected: date = date(2026, 2, 20), born: date = date(1980, 3, 12)
    ) -> int:
        number = empty_desk.patients.next_number()
        patient = Patient(number=number, family_name=family, given_names="Abena", birth_date=born, sex=Sex.FEMALE)
        key = empty_desk.patients.add(patient).id or 0
        if alp:
            panel = Panel(collected=collected, laboratory_id=1, profile="roche_mayo")
            empty_desk.panels.enter(key, panel, (Result(analyte="alp", value=alp, unit="U/L"),))
        return key

    return entered


@pytest.fixture
def keys() -> Keyboard:
    return Keyboard()


def on_screen(qtbot: QtBot, page: Page, height: int) -> Page:
    """Show a page as the active window, so that keys reach it."""
    gc.collect()  # pages of an earlier test go now, not in the middle of an event of this one
    qtbot.addWidget(page)
    page.resize(1060, height)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def unsafe_labels(widget: QWidget) -> list[str]:
    """Return every label under ``widget`` that would read markup."""
    return [
        label.text()
        for label in widget.findChildren(QLabel)
        if label.textFormat() is not Qt.TextFormat.PlainText and label.text()
    ]


def shown_texts(widget: QWidget) -> str:
    """Return everything the labels under ``widget`` say."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())
