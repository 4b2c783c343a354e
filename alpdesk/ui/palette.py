"""What the search offers: patients, what can be done on this page, pages and commands, and Help."""

from collections.abc import Callable
from functools import cached_property, partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from alpdesk.domain.letter_number import as_number
from alpdesk.services.desk import Desk
from alpdesk.services.patients import PatientSummary
from alpdesk.ui.commands import Command, fitting, page_commands
from alpdesk.ui.finder import Hit, doing, find
from alpdesk.ui.widgets.dates import with_days

Go = Callable[..., None]
_PEOPLE, _RECENT, _TOPICS = 8, 5, 5
_LETTERS = 3
_SEARCH = "search"


class Palette:
    """Answers the search from where one is."""

    def __init__(self, desk: Desk, go: Go) -> None:
        self._desk = desk
        self._go = go
        self._recent: list[int] = []
        self._here: object = None
        self._page = ""
        self.commands: tuple[Command, ...] = ()
        self.elsewhere: Callable[[str], tuple[Command, ...]] = lambda _: ()

    def visited(self, page: str, subject: tuple[object, ...]) -> None:
        """Remember for this sitting whose page was open."""
        self._page = page
        self._here = subject[0] if page == "patient" and subject else None
        if isinstance(self._here, int):
            self._recent = [self._here, *(each for each in self._recent if each != self._here)][:_RECENT]

    def hits(self, text: str, page: QWidget | None) -> tuple[Hit, ...]:
        """Return what fits the words; without words whom one had open, then what can be done, here first."""
        patients = self._desk.patients
        typed = text.strip()
        people = patients.search(with_days(text), limit=_PEOPLE).items if typed else self._recent_people()
        here = () if page is None else page_commands(page, _tr("on this page"))
        found = find(
            text,
            people,
            (*here, *(each for each in self.commands if each.icon != _SEARCH), *self._others(typed)),
            lambda patient: self._go("patient", patient),
        )
        told = find_topics(typed, self._topics) if len(typed) >= _LETTERS else ()
        return (*self._letters(typed), *found, *told) or (self._nothing(typed),)

    def _letters(self, typed: str) -> tuple[Hit, ...]:
        """Return the letter whose number was typed or scanned."""
        letter = self._desk.letters.find(typed) if as_number(typed) else None
        if letter is None:
            return ()
        title = _tr("Letter {number}: {subject}").format(number=letter.number, subject=letter.subject)
        return (Hit(title, letter.patient_name, "mail-open", partial(self._go, "letter", letter.id)),)

    def _nothing(self, typed: str) -> Hit:
        """Say that nothing fits, and offer what one may have wanted."""
        title = _tr("Nothing fits “{}”. Enter adds a new patient.").format(typed)
        return Hit(title, "", "user-plus", partial(self._go, "patient_form", None, typed))

    def _others(self, typed: str) -> tuple[Command, ...]:
        """Return what other pages offer, once enough is typed to mean one of them."""
        known = {each.text for each in self.commands}
        found = self.elsewhere(self._page) if len(typed) >= _LETTERS else ()
        return tuple(each for each in found if each.text not in known)

    def _recent_people(self) -> tuple[PatientSummary, ...]:
        found = {each.id: each for each in self._desk.patients.some(self._recent)}
        return tuple(found[key] for key in self._recent if key in found and key != self._here)

    @cached_property
    def _topics(self) -> tuple[Command, ...]:
        from alpdesk.ui.help.topics import titles

        return tuple(
            Command(title, "book-open", partial(self._go, "help", name), "", _tr("Help"))
            for name, title in titles(self._desk.rules)
        )


def find_topics(typed: str, topics: tuple[Command, ...]) -> tuple[Hit, ...]:
    """Return the pages of Help that fit best."""
    return tuple(doing(topic) for topic in fitting(typed, topics)[:_TOPICS])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Finder", text)
