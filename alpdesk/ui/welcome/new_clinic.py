"""What the first run asks for, and how good a password is."""

from dataclasses import dataclass
from pathlib import Path

from alpdesk.errors import AlpdeskError
from alpdesk.security.passwords import SHORTEST, grade, refuse_weak

__all__ = ["SHORTEST", "NewClinic", "strength"]


@dataclass(frozen=True)
class NewClinic:
    """Everything a new database starts with."""

    path: Path
    password: str
    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    laboratory: str = ""
    profile: str = ""
    units: str = "conventional"
    user: str = ""
    title: str = ""
    backups: Path | None = None


def strength(password: str) -> int:
    """Return 0 (refused) to 4 (strong): length counts most."""
    try:
        refuse_weak(password)
    except AlpdeskError:
        return 0
    return 1 + (len(password) > SHORTEST) + (len(password) >= 16) + (len(password) >= 20 and grade(password) == 4)
