"""What opening a record needs, loaded when it is needed: the window is painted before."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from alpdesk.domain.rules import RuleBook
    from alpdesk.services.desk import Desk
    from alpdesk.ui.unlock.recover import Recovery
    from alpdesk.ui.welcome.new_clinic import NewClinic


def utc_now() -> datetime:
    """Return the instant, aware."""
    return datetime.now(UTC)


def load_rules() -> "RuleBook":
    """Read the rule book; the slow modules come with it."""
    from alpdesk import knowledge
    from alpdesk.services import vault

    _ = vault
    return knowledge.load()


def make(asked: "NewClinic", rules: "RuleBook") -> "Desk":
    """Make a new record as it was asked for."""
    from alpdesk.domain.records import Clinic, Laboratory, User
    from alpdesk.services import vault

    clinic = Clinic(name=asked.name, address=asked.address, phone=asked.phone, email=asked.email)
    user = User(name=asked.user, title=asked.title)
    asked.path.parent.mkdir(parents=True, exist_ok=True)
    desk = vault.create(asked.path, asked.password, clinic=clinic, user=user, rules=rules, clock=utc_now)
    desk.laboratories.add(Laboratory(name=asked.laboratory, profile=asked.profile, units=asked.units))
    return desk


def open_by_sheet(place: Path, asked: "Recovery", rules: "Callable[[], RuleBook]") -> "Desk":
    """Open a record by its recovery sheet, with another password for whoever does it."""
    from alpdesk.services import vault

    return vault.open_in_emergency(
        place, asked.code, user=asked.user, password=asked.password, sheet=asked.square, rules=rules(), clock=utc_now
    )


def shown(place: str) -> str:
    """Return the name of a file or server, never a password in it."""
    if "://" in place:
        return place.rsplit("@", maxsplit=1)[-1]
    return Path(place).name
