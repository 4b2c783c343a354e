"""One hash-chained entry a transaction, written by session events inside the same transaction."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Column, Connection, Table, event, insert, inspect, select, text
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import TextClause
from sqlmodel import SQLModel

from alpdesk.store.tables import DIGEST, AuditRow

GENESIS = "0" * 64
LEDGER = "alpdesk ledger"
_LOCK = text("SELECT pg_advisory_xact_lock(4108202)")
_CHAINED = ("seq", "at", "actor_id", "actor", "station", "action", "reason")
_READS = ("select", "with", "explain", "pragma", "values", "show")


@dataclass(frozen=True)
class Actor:
    """Who acts, and from which computer."""

    user_id: int | None
    name: str
    station: str


@dataclass(frozen=True)
class Anchor:
    """The head of the chain: enough to prove later that nothing before it was rewritten."""

    seq: int
    hash: str


def canonical(value: object) -> str:
    """Return ``value`` as the one JSON text that is hashed."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def sha256(content: str | bytes) -> str:
    """Return the SHA-256 of ``content`` as hex."""
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()


def link(entry: Mapping[str, object]) -> str:
    """Return the hash of an entry. It covers the body's hash, so that a body can be blanked on legal order."""
    body = sha256(cast("str", entry["body"]))
    return sha256(canonical([*(entry[name] for name in _CHAINED), body, entry["prev"]]))


_PLAIN: dict[type, Callable[[Any], object]] = {
    Decimal: lambda v: format(v, "f"),
    date: lambda v: v.isoformat(),
    time: lambda v: v.isoformat(),
    datetime: lambda v: v.astimezone(UTC).isoformat(),
    UUID: str,
    bytes: lambda v: {"sha256": sha256(v)},
    memoryview: lambda v: {"sha256": sha256(bytes(v))},
}


def plain(value: object, column: Column[Any]) -> object:
    """Return ``value`` as it is audited: the same whether just written or read back."""
    if value is not None and column.info.get("audit") == DIGEST["audit"]:
        return {"sha256": sha256(cast("str | bytes", value))}
    to_plain = _PLAIN.get(type(value))
    return value if to_plain is None else to_plain(value)


def row_hash(table: str, names: Sequence[str], values: Sequence[object]) -> str:
    """Return the hash of one row. Empty columns are left out, so that a column can be added later."""
    filled = sorted((name, value) for name, value in zip(names, values, strict=True) if value is not None)
    return sha256(canonical([table, filled]))


def is_audited(table: Table) -> bool:
    """Say whether changes of ``table`` must be in the trail."""
    return table.metadata is SQLModel.metadata and table.name != AuditRow.__tablename__


@dataclass
class Ledger:
    """What one transaction has changed so far."""

    actor: Actor
    action: str
    reason: str
    clock: Callable[[], datetime]
    changes: list[dict[str, object]] = field(default_factory=list)
    marks: dict[SessionTransaction, int] = field(default_factory=dict)

    def inserted(self, table: Table, rows: Iterable[Sequence[object]]) -> None:
        """Take note of new rows, given as the values of all columns in their order."""
        columns = list(table.columns)
        new = [[plain(value, column) for value, column in zip(row, columns, strict=True)] for row in rows]
        if not new:
            return
        used = [i for i in range(len(columns)) if any(row[i] is not None for row in new)]
        names = [columns[i].name for i in used]
        self.changes.append({"table": table.name, "columns": names, "insert": [[row[i] for i in used] for row in new]})

    def updated(self, table: Table, key: object, old: dict[str, object], new: dict[str, object]) -> None:
        """Take note of a changed row."""
        changed = {name: [old[name], new[name]] for name in new if old[name] != new[name]}
        if changed:
            whole = row_hash(table.name, list(new), list(new.values()))
            self.changes.append({"table": table.name, "id": key, "update": changed, "row": whole})

    def deleted(self, table: Table, key: object, old: dict[str, object]) -> None:
        """Take note of a row that is gone."""
        self.changes.append({"table": table.name, "id": key, "delete": old})

    def write(self, connection: Connection) -> None:
        """Chain the entry to the head and put it into the same transaction."""
        if not self.changes:
            return
        if connection.dialect.name == "postgresql":
            connection.execute(_LOCK)
        head = read_head(connection)
        at = self.clock().astimezone(UTC).isoformat()
        who = self.actor
        body = canonical(_merged(self.changes))
        entry = {
            "seq": head.seq + 1,
            "at": at,
            "actor": who.name,
            "actor_id": who.user_id,
            "station": who.station,
            "action": self.action,
            "reason": self.reason,
            "body": body,
            "prev": head.hash,
        }
        connection.execute(insert(_AUDIT), {**entry, "hash": link(entry)})
        self.changes = []


