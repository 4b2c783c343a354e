"""What can be done on pages one is not on: the search leads there, to the button, and presses nothing unasked.

The pages are made when they are first opened, so what they offer is written down here; a test holds it to the pages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from alpdesk.ui.commands import Command
from alpdesk.ui.pages import page_title
from alpdesk.ui.widgets import Button

_tr = QCoreApplication.translate
Go = Callable[..., None]
PageOf = Callable[[str], QWidget]


@dataclass(frozen=True)
class Offer:
    """Something on a page: a button by its words, or a section that the page opens by itself."""

    text: str
    page: str
    section: str = ""
    is_button: bool = True


def offers() -> tuple[Offer, ...]:
    """Return what the pages that are opened for nobody in particular offer."""
    return (*_on_pages(), *_sections(), *_in_sections())


def elsewhere(here: str, go: Go, page_of: PageOf) -> tuple[Command, ...]:
    """Return the commands of every page but the one that is shown."""
    return tuple(
        Command(each.text, "arrow-right", partial(_lead, each, go, page_of), "", page_title(each.page))
        for each in offers()
        if each.page != here
    )


def _lead(offer: Offer, go: Go, page_of: PageOf) -> None:
    """Open the page and put the cursor on the button."""
    go(offer.page, *((offer.section,) if offer.section else ()))
    if offer.is_button:
        button = button_of(offer, page_of(offer.page))
        if button is not None:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)


def button_of(offer: Offer, page: QWidget) -> Button | None:
    """Return the button of an offer, the one that is seen where there are several."""
    named = [each for each in page.findChildren(Button) if each.spoken.removesuffix("…") == offer.text]
    return next((each for each in named if each.isVisibleTo(page)), next(iter(named), None))


def _on_pages() -> tuple[Offer, ...]:
    return (
        Offer(_tr("TodayPage", "Calendar file (.ics)"), "today"),
        Offer(_tr("TodayPage", "Safety net of the week, to print"), "today"),
        Offer(_tr("ReviewPage", "Sign off what is within…").removesuffix("…"), "review"),
        Offer(_tr("SweepPage", "Search the whole record"), "sweep"),
        Offer(_tr("CarePage", "Copy as CSV"), "care"),
        Offer(_tr("CarePage", "Save as PDF"), "care"),
        Offer(_tr("CarePage", "Print the safety net"), "care"),
        Offer(_tr("TransferPage", "Choose a CSV file…").removesuffix("…"), "transfer"),
        Offer(_tr("TransferPage", "Choose a map…").removesuffix("…"), "transfer"),
    )


def _sections() -> tuple[Offer, ...]:
    titles = {
        "clinic": _tr("ClinicSection", "Clinic"), "letterhead": _tr("LetterheadSection", "Letterhead"),
        "languages": _tr("LanguagesSection", "Languages of letters"), "letters": _tr("LettersSection", "Letters"),
        "laboratories": _tr("LaboratoriesSection", "Laboratories"),
        "people": _tr("PeopleSection", "People"), "access": _tr("AccessSection", "Passwords and key"),
        "intervals": _tr("IntervalsSection", "Intervals"),
        "templates": _tr("TemplatesSection", "Tests together"), "medicines": _tr("MedicinesSection", "Medicines"),
        "monitoring": _tr("MonitoringSection", "Monitoring"), "reminders": _tr("RemindersSection", "Reminders"),
        "sentences": _tr("SentencesSection", "Letter sentences"),
        "second_look": _tr("SecondLookSection", "Second look"),
        "appearance": _tr("AppearanceSection", "Appearance and lock"),
        "safety": _tr("SafetySection", "Backup and checks"),
    }  # fmt: skip
    return tuple(Offer(title, "settings", section, is_button=False) for section, title in titles.items())


def _in_sections() -> tuple[Offer, ...]:
    return (
        Offer(_tr("LaboratoriesSection", "New laboratory"), "settings", "laboratories"),
        Offer(_tr("PeopleSection", "New person"), "settings", "people"),
        Offer(_tr("HandOver", "Hand over every patient"), "settings", "people"),
        Offer(_tr("AccessSection", "New recovery sheet…").removesuffix("…"), "settings", "access"),
        Offer(_tr("TemplatesSection", "New template"), "settings", "templates"),
        Offer(_tr("IntervalsSection", "Copy as our own"), "settings", "intervals"),
        Offer(_tr("SafetySection", "Check everything now"), "settings", "safety"),
    )
