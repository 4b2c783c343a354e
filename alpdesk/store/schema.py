"""Which edition of the tables a database has, and bringing an older one up to date."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select, table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import column

from alpdesk.errors import AlpdeskError

REVISIONS = ("0001", "0002", "0003", "0004")
HEAD = REVISIONS[-1]
SCRIPTS = Path(__file__).parent / "migrations"


class NewerDatabase(AlpdeskError):
    """The database was written by a newer Alpdesk."""


def revision(connection: Connection) -> str | None:
    """Return the revision of the tables, or nothing when the database is empty."""
    if not inspect(connection).has_table("alembic_version"):
        if inspect(connection).get_table_names():
            raise AlpdeskError("This database belongs to another program.")
        return None
    return connection.execute(select(column("version_num")).select_from(table("alembic_version"))).scalar_one_or_none()


def refuse_newer(found: str | None) -> None:
    """Refuse tables that this program does not know."""
    if found is not None and found not in REVISIONS:
        raise NewerDatabase("This database was written by a newer Alpdesk. Install the newer version to open it.")


def upgrade(engine: Engine, found: str | None, save: Callable[[], None] = lambda: None) -> None:
    """Bring the tables to the newest revision in one transaction; ``save`` first keeps a copy of older data."""
    refuse_newer(found)
    if found == HEAD:
        return
    if found is not None:
        save()
    try:
        migrate(engine)
    except DBAPIError as error:
        raise AlpdeskError(f"The database could not be brought up to date and is unchanged: {error.orig}.") from error


def migrate(engine: Engine, scripts: Path = SCRIPTS) -> None:
    """Run the history of the tables to its end, wholly or not at all."""
    from alembic import command
    from alembic.config import Config

    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(scripts))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
