"""Opening a record for an unattended command: which one, whose password, never through an argument."""

import argparse
import getpass
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from alpdesk import knowledge
from alpdesk.errors import AlpdeskError

if TYPE_CHECKING:
    from alpdesk.services.desk import Desk

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OWN = ("", "-keys", "-wal", "-shm")
_UNKEPT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def add_options(verb: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Add what every command about a record takes; where no record is ``required``, the shipped rules speak without."""
    verb.add_argument(
        "--database", required=required, metavar="URL_OR_PATH", help="an encrypted file, or a postgresql+psycopg:// URL"
    )
    verb.add_argument(
        "--password-file", type=Path, metavar="FILE", help="its first line is the password; else the terminal is asked"
    )
    verb.add_argument("--user", type=words, metavar="NAME", help="who acts, once there is more than one user")


def words(text: str) -> str:
    """Return an argument that names somebody; refuse what no name or number holds."""
    if _UNKEPT.search(text) or not text.strip():
        raise argparse.ArgumentTypeError("it is empty or holds characters that cannot be kept")
    return text.strip()


def refuse_own(arguments: argparse.Namespace) -> None:
    """Refuse to write over the record that is being read, or over its key file."""
    from alpdesk.services.vault import is_server

    if not is_server(arguments.database):
        own = Path(arguments.database).resolve()
        if arguments.out.resolve() in [own.with_name(own.name + tail) for tail in _OWN]:
            raise AlpdeskError(f"{arguments.out} belongs to the database; choose another name.")


def now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


@contextmanager
def open_desk(arguments: argparse.Namespace) -> "Iterator[Desk]":
    """Open the record the arguments name, and close it whatever happens."""
    from alpdesk.services import vault

    rules = knowledge.load()
    desk = vault.open_desk(arguments.database, password(arguments), user=arguments.user, rules=rules, clock=now)
    try:
        yield desk
    finally:
        desk.close()


def password(arguments: argparse.Namespace, *, again: bool = False) -> str | None:
    """Return the password from its file or the terminal; a server may need none."""
    from alpdesk.services.vault import is_server

    if arguments.password_file is not None:
        return _first_line(arguments.password_file)
    if is_server(arguments.database):
        return None
    if not sys.stdin.isatty():
        raise AlpdeskError("There is no terminal to ask for the password; give a file with --password-file.")
    typed = getpass.getpass("Password: ")
    if again and getpass.getpass("The same again: ") != typed:
        raise AlpdeskError("The two passwords differ; nothing was made.")
    return typed


def _first_line(path: Path) -> str:
    try:
        if os.name == "posix" and path.stat().st_mode & _OTHERS:
            raise AlpdeskError(f"The password file {path} can be read by others; take their rights away first.")
        with path.open(encoding="utf-8-sig") as file:
            line = file.readline().rstrip("\r\n")
    except OSError as error:
        raise AlpdeskError(f"The password file cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise AlpdeskError("The password file is no plain text.") from None
    if not line:
        raise AlpdeskError("The first line of the password file is empty.")
    return line
