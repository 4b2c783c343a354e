"""Watches what Python opens, calls and starts, while something hostile is stored, shown, printed or read."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_HERE = Path(__file__).resolve().parents[2]
_OURS = (
    _HERE,
    Path(sys.prefix),
    Path(sys.base_prefix),
    Path("/proc"),
    Path("/usr"),
    Path("/dev/null"),
    Path("/etc/mime.types"),
)


@dataclass
class Seen:
    """What was done while it was watched."""

    allowed: tuple[Path, ...]
    faults: list[str] = field(default_factory=list)

    def take(self, event: str, arguments: tuple[object, ...]) -> None:
        """Take note of an audit event that must not be."""
        if event.startswith(
            ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.", "os.system", "os.exec")
        ):
            self.faults.append(f"{event} {arguments!r:.200}")
        elif event == "open" and isinstance(arguments[0], (str, bytes)):
            name = arguments[0] if isinstance(arguments[0], str) else arguments[0].decode("utf-8", "surrogateescape")
            if not any(_inside(name, place) for place in self.allowed):
                self.faults.append(f"open {name!r:.200}")


_watching: list[Seen] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    for seen in _watching:
        seen.take(event, arguments)


def _inside(name: str, place: Path) -> bool:
    try:
        return Path(name).absolute().resolve().is_relative_to(place.resolve())
    except (OSError, RuntimeError):  # a link to itself leads nowhere else
        return Path(name).absolute().is_relative_to(place)
    except ValueError:
        return False


@contextmanager
def watched(*folders: Path) -> Iterator[Seen]:
    """Watch; only these folders, the program's own and Python's may be opened."""
    if not getattr(_hook, "added", False):
        sys.addaudithook(_hook)
        setattr(_hook, "added", True)  # noqa: B010  a function carries it: a hook cannot be taken away
    seen = Seen((*_OURS, *folders))
    _watching.append(seen)
    try:
        yield seen
    finally:
        _watching.remove(seen)
