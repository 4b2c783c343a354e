"""Passwords, sheet and key of a record on file: the demonstration has none of its own."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from alpdesk.domain.records import Clinic, Patient, Role, User
from alpdesk.security.costs import FLOOR
from alpdesk.services import vault
from alpdesk.services.desk import Desk
from alpdesk.ui.keys.proof import SheetPage
from alpdesk.ui.opening import utc_now
from alpdesk.ui.settings.access import AccessSection
from alpdesk.ui.settings.drill import DrillPane
from alpdesk.ui.tasks import at_once
from tests.stops.guide import Guide, Stop

_FIRST, _CLERK, _LONG = "Dr. Ama Ade", "Jo Clerk", "Prof. Dr. Maximiliane von Hohenstein-Wittgenstein"


_FAMILY = "Featherstonehaugh-Cholmondeley"
BEFORE_THE_DESK = True
MADE_UP = (_CLERK, _LONG, _FIRST, _FAMILY)


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the section of the settings and the page that asks for the code of the sheet."""
    desk = _record(guide)
    show = guide.window.show_gate
    yield "keys-access", lambda: show(_section(desk, _CLERK, sheet=False))
    yield "keys-access-sheet", lambda: show(_section(desk, _LONG, sheet=True))
    yield "keys-drill", lambda: show(_drill(desk))
    yield "keys-sheet", lambda: show(SheetPage(desk, at_once))


def _record(guide: Guide) -> Desk:
    folder = Path(tempfile.mkdtemp(prefix="alpdesk-tour-keys-"))
    clinic, user = Clinic(name="Hill Clinic"), User(name=_FIRST)
    place, rules = folder / "clinic.alpdesk", guide.desk.rules
    desk = vault.create(place, "seven green lamps", clinic=clinic, user=user, rules=rules, clock=utc_now, cost=FLOOR)
    for name in (_CLERK, _LONG):
        desk.users.add(User(name=name, role=Role.STAFF))
    return desk


def _section(desk: Desk, name: str, *, sheet: bool) -> AccessSection:
    section = AccessSection(desk, at_once)
    section.turn()
    row = next(row for row in range(section.list.count()) if section.list.item(row).text().startswith(name))
    section.list.setCurrentRow(row)
    if sheet:
        section.sheet.click()
    return section


def _drill(desk: Desk) -> DrillPane:
    """A backup beside a record that went on."""
    folder = Path(tempfile.mkdtemp(prefix="alpdesk-tour-copies-"))
    desk.safety.back_up_by_itself([folder])
    desk.patients.add(Patient(number="1", family_name=_FAMILY, birth_date=date(1980, 3, 12)))
    pane = DrillPane(desk, at_once)
    pane.offer([folder])
    pane.compare.click()
    return pane
