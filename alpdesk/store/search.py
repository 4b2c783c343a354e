"""Patients found while typing: a word index for how words begin, trigrams for what they contain.

The pages come in the order of the index, so a page costs the same at a thousand patients and at a hundred thousand.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    and_,
    delete,
    event,
    exists,
    func,
    insert,
    inspect,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, UOWTransaction
from sqlmodel import SQLModel

from alpdesk.store.folding import date_words, fold, tokens_of, words_of
from alpdesk.store.tables import PatientRow

TRIGRAM = 3
_ENOUGH = 2000
_LAST = chr(0x10FFFF)
_apart = MetaData()
WORDS = Table(
    "patient_word",
    _apart,
    Column("word", Text, primary_key=True),
    Column("sort", Text, primary_key=True),
    Column("patient_id", Integer, primary_key=True),
)
TEXTS = Table("patient_text", _apart, Column("rowid", Integer, primary_key=True), Column("text", Text))
Token = tuple[str, ...]
_PATIENT = cast("Table", inspect(PatientRow).local_table)
_SEARCHED = ("id", "number", "family_name", "given_names", "birth_date")


@dataclass(frozen=True)
class Found:
    """The ids of one page in order; ``after`` asks for the next page, ``None`` when there is none."""

    ids: tuple[int, ...]
    after: str | None = None


def find(session: Session, query: str, *, limit: int = 50, after: str | None = None) -> Found:
    """Return the patients in whose number, names or birth date every word of ``query`` is found."""
    connection, tokens = session.connection(), tokens_of(query)
    begun: list[Any] = json.loads(after) if after else ["begins", _driver(connection, tokens), None]
    if begun[0] == "contains":
        return _containing(connection, tokens, limit, begun[1])
    page = _beginning(connection, tokens, begun[1], begun[2], limit)
    if page.after or not any(len(token[0]) >= TRIGRAM for token in tokens):
        return page
    rest = limit - len(page.ids)
    if not rest:
        return Found(page.ids, json.dumps(["contains", 0]))
    more = _containing(connection, tokens, rest, 0)
    return Found(page.ids + more.ids, more.after)


def _driver(connection: Connection, tokens: list[Token]) -> int:
    """Return the token that the fewest words begin with: it leads through the index."""
    if len(tokens) < 2:
        return 0
    return min(range(len(tokens)), key=lambda i: _count(connection, tokens[i]))


def _count(connection: Connection, token: Token) -> int:
    some = select(literal(1)).where(_begins(WORDS, token)).limit(_ENOUGH).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one())


def _begins(words: FromClause, token: Token) -> ColumnElement[bool]:
    return or_(*(and_(words.c.word >= form, words.c.word < form + _LAST) for form in token))


def _has(patient_id: ColumnElement[int], token: Token) -> ColumnElement[bool]:
    other = WORDS.alias()
    return exists().where(other.c.patient_id == patient_id, _begins(other, token))


def _beginning(
    connection: Connection, tokens: list[Token], driver: int, after: list[object] | None, limit: int
) -> Found:
    """Return patients with words that begin with the tokens, in the order of the word index."""
    words = WORDS
    statement = select(words.c.word, words.c.sort, words.c.patient_id).order_by(*words.c).limit(limit + 1)
    statement = statement.where(_begins(words, tokens[driver]) if tokens else words.c.word == "")
    for place, token in enumerate(tokens):
        if place != driver:
            statement = statement.where(_has(words.c.patient_id, token))
    if tokens:
        statement = statement.where(~_earlier(words, tokens[driver]))
    if after:
        statement = statement.where(tuple_(*words.c) > tuple_(*(literal(part) for part in after)))
    rows = connection.execute(statement).all()
    ids = tuple(row.patient_id for row in rows[:limit])
    more = json.dumps(["begins", driver, list(rows[limit - 1])]) if len(rows) > limit else None
    return Found(ids, more)


def _earlier(words: Table, token: Token) -> ColumnElement[bool]:
    """Say whether the patient already stood under an earlier word."""
    other = WORDS.alias()
    return exists().where(other.c.patient_id == words.c.patient_id, other.c.word < words.c.word, _begins(other, token))


def _containing(connection: Connection, tokens: list[Token], limit: int, after: int) -> Found:
    """Return patients with words that contain the tokens but do not begin with them."""
    begin_all = and_(*(_has(TEXTS.c.rowid, token) for token in tokens))
    statement = _holding(connection, tokens).where(TEXTS.c.rowid > after, ~begin_all)
    for token in tokens:
        if len(token[0]) < TRIGRAM:
            statement = statement.where(_has(TEXTS.c.rowid, token))
    rows = connection.execute(statement.order_by(TEXTS.c.rowid).limit(limit + 1)).all()
    ids = tuple(row.rowid for row in rows[:limit])
    return Found(ids, json.dumps(["contains", ids[-1]]) if len(rows) > limit else None)


def _holding(connection: Connection, tokens: list[Token]) -> Select[tuple[int]]:
    long = [[form for form in token if len(form) >= TRIGRAM] for token in tokens if len(token[0]) >= TRIGRAM]
    statement = select(TEXTS.c.rowid)
    if connection.dialect.name == "postgresql":
        return statement.where(*(or_(*(TEXTS.c.text.like(f"%{form}%") for form in forms)) for forms in long))
    match = " AND ".join("(" + " OR ".join(f'"{form}"' for form in forms) + ")" for forms in long)
    return statement.where(literal_column("patient_text").op("MATCH")(match))


class Entry(NamedTuple):
    """What of a patient is searched; ``replaced`` are the records that were merged into this one."""

    id: int
    number: str
    family_name: str
    given_names: str
    birth_date: date
    replaced: tuple["Entry", ...] = ()

    def words(self) -> set[str]:
        """Return every word under which the patient is found."""
        own = words_of(f"{self.number} {self.family_name} {self.given_names}") | date_words(self.birth_date)
        return own.union(*(other.words() for other in self.replaced))


def index(connection: Connection, entries: Iterable[Entry]) -> None:
    """Put patients into the index."""
    words, texts = [], []
    for entry in entries:
        found = entry.words()
        sort = fold(f"{entry.family_name} {entry.given_names}")
        words += [{"word": word, "sort": sort, "patient_id": entry.id} for word in ("", *found)]
        texts.append({"rowid": entry.id, "text": " ".join(sorted(found))})
    if texts:
        connection.execute(insert(WORDS), words)
        connection.execute(insert(TEXTS), texts)


def forget(connection: Connection, patient_ids: Iterable[int]) -> None:
    """Take patients out of the index."""
    for patient_id in patient_ids:
        connection.execute(delete(WORDS).where(WORDS.c.patient_id == patient_id))
        connection.execute(delete(TEXTS).where(TEXTS.c.rowid == patient_id))


def note(session: Session, kind: type[SQLModel], rows: Iterable[Mapping[str, Any]]) -> None:
    """Index rows that were added by one statement."""
    if kind is PatientRow:
        index(session.connection(), [Entry(*(row[name] for name in _SEARCHED)) for row in rows])


def _entry(row: PatientRow) -> Entry:
    return Entry(*(getattr(row, name) for name in _SEARCHED))


def _whole(connection: Connection, key: int) -> Entry | None:
    """Return a patient with everybody merged into that record; ``None`` for one that was merged itself."""
    columns = [_PATIENT.c[name] for name in _SEARCHED]
    row = connection.execute(select(*columns).where(_PATIENT.c.id == key, _PATIENT.c.merged_into_id.is_(None))).first()
    return None if row is None else Entry(*row)._replace(replaced=_replaced(connection, key))


def _replaced(connection: Connection, key: int) -> tuple[Entry, ...]:
    columns = [_PATIENT.c[name] for name in _SEARCHED]
    rows = connection.execute(select(*columns).where(_PATIENT.c.merged_into_id == key)).all()
    return tuple(Entry(*row)._replace(replaced=_replaced(connection, row.id)) for row in rows)


def _survivor(connection: Connection, key: int) -> int:
    """Return the record under which a patient is found."""
    into = connection.execute(select(_PATIENT.c.merged_into_id).where(_PATIENT.c.id == key)).scalar()
    return key if into is None else _survivor(connection, into)


def _before_and_now(row: PatientRow) -> list[int]:
    """Return every record whose words a change of this one touches."""
    into = inspect(row).attrs["merged_into_id"].history
    return [row.id or 0, *(key for key in (*into.deleted, *into.added) if key is not None)]


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    new = [_entry(row) for row in session.new if isinstance(row, PatientRow)]
    touched = [key for row in session.dirty if isinstance(row, PatientRow) for key in _before_and_now(row)]
    gone = [row.id or 0 for row in session.deleted if isinstance(row, PatientRow)]
    if new or touched or gone:
        connection = session.connection()
        keys = dict.fromkeys([*touched, *(_survivor(connection, key) for key in touched)])
        forget(connection, [*keys, *gone])
        index(connection, [*new, *(entry for key in keys if (entry := _whole(connection, key)) is not None)])


def keep_in_step() -> None:
    """Let every session that changes patients change the index with them."""
    if not event.contains(Session, "after_flush", _after_flush):
        event.listen(Session, "after_flush", _after_flush)
