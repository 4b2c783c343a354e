"""What may stand in the window as it is in every language: data, and the words of the rule book and the help.

The rule book and what it said about a patient is one document in one language, as a letter is: another language is
another rule book. So its texts are exempt, by exact membership, and nothing that only resembles them.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass

from pydantic import BaseModel
from PySide6.QtCore import QLocale
from sqlalchemy import select
from sqlmodel import SQLModel

from alpdesk.assets import resource
from alpdesk.domain.records import LetterKind
from alpdesk.domain.rules import RuleBook
from alpdesk.domain.terms import EditKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.store.database import Database
from alpdesk.ui.clinical.words import dated
from alpdesk.ui.help.topics import topics
from alpdesk.ui.own_rules import sentences
from alpdesk.ui.people import language_name
from tests.pseudo import CLOSES, DRESSED

_KEYS = r"(?:Ctrl|Alt|Shift|Enter|Return|Esc|Tab|Space|Del|F\d{1,2})"
_ALWAYS = re.compile(
    rf"\b{_KEYS}(?:\+\w+)*\b|\b[0-9a-f]{{8}}\b|\b[\w.+-]+://\S*|(?:/[\w.-]+){{2,}}|\bAlpdesk\b|\b[\w-]+\.[a-z]{{3,10}}\b|“[^”]*”|\{{\w*\}}"
)
_PLACE = re.compile(r"\{[^}]*\}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SHORTEST = 3
_BEGINNING = 30


class Known:
    """The texts of one clinic and its rule book that need no translation; ``typed`` stood in fields on the way."""

    def __init__(self, desk: Desk, typed: Iterable[str] = ()) -> None:
        texts = {text for thing in _things(desk) for text in _strings(thing)} | set(typed)
        texts |= (
            {dated(text) for text in texts}
            | set(_calendar())
            | set(_languages(desk.letters.languages()))
            | set(_help(desk.rules))
        )
        texts |= {text[:1].upper() + text[1:] for text in texts}
        self._whole = {text.strip() for text in texts}
        parts = sorted((text for text in self._whole if len(text) >= _SHORTEST), key=len, reverse=True)
        self._parts = tuple(parts)

    def untranslated(self, text: str) -> list[str]:
        """Return the words of a text that neither the translator has dressed nor the clinic knows."""
        if text.strip() in self._whole or not _bare(text):
            return []
        rest = self._without_beginning(text)
        if not _bare(self._without_known(_ALWAYS.sub(" ", rest))):
            return []
        return _bare(_ALWAYS.sub(" ", self._without_known(rest)))  # a name of a file may hold a known word, or be one

    def _without_beginning(self, text: str) -> str:
        """Take out the beginning of a long text at the end, as a name for its field may have it."""
        tail = text.partition(f"{CLOSES}: ")[2].strip()
        begun = len(tail) >= _BEGINNING and any(part.startswith(tail) for part in self._parts)
        return text.replace(tail, " ") if begun else text

    def _without_known(self, text: str) -> str:
        for part in self._parts:
            if part in text:
                text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", " ", text)
        return text


def _bare(text: str) -> list[str]:
    """Return the words with a letter that the translator would have dressed."""
    return [word for word in _WORD.findall(text) if DRESSED.keys() & {ord(letter) for letter in word}]


def _things(desk: Desk) -> Iterator[object]:
    yield desk.rules
    yield [f"flag-{analyte}" for analyte in desk.rules.analytes]  # what a flag's rule is called
    yield desk.safety.editions()  # what programs are called
    yield [(deed.reason, deed.noted) for deed in desk.looks.of_clinic(limit=1000)]  # in the words of who did it
    yield [sentences._named(rule.key) for rule in desk.own_rules.list(EditKind.SNIPPET)]
    yield [name.removeprefix("=") for each in desk.rules.medicine_classes.values() for name in each.names]
    yield from _rows(desk.context.database)
    for name in ("envelopes", "paper"):
        yield _toml(name)
    said = [text for text in _strings(_toml("checks")) if "{" in text]  # what the checker says of a letter
    yield [part.strip() for text in said for part in _PLACE.split(text)]
    yield [text.partition("{words}")[0].rstrip(" “") for text in _strings(_toml("en")) if "{words}" in text]
    for patient in desk.patients.search("", limit=10_000).items:
        key = patient.id or 0
        yield patient.name
        yield desk.decisions.assessments(key)
        yield desk.decisions.now(key)
        for kind in LetterKind:
            with suppress(AlpdeskError):
                yield desk.letters.compose(key, kind)


def _toml(name: str) -> object:
    return tomllib.loads(resource("letters", f"{name}.toml").read_text(encoding="utf-8"))


def _rows(database: Database) -> Iterator[object]:
    """Yield everything that stands in the record, in whatever table."""
    with database.read() as session:
        for table in SQLModel.metadata.sorted_tables:
            if "audit" not in table.name:
                for row in session.connection().execute(select(table)):
                    yield [_read(field) for field in row]


def _read(field: object) -> object:
    """Return what a field holds: a text, or the things in it."""
    if isinstance(field, str) and field[:1] in ("{", "["):
        with suppress(ValueError):
            return json.loads(field)
    return field


def _strings(thing: object) -> Iterator[str]:
    """Yield every text in a record, however deep."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, BaseModel):
        yield from _each(value for _, value in thing)
    elif isinstance(thing, dict):
        yield from _each((*thing.keys(), *thing.values()))
    elif isinstance(thing, list | tuple | set | frozenset):
        yield from _each(thing)
    elif is_dataclass(thing):
        yield from _each(getattr(thing, field.name) for field in fields(thing))


def _each(things: Iterable[object]) -> Iterator[str]:
    for thing in things:
        yield from _strings(thing)


def _calendar() -> Iterator[str]:
    locale = QLocale()
    for form in (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat):
        yield from (locale.monthName(month, form) for month in range(1, 13))
        yield from (locale.dayName(day, form) for day in range(1, 8))


def _languages(codes: Iterable[str]) -> Iterator[str]:
    """Yield the names that languages give themselves."""
    yield from (QLocale(language).nativeLanguageName() for language in QLocale.Language)
    yield from (QLocale.languageToString(language) for language in QLocale.Language)
    yield from (language_name(code) for code in codes)


def _help(rules: RuleBook) -> Iterator[str]:
    """Yield the lines of the help, and what its pages and their places are called."""
    for topic in topics(rules):
        for text in _strings(topic):
            yield from (line.lstrip("# ").strip() for line in text.splitlines())
