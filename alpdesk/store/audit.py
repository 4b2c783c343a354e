"""One hash-chained entry a transaction: who, where, why, and every change, in the same transaction."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, Table, select
from sqlalchemy.orm import Session, SessionTransaction
from sqlmodel import SQLModel

from alpdesk.store.driver import first
from alpdesk.store.plain import Columns, canonical, row_hash, sha256, shape_of
from alpdesk.store.tables import UNAUDITED, AuditAboutRow, AuditRow

GENESIS = "0" * 64
LEDGER = "alpdesk ledger"
_CHAINED = ("seq", "at", "actor_id", "actor", "station", "action", "reason")
_TRAIL = SQLModel.metadata.tables[AuditRow.__tablename__]
_ABOUT = SQLModel.metadata.tables[AuditAboutRow.__tablename__]
_PARENTS = {"result": ("panel_id", "panel"), "letter_event": ("letter_id", "letter")}  # their rows name no patient
_LOCK = "SELECT pg_advisory_xact_lock(4108202)"
_PIECE = 500  # rows
_SLACK = timedelta(minutes=5)
_HEAD = "SELECT seq, hash, at FROM audit ORDER BY seq DESC LIMIT 1"


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


def link(entry: Mapping[str, object]) -> str:
    """Return the hash of an entry. It covers the hash its body was written with: a body can be redacted."""
    body = original_hash(cast("str", entry["body"]))
    return sha256(canonical([*(entry[name] for name in _CHAINED), body, entry["prev"]]))


def is_redacted(body: str) -> bool:
    """Say whether something was taken out of the body of an entry on a legal order (``store.redaction``)."""
    return body.startswith("{")


def original_hash(body: str) -> str:
    """Return the hash with which a body was written; a redacted one holds it."""
    if is_redacted(body):
        with suppress(ValueError, LookupError, TypeError):
            return str(json.loads(body)["was"])
    return sha256(body)


def changes_of(body: str) -> list[dict[str, Any]]:
    """Return the changes that a body tells of."""
    told = json.loads(body)
    found: list[dict[str, Any]] = told["changes"] if is_redacted(body) else told
    return found


def is_audited(table: Table) -> bool:
    """Say whether changes of ``table`` must be in the trail."""
    return table.metadata is SQLModel.metadata and table is not _TRAIL and table.info.get("audit") != UNAUDITED["audit"]


@dataclass
class Ledger:
    """What one transaction has changed so far."""

    actor: Actor
    action: str
    reason: str
    clock: Callable[[], datetime]
    changes: list[dict[str, object]] = field(default_factory=list)
    marks: dict[SessionTransaction, int] = field(default_factory=dict)
    about: set[int] = field(default_factory=set)
    parents: dict[str, set[int]] = field(default_factory=dict)

    def inserted(self, table: Table, plain: Columns) -> None:
        """Take note of new rows, given column by column in their plain form."""
        used = [i for i, values in enumerate(plain) if any(value is not None for value in values)]
        names = [shape_of(table).names[i] for i in used]
        new = list(zip(*(plain[i] for i in used), strict=True))
        self.changes.append({"table": table.name, "columns": names, "insert": new})
        if table.name in _PARENTS or patient_column(table.name) in names:
            for row in new:
                self._concerns(table, dict(zip(names, row, strict=True)))

    def updated(self, table: Table, key: object, old: dict[str, object], new: dict[str, object]) -> None:
        """Take note of a changed row."""
        changed = {name: [old[name], new[name]] for name in new if old[name] != new[name]}
        if changed:
            whole = row_hash(table.name, list(new), list(new.values()))
            self.changes.append({"table": table.name, "id": key, "update": changed, "row": whole})
            self._concerns(table, old)
            self._concerns(table, new)

    def deleted(self, table: Table, key: object, old: dict[str, object]) -> None:
        """Take note of a row that is gone."""
        self.changes.append({"table": table.name, "id": key, "delete": old})
        self._concerns(table, old)

    def _concerns(self, table: Table, row: Mapping[str, object]) -> None:
        """Take note of the patient a row is about, or of the row that knows."""
        name, (column, parent) = patient_column(table.name), parent_of(table.name)
        if isinstance(patient := row.get(name), int):
            self.about.add(patient)
        elif isinstance(key := row.get(column), int):
            self.parents.setdefault(parent, set()).add(key)

    def _whom(self, connection: Connection) -> list[int]:
        """Return whom the step is about; the parents are asked only where no row said it."""
        if not self.about:
            for name, keys in self.parents.items():
                table = SQLModel.metadata.tables[name]
                found = select(table.c.patient_id).where(table.c.id.in_(keys)).distinct()
                self.about.update(key for key in connection.execute(found).scalars() if key is not None)
        return sorted(self.about)

    def write(self, connection: Connection) -> None:
        """Chain the entry to the head and put it into the same transaction."""
        if not self.changes:
            return
        if connection.dialect.name == "postgresql":
            first(connection, _LOCK)
        last, about, now = first(connection, _HEAD), self._whom(connection), self.clock().astimezone(UTC)
        head = _anchor(last)
        if about:
            self.changes.append({"about": about})
        if last is not None and (back := _went_back(last[2], now)):
            self.changes.append({"note": back})
        entry: dict[str, object] = {
            "seq": head.seq + 1,
            "at": now.isoformat(),
            "actor": self.actor.name,
            "actor_id": self.actor.user_id,
            "station": self.actor.station,
            "action": self.action,
            "reason": self.reason,
            "body": _body(_merged(self.changes)),
            "prev": head.hash,
        }
        entry["hash"] = link(entry)
        columns: Columns = [[entry[name]] for name in shape_of(_TRAIL).names]
        shape_of(_TRAIL).insert(connection, columns, columns)
        if about:
            pairs: Columns = [about, [head.seq + 1] * len(about)]
            shape_of(_ABOUT).insert(connection, pairs, pairs)
        self.changes, self.about, self.parents = [], set(), {}


def _went_back(last: str, now: datetime) -> str:
    """Say that the clock went back since the entry before, beyond what setting it right takes; else nothing."""
    before = datetime.fromisoformat(last)
    return f"the clock went back: the entry before is of {before.isoformat()}" if before - now > _SLACK else ""


def read_head(connection: Connection) -> Anchor:
    """Return the head of the chain."""
    return _anchor(first(connection, _HEAD))


def _anchor(row: tuple[Any, ...] | None) -> Anchor:
    return Anchor(0, GENESIS) if row is None else Anchor(row[0], row[1])


def ledger_of(session: Session) -> Ledger:
    """Return the ledger of a writing session; without one nothing can be written."""
    ledger: Ledger | None = session.info.get(LEDGER)
    if ledger is None:
        raise RuntimeError("nothing is written without saying who does it: use Database.begin")
    return ledger


def note(session: Session, detail: str, about: Iterable[int] = ()) -> None:
    """Put what stands in no row into the entry of this step: a list that was signed, or whom one looked at."""
    ledger = ledger_of(session)
    ledger.changes.append({"note": detail})
    ledger.about.update(about)


def about(changes: Iterable[Mapping[str, Any]]) -> set[int]:
    """Return whom an entry is about; one of before entries said so is about the rows it put in."""
    told, found = False, set[int]()
    for change in changes:
        if "about" in change:
            told = True
            found.update(change["about"])
    return found if told else {key for change in changes for key in _put_in(change)}


def _put_in(change: Mapping[str, Any]) -> Iterator[int]:
    columns, table = change.get("columns", ()), change.get("table")
    name = patient_column(table or "")
    if name in columns:
        yield from (row[columns.index(name)] for row in change["insert"] if row[columns.index(name)] is not None)
    elif table == "patient":
        yield change["id"]


def patient_column(table: str) -> str:
    """Return the column of a table that names the patient."""
    return "id" if table == "patient" else "patient_id"


def parent_of(table: str) -> tuple[str, str]:
    """Return the column of a table whose rows name no patient, and the table of the row that does; or nothing."""
    return _PARENTS.get(table, ("", ""))


def _body(changes: list[dict[str, object]]) -> str:
    """Return the canonical text of changes, made piece by piece: other threads come to their turn in between."""
    return f"[{','.join(map(_text, changes))}]"


def _text(change: dict[str, object]) -> str:
    rows = cast("list[object]", change.get("insert", ()))
    if len(rows) <= _PIECE:
        return canonical(change)
    head = canonical({name: value for name, value in change.items() if name != "insert"})
    pieces = (canonical(rows[start : start + _PIECE])[1:-1] for start in range(0, len(rows), _PIECE))
    return f'{head[:-1]},"insert":[{",".join(pieces)}]}}'


def _merged(changes: list[dict[str, object]]) -> list[dict[str, object]]:
    """Put neighbouring inserts of one shape together."""
    merged: list[dict[str, object]] = []
    for change in changes:
        last = merged[-1] if merged else {}
        if "insert" in change and last.get("table") == change["table"] and last.get("columns") == change["columns"]:
            cast("list[object]", last["insert"]).extend(cast("list[object]", change["insert"]))
        else:
            merged.append(change)
    return merged
