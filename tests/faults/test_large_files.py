"""Files of any size and shape are refused or taken in within limits, in little room; a cancelled one leaves nothing."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from alpdesk.exchange.mapping import COLUMNS
from alpdesk.store.database import Database
from tests.faults.counts import times

MOST_MEGABYTES = 500
ROOT = Path(__file__).parents[2]
HEAD = ",".join(COLUMNS).encode() + b"\n"
ROWS, SAMPLES = times(1500, 100_000), times(1, 40)
MEGABYTE = 1_000_000
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no resource module")


def _large(file: BinaryIO) -> None:
    """Rows that are no results, each with a word as long as a line may be."""
    file.write(HEAD)
    row = b"1,A,B,female,1980-01-01," + b"x" * 90_000 + b",L,alp,29,U/L,35,105,serum,\n"
    file.writelines(row for _ in range(times(3, 100) * MEGABYTE // len(row)))


def _too_large(file: BinaryIO) -> None:
    file.write(HEAD)
    file.truncate(201 * MEGABYTE)  # the disk keeps no zeros


def _one_line(file: BinaryIO) -> None:
    file.write(HEAD + b"1,A,")
    file.writelines(b"x" * MEGABYTE for _ in range(times(2, 50)))


def _columns(file: BinaryIO) -> None:
    file.write(b",".join(b"c%d" % number for number in range(10_000)) + b"\n")


def _open_quote(file: BinaryIO) -> None:
    file.write(HEAD)
    file.writelines(b'1,A,"B\n' for _ in range(times(3_000, 300_000)))


def _nothing(file: BinaryIO) -> None:
    file.write(HEAD)
    file.truncate(times(3, 100) * MEGABYTE)


def _packed(file: BinaryIO) -> None:
    import zipfile

    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as box, box.open("in.csv", "w") as inside:
        for _ in range(times(10, 1000)):
            inside.write(bytes(MEGABYTE))


def _rows(file: BinaryIO) -> None:
    """Samples of five tests; 40 of one person is more than a clinic sees in a year."""
    analytes = ("alp", "ast", "alt", "ggt", "ck")
    file.write(HEAD)
    for number in range(ROWS):
        person, sample = number // (5 * SAMPLES), number // 5 % SAMPLES
        day = f"20{10 + sample % 15}-{1 + sample // 15:02}-03"
        who = f"{person},Ash,Ann,female,1980-02-03,{day},City Lab"
        file.write(f"{who},{analytes[number % 5]},40,U/L,,,serum,\n".encode())


FILES: dict[str, tuple[Callable[[BinaryIO], None], str]] = {
    "large.csv": (_large, "0 kept"),
    "too large.csv": (_too_large, "larger than 200 MB"),
    "one line.csv": (_one_line, "longer than 100,000 characters"),
    "columns.csv": (_columns, "at most 500 are read"),
    "open quote.csv": (_open_quote, "0 kept"),
    "nothing.csv": (_nothing, "longer than 100,000 characters"),
    "packed.csv": (_packed, "."),
    "cancelled.csv": (_rows, "cancelled"),
    "rows.csv": (_rows, f"{ROWS} kept, 0 problems"),
}


@pytest.fixture
def told(sqlite_database: Database, tmp_path: Path) -> dict[str, dict[str, Any]]:
    assert sqlite_database.path is not None
    sqlite_database.close()
    for name, (make, _) in FILES.items():
        with (tmp_path / name).open("wb") as file:
            make(file)
    command = [sys.executable, "-m", "tests.faults.large_import", str(sqlite_database.path)]
    done = subprocess.run(
        [*command, *(str(tmp_path / name) for name in FILES)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    print(done.stdout)
    for name in FILES:
        (tmp_path / name).unlink()
    return {line["file"]: line for line in lines}


def test_files_of_any_size_are_refused_or_taken_in_little_room(told: dict[str, dict[str, Any]]) -> None:
    assert list(told) == list(FILES)
    for name, (_, said) in FILES.items():
        line = told[name]
        assert said in line["said"] and len(line["said"]) < 1000, line
        assert line["megabytes"] <= MOST_MEGABYTES, line
        assert line["patients"] == (ROWS // (5 * SAMPLES) if name == "rows.csv" else 0), line
