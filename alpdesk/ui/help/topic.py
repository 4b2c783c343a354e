"""A page of help: its words, what it cites, and where it tells which statement."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

_TITLE = re.compile(r"^#\s+(.+)$", re.MULTILINE)
_STATEMENT = re.compile(r"\s*<!-- s:(\d+) -->")
_SOURCES = re.compile(r"\[(S\d+(?:, S\d+)*)\](?!\()")
_SOURCE = re.compile(r"S\d+")
_EVIDENCE = re.compile(r"\[([MP])\](?!\()")
_LINK = re.compile(r"\[([^\[\]]+)\]\([^)]+\)")


@dataclass(frozen=True)
class Topic:
    """``text`` is Markdown; ``section`` and ``group`` say where it stands in the tree."""

    id: str
    title: str
    text: str
    section: str = ""
    group: str = ""
    cited: frozenset[str] = frozenset()
    statements: Mapping[int, str] = field(default_factory=dict)

    def holds(self, words: str) -> bool:
        """Say whether every word occurs."""
        text = f"{self.title}\n{self.id}\n{plain(self.text)}".casefold()
        return all(word in text for word in words.casefold().split())

    def titled(self, words: str) -> bool:
        """Say whether every word begins a word of the title."""
        title = re.split(r"\W+", f"{self.title} {self.id}".casefold())
        return all(any(part.startswith(word) for part in title) for word in words.casefold().split())


def topic(name: str, written: str, *, section: str = "", group: str = "") -> Topic:
    """Return a topic from Markdown as it is written: with statement marks, sources and marks of evidence."""
    found = _TITLE.search(written)
    return Topic(
        name, found.group(1).strip() if found else name, _shown(written), section, group,
        frozenset(_SOURCE.findall(" ".join(each.group() for each in _SOURCES.finditer(written)))),
        {number: text for part in written.split("\n\n") for number, text in _told(part)},
    )  # fmt: skip


def plain(markdown: str) -> str:
    """Return the words without links and emphasis."""
    return _LINK.sub(r"\1", markdown).replace("*", "").replace("\\", "")


def escaped(text: str) -> str:
    """Return a text of the rule book so that Markdown shows it as it is."""
    return re.sub(r"([*_<>|`\[\]])", r"\\\1", text)


def slug(heading: str) -> str:
    """Return the name by which a link finds a heading."""
    return "-".join(re.findall(r"\w+", heading.casefold()))


def evidence(mark: str) -> str:
    """Say in plain words how far a statement is known."""
    said = {
        "R": _tr("read in a source"),
        "D": _tr("taken from public data"),
        "M": _tr("background knowledge, awaits a clinician's sign-off"),
        "P": _tr("our proposal, awaits a clinician's sign-off"),
    }
    return said[mark]


def _told(part: str) -> list[tuple[int, str]]:
    words = plain(_STATEMENT.sub("", part))
    return [(int(mark), words) for mark in _STATEMENT.findall(part)]


def _shown(written: str) -> str:
    text = _STATEMENT.sub("", written)
    text = _SOURCES.sub(lambda found: f"\\[{_SOURCE.sub(_linked, found.group(1))}\\]", text)
    return _EVIDENCE.sub(lambda found: f"*({evidence(found.group(1))})*", text)


def _linked(source: re.Match[str]) -> str:
    return f"[{source.group()}](sources.md#{source.group().casefold()})"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Help", text)
