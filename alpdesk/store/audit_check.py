"""Walk the audit chain, then hold its last word on every row against the tables."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.engine import Row
from sqlmodel import SQLModel

from alpdesk.store.audit import GENESIS, Anchor, is_audited, link
from alpdesk.store.plain import row_hash, shape_of
from alpdesk.store.tables import AuditRow

_BATCH = 500
_SHORT = 16
_WIDEST_GAP = 1 << 24
_ABSENT = bytes(_SHORT)


@dataclass(frozen=True)
class Verdict:
    """What a check of the trail found. ``faults`` names each entry and each row that is not as it was written."""

    entries: int
    rows: int
    faults: tuple[str, ...]


@dataclass
class Ids:
    """The last hash of every row of one table, in 16 bytes a row."""

    near: bytearray = field(default_factory=bytearray)
    far: dict[object, bytes] = field(default_factory=dict)

    def __setitem__(self, key: object, value: bytes) -> None:
        end = (key + 1) * _SHORT if isinstance(key, int) and key >= 0 else -1
        if end < 0 or end > len(self.near) + _WIDEST_GAP:
            self.far[key] = value
            return
        self.far.pop(key, None)
        self.near.extend(bytes(max(0, end - len(self.near))))
        self.near[end - _SHORT : end] = value

    def pop(self, key: int) -> bytes:
        """Return the hash of a row and forget it."""
        found = self.far.pop(key, None) or bytes(self.near[key * _SHORT : (key + 1) * _SHORT]) or _ABSENT
        if found != _ABSENT:
            self[key] = _ABSENT
        return found

    def left(self) -> Iterator[object]:
        """Return the rows that were not asked for."""
        yield from (i // _SHORT for i in range(0, len(self.near), _SHORT) if self.near[i : i + _SHORT] != _ABSENT)
        yield from (key for key, value in self.far.items() if value != _ABSENT)


Known = defaultdict[str, Ids]


def verify(connection: Connection, anchor: Anchor | None = None) -> Verdict:
    """Check chain and tables; ``anchor`` is a head noted elsewhere, which shows a chain that was rewritten."""
    known: Known = defaultdict(Ids)
    faults: list[str] = []
    head = _walk(connection, known, faults, anchor)
    rows = sum(_compare(connection, table, known, faults) for table in _audited())
    strange = known.keys() - {table.name for table in _audited()}
    faults += [f"the trail speaks of {name}, which is not a table here" for name in sorted(strange)]
    return Verdict(head.seq, rows, tuple(faults))


def _audited() -> list[Table]:
    return [table for table in SQLModel.metadata.sorted_tables if is_audited(table)]


def _walk(connection: Connection, known: Known, faults: list[str], anchor: Anchor | None) -> Anchor:
    """Follow the links, keeping what each entry says of the rows it changed."""
    trail = SQLModel.metadata.tables[AuditRow.__tablename__]
    head, seen = Anchor(0, GENESIS), anchor is None or anchor.seq == 0
    with connection.execute(select(trail).order_by(trail.c.seq).execution_options(yield_per=_BATCH)) as entries:
        for entry in entries:
            faults += _broken_links(entry, head)
            _replay(entry, known, faults)
            head = Anchor(entry.seq, entry.hash)
            seen = seen or head == anchor
    if not seen and anchor is not None:
        faults.append(f"audit entry {anchor.seq} is not the one that was noted outside: the trail was cut or rewritten")
    return head


def _broken_links(entry: Row[Any], head: Anchor) -> list[str]:
    name = f"audit entry {entry.seq}"
    checks = {
        f"{name} follows {head.seq}: entries are missing": entry.seq == head.seq + 1,
        f"{name} is not chained to the entry before": entry.prev == head.hash,
        f"{name} was changed": entry.hash == link(dict(entry._mapping)),  # noqa: SLF001  the public name of a row's mapping
    }
    return [fault for fault, holds in checks.items() if not holds]


def _replay(entry: Row[Any], known: Known, faults: list[str]) -> None:
    try:
        for change in json.loads(entry.body):
            _note(change, known)
    except (ValueError, KeyError, TypeError, AttributeError):
        faults.append(f"audit entry {entry.seq} cannot be read")


def _note(change: dict[str, Any], known: Known) -> None:
    if "note" in change:
        return
    ids = known[change["table"]]
    if "insert" in change:
        place = change["columns"].index("id")
        for row in change["insert"]:
            ids[row[place]] = _short(row_hash(change["table"], change["columns"], row))
    else:
        ids[change["id"]] = _short(change["row"]) if "update" in change else _ABSENT


def _short(digest: str) -> bytes:
    return bytes.fromhex(digest)[:_SHORT]


def _compare(connection: Connection, table: Table, known: Known, faults: list[str]) -> int:
    """Hold every row of ``table`` against the trail and return how many there are."""
    ids, count, shape = known[table.name], 0, shape_of(table)
    for row in _rows(connection, table, faults):
        count += 1
        found, now = ids.pop(row.id), _short(row_hash(table.name, shape.names, shape.plain(row)))
        if found == _ABSENT:
            faults.append(f"{table.name} {row.id} is not in the audit trail")
        elif found != now:
            faults.append(f"{table.name} {row.id} was changed outside Alpdesk")
    faults += [f"{table.name} {key} was removed or changed outside Alpdesk" for key in ids.left()]
    return count


def _rows(connection: Connection, table: Table, faults: list[str]) -> Iterator[Row[Any]]:
    """Give every row in the order of ids; name one that holds what its column cannot hold, and go on behind it."""
    last, size = None, _BATCH
    while True:
        behind = select(table).order_by(table.c.id)
        behind = behind if last is None else behind.where(table.c.id > last)
        try:
            with connection.execute(behind.execution_options(yield_per=size)) as found:
                for row in found:
                    last = row.id
                    yield row
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
