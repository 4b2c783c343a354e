"""What stands before the desk: the welcome and the lock."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtTest import QTest

from alpdesk.ui.gate import Waiting
from alpdesk.ui.unlock.page import UnlockPage
from alpdesk.ui.unlock.recover import RecoverPage
from alpdesk.ui.welcome.page import WelcomePage
from tests.stops.guide import Guide, Stop

BEFORE_THE_DESK = True


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the stops before the desk."""
    show = guide.window.show_gate
    yield "welcome", lambda: show(_welcome(guide))
    for step in range(4):
        yield f"welcome-step-{step + 1}", partial(_setup, guide, step)
    yield "unlock", lambda: show(UnlockPage("clinic.alpdesk", sheet=True))
    yield "unlock-locked", lambda: show(UnlockPage("clinic.alpdesk", locked=True, switch=True))
    yield "unlock-recover", lambda: show(RecoverPage("clinic.alpdesk", user="Dr. Ama Ade", needs_square=True))
    yield "unlock-wrong", lambda: _wrong(guide)
    yield "waiting", lambda: show(Waiting(guide.window.tr("Preparing the demonstration clinic…")))


def _welcome(guide: Guide) -> WelcomePage:
    page = WelcomePage(
        Path("/home/ama/.local/share/Alpdesk/clinic.alpdesk"), Path("/home/ama/Documents/Alpdesk backups")
    )
    profiles = guide.desk.rules.profiles.values()
    page.set_profiles(tuple((profile.title, profile.id) for profile in profiles), "roche_mayo")
    return page


def _setup(guide: Guide, step: int) -> None:
    page = _welcome(guide)
    guide.window.show_gate(page)
    page.create_card.click()
    setup = page.setup
    setup.clinic.name.setText("Hill Clinic")
    setup.laboratory.name.setText("City Lab")
    setup.person.name.setText("Dr. Ama Ade")
    for _ in range(step):
        setup.next.click()
    QTest.keyClicks(setup.password.secret.first, "seven green lamps")


def _wrong(guide: Guide) -> None:
    page = UnlockPage("clinic.alpdesk")
    guide.window.show_gate(page)
    page.show_error(guide.window.tr("The password is not right."))
