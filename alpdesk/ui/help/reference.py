"""The pages about the program itself: what the rules rest on, what it is built of, and its keys."""

import platform
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata

from PySide6.QtCore import QCoreApplication, qVersion

from alpdesk import __version__
from alpdesk.domain.rules import RuleBook
from alpdesk.ui.help.topic import Topic, escaped

_PARTS = (
    "PySide6-Essentials", "PySide6-Pdf", "SQLAlchemy", "sqlmodel", "sqlcipher3", "pydantic", "alembic", "reportlab",
    "cryptography", "psycopg", "platformdirs", "babel",
)  # fmt: skip


@dataclass(frozen=True)
class Keys:
    """Keys that work in one place: pairs of the key and what it does."""

    place: str
    rows: tuple[tuple[str, str], ...]


def keys_topic(groups: Iterable[Keys], section: str) -> Topic:
    """Return the sheet of keys: what the window and its pages answer to, and what fields and lists do."""
    title = _tr("Keys")
    parts = [f"# {title}", *(_table(group) for group in (*groups, *_everywhere()))]
    return Topic("keys", title, "\n\n".join(parts), section)


def sources_topic(rules: RuleBook, section: str) -> Topic:
    """Return what the rule book rests on, with how much of it was read."""
    title = _tr("Sources")
    first = _tr("What the rule book, edition {}, rests on, and how much of each could be read.").format(rules.version)
    lines = []
    for source in rules.sources.values():
        doi = f" doi [{escaped(source.doi)}](https://doi.org/{source.doi})" if source.doi else ""
        read = _tr("Read: {}.").format(escaped(source.read)) if source.read else ""
        name = "" if source.id == source.citation else f"**{source.id}** "  # a clinic's own source is its own name
        lines.append(f"{name}{escaped(source.citation)}{doi}" + (f" *{read}*" if read else ""))
    return Topic("sources", title, f"# {title}\n\n{first}\n\n" + "\n\n".join(lines), section)


def about_topic(rules: RuleBook, section: str) -> Topic:
    """Return what the program is and what it is built of."""
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
    return Topic("about", title, text, section)


def _everywhere() -> tuple[Keys, ...]:
    """Return the keys that belong to fields and lists, not to actions."""
    lists = (
        ("↑ ↓", _tr("Choose a line")),
        ("Enter", _tr("Do what the line says next")),
    )
    finder = (
        ("↑ ↓", _tr("Choose what was found")),
        ("PgUp, PgDn, Home, End", _tr("Go through it by pages and to its ends")),
        ("Enter", _tr("Open or do it")),
        ("Esc", _tr("Put the search away")),
    )
    chart = (
        ("← →", _tr("Visit the values")),
        ("↑ ↓", _tr("Visit medicines, events and decisions")),
        ("+ −  0", _tr("Show less time, more, all again")),
    )
    values = (
        ("Enter, ↓", _tr("Next value; an empty one is not measured")),
        ("↑", _tr("Value before")),
        ("Esc", _tr("Back to the page before")),
    )
    return (
        Keys(_tr("The search"), finder), Keys(_tr("Lists"), lists), Keys(_tr("Trend chart"), chart),
        Keys(_tr("Typing values"), values),
    )  # fmt: skip


def _table(group: Keys) -> str:
    rows = "\n".join(f"| **{escaped(key)}** | {escaped(text)} |" for key, text in group.rows)
    return f"## {escaped(group.place)}\n\n| | |\n|---|---|\n{rows}"


def _licences() -> Iterator[tuple[str, str, str]]:
    for name in _PARTS:
        try:
            facts = metadata(name)
        except PackageNotFoundError:
            continue
        named = [facts[key] for key in ("License-Expression", "License") if key in facts]
        yield name, facts["Version"], escaped(named[0].splitlines()[0] if named and named[0] else "")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Help", text)
