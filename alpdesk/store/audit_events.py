"""What a session changes goes into its ledger, and what would not is refused."""

from collections.abc import Callable
from typing import cast

from sqlalchemy import Table, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import TextClause

from alpdesk.store.audit import LEDGER, is_audited, ledger_of
from alpdesk.store.plain import shape_of

_BEFORE = "alpdesk before"
_READS = ("select", "with", "explain", "pragma", "values", "show")


def watch() -> None:
    """Let every session keep its ledger."""
    for name, listener in _LISTENERS.items():
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)


def _values(row: object, table: Table) -> dict[str, object]:
    shape = shape_of(table)
    return dict(zip(shape.names, shape.plain([getattr(row, key) for key in shape.keys]), strict=True))


def _old_values(row: object, table: Table) -> dict[str, object]:
    """Return what the row held when it was read, loading what was not."""
    state, shape = inspect(row), shape_of(table)
    histories = [state.attrs[key].load_history() for key in shape.keys]
    before = [(history.deleted or history.unchanged or [None])[0] for history in histories]
    return dict(zip(shape.names, shape.plain(before), strict=True))


def _table_of(row: object) -> Table:
    return cast("Table", inspect(type(row)).local_table)


def _before_flush(session: Session, _context: UOWTransaction, _instances: object) -> None:
    touched = [row for row in (*session.new, *session.dirty, *session.deleted) if is_audited(_table_of(row))]
    if not touched:
        return
    ledger_of(session)
    standing = [row for row in (*session.dirty, *session.deleted) if is_audited(_table_of(row))]
    session.info[_BEFORE] = {id(row): _old_values(row, _table_of(row)) for row in standing}


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    if LEDGER not in session.info:
        return
    ledger, before = ledger_of(session), session.info.pop(_BEFORE, {})
    for row in session.new:
        table = _table_of(row)
        if is_audited(table):
            ledger.inserted(table, [[value] for value in _values(row, table).values()])
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


_LISTENERS: dict[str, Callable[..., None]] = {
    "before_flush": _before_flush,
    "after_flush": _after_flush,
    "before_commit": _before_commit,
    "after_transaction_create": _after_begin_nested,
    "after_soft_rollback": _after_rollback,
    "do_orm_execute": _refuse_bulk,
}
