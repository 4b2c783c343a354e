"""What the first run asks for, and how good a password is."""

import re
from dataclasses import dataclass
from pathlib import Path

from alpdesk.errors import AlpdeskError
from alpdesk.security.passwords import SHORTEST, refuse_weak

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
    kinds = sum(bool(re.search(kind, password)) for kind in (r"[a-zà-ÿ]", r"[A-ZÀ-Þ]", r"\d", r"[^\w]|_"))
    return 1 + (len(password) >= 12) + (len(password) >= 20) + (kinds >= 3 or len(password) >= 28)
