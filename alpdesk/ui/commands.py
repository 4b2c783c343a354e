"""What can be done, by name: matching typed words, the commands of a page, and the keys it answers to."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget

from alpdesk.ui.widgets import Button
from alpdesk.ui.widgets.side_list import SideList

_WORD = re.compile(r"\w+")
_NONE = 100
_DOES = "corner-down-left"


@dataclass(frozen=True)
class Command:
    """Something the program can do, by name; ``place`` says where, when it belongs to a page."""

    text: str
    icon: str
    run: Callable[[], object]
    key: str = ""
    place: str = ""


def fit(typed: str, text: str) -> int | None:
    """Say how well typed words fit a text: -1 is all of it, ``None`` is not at all.

    Each typed word begins a word of the text, in any order; or the letters begin words one after the other
    (``np`` for New patient); or, worst, they stand somewhere in it.
    """
    parts = _WORD.findall(text.casefold())
    if typed.casefold().split() == text.casefold().split():
        return -1
    worst = 0
    for word in typed.casefold().split():
        found = _word(word, parts, text.casefold())
        if found is None:
            return None
        worst = max(worst, found)
    return worst


def fitting(typed: str, commands: tuple[Command, ...]) -> list[Command]:
    """Return the commands that fit, best first; those that fit alike keep their order."""
    fits = [(fit(typed, command.text), command) for command in commands]
    return [each for how, each in sorted(fits, key=lambda pair: _NONE if pair[0] is None else pair[0])
            if how is not None]  # fmt: skip


def page_commands(page: QWidget, place: str) -> tuple[Command, ...]:
    """Return what one can do on a page now: its buttons, its tabs and its sections."""
    found = (*_buttons(page, place), *_tabs(page, place), *_sections(page, place))
    return tuple({command.text: command for command in reversed(found)}.values())[::-1]


def page_keys(page: QWidget) -> tuple[tuple[str, str], ...]:
    """Return the keys a page answers to and what each does: those of its buttons, then its other shortcuts."""
    rows = [_row(button) for button in _keyed(page) if not _asked(button, page)]
    named = [each for each in page.findChildren(QShortcut) if each.whatsThis()]
    rows += [(shown_key(_normal(each.key().toString())), each.whatsThis()) for each in named]
    return tuple(dict.fromkeys(rows))


def question_keys(page: QWidget) -> tuple[tuple[str, str], ...]:
    """Return the keys of what a page may ask in place; they hold only while it is asked."""
    return tuple(dict.fromkeys(_row(button) for button in _keyed(page) if _asked(button, page)))


def shown_key(key: str) -> str:
    """Return a key as people read it."""
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return native.replace("Return", "Enter")


def _word(word: str, parts: list[str], text: str) -> int | None:
    if any(part.startswith(word) for part in parts):
        return 0
    if len(word) > 1 and _initials(word, parts):
        return 1
    return 2 if word in text else None


def _initials(letters: str, parts: list[str]) -> bool:
    """Say whether letters can be used up by the beginnings of consecutive words."""
    return any(_used_up(letters, parts[start:]) for start in range(len(parts)))


def _used_up(letters: str, parts: list[str]) -> bool:
    if not letters:
        return True
    if not parts:
        return False
    longest = next((n for n in range(len(letters), 0, -1) if parts[0].startswith(letters[:n])), 0)
    return any(_used_up(letters[n:], parts[1:]) for n in range(longest, 0, -1))


def _buttons(page: QWidget, place: str) -> Iterator[Command]:
    for button in page.findChildren(Button):
        if button.isEnabled() and button.isVisibleTo(page) and button.spoken:
            yield Command(button.spoken.removesuffix("…"), button.sign or _DOES, button.click, button.key, place)


def _tabs(page: QWidget, place: str) -> Iterator[Command]:
    for tabs in page.findChildren(QTabWidget):
        for number in range(tabs.count()):
            yield Command(tabs.tabText(number), "list-checks", partial(_show_tab, tabs, number), "", place)


def _show_tab(tabs: QTabWidget, number: int) -> None:
    tabs.setCurrentIndex(number)
    tabs.setFocus()


def _sections(page: QWidget, place: str) -> Iterator[Command]:
    for sections in page.findChildren(SideList):
        for row in range(sections.count()):
            text = sections.item(row).text()
            yield Command(text, "settings", partial(sections.setCurrentRow, row), "", place)


def _keyed(page: QWidget) -> Iterator[Button]:
    return (button for button in page.findChildren(Button) if button.key and button.spoken)


def _row(button: Button) -> tuple[str, str]:
    return shown_key(_normal(button.key)), button.spoken


def _asked(button: Button, page: QWidget) -> bool:
    """Say whether a button belongs to a question that is only asked now and then (property ``asks``)."""
    above = button.parentWidget()
    while above is not None and above is not page:
        if above.property("asks"):
            return True
        above = above.parentWidget()
    return False


def _normal(key: str) -> str:
    return QKeySequence(key.replace("Enter", "Return")).toString()
