"""Measure what a clinic waits for, each beside the bare floor in the same run.

Run as ``python tests/benchmarks/measure_clinic.py FILE --password-file FILE`` on a file of make_clinic.py. The floor is
the least that any program would have to do on the same encrypted file: the same rows by one prepared statement of
the driver, or the same number of plain inserts with a commit that reaches the disk.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from alpdesk import knowledge
from alpdesk.domain.records import Panel, Result
from alpdesk.services import vault
from alpdesk.services.desk import Desk
from alpdesk.store import engine as engines

ROUNDS = 60
TYPED = (
    "mül",
    "müll",
    "kow",
    "kowalski ai",
    "sor",
    "o'brien",
    "0000123",
    "jurgen zaj",
    "1961",
    "garcia wanda",
    "x",
    "şah",
)
ANALYTES = (("alp", "71"), ("alt", "22"), ("ast", "21"), ("ggt", "25"), ("ck", "88"), ("ldh", "170"))


def main() -> None:
    wanted = _arguments()
    with wanted.password_file.open(encoding="utf-8") as file:
        password = file.readline().rstrip("\r\n")
    opening = time.perf_counter()
    rules = knowledge.load()
    desk = vault.open_desk(wanted.file, password, rules=rules, clock=lambda: datetime.now(UTC))
    print(f"{'open, with the password':34} {1000 * (time.perf_counter() - opening):8.1f} ms")
    counted = _count(desk)
    size = wanted.file.stat().st_size / 1e6
    print(f"{counted[0]:,} patients, {counted[1]:,} panels, {counted[2]:,} results, {size:,.0f} MB")
    Bench(desk, random.Random(7), counted[0]).run(sweep=not wanted.without_sweep)
    desk.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    parser.add_argument("--password-file", type=Path, required=True)
    parser.add_argument("--without-sweep", action="store_true")
    return parser.parse_args()


def _count(desk: Desk) -> tuple[int, int, int]:
    with desk.context.database.engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        highest = (raw.execute(f"SELECT max(id) FROM {name}").fetchone()[0] for name in ("patient", "panel", "result"))
        patients, panels, results = highest
    return patients, panels, results


class Bench:
    """One open clinic under the stopwatch."""

    def __init__(self, desk: Desk, chance: random.Random, patients: int) -> None:
        self._desk = desk
        self._chance = chance
        self._patients = patients
        self._connection = desk.context.database.engine.connect()
        self._raw: Any = self._connection.connection.driver_connection

    def run(self, *, sweep: bool) -> None:
        """Take every measure in turn with its floor and print it."""
        self._compare("a keystroke in the search", self._search, self._fifty_rows)
        self._compare("open a patient", self._open, self._rows_of_one)
        self._compare("Today", self._desk.worklist.today, self._fifty_rows, rounds=10)
        with tempfile.TemporaryDirectory() as folder:
            save = self._bare_save(Path(folder))
            self._compare("save a panel of six", self._save, save)
        if sweep:
            self._compare("sweep", self._desk.worklist.sweep, self._every_alp, rounds=1)

    def _compare(
        self, what: str, ours: Callable[[], object], floor: Callable[[], object], rounds: int = ROUNDS
    ) -> None:
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(rounds):
            for way, taken in zip((ours, floor), times, strict=True):
                start = time.perf_counter()
                way()
                taken.append(1000 * (time.perf_counter() - start))
        middle, bare = statistics.median(times[0]), statistics.median(times[1])
        worst = sorted(times[0])[int(0.95 * (len(times[0]) - 1))]
        print(f"{what:34} {middle:8.1f} ms (95 %: {worst:.1f}), floor {bare:.2f} ms, {middle / bare:.1f} x")
        sys.stdout.flush()

    def _key(self) -> int:
        return self._chance.randint(1, self._patients)

    def _search(self) -> None:
        self._desk.patients.search(self._chance.choice(TYPED))

    def _fifty_rows(self) -> None:
        keys = sorted(self._key() for _ in range(50))
        self._raw.execute(f"SELECT * FROM patient WHERE id IN ({','.join('?' * 50)})", keys).fetchall()

    def _open(self) -> None:
        key = self._key()
        self._desk.patients.record(key)
        self._desk.decisions.assessments(key)
        self._desk.decisions.recalls(key)

    def _rows_of_one(self) -> None:
        key = self._key()
        self._raw.execute("SELECT * FROM patient WHERE id = ?", [key]).fetchall()
        self._raw.execute("SELECT * FROM panel WHERE patient_id = ?", [key]).fetchall()
        joined = "SELECT r.* FROM panel p JOIN result r ON r.panel_id = p.id WHERE p.patient_id = ?"
        self._raw.execute(joined, [key]).fetchall()

    def _save(self) -> None:
        day = self._desk.context.today() - timedelta(days=self._chance.randrange(1, 30))
        results = tuple(Result(analyte=name, value=value, unit="U/L") for name, value in ANALYTES)
        self._desk.panels.enter(self._key(), Panel(uid=uuid4(), collected=day, laboratory_id=1), results)

    def _bare_save(self, folder: Path) -> Callable[[], None]:
        """Seven inserts and a commit into a file with the same encryption and settings, in the same kind of folder."""
        path, key = folder / "floor.alpdesk", bytes(32)
        engines.create_file(path)
        raw: Any = engines.sqlite_engine(path, lambda: key).connect().connection.driver_connection
        raw.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, panel INTEGER, analyte TEXT, value TEXT)")

        rows = [(1, *analyte) for analyte in (*ANALYTES, ("", ""))]

        def save() -> None:
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany("INSERT INTO bare (panel, analyte, value) VALUES (?, ?, ?)", rows)
            raw.execute("COMMIT")

        return save

    def _every_alp(self) -> None:
        for _ in self._raw.execute("SELECT panel_id, value, unit, low, high FROM result WHERE analyte = 'alp'"):
            pass


if __name__ == "__main__":
    main()
