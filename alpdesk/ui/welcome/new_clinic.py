"""What the first run asks for."""

from dataclasses import dataclass
from pathlib import Path


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