_AUDIT: Table = SQLModel.metadata.tables["audit"]


def read_head(connection: Connection) -> Anchor:
    """Return the head of the chain."""
    row = connection.execute(select(_AUDIT.c.seq, _AUDIT.c.hash).order_by(_AUDIT.c.seq.desc()).limit(1)).first()
    return Anchor(0, GENESIS) if row is None else Anchor(row.seq, row.hash)


def ledger_of(session: Session) -> Ledger:
    """Return the ledger of a writing session; without one nothing can be written."""
    ledger: Ledger | None = session.info.get(LEDGER)
    if ledger is None:
        raise RuntimeError("nothing is written without saying who does it: use Database.begin")
    return ledger


def _merged(changes: list[dict[str, object]]) -> list[dict[str, object]]:
    """Put neighbouring inserts of one shape together."""
    merged: list[dict[str, object]] = []
    for change in changes:
        last = merged[-1] if merged else {}
        if "insert" in change and last.get("table") == change["table"] and last.get("columns") == change["columns"]:
            last["insert"] = [*cast("list[object]", last["insert"]), *cast("list[object]", change["insert"])]
        else:
            merged.append(change)
    return merged


def _values(row: object, table: Table) -> dict[str, object]:
    return {c.name: plain(getattr(row, c.key), c) for c in table.columns}


def _old_values(row: object, table: Table) -> dict[str, object]:
    """Return what the row held when it was read, loading what was not."""
    state = inspect(row)
    old: dict[str, object] = {}
    for column in table.columns:
        history = state.attrs[column.key].load_history()
        before = history.deleted or history.unchanged or [None]
        old[column.name] = plain(before[0], column)
    return old


def _table_of(row: object) -> Table:
    return cast("Table", inspect(type(row)).local_table)


def _before_flush(session: Session, _context: UOWTransaction, _instances: object) -> None:
    touched = [row for row in (*session.new, *session.dirty, *session.deleted) if is_audited(_table_of(row))]
    if not touched:
        return
    ledger_of(session)
    standing = [row for row in (*session.dirty, *session.deleted) if is_audited(_table_of(row))]
    session.info["alpdesk before"] = {id(row): _old_values(row, _table_of(row)) for row in standing}


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    if LEDGER not in session.info:
        return
    ledger, before = ledger_of(session), session.info.pop("alpdesk before", {})
    for row in session.new:
        table = _table_of(row)
        if is_audited(table):
            ledger.inserted(table, [[getattr(row, c.key) for c in table.columns]])
    for row in session.dirty:
        if id(row) in before:
            table = _table_of(row)
            ledger.updated(table, inspect(row).identity[0], before[id(row)], _values(row, table))
    for row in session.deleted:
        if id(row) in before:
            ledger.deleted(_table_of(row), inspect(row).identity[0], before[id(row)])


def _before_commit(session: Session) -> None:
    if LEDGER in session.info and not session.in_nested_transaction():
        session.flush()
        ledger_of(session).write(session.connection())


def _after_begin_nested(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested and LEDGER in session.info:
        ledger = ledger_of(session)
        ledger.marks[transaction] = len(ledger.changes)


def _after_rollback(session: Session, previous: SessionTransaction) -> None:
    if LEDGER in session.info:
        ledger = ledger_of(session)
        del ledger.changes[ledger.marks.pop(previous, 0) :]


def _refuse_bulk(state: ORMExecuteState) -> None:
    statement = state.statement
    if isinstance(statement, TextClause) and not statement.text.lstrip().lower().startswith(_READS):
        raise RuntimeError("a written statement would not be in the audit trail: change rows through the session")
    if isinstance(statement, UpdateBase) and isinstance(statement.table, Table) and is_audited(statement.table):
        raise RuntimeError("a bulk statement would not be in the audit trail: change rows through the session")


event.listen(Session, "before_flush", _before_flush)
event.listen(Session, "after_flush", _after_flush)
event.listen(Session, "before_commit", _before_commit)
event.listen(Session, "after_transaction_create", _after_begin_nested)
event.listen(Session, "after_soft_rollback", _after_rollback)
event.listen(Session, "do_orm_execute", _refuse_bulk)
