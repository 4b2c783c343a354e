"""The pages by name: how each is made and how it is opened for a subject."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from alpdesk.services.desk import Desk
from alpdesk.ui.tasks import Run

if TYPE_CHECKING:
    from alpdesk.ui.letter.page import LetterPage
    from alpdesk.ui.patients.form_page import PatientFormPage
    from alpdesk.ui.sweep.page import SweepPage


@dataclass(frozen=True)
class PageKind:
    """``place`` is the entry of the navigation a page belongs to. ``open`` is given the page and its subject."""

    place: str
    build: Callable[[Desk, Run], QWidget]
    open: Callable[..., Any]


@dataclass(frozen=True)
class Visit:
    """A page with what it was opened for."""

    page: str
    subject: tuple[object, ...] = ()


def page_kinds() -> dict[str, PageKind]:
    """Return every page. Its module is imported when the page is first shown."""
    return {
        "today": PageKind("today", _today, lambda page: page.reload()),
        "patients": PageKind("patients", _patients, lambda page: page.reload()),
        "patient_form": PageKind(
            "patients", _patient_form, lambda page, patient=None, name="": page.start(patient, name)
        ),
        "patient": PageKind("patients", _patient, lambda page, patient: page.show_patient(patient)),
        "panel": PageKind("patients", _panel, lambda page, patient: page.start(patient)),
        "look_back": PageKind("patients", _look_back, lambda page, patient: page.start(patient)),
        "decide": PageKind("patients", _decide, lambda page, patient, kept=None: page.start(patient, kept)),
        "letter": PageKind("letters", _letter, _open_letter),
        "review": PageKind("review", _review, lambda page: page.reload()),
        "letters": PageKind("letters", _letters, lambda page: page.reload()),
        "letter_runs": PageKind("letters", _letter_runs, lambda page, run=None: page.reload(run)),
        "sweep": PageKind("sweep", _sweep, _open_sweep),
        "care": PageKind("care", _care, lambda page, part="": page.reload(part)),
        "deeds": PageKind("patients", _deeds, lambda page, patient=None: page.reload(patient)),
        "transfer": PageKind("patients", _transfer, lambda page: page.reload()),
        "settings": PageKind("settings", _settings, lambda page, section="": page.reload(section)),
        "help": PageKind("help", _help, lambda page, topic="": page.show_topic(topic)),
    }


def _today(desk: Desk, _run: Run) -> QWidget:
    from alpdesk.ui.today.page import TodayPage

    return TodayPage(desk)


def _patients(desk: Desk, _run: Run) -> QWidget:
    from alpdesk.ui.patients.page import PatientsPage

    return PatientsPage(desk)


def _patient_form(desk: Desk, _run: Run) -> QWidget:
    from alpdesk.ui.patients.form_page import PatientFormPage

    return PatientFormPage(desk)


def _open_form(page: "PatientFormPage", patient: int | None = None, name: str = "") -> None:
    page.start(patient, name)


def _patient(desk: Desk, _run: Run) -> QWidget:
    from alpdesk.ui.patient.page import PatientPage

    return PatientPage(desk)


def _panel(desk: Desk, _run: Run) -> QWidget:
    from alpdesk.ui.panel.page import PanelPage

    return PanelPage(desk)


def _deeds(desk: Desk, _run: Run) -> QWidget:
    from alpdesk.ui.deeds.page import DeedsPage

    return DeedsPage(desk)


def _look_back(desk: Desk, _run: Run) -> QWidget:
    from alpdesk.ui.look_back.page import LookBackPage

    return LookBackPage(desk)


def _decide(desk: Desk, _run: Run) -> QWidget:
    from alpdesk.ui.decide.page import DecidePage

    return DecidePage(desk)


def _review(desk: Desk, _run: Run) -> QWidget:
    from alpdesk.ui.review.page import ReviewPage

    return ReviewPage(desk)


def _letter(desk: Desk, _run: Run) -> QWidget:
    from alpdesk.ui.letter.page import LetterPage

    return LetterPage(desk)


def _letters(desk: Desk, _run: Run) -> QWidget:
    from alpdesk.ui.letters.page import LettersPage

    return LettersPage(desk)


def _letter_runs(desk: Desk, run: Run) -> QWidget:
    from alpdesk.ui.letter_runs.page import LetterRunsPage

    return LetterRunsPage(desk, run)


def _open_letter(page: "LetterPage", subject: int, kind: str = "", replaces: int | None = None) -> None:
    """Write a letter of a kind for a patient, perhaps in the place of another, or show a kept letter."""
    if kind:
        page.start(subject, kind, replaces)
    else:
        page.open_kept(subject)


def _sweep(desk: Desk, run: Run) -> QWidget:
    from alpdesk.ui.sweep.page import SweepPage

    return SweepPage(desk, run)


def _open_sweep(page: "SweepPage", what: str = "") -> None:
    """Show what was found, or search now."""
    if what == "now":
        page.start()
    else:
        page.reload()


def _care(desk: Desk, run: Run) -> QWidget:
    from alpdesk.ui.care.page import CarePage

    return CarePage(desk, run)


def _transfer(desk: Desk, run: Run) -> QWidget:
    from alpdesk.ui.transfer.page import TransferPage

    return TransferPage(desk, run)


def _settings(desk: Desk, run: Run) -> QWidget:
    from alpdesk.ui.settings.page import SettingsPage

    return SettingsPage(desk, run)


def _help(desk: Desk, _run: Run) -> QWidget:
    from alpdesk.ui.help.page import HelpPage

    return HelpPage(desk.rules, desk.leaflets.questions)


def page_title(page: str) -> str:
    """Return what a page is called where keys are listed."""
    tr = QCoreApplication.translate
    titles = {
        "today": tr("Pages", "Today"), "patients": tr("Pages", "Patients"), "patient": tr("Pages", "A patient"),
        "patient_form": tr("Pages", "A patient's details"), "panel": tr("Pages", "Entering a panel"),
        "decide": tr("Pages", "Deciding"), "review": tr("Pages", "Review"), "letter": tr("Pages", "A letter"),
        "letters": tr("Pages", "Letters"), "letter_runs": tr("Pages", "Many letters"),
        "care": tr("Pages", "Reports"), "sweep": tr("Pages", "Sweep"),
        "look_back": tr("Pages", "Earlier ALP results"), "transfer": tr("Pages", "Take results in"),
        "settings": tr("Pages", "Settings"), "help": tr("Pages", "Help"),
    }  # fmt: skip
    return titles.get(page, page.replace("_", " ").capitalize())
