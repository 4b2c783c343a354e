"""The help topics: shipped pages, the sheet of keys, the sources, and what the program is."""

import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata

from PySide6.QtCore import QCoreApplication, qVersion

from alpdesk import __version__
from alpdesk.assets import resource
from alpdesk.domain.rules import RuleBook

_TITLE = re.compile(r"^#\s+(.+)$", re.MULTILINE)
_PARTS = (
    "PySide6-Essentials", "PySide6-Pdf", "SQLAlchemy", "sqlmodel", "sqlcipher3", "pydantic", "alembic", "reportlab",
    "cryptography", "psycopg", "platformdirs", "babel",
)  # fmt: skip


@dataclass(frozen=True)
class Topic:
    """A page of help as Markdown."""

    id: str
    title: str
    text: str

    def holds(self, words: str) -> bool:
        """Say whether every word occurs."""
        text = f"{self.title}\n{self.text}".casefold()
        return all(word in text for word in words.casefold().split())


def topics(rules: RuleBook) -> tuple[Topic, ...]:
    """Return every topic, shipped pages first."""
    return (*_shipped(), _keys(), _sources(rules), _about(rules))


def _shipped() -> Iterator[Topic]:
    folder = resource("help")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".md")), key=lambda file: file.name)
    for file in files:
        text = file.read_text(encoding="utf-8")
        found = _TITLE.search(text)
        yield Topic(file.name.removesuffix(".md"), found.group(1).strip() if found else file.name, text)


def _keys() -> Topic:
    title = _tr("Keys")
    rows = (
        (_tr("Everywhere"), ""),
        ("Ctrl+K", _tr("Find a patient, a page or a command")),
        ("Ctrl+1 … Ctrl+5", _tr("Today, Patients, Letters, Settings, Help")),
        ("Ctrl+R", _tr("Review")),
        ("Ctrl+N", _tr("New patient")),
        ("Esc, Alt+←", _tr("Back")),
        ("Ctrl+L", _tr("Lock")),
        ("F1", _tr("Help")),
        (_tr("Lists"), ""),
        ("↑ ↓", _tr("Choose a line")),
        ("Enter", _tr("Do what the line says next")),
        ("P", _tr("Open the patient of the line, on Today")),
        (_tr("Patient"), ""),
        ("N", _tr("New panel")),
        ("D", _tr("Decide")),
        ("L", _tr("Letter")),
        (_tr("Typing a panel"), ""),
        ("Enter", _tr("Next value")),
        ("Ctrl+T", _tr("Change the template")),
        ("Ctrl+Enter", _tr("Save")),
    )
    lines = [f"\n## {key}\n\n| | |\n|---|---|" if not text else f"| **{key}** | {text} |" for key, text in rows]
    return Topic("keys", title, f"# {title}\n" + "\n".join(lines))


def _sources(rules: RuleBook) -> Topic:
    title = _tr("Sources")
    first = _tr("What the rule book, edition {}, rests on.").format(rules.version)
    lines = [f"* **{source.id}** {_plain(source.citation)}" for source in rules.sources.values()]
    return Topic("sources", title, f"# {title}\n\n{first}\n\n" + "\n".join(lines))


def _about(rules: RuleBook) -> Topic:
    title = _tr("About Alpdesk")
    facts = (
        (_tr("Version"), __version__),
        (_tr("Rule book"), rules.version),
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
    )
    table = "\n".join(f"| {name} | {text} |" for name, text in facts)
    parts = "\n".join(f"| {name} | {version} | {licence} |" for name, version, licence in _licences())
    free = _tr("Free software under the Apache License 2.0. It supports a decision and never makes one.")
    uses = _tr("It is built on:")
    icons = _tr("Icons: Lucide (ISC). Typeface: Noto Sans (SIL Open Font License 1.1).")
    text = f"# {title}\n\n{free}\n\n| | |\n|---|---|\n{table}\n\n{uses}\n\n| | | |\n|---|---|---|\n{parts}\n\n{icons}\n"
    return Topic("about", title, text)


def _licences() -> Iterator[tuple[str, str, str]]:
    for name in _PARTS:
        try:
            facts = metadata(name)
        except PackageNotFoundError:
            continue
        named = [facts[key] for key in ("License-Expression", "License") if key in facts]
        yield name, facts["Version"], _plain(named[0].splitlines()[0] if named and named[0] else "")


def _plain(text: str) -> str:
    return re.sub(r"([*_<>|`\[\]])", r"\\\1", text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Help", text)
