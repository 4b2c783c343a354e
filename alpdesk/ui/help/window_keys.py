"""Every key of the window and of its pages, as they are bound."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from alpdesk.ui.commands import Command, page_keys, shown_key
from alpdesk.ui.help.reference import Keys
from alpdesk.ui.pages import page_title


def every_key(commands: tuple[Command, ...], pages: Iterable[tuple[str, QWidget]]) -> tuple[Keys, ...]:
    """Return the keys of the menus, then those of each page."""
    window = tuple((shown_key(each.key), each.text) for each in commands if each.key)
    back = (("Esc", QCoreApplication.translate("Help", "Back to the page before")),)
    of_pages = ((name, page_keys(page)) for name, page in pages)
    everywhere = Keys(QCoreApplication.translate("Help", "Everywhere"), window + back)
    return (everywhere, *(Keys(page_title(name), rows) for name, rows in of_pages if rows), _results(), _checklist())


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
