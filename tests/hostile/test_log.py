"""Log lines: whatever is said, one record is one line of plain letters, and not a long one."""

import logging
import sys
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from alpdesk.ui import crash
from tests.hostile.corpus import STRINGS

LONGEST = 2048
SAID = (
    *STRINGS,
    "a\r\n2026-01-01 00:00:00 ERROR forged",
    "\x1b[2J\x1b]0;x\x07",
    "\x9b31m",
    "x" * 1_000_000,
    "Ж" * 1900,
)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    logger = logging.getLogger("alpdesk")
    before = list(logger.handlers)
    crash.start_log(tmp_path)
    yield tmp_path / "alpdesk.log"
    for handler in set(logger.handlers) - set(before):
        handler.close()
        logger.removeHandler(handler)


def test_whatever_is_said_is_one_line_that_drives_no_terminal(log: Path) -> None:
    files = (each for each in logging.getLogger("alpdesk").handlers if isinstance(each, RotatingFileHandler))
    [handler] = (each for each in files if Path(each.baseFilename) == log)  # pytest's own bears no half letter
    for said in SAID:
        handler.handle(logging.makeLogRecord({"levelname": "ERROR", "msg": "fault: %s", "args": (said,)}))
    lines = b"".join(path.read_bytes() for path in log.parent.glob("alpdesk.log*")).splitlines(keepends=True)
    assert len(lines) == len(SAID) and max(map(len, lines)) <= LONGEST
    assert all(32 <= byte < 127 for line in lines for byte in line[:-1]), "escaped"


def test_a_fault_in_the_deep_is_one_line_with_both_its_ends(log: Path) -> None:
    def deep(left: int) -> None:
        if left:
            deep(left - 1)
        raise KeyError("Mensah")

    hook = sys.excepthook
    crash.install(lambda _where: None, lambda _said: None)
    caught, sys.excepthook = sys.excepthook, hook
    with pytest.raises(KeyError) as fault:
        deep(300)
    caught(KeyError, fault.value, fault.tb)
    line = log.read_text(encoding="ascii")
    assert line.count("\n") == 1 and len(line) <= LONGEST
    assert "KeyError" in line and line.rstrip().endswith("deep") and "Mensah" not in line
