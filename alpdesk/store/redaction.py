"""Everything about a patient taken out on a legal order: from the tables, and from what the trail says of them.

An entry of the trail is not removed. What its body said of the patient is, and the body says so: it keeps the hash that
it had, so that the chain holds, and the entry of the redaction, which is chained itself, names the hash that it has
now. The reasons that people typed are chained word by word; they stay.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, delete, select, text, update
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from alpdesk.errors import AlpdeskError
from alpdesk.store import drafts
from alpdesk.store.audit import about, changes_of, ledger_of, original_hash, parent_of, patient_column
from alpdesk.store.folding import words_of
from alpdesk.store.plain import canonical, sha256, shape_of
from alpdesk.store.search import forget
from alpdesk.store.tables import AuditAboutRow, AuditRow
from alpdesk.store.whole_patient import Rows, references, rows_of

TAKEN_OUT = "taken out on a legal order"
_TRAIL = SQLModel.metadata.tables[AuditRow.__tablename__]
_ABOUT = SQLModel.metadata.tables[AuditAboutRow.__tablename__]
_GUARD_IN_FILE = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'audit_no_update'"
_GUARD_ON_SERVER = "ALTER TABLE audit {} TRIGGER audit_no_change"
_PIECE = 500
_SHORTEST = 3  # letters of a name that tell somebody; "de" tells nobody
Changes = list[dict[str, Any]]


@dataclass(frozen=True)
class Redacted:
    """How many rows of the record were taken out, and how many entries of the trail say less than they did."""

    rows: int
    entries: int


def redact(session: Session, patient_ids: Sequence[int], names: Iterable[str], searches: str) -> Redacted:
    """Take everything about some patients out, as part of the open step.

    ``names`` are what the patients are called and numbered; ``searches`` is the action of an entry that holds what
    somebody looked for. Raise ``AlpdeskError`` where the record of somebody else rests on it.
    """
    connection, ledger = session.connection(), ledger_of(session)
    found = list(rows_of(session, patient_ids))
    words = {word for name in names for word in words_of(name) if len(word) >= _SHORTEST}
    known = _Known(set(patient_ids), {table.name: {row["id"] for row in rows} for table, rows in found}, words)
    _let_go(session, found)
    for table, rows in reversed(found):
        _delete(connection, table, [row["id"] for row in rows])
        ledger.changes += [{"table": table.name, "id": row["id"], "delete": {}} for row in rows]
    forget(connection, patient_ids)
    for draft in drafts.about(session, known.patients):
        session.delete(draft)
    entries = _blank(connection, known, searches)
    ledger.changes += [{"redacted": entries}, {"about": []}]
    return Redacted(sum(len(rows) for _, rows in found), len(entries))


@dataclass
class _Known:
    """What tells that something is about the patients: their keys, the keys of their rows, and their names."""

    patients: set[int]
    rows: dict[str, set[Any]]
    words: set[str]
    gone: dict[str, set[Any]] = field(default_factory=dict)

    def has(self, table: str, row: Mapping[str, Any]) -> bool:
        """Say whether a row of a table, as the trail tells it, is about them."""
        column, parent = parent_of(table)
        mine = row.get(patient_column(table)) in self.patients or row.get(column) in self._keys(parent)
        return mine or row.get("id") in self._keys(table)

    def learn(self, changes: Changes, there: Mapping[str, set[Any]]) -> None:
        """Take note of rows that were theirs and are in no table any more."""
        for change in changes:
            for table, row in _rows_told(change):
                if self.has(table, row) and row["id"] not in there.get(table, ()):
                    self.gone.setdefault(table, set()).add(row["id"])

    def names(self, note: str) -> bool:
        """Say whether a note has one of the names or numbers in it."""
        return not self.words.isdisjoint(words_of(note))

    def _keys(self, table: str) -> set[Any]:
        return self.rows.get(table, set()) | self.gone.get(table, set())


def _rows_told(change: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows that a change tells of, as far as it does."""
    if "insert" in change:
        yield from ((change["table"], dict(zip(change["columns"], row, strict=True))) for row in change["insert"])
    elif "delete" in change:
        yield change["table"], {"id": change["id"], **change["delete"]}


