"""Statements of our own handed straight to the driver, where a save would feel the way round."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError


def run_many(connection: Connection, statement: str, values: Sequence[Any]) -> None:
    """Run ``statement`` once for each of ``values``."""
    with _cursor(connection, statement) as cursor:
        cursor.executemany(statement, values)


def first(connection: Connection, statement: str) -> tuple[Any, ...] | None:
    """Return the first row that ``statement`` finds."""
    with _cursor(connection, statement) as cursor:
        cursor.execute(statement)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


@contextmanager
def _cursor(connection: Connection, statement: str) -> Iterator[DBAPICursor]:
    """Give a cursor inside the connection's transaction; its errors are SQLAlchemy's, and quote no values."""
    driver = connection.dialect.loaded_dbapi
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except driver.Error as error:
        raise DBAPIError.instance(
            statement, None, error, driver.Error, hide_parameters=True, dialect=connection.dialect
        ) from error
    finally:
        cursor.close()
