"""The last net: failures nobody expected are written down without patient data and shown."""

import logging
import sys
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_path

from alpdesk.errors import AlpdeskError

_log = logging.getLogger("alpdesk")
_LONGEST = 2000  # letters of a record; no letter of one takes more than a byte


class OneLine(logging.Formatter):
    """A record is one line of plain letters, cut in the middle, whatever is said in it."""

    def format(self, record: logging.LogRecord) -> str:
        plain = super().format(record).encode("unicode_escape").decode("ascii")
        half = _LONGEST // 2
        return plain if len(plain) <= _LONGEST else f"{plain[:half]} ... {plain[-half:]}"


def describe(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Name the fault and the lines that led to it. Messages and values are left out: they may hold a name."""
    frames = traceback.extract_tb(trace)
    lines = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([kind.__name__, *lines])


def start_log(folder: Path | None = None) -> None:
    """Keep the last faults in a small file of this user."""
    place = folder or user_log_path("alpdesk", appauthor=False)
    try:
        place.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(place / "alpdesk.log", maxBytes=200_000, backupCount=2, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(message)s"))
    _log.addHandler(handler)
    _log.propagate = False


def install(show: Callable[[str], None], tell: Callable[[str], None]) -> None:
    """Route every uncaught failure: sentences for people to ``tell``, faults to the log and ``show``."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        elif isinstance(error, AlpdeskError):
            tell(str(error))
        else:
            where = describe(kind, trace)
            _log.error("fault: %s", where.replace("\n", " < "))
            show(where)

    sys.excepthook = caught
