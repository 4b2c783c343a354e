"""Walk the audit chain, then hold its last word on every row against the tables.

What the trail says of a row and what the table holds are compared by a short digest that lives as long as the check;
only of a row that was changed later the trail keeps no more than its hash, so there the hash is taken again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.engine import Row
from sqlmodel import SQLModel

from alpdesk.store.about_check import AboutCheck
from alpdesk.store.audit import GENESIS, Anchor, changes_of, is_audited, link, read_head
from alpdesk.store.plain import Shape, row_hash, shape_of
from alpdesk.store.redaction_check import RedactionCheck
from alpdesk.store.tables import AuditRow

_BATCH = 500
_SHORT = 16
_WIDEST_GAP = 1 << 24
_ABSENT = bytes(_SHORT)
Progress = Callable[[int, int], None]


def _unwatched(done: int, total: int) -> None:
    """Take note of progress nobody asked for."""


@dataclass(frozen=True)
class Verdict:
    """What a check of the trail found. ``faults`` names each entry and each row that is not as it was written.

    ``redacted`` is of how many entries something was taken out on a legal order, as the trail itself says.
    """

    entries: int
    rows: int
    faults: tuple[str, ...]
    redacted: int = 0


@dataclass
class Ids:
    """The last digest of every row of one table, in 16 bytes a row; ``hashed`` are the rows known by their hash."""

    near: bytearray = field(default_factory=bytearray)
    far: dict[object, bytes] = field(default_factory=dict)
    hashed: set[object] = field(default_factory=set)

    def __setitem__(self, key: object, value: bytes) -> None:
        end = (key + 1) * _SHORT if isinstance(key, int) and key >= 0 else -1
        size = len(self.near)
        if end < 0 or end > size + _WIDEST_GAP:
            self.far[key] = value
            return
        if self.far:
            self.far.pop(key, None)
        if end > size:
            self.near.extend(bytes(end - size))
        self.near[end - _SHORT : end] = value

    def pop(self, key: int) -> bytes:
        """Return the digest of a row and forget it."""
        if self.far and key in self.far:
            return self.far.pop(key)
        place = slice(key * _SHORT, (key + 1) * _SHORT)
        found = bytes(self.near[place]) if key >= 0 else b""
        if found:
            self.near[place] = _ABSENT
        return found or _ABSENT

    def left(self) -> Iterator[object]:
        """Return the rows that were not asked for."""
        yield from (i // _SHORT for i in range(0, len(self.near), _SHORT) if self.near[i : i + _SHORT] != _ABSENT)
        yield from (key for key, value in self.far.items() if value != _ABSENT)


Known = defaultdict[str, Ids]


def verify(connection: Connection, anchor: Anchor | None = None, progress: Progress = _unwatched) -> Verdict:
    """Check chain and tables; ``anchor`` is a head noted elsewhere, which shows a chain that was rewritten.

    ``progress`` is told in percent: the trail is one half of the work, the tables are the other.
    """
    known: Known = defaultdict(Ids)
    faults: list[str] = []
    last = max(read_head(connection).seq, 1)
    head, redacted = _walk(connection, known, faults, anchor, lambda seq: progress(min(50 * seq // last, 50), 100))
    held = {table: _highest_id(connection, table) for table in _audited()}
    rows = before = 0
    for table, highest in held.items():
        share = partial(_tell, progress, before, max(sum(held.values()), 1))
        rows += _compare(connection, table, known, faults, share)
        before += highest
    strange = known.keys() - {table.name for table in _audited()}
    faults += [f"the trail speaks of {name}, which is not a table here" for name in sorted(strange)]
    return Verdict(head.seq, rows, tuple(faults), redacted)


def _tell(progress: Progress, before: int, total: int, key: int) -> None:
    progress(50 + min(50 * (before + key) // total, 50), 100)


def _highest_id(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.max(table.c.id))).scalar_one() or 0


def _audited() -> list[Table]:
    return [table for table in SQLModel.metadata.sorted_tables if is_audited(table)]


def _walk(
    connection: Connection, known: Known, faults: list[str], anchor: Anchor | None, progress: Callable[[int], None]
) -> tuple[Anchor, int]:
    """Follow the links, keeping what each entry says of the rows it changed; return the head, and how many say less."""
    trail = SQLModel.metadata.tables[AuditRow.__tablename__]
    head, seen = Anchor(0, GENESIS), anchor is None or anchor.seq == 0
    whom, redacted = AboutCheck(connection), RedactionCheck()
    with connection.execute(select(trail).order_by(trail.c.seq).execution_options(yield_per=_BATCH)) as entries:
        for entry in entries:
            faults += _broken_links(entry, head)
            _replay(entry, known, faults, whom, redacted)
            head = Anchor(entry.seq, entry.hash)
            seen = seen or head == anchor
            progress(head.seq)
    faults += [*whom.faults(), *redacted.faults()]
    if not seen and anchor is not None:
        faults.append(f"audit entry {anchor.seq} is not the one that was noted outside: the trail was cut or rewritten")
    return head, redacted.count


def _broken_links(entry: Row[Any], head: Anchor) -> list[str]:
    whole = entry.hash == link(dict(entry._mapping))  # noqa: SLF001  the public name of a row's mapping
    if whole and entry.prev == head.hash and entry.seq == head.seq + 1:
        return []
    name = f"audit entry {entry.seq}"
    checks = {
        f"{name} follows {head.seq}: entries are missing": entry.seq == head.seq + 1,
        f"{name} is not chained to the entry before": entry.prev == head.hash,
        f"{name} was changed": whole,
    }
    return [fault for fault, holds in checks.items() if not holds]


def _replay(entry: Row[Any], known: Known, faults: list[str], whom: AboutCheck, redacted: RedactionCheck) -> None:
    try:
        changes = changes_of(entry.body)
        whom.entry(entry.seq, changes)
        redacted.entry(entry.seq, entry.body, changes)
        for change in changes:
            _note(change, known)
    except (ValueError, LookupError, TypeError, AttributeError):
        faults.append(f"audit entry {entry.seq} cannot be read")


def _note(change: dict[str, Any], known: Known) -> None:
    if not change.keys().isdisjoint(("note", "about", "redacted")):
        return
    ids = known[change["table"]]
    if "insert" in change:
        _note_new(change, ids)
    elif "update" in change:
        ids[change["id"]] = _short(change["row"])
        ids.hashed.add(change["id"])
    else:
        ids[change["id"]] = _ABSENT


def _note_new(change: dict[str, Any], ids: Ids) -> None:
    """Take note of new rows, each put into the columns that the table has today."""
    table, columns = SQLModel.metadata.tables.get(change["table"]), change["columns"]
    key = columns.index("id")
    if ids.hashed:
        ids.hashed.difference_update(row[key] for row in change["insert"])
    if table is None or not set(columns) <= set(shape_of(table).names):
        ids.hashed.update(row[key] for row in change["insert"])
        for row in change["insert"]:
            ids[row[key]] = _short(row_hash(change["table"], columns, row))
        return
    places = [columns.index(name) if name in columns else -1 for name in shape_of(table).names]
    for row in change["insert"]:
        row.append(None)
        ids[row[key]] = _digest([row[place] for place in places])


def _digest(row: Sequence[object]) -> bytes:
    """Return what tells one row in its plain form from another, for as long as the program runs."""
    return blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=_SHORT).digest()


def _short(digest: str) -> bytes:
    return bytes.fromhex(digest)[:_SHORT]


def _compare(
    connection: Connection, table: Table, known: Known, faults: list[str], progress: Callable[[int], None]
) -> int:
    """Hold every row of ``table`` against the trail and return how many there are."""
    ids, count, shape = known[table.name], 0, shape_of(table)
    for key, row in _rows(connection, shape, faults):
        count += 1
        if count % _BATCH == 0:
            progress(key)
        found = ids.pop(key)
        now = _short(row_hash(table.name, shape.names, row)) if key in ids.hashed else _digest(row)
        if found == _ABSENT:
            faults.append(f"{table.name} {key} is not in the audit trail")
        elif found != now:
            faults.append(f"{table.name} {key} was changed outside Alpdesk")
    faults += [f"{table.name} {key} was removed or changed outside Alpdesk" for key in ids.left()]
    return count


def _rows(connection: Connection, shape: Shape, faults: list[str]) -> Iterator[tuple[int, list[object]]]:
    """Give every row in plain form, by id; name one that holds what its column cannot hold, and go on behind it."""
    table, stored = shape.table, shape.stored(connection.dialect)
    last, size, place = None, _BATCH, shape.keys.index("id")
    while True:
        behind = select(*stored.columns).order_by(table.c.id)
        behind = behind if last is None else behind.where(table.c.id > last)
        try:
            with connection.execute(behind.execution_options(yield_per=size)) as found:
                for row in found:
                    plain = stored.plain(row)
                    last = row[place]
                    yield last, plain
        except (ValueError, LookupError, TypeError, ArithmeticError):
            if size == 1:
                last = _next_id(connection, table, last)
                faults.append(f"{table.name} {last} cannot be read: it was changed outside Alpdesk")
            size = _BATCH if size == 1 else 1
        else:
            return


def _next_id(connection: Connection, table: Table, last: int | None) -> int | None:
    ids = select(table.c.id).order_by(table.c.id).limit(1)
    return connection.execute(ids if last is None else ids.where(table.c.id > last)).scalar_one_or_none()
