"""What this computer remembers between starts: looks and places, never a patient."""

from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_documents_path

from alpdesk.domain.toml_text import read_toml

IDLE = (1, 2, 3, 5, 10, 15, 20, 30)
"""After how many minutes without a hand the desk may lock; it always does."""
SCALES = (100, 110, 125, 150, 175, 200)


@dataclass(frozen=True)
class Settings:
    """Kept in one small TOML file; only what differs from the default is written."""

    appearance: str = "system"
    scale: int = 100
    database: str = ""
    user: str = ""
    wrong_passwords: int = 0
    geometry: str = ""
    backups: str = ""
    second_backups: str = ""
    idle_minutes: int = 5
    guide: bool = True
    today_mine: bool = False
    today_weeks: int = 0
    scan_share: int = 0
    panel_template: str = ""


def backup_places(settings: Settings) -> tuple[Path, ...]:
    """Return the folders in which backups are kept."""
    return tuple(Path(place) for place in (settings.backups, settings.second_backups) if place)


def settings_file() -> Path:
    """Return where the settings lie."""
    return user_config_path("alpdesk", appauthor=False) / "settings.toml"


def default_database() -> Path:
    """Return where a new database is proposed to be kept."""
    return user_data_path("Alpdesk", appauthor=False) / "clinic.alpdesk"


def default_backups() -> Path:
    """Return the folder proposed for backups: apart from the data, where people look."""
    return user_documents_path() / "Alpdesk backups"


def load(path: Path | None = None) -> Settings:
    """Read the settings; a missing or damaged file means the defaults."""
    try:
        found = read_toml((path or settings_file()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    default = Settings()
    known = {field.name: type(getattr(default, field.name)) for field in fields(Settings)}
    sound = {name: value for name, value in found.items() if type(value) is known.get(name)}
    settings = replace(default, **sound)
    settings = settings if settings.scale in SCALES else replace(settings, scale=100)
    return settings if settings.idle_minutes in IDLE else replace(settings, idle_minutes=Settings.idle_minutes)


def save(settings: Settings, path: Path | None = None) -> None:
    """Write what differs from the defaults; a folder that cannot be written is no reason to stop."""
    default = Settings()
    changed = {
        field.name: getattr(settings, field.name)
        for field in fields(Settings)
        if getattr(settings, field.name) != getattr(default, field.name)
    }
    target = path or settings_file()
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("".join(f"{name} = {_toml(value)}\n" for name, value in changed.items()), encoding="utf-8")


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
