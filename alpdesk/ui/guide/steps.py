"""What the tour shows: a page, what to look at on it, and a few words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QTabWidget, QTreeWidget, QWidget

from alpdesk.ui.widgets import Button, TableView
from alpdesk.ui.widgets.results_table import ResultsTable

Found = TypeVar("Found", bound=QWidget)
Finder = Callable[[QWidget], QWidget | None]


@dataclass(frozen=True)
class Step:
    """One stop: ``of`` says for whom the page is opened: a low that waits, something due, a letter."""

    title: str
    text: str
    page: str
    find: Finder
    of: tuple[str, ...] = ()


def steps() -> tuple[Step, ...]:
    """Return the stops in order, in the user's language."""
    return (*_the_result(), *_what_follows())


def _the_result() -> tuple[Step, ...]:
    return (
        Step(
            _tr("Today: what waits"),
            _tr("Every low ALP stands here until a named person has answered it. Enter does what a line says next."),
            "today", _first(TableView),
        ),
        Step(
            _tr("A patient at a glance"),
            _tr("What matters now stands above, ALP over time and every result below. N types a new panel."),
            "patient", _first(ResultsTable), ("patient",),
        ),
        Step(
            _tr("Decide"),
            _tr("Two verdicts, alerts, and causes to consider with what speaks for them. Each says why."),
            "decide", _itself, ("patient",),
        ),
        Step(
            _tr("Answer and sign"),
            _tr("Choose what is to be done and sign. That sets the dates and takes the low off the list."),
            "decide", _button("Ctrl+Enter"), ("patient",),
        ),
    )  # fmt: skip


def _what_follows() -> tuple[Step, ...]:
    return (
        Step(
            _tr("Write the letter"),
            _tr("The letter is drawn up from the record, in plain words. Change it, keep it, print it."),
            "letter", _button("Ctrl+Enter"), ("patient", "letter"),
        ),
        Step(
            _tr("What falls due"),
            _tr("Dates with their reasons. A result closes its item by itself; what is overdue comes to Today."),
            "patient", _tab(1), ("due",),
        ),
        Step(
            _tr("Put a slip right"),
            _tr("Nothing is overwritten: a wrong value gets a new version with a reason (F2), and both stay."),
            "patient", _tab(-1), ("patient",),
        ),
        Step(
            _tr("Help is one key away"),
            _tr("F1 opens the page about what you are doing. Ctrl+K finds patients, pages and commands."),
            "help", _first(QTreeWidget),
        ),
    )  # fmt: skip


def _itself(page: QWidget) -> QWidget | None:
    return page


def _first(kind: type[Found]) -> Finder:
    return lambda page: next((each for each in page.findChildren(kind) if each.isVisibleTo(page)), None)


def _button(key: str) -> Finder:
    return lambda page: next(
        (each for each in page.findChildren(Button) if each.key == key and each.isVisibleTo(page)), None
    )


def _tab(number: int) -> Finder:
    def find(page: QWidget) -> QWidget | None:
        tabs = page.findChild(QTabWidget)
        if isinstance(tabs, QTabWidget):
            tabs.setCurrentIndex(number % tabs.count())
            return tabs
        return None

    return find


def _tr(text: str) -> str:
    return QCoreApplication.translate("Guide", text)
