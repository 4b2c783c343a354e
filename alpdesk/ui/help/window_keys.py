"""Every key of the window and of its pages, as they are bound."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from alpdesk.ui.commands import Command, page_keys, question_keys, shown_key
from alpdesk.ui.help.reference import Keys
from alpdesk.ui.pages import page_title


def every_key(commands: tuple[Command, ...], pages: Iterable[tuple[str, QWidget]]) -> tuple[Keys, ...]:
    """Return the keys of the menus, then those of each page."""
    window = tuple((shown_key(each.key), each.text) for each in commands if each.key)
    back = (("Esc", QCoreApplication.translate("Help", "Back to the page before")),)
    built = tuple(pages)
    of_pages = tuple(Keys(page_title(name), rows) for name, page in built if (rows := page_keys(page)))
    asked = dict.fromkeys(row for _, page in built for row in question_keys(page))
    questions = Keys(QCoreApplication.translate("Help", "While a question is open"), tuple(asked))
    everywhere = Keys(QCoreApplication.translate("Help", "Everywhere"), window + back)
    return (everywhere, *of_pages, *((questions,) if asked else ()), *_in_place())


def _in_place() -> tuple[Keys, ...]:
    """Return the keys of what is neither a button nor a shortcut of a page."""
    return _answers(), _results(), _chart(), _checklist(), _scan(), _letter(), _guide()


def _answers() -> Keys:
    tr = QCoreApplication.translate
    rows = (
        ("Y", tr("Help", "Take what is offered, or swap the two values")), ("K", tr("Help", "Keep what is typed")),
        ("F", tr("Help", "The first value is the one on the report")),
        ("S", tr("Help", "The second value is the one on the report")),
    )  # fmt: skip
    return Keys(tr("Help", "A question under a typed value"), rows)


def _chart() -> Keys:
    tr = QCoreApplication.translate
    rows = (
        ("← →", tr("Help", "Value before, next value")), ("Home, End", tr("Help", "First value, last value")),
        ("Enter", tr("Help", "Open the panel of the value")), ("+ -", tr("Help", "Less time, more time")),
        ("Shift+← →", tr("Help", "Earlier, later")), ("0", tr("Help", "All of the time")),
    )  # fmt: skip
    return Keys(tr("Help", "The chart"), rows)


def _scan() -> Keys:
    tr = QCoreApplication.translate
    rows = (("+ -", tr("Help", "Larger, smaller")), ("0", tr("Help", "As wide as there is room")))
    return Keys(tr("Help", "A scan"), rows)


def _letter() -> Keys:
    tr = QCoreApplication.translate
    rows = (
        ("F9", tr("Help", "The next sentence that is wrong or poor")), ("Ctrl+=", tr("Help", "Larger")),
        ("Ctrl+F", tr("Help", "In the list: find a letter by its number")),
    )  # fmt: skip
    return Keys(tr("Help", "A letter"), rows)


def _guide() -> Keys:
    tr = QCoreApplication.translate
    rows = (
        ("F8", tr("Help", "Next step")), ("F7", tr("Help", "Step before")),
        ("Shift+Esc", tr("Help", "Put the guide away")),
    )  # fmt: skip
    return Keys(tr("Help", "The guide"), rows)


def _results() -> Keys:
    tr = QCoreApplication.translate
    rows = (
        ("F2", tr("Help", "Correct the result")), ("F3", tr("Help", "Show its earlier versions")),
        ("F4", tr("Help", "Move the panel to another patient")), ("Del", tr("Help", "Withdraw the result")),
    )  # fmt: skip
    return Keys(tr("Help", "A result of a patient"), rows)


def _checklist() -> Keys:
    from alpdesk.ui.clinical.marks import KEYS, word

    return Keys(QCoreApplication.translate("Help", "An item of the checklist"),
                tuple((key.upper(), word(mark)) for key, mark in KEYS.items()))  # fmt: skip
