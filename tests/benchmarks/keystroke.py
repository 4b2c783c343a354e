"""Measures a key in the patient search to the list painted, beside a plain table of as many rows, in turn.

Run as ``python tests/benchmarks/keystroke.py clinic.alpdesk --password-file FILE``. The breath that the field waits
for is left out.
"""

import os
import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QApplication, QTableView

from alpdesk import knowledge
from alpdesk.services import vault
from alpdesk.ui.opening import utc_now
from alpdesk.ui.patients.page import PatientsPage
from alpdesk.ui.theme import Appearance, Theme

TYPED = ("a", "an", "and", "ande", "ander", "m", "mu", "mul", "mull", "1", "19", "198", "1980", "zz", "")
ROUNDS = 5


def main() -> None:
    """Print the medians and the slowest."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--password-file", type=Path, required=True)
    options = parser.parse_args()
    application = QApplication([])
    Theme(application).apply(Appearance.LIGHT)
    password = options.password_file.read_text(encoding="utf-8").splitlines()[0]
    desk = vault.open_desk(options.database, password, rules=knowledge.load(), clock=utc_now)
    page = PatientsPage(desk)
    bare, model = QTableView(), QStringListModel()
    bare.setModel(model)
    for window in (page, bare):
        window.resize(1000, 700)
        window.show()
    page.reload()
    keys, floors = [], []
    for text in TYPED * ROUNDS:
        keys.append(_timed(partial(_type, page, text), application))
        rows = [f"{text} {number}" for number in range(100)]
        floors.append(_timed(partial(model.setStringList, rows), application))
    print(f"{desk.patients.count()} patients: key to list {_said(keys)}; plain table {_said(floors)}")
    print(f"ratio of the medians {statistics.median(keys) / statistics.median(floors):.1f}")
    desk.close()


def _type(page: PatientsPage, text: str) -> None:
    page.search.setText(text)
    page.search.search_now()


def _timed(act: Callable[[], None], application: QApplication) -> float:
    started = time.perf_counter()
    act()
    application.processEvents()
    return (time.perf_counter() - started) * 1000


def _said(times: list[float]) -> str:
    return f"median {statistics.median(times):.1f} ms, slowest {max(times):.1f} ms"


if __name__ == "__main__":
    main()
