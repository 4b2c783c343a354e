"""Whether the list of whom each entry of the trail is about says what the entries say."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from alpdesk.store.audit import about
from alpdesk.store.tables import AuditAboutRow

_BATCH = 500
_NAMED = 20


class AboutCheck:
    """Is shown every entry in order, and names those whose patients something else put in or took out."""

    def __init__(self, connection: Connection) -> None:
        self._listed = _listed(connection)
        self._at, self._here = next(self._listed, (0, set[int]()))
        self._wrong: list[int] = []

    def entry(self, seq: int, changes: Iterable[Mapping[str, Any]]) -> None:
        """Hold one entry against the list; what the list has before it belongs to no entry."""
        while self._at and self._at < seq:
            self._wrong.append(self._at)
            self._go_on()
        here = self._here if self._at == seq else set()
        if here != about(changes):
            self._wrong.append(seq)
        if self._at == seq:
            self._go_on()

    def faults(self) -> list[str]:
        """Return what is wrong, once every entry was shown."""
        wrong = [*self._wrong, *([self._at] if self._at else []), *(seq for seq, _ in self._listed)]
        named = [f"audit_about {seq} was changed outside Alpdesk: whom the entry is about" for seq in wrong[:_NAMED]]
        return named if len(wrong) <= _NAMED else [*named, f"and so were {len(wrong) - _NAMED} more"]

    def _go_on(self) -> None:
        self._at, self._here = next(self._listed, (0, set()))


def _listed(connection: Connection) -> Iterator[tuple[int, set[int]]]:
    seq, patient = col(AuditAboutRow.seq), col(AuditAboutRow.patient_id)
    rows = connection.execute(select(seq, patient).order_by(seq).execution_options(yield_per=_BATCH))
    for key, group in groupby(rows, lambda row: row[0]):
        yield key, {row[1] for row in group}
