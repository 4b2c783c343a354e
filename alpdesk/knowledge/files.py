"""Reading rule files: which file may hold what, and where in it a fault lies."""

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from alpdesk.domain.toml_text import BadToml, read_toml
from alpdesk.errors import brief

Root = Traversable | Path
Table = Mapping[str, object]
T = TypeVar("T")
FORMAT = 1


class Entry(NamedTuple):
    """One table of a rule file and where it stands."""

    place: str
    table: object


def read(directory: Root, faults: list[str]) -> dict[str, Table]:
    """Return every rule file by name."""
    names = sorted(each.name for each in directory.iterdir() if each.name.endswith(".toml"))
    return {name: table for name in names if (table := _parsed(directory / name, faults)) is not None}


def _parsed(file: Root, faults: list[str]) -> Table | None:
    try:
        table = read_toml(file.read_text(encoding="utf-8"))
    except (BadToml, UnicodeDecodeError) as error:
        faults.append(f"{file.name}: {error}")
        return None
    if table.get("format") != FORMAT:
        faults.append(f"{file.name}: format must be {FORMAT}")
    return {key: value for key, value in table.items() if key != "format"}


def family(files: Mapping[str, Table], stem: str) -> Iterator[tuple[str, Table]]:
    """Yield the files of one kind: ``causes.toml``, ``causes_10_spurious.toml`` and so on."""
    for name, table in files.items():
        if name == f"{stem}.toml" or (name.startswith(f"{stem}_") and name.endswith(".toml")):
            yield name, table


def entries(files: Mapping[str, Table], stem: str, key: str, faults: list[str]) -> list[Entry]:
    """Return the tables ``[[key]]`` of one kind of file."""
    found: list[Entry] = []
    for name, table in family(files, stem):
        listed = table.get(key, [])
        if not isinstance(listed, list):
            faults.append(f"{name}: {key} must be a list of tables, [[{key}]]")
            continue
        found += (Entry(f"{name}: {key}{_label(each, i)}", each) for i, each in enumerate(listed))
    return found


def _label(table: object, index: int) -> str:
    name = table.get("id") if isinstance(table, dict) else None
    return f' "{brief(name)}"' if isinstance(name, str) else f"[{index}]"


def typed(kind: TypeAdapter[T], entry: Entry, faults: list[str]) -> T | None:
    """Return the entry as its type, or note each of its faults."""
    try:
        return kind.validate_python(entry.table)
    except ValidationError as error:
        found = error.errors()
        faults += (f"{entry.place}: {_where(each['loc'])}{_what(each['type'], each['msg'])}" for each in found)
        return None


def _where(location: Iterable[int | str]) -> str:
    path = ".".join(str(part) for part in location)
    return f"{path}: " if path else ""


def _what(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "unknown key"
    return message.removeprefix("Value error, ")