def _let_go(session: Session, found: Sequence[tuple[Table, Rows]]) -> None:
    """Let rows of other patients no longer refer to what goes; refuse it where they cannot do without."""
    keys, connection = {table.name: [row["id"] for row in rows] for table, rows in found}, session.connection()
    ledger = ledger_of(session)
    for table in SQLModel.metadata.sorted_tables:
        for column in references(table, keys.keys() - {"patient"}):
            target = next(iter(column.foreign_keys)).column.table.name
            others = select(table).where(column.in_(keys[target]), table.c.id.not_in(keys.get(table.name, [])))
            for row in connection.execute(others).mappings().all():
                if not column.nullable:
                    raise AlpdeskError("The record of another patient rests on this one. Nothing was taken out.")
                shape, changed = shape_of(table), {**row, column.name: None}
                old, new = ([values[name] for name in shape.names] for values in (row, changed))
                connection.execute(update(table).where(table.c.id == row["id"]).values({column.name: None}))
                told = (dict(zip(shape.names, shape.plain(values), strict=True)) for values in (old, new))
                ledger.updated(table, row["id"], *told)


def _delete(connection: Connection, table: Table, keys: list[Any]) -> None:
    """Delete rows, the newest first: those that take the place of others go before them."""
    ordered = sorted(keys, reverse=True)
    for start in range(0, len(ordered), _PIECE):
        connection.execute(delete(table).where(table.c.id.in_(ordered[start : start + _PIECE])))


def _blank(connection: Connection, known: _Known, searches: str) -> list[list[object]]:
    """Take what the trail says of them out; return the entries with the hashes that their bodies have now."""
    named = select(_ABOUT.c.seq).where(_ABOUT.c.patient_id.in_(known.patients))
    wanted = select(_TRAIL.c.seq, _TRAIL.c.body, _TRAIL.c.action)
    wanted = wanted.where(_TRAIL.c.seq.in_(named) | (_TRAIL.c.action == searches)).order_by(_TRAIL.c.seq)
    entries = [(seq, body, changes_of(body), action) for seq, body, action in connection.execute(wanted)]
    there = _standing(connection, {table for _, _, changes, _ in entries for table in _tables(changes)})
    for _, _, changes, _ in entries:
        known.learn(changes, there)
    blanked = []
    for seq, body, changes, action in entries:
        left = _without(changes, known, all_notes=action != searches and about(changes) <= known.patients)
        if left != changes:
            blanked.append((seq, canonical({"was": original_hash(body), "changes": left})))
    with _unguarded(connection):
        for seq, body in blanked:
            connection.execute(update(_TRAIL).where(_TRAIL.c.seq == seq).values(body=body))
    connection.execute(delete(_ABOUT).where(_ABOUT.c.patient_id.in_(known.patients)))
    return [[seq, sha256(body)] for seq, body in blanked]


def _tables(changes: Changes) -> set[str]:
    return {table for change in changes for table, _ in _rows_told(change)}


def _standing(connection: Connection, names: Iterable[str]) -> dict[str, set[Any]]:
    """Return the keys of the rows that there still are, of the tables that are told of."""
    tables = (SQLModel.metadata.tables.get(name) for name in names)
    return {each.name: set(connection.execute(select(each.c.id)).scalars()) for each in tables if each is not None}


def _without(changes: Changes, known: _Known, *, all_notes: bool) -> Changes:
    left = (_one_without(change, known, all_notes=all_notes) for change in changes)
    return [change for change in left if change is not None]


def _one_without(change: dict[str, Any], known: _Known, *, all_notes: bool) -> dict[str, Any] | None:
    """Return a change without what is about them; nothing where nothing is left of it."""
    if "note" in change:
        return {"note": TAKEN_OUT} if all_notes or known.names(change["note"]) else change
    if "about" in change:
        return {"about": [key for key in change["about"] if key not in known.patients]}
    if "redacted" in change:
        return change
    if "insert" not in change:
        row = {"id": change["id"], **change.get("delete", {})}
        return None if known.has(change["table"], row) else change
    rows = [row for row, (table, told) in zip(change["insert"], _rows_told(change), strict=True)
            if not known.has(table, told)]  # fmt: skip
    return {**change, "insert": rows} if rows else None


@contextmanager
def _unguarded(connection: Connection) -> Iterator[None]:
    """Lift the guard of the trail for a moment, within the step: whatever fails brings it back."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(_GUARD_ON_SERVER.format("DISABLE")))
        yield
        connection.execute(text(_GUARD_ON_SERVER.format("ENABLE")))
        return
    guard = connection.execute(text(_GUARD_IN_FILE)).scalar_one()
    connection.execute(text("DROP TRIGGER audit_no_update"))
    yield
    connection.exec_driver_sql(guard)
