"""What a kept panel of twelve results costs with encryption and audit, beside the same inserts on bare SQLite.

Run as ``python tests/benchmarks/save_cost.py [panels]``; both take turns in one run, on files in one folder.
"""

import os
import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from alpdesk.domain.records import Flag, Panel, Patient, Result
from alpdesk.store import database as store, rows
from alpdesk.store.audit import Actor
from alpdesk.store.tables import PanelRow, PatientRow, ResultRow

ANALYTES = [
    "alp",
    "ast",
    "alt",
    "ggt",
    "bilirubin_total",
    "albumin",
    "calcium",
    "phosphate",
    "magnesium",
    "creatinine",
    "vitamin_d",
    "pth",
]
ACTOR = Actor(None, "Dr. Bench", "bench")
ROUNDS = 20


def main() -> None:
    panels = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    with tempfile.TemporaryDirectory(dir=os.environ.get("ALPDESK_BENCH_DIR")) as folder:
        bare, ours = Bare(Path(folder)), Ours(Path(folder))
        times: dict[str, list[float]] = {"bare SQLite": [], "Alpdesk": []}
        for _ in range(ROUNDS):
            times["bare SQLite"] += timed(bare, panels // ROUNDS)
            times["Alpdesk"] += timed(ours, panels // ROUNDS)
        report(times)


def timed(way: "Bare | Ours", count: int) -> list[float]:
    taken = []
    for _ in range(count):
        typed = way.prepare()
        start = time.perf_counter()
        way.save(typed)  # type: ignore[arg-type]  # what the same way prepared
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def report(times: dict[str, list[float]]) -> None:
    for name, taken in times.items():
        ordered = sorted(taken)
        print(
            f"{name:12} median {statistics.median(taken):6.2f} ms   mean {statistics.mean(taken):6.2f} ms   "
            f"p95 {ordered[int(len(ordered) * 0.95)]:6.2f} ms   {len(taken)} panels"
        )
    bare, ours = times.values()
    print(f"ratio        median {statistics.median(ours) / statistics.median(bare):.2f}   ", end="")
    print(f"mean {statistics.mean(ours) / statistics.mean(bare):.2f}")


class Bare:
    """The same rows and indexes, in clear, without a trail, by the standard library."""

    def __init__(self, folder: Path) -> None:
        self.connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
        self.connection.executescript(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
            CREATE TABLE patient (id INTEGER PRIMARY KEY, number TEXT);
            INSERT INTO patient VALUES (1, '1');
            CREATE TABLE panel (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
                patient_id INTEGER NOT NULL REFERENCES patient (id), collected TEXT, collected_time TEXT, received TEXT,
                laboratory_id INTEGER, profile TEXT, method TEXT, specimen TEXT, haemolysis TEXT, fasting INTEGER,
                gestation_weeks INTEGER, comment TEXT, entered_by INTEGER, entered_at TEXT, row_version INTEGER);
            CREATE INDEX panel_by_patient ON panel (patient_id, collected, id);
            CREATE TABLE result (id INTEGER PRIMARY KEY, panel_id INTEGER NOT NULL REFERENCES panel (id), analyte TEXT,
                value TEXT, unit TEXT, low TEXT, high TEXT, comparator TEXT, canonical TEXT, status TEXT, flag TEXT,
                judged_low TEXT, judged_high TEXT, judged_by TEXT);
            CREATE INDEX result_by_panel ON result (panel_id);
            CREATE INDEX result_alp ON result (panel_id) WHERE analyte = 'alp';
            """
        )

    def prepare(self) -> list[tuple[object, ...]]:
        return [("31", "U/L", "33", "115", "", "31", "final", "low", "35", "104", "roche_mayo") for _ in ANALYTES]

    def save(self, results: list[tuple[object, ...]]) -> None:
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        panel = (uuid4().hex, 1, "2026-02-10", "", "", "serum", "none", "", datetime.now(UTC).isoformat(), 1)
        key = run(
            "INSERT INTO panel (uid, patient_id, collected, profile, method, specimen, haemolysis, comment, entered_at,"
            " row_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            panel,
        ).lastrowid
        self.connection.executemany(
            "INSERT INTO result (panel_id, analyte, value, unit, low, high, comparator, canonical, status, flag,"
            " judged_low, judged_high, judged_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(key, analyte, *values) for analyte, values in zip(ANALYTES, results, strict=True)],
        )
        run("COMMIT")


class Ours:
    """The store as the services use it."""

    def __init__(self, folder: Path) -> None:
        key = os.urandom(32)
        self.database = store.create(folder / "clinic.alpdesk", lambda: key, lambda: datetime.now(UTC))
        patient = Patient(number="1", family_name="Bench", birth_date=date(1980, 1, 1))
        with self.database.begin(ACTOR, "patient added") as session:
            rows.add(session, PatientRow, patient)

    def prepare(self) -> list[Result]:
        return [result(analyte) for analyte in ANALYTES]

    def save(self, results: list[Result]) -> None:
        with self.database.begin(ACTOR, "panel entered") as session:
            panel = Panel(uid=uuid4(), patient_id=1, collected=date(2026, 2, 10), entered_at=datetime.now(UTC))
            (key,) = rows.add_many(session, PanelRow, [panel])
            rows.add_many(session, ResultRow, results, panel_id=key)


def result(analyte: str) -> Result:
    return Result(
        analyte=analyte,
        value="31",
        unit="U/L",
        low=Decimal(33),
        high=Decimal(115),
        canonical=Decimal(31),
        flag=Flag.LOW,
        judged_low=Decimal(35),
        judged_high=Decimal(104),
        judged_by="roche_mayo",
    )


if __name__ == "__main__":
    main()
