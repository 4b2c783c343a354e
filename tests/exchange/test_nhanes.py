"""A public file of 6,401 people that nobody here wrote: in whole, in once, and every low found."""

import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest

from alpdesk.domain.records import Flag
from alpdesk.domain.rules import RuleBook
from alpdesk.store.database import Database
from tests.conftest import Clock, open_clinic

_BESIDE = Path(__file__).parents[2].parent / "shared" / "data" / "nhanes_2017_2018_alp_panel.csv"
FILE = Path(os.environ.get("ALPDESK_NHANES", _BESIDE))
MAP = Path(__file__).parent / "nhanes_map.toml"
MEASURED = [
    "LBXSAPSI",
    "LBXSATSI",
    "LBXSASSI",
    "LBXSGTSI",
    "LBXSTB",
    "LBXSAL",
    "LBXSTP",
    "LBXSCA",
    "LBXSPH",
    "LBXSCR",
    "LBXSCK",
    "LBXSLDSI",
    "LBXSNASI",
    "LBXSKSI",
    "LBXSC3SI",
]

# CALIPER (Abbott) below 19 years, Roche/Mayo from 19 years: age in months from and to, lower limit for women and men.
# The survey does not give the week of pregnancy, so the limits outside pregnancy apply to everybody.
LOWER = [
    (12 * 12, 13 * 12, 141, 141),
    (13 * 12, 15 * 12, 62, 127),
    (15 * 12, 17 * 12, 54, 89),
    (17 * 12, 19 * 12, 48, 59),
    (19 * 12, 200 * 12, 35, 40),
]

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the NHANES file is not here")


def _rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _is_low(row: dict[str, str]) -> bool:
    """Compute the verdict straight from the file, without any of the program."""
    if not row["LBXSAPSI"]:
        return False
    months = int(row["RIDEXAGM"]) if row["RIDEXAGM"] else 12 * int(row["RIDAGEYR"])
    female, male = next((f, m) for start, stop, f, m in LOWER if start <= months < stop)
    return Decimal(row["LBXSAPSI"]) < (female if row["RIAGENDR"] == "2" else male)


def test_the_whole_file_goes_in_once_and_the_sweep_counts_what_the_file_says(
    sqlite_database: Database, rules: RuleBook, clock: Clock
) -> None:
    desk = open_clinic(sqlite_database, rules, clock)
    rows = _rows()
    report = desk.transfer.import_csv(FILE, mapping=MAP)

    named = {problem.line for problem in report.problems}
    empty = {n for n, row in enumerate(rows, start=2) if not any(row[name] for name in MEASURED)}
    assert report.rows == len(rows) == 6401
    assert named == empty
    assert report.patients_added == desk.patients.count() == len(rows) - len(empty)
    assert report.results_added == sum(bool(row[name]) for row in rows for name in MEASURED)

    head = desk.context.database.head()
    again = desk.transfer.import_csv(FILE, mapping=MAP)
    assert (again.patients_added, again.panels_added, again.results_added) == (0, 0, 0)
    assert again.already_there == report.results_added
    assert desk.context.database.head() == head

    hits = desk.worklist.sweep()
    expected = {row["SEQN"] for row in rows if _is_low(row)}
    assert {hit.patient_number for hit in hits} == expected
    assert all(hit.alp.age_sex is Flag.LOW for hit in hits)
